//! What introduces a credit: `Foto:`, `Photo by`, `Courtesy of`, `©`, `Source:`.

use super::ARCHIVES;
use crate::caption::cursor::{Cursor, is_dash};
use crate::text::{fold, is_capitalised};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What stands before the first part of a credit.
#[derive(Default)]
pub(super) struct Lead {
    pub(super) printed: bool,
    /// By a colon, slash or bar, or a sign.
    pub(super) marked: bool,
    /// By `by`, `de` ...
    pub(super) linked: bool,
    pub(super) capital: bool,
    /// By a full stop.
    pub(super) stopped: bool,
    /// `Foto`, `Photo` and their like.
    pub(super) pictured: bool,
    /// `Fuente`, `Source`: only an agency behind it makes a credit.
    pub(super) sourced: bool,
    /// A sign and no word: `©`.
    pub(super) signed: bool,
}

const PICTURES: &[&str] = &[
    "foto",
    "fotos",
    "fot",
    "fto",
    "ft",
    "fotografia",
    "fotografias",
    "fotografo",
    "fotografa",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photographer",
];

const OTHERS: &[&str] = &[
    "image",
    "images",
    "imagen",
    "imagenes",
    "credit",
    "credito",
    "creditos",
    "credits",
    "picture",
    "pictures",
    "pic",
    "autor",
    "autora",
    "credito de la imagen",
    "creditos de la imagen",
    "photo credit",
    "photo credits",
    "image credit",
    "credito foto",
    "credito de foto",
    "cortesia",
    "courtesy",
    "via",
];

const SOURCES: &[&str] = &["fuente", "fuentes", "source", "grafico", "grafica", "graphic", "infografia", "infographic"];

const LINKS: &[&str] = &[
    "courtesy of",
    "cortesia de",
    "tomada de",
    "should read",
    "taken by",
    "supplied by",
    "provided by",
    "from",
    "by",
    "de",
    "por",
    "via",
    "courtesy",
    "cortesia",
    "of",
];

/// Signs that lead a credit without a word.
const SIGNS: &[&str] = &["©", "(c)", "(C)", "📷", "📸"];

/// Whether a text holds a sign that leads a credit; `(c)` is seen by its bracket.
pub(super) fn has_sign(text: &str) -> bool {
    text.contains(['©', '📷', '📸'])
}

/// Where the sign starts that ends a text, if one does.
pub(super) fn sign_before(text: &str) -> Option<usize> {
    let bare = text.trim_end_matches([' ', '\u{a0}', ':', '\u{fe0f}']);
    SIGNS.iter().find_map(|sign| bare.strip_suffix(sign)).map(str::len)
}

/// Whether a lead may start with the word. Every word near a slash is asked, so it costs little.
pub(super) fn is_lead(word: &str) -> bool {
    /// The first words of all leads, folded, each once.
    static FIRST: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let first = [PICTURES, OTHERS, SOURCES].into_iter().flatten().filter_map(|lead| lead.split(' ').next());
        first.collect::<BTreeSet<_>>().into_iter().collect()
    });
    if !matches!(word.as_bytes().first().map(u8::to_ascii_lowercase), Some(b'a' | b'f' | b'p' | b'i' | b'c' | b'v' | b's' | b'g')) {
        return false;
    }
    if word.is_ascii() {
        return FIRST.iter().any(|lead| lead.eq_ignore_ascii_case(word));
    }
    FIRST.contains(&fold(word).as_str())
}

/// Whether a text is a lead that names a picture: `FOTO`, `Photo credit`.
pub(super) fn is_picture(text: &str) -> bool {
    let folded = fold(text);
    [PICTURES, OTHERS].into_iter().flatten().any(|lead| *lead == folded)
}

/// Takes a lead off the start of a text.
pub(super) fn take_lead(text: &str) -> (Lead, &str) {
    if let Some(behind) = SIGNS.iter().find_map(|sign| text.strip_prefix(sign)) {
        let rest = behind.trim_start_matches([' ', '\u{a0}', ':', '\u{fe0f}']);
        let year = Cursor::new(rest).take_digits(4, 4).filter(|year| rest[year.len()..].starts_with([' ', ',']));
        let rest = year.map_or(rest, |year| rest[year.len()..].trim_start_matches([' ', ',']));
        return (Lead { printed: true, marked: true, capital: true, signed: true, ..Lead::default() }, take_lead(rest).1);
    }
    // `Imagen de archivo: EFE`
    if let Some(behind) = strip_folded(text, ARCHIVES).and_then(|rest| rest.trim_start().strip_prefix(':'))
        && !behind.trim().is_empty()
    {
        let lead = Lead { printed: true, marked: true, capital: is_capitalised(text), ..Lead::default() };
        return (lead, behind.trim_start());
    }
    let word = Cursor::new(text).skip_space().take_word();
    let taken = |leads| strip_folded(text, leads);
    let longest = |leads: &[&'static [&'static str]]| leads.iter().filter_map(|leads| taken(leads)).min_by_key(|rest| rest.len());
    let Some(behind) = is_lead(word).then(|| longest(&[PICTURES, OTHERS, SOURCES])).flatten() else { return (Lead::default(), text) };
    let folded = fold(word);
    let pictured = PICTURES.contains(&folded.as_str());
    let sourced = SOURCES.contains(&folded.as_str());
    // `Cortesía SEP`: the word says whom
    let linked = matches!(folded.as_str(), "cortesia" | "courtesy");
    let mut lead = Lead { printed: true, linked, capital: is_capitalised(text), pictured, sourced, ..Lead::default() };
    let mut rest = behind.trim_start();
    if let Some(behind) = strip_folded(rest, LINKS).filter(|b| !b.starts_with(['/', '|']) && !b.trim().is_empty()) {
        lead.linked = true;
        rest = behind.trim_start();
    }
    let bare = rest.trim_start_matches(|c: char| is_dash(c) || matches!(c, ':' | ';' | '/' | '|' | '.' | ' '));
    let marks = &rest[..rest.len() - bare.len()];
    lead.marked = marks.contains([':', ';', '/', '|']);
    lead.stopped = marks.contains('.');
    let bare = if lead.linked { strip_folded(bare, &["la", "el", "los", "las", "the"]).map_or(bare, str::trim_start) } else { bare };
    // `Foto: © AFP`
    (lead, SIGNS.iter().find_map(|sign| bare.strip_prefix(sign)).map_or(bare, str::trim_start))
}

/// Takes the longest of some folded phrases off the start of a text.
pub(in crate::caption) fn strip_folded<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    let mut behind_first = Cursor::new(text);
    let first = fold(behind_first.skip_space().take_word());
    let longest = phrases.iter().filter_map(|phrase| {
        let mut words = phrase.split(' ');
        let mut c = behind_first;
        let whole = words.next() == Some(&first) && words.all(|wanted| fold(c.skip_space().take_word()) == wanted);
        whole.then_some(c.at)
    });
    longest.max().map(|end| &text[end..])
}
