//! An article's pairs as the review page shows them.

use super::finding::Finding;
use crate::article::Article;
use crate::audit;
use crate::examine::Examined;
use crate::pair::Pair;
use crate::pair::evidence::ITEMS;
use crate::passage::Passage;
use crate::row::{Row, rounded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An article to be reviewed.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The article's name.
    pub(crate) article: String,
    /// What it says, passage by passage; of a long article, what stands nearest to its captions.
    pub(crate) lines: Vec<Line>,
    /// Its pairs.
    pub(crate) items: Vec<Item>,
}

/// A pair to be reviewed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// The row.
    pub(crate) row: Row,
    /// What spoke for the pair, by name.
    pub(crate) evidence: BTreeMap<String, f64>,
    /// What the audit says.
    pub(crate) findings: Vec<Finding>,
    /// A machine translation of the Spanish into English.
    pub(crate) mt: Option<String>,
}

/// A passage of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// 1-based line of the source.
    pub(crate) line: usize,
    /// Bytes of the source, half-open.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// As printed.
    pub(crate) raw: String,
    /// Without slug and credit.
    pub(crate) body: String,
    /// `en`, `es` or `other`.
    pub(crate) language: String,
    /// `body`, `caption`, `headline` or `furniture`.
    pub(crate) role: String,
}

/// Bytes of an article that are kept.
pub(super) const MOST: usize = 64 << 10;

impl Page {
    /// Takes what an article says; its findings come with [`Page::with`], when those between articles are known.
    pub fn new(examined: &Examined<'_>) -> Self {
        let article = examined.article;
        let items = examined.pairs.iter().map(|pair| item(article, pair)).collect();
        Self { article: article.id.clone(), lines: lines(article, &examined.passages), items }
    }

    /// Adds what the audit says of the article's pairs, with the places that are in this article: the page marks nothing else.
    #[must_use]
    pub(crate) fn with(mut self, findings: &[audit::Finding]) -> Self {
        let found = audit::by_pair(findings);
        for item in &mut self.items {
            let own = found.get(item.row.pair_id.as_str()).map_or(&[][..], Vec::as_slice);
            item.row.findings = audit::codes(own);
            item.findings = own.iter().map(|finding| Finding::from(*finding)).collect();
        }
        self
    }
}

fn item(article: &Article, pair: &Pair) -> Item {
    let evidence = pair.evidence.iter().flat_map(|e| ITEMS.iter().filter_map(|(name, _, value)| Some((name, value(e)?))));
    Item {
        row: Row::new(article, pair, None, None),
        evidence: evidence.map(|(name, value)| ((*name).to_owned(), rounded(value))).collect(),
        findings: Vec::new(),
        mt: pair.machine.clone(),
    }
}

fn lines(article: &Article, passages: &[Passage]) -> Vec<Line> {
    let captions: Vec<usize> = (0..passages.len()).filter(|&at| passages[at].caption.is_some()).collect();
    let distance = |at: usize| {
        let behind = captions.partition_point(|&caption| caption < at);
        captions[behind.saturating_sub(1)..].iter().take(2).map(|caption| caption.abs_diff(at)).min()
    };
    let mut nearest: Vec<usize> = (0..passages.len()).collect();
    nearest.sort_by_cached_key(|&at| distance(at));
    let mut room = MOST;
    nearest.retain(|&at| {
        let size = passages[at].raw.end - passages[at].raw.start;
        let fits = size <= room;
        room -= if fits { size } else { 0 };
        fits
    });
    nearest.sort_unstable();
    nearest.into_iter().map(|at| line(article, &passages[at])).collect()
}

fn line(article: &Article, passage: &Passage) -> Line {
    let text = |span| article.at(span).to_owned();
    let place = article.source_span(passage.raw);
    Line {
        line: passage.line,
        start: place.start,
        end: place.end,
        raw: article.printed(passage.raw).to_owned(),
        body: text(passage.body),
        language: passage.detected.language.code().to_owned(),
        role: passage.role.name().to_owned(),
    }
}
