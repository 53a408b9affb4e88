//! What is printed behind a credit: notices for those who buy the picture, its number, the day, the reader's buttons.

use super::ARCHIVES;
use crate::caption::cursor::{Cursor, is_dash};
use crate::caption::date;
use crate::text::{fold, words};

/// Folded phrases, of agencies and of pages.
const NOTICES: &[&str] = &[
    "tpx images of the day",
    "no resales",
    "no archives",
    "no sales",
    "no ventas",
    "editorial use only",
    "solo uso editorial",
    "uso editorial",
    "mandatory credit",
    "credito obligatorio",
    "ampliar",
    "ampliar foto",
    "ver galeria",
    "see gallery",
    "view gallery",
    "see photos",
    "ver mas fotos",
    "galeria",
    "compartir en facebook",
];

/// The most words of a notice,
const LONGEST: usize = 5;
/// and bytes.
const NEAR: usize = 60;

/// A credit without the marks and notices behind it.
pub(super) fn without_notice(mut text: &str) -> &str {
    let is_mark = |c: char| is_dash(c) || matches!(c, '.' | '/' | '|' | ',' | ';' | '(' | ')' | '[' | ']' | '*' | '_' | '+');
    loop {
        text = text.trim_end_matches(|c: char| c.is_whitespace() || is_mark(c));
        match phrase(text).or_else(|| count(text)).or_else(|| code(text)).or_else(|| day(text)).or_else(|| handle(text)) {
            Some(end) => text = &text[..end],
            None => return text,
        }
    }
}

/// Where a notice starts that ends the text; a word for old pictures counts behind a dash.
fn phrase(text: &str) -> Option<usize> {
    let near = text.floor_char_boundary(text.len().saturating_sub(NEAR));
    let mut starts: Vec<usize> = words(&text[near..]).map(|word| near + word.start).collect();
    starts.drain(..starts.len().saturating_sub(LONGEST));
    starts.into_iter().find(|&start| {
        let folded = fold(&text[start..]);
        let behind_dash = || text[..start].trim_end().ends_with(is_dash);
        NOTICES.contains(&folded.as_str()) || ARCHIVES.contains(&folded.as_str()) && behind_dash()
    })
}

/// `1/3`, `(1 de 5`, `(5`
fn count(text: &str) -> Option<usize> {
    let without_digits = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let many = without_digits(text);
    if many == text.len() || text[..many].ends_with('(') {
        return (many < text.len()).then_some(many);
    }
    let of = ["/", " de", " of"].iter().find_map(|of| text[..many].trim_end().strip_suffix(of))?.trim_end();
    let first = without_digits(of);
    (first < of.len() && of[..first].ends_with([' ', '('])).then_some(first)
}

/// `RC2XYZ9ABCD1`, `15FOTOS`, `60512033`
fn code(text: &str) -> Option<usize> {
    let start = text.len() - text.bytes().rev().take_while(|b| b.is_ascii_digit() || b.is_ascii_uppercase()).count();
    let figures = text[start..].bytes().filter(u8::is_ascii_digit).count();
    (text[..start].ends_with([' ', '/']) && text.len() - start > 5 && figures > 1).then_some(start)
}

/// `, 12 de mayo de 2016`, `, 2016`
fn day(text: &str) -> Option<usize> {
    let digits = text.ends_with(|c: char| c.is_ascii_digit());
    let at = if digits { text.rfind(", ") } else { None }?;
    let mut c = Cursor { text, at: at + 2 };
    let year = { c }.take_digits(4, 4).is_some_and(|year| at + 2 + year.len() == text.len());
    (year || date::take(&mut c).is_some() && c.rest().is_empty()).then_some(at)
}

/// `Ana Ruiz @anaruiz`, `Ana Ruiz.@anaruiz`
fn handle(text: &str) -> Option<usize> {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = text.trim_end_matches(name);
    let before = start.strip_suffix('@').filter(|_| start.len() + 2 < text.len())?;
    (before.ends_with(['.', ' ']) && before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '.')).then_some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_part_of_a_credit() {
        for behind in [
            "",
            ".",
            "/ (1 de 5)",
            " 1/3",
            "/15FOTOS/",
            "/ 60512033",
            " - RC2XYZ9ABCD1",
            " ***SOLO USO EDITORIAL***",
            " TPX IMAGES OF THE DAY",
            " - Archivo",
            ", 2015)",
            ", 12 de mayo de 2016",
            " @anaruiz",
            ".@ana_ruiz",
            " Galería (5)",
            " [Ampliar foto]",
            " | Ver galería",
            "*",
        ] {
            assert_eq!(without_notice(&format!("EFE/Ana Ruiz{behind}")), "EFE/Ana Ruiz", "{behind}");
        }
        for text in ["@anaruiz", "EFE/Str", "NOTIMEX/FOTO/ANA RUIZ/COR/POL", "Archivo", "Ana Ruiz, File", "Galería", "B52"] {
            assert_eq!(without_notice(text), if text == "Galería" { "" } else { text });
        }
    }
}
