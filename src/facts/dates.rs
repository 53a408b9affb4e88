//! Days in running text: `el 15 de septiembre de 2016`, `September 15, 2016`, `Wednesday 12 of March 2025`, `31/11/2017`.

use super::reading::Reading;
use crate::lexicon::{self, Language};
use crate::span::Span;
use crate::text::is_capitalised;
use crate::text::word::Word;
use jiff::civil::{Date, Weekday};

/// A day as printed.
pub(crate) struct Day {
    pub(crate) day: i8,
    pub(crate) month: i8,
    pub(crate) year: Option<i16>,
    pub(crate) span: Span,
    /// The numbers of its words.
    pub(crate) words: std::ops::Range<usize>,
}

impl Day {
    /// The day, where it has a year and exists.
    pub(crate) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// Whether no year has such a day; without a year, a leap year is assumed.
    pub(crate) fn is_impossible(&self) -> bool {
        Date::new(self.year.unwrap_or(2000), self.month, self.day).is_err()
    }
}

/// The days that a text names.
pub(crate) fn find(side: &Reading) -> Vec<Day> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < side.words.len() {
        match day_first(side, at).or_else(|| month_first(side, at)).or_else(|| numeric(side, at)) {
            Some(day) => {
                at = day.words.end;
                found.push(day);
            }
            None => at += 1,
        }
    }
    found
}

fn word<'s>(side: &'s Reading, at: usize) -> &'s str {
    side.words.get(at).map_or("", |w| &w.lower)
}

/// `May 5-8`: the days of a range.
fn range(text: &str) -> Option<(i16, i16)> {
    let (first, last) = text.split_once(['-', '–'])?;
    Some((number(first, 2)?, number(last, 2)?))
}

fn number(text: &str, most: usize) -> Option<i16> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = matches!(&text[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    (suffix && (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// A year that stands as a word.
pub(crate) fn year(side: &Reading, at: usize) -> Option<i16> {
    number(word(side, at), 4).filter(|year| (1900..2100).contains(year))
}

/// A month, unless it is a word that also means something else and has no capital.
fn month(side: &Reading, at: usize) -> Option<i8> {
    let text = side.words.get(at)?.text;
    let long = text.chars().count() > 3;
    (long && text != "may" || is_capitalised(text)).then(|| lexicon::month(text)).flatten()
}

fn made(side: &Reading, day: i16, month: i8, year: Option<i16>, words: std::ops::Range<usize>) -> Option<Day> {
    let span = Span::new(side.words[words.start].span.start, side.words[words.end - 1].span.end);
    Some(Day { day: i8::try_from(day).ok().filter(|d| *d > 0)?, month, year, span, words })
}

fn day_first(side: &Reading, at: usize) -> Option<Day> {
    let day = number(word(side, at), 2).or_else(|| Some(range(word(side, at))?.1))?;
    let joined = usize::from(matches!(word(side, at + 1), "de" | "of"));
    let name = at + 1 + joined;
    let month = month(side, name)?;
    let joined = usize::from(matches!(word(side, name + 1), "de" | "del"));
    match year(side, name + 1 + joined) {
        Some(year) => made(side, day, month, Some(year), at..name + 2 + joined),
        None => made(side, day, month, None, at..name + 1),
    }
}

fn month_first(side: &Reading, at: usize) -> Option<Day> {
    let day = number(word(side, at + 1), 2).or_else(|| Some(range(word(side, at + 1))?.1))?;
    let month = month(side, at).filter(|_| is_capitalised(side.words[at].text))?;
    match year(side, at + 2) {
        Some(year) => made(side, day, month, Some(year), at..at + 3),
        None => made(side, day, month, None, at..at + 2),
    }
}

/// `dd/mm/yyyy`
fn numeric(side: &Reading, at: usize) -> Option<Day> {
    let (day, month, year) = (number(word(side, at), 2)?, number(word(side, at + 1), 2)?, year(side, at + 2)?);
    let slash = |at: usize| side.between(&side.words[at], &side.words[at + 1]) == "/";
    let month = i8::try_from(month).ok()?;
    (slash(at) && slash(at + 1)).then(|| made(side, day, month, Some(year), at..at + 3)).flatten()
}

/// The weekdays that a text names, each with the number of its word. In Spanish they have no capital (`Plácido Domingo`), in English one.
pub(crate) fn weekdays(side: &Reading) -> Vec<(usize, Weekday)> {
    let named = |(at, word): (usize, &Word)| {
        let capital = is_capitalised(word.text);
        let (day, language) = lexicon::weekday(&word.folded)?;
        (capital == (language == Language::English)).then_some((at, Weekday::from_monday_one_offset(day).ok()?))
    };
    side.words.iter().enumerate().filter_map(named).collect()
}

/// A month that a text names without a day: its number and that of its word. In Spanish it has no capital (`Julio Ruiz`), in English one,
/// and a word that leads to a time before it where it is also another word (`May`).
pub(crate) fn months(side: &Reading) -> Vec<(usize, i8)> {
    let in_day = |at: usize| side.days().iter().any(|day| day.words.contains(&at));
    let led = |at: usize| {
        let near = |at: Option<usize>| at.map_or("", |at| word(side, at));
        let before = matches!(
            near(at.checked_sub(1)),
            "in" | "of"
                | "since"
                | "last"
                | "this"
                | "next"
                | "by"
                | "until"
                | "through"
                | "early"
                | "late"
                | "mid"
                | "from"
                | "to"
                | "and"
                | "during"
                | "between"
        );
        before || year(side, at + 1).is_some() || number(near(at.checked_sub(1)), 2).is_some()
    };
    let named = |at: usize| {
        let text = side.words[at].text;
        if text.len() < 3 || is_capitalised(text) == side.spanish || in_day(at) {
            return None;
        }
        let known = !side.spanish || text.len() > 3;
        let exact = lexicon::month_name(&side.words[at].folded)?;
        let (number, spanish) = exact;
        let plain = !side.spanish && matches!(number, 1 | 2 | 7 | 9..=12) && text.len() > 3;
        (known && spanish == side.spanish && (side.spanish || plain || led(at))).then_some((at, number))
    };
    (0..side.words.len()).filter_map(named).collect()
}

/// A weekday's name in the language of the side.
pub(crate) fn weekday_name(day: Weekday, spanish: bool) -> &'static str {
    let language = if spanish { Language::Spanish } else { Language::English };
    lexicon::weekday_name(day.to_monday_one_offset(), language).unwrap_or_default()
}
