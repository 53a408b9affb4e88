//! What the audit says: data that every way of showing it reads.

use crate::article::{Article, Span};
use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// A reader would call it wrong.
    Warning,
    /// It must not be printed so.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A stretch of an article's source, with enough of its text to show it when the article is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The article's id.
    pub article: String,
    /// 1-based line of the source.
    pub line: usize,
    /// 1-based column on that line, in characters.
    pub column: usize,
    /// First byte in the source.
    pub start: usize,
    /// One past the last byte in the source.
    pub end: usize,
    /// The line of the article's text that the stretch stands on.
    pub snippet: String,
    /// The stretch within `snippet`, in bytes.
    #[serde(skip)]
    pub mark: Span,
}

impl Place {
    /// The place of a span of the article's text. A span over several blocks is shown by its first.
    pub fn of(article: &Article, span: Span) -> Self {
        let block = article.blocks.iter().rev().find(|b| b.span.start <= span.start);
        let (within, line) = block.map_or((span, 1), |b| (b.span, article.line_at(b, span.start)));
        let source = article.source_span(span);
        let mark = Span::new(span.start.max(within.start), span.end.min(within.end).max(span.start));
        let column = article.at(Span::new(within.start, span.start)).chars().count() + 1;
        Self {
            article: article.id.clone(),
            line,
            column,
            start: source.start,
            end: source.end,
            snippet: article.at(within).to_owned(),
            mark: Span::new(mark.start - within.start, mark.end - within.start),
        }
    }
}

/// A place and what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What is there, in a few words; empty where the message says it.
    pub text: String,
}

/// How to put it right: `replacement` in the place of the first label's stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// Where, in bytes of the source.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What should stand there.
    pub replacement: String,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check's code; see [`super::checks`].
    pub code: &'static str,
    /// How bad it is, as the settings have it.
    pub severity: Severity,
    /// What is wrong, in a sentence that names the words in question.
    pub message: String,
    /// The pair that it is about.
    pub pair_id: Option<String>,
    /// Where: the first is the place at fault, others what it disagrees with.
    pub labels: Vec<Label>,
    /// What to do, in a sentence.
    pub help: Option<String>,
    /// The same as an edit, where the right form is known.
    pub fix: Option<Fix>,
}
