//! Credits inside a text, with more text behind them.

use super::lead::{is_lead, is_picture};
use super::parts::is_code;
use super::place::Place;
use super::{REACH, front, read};
use crate::caption::cursor::{Cursor, is_dash, is_in_word};
use crate::caption::slug;
use crate::lexicon;
use crate::text::words;

/// Where tails and bracketed credits end that have more text behind them.
pub fn inner_ends(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    if memchr::memchr3(b'/', b'(', b'[', bytes).is_none() {
        return found;
    }
    // a credit before the body ends nothing
    let first = front(text).map_or(0, |credit| credit.span.end);
    let mut slash = memchr::memchr_iter(b'/', bytes).peekable();
    for word in words(text) {
        if word.start < first || found.last().is_some_and(|end| word.start < *end) {
            continue;
        }
        while slash.next_if(|at| *at < word.start).is_some() {}
        let near_slash = slash.peek().is_some_and(|at| at - word.start < REACH.1);
        let before = text[..word.start].trim_end();
        // a tail has a slash, a bracketed credit its bracket
        if !near_slash && !before.ends_with(['(', '[']) {
            continue;
        }
        let place = Place::of(text, word.start);
        let end = if place.bracketed {
            let bytes = &text.as_bytes()[place.start..text.len().min(place.start + 160)];
            bytes.iter().position(|b| matches!(b, b')' | b']')).map(|at| place.start + at + 1)
        } else {
            tail_end(text, word.start)
        };
        let Some(end) = end else { continue };
        let near = text.floor_char_boundary(end + REACH.1);
        let rest = text[end..near].trim_start();
        // `(Notimex/Ana Ruiz).-` is a slug's source
        let in_slug = rest.trim_start_matches(['.', ' ']).starts_with(|c| is_dash(c) || c == ':');
        let more = !in_slug && rest.split_whitespace().nth(2).is_some() && !rest.starts_with('(');
        // `Panamá, 26 jun 2016 (EFE/Ana Ruiz). El buque`
        let ends_slug = || found.is_empty() && slug::parse(text).is_some_and(|slug| slug.end >= end);
        if more && read(&text[..end], &place, false).is_some() && !ends_slug() {
            found.push(end);
        }
    }
    found.extend(repeated(text).filter(|_| found.is_empty()));
    found
}

/// The end of a credit that the last one repeats: `... Foto: EFE/Ana Ruiz` *translation* `Photo: EFE/Ana Ruiz`. Without the second, nothing
/// would tell where the name ends.
fn repeated(text: &str) -> Option<usize> {
    memchr::memchr_iter(b':', text.as_bytes()).nth(1)?;
    let last = super::find(text)?.span;
    let source = last.of(text).rsplit(':').next()?.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')' | '[' | ']'));
    let at = text[..last.start].find(source).filter(|&at| source.contains('/') && text[..at].trim_end().ends_with(':'))?;
    let sets_off = |c: char| c.is_whitespace() || is_dash(c) || matches!(c, ')' | ']' | '/' | '|' | '.');
    let behind = text[at + source.len()..last.start].trim_start_matches(sets_off);
    behind.split_whitespace().nth(1).map(|_| last.start - behind.len())
}

/// The end of a tail (`AGENCY/FOTO/NAME/CODE/CODE`, `FOTO: NAME/AGENCY`) that starts at `start`: behind its last code or agency.
pub(super) fn tail_end(text: &str, start: usize) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(start + REACH.1)];
    let agency_at = |c: &mut Cursor| lexicon::agency(c.take_while(|c| is_in_word(c) || c == '.').trim_end_matches('.'));
    let mut c = Cursor { text, at: start };
    let word = { c }.take_word();
    let lead = is_lead(word) && is_picture(word);
    if lead {
        c.take_word();
        c.skip_space().take(':');
        c.skip_space();
        let name = c.take_while(|c| c != '/' && c != '.' && c != '\n');
        if name.len() > 80 {
            return None;
        }
    } else {
        let mut behind = c;
        behind.take_while(|c| is_in_word(c) || c == '.');
        if behind.skip_space().peek() != Some('/') {
            return None;
        }
        agency_at(&mut c)?;
    }
    let mut end = None;
    let mut parts = 0;
    while c.skip_space().take('/') {
        c.skip_space();
        parts += 1;
        let part = c;
        let inside = c.take_while(|c| c != '/' && c != '.' && c != '\n');
        let code = inside.split_whitespace().next().unwrap_or_default();
        let mut agency = part;
        if parts > 2 && is_code(code) {
            c = Cursor { text, at: part.at + code.len() };
            end = Some(c.at + usize::from(c.peek() == Some('/')));
        } else if lead && agency_at(&mut agency).is_some() {
            let printed = agency.at - usize::from(text[..agency.at].ends_with('.'));
            c = Cursor { text, at: printed };
            end = Some(printed);
        } else if inside.len() > 60 {
            break;
        }
    }
    // a part that is none of these goes on behind it
    end.filter(|&end| !text[end..].starts_with('/'))
}
