//! A text, read once: its words, and what they name, worked out when first asked for.

use super::dates::{self, Day};
use super::names::{self, Mention};
use super::quantity::{self, Quantity};
use crate::lexicon::{glossary, vocabulary};
use crate::span::Span;
use crate::text::word::{self, Word};
use jiff::civil::Weekday;
use std::cell::OnceCell;
use std::ops::Range;

/// A text with its words.
pub(crate) struct Reading<'a> {
    /// Its place, by which those of its words are counted.
    pub(crate) span: Span,
    /// The text.
    pub(crate) text: &'a str,
    /// Its words, in order.
    pub(crate) words: Vec<Word<'a>>,
    /// Whether it is Spanish; if not, it is English.
    pub(crate) spanish: bool,
    days: OnceCell<Vec<Day>>,
    weekdays: OnceCell<Vec<(usize, Weekday)>>,
    institutions: OnceCell<Vec<(usize, Range<usize>)>>,
    mentions: OnceCell<Vec<Mention>>,
    quantities: OnceCell<Vec<Quantity>>,
}

impl<'a> Reading<'a> {
    /// Reads a text that stands at `start` of an article.
    pub(crate) fn of(text: &'a str, start: usize, spanish: bool) -> Self {
        Self {
            span: Span::new(start, start + text.len()),
            text,
            words: word::read(text).map(|word| Word { span: word.span.shifted(start), ..word }).collect(),
            spanish,
            days: OnceCell::new(),
            weekdays: OnceCell::new(),
            institutions: OnceCell::new(),
            mentions: OnceCell::new(),
            quantities: OnceCell::new(),
        }
    }

    /// The days that it names.
    pub(crate) fn days(&self) -> &[Day] {
        self.days.get_or_init(|| dates::find(self))
    }

    /// The weekdays that it names, each with the number of its word.
    pub(crate) fn weekdays(&self) -> &[(usize, Weekday)] {
        self.weekdays.get_or_init(|| dates::weekdays(self))
    }

    /// The institutions and offices that it names, by their numbers in the glossary, each with the numbers of its words.
    pub(crate) fn institutions(&self) -> &[(usize, Range<usize>)] {
        self.institutions.get_or_init(|| glossary().find(&self.words.iter().map(|w| w.text).collect::<Vec<_>>()))
    }

    /// The names in it, in order.
    pub(crate) fn mentions(&self) -> &[Mention] {
        self.mentions.get_or_init(|| names::find(self))
    }

    /// The numbers in it, days aside.
    pub(crate) fn quantities(&self) -> &[Quantity] {
        self.quantities.get_or_init(|| quantity::find(self))
    }

    /// What stands at a span within it.
    pub(crate) fn at(&self, span: Span) -> &'a str {
        &self.text[span.start - self.span.start..span.end - self.span.start]
    }

    /// What stands between the ends of two words of it; a blank of any kind is a blank.
    pub(crate) fn between(&self, before: &Word, after: &Word) -> &'a str {
        let between = &self.text[before.span.end - self.span.start..after.span.start - self.span.start];
        if is_blank(between) { " " } else { between }
    }

    /// What follows a word, up to the end.
    pub(crate) fn behind(&self, word: &Word) -> &'a str {
        &self.text[word.span.end - self.span.start..]
    }

    /// What stands before a word, from the start.
    pub(crate) fn before(&self, word: &Word) -> &'a str {
        &self.text[..word.span.start - self.span.start]
    }

    /// Whether the word opens a sentence.
    pub(crate) fn opens_sentence(&self, at: usize) -> bool {
        let before = self.before(&self.words[at]).trim_end_matches(|c: char| c.is_whitespace() || "“\"'«(¿¡".contains(c));
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '…'])
    }

    /// A word, folded; nothing where there is none.
    pub(crate) fn folded(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| &w.folded)
    }

    /// The place of a run of words.
    pub(crate) fn place(&self, range: &Range<usize>) -> Span {
        Span::new(self.words[range.start].span.start, self.words[range.end - 1].span.end)
    }

    /// Whether nothing but a space stands between a word and the one before it.
    pub(crate) fn joined(&self, at: usize) -> bool {
        at > 0 && at < self.words.len() && self.between(&self.words[at - 1], &self.words[at]) == " "
    }
}

/// Whether a stretch is one blank, of whatever width.
pub(crate) fn is_blank(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_whitespace() && c != '\n') && chars.next().is_none()
}

/// Whether the English word may translate the Spanish one: by the vocabulary, or since they look alike.
pub(crate) fn may_translate(es: &Word, en: &str) -> bool {
    let known = vocabulary();
    let (Some(source), Some(target)) = (known.find(&es.lower), known.find(en)) else { return alike(&es.folded, en) };
    alike(&es.folded, en) || known.translations(source).any(|(word, p)| word == target && p > 0.03)
}

/// A Spanish word that was seen less often has no translations that can be relied on.
pub(super) const SEEN: f32 = 5.0;
/// An English word that was seen more often (`the`, `a`) translates too much.
pub(super) const COMMON: f32 = 4000.0;
/// The least probability of a translation that can be relied on.
const LIKELY: f32 = 0.12;

/// Whether the vocabulary knows the one word as the other, in the singular or the plural.
pub(crate) fn translates(es: &Word, en: &Word) -> bool {
    let known = vocabulary();
    let trimmed = |word: &str| word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word).to_owned();
    let forms = |word: &Word| {
        let short = word.lower.strip_suffix('s').unwrap_or(&word.lower);
        [Some(word.lower.clone()), Some(short.to_owned()), Some(trimmed(&word.lower))]
            .into_iter()
            .flatten()
            .filter_map(|form| known.find(&form))
            .collect::<Vec<_>>()
    };
    let mut english = forms(en);
    english.retain(|word| known.counts_of(*word).1 < COMMON);
    forms(es)
        .into_iter()
        .filter(|source| known.counts_of(*source).0 >= SEEN)
        .any(|source| known.translations(source).any(|(word, p)| p > LIKELY && english.contains(&word)))
}

fn alike(a: &str, b: &str) -> bool {
    a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count() >= 4
}
