//! Which field of a caption each token of a line belongs to: a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), as GROBID
//! and AnyStyle read references with. Its weights are fitted by `scripts/dev fit captions` on forms of captions, names and sentences; see
//! data/model/PROVENANCE.md.

use super::features::{Feature, Line};
use crate::span::Span;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// The field that a token belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Label {
    /// What the caption says, and every text that is no caption.
    Body,
    /// Of the slug: marks, labels, words between its fields.
    Slug,
    /// The picture's number or code.
    Id,
    /// The place of the slug.
    Place,
    /// The day of the slug.
    Day,
    /// The agency of the slug.
    SlugAgency,
    /// A photographer in the slug.
    SlugPerson,
    /// Of the credit: leads, marks, stand-ins, roles, notices.
    Credit,
    /// An agency, an outlet or a picture library.
    Agency,
    /// An institution that gave the picture.
    Institution,
    /// A photographer.
    Person,
    /// The editor's initials in a tail.
    Editor,
    /// The desk's code in a tail.
    Desk,
    /// A day in the credit.
    CreditDay,
}

/// How many labels there are.
pub const LABELS: usize = 14;

impl Label {
    /// All, in order.
    pub const ALL: [Self; LABELS] = [
        Self::Body,
        Self::Slug,
        Self::Id,
        Self::Place,
        Self::Day,
        Self::SlugAgency,
        Self::SlugPerson,
        Self::Credit,
        Self::Agency,
        Self::Institution,
        Self::Person,
        Self::Editor,
        Self::Desk,
        Self::CreditDay,
    ];

    /// The word that `cotejo forms try` prints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Slug => "slug",
            Self::Id => "id",
            Self::Place => "place",
            Self::Day => "day",
            Self::SlugAgency => "slug-agency",
            Self::SlugPerson => "slug-person",
            Self::Credit => "credit",
            Self::Agency => "agency",
            Self::Institution => "institution",
            Self::Person => "person",
            Self::Editor => "editor",
            Self::Desk => "desk",
            Self::CreditDay => "credit-day",
        }
    }

    /// Whether it is a part of what stands before the body.
    pub fn is_slug(self) -> bool {
        (Self::Slug as u8..=Self::SlugPerson as u8).contains(&(self as u8))
    }

    /// Whether it is a part of the credit.
    pub fn is_credit(self) -> bool {
        self as u8 >= Self::Credit as u8
    }
}

type Scores = [f32; LABELS];

type Features = HashMap<Feature, Scores, BuildHasherDefault<Spread>>;

/// Features are hashes already: they are only spread over all bits.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, feature: u32) {
        self.0 = (self.0 ^ u64::from(feature)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// The weights of every feature, and of every label behind every other.
struct Model {
    features: Features,
    transitions: [Scores; LABELS],
    /// The exponentials of the transitions, for sums over all paths.
    factors: [Scores; LABELS],
}

/// Weights are kept as whole numbers of this.
const STEP: f32 = 1.0 / 16.0;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    // transitions, then features: number (u32, little-endian) and a weight (i8) per label
    let mut bytes = &include_bytes!("../../data/model/captions.bin")[..];
    let scores = |bytes: &mut &[u8]| {
        let (now, rest) = bytes.split_at(LABELS);
        *bytes = rest;
        let mut found = [0.0; LABELS];
        found.iter_mut().zip(now).for_each(|(score, byte)| *score = f32::from(*byte as i8) * STEP);
        found
    };
    let transitions: [Scores; LABELS] = std::array::from_fn(|_| scores(&mut bytes));
    let factors = transitions.map(|scores| scores.map(f32::exp));
    let mut features = Features::with_capacity_and_hasher(bytes.len() / (LABELS + 4), BuildHasherDefault::default());
    while let Some((number, rest)) = bytes.split_first_chunk::<4>() {
        bytes = rest;
        features.insert(Feature::from_le_bytes(*number), scores(&mut bytes));
    }
    Model { features, transitions, factors }
});

/// A line with the labels of its tokens.
pub struct Labelled {
    /// The best labels, one per token.
    pub labels: Vec<Label>,
    /// The probability that some token is of a slug or a credit.
    pub probability: f32,
}

/// What makes a label out of the question.
const NEVER: f32 = -50.0;

/// What a page says of a line.
#[derive(Debug, Clone, Copy, Default)]
pub struct Markup {
    /// The part of it that is the credit.
    pub credit: Option<Span>,
    /// It stands with a picture.
    pub of_picture: bool,
}

/// So much likelier is a credit behind the text of a picture than behind a line that may be anything; natural log odds. The labeller is fitted
/// on both.
const PICTURE: f32 = 2.0;

/// Labels the tokens of a line.
pub fn label(line: &Line, markup: Markup) -> Labelled {
    let model = &*MODEL;
    let credit = markup.credit;
    let mut behind_body = (model.transitions[0], model.factors[0]);
    if markup.of_picture {
        for label in Label::ALL.into_iter().filter(|label| label.is_credit()) {
            behind_body.0[label as usize] += PICTURE;
            behind_body.1[label as usize] *= PICTURE.exp();
        }
    }
    let count = line.tokens.len();
    let mut best: Vec<Scores> = Vec::with_capacity(count);
    let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(count);
    let (mut sums, mut body) = ([0.0; LABELS], 0.0);
    for at in 0..count {
        let mut own = [0.0; LABELS];
        line.features(at, |feature| {
            if let Some(weights) = model.features.get(&feature) {
                own.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
        });
        let is_credit = credit.is_some_and(|credit| credit.start <= line.tokens[at].span.start && line.tokens[at].span.end <= credit.end);
        if is_credit {
            own.iter_mut().zip(Label::ALL).filter(|(_, label)| !label.is_credit()).for_each(|(score, _)| *score += NEVER);
        }
        let Some(before) = best.last() else {
            (best, sums, body) = (vec![own], own, own[0]);
            from.push([0; LABELS]);
            continue;
        };
        let (mut next, mut back, mut all) = ([0.0; LABELS], [0; LABELS], [0.0; LABELS]);
        let most = highest(&sums);
        let shares = sums.map(|sum| (sum - most).exp());
        for to in 0..LABELS {
            let (mut top, mut sum) = (f32::MIN, 0.0);
            for label in 0..LABELS {
                let (transitions, factors) =
                    if label == 0 { (&behind_body.0, &behind_body.1) } else { (&model.transitions[label], &model.factors[label]) };
                let score = before[label] + transitions[to];
                if score > top {
                    (top, back[to]) = (score, label as u8);
                }
                sum += shares[label] * factors[to];
            }
            next[to] = top + own[to];
            all[to] = most + sum.ln() + own[to];
        }
        body += model.transitions[0][0] + own[0];
        // only differences count, and small numbers keep theirs in lines of any length
        let (top, most) = (highest(&next), highest(&all));
        sums = all.map(|sum| sum - most);
        body -= most;
        best.push(next.map(|score| score - top));
        from.push(back);
    }
    let Some(last) = best.last() else { return Labelled { labels: Vec::new(), probability: 0.0 } };
    let mut at = (0..LABELS).fold(0, |top, label| if last[label] > last[top] { label } else { top });
    let mut labels = vec![Label::ALL[at]; count];
    for place in (1..count).rev() {
        at = from[place][at] as usize;
        labels[place - 1] = Label::ALL[at];
    }
    let most = highest(&sums);
    let all = most + sums.iter().map(|sum| (sum - most).exp()).sum::<f32>().ln();
    Labelled { labels, probability: 1.0 - (body - all).exp().min(1.0) }
}

fn highest(scores: &Scores) -> f32 {
    scores.iter().copied().fold(f32::MIN, f32::max)
}
