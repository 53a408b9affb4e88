//! Days in running text: `el 15 de septiembre de 2016`, `September 15, 2016`, `Wednesday 12 of March 2025`, `31/11/2017`.

use super::page::Side;
use crate::lexicon::{self, Language};
use crate::span::Span;
use crate::text::is_capitalised;
use jiff::civil::{Date, Weekday};

/// A day as printed.
pub(super) struct Day {
    pub(super) day: i8,
    pub(super) month: i8,
    pub(super) year: Option<i16>,
    pub(super) span: Span,
    /// The numbers of its words.
    pub(super) words: std::ops::Range<usize>,
}

impl Day {
    /// The day, where it has a year and exists.
    pub(super) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// Whether no year has such a day; without a year, a leap year is assumed.
    pub(super) fn is_impossible(&self) -> bool {
        Date::new(self.year.unwrap_or(2000), self.month, self.day).is_err()
    }
}

/// The days that a text names.
pub(super) fn find(side: &Side) -> Vec<Day> {
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

fn word<'s>(side: &'s Side, at: usize) -> &'s str {
    side.words.get(at).map_or("", |w| &w.lower)
}

fn number(text: &str, most: usize) -> Option<i16> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = matches!(&text[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    (suffix && (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

fn year(side: &Side, at: usize) -> Option<i16> {
    number(word(side, at), 4).filter(|year| (1900..2100).contains(year))
}

/// A month, unless it is a word that also means something else and has no capital.
fn month(side: &Side, at: usize) -> Option<i8> {
    let text = side.words.get(at)?.text;
    let long = text.chars().count() > 3;
    (long && text != "may" || is_capitalised(text)).then(|| lexicon::month(text)).flatten()
}

fn made(side: &Side, day: i16, month: i8, year: Option<i16>, words: std::ops::Range<usize>) -> Option<Day> {
    let span = Span::new(side.words[words.start].span.start, side.words[words.end - 1].span.end);
    Some(Day { day: i8::try_from(day).ok().filter(|d| *d > 0)?, month, year, span, words })
}

fn day_first(side: &Side, at: usize) -> Option<Day> {
    let day = number(word(side, at), 2)?;
    let joined = usize::from(matches!(word(side, at + 1), "de" | "of"));
    let name = at + 1 + joined;
    let month = month(side, name)?;
    let joined = usize::from(matches!(word(side, name + 1), "de" | "del"));
    match year(side, name + 1 + joined) {
        Some(year) => made(side, day, month, Some(year), at..name + 2 + joined),
        None => made(side, day, month, None, at..name + 1),
    }
}

fn month_first(side: &Side, at: usize) -> Option<Day> {
    let day = number(word(side, at + 1), 2)?;
    let month = month(side, at).filter(|_| is_capitalised(side.words[at].text))?;
    match year(side, at + 2) {
        Some(year) => made(side, day, month, Some(year), at..at + 3),
        None => made(side, day, month, None, at..at + 2),
    }
}

/// `dd/mm/yyyy`
fn numeric(side: &Side, at: usize) -> Option<Day> {
    let (day, month, year) = (number(word(side, at), 2)?, number(word(side, at + 1), 2)?, year(side, at + 2)?);
    let slash = |at: usize| side.between(&side.words[at], &side.words[at + 1]) == "/";
    let month = i8::try_from(month).ok()?;
    (slash(at) && slash(at + 1)).then(|| made(side, day, month, Some(year), at..at + 3)).flatten()
}

/// The weekdays that a text names, each with the number of its word. In Spanish they have no capital (`Plácido Domingo`), in English one.
pub(super) fn weekdays(side: &Side) -> Vec<(usize, Weekday)> {
    let named = |(at, word): (usize, &super::words::Word)| {
        let capital = is_capitalised(word.text);
        let (day, language) = lexicon::weekday(&word.folded)?;
        (capital == (language == Language::English)).then_some((at, Weekday::from_monday_one_offset(day).ok()?))
    };
    side.words.iter().enumerate().filter_map(named).collect()
}

/// A weekday's name in the language of the side.
pub(super) fn weekday_name(day: Weekday, spanish: bool) -> &'static str {
    let language = if spanish { Language::Spanish } else { Language::English };
    lexicon::weekday_name(day.to_monday_one_offset(), language).unwrap_or_default()
}
