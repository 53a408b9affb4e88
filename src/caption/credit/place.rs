//! Where a credit would start.

use super::lead::sign_before;
use crate::article::is_line_end;
use crate::caption::cursor::is_dash;

/// Where a credit would start, and what stands before it.
pub(super) struct Place {
    pub(super) start: usize,
    /// A bracket opens here.
    pub(super) bracketed: bool,
    /// A sentence, a line, a bar or a dash ends here, or nothing stands before.
    after_break: bool,
    /// Nothing stands before.
    pub(super) first: bool,
}

impl Place {
    /// The place of a word: with the bracket or the sign (`©`) before it.
    pub(super) fn of(text: &str, word: usize) -> Self {
        let sign = sign_before(&text[..word]);
        let printed = sign.unwrap_or(word);
        // `*Foto: Ana Ruiz*`
        let emphasis = text[..printed].trim_end_matches(['*', '_']).len();
        let before = text[..emphasis].trim_end();
        let bracketed = before.ends_with(['(', '[']);
        let start = if bracketed { before.len() - 1 } else { emphasis };
        let before = text[..start].trim_end();
        let first = before.is_empty();
        let begins_line = text[before.len()..start].contains(is_line_end);
        let after_break = first || sign.is_some() || begins_line || ends_something(before);
        Self { start, bracketed, after_break, first }
    }

    /// The start of a text.
    pub(super) fn at_start(text: &str) -> Self {
        Self { start: 0, bracketed: text.starts_with(['(', '[']), after_break: true, first: true }
    }

    pub(super) fn opens(&self) -> bool {
        self.bracketed || self.after_break
    }
}

/// Whether a sentence, a bar or a dash ends a text.
fn ends_something(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', '"', '”', '’', '\'', '»', ')', ']', '|', '/', ';', '·', '•']) || text.ends_with(is_dash)
}
