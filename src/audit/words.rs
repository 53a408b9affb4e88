//! The words of a side, and what two words have to do with each other.

use super::page::bare;
use crate::lexicon::vocabulary;
use crate::span::Span;
use crate::text::{fold, words};

/// A word as the checks read it.
pub(super) struct Word<'a> {
    /// As printed, without the English possessive.
    pub(super) text: &'a str,
    pub(super) lower: String,
    pub(super) folded: String,
    /// In the article.
    pub(super) span: Span,
}

/// The words of a text that stands at `start` of the article.
pub(super) fn read(text: &str, start: usize) -> Vec<Word<'_>> {
    let word = |span: Span| {
        let text = bare(span.of(text));
        let lower = text.to_lowercase();
        Word { text, folded: fold(&lower), lower, span: Span::new(span.start, span.start + text.len()).shifted(start) }
    };
    words(text).map(word).collect()
}

/// A word for a message: a very long one is cut.
pub(super) fn shown(text: &str) -> String {
    cut(text, 80)
}

/// A text for a message, or its first characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() || is_bidi(c) { '\u{fffd}' } else { c });
    let cut: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() { cut + "…" } else { cut }
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the English word may translate the Spanish one: by the vocabulary, or since they look alike.
pub(super) fn may_translate(es: &Word, en: &str) -> bool {
    let known = vocabulary();
    let (Some(source), Some(target)) = (known.find(&es.lower), known.find(en)) else { return alike(&es.folded, en) };
    alike(&es.folded, en) || known.translations(source).any(|(word, p)| word == target && p > 0.03)
}

fn alike(a: &str, b: &str) -> bool {
    a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count() >= 4
}
