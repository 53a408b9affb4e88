//! What a page prints around a caption: bullets, numbers, brackets, emphasis, mark-up left over, and labels.
//!
//! ```text
//! 1/5 ...    • ...    (...)    *...*    "..."    ![...](a.jpg)    [caption id="a"]...[/caption]    | ... |
//! [ES] ...   Pie de foto: ...   Photo 1: ...                        a label, which names a caption
//! ```

use super::cursor::{Cursor, is_dash, is_letter};
use crate::span::Span;
use crate::text::{fold, words};

/// A text without what is printed around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peeled {
    /// What is left.
    pub(super) inside: Span,
    /// Whether a label said that it is a caption: `Pie de foto:`, `[ES]`, `Photo 1:`.
    pub(super) labelled: bool,
}

/// So many layers are taken off at most.
const LAYERS: usize = 8;

/// Takes bullets, numbers, wrappers and labels off a stretch of a text.
pub(super) fn peel(text: &str, raw: Span) -> Peeled {
    let mut peeled = Peeled { inside: raw.trimmed(text), labelled: false };
    for _ in 0..LAYERS {
        let said = peeled.inside.of(text);
        let label = label(said).map(|at| Span::new(at, said.len()));
        let bare = label.or_else(|| LAYER.iter().find_map(|layer| layer(said)));
        let Some(bare) = bare.map(|span| span.trimmed(said)).filter(|span| !span.is_empty() && span.of(said) != said) else { break };
        peeled.labelled |= label.is_some();
        peeled.inside = bare.shifted(peeled.inside.start);
    }
    peeled
}

/// A stretch of a text without the bullets, numbers, wrappers and labels that a page prints around captions.
pub fn unwrapped(text: &str, raw: Span) -> Span {
    peel(text, raw).inside
}

/// What may lie around a text, each as what gives its inside.
const LAYER: &[fn(&str) -> Option<Span>] = &[shortcode, tag, link, row, bracketed, emphasis, quoted, bullet, number];

/// The inside of a text between two marks.
fn between(text: &str, before: &str, behind: &str) -> Option<Span> {
    let whole = text.len() >= before.len() + behind.len() && text.starts_with(before) && text.ends_with(behind);
    whole.then(|| Span::new(before.len(), text.len() - behind.len()))
}

/// `[caption id="a"]...[/caption]`
fn shortcode(text: &str) -> Option<Span> {
    let head = text.starts_with("[caption").then(|| text.find(']')).flatten()? + 1;
    let end = text.len() - if text[head..].ends_with("[/caption]") { "[/caption]".len() } else { 0 };
    Some(Span::new(head, end))
}

/// `<img src="a.jpg">...`, `<p>...</p>`
fn tag(text: &str) -> Option<Span> {
    let mut c = Cursor::new(text);
    let name = if c.take('<') { c.take_while(|c| c.is_ascii_alphanumeric()) } else { "" };
    let end = if name.is_empty() { None } else { text.find('>') }? + 1;
    if ["img", "br", "hr"].iter().any(|void| void.eq_ignore_ascii_case(name)) {
        return Some(Span::new(end, text.len()));
    }
    between(text, &text[..end], &format!("</{name}>"))
}

/// `![...](a.jpg)`, `[...](page)`, `[![...](a.jpg)](page)`
fn link(text: &str) -> Option<Span> {
    let start = ["[![", "![", "["].iter().find(|open| text.starts_with(**open))?.len();
    let end = text.find("](").filter(|end| *end >= start)?;
    let address = &text[end..];
    let whole = address.ends_with(')') && !address[..address.len() - 1].contains(')');
    let nested = start == 3 && address.matches("](").count() == 2 && address.ends_with(')');
    (whole || nested).then(|| Span::new(start, end))
}

/// `| ... |`, a table's row
fn row(text: &str) -> Option<Span> {
    let inside = text.strip_prefix('|')?;
    Some(Span::new(1, 1 + inside.strip_suffix('|').unwrap_or(inside).len()))
}

/// Fewer words in brackets are a credit, or nothing.
const SENTENCE: usize = 6;

/// `(...)`, where the bracket that opens the text closes it; a full stop may follow.
fn bracketed(text: &str) -> Option<Span> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let (open, close) = [('(', ')'), ('[', ']')].into_iter().find(|(open, close)| bare.starts_with(*open) && bare.ends_with(*close))?;
    let mut depth = 0_i32;
    let first_close = bare.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == open) - i32::from(c == close);
        (depth == 0).then_some(at)
    })?;
    let long = || words(bare).nth(SENTENCE - 1).is_some();
    (first_close == bare.len() - 1 && long()).then(|| Span::new(1, bare.len() - 1))
}

/// `*...*`, `**...**`, `_..._`: a run of marks at both ends and nowhere between words.
pub(super) fn emphasis(text: &str) -> Option<Span> {
    let mark = text.chars().next().filter(|c| matches!(c, '*' | '_' | '~' | '`'))?;
    let run = text.len() - text.trim_start_matches(mark).len();
    let end = text.trim_end_matches(mark).len();
    let inside = text.get(run..end)?;
    let set_off = |(at, _): (usize, &str)| {
        let spaced = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        spaced(inside[..at].chars().next_back()) || spaced(inside[at + 1..].chars().next())
    };
    let whole = text.len() - end == run && !inside.starts_with(char::is_whitespace) && !inside.match_indices(mark).any(set_off);
    whole.then(|| Span::new(run, end))
}

/// `"..."`, `“...”`, `«...»` around a whole caption, credit and all
fn quoted(text: &str) -> Option<Span> {
    let quotes = [("\"", "\""), ("“", "”"), ("«", "»"), ("‘", "’"), ("'", "'")];
    quotes.iter().find_map(|(open, close)| {
        let inside = between(text, open, close)?;
        let apostrophe = |at: usize| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            letter(text[..at].chars().next_back()) && letter(text[at..].chars().nth(1))
        };
        let mut others = inside.of(text).match_indices(|c: char| open.contains(c) || close.contains(c));
        others.all(|(at, _)| apostrophe(inside.start + at)).then_some(inside)
    })
}

/// `• `, `- `, `► `
fn bullet(text: &str) -> Option<Span> {
    let first = text.chars().next()?;
    let rest = text[first.len_utf8()..].trim_start_matches('\u{fe0f}');
    let known = match first {
        '•' | '▪' | '■' | '●' | '○' | '◦' | '►' | '▶' | '▲' | '▸' | '▷' | '◆' | '★' | '→' | '➤' => true,
        '·' | '*' | '+' | '>' => rest.starts_with(char::is_whitespace),
        _ => is_dash(first) && rest.starts_with(char::is_whitespace),
    };
    known.then(|| Span::new(text.len() - rest.len(), text.len()))
}

/// `1. `, `1) `, `(1) `, `1/5 `, `[1/5] `, before a capital
fn number(text: &str) -> Option<Span> {
    let mut c = Cursor::new(text);
    let close = if c.take('(') {
        Some(')')
    } else if c.take('[') {
        Some(']')
    } else {
        None
    };
    let (_, of_many) = count(&mut c)?;
    let closed = match close {
        Some(close) => c.take(close),
        None => !c.take_while(|c| matches!(c, '.' | ')' | ':')).is_empty() || of_many,
    };
    c.take_while(|c| matches!(c, '.' | ':') || is_dash(c));
    let spaced = !c.take_while(char::is_whitespace).is_empty();
    let opens = |c: char| c.is_uppercase() || matches!(c, '¿' | '¡' | '"' | '“' | '«' | '(' | '[' | '*' | '_');
    (closed && spaced && c.peek().is_some_and(opens)).then(|| Span::new(c.at, text.len()))
}

/// `1`, `1/5`, `1 de 5`: the number, and whether it is one of many.
fn count<'t>(c: &mut Cursor<'t>) -> Option<(&'t str, bool)> {
    let number = c.take_digits(1, 3)?;
    let mut ahead = *c;
    let of = ahead.take('/') || matches!(ahead.skip_space().take_word(), "de" | "of");
    let of_many = of && ahead.skip_space().take_digits(1, 3).is_some();
    if of_many {
        *c = ahead;
    }
    Some((number, of_many))
}

/// Names of the two languages, alone a label of one text in both.
const LANGUAGES: &[&str] = &["es", "en", "esp", "eng", "espanol", "ingles", "castellano", "english", "spanish"];

/// Labels of captions, alone or beside the name of a language.
const LABELS: &[&str] = &[
    "pie de foto",
    "pie de fotografia",
    "pie de imagen",
    "caption",
    "photo caption",
    "image caption",
    "picture caption",
    "cutline",
    "leyenda",
    "pictured",
    "above",
    "en la foto",
    "en la fotografia",
    "en la imagen",
    "in the photo",
    "in the picture",
    "in the image",
    "in this photo",
];

/// What joins a label and the name of a language: `Photo caption in Spanish:`, `Versión en español:`.
const JOINING: &[&str] = &["in", "en", "version", "text", "texto"];

const PICTURES: &[&str] = &["foto", "fotografia", "photo", "photograph", "imagen", "image", "picture", "figura", "figure", "fig"];

/// Where the text behind a label starts.
fn label(text: &str) -> Option<usize> {
    let mut c = Cursor::new(text);
    let marks = c.take_while(|c| matches!(c, '*' | '_'));
    let bare = c;
    let found = language(&mut c)
        || {
            c = bare;
            numbered(&mut c)
        }
        || {
            c = bare;
            named(&mut c)
        };
    let behind = c.take_while(|c| matches!(c, '*' | '_'));
    let closed = marks.is_empty() || !behind.is_empty() || text[..c.at].trim_end_matches([':', '.', ' ']).ends_with(marks);
    (found && closed).then_some(c.at)
}

/// Whether a line is a label and nothing else: its text stands below it.
pub(super) fn is_label(text: &str) -> bool {
    label(text).is_some_and(|end| text[end..].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).is_empty())
}

/// `[ES]`, `(EN)`
fn language(c: &mut Cursor) -> bool {
    let Some((_, close)) = [('[', ']'), ('(', ')')].into_iter().find(|(open, _)| c.take(*open)) else { return false };
    let name = fold(c.take_while(|c| is_letter(c) || c == ' '));
    if !LANGUAGES.contains(&name.trim()) {
        return false;
    }
    let closed = c.take(close);
    c.take_while(|c| c == ':' || c == ' ' || is_dash(c));
    closed
}

/// `Photo 1:`, `Foto 2.`
fn numbered(c: &mut Cursor) -> bool {
    let printed = c.take_while(|c| is_letter(c) || c == ' ');
    let mut ahead = *c;
    if !PICTURES.contains(&fold(printed.trim()).as_str()) || count(&mut ahead).is_none() {
        return false;
    }
    // only what the first look sees without a colon
    let seen = printed.contains("oto") || printed.contains("OTO");
    ahead.take_while(|c| matches!(c, '*' | '_'));
    let dashed = seen && { ahead }.skip_space().peek().is_some_and(is_dash);
    let ended = ahead.take(':') || seen && ahead.take('.') || dashed;
    ahead.take_while(|c| dashed && c.is_whitespace());
    ahead.take_while(is_dash);
    *c = ahead;
    ended && c.peek().is_some_and(char::is_whitespace)
}

/// `Pie de foto:`, `ESPAÑOL:`, `Photo caption in Spanish:`, `Caption (English):`
fn named(c: &mut Cursor) -> bool {
    let name = fold(c.take_while(|c| is_letter(c) || matches!(c, ' ' | '(' | ')')));
    c.take_while(|c| matches!(c, '*' | '_'));
    if !c.take(':') {
        return false;
    }
    let (languages, rest): (Vec<&str>, Vec<&str>) =
        words(&name).map(|word| word.of(&name)).partition(|word| LANGUAGES.contains(word) && *word != "en");
    let of_language = languages.len() == 1 || name.trim() == "en";
    let label = |words: &[&str]| LABELS.contains(&words.join(" ").as_str());
    let rest: Vec<&str> =
        if of_language && !label(&rest) { rest.into_iter().filter(|word| !JOINING.contains(word)).collect() } else { rest };
    label(&rest) || of_language && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(text: &str) -> &str {
        unwrapped(text, Span::new(0, text.len())).of(text)
    }

    #[test]
    fn what_lies_around_a_caption() {
        for said in ["Una mujer riega su huerto a la orilla del río.", "A woman waters her garden on the bank of the river."] {
            for around in [
                "1. #",
                "12) #",
                "(3) #",
                "2/7 #",
                "[2/7] #",
                "3.- #",
                "1 de 4. #",
                "• #",
                "- #",
                "* #",
                "► #",
                "▶\u{fe0f} #",
                "> #",
                "_#_",
                "*#*",
                "**#**",
                "- **#**",
                "\"#\"",
                "“#”",
                "«#»",
                "(#)",
                "(#).",
                "[#]",
                "| # |",
                "![#](fotos/a.jpg)",
                "[![#](a.jpg)](b.html)",
                "[caption id=\"a\" width=\"600\"]<img src=\"a.jpg\"> #[/caption]",
                "<p>#</p>",
            ] {
                let text = around.replace('#', said);
                let peeled = peel(&text, Span::new(0, text.len()));
                assert_eq!((peeled.inside.of(&text), peeled.labelled), (said, false), "{text}");
            }
            for label in [
                "[ES] ",
                "[EN] ",
                "(EN) ",
                "ESPAÑOL: ",
                "English: ",
                "ES: ",
                "Pie de foto: ",
                "PIE DE FOTO: ",
                "Caption: ",
                "**Caption:** ",
                "Foto 1: ",
                "Photo 2. ",
                "Imagen 3: ",
                "Fotografía 1/4: ",
                "En la foto: ",
                "Foto 2 - ",
                "FOTO 2.- ",
                "2. Pie de foto: ",
            ] {
                let text = format!("{label}{said}");
                let peeled = peel(&text, Span::new(0, text.len()));
                assert_eq!((peeled.inside.of(&text), peeled.labelled), (said, true), "{text}");
            }
        }
    }

    #[test]
    fn what_belongs_to_the_text_stays() {
        for text in [
            "1/5 of the houses were lost in the fire",
            "3 de noviembre, día de descanso",
            "5.5 millones de pesos",
            "“No es cierto”, dijo; “es falso”",
            "\"Never,\" she said. \"Not here.\"",
            "(151026) -- BEIJING, Oct. 26, 2015 (Xinhua)",
            "(Xinhua/Ana Ruiz)",
            "**MÉXICO, 21 Ago (Notimex).-** Más de dos mil maestros",
            "<b>TIJUANA, 15 de julio (Notimex).-</b> Autoridades",
            "En la foto, el alcalde saluda",
            "In the photo the mayor waves",
            "Caption this",
            "Imagen 3. Otra cosa",
            "-5 grados",
            "[a] y [b]",
            "*uno* y *dos*",
            "@ana_ruiz_",
            "",
            "•",
            "**",
            "()",
            "Pie de foto:",
        ] {
            assert_eq!(bare(text), text);
        }
    }
}
