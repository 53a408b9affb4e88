//! A pair as the report shows it: its fields, and both sides cut into pieces where marks begin and end.

use super::visible;
use crate::article::Article;
use crate::audit::{Finding, Label};
use crate::pair::{Gap, Pair};
use crate::row::Row;
use crate::span::Span;
use serde::Serialize;

/// A pair with what is needed to show it when its article is gone.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its fields.
    pub row: Row,
    /// The Spanish caption.
    pub es: Side,
    /// Its counterpart.
    pub en: Option<Side>,
}

/// One side of a pair, as printed. Spans are those of the article's text.
#[derive(Debug, Clone)]
pub struct Side {
    /// The printed text, or its beginning.
    pub text: String,
    /// Where `text` stands.
    pub span: Span,
    /// What it says: without slug and credit.
    pub body: Span,
    /// Words with nothing on the other side.
    pub unsaid: Vec<Span>,
    /// 1-based line and column of the source.
    pub position: (usize, usize),
}

/// Bytes of a side that are shown.
const MOST: usize = 16 << 10;

impl Shown {
    /// Takes what the report shows out of an article.
    pub fn new(article: &Article, pair: &Pair) -> Self {
        let side = |raw: Span, body: Span, unsaid: &[Gap]| {
            let span = Span::new(raw.start, article.text.floor_char_boundary(raw.end.min(raw.start + MOST)));
            let [position, _] = article.positions(raw);
            Side { text: article.at(span).to_owned(), span, body, unsaid: unsaid.iter().map(|gap| gap.span).collect(), position }
        };
        Self {
            row: Row::new(article, pair, None, None),
            es: side(pair.es.raw, pair.es.body, &pair.unsaid.source),
            en: pair.en.as_ref().map(|en| side(en.raw, en.body, &pair.unsaid.target)),
        }
    }
}

/// A stretch of a side in which nothing changes.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Piece {
    /// With nothing in it that a browser obeys.
    text: String,
    /// A part of slug or credit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    credit: bool,
    /// Has nothing on the other side.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unsaid: bool,
    /// The numbers of the findings that mark it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<usize>,
}

impl Side {
    /// Whether a place of the article stands in it.
    pub(super) fn holds(&self, span: Span) -> bool {
        self.span.start <= span.start && span.end <= self.span.end
    }

    /// The side cut at both ends of every mark; `findings` with their numbers.
    pub(super) fn pieces(&self, findings: &[(usize, &Finding)]) -> Vec<Piece> {
        let marks = |finding: &Finding| -> Vec<Span> {
            finding.labels.iter().filter_map(Label::span).filter(|span| !span.is_empty() && self.holds(*span)).collect()
        };
        let marked: Vec<(usize, Span)> =
            findings.iter().flat_map(|(at, finding)| marks(finding).into_iter().map(|span| (*at, span))).collect();
        let spans = self.unsaid.iter().chain([&self.body]).chain(marked.iter().map(|(_, span)| span));
        let ends = spans.flat_map(|span| [span.start, span.end]).filter(|at| (self.span.start..self.span.end).contains(at));
        let mut cuts: Vec<usize> = ends.chain([self.span.start, self.span.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let piece = |cut: &[usize]| {
            let (start, end) = (cut[0], cut[1]);
            let within = |span: &Span| span.start <= start && end <= span.end;
            let mut findings: Vec<usize> = marked.iter().filter(|(_, span)| within(span)).map(|(at, _)| *at).collect();
            findings.dedup();
            Piece {
                text: visible(&self.text[start - self.span.start..end - self.span.start]),
                credit: !within(&self.body),
                unsaid: self.unsaid.iter().any(within),
                findings,
            }
        };
        cuts.windows(2).map(piece).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cotejo;
    use crate::audit::Place;
    use crate::audit::show::testing::finding;

    const TEXT: &str = "\
60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
The mayor opened the park. Photo: Notimex/Ana Ruiz";

    #[test]
    fn pieces_make_up_the_side_and_know_their_marks() {
        let article = Article::from_text("a", TEXT);
        let pair = &Cotejo::default().examine(&article).pairs[0];
        let mut shown = Shown::new(&article, pair);
        let at = TEXT.find("alcalde").unwrap();
        shown.es.unsaid = vec![Span::new(at, at + "alcalde inauguró".len())];
        let mut found = finding("Ana", "m");
        found.labels = vec![Label::here(&article, Span::new(at + 8, at + 15), "")];
        let pieces = shown.es.pieces(&[(7, &found)]);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), shown.row.es_raw);
        let said: String = pieces.iter().filter(|piece| !piece.credit).map(|piece| piece.text.as_str()).collect();
        assert_eq!(said, "El alcalde inauguró el parque.");
        let marked: Vec<&Piece> = pieces.iter().filter(|piece| piece.findings == [7]).collect();
        assert_eq!((marked.len(), marked[0].text.as_str(), marked[0].unsaid), (1, "inaugur", true));
        assert_eq!(shown.en.unwrap().position, (2, 1));
    }

    #[test]
    fn a_place_in_another_article_marks_nothing_here() {
        let article = Article::from_text("a", TEXT);
        let pair = &Cotejo::default().examine(&article).pairs[0];
        let shown = Shown::new(&article, pair);
        let other = Article::from_text("a", "ñ".repeat(200));
        let mut found = finding("Ana", "m");
        // for every place of the other text, also between two bytes of a letter of this one
        for at in (0..TEXT.len()).step_by(2) {
            found.labels = vec![Label::elsewhere(Place::of(&other, Span::new(at, at + 2)), "the other")];
            assert!(shown.es.pieces(&[(0, &found)]).iter().all(|piece| piece.findings.is_empty()));
        }
    }
}
