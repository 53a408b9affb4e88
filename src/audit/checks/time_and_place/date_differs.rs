use crate::audit::checks::{Case, Check, Draft, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::words::shown;
use crate::facts::dates::Day;
use jiff::civil::Weekday;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "date-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different days",
        explanation: "One day or weekday of the Spanish is not in the English, which has another one in its place.",
        example: "el 15 de septiembre / on September 5",
    },
    find: &[Find::One(Turn::Facts, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let en = case.counterpart()?;
    day(page, case.es.days(), en.days()).or_else(|| weekday(&case.es, en))
}

fn day(page: &Page, es: &[Day], en: &[Day]) -> Option<Draft> {
    let same = |a: &Day, b: &Day| {
        let years = a.year.is_none() || b.year.is_none() || a.year == b.year;
        (a.day, a.month) == (b.day, b.month) && years
    };
    let source: Vec<&Day> = es.iter().filter(|a| !en.iter().any(|b| same(a, b))).collect();
    let target: Vec<&Day> = en.iter().filter(|b| !es.iter().any(|a| same(a, b))).collect();
    let ([there], [here]) = (&source[..], &target[..]) else { return None };
    let (es, en) = (shown(page.article.at(there.span)), shown(page.article.at(here.span)));
    let draft = Draft::new(here.span, format!("`{en}` in English, `{es}` in Spanish"));
    Some(draft.and(there.span, es).help("check the day"))
}

fn weekday(es: &Side, en: &Side) -> Option<Draft> {
    let (source, target) = (es.weekdays(), en.weekdays());
    let alone = |own: &[(usize, Weekday)], other: &[(usize, Weekday)]| -> Vec<usize> {
        own.iter().filter(|(_, day)| !other.iter().any(|o| o.1 == *day)).map(|(at, _)| *at).collect()
    };
    let ([there], [here]) = (&alone(source, target)[..], &alone(target, source)[..]) else { return None };
    let (es, english) = (&es.words[*there], &en.words[*here]);
    let draft = Draft::new(english.span, format!("`{}` in English, `{}` in Spanish", english.text, es.text));
    Some(draft.and(es.span, es.text).help("check the day"))
}
