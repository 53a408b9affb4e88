//! Checks across the articles of a run.

use super::Auditor;
use super::finding::{Finding, Label, Severity};
use super::page::Page;
use crate::text::fnv1a;
use std::collections::{HashMap, VecDeque};

/// Captions that are remembered.
const MOST: usize = 1 << 16;
/// Bytes of its line with which a place is remembered.
const SNIPPET: usize = 400;

/// A caption with a photo number, without its article.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    /// The number with the day: it counts the days of ten years only.
    photo: String,
    id: String,
    /// A hash of the caption's words.
    words: u64,
    pair_id: String,
    label: Label,
    /// How bad `same-photo` and `same-caption` are, where they are asked for.
    severities: [Option<Severity>; 2],
}

/// What an article leaves for the checks that look at several articles; see [`Across`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traces(Vec<Trace>);

impl Traces {
    pub(super) fn of(auditor: &Auditor, page: &Page) -> Self {
        let severities = ["same-photo", "same-caption"].map(|code| auditor.severity(code));
        if severities == [None, None] {
            return Self::default();
        }
        let trace = |case: &super::page::Case| {
            let es = &case.pair.es;
            let id = es.photo_id()?.as_str().to_owned();
            let photo = es.date().map_or_else(|| id.clone(), |date| format!("{id} {date}"));
            let words = fnv1a(case.es.said().bytes());
            let label = Label::here(page.article, case.es.span, "").shortened(SNIPPET);
            Some(Trace { photo, id, words, pair_id: case.pair.id.clone(), label, severities })
        };
        Self(page.cases.iter().filter_map(trace).collect())
    }
}

/// Checks across the articles of a run: the same photo with other captions, the same caption under other photos. Remembers the
/// last 65,536 captions.
#[derive(Debug, Default)]
pub struct Across {
    /// The traces that are remembered, the oldest first; the first has the number `forgotten`.
    traces: VecDeque<Trace>,
    forgotten: usize,
    by_photo: HashMap<String, usize>,
    by_words: HashMap<u64, usize>,
}

impl Across {
    /// Compares an article's traces with those before; to be given articles in their order.
    pub fn add(&mut self, traces: Traces) -> Vec<Finding> {
        let mut found = Vec::new();
        for trace in &traces.0 {
            let before = |at: Option<&usize>| at.and_then(|at| self.traces.get(at - self.forgotten));
            let other_words = before(self.by_photo.get(&trace.photo)).filter(|t| t.words != trace.words);
            let other_photo = before(self.by_words.get(&trace.words)).filter(|t| t.photo != trace.photo);
            if let (Some(other), Some(severity)) = (other_words, trace.severities[0]) {
                let message = format!("photo {} has another caption in {}", trace.id, other.label.place().article);
                found.push(finding("same-photo", severity, message, trace, other));
            }
            if let (Some(other), Some(severity)) = (other_photo, trace.severities[1]) {
                let message = format!("photo {} has the same caption in {}", other.id, other.label.place().article);
                found.push(finding("same-caption", severity, message, trace, other));
            }
        }
        // pairs of one article were compared by its own audit
        traces.0.into_iter().for_each(|trace| self.remember(trace));
        found
    }

    fn remember(&mut self, trace: Trace) {
        let number = self.forgotten + self.traces.len();
        self.by_photo.entry(trace.photo.clone()).or_insert(number);
        self.by_words.entry(trace.words).or_insert(number);
        self.traces.push_back(trace);
        if self.traces.len() > MOST {
            let Some(oldest) = self.traces.pop_front() else { return };
            let number = self.forgotten;
            self.forgotten += 1;
            if self.by_photo.get(&oldest.photo) == Some(&number) {
                self.by_photo.remove(&oldest.photo);
            }
            if self.by_words.get(&oldest.words) == Some(&number) {
                self.by_words.remove(&oldest.words);
            }
        }
    }
}

fn finding(code: &'static str, severity: Severity, message: String, trace: &Trace, other: &Trace) -> Finding {
    Finding {
        code,
        severity,
        message,
        pair_id: Some(trace.pair_id.clone()),
        labels: vec![trace.label.clone(), Label::elsewhere(other.label.place().clone(), "the other")],
        help: Some("check the photo number".to_owned()),
        fix: None,
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::audit::testing::audited;
    use crate::audit::{Across, Settings};

    fn page(id: &str, photo: &str, text: &str) -> Article {
        Article::from_text(id, format!("{photo}. México, 31 Mar 2016 (Notimex-Ana Ruiz).- {text} NOTIMEX/FOTO/ANA RUIZ/COR/POL/"))
    }

    #[test]
    fn over_articles() {
        let mut across = Across::default();
        let mut codes = |id: &str, photo: &str, text: &str| {
            let traces = audited(&page(id, photo, text), Settings::default()).1;
            across.add(traces).iter().map(|f| f.code).collect::<Vec<_>>()
        };
        let (park, song) = ("El alcalde inauguró el parque.", "El tenor cantó en la plaza.");
        assert_eq!(codes("a", "60331086", park), [""; 0]);
        assert_eq!(codes("b", "60331086", park), [""; 0]);
        assert_eq!(codes("c", "60331086", song), ["same-photo"]);
        assert_eq!(codes("d", "60331087", park), ["same-caption"]);
    }
}
