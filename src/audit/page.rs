//! What the checks read: an article's pairs with their words, and what the page says of names and days.

use super::accents::{self, Bare};
use super::credits::{Credited, Credits};
use super::style::Compiled;
use crate::article::Article;
use crate::caption::Caption;
use crate::facts::names::{self, Alike};
use crate::facts::reading::Reading;
use crate::facts::{Difference, compare_readings};
use crate::language::Language;
use crate::pair::{Pair, Relation, Verified};
use crate::passage::{Passage, Role};
use crate::span::Span;
use crate::text::word::bare;
use crate::text::{fold, is_capitalised, is_upper, words};
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// No caption is longer; what follows is not read, so that checks have an end.
const MOST: usize = 1 << 13;
/// Places of a name that are remembered.
const MOST_PLACES: usize = 64;
/// Where this share of the words of either side is not said on the other, the two have little in common.
const LITTLE: f32 = 0.45;

/// One side of a pair.
pub(super) struct Side<'a> {
    reading: Reading<'a>,
    pub(super) caption: Option<&'a Caption>,
    /// Whether it is all of a passage, not some sentences of a paragraph or the start of a very long one.
    pub(super) whole: bool,
    /// Whether a comma stands between it and a credit that begins with a capital.
    pub(super) comma: bool,
    without_accent: OnceCell<Vec<Bare>>,
    said: OnceCell<String>,
}

impl<'a> Side<'a> {
    pub(super) fn of(article: &'a Article, body: Span, caption: Option<&'a Caption>, whole: bool, spanish: bool) -> Self {
        let all = article.at(body);
        let text = &all[..all.floor_char_boundary(MOST)];
        let behind = caption.filter(|c| c.raw.end > body.end).map(|c| article.at(Span::new(body.end, c.raw.end)));
        let comma =
            behind.and_then(|behind| behind.strip_prefix(',')).is_some_and(|credit| credit.trim_start().starts_with(char::is_uppercase));
        Self {
            reading: Reading::of(text, body.start, spanish),
            caption,
            whole: whole && text.len() == all.len(),
            comma,
            without_accent: OnceCell::new(),
            said: OnceCell::new(),
        }
    }

    /// Its Spanish words that lack their accents.
    pub(super) fn without_accent(&self) -> &[Bare] {
        self.without_accent.get_or_init(|| accents::find(self))
    }

    /// Its words, folded: what two printings of one caption share.
    pub(super) fn said(&self) -> &str {
        self.said.get_or_init(|| self.words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" "))
    }
}

impl<'a> Deref for Side<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

/// A pair with its words.
pub(super) struct Case<'a> {
    pub(super) pair: &'a Pair,
    /// What stands before the Spanish.
    pub(super) slug: Side<'a>,
    pub(super) es: Side<'a>,
    pub(super) en: Option<Side<'a>>,
    credits: OnceCell<Credits>,
    alike: OnceCell<Vec<(usize, usize)>>,
    differences: OnceCell<Vec<Difference>>,
}

impl<'a> Case<'a> {
    /// The English, where it is all of a passage.
    pub(super) fn whole_english(&self) -> Option<&Side<'a>> {
        self.en.as_ref().filter(|en| en.whole)
    }

    /// The Spanish, and the English where it is all of a passage.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Side<'a>> {
        [Some(&self.es), self.whole_english()].into_iter().flatten()
    }

    /// Whether the English is another text altogether, not one that differs in a place.
    pub(super) fn is_another_text(&self) -> bool {
        let little = |verified: Verified| verified.source_unsaid > LITTLE && verified.target_unsaid > LITTLE;
        self.pair.relation == Relation::Mismatch && self.pair.evidence.and_then(|e| e.verified).is_none_or(little)
    }

    /// The English, where the two sides can be compared.
    pub(super) fn counterpart(&self) -> Option<&Side<'a>> {
        self.en.as_ref().filter(|_| !self.is_another_text())
    }

    /// Each two credits of the photo, the one at fault first.
    pub(super) fn credits(&self) -> impl Iterator<Item = (&Credited, &Credited)> {
        self.credits.get_or_init(|| Credits::read(self)).compared()
    }

    /// The names that are alike and not the same.
    pub(super) fn alike(&self) -> impl Iterator<Item = Alike<'_, 'a>> {
        let found = |en: &'_ _| names::pairs(&self.es, en);
        self.en.iter().flat_map(move |en| names::alike(&self.es, en, self.alike.get_or_init(|| found(en))))
    }

    /// What the two sides certainly state differently, each with both places.
    pub(super) fn apart(&self) -> impl Iterator<Item = &Difference> {
        let found = || self.counterpart().map_or_else(Vec::new, |en| compare_readings(&self.es, en));
        self.differences.get_or_init(found).iter().filter(|d| d.certain && d.es.is_some() && d.en.is_some())
    }

    /// The first person whom only the Spanish names.
    pub(super) fn only_spanish(&self) -> Option<Span> {
        names::only(&self.es, self.en.as_ref()?)
    }

    /// The first person whom only the English names.
    pub(super) fn only_english(&self) -> Option<Span> {
        names::only(self.en.as_ref()?, &self.es)
    }
}

/// A caption that is in no pair.
pub(super) struct Alone<'a> {
    pub(super) passage: &'a Passage,
    pub(super) caption: &'a Caption,
    pub(super) side: Side<'a>,
}

/// A place where a name is printed on the page.
pub(super) struct Printed<'a> {
    pub(super) form: &'a str,
    pub(super) span: Span,
    /// Folded words before and after.
    pub(super) before: String,
    pub(super) behind: String,
    pub(super) english: bool,
}

/// An article, read for its checks.
pub(super) struct Page<'a> {
    pub(super) article: &'a Article,
    pub(super) passages: &'a [Passage],
    /// The house's own style.
    pub(super) style: &'a Compiled,
    pub(super) cases: Vec<Case<'a>>,
    /// Words with a capital, not all in capitals, by how they fold.
    pub(super) names: HashMap<String, Vec<Printed<'a>>>,
    /// When it was published, and where it says so.
    pub(super) published: Option<(Date, Option<Span>)>,
    /// For the words of captions without English, folded, the first two that say them under other ids.
    said: HashMap<String, [Option<usize>; 2]>,
    /// Where the story has the first words of an English caption.
    openings: OnceCell<Openings>,
    /// Captions that are in no pair.
    alone: OnceCell<Vec<Alone<'a>>>,
}

/// For the first words of a caption, folded, where they stand in the story: the number of the passage and the first byte in its body.
type Openings = HashMap<Vec<String>, Vec<(usize, usize)>>;

/// Words of a caption that are looked for first.
pub(super) const OPENING: usize = 8;

impl<'a> Page<'a> {
    pub(super) fn read(article: &'a Article, passages: &'a [Passage], pairs: &'a [Pair], style: &'a Compiled) -> Self {
        let printed: HashSet<Span> = passages.iter().map(|p| p.raw).collect();
        let case = |pair: &'a Pair| Case {
            pair,
            slug: Side::of(article, Span::new(pair.es.raw.start, pair.es.body.start), None, true, true),
            es: Side::of(article, pair.es.body, Some(&pair.es), true, true),
            en: pair.en.as_ref().map(|en| {
                let whole = printed.contains(&en.raw);
                Side::of(article, en.body, en.caption.as_ref(), whole, false)
            }),
            credits: OnceCell::new(),
            alike: OnceCell::new(),
            differences: OnceCell::new(),
        };
        let cases: Vec<Case> = pairs.iter().map(case).collect();
        let said = said(&cases);
        Self {
            article,
            passages,
            style,
            cases,
            names: names(article, passages),
            published: published(article),
            said,
            openings: OnceCell::new(),
            alone: OnceCell::new(),
        }
    }

    /// The first other caption that says the same as one without English.
    pub(super) fn twin(&self, case: &Case) -> Option<&Case<'a>> {
        let same = self.said.get(case.es.said())?;
        same.iter().flatten().map(|&at| &self.cases[at]).find(|other| other.pair.id != case.pair.id)
    }

    /// The captions that are in no pair.
    pub(super) fn alone(&self) -> &[Alone<'a>] {
        self.alone.get_or_init(|| self.read_alone())
    }

    fn read_alone(&self) -> Vec<Alone<'a>> {
        let mut taken: Vec<Span> =
            self.cases.iter().flat_map(|c| [Some(c.pair.es.raw), c.pair.en.as_ref().map(|en| en.raw)]).flatten().collect();
        let texts: HashSet<&str> = taken.iter().map(|span| self.article.at(*span)).collect();
        // by their start, each with the furthest end so far
        taken.sort_unstable();
        let ends: Vec<usize> = taken
            .iter()
            .scan(0, |most, span| {
                *most = span.end.max(*most);
                Some(*most)
            })
            .collect();
        let printed = |p: &Passage| {
            let before = taken.partition_point(|span| span.start < p.raw.end);
            before > 0 && p.raw.start < ends[before - 1] || texts.contains(self.article.at(p.raw))
        };
        let left = self.passages.iter().filter(|p| p.caption.is_some() && !p.body.is_empty() && !printed(p));
        let alone = left.filter_map(|passage| {
            let caption = passage.caption.as_ref()?;
            let side = Side::of(self.article, passage.body, Some(caption), true, passage.is(Language::Spanish));
            Some(Alone { passage, caption, side })
        });
        alone.collect()
    }

    /// Where the story has the first words of an English caption: passages, each with the first byte in its body.
    pub(super) fn opening(&self, words: &[&str]) -> impl Iterator<Item = (&'a Passage, usize)> {
        let openings = self.openings.get_or_init(|| self.read_openings());
        let opening: Vec<String> = words.iter().take(OPENING).map(|word| (*word).to_owned()).collect();
        openings.get(&opening).into_iter().flatten().map(|&(passage, at)| (&self.passages[passage], at))
    }

    /// Reads the story once for the first words of all English captions.
    fn read_openings(&self) -> Openings {
        let first = |side: &Side| side.words.get(..OPENING).map(|words| words.iter().map(|w| w.folded.clone()).collect::<Vec<_>>());
        let wanted = self.cases.iter().filter_map(|case| case.en.as_ref()).filter(|en| en.caption.is_some());
        let mut found: Openings = wanted.filter_map(first).map(|opening| (opening, Vec::new())).collect();
        if found.is_empty() {
            return found;
        }
        let openers: HashSet<String> = found.keys().map(|opening| opening[0].clone()).collect();
        for (number, passage) in self.passages.iter().enumerate().filter(|(_, passage)| is_of_story(passage)) {
            let text = self.article.at(passage.body);
            let spans: Vec<Span> = words(text).collect();
            for run in spans.windows(OPENING) {
                let printed = |s: &Span| fold(bare(s.of(text)));
                if !openers.contains(&printed(&run[0])) {
                    continue;
                }
                let places = found.get_mut(&run.iter().map(printed).collect::<Vec<_>>());
                if let Some(places) = places.filter(|places| places.len() < MOST_PLACES) {
                    places.push((number, run[0].start));
                }
            }
        }
        found
    }
}

/// Whether it is a paragraph of the story in English.
fn is_of_story(passage: &Passage) -> bool {
    passage.role == Role::Body && passage.caption.is_none() && passage.is(Language::English)
}

fn said(cases: &[Case]) -> HashMap<String, [Option<usize>; 2]> {
    let mut found: HashMap<String, [Option<usize>; 2]> = HashMap::new();
    for case in cases.iter().filter(|case| case.en.is_none()) {
        found.entry(case.es.said().to_owned()).or_default();
    }
    if found.is_empty() {
        return found;
    }
    for (at, case) in cases.iter().enumerate() {
        match found.get_mut(case.es.said()) {
            Some([first @ None, _]) => *first = Some(at),
            Some([Some(first), second @ None]) if cases[*first].pair.id != case.pair.id => *second = Some(at),
            _ => {}
        }
    }
    found
}

fn names<'a>(article: &'a Article, passages: &[Passage]) -> HashMap<String, Vec<Printed<'a>>> {
    let mut found: HashMap<String, Vec<Printed>> = HashMap::new();
    for passage in passages {
        let text = article.at(passage.body);
        let spans: Vec<Span> = words(text).collect();
        for (at, span) in spans.iter().enumerate() {
            let form = bare(span.of(text));
            if !is_capitalised(form) || is_upper(form) || form.len() < 3 || form.len() > 60 {
                continue;
            }
            let places = found.entry(fold(form)).or_default();
            if places.len() < MOST_PLACES {
                let near = |at: Option<usize>| at.and_then(|i| spans.get(i)).map(|s| fold(cut(s.of(text)))).unwrap_or_default();
                places.push(Printed {
                    form,
                    span: Span::new(span.start, span.start + form.len()).shifted(passage.body.start),
                    before: near(at.checked_sub(1)),
                    behind: near(Some(at + 1)),
                    english: passage.is(Language::English),
                });
            }
        }
    }
    found
}

fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(60)]
}

/// Lines at the top that may say the day.
const TOP: usize = 8;

fn published(article: &Article) -> Option<(Date, Option<Span>)> {
    if let Some(date) = article.published {
        return Some((date, None));
    }
    article.blocks.iter().take(TOP).find_map(|block| {
        let side = Side::of(article, block.span, None, true, true);
        if side.words.len() > 9 {
            return None;
        }
        side.days().iter().find_map(|found| Some((found.date()?, Some(found.span))))
    })
}
