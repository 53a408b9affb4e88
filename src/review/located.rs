//! Where a pair stands in its article, when the article has changed since the pair was found: another run brought another text under the
//! same name, or an older version kept two articles under one.

use super::item::{Line, MOST};
use crate::row::Row;
use serde::Serialize;

/// Which sides of a pair the article no longer has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Changed {
    pub(crate) es: bool,
    pub(crate) en: bool,
}

/// Gives the row's sides the places that they have in the article now, and returns which it no longer has.
pub(crate) fn locate(row: &mut Row, lines: &[Line]) -> Changed {
    let mut changed = Changed::default();
    match place(lines, &row.es_raw, row.es_start, row.es_end) {
        Place::Same => {}
        Place::Moved(line) => (row.es_line, row.es_start, row.es_end) = (line.line, line.start, line.end),
        Place::Gone => changed.es = true,
    }
    if let (Some(raw), Some(start), Some(end)) = (&row.en_raw, row.en_start, row.en_end) {
        match place(lines, raw, start, end) {
            Place::Same => {}
            Place::Moved(line) => (row.en_line, row.en_start, row.en_end) = (Some(line.line), Some(line.start), Some(line.end)),
            Place::Gone => changed.en = true,
        }
    }
    changed
}

enum Place<'l> {
    Same,
    Moved(&'l Line),
    Gone,
}

fn place<'l>(lines: &'l [Line], raw: &str, start: usize, end: usize) -> Place<'l> {
    let agrees = |line: &Line| line.raw.contains(raw) || raw.contains(&line.raw);
    let mut there = lines.iter().filter(|line| line.start < end && start < line.end).peekable();
    if there.peek().is_some() && there.all(agrees) {
        return Place::Same;
    }
    let mut with = lines.iter().filter(|line| line.raw.contains(raw));
    match (with.next(), with.next()) {
        (Some(line), None) => Place::Moved(line),
        // of a long article not every line is kept
        (None, _) if lines.iter().map(|line| line.raw.len()).sum::<usize>() + raw.len() > MOST => Place::Same,
        _ => Place::Gone,
    }
}
