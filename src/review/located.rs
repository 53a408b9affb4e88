//! Where a pair stands in its article, when the article has changed since the pair was found: another run brought another text under the
//! same name, or an older version kept two articles under one.

use super::item::{Line, MOST};
use crate::write::Row;
use serde::Serialize;
use serde_json::Value;

/// Which sides of a pair the article no longer has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Changed {
    pub(crate) es: bool,
    pub(crate) en: bool,
}

/// Gives the row's sides the places that they have in the article now, and tells which it no longer has.
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

/// Leaves of the findings' labels those that point at what they were written for: the page marks nothing else.
pub(crate) fn keep_standing(findings: &mut Value, article: &str, lines: &[Line]) {
    for finding in findings.as_array_mut().into_iter().flatten() {
        if let Some(labels) = finding["labels"].as_array_mut() {
            labels.retain(|label| label["article"] == article && stands(label, lines));
        }
    }
}

fn stands(label: &Value, lines: &[Line]) -> bool {
    let number = |name: &str| label[name].as_u64().and_then(|number| usize::try_from(number).ok());
    let (Some(start), Some(end), Some(snippet)) = (number("start"), number("end"), label["snippet"].as_str()) else { return false };
    let Some(line) = lines.iter().find(|line| line.start <= start && start < end && end <= line.end) else { return false };
    // a snippet is a line of the article, or what of a long one is around the label
    if !snippet.contains(line.raw.trim()) && !line.raw.contains(snippet.trim()) {
        return false;
    }
    // mark-up in the source: the page marks nothing in such a line
    if line.end - line.start != line.raw.len() {
        return true;
    }
    let (from, to) = (start - line.start, end - line.start);
    match (line.raw.get(from..to), label["marked"].as_str()) {
        (None, _) => false,
        (Some(text), Some(marked)) => text.starts_with(marked),
        // older versions kept only the place
        (Some(_), None) => number("line") == Some(line.line) && number("column") == Some(line.raw[..from].chars().count() + 1),
    }
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
