//! A finding of the audit as the store keeps it and the page shows it.

use super::item::Line;
use crate::audit::{self, Fix, Label, Severity};
use serde::{Deserialize, Serialize};

/// What the audit says of a pair. It may be of an older version of the program, whose checks had other codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// The check's code.
    pub(crate) code: String,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What is wrong, in a sentence that names the words in question.
    pub(crate) message: String,
    /// The pair that it is about.
    pub(crate) pair_id: Option<String>,
    /// Where, in the pair's own article.
    pub(crate) labels: Vec<Place>,
    /// What to do, in a sentence.
    pub(crate) help: Option<String>,
    /// The same as an edit.
    pub(crate) fix: Option<Fix>,
}

/// A place in the pair's article, and what is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    #[serde(flatten)]
    at: audit::Place,
    /// What is there, in a few words; empty where the message says it.
    text: String,
    /// The words that are marked, by which it is known whether they still stand there; older versions kept only the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    marked: Option<String>,
}

impl From<&audit::Finding> for Finding {
    /// With the places that are in the finding's own article: nothing else is marked.
    fn from(finding: &audit::Finding) -> Self {
        Self {
            code: finding.code.to_owned(),
            severity: finding.severity,
            message: finding.message.clone(),
            pair_id: finding.pair_id.clone(),
            labels: finding.labels.iter().filter(|label| label.span().is_some()).map(Place::of).collect(),
            help: finding.help.clone(),
            fix: finding.fix.clone(),
        }
    }
}

impl Place {
    fn of(label: &Label) -> Self {
        let at = label.place();
        Self { at: at.clone(), text: label.text.clone(), marked: Some(at.text().to_owned()) }
    }

    /// The article's name.
    pub(crate) fn article(&self) -> &str {
        &self.at.article
    }

    /// Bytes of the source.
    pub(crate) fn range(&self) -> std::ops::Range<usize> {
        self.at.start..self.at.end
    }

    /// Whether what is marked still stands there, when the article has changed since.
    pub(crate) fn stands(&self, article: &str, lines: &[Line]) -> bool {
        let audit::Place { start, end, line: number, column, ref snippet, .. } = self.at;
        if self.article() != article {
            return false;
        }
        let Some(line) = lines.iter().find(|line| line.start <= start && start < line.end && end <= line.end) else { return false };
        // a snippet is a line of the article, or what of a long one is around the label
        if !snippet.contains(line.raw.trim()) && !line.raw.contains(snippet.trim()) {
            return false;
        }
        // mark-up in the source: the page marks nothing in such a line
        if line.end - line.start != line.raw.len() {
            return true;
        }
        let from = start - line.start;
        match (line.raw.get(from..end - line.start), &self.marked) {
            (None, _) => false,
            (Some(text), Some(marked)) => text.starts_with(marked),
            (Some(_), None) => number == line.line && column == line.raw[..from].chars().count() + 1,
        }
    }
}
