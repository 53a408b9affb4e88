//! Days and places that disagree or cannot be.

use super::dates::{self, Day, weekday_name, weekdays};
use super::draft::Draft;
use super::finding::Severity::{Error, Note};
use super::page::{Case, Page, Side};
use super::words::shown;
use super::{Check, check};
use crate::article::Span;
use crate::lexicon;
use crate::pair::Relation;
use crate::text::{fold, is_capitalised};

const FAMILY: &str = "time-and-place";

pub(super) const CHECKS: &[Check] = &[
    check(
        "date-differs",
        FAMILY,
        Error,
        "the two sides name different days",
        "One day or weekday of the Spanish is not in the English, which has another one in its place.",
        "el 15 de septiembre / on September 5",
    ),
    check(
        "date-impossible",
        FAMILY,
        Error,
        "a day that no calendar has",
        "`30 de febrero`, `31/11/2017`. Days without a year are measured by a leap year.",
        "El 31 de septiembre",
    ),
    check(
        "weekday-wrong",
        FAMILY,
        Error,
        "the day was another weekday",
        "A weekday stands before a full date, or before a day of the ten days around the photo's date, and the calendar disagrees.",
        "jueves 16 de septiembre de 2016 (a Friday)",
    ),
    check(
        "photo-old",
        FAMILY,
        Note,
        "the photo is older than a year when the page is printed",
        "The caption's day lies more than a year before the page's: an archive picture, which readers should be told.",
        "Wednesday 12 of March 2025 ... 51002073. México 02 Oct 2015",
    ),
    check(
        "place-differs",
        FAMILY,
        Error,
        "the two sides name different places",
        "One side says `en Toluca`, the other `in Puebla`. CDMX, D.F. and Mexico City are one place; a city is not compared with a state or a country.",
        "en Ecatepec / in Tijuana",
    ),
];

pub(super) fn find(page: &Page, case: &Case, found: &mut Vec<Draft>) {
    old(page, case, found);
    let slug = Side::of(page.article, Span::new(case.pair.es.raw.start, case.pair.es.body.start), None, true);
    impossible(&dates::find(&slug), page, found);
    let days = dates::find(&case.es);
    impossible(&days, page, found);
    wrong_weekdays(page, case, &case.es, &days, true, found);
    let Some(en) = &case.en else { return };
    let english = dates::find(en);
    impossible(&english, page, found);
    wrong_weekdays(page, case, en, &english, false, found);
    if case.pair.relation == Relation::Mismatch {
        return;
    }
    let differing = other_day(page, &days, &english).or_else(|| other_weekday(case, en));
    found.extend(differing);
    found.extend(other_place(&case.es, en));
}

fn old(page: &Page, case: &Case, found: &mut Vec<Draft>) {
    let (Some(taken), Some((published, place))) = (case.pair.es.date, page.published) else { return };
    let days = published.since(taken).map_or(0, |span| span.get_days());
    if days <= 366 {
        return;
    }
    let raw = case.pair.es.raw;
    let slug = Side::of(page.article, Span::new(raw.start, case.pair.es.body.start), None, true);
    let span = dates::find(&slug).first().map_or(Span::new(raw.start, case.pair.es.body.start).trimmed(&page.article.text), |d| d.span);
    let message = format!("the photo is of {taken}, the page of {published}: {} years older", days / 365);
    let draft = Draft::new("photo-old", span, message).help("say that it is an archive picture");
    found.push(match place {
        Some(place) => draft.and(place, "printed"),
        None => draft,
    });
}

fn impossible(days: &[Day], page: &Page, found: &mut Vec<Draft>) {
    for day in days.iter().filter(|d| d.is_impossible()) {
        let text = shown(page.article.at(day.span));
        found.push(Draft::new("date-impossible", day.span, format!("there is no `{text}`")).help("check the day"));
    }
}

/// So many days around the photo's, a day without year is of the photo's year.
const NEAR: i32 = 10;

fn wrong_weekdays(page: &Page, case: &Case, side: &Side, days: &[Day], spanish: bool, found: &mut Vec<Draft>) {
    let named = weekdays(side);
    for day in days {
        let before = named.iter().find(|(at, _)| at + 1 == day.words.start);
        let Some((at, weekday)) = before else { continue };
        let near = || {
            let photo = case.pair.es.date?;
            let date = jiff::civil::Date::new(photo.year(), day.month, day.day).ok()?;
            (photo.since(date).ok()?.get_days().abs() <= NEAR).then_some(date)
        };
        let date = if day.year.is_some() { day.date() } else { near() };
        let Some(date) = date.filter(|d| d.weekday() != *weekday) else { continue };
        let right = weekday_name(date.weekday(), spanish);
        let message = format!("{date} was a {}, no `{}`", weekday_name(date.weekday(), false), side.words[*at].text);
        let draft = Draft::new("weekday-wrong", side.words[*at].span, message).and(day.span, shown(page.article.at(day.span)));
        found.push(draft.help(format!("write `{right}`, or check the day")));
    }
}

fn other_day(page: &Page, es: &[Day], en: &[Day]) -> Option<Draft> {
    let same = |a: &Day, b: &Day| {
        let years = a.year.is_none() || b.year.is_none() || a.year == b.year;
        (a.day, a.month) == (b.day, b.month) && years
    };
    let source: Vec<&Day> = es.iter().filter(|a| !en.iter().any(|b| same(a, b))).collect();
    let target: Vec<&Day> = en.iter().filter(|b| !es.iter().any(|a| same(a, b))).collect();
    let ([there], [here]) = (&source[..], &target[..]) else { return None };
    let (es, en) = (shown(page.article.at(there.span)), shown(page.article.at(here.span)));
    let draft = Draft::new("date-differs", here.span, format!("`{en}` in English, `{es}` in Spanish"));
    Some(draft.and(there.span, es).help("check the day"))
}

fn other_weekday(case: &Case, en: &Side) -> Option<Draft> {
    let (source, target) = (weekdays(&case.es), weekdays(en));
    let alone = |own: &[(usize, jiff::civil::Weekday)], other: &[(usize, jiff::civil::Weekday)]| -> Vec<usize> {
        own.iter().filter(|(_, day)| !other.iter().any(|o| o.1 == *day)).map(|(at, _)| *at).collect()
    };
    let ([there], [here]) = (&alone(&source, &target)[..], &alone(&target, &source)[..]) else { return None };
    let (es, english) = (&case.es.words[*there], &en.words[*here]);
    let draft = Draft::new("date-differs", english.span, format!("`{}` in English, `{}` in Spanish", english.text, es.text));
    Some(draft.and(es.span, es.text).help("check the day"))
}

/// What a place is; some names are a city's and its state's.
#[derive(PartialEq, Clone, Copy)]
enum Size {
    City,
    State,
    CityAndState,
    Country,
}

const STATES: &[&str] = &[
    "baja california",
    "baja california sur",
    "chiapas",
    "coahuila",
    "guerrero",
    "hidalgo",
    "jalisco",
    "state of mexico",
    "michoacan",
    "morelos",
    "nayarit",
    "nuevo leon",
    "quintana roo",
    "sinaloa",
    "sonora",
    "tabasco",
    "tamaulipas",
    "yucatan",
];
const CITIES_AND_STATES: &[&str] = &[
    "aguascalientes",
    "campeche",
    "chihuahua",
    "colima",
    "durango",
    "guanajuato",
    "oaxaca",
    "puebla",
    "queretaro",
    "san luis potosi",
    "tlaxcala",
    "veracruz",
    "zacatecas",
];

fn size(place: &str) -> Size {
    match place {
        _ if STATES.contains(&place) => Size::State,
        _ if CITIES_AND_STATES.contains(&place) => Size::CityAndState,
        _ if lexicon::is_country(place) => Size::Country,
        _ => Size::City,
    }
}

/// Whether two places of these sizes, both known by different names, must be two.
fn are_apart(a: Size, b: Size) -> bool {
    a == b || matches!((a, b), (Size::State, Size::CityAndState) | (Size::CityAndState, Size::State))
}

/// The known places behind `en` or `in`: the words of each, and its one name.
fn places(side: &Side, prepositions: &[&str]) -> Vec<(Span, &'static str)> {
    let mut found = Vec::new();
    for at in 1..side.words.len() {
        if !is_capitalised(side.words[at].text) || !prepositions.contains(&side.words[at - 1].lower.as_str()) {
            continue;
        }
        let start = side.words[at].span.start;
        let longest = (at..side.words.len().min(at + 5)).rev().find_map(|end| {
            let span = Span::new(start, side.words[end].span.end);
            let known = lexicon::place(&side.text[span.start - side.span.start..span.end - side.span.start])?;
            // `en Hidalgo del Parral`: the name goes on
            let on = side.words.get(end + 1).is_some_and(|w| is_capitalised(w.text) && side.between(&side.words[end], w) == " ");
            (!on).then_some((span, known))
        });
        found.extend(longest);
    }
    found
}

fn other_place(es: &Side, en: &Side) -> Option<Draft> {
    let (source, target) = (places(es, &["en"]), places(en, &["in", "at"]));
    let ([there], [here]) = (&source[..], &target[..]) else { return None };
    // the place may be named without `in`
    let elsewhere = |side: &Side, name: &str| fold(side.text).contains(name);
    let text = |side: &Side, span: Span| side.text[span.start - side.span.start..span.end - side.span.start].to_owned();
    let (spanish, english) = (text(es, there.0), text(en, here.0));
    let known = elsewhere(es, here.1) || elsewhere(en, there.1) || elsewhere(es, &fold(&english)) || elsewhere(en, &fold(&spanish));
    if here.1 == there.1 || known || !are_apart(size(here.1), size(there.1)) {
        return None;
    }
    let draft = Draft::new("place-differs", here.0, format!("`{english}` in English, `{spanish}` in Spanish"));
    Some(draft.and(there.0, spanish).help("check the place"))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, codes_of};

    #[test]
    fn days() {
        let es = "La orquesta ofreció un concierto el 15 de septiembre en el Palacio de Bellas Artes.";
        let en = |day: &str| format!("The orchestra gave a concert on {day} at the Palace of Fine Arts.");
        assert_eq!(codes(es, &en("September 15")), "");
        assert_eq!(codes(es, &en("15 September")), "");
        assert_eq!(codes(es, &en("Sept. 15")), "");
        assert_eq!(codes(es, &en("September 5")), "date-differs");
        assert_eq!(codes(&es.replace("15 de", "31 de"), &en("September 31")), "date-impossible");
        assert_eq!(codes(&es.replace("el 15 de septiembre", "el jueves 15 de septiembre de 2016"), &en("September 15, 2016")), "");
        assert_eq!(
            codes(&es.replace("el 15 de septiembre", "el lunes 15 de septiembre de 2016"), &en("September 15, 2016")),
            "weekday-wrong"
        );
    }

    #[test]
    fn places() {
        let es = "La policía detuvo a los ladrones en Ciudad de México.";
        for (place, code) in [("Mexico City", ""), ("Monterrey", "place-differs"), ("Jalisco", ""), ("the capital", "")] {
            assert_eq!(codes(es, &format!("Police arrested the thieves in {place}.")), code, "{place}");
        }
    }

    #[test]
    fn an_archive_picture() {
        let page = |day: &str| {
            let caption =
                "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
            format!("The News\n{day}\n\n{caption}\nThe mayor opened the park. Photo: Notimex/Ana Ruiz")
        };
        assert_eq!(codes_of(&page("Wednesday 12 of March 2025")), "photo-old");
        assert_eq!(codes_of(&page("Friday, April 1, 2016")), "");
    }
}
