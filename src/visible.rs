//! Text that comes from elsewhere, for a person's eyes: nothing in it orders a terminal about, or turns what stands around it.

/// The text on one line, with a visible sign for each character that a terminal would obey: controls, and marks that turn the direction
/// of writing or are not seen. It has as many characters as before.
pub(crate) fn visible(text: &str) -> String {
    let shown = |c| match c {
        '\n' | '\r' | '\t' => ' ',
        c if obeyed(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Controls (C0, DEL, C1), and what Unicode calls format characters, as far as they are not seen.
pub(crate) fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}
