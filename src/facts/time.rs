//! Clock times, days, weekdays, months, years, parts of the day that disagree.

use super::clock::{self, Clock};
use super::contrasts;
use super::dates::{self, Day};
use super::{Found, Kind, unequal};
use std::ops::Range;

pub(super) fn compare(found: &mut Found) {
    clocks(found);
    days(found);
    weekdays(found);
    contrasted(found, "part-of-day", Kind::Clock);
    contrasted(found, "relative-day", Kind::Day);
}

fn clocks(found: &mut Found) {
    let (es, en) = (clock::find(found.es), clock::find(found.en));
    // an hour that the other side prints in any way is no difference
    let stated = |own: &Clock, others: &[Clock], there: &super::Reading| {
        others.iter().any(|o| o.is(own))
            || others.is_empty() && there.words.iter().any(|w| w.text.parse::<u16>().is_ok_and(|n| n % 12 == own.hour() % 12))
    };
    let source: Vec<&Clock> = es.iter().filter(|c| !stated(c, &en, found.en)).collect();
    let target: Vec<&Clock> = en.iter().filter(|c| !stated(c, &es, found.es)).collect();
    let zones =
        |text: &str| ["GMT", "hora local", "local time", "UTC", "Eastern", " ET", "hora de", "EDT", "EST"].iter().any(|z| text.contains(z));
    let sure = source.iter().chain(&target).all(|c| c.sure) && !zones(found.es.text) && !zones(found.en.text);
    let words = |all: Vec<&Clock>| all.into_iter().map(|c| c.words.clone()).collect::<Vec<_>>();
    found.left(Kind::Clock, &words(source), &words(target), sure);
}

fn days(found: &mut Found) {
    let (es, en) = (found.es.days(), found.en.days());
    let same = |a: &Day, b: &Day| (a.day, a.month) == (b.day, b.month);
    // `entre el 16 y el 20 de noviembre`: the other side may print the month beside the other day
    let in_range = |day: &&Day, others: &[Day], side: &super::reading::Reading| {
        let digits = day.day.to_string();
        let free = |at: usize| !others.iter().any(|other| other.words.contains(&at));
        let printed = || (0..side.words.len()).any(|at| side.words[at].text == digits && free(at));
        others.iter().any(|other| other.month == day.month) && printed()
    };
    let mut source = unequal(es, en, same);
    let mut target = unequal(en, es, same);
    source.retain(|day| !in_range(day, en, found.en));
    target.retain(|day| !in_range(day, es, found.es));
    let words = |all: &[&Day]| all.iter().map(|day| day.words.clone()).collect::<Vec<_>>();
    found.left(Kind::Day, &words(&source), &words(&target), true);
    // months that are named alone, and those of days that are not apart as days
    let apart = !source.is_empty() && source.len() == target.len();
    let named = |side: &super::Reading, days: &[Day]| {
        let mut all: Vec<(Range<usize>, i8)> = dates::months(side).into_iter().map(|(at, month)| (at..at + 1, month)).collect();
        all.extend(days.iter().map(|day| (day.words.clone(), day.month)));
        all
    };
    let (months, there) = (named(found.es, es), named(found.en, en));
    let same = |a: &(Range<usize>, i8), b: &(Range<usize>, i8)| a.1 == b.1;
    if !apart {
        let keep = |all: Vec<&(Range<usize>, i8)>| all.into_iter().map(|m| m.0.clone()).collect::<Vec<_>>();
        let (source, target) = (keep(unequal(&months, &there, same)), keep(unequal(&there, &months, same)));
        if let ([a], [b]) = (&source[..], &target[..]) {
            found.apart(Kind::Month, a, b, true);
        } else if !source.is_empty() || !target.is_empty() {
            let alone =
                |all: Vec<Range<usize>>, days: &[Day]| all.into_iter().filter(|w| !days.iter().any(|d| d.words == *w)).collect::<Vec<_>>();
            let (source, target) = (alone(source, es), alone(target, en));
            found.left(Kind::Month, &source, &target, false);
        }
    }
    // the same day of another year
    for a in es {
        let years = |b: &&Day| (a.day, a.month) == (b.day, b.month) && a.year.is_some() && b.year.is_some();
        let same: Vec<&Day> = en.iter().filter(years).collect();
        if let [b] = same[..]
            && a.year != b.year
        {
            let (a, b) = (a.words.end - 1..a.words.end, b.words.end - 1..b.words.end);
            found.apart(Kind::Year, &a, &b, true);
        }
    }
}

fn weekdays(found: &mut Found) {
    let (es, en) = (found.es.weekdays(), found.en.weekdays());
    let same = |a: &(usize, _), b: &(usize, _)| a.1 == b.1;
    let words = |all: Vec<&(usize, _)>| all.into_iter().map(|(at, _)| *at..*at + 1).collect::<Vec<_>>();
    let (source, target) = (words(unequal(es, en, same)), words(unequal(en, es, same)));
    found.left(Kind::Weekday, &source, &target, true);
}

/// One word of a class on each side, and each excludes the other.
pub(super) fn contrasted(found: &mut Found, class: &str, kind: Kind) {
    let of = |side| contrasts::find(side).into_iter().filter(|c| c.class() == class).collect::<Vec<_>>();
    let (es, en) = (of(found.es), of(found.en));
    let same = |a: &contrasts::Contrast, b: &contrasts::Contrast| a.may_be(b);
    let words = |all: Vec<&contrasts::Contrast>| all.into_iter().filter(|c| c.says).map(|c| c.words.clone()).collect::<Vec<_>>();
    let (source, target) = (words(unequal(&es, &en, same)), words(unequal(&en, &es, same)));
    if let ([a], [b]) = (&source[..], &target[..]) {
        found.apart(kind, a, b, es.len() == 1 && en.len() == 1);
    }
}
