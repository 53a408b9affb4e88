//! Lines that are printed around a story and look like captions.

use super::cursor::{Cursor, is_letter};
use crate::text::fold;

/// Whether a line only names another page, or who wrote this one: `Lee también: ...`, `Publicado por: ...`.
pub(crate) fn is_boilerplate(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "lee tambien",
        "lea tambien",
        "leer mas",
        "ver tambien",
        "te puede interesar",
        "te recomendamos",
        "mas informacion",
        "sigue leyendo",
        "publicado por",
        "escrito por",
        "redactado por",
        "por",
        "read also",
        "also read",
        "read more",
        "see also",
        "related",
        "you may also like",
        "published by",
        "written by",
        "reporting by",
        "by",
    ];
    let mut c = Cursor::new(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let label = c.take_while(|c| is_letter(c) || c == ' ');
    c.take(':') && LABELS.contains(&fold(label.trim()).as_str())
}
