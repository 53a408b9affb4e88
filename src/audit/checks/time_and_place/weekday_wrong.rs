use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::words::shown;
use crate::facts::dates::{Day, weekday_name};
use jiff::civil::Date;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "weekday-wrong",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the day was another weekday",
        explanation: "A weekday stands before a full date, or before a day of the ten days around the photo's date, and the calendar disagrees.",
        examples: &[
            Example::of("El desfile del jueves 16 de septiembre de 2016.", "The parade of September 16, 2016."),
            Example::of("El desfile del 16 de septiembre de 2016.", "The parade of Thursday, September 16, 2016."),
        ],
    },
    find: &[Find::Many(Turn::Days, find)],
};

/// Within this many days of the photo's, a day without a year is of the photo's year.
const NEAR: i32 = 10;

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let sides = [Some(&case.es), case.en.as_ref()];
    let days = sides.into_iter().flatten().flat_map(|side| side.days().iter().map(move |day| (side, day)));
    days.filter_map(|(side, day)| wrong(page, case, side, day)).collect()
}

fn wrong(page: &Page, case: &Case, side: &Side, day: &Day) -> Option<Draft> {
    let (at, weekday) = side.weekdays().iter().find(|(at, _)| at + 1 == day.words.start)?;
    let near = || {
        let photo = case.pair.es.date()?;
        let date = Date::new(photo.year(), day.month, day.day).ok()?;
        (photo.since(date).ok()?.get_days().abs() <= NEAR).then_some(date)
    };
    let date = if day.year.is_some() { day.date() } else { near() };
    let date = date.filter(|d| d.weekday() != *weekday)?;
    let right = weekday_name(date.weekday(), side.spanish);
    let message = format!("{date} was a {}, no `{}`", weekday_name(date.weekday(), false), side.words[*at].text);
    let draft = Draft::new(side.words[*at].span, message).and(day.span, shown(page.article.at(day.span)));
    Some(draft.help(format!("write `{right}`, or check the day")))
}
