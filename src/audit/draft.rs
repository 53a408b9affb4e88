//! A finding under construction: without its code, its severity and its places in the source.

use super::finding::{Finding, Fix, Label, Severity};
use crate::article::Article;
use crate::span::Span;

/// What a check found.
pub(super) struct Draft {
    /// Among the findings of one turn that start at the same byte, the lower stands first.
    pub(super) step: usize,
    message: String,
    labels: Vec<(Span, String)>,
    help: Option<String>,
    fix: Option<String>,
    severity: Option<Severity>,
}

impl Draft {
    /// A finding at a place.
    pub(super) fn new(span: Span, message: String) -> Self {
        Self { step: 0, message, labels: vec![(span, String::new())], help: None, fix: None, severity: None }
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

    /// How bad it is, where that is not as the check has it.
    pub(super) fn of_severity(mut self, severity: Option<Severity>) -> Self {
        self.severity = severity;
        self
    }

    /// A severity of its own.
    pub(super) fn severity(&self) -> Option<Severity> {
        self.severity
    }

    /// The same at a later step.
    pub(super) fn at_step(self, step: usize) -> Self {
        Self { step, ..self }
    }

    /// Where it stands.
    pub(super) fn start(&self) -> usize {
        self.labels[0].0.start
    }

    /// The finding, with places of the article.
    pub(super) fn finding(self, code: &'static str, article: &Article, pair_id: Option<String>, severity: Severity) -> Finding {
        let labels = self.labels.into_iter();
        let labels: Vec<Label> = labels.map(|(span, text)| Label::here(article, span, text)).collect();
        let fix = self.fix.map(|replacement| Fix { start: labels[0].place().start, end: labels[0].place().end, replacement });
        Finding { code, severity, message: self.message, pair_id, labels, help: self.help, fix }
    }
}
