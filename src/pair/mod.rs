//! Pairs each Spanish caption of an article with its English counterpart.
//!
//! [`evidence`] says what speaks for a pair, [`score`] how much, [`assign`] who gets whom.

pub mod assign;
pub mod evidence;
pub mod score;

use crate::article::{Article, Span};
use crate::caption::Caption;
use crate::language::Language;
use crate::passage::{Passage, Role, passages};
use evidence::{Content, Evidence, Places};

/// What the two sides of a pair are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The English says what the Spanish caption says.
    Translation,
    /// One of the two says only a part of the other, and nothing else.
    Partial,
    /// Printed for the same photo, but one says something that the other does not.
    Mismatch,
    /// No English belongs to the caption.
    Unpaired,
}

impl Relation {
    /// The word in the row's `relation` column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Translation => "translation",
            Self::Partial => "partial",
            Self::Mismatch => "mismatch",
            Self::Unpaired => "unpaired",
        }
    }
}

/// The English side of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart {
    /// As printed.
    pub raw: Span,
    /// Without credit.
    pub body: Span,
    /// 1-based line of the source.
    pub line: usize,
    /// Its fields, where it was printed as a caption.
    pub caption: Option<Caption>,
}

/// A Spanish caption with its counterpart, or without one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The same on every run over the same article.
    pub id: String,
    /// 1-based line of the Spanish caption.
    pub line: usize,
    /// The Spanish caption.
    pub es: Caption,
    /// Its English counterpart.
    pub en: Option<Counterpart>,
    /// What they are to each other.
    pub relation: Relation,
    /// The probability that the two are a translation pair; `None` without a counterpart.
    pub score: Option<f32>,
    /// What spoke for the pair; `None` without a counterpart.
    pub evidence: Option<Evidence>,
}

/// Options of a [`Pairer`].
#[derive(Debug, Clone)]
pub struct Options {
    /// How many candidates each caption is compared with, nearest first; those with the same credit always count.
    pub candidates: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { candidates: 64 }
    }
}

/// What can be wrong with [`Options`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No caption could ever get a counterpart.
    #[error("`candidates` is 0: allow at least one")]
    NoCandidates,
}

/// Finds the pairs of articles. Make one and use it for all of them.
#[derive(Debug, Clone)]
pub struct Pairer {
    options: Options,
}

impl Pairer {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::NoCandidates`] where no candidate is allowed.
    pub fn new(options: Options) -> Result<Self, Error> {
        if options.candidates == 0 {
            return Err(Error::NoCandidates);
        }
        Ok(Self { options })
    }

    /// One pair for every Spanish caption of the article, in the order of the page. A caption that is printed twice counts once.
    pub fn pairs(&self, article: &Article) -> Vec<Pair> {
        self.weighed(article).into_iter().map(|w| w.pair).collect()
    }

    /// The evidence for every candidate of every caption, for fitting: `(es_line, en_line, evidence)`.
    pub fn candidates(&self, article: &Article) -> Vec<(usize, usize, Evidence)> {
        let passages = passages(article);
        let page = Page::read(article, &passages);
        let weighed = page.spanish.iter().flat_map(|&es| {
            let candidates = page.candidates(es, self.options.candidates);
            candidates.into_iter().map(move |en| (es, en)).collect::<Vec<_>>()
        });
        weighed.map(|(es, en)| (passages[es].line, passages[en].line, page.weigh(es, en))).collect()
    }

    fn weighed(&self, article: &Article) -> Vec<Weighed> {
        let passages = passages(article);
        if !passages.iter().any(is_spanish_caption) {
            return Vec::new();
        }
        let page = Page::read(article, &passages);
        let weighed: Vec<Vec<(usize, Evidence)>> = page
            .spanish
            .iter()
            .map(|&es| page.candidates(es, self.options.candidates).into_iter().map(|en| (en, page.weigh(es, en))).collect())
            .collect();
        let odds: Vec<Vec<(usize, f32)>> = weighed.iter().map(|row| row.iter().map(|(en, e)| (*en, score::belongs(e))).collect()).collect();
        let taken = assign::assign(&odds, passages.len());
        page.spanish
            .iter()
            .zip(&weighed)
            .zip(taken)
            .enumerate()
            .map(|(number, ((&es, candidates), en))| {
                let evidence = en.and_then(|en| candidates.iter().find(|(at, _)| *at == en)).map(|(_, e)| *e);
                Weighed { pair: page.pair(article, number, es, en, evidence) }
            })
            .collect()
    }
}

struct Weighed {
    pair: Pair,
}

fn is_spanish_caption(passage: &Passage) -> bool {
    passage.caption.is_some() && passage.is(Language::Spanish)
}

/// An article's passages, read once.
struct Page<'a> {
    passages: &'a [Passage],
    contents: Vec<Content>,
    groups: Vec<usize>,
    grouped: bool,
    /// The Spanish captions, each printed text once.
    spanish: Vec<usize>,
    /// The English passages that can be counterparts, each printed text once.
    english: Vec<usize>,
}

impl<'a> Page<'a> {
    fn read(article: &'a Article, passages: &'a [Passage]) -> Self {
        let contents = passages.iter().map(|p| Content::of(article.at(p.body), p.is(Language::Spanish))).collect();
        let groups: Vec<usize> = passages.iter().map(|p| article.blocks[p.block].group).collect();
        let lines = passages.len();
        let grouped = groups.last().is_some_and(|last| last * 4 >= lines);
        let once = |wanted: &dyn Fn(&Passage) -> bool| {
            let mut seen = std::collections::HashSet::new();
            (0..lines).filter(|&i| wanted(&passages[i]) && seen.insert(article.at(passages[i].raw))).collect::<Vec<_>>()
        };
        let spanish = once(&is_spanish_caption);
        let english = once(&|p| p.is(Language::English) && p.role != Role::Furniture && !p.body.is_empty());
        Self { passages, contents, groups, grouped, spanish, english }
    }

    /// The nearest English passages, and all with the same credit.
    fn candidates(&self, es: usize, most: usize) -> Vec<usize> {
        let mut near = self.english.clone();
        near.sort_by_key(|&en| (en.abs_diff(es), en));
        let far = near.split_off(most.min(near.len()));
        let names = |at: usize| self.passages[at].caption.as_ref().map(|c| c.photographers.as_slice()).unwrap_or_default();
        near.extend(far.into_iter().filter(|&en| names(es).iter().any(|a| names(en).iter().any(|b| evidence::same_person(a, b)))));
        near
    }

    fn weigh(&self, es: usize, en: usize) -> Evidence {
        let groups = self.groups[es].abs_diff(self.groups[en]);
        let places = Places { between: es.abs_diff(en) - 1, behind: en > es, groups: self.grouped.then_some(groups) };
        evidence::weigh((&self.passages[es], &self.contents[es]), (&self.passages[en], &self.contents[en]), places)
    }

    fn pair(&self, article: &Article, number: usize, es: usize, en: Option<usize>, evidence: Option<Evidence>) -> Pair {
        let passage = &self.passages[es];
        let (mut relation, mut score) = (Relation::Unpaired, None);
        if let Some(evidence) = &evidence {
            let belongs = 1.0 / (1.0 + (-score::belongs(evidence)).exp());
            let relations = score::relations(evidence);
            relation = if relations.translation >= relations.partial.max(relations.mismatch) {
                Relation::Translation
            } else if relations.partial >= relations.mismatch {
                Relation::Partial
            } else {
                Relation::Mismatch
            };
            score = Some(belongs * relations.translation);
        }
        let counterpart = en.map(|en| {
            let english = &self.passages[en];
            Counterpart { raw: english.raw, body: english.body, line: english.line, caption: english.caption.clone() }
        });
        // a proof: `spanish` holds only passages with a caption
        let caption = passage.caption.clone().expect("a Spanish caption has fields");
        let id = pair_id(article, passage.raw, number);
        Pair { id, line: passage.line, es: caption, en: counterpart, relation, score, evidence }
    }
}

/// FNV-1a over the article's name and the caption as printed, and the caption's number where it cannot be told apart.
fn pair_id(article: &Article, raw: Span, _number: usize) -> String {
    let name = article.id.rsplit(['/', '\\']).next().unwrap_or_default();
    let bytes = name.bytes().chain([0]).chain(article.at(raw).bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
