//! A pair to be judged.

use crate::audit::Severity;
use crate::review::Finding;
use crate::row::Row;
use std::ops::Range;

/// A pair to be judged, with what the program suggests.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Task {
    /// The pair; it has an English side.
    pub row: Row,
    /// What the audit marks in the bodies, in their order.
    pub marks: Vec<Mark>,
    /// The English with the audit's fixes in their places.
    pub suggested: String,
    /// Whether the audit doubts a language.
    pub doubtful_language: bool,
}

/// Which text of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// Spanish.
    Es,
    /// English.
    En,
}

/// A stretch of a body that a finding marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// In which body.
    pub side: Side,
    /// Its first character, counted from 0.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// How bad it is.
    pub severity: Severity,
    /// The check's code.
    pub code: String,
    /// What is wrong.
    pub message: String,
}

impl Task {
    /// A task for a row and what the audit says of it. `None` for a row without English: there is nothing to compare.
    pub(crate) fn new(row: Row, findings: &[Finding]) -> Option<Self> {
        let en = row.en.clone()?;
        let mut marks: Vec<Mark> = findings.iter().flat_map(|finding| marks(&row, finding)).collect();
        marks.sort_by_key(|mark| (mark.side, mark.start, mark.end));
        let suggested = fixed(&row, &en, findings);
        let codes = row.findings.clone().unwrap_or_default();
        let doubtful_language = codes.split(' ').any(|code| crate::audit::checks().any(|c| c.code == code && c.family == "language"));
        Some(Self { row, marks, suggested, doubtful_language })
    }

    /// The English body.
    pub(crate) fn en(&self) -> &str {
        self.row.en.as_deref().unwrap_or_default()
    }

    /// The marks in one body.
    pub(crate) fn marks_in(&self, side: Side) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.side == side)
    }
}

fn marks(row: &Row, finding: &Finding) -> Vec<Mark> {
    let labels = finding.labels.iter().filter(|label| label.article() == row.article);
    let found = labels.filter_map(|label| {
        let (side, body, range) = [Side::Es, Side::En].into_iter().find_map(|side| {
            let (body, range) = within(row, side, label.range())?;
            Some((side, body, range))
        })?;
        let chars = |bytes: usize| body[..bytes].chars().count();
        let (start, end) = (chars(range.start), chars(range.end));
        let Finding { code, severity, message, .. } = finding.clone();
        (start < end).then_some(Mark { side, start, end, severity, code, message })
    });
    found.collect()
}

/// The English with every fix that lies in it; where two overlap, the first.
fn fixed(row: &Row, en: &str, findings: &[Finding]) -> String {
    let fixes = findings.iter().filter_map(|finding| {
        let fix = finding.fix.as_ref()?;
        Some((within(row, Side::En, fix.start..fix.end)?.1, fix.replacement.as_str()))
    });
    let mut fixes: Vec<(Range<usize>, &str)> = fixes.collect();
    fixes.sort_by_key(|(range, _)| range.start);
    fixes.dedup_by(|next, last| next.0.start < last.0.end || next.0 == last.0);
    let mut text = en.to_owned();
    fixes.into_iter().rev().for_each(|(range, replacement)| text.replace_range(range, replacement));
    text
}

/// Bytes of the source as bytes of a body. `None` where they lie elsewhere, or where the source holds mark-up between the body's letters,
/// or where the body was edited since.
fn within(row: &Row, side: Side, span: Range<usize>) -> Option<(&str, Range<usize>)> {
    let (body, raw, start, end) = match side {
        Side::Es => (&row.es, &row.es_raw, row.es_start, row.es_end),
        Side::En => (row.en.as_ref()?, row.en_raw.as_ref()?, row.en_start?, row.en_end?),
    };
    if end.checked_sub(start)? != raw.len() {
        return None;
    }
    let first = start + raw.find(body.as_str())?;
    let range = span.start.checked_sub(first)?..span.end.checked_sub(first)?;
    body.get(range.clone()).map(|_| (body.as_str(), range))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, row};
    use super::*;

    #[test]
    fn findings_are_marked_where_they_stand_in_the_bodies() {
        let task = Task::new(row(), &findings()).unwrap();
        let words: Vec<(Side, String)> = task
            .marks
            .iter()
            .map(|mark| {
                let body = if mark.side == Side::Es { &task.row.es } else { task.en() };
                (mark.side, body.chars().skip(mark.start).take(mark.end - mark.start).collect())
            })
            .collect();
        assert_eq!(words, [(Side::Es, "inauguró".to_owned()), (Side::En, "Peres".to_owned())]);
        assert_eq!(task.suggested, "Mayor Pérez opened the park.");
    }

    #[test]
    fn an_edited_body_a_page_with_markup_and_another_article_are_not_marked() {
        let marks = |row: Row| Task::new(row, &findings()).unwrap().marks.len();
        assert_eq!(marks(Row { en: Some("Something else.".into()), ..row() }), 1);
        assert_eq!(marks(Row { es_end: row().es_end + 7, ..row() }), 1);
        assert_eq!(marks(Row { article: "b".into(), ..row() }), 0);
        assert_eq!(Task::new(Row { en: None, ..row() }, &findings()), None);
    }
}
