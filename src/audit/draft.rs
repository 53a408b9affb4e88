//! A finding on its way: what a check says before the settings have given it a severity and the article its places.

use super::finding::{Finding, Fix, Label, Severity};
use crate::article::{Article, Span};

/// What a check found.
pub(super) struct Draft {
    pub(super) code: &'static str,
    message: String,
    labels: Vec<(Span, String)>,
    help: Option<String>,
    fix: Option<String>,
}

impl Draft {
    /// A finding at a place.
    pub(super) fn new(code: &'static str, span: Span, message: String) -> Self {
        Self { code, message, labels: vec![(span, String::new())], help: None, fix: None }
    }

    /// What the first place holds, in a few words.
    pub(super) fn called(mut self, text: impl Into<String>) -> Self {
        self.labels[0].1 = text.into();
        self
    }

    /// A further place.
    pub(super) fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// What to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What to do, as an edit of the first place.
    pub(super) fn fix(mut self, replacement: impl Into<String>) -> Self {
        self.fix = Some(replacement.into());
        self
    }

    /// Where it stands.
    pub(super) fn start(&self) -> usize {
        self.labels[0].0.start
    }

    /// The finding, with places of the article.
    pub(super) fn finding(self, article: &Article, pair_id: Option<String>, severity: Severity) -> Finding {
        let labels = self.labels.into_iter();
        let labels: Vec<Label> = labels.map(|(span, text)| Label::here(article, span, text)).collect();
        let fix = self.fix.map(|replacement| Fix { start: labels[0].place().start, end: labels[0].place().end, replacement });
        Finding { code: self.code, severity, message: self.message, pair_id, labels, help: self.help, fix }
    }
}
