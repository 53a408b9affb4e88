//! An article as the pairer sees it: its Spanish captions, and the English texts that can be their counterparts.

use super::Unsaid;
use super::content::{Content, overlap};
use super::evidence::{self, Evidence};
use crate::article::{Article, Span};
use crate::caption::furniture::is_furniture;
use crate::language::Language;
use crate::passage::{Passage, Role};
use crate::text::{calm, ends_a_sentence, is_capitalised, is_upper, words};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A text that can be one side of a pair: a whole passage, or some sentences of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The number of its passage.
    pub(super) passage: usize,
    /// As printed.
    pub(super) raw: Span,
    /// Without slug and credit.
    pub(super) body: Span,
    /// Whether it is a part of a longer paragraph.
    pub(super) part: bool,
    /// What it says.
    pub(super) content: Content,
}

/// A page, read once.
pub(super) struct Page<'a> {
    article: &'a Article,
    pub(super) passages: &'a [Passage],
    groups: Vec<usize>,
    grouped: bool,
    /// The Spanish captions, each printed text once.
    pub(super) spanish: Vec<Unit>,
    /// The English texts, each printed text once.
    pub(super) english: Vec<Unit>,
}

/// Whether a passage is one of those that want a counterpart.
pub(super) fn is_spanish_caption(passage: &Passage) -> bool {
    passage.caption.is_some() && passage.is(Language::Spanish)
}

impl<'a> Page<'a> {
    pub(super) fn read(article: &'a Article, passages: &'a [Passage]) -> Self {
        let groups: Vec<usize> = passages.iter().map(|p| article.blocks[p.block].group).collect();
        // a page with one or two groups has lost its blank lines
        let grouped = groups.iter().max().is_some_and(|last| last * 4 >= passages.len());
        let once = |wanted: &dyn Fn(&Passage) -> bool| {
            let mut seen = HashMap::new();
            let mut first = Vec::new();
            for at in (0..passages.len()).filter(|&i| wanted(&passages[i])) {
                let known = *seen.entry(article.at(passages[at].raw)).or_insert_with(|| {
                    first.push(at);
                    first.len() - 1
                });
                // of two places of one caption, the picture that has more to say
                let of_picture = article.blocks[passages[at].block].origin.is_of_picture();
                if of_picture && has_company(&groups, at) && !has_company(&groups, first[known]) {
                    first[known] = at;
                }
            }
            first.sort_unstable();
            first.into_iter().map(|i| whole(article, passages, i)).collect::<Vec<_>>()
        };
        let spanish = once(&is_spanish_caption);
        let english =
            once(&|p| p.is(Language::English) && p.role != Role::Furniture && !p.body.is_empty() && !is_label(p, article.at(p.body)));
        Self { article, passages, groups, grouped, spanish, english }
    }

    /// The text of a unit's body.
    pub(super) fn text(&self, unit: &Unit) -> &'a str {
        self.article.at(unit.body)
    }

    /// The same as the encoder reads it.
    pub(super) fn calm_text(&self, unit: &Unit) -> Cow<'a, str> {
        calm(self.text(unit))
    }

    /// The numbers of the English units that a Spanish one is compared with: the nearest, and as many more with the same credit.
    pub(super) fn candidates(&self, es: usize, most: usize) -> Vec<usize> {
        let mut near = self.nearest(&self.spanish[es]);
        let far = near.split_off(most.min(near.len()));
        near.extend(far.into_iter().filter(|&en| self.credit(es, en).is_some_and(|c| c > 0.9)).take(most));
        near
    }

    /// The numbers of all English units, the nearest first.
    fn nearest(&self, es: &Unit) -> Vec<usize> {
        let mut near: Vec<usize> = (0..self.english.len()).collect();
        near.sort_by_key(|&en| (self.english[en].passage.abs_diff(es.passage), en));
        near
    }

    fn credit(&self, es: usize, en: usize) -> Option<f32> {
        let caption = |unit: &Unit| self.passages[unit.passage].caption.as_ref();
        evidence::credit(caption(&self.spanish[es])?, caption(&self.english[en])?)
    }

    /// Adds, for each Spanish caption, those sentences of the `most` nearest English texts that say what it says.
    pub(super) fn add_passages(&mut self, most: usize) {
        let mut found: Vec<Unit> = Vec::new();
        let mut known = HashSet::new();
        for es in &self.spanish {
            let near = self.nearest(es).into_iter().take(most).map(|en| &self.english[en]);
            let long = near.filter(|en| self.passages[en.passage].role == Role::Body && en.content.sentences.len() > 1);
            found.extend(long.filter_map(|en| self.window(es, en)).filter(|window| known.insert(window.raw)));
        }
        self.english.extend(found);
    }

    /// The run of sentences around the one that the caption covers best, where it covers any well and not all.
    fn window(&self, es: &Unit, en: &Unit) -> Option<Unit> {
        let sentences = &en.content.sentences;
        let hits = overlap(&es.content, &en.content).target;
        let covered: Vec<f32> = (0..sentences.len()).map(|s| en.content.covered(&hits, Some(s))).collect();
        let best = (0..covered.len()).max_by(|&a, &b| covered[a].total_cmp(&covered[b]))?;
        if covered[best] < 0.4 {
            return None;
        }
        let (mut first, mut last) = (best, best);
        while first > 0 && covered[first - 1] >= 0.4 {
            first -= 1;
        }
        while last + 1 < covered.len() && covered[last + 1] >= 0.4 {
            last += 1;
        }
        if (first, last) == (0, sentences.len() - 1) {
            return None;
        }
        let raw = Span::new(sentences[first].start, sentences[last].end).shifted(en.body.start);
        Some(Unit { passage: en.passage, raw, body: raw, part: true, content: Content::of(self.article.at(raw), false) })
    }

    /// The words of either unit that have nothing on the other side.
    pub(super) fn unsaid(&self, es: &Unit, en: &Unit, machine: Option<&str>) -> Unsaid {
        let mut found = overlap(&es.content, &en.content);
        let mut left_out = Vec::new();
        if let Some(machine) = machine {
            let machine = Content::of(machine, false);
            let same = overlap(&machine, &en.content);
            found.target.iter_mut().zip(&same.target).for_each(|(hit, machine)| *hit = hit.max(*machine));
            left_out = machine.stretches(&same.source);
        }
        let places = |unit: &Unit, hits: &[f32]| unit.content.uncovered(hits).into_iter().map(|s| s.shifted(unit.body.start)).collect();
        Unsaid { source: places(es, &found.source), target: places(en, &found.target), machine: left_out }
    }

    /// What place, credit and words say of two units.
    pub(super) fn weigh(&self, es: usize, en: usize) -> Evidence {
        let (spanish, english) = (&self.spanish[es], &self.english[en]);
        let groups = self.groups[spanish.passage].abs_diff(self.groups[english.passage]);
        let between = spanish.passage.abs_diff(english.passage).saturating_sub(1);
        let passage = &self.passages[english.passage];
        let mut evidence = Evidence {
            credit: self.credit(es, en),
            figure: self.grouped.then_some([1.0, 0.5, 0.0][groups.min(2)]),
            distance: 1.0 / (1.0 + between as f32),
            order: f32::from(u8::from(english.passage > spanish.passage)),
            caption: match (&passage.caption, passage.role) {
                (Some(_), _) => 1.0,
                (None, Role::Caption) => 0.5,
                _ => 0.0,
            },
            passage: f32::from(u8::from(english.part)),
            ..Evidence::default()
        };
        evidence.weigh_words(&spanish.content, &english.content);
        evidence
    }
}

/// Whether a text without a credit is what a page prints above or between pictures: `Photos`, `IN PICTURES:`, `Read also: ...`. A name has a
/// capital behind its first word.
fn is_label(passage: &Passage, body: &str) -> bool {
    let short = || words(body).nth(LABEL).is_none();
    let named = || !is_upper(body) && words(body).skip(1).any(|word| is_capitalised(word.of(body)));
    passage.caption.is_none() && (short() && (body.ends_with(':') || !named() && !ends_a_sentence(body)) || is_furniture(body))
}

/// A label has so many words at most.
const LABEL: usize = 3;

/// Whether the passage before or behind stands in the same group.
fn has_company(groups: &[usize], at: usize) -> bool {
    [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|i| groups.get(i) == Some(&groups[at]))
}

fn whole(article: &Article, passages: &[Passage], number: usize) -> Unit {
    let passage = &passages[number];
    let content = Content::of(article.at(passage.body), passage.is(Language::Spanish));
    Unit { passage: number, raw: passage.raw, body: passage.body, part: false, content }
}
