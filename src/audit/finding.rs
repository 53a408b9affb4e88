//! Findings: data that every output format reads.

use crate::article::Article;
use crate::span::Span;
use crate::text::hash::fnv1a;
use serde::{Deserialize, Serialize, Serializer};

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// A reader would call it an error.
    Warning,
    /// It must not be printed like this.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Place {
    /// The article's id.
    pub article: String,
    /// 1-based line of the source.
    pub line: usize,
    /// 1-based column on that line, in characters.
    pub column: usize,
    /// The line of the source on which the stretch ends.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
    /// First byte in the source.
    pub start: usize,
    /// One past the last byte in the source.
    pub end: usize,
    /// The line of the article's text that the stretch stands on; of a very long line, what is around it.
    pub snippet: String,
    /// The stretch within `snippet`, in bytes: of no other text.
    #[serde(skip)]
    mark: Span,
}

/// Bytes of a line that are kept before, under and after a mark, so that a finding is small however long its line is.
pub(crate) const SNIPPET: usize = 1024;

impl Place {
    /// The place of a span of the article's text. A span over several blocks is shown by its first.
    pub(crate) fn of(article: &Article, span: Span) -> Self {
        let at = article.blocks.partition_point(|block| block.span.start <= span.start);
        let block = at.checked_sub(1).map_or(span, |at| article.blocks[at].span);
        let source = article.source_span(span);
        let [(line, column), (end_line, end_column)] = article.positions(span);
        let mark_end = article.text.floor_char_boundary(span.end.min(block.end).min(span.start + SNIPPET).max(span.start));
        let first = article.text.ceil_char_boundary(block.start.max(span.start.saturating_sub(SNIPPET)));
        let last = article.text.floor_char_boundary(block.end.min(mark_end + SNIPPET)).max(mark_end);
        Self {
            article: article.id.clone(),
            line,
            column,
            end_line,
            end_column,
            start: source.start,
            end: source.end,
            snippet: article.text[first..last].to_owned(),
            mark: Span::new(span.start - first, mark_end - first),
        }
    }

    /// The marked text, as far as the snippet has it.
    pub fn text(&self) -> &str {
        self.mark.of(&self.snippet)
    }

    /// What the snippet has before the marked text.
    pub fn before(&self) -> &str {
        &self.snippet[..self.mark.start]
    }

    /// What the snippet has after the marked text.
    pub fn after(&self) -> &str {
        &self.snippet[self.mark.end..]
    }

    /// The place with at most this many bytes of its snippet.
    pub(super) fn shortened(mut self, most: usize) -> Self {
        let end = self.snippet.floor_char_boundary(most.max(self.mark.start.min(most)));
        self.snippet.truncate(end);
        self.mark = Span::new(self.mark.start.min(end), self.mark.end.min(end));
        self
    }
}

/// A place and what is there. Where the place is of the article that the finding is about, the label has the span too; of another article
/// it has only what is shown, so that nobody takes the other's span for one of this article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    place: Place,
    /// The stretch within the text of the finding's own article.
    here: Option<Span>,
    /// What is there, in a few words; empty where the message says it.
    pub text: String,
}

/// The place, the text, and the words that are marked.
impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'l> {
            #[serde(flatten)]
            place: &'l Place,
            text: &'l str,
            marked: &'l str,
        }
        Shown { place: &self.place, text: &self.text, marked: self.place.text() }.serialize(serializer)
    }
}

impl Label {
    /// A stretch of the article that the finding is about.
    pub(crate) fn here(article: &Article, span: Span, text: impl Into<String>) -> Self {
        Self { place: Place::of(article, span), here: Some(span), text: text.into() }
    }

    /// A place in another article.
    pub(crate) fn elsewhere(place: Place, text: impl Into<String>) -> Self {
        Self { place, here: None, text: text.into() }
    }

    /// Where, for showing it.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The stretch within the text of the article that the finding is about; `None` where the label is of another one.
    pub fn span(&self) -> Option<Span> {
        self.here
    }

    /// The label with at most this many bytes of its snippet.
    pub(super) fn shortened(self, most: usize) -> Self {
        Self { place: self.place.shortened(most), ..self }
    }
}

/// How to put it right: `replacement` in the place of the first label's stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
#[non_exhaustive]
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

impl Finding {
    /// The article that it is about: that of its first label.
    pub fn article(&self) -> &str {
        self.labels.first().map_or("", |label| &label.place.article)
    }

    /// A name that the finding keeps when lines move: made of its code, its article and the marked texts. Findings of one article
    /// with the same words have the same.
    pub fn fingerprint(&self) -> String {
        let article = self.article().replace('\\', "/");
        let texts = self.labels.iter().map(|label| label.place.text());
        let parts = [self.code, article.trim_start_matches("./")].into_iter().chain(texts);
        let bytes = parts.flat_map(|part| part.bytes().chain([0]));
        format!("{:016x}", fnv1a(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, word: &str) -> Place {
        let start = text.find(word).unwrap();
        Place::of(&Article::from_text("a", text), Span::new(start, start + word.len()))
    }

    #[test]
    fn columns_count_what_stands_before_the_block_too() {
        let found = place("uno\n\u{2028} \tñandú dos\n", "dos");
        assert_eq!((found.line, found.column, found.end_line, found.end_column), (3, 9, 3, 12));
        assert_eq!((found.snippet.as_str(), found.text()), ("ñandú dos", "dos"));
    }

    #[test]
    fn a_megabyte_on_one_line_leaves_a_small_finding() {
        let text = format!("{}Ruiz{}", "ñ".repeat(500_000), "é".repeat(500_000));
        let found = place(&text, "Ruiz");
        assert_eq!((found.column, found.text()), (500_001, "Ruiz"));
        assert!(found.snippet.len() <= 2 * SNIPPET + 4);
        let all = Place::of(&Article::from_text("a", text.as_str()), Span::new(0, text.len()));
        assert_eq!((all.end, all.end_column, all.text().len()), (text.len(), 1_000_005, SNIPPET));
    }

    #[test]
    fn the_fingerprint_stays_when_lines_move_and_goes_with_the_words() {
        let print = |text: &str, word: &str| {
            let start = text.find(word).unwrap();
            let labels = vec![Label::here(&Article::from_text("a", text), Span::new(start, start + word.len()), "")];
            let (message, severity) = ("m".to_owned(), Severity::Error);
            Finding { code: "c", severity, message, pair_id: None, labels, help: None, fix: None }.fingerprint()
        };
        assert_eq!(print("uno dos", "dos"), print("\n\ncero\nuno dos", "dos"));
        assert_ne!(print("uno dos", "dos"), print("uno dos", "uno"));
    }
}
