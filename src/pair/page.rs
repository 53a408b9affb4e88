//! An article as the pairer sees it: its Spanish captions, and the English texts that can be their counterparts.

use super::BLOCK;
use super::content::{Content, overlap};
use super::evidence::{self, Evidence};
use super::{Gap, Unsaid};
use crate::article::Article;
use crate::caption::Caption;
use crate::caption::boilerplate::is_boilerplate;
use crate::language::Language;
use crate::passage::{Passage, Role};
use crate::span::Span;
use crate::text::{calm, ends_a_sentence, fold, is_capitalised, is_upper, words};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

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
    /// What it says, read when it is first asked for.
    content: OnceCell<Content>,
}

impl Unit {
    fn new(passage: usize, raw: Span, body: Span, part: bool) -> Self {
        Self { passage, raw, body, part, content: OnceCell::new() }
    }
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
    /// Passage and number of each English text, in this order.
    places: Vec<(usize, usize)>,
    /// The same of those that a photographer took, by the folded name; only on a page where not all are compared with all.
    taken_by: HashMap<String, Vec<(usize, usize)>>,
}

/// On a page with more pairs of a Spanish and an English text, the credits of all are not compared with each other, slips forgiven: a
/// name must be the same.
const MOST_COMPARED: usize = 1 << 16;

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
            first.into_iter().map(|i| Unit::new(i, passages[i].raw, passages[i].body, false)).collect::<Vec<_>>()
        };
        let spanish = once(&Passage::is_spanish_caption);
        let english =
            once(&|p| p.is(Language::English) && p.role != Role::Boilerplate && !p.body.is_empty() && !is_label(p, article.at(p.body)));
        let mut page = Self { article, passages, groups, grouped, spanish, english, places: Vec::new(), taken_by: HashMap::new() };
        page.place();
        page
    }

    /// Notes where each English text stands.
    fn place(&mut self) {
        self.places = self.english.iter().enumerate().map(|(en, unit)| (unit.passage, en)).collect();
        self.places.sort_unstable();
        self.taken_by.clear();
        if self.compares_all() {
            return;
        }
        for place in &self.places {
            let caption = self.passages[place.0].caption.as_ref();
            let names: BTreeSet<String> = caption.into_iter().flat_map(Caption::photographers).map(fold).collect();
            names.into_iter().for_each(|name| self.taken_by.entry(name).or_default().push(*place));
        }
    }

    fn compares_all(&self) -> bool {
        self.spanish.len().saturating_mul(self.english.len()) <= MOST_COMPARED
    }

    /// What a Spanish unit says.
    pub(super) fn spanish_content(&self, es: usize) -> &Content {
        self.content(&self.spanish[es], true)
    }

    /// What an English unit says.
    pub(super) fn english_content(&self, en: usize) -> &Content {
        self.content(&self.english[en], false)
    }

    fn content<'u>(&self, unit: &'u Unit, spanish: bool) -> &'u Content {
        unit.content.get_or_init(|| Content::of(self.text(unit), spanish))
    }

    /// Drops what was read of the units: on a page of very many it would fill the memory. It is read again where it is asked for.
    pub(super) fn forget(&mut self) {
        self.spanish.iter_mut().chain(&mut self.english).for_each(|unit| drop(unit.content.take()));
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
        let at = self.spanish[es].passage;
        let mut near: Vec<usize> = nearest(&self.places, at).take(most).collect();
        if self.english.len() <= most {
            return near;
        }
        if self.compares_all() {
            let far = nearest(&self.places, at).skip(most).filter(|&en| self.credit(es, en).is_some_and(|c| c > 0.9));
            near.extend(far.take(most));
            return near;
        }
        let mut known: HashSet<usize> = near.iter().copied().collect();
        let photographers = self.passages[at].caption.iter().flat_map(Caption::photographers);
        for name in photographers.take(MOST_NAMES) {
            let places = self.taken_by.get(&fold(name)).map_or(&[][..], Vec::as_slice);
            near.extend(nearest(places, at).take(2 * most).filter(|&en| known.insert(en)).take(most));
        }
        near.truncate(2 * most);
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
        // on a page that has lost its lines, the story runs into the captions
        let run_on = self.article.blocks.len() == 1;
        for es in 0..self.spanish.len() {
            let near = nearest(&self.places, self.spanish[es].passage).take(most);
            let long = near
                .filter(|&en| run_on || self.passages[self.english[en].passage].role == Role::Body)
                .filter(|&en| self.english_content(en).sentences.len() > 1);
            found.extend(long.filter_map(|en| self.window(es, en)).filter(|window| known.insert(window.raw)));
            if (es + 1) % BLOCK == 0 {
                self.forget();
            }
        }
        self.english.extend(found);
        self.place();
    }

    /// The run of sentences around the one that the caption covers best, where it covers any well and not all.
    fn window(&self, es: usize, en: usize) -> Option<Unit> {
        let content = self.english_content(en);
        let sentences = &content.sentences;
        let hits = overlap(self.spanish_content(es), content).target;
        let covered: Vec<f32> = (0..sentences.len()).map(|s| content.covered(&hits, Some(s))).collect();
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
        let en = &self.english[en];
        let raw = Span::new(sentences[first].start, sentences[last].end).shifted(en.body.start);
        Some(Unit::new(en.passage, raw, raw, true))
    }

    /// The words of either unit that have nothing on the other side, by the word tables.
    pub(super) fn unsaid(&self, es: usize, en: usize, machine: Option<&str>) -> Unsaid {
        let (source, target) = (self.spanish_content(es), self.english_content(en));
        let mut found = overlap(source, target);
        if let Some(machine) = machine {
            let same = overlap(&Content::of(machine, false), target);
            found.target.iter_mut().zip(&same.target).for_each(|(hit, machine)| *hit = hit.max(*machine));
        }
        let places = |content: &Content, unit: &Unit, hits: &[f32]| {
            let gap = |span: Span| Gap { span: span.shifted(unit.body.start), probability: None, contradicted: false };
            content.uncovered(hits).into_iter().map(gap).collect()
        };
        Unsaid {
            source: places(source, &self.spanish[es], &found.source),
            target: places(target, &self.english[en], &found.target),
            machine: machine.map(|machine| self.left_out(en, machine)).unwrap_or_default(),
        }
    }

    /// The stretches of a machine's translation that an English unit has not.
    pub(super) fn left_out(&self, en: usize, machine: &str) -> Vec<Span> {
        let machine = Content::of(machine, false);
        machine.stretches(&overlap(&machine, self.english_content(en)).source)
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
        evidence.weigh_words(self.spanish_content(es), self.english_content(en));
        evidence
    }
}

/// Photographers of a picture that are looked for among far captions, at most.
const MOST_NAMES: usize = 4;

/// The numbers at places, which are sorted, from the nearest passage on; of those at one distance, the lowest number first.
fn nearest(places: &[(usize, usize)], passage: usize) -> impl Iterator<Item = usize> {
    let (mut before, mut behind) = places.split_at(places.partition_point(|place| place.0 < passage));
    // the places at the current distance, on both sides
    let (mut left, mut right) = (&[][..], &[][..]);
    std::iter::from_fn(move || {
        if left.is_empty() && right.is_empty() {
            let distances = [before.last(), behind.first()].map(|place| place.map(|place| place.0.abs_diff(passage)));
            let distance = distances.into_iter().flatten().min()?;
            let at = |place: &(usize, usize)| place.0.abs_diff(passage) == distance;
            (before, left) = before.split_at(before.partition_point(|place| !at(place)));
            (right, behind) = behind.split_at(behind.partition_point(at));
        }
        let first = match (left.first(), right.first()) {
            (Some(a), Some(b)) if a.1 < b.1 => &mut left,
            (Some(_), None) => &mut left,
            _ => &mut right,
        };
        let ((_, number), rest) = first.split_first()?;
        *first = rest;
        Some(*number)
    })
}

/// Whether a text without a credit is what a page prints above or between pictures: `Photos`, `IN PICTURES:`, `Read also: ...`. A name has a
/// capital after its first word.
fn is_label(passage: &Passage, body: &str) -> bool {
    let short = || words(body).nth(LABEL).is_none();
    let named = || !is_upper(body) && words(body).skip(1).any(|word| is_capitalised(word.of(body)));
    passage.caption.is_none() && (short() && (body.ends_with(':') || !named() && !ends_a_sentence(body)) || is_boilerplate(body))
}

/// Words of a label, at most.
const LABEL: usize = 3;

/// Whether the passage before or after stands in the same group.
fn has_company(groups: &[usize], at: usize) -> bool {
    [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|i| groups.get(i) == Some(&groups[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_of_two_as_near_the_lower_number() {
        let mut places: Vec<(usize, usize)> = vec![(1, 0), (2, 1), (4, 2), (4, 3), (7, 4), (9, 5), (2, 6), (4, 7), (3, 8), (6, 9)];
        places.sort_unstable();
        for passage in 0..11 {
            let mut all: Vec<(usize, usize)> = places.iter().map(|place| (place.0.abs_diff(passage), place.1)).collect();
            all.sort_unstable();
            assert_eq!(nearest(&places, passage).collect::<Vec<_>>(), all.into_iter().map(|place| place.1).collect::<Vec<_>>());
        }
    }
}
