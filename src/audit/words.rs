//! Words of a side, as messages show them.

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
