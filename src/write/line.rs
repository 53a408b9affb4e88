//! Text for formats in which a line is a text.

use std::borrow::Cow;

/// Whether some reader takes the character for the end of a line or a cell, or chokes on it.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The text on one line, without white space at its ends: each run of white space and control characters that holds a line break,
/// a tab or another control character becomes one blank.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let gap = |c: char| c.is_whitespace() || breaks(c);
    let text = text.trim_matches(gap);
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(gap) {
        let (before, after) = rest.split_at(at);
        let next = after.trim_start_matches(gap);
        let run = &after[..after.len() - next.len()];
        folded.push_str(before);
        folded.push_str(if run.contains(breaks) { " " } else { run });
        rest = next;
    }
    folded.push_str(rest);
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_folded_and_plain_blanks_are_kept() {
        assert_eq!(one_line(" uno\r\n dos\u{2028}tres\tcuatro  cinco\u{0} \n"), "uno dos tres cuatro  cinco");
        assert_eq!(one_line("\u{85}\u{1c}\n"), "");
        assert!(matches!(one_line("uno  dos\u{a0}tres"), Cow::Borrowed("uno  dos\u{a0}tres")));
    }
}
