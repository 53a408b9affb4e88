//! Lines that are printed around a story and look like captions: they name another page, or who wrote or translated this one, ask for readers
//! or keep rights. `data/lexicon/boilerplate.csv` lists how they begin and what they hold.

use super::cursor::{Cursor, is_letter};
use crate::lexicon;
use crate::text::{fold, words};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What the table lists, folded.
#[derive(Default)]
struct Lines {
    /// What stands before a colon: `Lee también: ...`.
    labels: HashSet<String>,
    /// First words of a line.
    starts: Vec<String>,
    /// Words anywhere in a line of [`FEW`] words.
    held: Vec<String>,
}

/// A line with more words may say anything: AP prints its rights behind its captions.
const FEW: usize = 14;

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let mut lines = Lines::default();
    for (kind, text) in lexicon::boilerplate() {
        match kind.as_str() {
            "label" => drop(lines.labels.insert(text)),
            "start" => lines.starts.push(text),
            _ => lines.held.push(text),
        }
    }
    lines
});

/// Whether a line belongs to the page and not to the story or its pictures.
pub(crate) fn is_boilerplate(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut c = Cursor::new(text);
    let label = c.take_while(|c| is_letter(c) || c == ' ');
    if c.take(':') && LINES.labels.contains(fold(label.trim()).as_str()) {
        return true;
    }
    let first = fold(&text[..text.floor_char_boundary(LONGEST)]);
    let begins = |start: &String| first.strip_prefix(start.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if LINES.starts.iter().any(begins) {
        return true;
    }
    words(text).nth(FEW).is_none() && {
        let folded = fold(text);
        LINES.held.iter().any(|held| folded.contains(held.as_str()))
    }
}

/// No beginning that is listed is longer, in bytes.
const LONGEST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page() {
        for text in [
            "Lee también: Así puedes tramitar tu tarjeta",
            "• POR: Ana Ruiz",
            "Suscríbete a nuestro boletín y recibe las noticias en tu correo",
            "Este artículo también está disponible en español",
            "© 2024 Fundación Valle · Todos los derechos reservados",
        ] {
            assert!(is_boilerplate(text), "{text}");
        }
        for text in [
            "Por la tarde llegaron los bomberos. Foto: EFE",
            "Versión de un retrato de Velázquez. Foto: Museo del Prado",
            "Vecinos llenan cubetas en una toma de agua de la colonia Morelos, el 12 de mayo. (AP Foto/Ana Ruiz) Copyright 2023 AP. All rights reserved.",
        ] {
            assert!(!is_boilerplate(text), "{text}");
        }
    }
}
