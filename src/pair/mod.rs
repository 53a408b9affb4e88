//! Pairs each Spanish caption of an article with its English counterpart.
//!
//! `page` lists the candidates of each caption, `evidence` measures what speaks for a pair (`content` word by word, `meaning` by the
//! encoder, `rivals` beside the other candidates), `score` weighs it, `assign` chooses; of the chosen, `judge` asks the verifier.

mod assign;
mod content;
pub(crate) mod evidence;
mod judge;
mod machine;
pub(crate) mod marks;
mod meaning;
mod page;
mod rivals;
mod score;

pub use evidence::{Evidence, Verified};
pub use score::{BadModel, Model};

use crate::article::Article;
use crate::caption::Caption;
use crate::encoder::Encoder;
use crate::passage::Passage;
use crate::span::Span;
use crate::text::hash::fnv1a;
use judge::Judgement;
use machine::Grams;
use meaning::{Meaning, Read};
use page::{Page, Unit};
use score::Relations;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What the two sides of a pair are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

    /// The relation with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Translation, Self::Partial, Self::Mismatch, Self::Unpaired].into_iter().find(|r| r.name() == name)
    }

    fn likeliest(of: Relations) -> Self {
        if of.translation >= of.partial.max(of.mismatch) {
            Self::Translation
        } else if of.partial >= of.mismatch {
            Self::Partial
        } else {
            Self::Mismatch
        }
    }
}

/// The English side of a pair.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
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
    /// The words of either side that have nothing on the other; empty without a counterpart.
    pub unsaid: Unsaid,
    /// The Spanish as a machine translates it, where one was asked and answered.
    pub machine: Option<String>,
}

/// Asks a machine for the English of Spanish texts, in order; `None` where it has none.
pub(crate) type Machine<'m> = &'m dyn Fn(&[&str]) -> Vec<Option<String>>;

/// What one side says and the other does not, as places in the article.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Unsaid {
    /// In the Spanish, not in the English.
    pub source: Vec<Gap>,
    /// In the English, not in the Spanish.
    pub target: Vec<Gap>,
    /// Stretches of the machine's translation that the English has not, as places in [`Pair::machine`].
    pub machine: Vec<Span>,
}

/// Words that the other side does not say.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Gap {
    /// Where they stand in the article.
    pub span: Span,
    /// How likely it is, to the verifier, that the other side does not say them; of several words, the most. `None` where it was not asked.
    pub probability: Option<f32>,
    /// Whether the other side rather says something else in their stead.
    pub contradicted: bool,
}

impl Gap {
    /// The same, `offset` bytes further on.
    fn shifted(self, offset: usize) -> Self {
        Self { span: self.span.shifted(offset), ..self }
    }
}

/// How captions are paired.
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// How many candidates each caption is compared with, nearest first, and how many more with the same credit.
    pub candidates: usize,
    /// Place, credit and words alone: the encoder is not asked. More than twice as fast; more relations are wrong, and
    /// [`Evidence::similarity`] is absent.
    pub fast: bool,
    /// The verifier reads each pair, and says what its two texts are to each other. Without it, cosines and word tables do: much less is
    /// right. Never asked where [`fast`](Self::fast) is set.
    pub verify: bool,
    /// Another encoder than the embedded one.
    pub encoder: Option<Arc<Encoder>>,
    /// Other weights than the embedded ones.
    pub model: Option<Arc<Model>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { candidates: 64, fast: false, verify: true, encoder: None, model: None }
    }
}

/// What can be wrong with [`Options`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No caption could ever get a counterpart.
    #[error("`candidates` is 0: allow at least one")]
    NoCandidates,
}

/// Finds the pairs of articles.
#[derive(Clone, Default)]
pub(crate) struct Pairer {
    options: Options,
}

impl Pairer {
    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::NoCandidates`] where no candidate is allowed.
    pub(crate) fn new(options: Options) -> Result<Self, Error> {
        if options.candidates == 0 {
            return Err(Error::NoCandidates);
        }
        Ok(Self { options })
    }

    /// One pair for every Spanish caption of the article, in the order of the page. A caption that is printed twice counts once. Where a
    /// machine translates, what it makes of every caption is evidence too, and stands in the pairs.
    pub(crate) fn pairs(&self, article: &Article, passages: &[Passage], machine: Option<Machine<'_>>) -> Vec<Pair> {
        // on a page with very many captions, candidates that no caption will take are dropped
        let keep = |row: &mut Candidates| {
            let mut odds: Vec<(f32, usize)> = row.iter().map(|(en, e)| (self.odds(e), *en)).filter(|(odd, _)| *odd > 0.0).collect();
            odds.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            odds.truncate(MOST_KEPT);
            row.retain(|(en, _)| odds.iter().any(|(_, kept)| kept == en));
            row.shrink_to_fit();
        };
        let Some(mut weighed) = self.weigh(article, passages, machine, keep) else { return Vec::new() };
        let odds = |row: &Candidates| row.iter().map(|(en, e)| (*en, self.odds(e))).collect();
        let odds: Vec<Vec<(usize, f32)>> = weighed.candidates.iter().map(odds).collect();
        let taken = assign::assign(&odds);
        for (es, en) in taken.iter().enumerate() {
            weighed.candidates[es].retain(|(at, _)| Some(*at) == *en);
        }
        self.add_said(&mut weighed);
        let pair = |es: usize| {
            if es.is_multiple_of(BLOCK) {
                weighed.page.forget();
            }
            self.pair(article, &mut weighed, es)
        };
        (0..taken.len()).map(pair).collect()
    }

    /// The evidence for every candidate of every caption, for fitting: `(es_line, en_line, evidence)`. Clauses are weighed for the two
    /// likeliest.
    pub(crate) fn candidates(
        &self,
        article: &Article,
        passages: &[Passage],
        machine: Option<Machine<'_>>,
    ) -> Vec<(usize, usize, Evidence)> {
        let Some(mut weighed) = self.weigh(article, passages, machine, |_| ()) else { return Vec::new() };
        let likely = |(_, e): &(usize, Evidence)| std::cmp::Reverse((self.model().near(e) * 1e3) as i64);
        weighed.candidates.iter_mut().for_each(|row| row.sort_by_key(likely));
        let all = weighed.candidates.clone();
        weighed.candidates.iter_mut().for_each(|row| row.truncate(2));
        self.add_said(&mut weighed);
        let page = &weighed.page;
        if self.verifies() {
            for (es, row) in weighed.candidates.iter_mut().enumerate() {
                row.iter_mut().for_each(|(en, evidence)| evidence.verified = judge(page, es, *en).map(|judgement| judgement.verified));
            }
        }
        let line = |unit: &Unit| passages[unit.passage].line;
        let mut found = Vec::new();
        for ((es, told), row) in page.spanish.iter().zip(&weighed.candidates).zip(all) {
            let rest = row.into_iter().skip(told.len());
            found.extend(told.iter().copied().chain(rest).map(|(en, e)| (line(es), line(&page.english[en]), e)));
        }
        found
    }

    /// Log odds that an English text is a caption's counterpart, for the choice among several: who has a translation among the captions of the
    /// page needs none that says something else.
    fn odds(&self, evidence: &Evidence) -> f32 {
        let belongs = self.model().belongs(evidence);
        // a headline may say the same, and so may the caption of another's picture
        let of_picture = evidence.caption == 1.0 && evidence.credit.is_none_or(|credit| credit > 0.0);
        if belongs > 0.0 && of_picture { belongs + TRANSLATES * self.model().relations(evidence).translation } else { belongs }
    }

    fn model(&self) -> &Model {
        self.options.model.as_deref().unwrap_or_else(|| Model::embedded())
    }

    fn add_said(&self, weighed: &mut Weighed) {
        if let Some(encoder) = self.encoder() {
            weighed.add_said(encoder);
        }
    }

    fn verifies(&self) -> bool {
        self.options.verify && !self.options.fast
    }

    /// `None` where the encoder is not to be asked.
    pub(crate) fn encoder(&self) -> Option<&Encoder> {
        (!self.options.fast).then(|| self.options.encoder.as_deref().unwrap_or_else(|| Encoder::embedded()))
    }

    /// The evidence for each Spanish caption's candidates; `None` for a page without Spanish captions.
    /// Captions are taken by the [`BLOCK`]; of a page with more, `keep` says at once which candidates are.
    fn weigh<'a>(
        &self,
        article: &'a Article,
        passages: &'a [Passage],
        machine: Option<Machine<'_>>,
        keep: impl Fn(&mut Candidates),
    ) -> Option<Weighed<'a>> {
        if !passages.iter().any(Passage::is_spanish_caption) {
            return None;
        }
        let mut page = Page::read(article, passages);
        page.add_passages(self.options.candidates);
        let all = page.spanish.len();
        let many = all > BLOCK;
        // all blocks of about one size: the last one is no smaller
        let size = all.div_ceil(all.div_ceil(BLOCK));
        let mut weighed = Weighed {
            page,
            candidates: Vec::with_capacity(all),
            many,
            spanish: HashMap::new(),
            english: HashMap::new(),
            machine: Vec::new(),
        };
        for first in (0..all).step_by(size) {
            let page = &weighed.page;
            let weigh = |es: usize| {
                let candidates = page.candidates(es, self.options.candidates);
                let mut row: Candidates = candidates.into_iter().map(|en| (en, page.weigh(es, en))).collect();
                rivals::count(&mut row);
                row
            };
            let mut rows: Vec<Candidates> = (first..all.min(first + size)).map(weigh).collect();
            rivals::compare_words(page, first, &mut rows);
            if let Some(encoder) = self.encoder() {
                let asked: Vec<Vec<usize>> = rows.iter().map(|row| self.worth_asking(row)).collect();
                weighed.add_meaning(encoder, first, &mut rows, &asked);
            }
            if let Some(machine) = machine {
                weighed.add_machine(machine, first, &mut rows);
            }
            if many {
                rows.iter_mut().for_each(&keep);
                weighed.forget();
            }
            weighed.candidates.append(&mut rows);
        }
        Some(weighed)
    }

    /// The candidates that the encoder is asked about.
    fn worth_asking(&self, row: &Candidates) -> Vec<usize> {
        let mut odds: Vec<(usize, f32)> = row.iter().map(|(en, evidence)| (*en, self.model().near(evidence))).collect();
        odds.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let next = odds.get(1).map_or(f32::MIN, |next| next.1);
        let decided = odds.first().is_some_and(|best| best.1 > LIKELY && best.1 - next > DECIDED);
        let most = if decided { 1 } else { MOST_ASKED };
        odds.into_iter().take(most).filter(|(_, odd)| *odd > HOPELESS).map(|(en, _)| en).collect()
    }

    fn pair(&self, article: &Article, weighed: &mut Weighed, es: usize) -> Pair {
        let machine = weighed.machine.get_mut(es).and_then(Option::take);
        let page = &weighed.page;
        let unit = &page.spanish[es];
        let passage = &page.passages[unit.passage];
        let mut pair = Pair {
            id: pair_id(article, unit.raw),
            line: passage.line,
            // a proof: `spanish` holds only passages with a caption
            es: passage.caption.clone().expect("a Spanish caption has fields"),
            en: None,
            relation: Relation::Unpaired,
            score: None,
            evidence: None,
            unsaid: Unsaid::default(),
            machine,
        };
        if let Some((en, evidence)) = weighed.candidates[es].first_mut() {
            let english = &page.english[*en];
            let printed = &page.passages[english.passage];
            let judgement = self.verifies().then(|| judge(page, es, *en)).flatten();
            evidence.verified = judgement.as_ref().map(|judgement| judgement.verified);
            let relations = self.model().relations(evidence);
            pair.relation = Relation::likeliest(relations);
            pair.score = Some(score::probability(self.model().belongs(evidence)) * relations.translation);
            pair.evidence = Some(*evidence);
            pair.unsaid = match judgement {
                Some(Judgement { source, target, .. }) => Unsaid {
                    source: source.into_iter().map(|gap| gap.shifted(unit.body.start)).collect(),
                    target: target.into_iter().map(|gap| gap.shifted(english.body.start)).collect(),
                    machine: pair.machine.as_deref().map(|machine| page.left_out(*en, machine)).unwrap_or_default(),
                },
                None => page.unsaid(es, *en, pair.machine.as_deref()),
            };
            let line = article.line_at(english.raw.start);
            pair.en = Some(Counterpart { raw: english.raw, body: english.body, line, caption: printed.caption.clone() });
        }
        pair
    }
}

/// What the verifier says of two units, where it can read them.
fn judge(page: &Page<'_>, es: usize, en: usize) -> Option<Judgement> {
    judge::judge(&page.calm_text(&page.spanish[es]), &page.calm_text(&page.english[en]))
}

/// A page with the evidence for every candidate.
struct Weighed<'a> {
    page: Page<'a>,
    /// For each Spanish caption.
    candidates: Vec<Candidates>,
    /// Whether there are more captions than one [`BLOCK`].
    many: bool,
    /// What was encoded, by the number of the unit; of one block at a time.
    spanish: HashMap<usize, Meaning>,
    english: HashMap<usize, Meaning>,
    /// What a machine translates each Spanish caption to, where one was asked.
    machine: Vec<Option<String>>,
}

impl Weighed<'_> {
    /// Drops what was read of a block's captions and candidates.
    fn forget(&mut self) {
        self.page.forget();
        (self.spanish, self.english) = Default::default();
    }

    /// Asks the encoder, in one batch, about texts by the number of their unit.
    fn encode(&mut self, encoder: &Encoder, spanish: Vec<usize>, english: BTreeSet<usize>) {
        let page = &self.page;
        let source = spanish.iter().map(|&es| (page.calm_text(&page.spanish[es]), page.spanish_content(es)));
        let target = english.iter().map(|&en| (page.calm_text(&page.english[en]), page.english_content(en)));
        let texts: Vec<_> = source.chain(target).collect();
        let texts: Vec<_> = texts.iter().map(|(text, content)| (&**text, *content)).collect();
        let mut meanings = meaning::encode(encoder, &texts).into_iter();
        self.spanish = spanish.into_iter().zip(meanings.by_ref()).collect();
        self.english = english.into_iter().zip(meanings).collect();
    }

    /// Asks the encoder about the candidates that are worth it, of the captions from `first` on.
    fn add_meaning(&mut self, encoder: &Encoder, first: usize, rows: &mut [Candidates], asked: &[Vec<usize>]) {
        let spanish: Vec<usize> = (0..asked.len()).filter(|&at| !asked[at].is_empty()).map(|at| first + at).collect();
        if spanish.is_empty() {
            return;
        }
        self.encode(encoder, spanish, asked.iter().flatten().copied().collect());
        for (es, (row, asked)) in (first..).zip(rows.iter_mut().zip(asked)) {
            let Some(own) = self.spanish.get(&es) else { continue };
            for (en, evidence) in row.iter_mut().filter(|(en, _)| asked.contains(en)) {
                let Some(other) = self.english.get(en) else { continue };
                let found = own.similarity(other);
                evidence.weigh_meaning(&found);
                let passage = |en: usize| self.page.english[en].passage;
                let next = asked.iter().filter(|&&at| passage(at) != passage(*en)).filter_map(|at| self.english.get(at));
                evidence.source_margin = next.map(|m| own.cosine(m)).reduce(f32::max).map(|next| found.whole - next);
                let others = self.spanish.iter().filter(|(at, _)| **at != es).map(|(_, m)| m.cosine(other));
                evidence.target_margin = others.reduce(f32::max).map(|next| found.whole - next);
            }
        }
    }

    /// Asks a machine about the Spanish captions from `first` on, and compares what it says with every candidate.
    fn add_machine(&mut self, machine: Machine<'_>, first: usize, rows: &mut [Candidates]) {
        let page = &self.page;
        let texts: Vec<&str> = page.spanish[first..first + rows.len()].iter().map(|unit| page.text(unit)).collect();
        let translated = machine(&texts);
        let mut english: HashMap<usize, Grams> = HashMap::new();
        for (row, said) in rows.iter_mut().zip(&translated) {
            let Some(said) = said.as_deref().map(Grams::of) else { continue };
            for (en, evidence) in row.iter_mut() {
                let other = english.entry(*en).or_insert_with(|| Grams::of(page.text(&page.english[*en])));
                evidence.weigh_machine(said.shared(other));
            }
            let found: Vec<(usize, f32)> = row.iter().map(|(en, e)| (page.english[*en].passage, e.machine.unwrap_or_default())).collect();
            for (at, (_, evidence)) in row.iter_mut().enumerate() {
                let others = found.iter().filter(|(passage, _)| *passage != found[at].0).map(|(_, chrf)| *chrf);
                evidence.machine_margin = others.reduce(f32::max).map(|next| found[at].1 - next);
            }
        }
        self.machine.extend(translated);
    }

    /// Asks the encoder about the clauses of every candidate that it was asked about.
    fn add_said(&mut self, encoder: &Encoder) {
        let all = self.candidates.len();
        for first in (0..all).step_by(BLOCK) {
            let block = first..all.min(first + BLOCK);
            if self.many {
                self.forget();
                let asked = |es: &usize| self.candidates[*es].iter().filter(|(_, e)| e.similarity.is_some()).map(|(en, _)| *en);
                let english: BTreeSet<usize> = block.clone().flat_map(|es| asked(&es)).collect();
                let spanish = block.clone().filter(|es| asked(es).next().is_some()).collect();
                self.encode(encoder, spanish, english);
            }
            for (es, row) in block.clone().zip(&mut self.candidates[block]) {
                for (en, evidence) in row {
                    let (Some(source), Some(target)) = (self.spanish.get(&es), self.english.get(en)) else { continue };
                    let (spanish, english) = (&self.page.spanish[es], &self.page.english[*en]);
                    let [source_text, target_text] = [spanish, english].map(|unit| self.page.calm_text(unit));
                    let source = Read { text: &source_text, content: self.page.spanish_content(es), meaning: source };
                    let target = Read { text: &target_text, content: self.page.english_content(*en), meaning: target };
                    evidence.weigh_said(meaning::said(encoder, source, target));
                }
            }
        }
    }
}

/// A Spanish caption's candidates: the numbers of English units, each with its evidence.
type Candidates = Vec<(usize, Evidence)>;

/// Place, credit and words decide who belongs to whom where the best candidate is likely, by these log odds,
const LIKELY: f32 = 2.5;
/// and this far ahead of the next.
const DECIDED: f32 = 4.5;
/// Log odds below which nothing that the encoder could say would help.
const HOPELESS: f32 = -6.0;
/// Log odds that it is worth, among those who may belong to a caption, to be its translation.
const TRANSLATES: f32 = 6.0;
/// Candidates of a caption that are encoded, at most.
const MOST_ASKED: usize = 12;
/// Captions that are weighed at once, each compared with all of them for the margins. A page with more has its captions
/// weighed block by block, so that time grows with their number and memory holds what is read of one block.
const BLOCK: usize = 256;
/// Candidates of a caption that are kept for the choice on such a page.
const MOST_KEPT: usize = 16;

/// A hash of the article's name and the caption as printed. A file's name counts without its folder, so that moving it changes
/// nothing; an address counts whole.
fn pair_id(article: &Article, raw: Span) -> String {
    let name = if article.id.contains("://") { &article.id } else { article.id.rsplit(['/', '\\']).next().unwrap_or_default() };
    let bytes = name.bytes().chain([0]).chain(article.at(raw).bytes());
    format!("{:016x}", fnv1a(bytes))
}
