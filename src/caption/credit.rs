//! What stands behind a caption's body: an agency's tail or a photo credit.
//!
//! ```text
//! credit  := '(' inner ')' ('(' initials ')')* | inner | bare
//! inner   := lead? part (('/' | '|') part)* '/'? '.'?
//! lead    := ('Foto' | 'Photo' | 'Crédito' ...) (':' | '/' | '|' | 'by' | 'de' | 'courtesy of' ...)? | '©'
//! part    := agency | 'FOTO' | 'AP Foto' | people | people '(' agency ')' | editor | desk | 'File'
//! bare    := agency | stand-in, at the end of what reads as a caption
//! ```

mod bare;
mod inside;
mod lead;
mod notice;
mod parts;
mod place;

pub(super) use bare::at_end;
pub use inside::inner_ends;

use super::cursor::{Cursor, is_dash, is_in_word};
use super::people::{is_role, people};
use crate::lexicon::{self, Agency, SourceKind};
use crate::span::Span;
use crate::text::{fold, words};
use lead::{Lead, has_sign, is_lead, strip_folded, take_lead};
use notice::without_notice;
use parts::Parts;
use place::Place;
use std::borrow::Cow;

/// A credit, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// The place in the text.
    pub span: Span,
    /// The agency's usual name, or the outlet's as printed.
    pub agency: Option<String>,
    /// As printed; stand-ins such as `Especial` count.
    pub photographers: Vec<String>,
    /// Initials behind the photographer.
    pub editor: Option<String>,
    /// The last code.
    pub desk: Option<String>,
    /// Whether only a source is named, as behind a story.
    pub bare: bool,
}

/// A credit is looked for in this many words, and bytes, at the end of a text.
const REACH: (usize, usize) = (26, 240);

/// Finds the credit that ends a text: the longest one.
pub fn find(text: &str) -> Option<Credit> {
    find_in(text, true)
}

/// Finds the credit that ends a text; a source without any mark only where the text ends its line.
pub(super) fn find_in(text: &str, ends_line: bool) -> Option<Credit> {
    let near = text.floor_char_boundary(text.len().saturating_sub(REACH.1));
    // never from the middle of a word
    let near = if near == 0 { 0 } else { near + text[near..].find(char::is_whitespace)? };
    if !(may_hold_credit(&text[near..]) || ends_line && at_end(text)) {
        return None;
    }
    let starts: Vec<usize> = words(&text[near..]).map(|w| near + w.start).collect();
    let slash = near + text[near..].rfind(['/', '|']).unwrap_or_default();
    let found = starts[starts.len().saturating_sub(REACH.0)..].iter().find_map(|&word| {
        let place = Place::of(text, word);
        // inside a sentence only a lead, or parts between slashes
        let may_be = place.opens()
            || word < slash && text[word..slash].find(['/', '|']).unwrap_or(slash - word) <= LONGEST_SOURCE
            || is_lead(Cursor::new(&text[word..]).take_word());
        if may_be { read(text, &place, true) } else { None }
    });
    found.map(|credit| with_archive(text, credit))
}

/// So many bytes stand before the slash of a credit that begins inside a sentence: an agency's name, hardly more.
const LONGEST_SOURCE: usize = 60;

/// A cheap look that spares ordinary sentences the grammar.
fn may_hold_credit(tail: &str) -> bool {
    tail.contains(['/', '|', ':', '(', '[']) || tail.contains("oto") || tail.contains("OTO") || tail.contains("Images") || has_sign(tail)
}

/// `Imagen de archivo. EFE/Ana Ruiz`, `File photo. EFE/Ana Ruiz`: what says that a picture is an old one is a part of its credit.
fn with_archive(text: &str, mut credit: Credit) -> Credit {
    let before =
        text[..credit.span.start].trim_end_matches(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, '.' | ':' | ')' | ']' | '/'));
    let mut starts = words(before).map(|w| w.start).collect::<Vec<_>>().into_iter().rev().take(3);
    let stands_alone = |start: usize| before[..start].trim_end().ends_with(['.', '!', '?', '…', '"', '”', '»', '(', '[']) || start == 0;
    if let Some(start) = starts.find(|&start| ARCHIVES.contains(&fold(&before[start..]).as_str()) && stands_alone(start)) {
        let bracket = before[..start].len() - before[..start].trim_end_matches(['(', '[']).len();
        credit.span.start = start - bracket;
    }
    credit
}

/// Folded phrases for a picture of another day.
pub(super) const ARCHIVES: &[&str] = &[
    "foto de archivo",
    "fotografia de archivo",
    "imagen de archivo",
    "foto archivo",
    "archivo",
    "file photo",
    "file picture",
    "file image",
    "archive photo",
    "file",
];

/// The credit that stands before the body: `Foto: EFE/Jaime Ávalos. Vecinos caminan entre el agua.`
pub(super) fn front(text: &str) -> Option<Credit> {
    let place = Place::at_start(text);
    let near = &text[..text.floor_char_boundary(FRONT)];
    let lead = take_lead(near.trim_start_matches(['(', '['])).0;
    let led = lead.printed && !lead.sourced;
    if !(led && (lead.marked || lead.linked) || begins_with_agency(near)) {
        return None;
    }
    let read_to = |end: usize| words(&text[end..]).nth(2).and_then(|_| read(&text[..end], &place, false));
    if place.bracketed {
        return near.find([')', ']']).and_then(|at| read_to(at + 1));
    }
    let marks = |marks: &'static [&str]| marks.iter().flat_map(|mark| near.match_indices(mark)).map(|(at, _)| at);
    let stopped = || marks(&[". ", ".-"]).find_map(|at| read_to(at + 1));
    // what only a mark ends, or nothing, must name its agency
    let ended = || marks(&[" | ", " - ", " – ", " — ", ": "]).chain(inside::tail_end(near, 0)).find_map(read_to);
    let named = |credit: &Credit| credit.agency.is_some();
    if lead.marked || !led { stopped() } else { stopped().filter(named) }.or_else(|| ended().filter(named))
}

/// `EFE/Ana Ruiz`, at the start of a text.
fn begins_with_agency(text: &str) -> bool {
    let mut c = Cursor::new(text);
    let name = c.take_while(|c| is_in_word(c) || c == '.');
    c.peek() == Some('/') && lexicon::agency(name).is_some_and(|a| a.kind == SourceKind::Agency)
}

/// No credit before a body is longer, in bytes.
const FRONT: usize = 120;

/// Reads the credit that starts at a place and ends a text; `at_end` where nothing stands behind it.
fn read(text: &str, place: &Place, at_end: bool) -> Option<Credit> {
    let whole = &text[place.start..];
    let inner = if place.bracketed { unwrap(whole)? } else { whole };
    let inner = inner.trim_start_matches(['*', '_']).trim();
    let (lead, rest) = take_lead(inner);
    // `(Cortesía)` is no lead where nothing follows, nor is `(Courtesy photo)`
    let is_whole = || lead.printed && is_stand_in(inner);
    let (lead, rest) = if without_notice(rest).is_empty() || is_whole() { (Lead::default(), inner) } else { (lead, rest) };
    let rest = without_notice(rest);
    // `© 2015 Notimex` below a page
    if rest.is_empty() || rest.len() > 160 || lead.signed && place.first {
        return None;
    }
    // `notimex/foto/óscar villafaña/jcl/seg`, `foto: notimex/óscar villafaña`: a tail wholly in lower case
    let parted = rest.matches('/').count();
    let lower = (parted > 2 || lead.marked && parted > 0) && !rest.chars().any(char::is_uppercase);
    let rest = if lower { Cow::Owned(titled(rest, if parted > 2 { SHORTEST_NAME } else { 1 })) } else { Cow::Borrowed(rest) };
    let parts = Parts::read(&rest, lead.printed)?;
    let bare = || at_end && !lead.printed && parts.is_bare() && lexicon::agency(&rest).is_some_and(|a| bare::is_credit(text, place, a));
    let is_credit = parts.is_credit(&lead, place) || bare();
    let span = Span::new(place.start, text.len());
    is_credit.then(|| parts.into_credit(lead.printed, span))
}

/// Whether a text stands for a photographer: `Courtesy photo`.
fn is_stand_in(text: &str) -> bool {
    lexicon::agency(text).is_some_and(|a| a.kind == SourceKind::StandIn)
}

/// In a tail of many parts, shorter words are codes.
const SHORTEST_NAME: usize = 4;

/// Every word of so many letters or more behind a slash or blank with a capital.
fn titled(text: &str, least: usize) -> String {
    let parts = text.split_inclusive(['/', ' ']).map(|part| {
        let mut chars = part.chars();
        let is_name = part.trim_end_matches(['/', ' ']).chars().count() >= least;
        chars.next().filter(|_| is_name).map_or_else(|| part.to_owned(), |first| first.to_uppercase().chain(chars).collect())
    });
    parts.collect()
}

/// Takes brackets off: `(Xinhua/Ana Ruiz) (jg) (ah)`. An opened bracket that is never closed is forgiven.
fn unwrap(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['(', '['])?;
    let end = inside.find([')', ']']).unwrap_or(inside.len());
    let mut behind = inside[end..].trim_start_matches([')', ']', '.', ' ', '\u{a0}']);
    while let Some(initials) = behind.strip_prefix('(') {
        let close = initials.find(')')?;
        if close > 5 || !initials[..close].chars().all(|c| c.is_alphanumeric() || c == '-') {
            return None;
        }
        behind = initials[close + 1..].trim_start_matches(['.', ' ']);
    }
    without_notice(behind).is_empty().then_some(&inside[..end])
}

/// Whether the inside of a slug's parentheses is a source rather than a country.
pub(super) fn names_a_source(inside: &str) -> bool {
    source(inside).is_some()
}

/// `Notimex-José Pazos`: the agency and who stands behind it.
pub(super) fn source(inside: &str) -> Option<(&'static Agency, Vec<String>)> {
    let cut = inside.find(|c: char| is_dash(c) || matches!(c, '/' | '|' | ','));
    let (head, tail) = match (lexicon::agency(inside), cut) {
        (None, Some(at)) => inside.split_at(at),
        _ => (inside, ""),
    };
    let agency = lexicon::agency(head).filter(|a| a.kind != SourceKind::StandIn)?;
    let tail = tail.trim_start_matches(|c: char| is_dash(c) || matches!(c, '/' | '|' | ',' | ' '));
    let tail = strip_folded(tail, &["foto"]).map_or(tail, |t| t.trim_start_matches([':', '/', ' ', '-']));
    let names: Option<Vec<_>> = tail.split('/').map(people).collect();
    // `Notimex-Enviado/Ana Ruiz`
    let mut names = names.unwrap_or_default().concat();
    names.retain(|name| !is_role(name) || lexicon::agency(name).is_some());
    Some((agency, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<String> {
        let credit = find(text)?;
        let body = text[..credit.span.start].trim();
        Some(format!("{body} [{}] {}", credit.agency.unwrap_or_default(), credit.photographers.join("; ")))
    }

    #[test]
    fn names_of_the_body_stay_in_the_body() {
        assert_eq!(
            seen("Ganó el portero Alisson Becker del Liverpool. FOTO/NOTIMEX/RAMÓN DE LA ROSA/JLP/JUS/").as_deref(),
            Some("Ganó el portero Alisson Becker del Liverpool. [Notimex] RAMÓN DE LA ROSA")
        );
        assert_eq!(seen("Hablaron CBS, ABC, NBC y MSNBC. EFE/Ana Ruiz").as_deref(), Some("Hablaron CBS, ABC, NBC y MSNBC. [EFE] Ana Ruiz"));
        assert_eq!(seen("The mayor of La Paz. Photo by Ana Ruiz").as_deref(), Some("The mayor of La Paz. [] Ana Ruiz"));
    }

    #[test]
    fn an_outlet_that_no_table_knows_is_taken_as_printed() {
        assert_eq!(seen("Llegó. Foto: Ana Ruiz / La Voz del Norte").as_deref(), Some("Llegó. [La Voz del Norte] Ana Ruiz"));
        assert_eq!(seen("She left. (Getty Images)").as_deref(), Some("She left. [Getty Images] "));
    }

    #[test]
    fn a_sentence_about_photos_is_no_credit() {
        for text in [
            "El alcalde compartió una foto de Ana Ruiz",
            "She posted a photo of the house",
            "They spoke to the Fox/CNN panel",
            "Ana Ruiz told Reuters",
            "The plan was announced on Monday. (Reuters)",
            "El plan se anunció el lunes. EFE",
            "El plan se anunció el lunes. NTX/JCR/MGT",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn credits_with_text_behind_them() {
        for (text, behind) in [
            ("Uno. NOTIMEX/FOTO/ANA RUIZ/JPF/POL The mayor opened it.", " The mayor opened it."),
            ("Uno. (Foto: Notimex/Ana Ruiz) The mayor opened it.", " The mayor opened it."),
            ("Uno. Foto: EFE/Ana Ruiz Mayors came. Photo: EFE/Ana Ruiz", "Mayors came. Photo: EFE/Ana Ruiz"),
            ("Uno. FOTO: ANA RUIZ/CUARTOSCURO.COM The mayor opened it.", " The mayor opened it."),
        ] {
            let ends = inner_ends(text);
            assert_eq!(ends.iter().map(|&end| &text[end..]).collect::<Vec<_>>(), [behind], "{text}");
        }
        assert!(inner_ends("The head of the Segob (the Interior Secretariat) and/or the others came.").is_empty());
    }
}
