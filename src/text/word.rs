//! Words with the forms that tables are asked for: what language, facts and pairing read of a text.

use super::{fold, words};
use crate::span::Span;

/// A word of a text.
#[derive(Debug, Clone)]
pub(crate) struct Word<'t> {
    /// As printed, without the English possessive.
    pub(crate) text: &'t str,
    /// The same in lower case, with straight apostrophes.
    pub(crate) lower: String,
    /// The same in lower case and without accents.
    pub(crate) folded: String,
    /// Its place, without the possessive.
    pub(crate) span: Span,
    /// How many bytes the possessive has; 0 where there is none.
    pub(crate) possessive: usize,
}

impl<'t> Word<'t> {
    /// The word at a span of a text.
    pub(crate) fn of(text: &'t str, span: Span) -> Self {
        let printed = span.of(text);
        let text = bare(printed);
        let lower = match text.contains('’') {
            true => text.to_lowercase().replace('’', "'"),
            false => text.to_lowercase(),
        };
        let possessive = printed.len() - text.len();
        Self { text, folded: fold(&lower), lower, span: Span::new(span.start, span.end - possessive), possessive }
    }

    /// Its place, with the possessive.
    pub(crate) const fn whole(&self) -> Span {
        Span::new(self.span.start, self.span.end + self.possessive)
    }
}

/// The words of a text, in order.
pub(crate) fn read(text: &str) -> impl Iterator<Item = Word<'_>> {
    words(text).map(|span| Word::of(text, span))
}

/// A word without the English possessive.
pub(crate) fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}
