//! A place in a text that moves to the right.

use unicode_normalization::char::is_combining_mark;

/// Reads a text from left to right; every `take_*` moves only when it finds what it is named after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The longest run of characters that `wanted` accepts; it may be empty.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    pub(super) fn skip_space(&mut self) -> &mut Self {
        self.take_while(char::is_whitespace);
        self
    }

    pub(super) fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// A run of letters; empty where none stands.
    pub(super) fn take_word(&mut self) -> &'t str {
        self.take_while(is_letter)
    }

    /// Digits, between `min` and `max` of them.
    pub(super) fn take_digits(&mut self, min: usize, max: usize) -> Option<&'t str> {
        let mut ahead = *self;
        let digits = ahead.take_while(|c| c.is_ascii_digit());
        if !(min..=max).contains(&digits.len()) {
            return None;
        }
        *self = ahead;
        Some(digits)
    }
}

/// A letter, or a mark that stands behind one where accents are written apart.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

/// Hyphens and dashes of every length.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−')
}
