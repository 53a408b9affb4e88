//! A source with nothing beside it: `... Santa Juana. EFE`, `... Santa Juana. (Especial)`, `... Santa Juana. / AFP`.
//!
//! Stories end so as well, so that what stands before decides: see [`story`].
//!
//! A source with somebody beside it is a credit like any other: `... Ana Ruiz - AP`, `... Ana Ruiz, EFE`, `... Handout via Reuters`.

use super::place::Place;
use crate::caption::cursor::{is_dash, is_in_word};
use crate::caption::{slug, story};
use crate::lexicon::{self, Agency, SourceKind};
use crate::text::words;

/// A credit without brackets and the end of the sentence before it are so long at most, in bytes.
const LONGEST: usize = 60;

/// Whether a credit without any other mark may end a text, behind a sentence: a source, alone or behind somebody's name, or what a few words
/// lead. It costs little: every block of a page is asked.
pub(in crate::caption) fn at_end(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let near = bare.floor_char_boundary(bare.len().saturating_sub(LONGEST));
    // mostly no sentence ends there
    let Some(stop) = memchr::memrchr3(b'.', b'!', b'?', &bare.as_bytes()[near..]) else { return false };
    let behind = &bare[near + stop + 1..];
    let alone = || {
        let breaks = bare[near..].char_indices().rev().filter(|(_, c)| !(c.is_whitespace() || is_in_word(*c)));
        breaks.map(|(at, c)| near + at + c.len_utf8()).any(|at| ends_sentence(&bare[..at]) && is_source(bare[at..].trim_start()))
    };
    let with_somebody = || JOINS.iter().any(|join| behind.rsplit_once(join).is_some_and(|(_, source)| is_source(source.trim_start())));
    let led = || LEADS.iter().any(|lead| behind.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(lead));
    alone() || with_somebody() || led()
}

/// What may stand between somebody and the source at the end of a text.
const JOINS: &[&str] = &[" - ", " – ", " — ", ", ", " via ", " vía "];

/// `Imagen de Ana Ruiz`, `Cortesía SEP`
const LEADS: &[&str] =
    &["Imagen ", "Imágenes ", "IMAGEN ", "Image ", "Images ", "IMAGE ", "Cortesía ", "CORTESÍA ", "Courtesy ", "COURTESY "];

/// Whether a text is a source that tells a credit, and no paper's name.
fn is_source(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && lexicon::agency(text).is_some_and(|agency| agency.kind != SourceKind::Outlet)
}

/// Whether a sentence ends a text; quotation marks, brackets and what sets a credit off may stand behind it.
fn ends_sentence(text: &str) -> bool {
    let quotes = ['"', '”', '’', '\'', '»', ')', ']', '|', '/'];
    text.trim_end_matches(|c: char| c.is_whitespace() || is_dash(c) || quotes.contains(&c)).ends_with(['.', '!', '?', '…'])
}

/// Whether a bare source at the end of a text is its credit.
pub(super) fn is_credit(text: &str, place: &Place, source: &Agency) -> bool {
    let before = &text[..place.start];
    if place.first {
        return true;
    }
    let sentence = ends_sentence(before);
    if !(place.opens() && sentence || place.bracketed && words(before).nth(LEAST).is_some() && !spells_out(before, source)) {
        return false;
    }
    match source.kind {
        // `(Redacción)` ends stories too; the others stand where only a picture has none to name
        SourceKind::StandIn if source.name != "Staff" => sentence,
        SourceKind::Outlet if !place.bracketed => false,
        _ => !(has_dateline(before) || story::is_told(before)),
    }
}

/// A caption without a full stop has more words before its credit.
const LEAST: usize = 4;

/// Whether a text ends with the name whose short form is the source: `France Presse (AFP)`.
fn spells_out(before: &str, source: &Agency) -> bool {
    let all: Vec<usize> = words(before).map(|w| w.start).collect();
    let named = |start: &usize| lexicon::agency(&before[*start..]).is_some_and(|long| long.name == source.name);
    all.iter().rev().take(5).any(named)
}

/// `MÉXICO, 16 Dic (Notimex).-`, `Madrid, 3 mar.-`: a slug of no photo, which has no year. Also with a source that no table knows.
fn has_dateline(text: &str) -> bool {
    match slug::parse(text) {
        Some(slug) => !slug.names_a_photo() && (slug.agency.is_some() || slug.place.is_some() && slug.date.is_none()),
        None => {
            let head = &text[..text.floor_char_boundary(DATELINE)];
            let source = head.find('(').and_then(|open| head[open..].split_once(')'));
            source.is_some_and(|(inside, behind)| {
                let ended = behind.trim_start_matches(['.', ' ', '\u{a0}']).starts_with(|c| is_dash(c) || c == ':');
                ended && !inside.contains(|c: char| c.is_ascii_digit())
            })
        }
    }
}

/// No dateline is longer, in bytes.
const DATELINE: usize = 80;
