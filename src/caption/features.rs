//! What each token of a line says about its place in a caption: what the labeller reads.
//!
//! A feature is a number: its template in the upper bits, its value in the lower ones. Values come from how a token is printed, from closed lists of
//! words (`data/lexicon/credit_words.csv`, months, function words) and from the tables of names, places and sources; never from an open word itself,
//! so that a name that nobody has listed is read by how and where it is printed.

use super::house::{self, House, Own};
use super::labeller::Label;
use super::story;
use crate::lexicon::{self, CreditWord, SourceKind};
use crate::text::fold;
use crate::text::hash::{FNV_BASIS_32, fnv1a_32};
use crate::text::token::{Gap, Shape, Token, tokens};
use std::ops::Range;

/// A feature's number.
pub type Feature = u32;

/// A feature's value has so many bits.
const VALUE: u32 = 24;

/// A line, cut into tokens, with what is known of each.
pub struct Line<'t> {
    text: &'t str,
    house: &'t House,
    /// The tokens in order.
    pub(crate) tokens: Vec<Token>,
    words: Vec<Word>,
    /// For each token its segment.
    of: Vec<usize>,
    segments: Vec<Segment>,
    /// So many lower-case words of content stand before each token.
    content: Vec<u32>,
    /// So many words with a capital stand before each token inside sentences: what is said of somebody or of a place.
    names: Vec<u32>,
    story: bool,
    /// Somebody speaks, of himself or to somebody: a verse, a saying, what a story quotes.
    speaks: bool,
    /// The names of the house's tables, with their tokens.
    own: Vec<(Range<usize>, Own)>,
}

/// What is known of one token.
#[derive(Default, Clone, Copy)]
struct Word {
    /// Its kind: a mark, a number of so many digits, a word of a closed list, or how it is printed.
    key: u32,
    /// What the tables say.
    known: u32,
    /// A lower-case word that is neither particle nor a word of credits.
    content: bool,
    /// Whether a bracket is open, and whether it closes at the end of the line.
    bracket: u32,
}

/// Bits of [`Word::known`].
mod known {
    use crate::lexicon::SourceKind;

    pub(super) const GIVEN: u32 = 1;
    pub(super) const NAME: u32 = 1 << 1;
    pub(super) const PLACE: u32 = 1 << 2;
    pub(super) const AGENCY: u32 = 1 << 3;
    pub(super) const OUTLET: u32 = 1 << 4;
    pub(super) const STAND_IN: u32 = 1 << 5;
    pub(super) const BEGINS: u32 = 1 << 6;
    pub(super) const CREDIT: u32 = 1 << 7;
    pub(super) const MONTH: u32 = 1 << 8;
    pub(super) const OUTLET_WORD: u32 = 1 << 9;
    pub(super) const INSTITUTION: u32 = 1 << 10;
    pub(super) const FUNCTION: u32 = 1 << 11;
    pub(super) const COMMON: u32 = 1 << 12;
    pub(super) const DESK: u32 = 1 << 13;
    pub(super) const WEEKDAY: u32 = 1 << 14;

    /// The bit of a kind of source.
    pub(super) fn of(kind: SourceKind) -> u32 {
        match kind {
            SourceKind::Agency | SourceKind::Stock => AGENCY,
            SourceKind::Outlet => OUTLET,
            SourceKind::StandIn => STAND_IN,
        }
    }
}

/// A run of tokens between two marks that part the fields of a credit.
#[derive(Default, Clone, Copy)]
struct Segment {
    words: u32,
    lower: u32,
    upper: u32,
    content: u32,
    known: u32,
    digits: u32,
    ends_line: bool,
}

impl Segment {
    /// A few bits for all of it.
    fn kind(&self) -> u32 {
        let size = match self.words {
            n @ 0..=4 => n,
            5..=6 => 5,
            7..=10 => 6,
            _ => 7,
        };
        let content = self.content.min(3);
        let case = if self.words > 0 && self.upper == self.words { 2 } else { u32::from(self.lower == 0) };
        size | content << 3 | case << 5 | u32::from(self.ends_line) << 7 | u32::from(self.digits > 0) << 8
    }

    fn sources(&self) -> u32 {
        let bit = |mask: u32| u32::from(self.known & mask != 0);
        bit(known::AGENCY)
            | bit(known::OUTLET) << 1
            | bit(known::STAND_IN) << 2
            | bit(known::GIVEN) << 3
            | bit(known::CREDIT) << 4
            | bit(known::OUTLET_WORD) << 5
            | bit(known::INSTITUTION) << 6
            | bit(known::MONTH) << 7
    }
}

fn mix(parts: &[u32]) -> u32 {
    let hash = parts.iter().fold(FNV_BASIS_32, |hash, part| (hash ^ part).wrapping_mul(0x0100_0193) ^ (hash >> 15));
    (hash ^ (hash >> VALUE)) & ((1 << VALUE) - 1)
}

fn bucket(count: u32) -> u32 {
    match count {
        0..=4 => count,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        21..=40 => 8,
        _ => 9,
    }
}

/// No name of a source has more tokens.
const LONGEST_SOURCE: usize = 6;

impl<'t> Line<'t> {
    /// Cuts a text and looks its tokens up in the embedded tables.
    pub fn new(text: &'t str) -> Self {
        Self::of(text, &house::NONE)
    }

    /// Cuts a text and looks its tokens up, also in the house's tables.
    pub(super) fn of(text: &'t str, house: &'t House) -> Self {
        let tokens = tokens(text);
        let mut words: Vec<Word> = tokens.iter().map(|token| Word::read(text, token)).collect();
        mark_sources(text, &tokens, &mut words);
        let own = mark_own(text, &tokens, &mut words, house);
        mark_brackets(&tokens, &mut words);
        let (mut of, mut segments) = (Vec::with_capacity(tokens.len()), vec![Segment::default()]);
        let mut content = Vec::with_capacity(tokens.len() + 1);
        let (mut count, mut capitals) = (0, 0);
        let mut names = Vec::with_capacity(tokens.len() + 1);
        for (at, (token, word)) in tokens.iter().zip(&words).enumerate() {
            content.push(count);
            count += u32::from(word.content);
            names.push(capitals);
            let inside = at > 0
                && !matches!(
                    tokens[at - 1].shape,
                    Shape::Mark('.' | '!' | '?' | '…' | '“' | '"' | '«' | '¿' | '¡' | '(' | '-' | '—' | '–')
                );
            capitals += u32::from(inside && !matches!(token.shape, Shape::Mark(_) | Shape::Lower));
            if parts(&tokens, at) && at > 0 {
                segments.push(Segment::default());
            }
            of.push(segments.len() - 1);
            let segment = &mut segments[of[at]];
            match token.shape {
                Shape::Mark(_) => {}
                Shape::Number => segment.digits += 1,
                shape => {
                    segment.words += 1;
                    segment.lower += u32::from(shape == Shape::Lower && word.content);
                    segment.upper += u32::from(matches!(shape, Shape::Upper | Shape::Initial));
                    segment.content += u32::from(word.content);
                }
            }
            segment.known |= word.known;
        }
        content.push(count);
        if let Some(last) = segments.last_mut() {
            last.ends_line = true;
        }
        let speaks = tokens.iter().any(|token| lexicon::speaker(token.span.of(text)).is_some());
        Self { text, house, tokens, words, of, segments, content, names, story: story::is_told(text), speaks, own }
    }

    /// The features of one token.
    pub(super) fn features(&self, at: usize, mut emit: impl FnMut(Feature)) {
        let key = |offset: isize| {
            let place = at as isize + offset;
            match usize::try_from(place).ok().and_then(|place| self.words.get(place)) {
                Some(word) => word.key,
                None => 1 + u32::from(place > 0),
            }
        };
        let (token, word) = (&self.tokens[at], &self.words[at]);
        let gap = |place: usize| self.tokens.get(place).map_or(3, |token| token.gap as u32);
        let mut number = 0;
        let mut add = |value: u32| {
            number += 1;
            emit(number << VALUE | value & ((1 << VALUE) - 1));
        };
        let own = word.key;
        add(own);
        add(key(-1));
        add(key(1));
        add(mix(&[key(-1), own]));
        add(mix(&[own, key(1)]));
        add(key(-2));
        add(key(2));
        add(mix(&[key(-2), key(-1), own]));
        add(mix(&[own, key(1), key(2)]));
        add(word.known);
        let shape = shape_code(token.shape);
        add(mix(&[shape, word.known & 0x7f, gap(at), gap(at + 1)]));
        let segment = self.of[at];
        let around = |step: isize| segment.checked_add_signed(step).and_then(|at| self.segments.get(at)).copied().unwrap_or_default();
        let (now, before, behind) = (around(0), around(-1), around(1));
        add(mix(&[now.kind(), shape]));
        add(mix(&[now.sources(), shape, u32::from(now.content > 0)]));
        add(mix(&[before.kind(), before.sources() & 0x7f]));
        add(mix(&[behind.kind(), behind.sources() & 0x7f]));
        add(mix(&[now.kind(), behind.kind(), shape]));
        // how much is said from here to the end, and before
        let all = self.content[self.tokens.len()];
        let (past, left) = (self.content[at], all - self.content[at]);
        add(mix(&[bucket(left), shape, word.bracket]));
        add(mix(&[bucket(past), shape]));
        add(mix(&[bucket(left), bucket((self.tokens.len() - at) as u32), u32::from(word.content)]));
        add(mix(&[bucket(past), bucket(at as u32)]));
        add(mix(&[self.opens(at), shape, left.min(2), word.known & (known::AGENCY | known::GIVEN | known::CREDIT)]));
        add(mix(&[u32::from(self.story), u32::from(left == 0), u32::from(past == 0), self.kind_of_line()]));
        add(mix(&[word.bracket, now.kind(), now.sources()]));
        add(mix(&[self.names[at].min(2), left.min(1), self.opens(at), shape]));
        add(mix(&[self.sentence_before(at), left.min(3), shape]));
        add(mix(&[u32::from(self.speaks), left.min(1), past.min(1), shape, word.bracket]));
    }

    /// What stands right before a token that could begin a credit.
    fn opens(&self, at: usize) -> u32 {
        if at == 0 {
            return 1;
        }
        let gap = self.tokens[at].gap as u32;
        let mark = match self.tokens[at - 1].shape {
            Shape::Mark(mark) => mark as u32,
            shape => shape_code(shape),
        };
        mark << 2 | gap
    }

    /// Whether a sentence ends before a token within its segment's reach, and how long it was.
    fn sentence_before(&self, at: usize) -> u32 {
        for back in 1..=8.min(at) {
            let token = &self.tokens[at - back];
            if matches!(token.shape, Shape::Mark('.' | '!' | '?' | '…')) && self.words[at - back].bracket == 0 {
                return 1 + back as u32;
            }
        }
        0
    }

    fn kind_of_line(&self) -> u32 {
        bucket(self.content[self.tokens.len()]) << 4 | bucket(self.tokens.len() as u32)
    }

    /// The place and the features of every token.
    pub fn all(&self) -> impl Iterator<Item = (crate::Span, Vec<Feature>)> {
        (0..self.tokens.len()).map(|at| {
            let mut found = Vec::new();
            self.features(at, |feature| found.push(feature));
            (self.tokens[at].span, found)
        })
    }

    /// Whether a token is a mark.
    /// Whether a token is a lower-case word that says something: nothing that stands in names or in credits.
    pub(super) fn is_content(&self, at: usize) -> bool {
        self.words[at].content
    }

    pub(super) fn is_mark(&self, at: usize) -> bool {
        matches!(self.tokens[at].shape, Shape::Mark(_))
    }

    /// The text that was cut.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// The tables of the house that reads it.
    pub(super) fn house(&self) -> &'t House {
        self.house
    }

    /// Gives the names of the house's tables their field, where they stand in slug or credit and are no part of a longer one.
    pub(super) fn bind_own(&self, labels: &mut [Label]) {
        for (tokens, own) in &self.own {
            let label = labels[tokens.start];
            let ends = |inner: usize, outer: usize| outer >= labels.len() || labels[outer] != labels[inner] || self.is_mark(outer);
            let whole = (tokens.start == 0 || ends(tokens.start, tokens.start - 1)) && ends(tokens.end - 1, tokens.end);
            let said = labels[tokens.clone()].contains(&Label::Body);
            if said || label == Label::Place || !whole {
                continue;
            }
            let [front, behind] = match own {
                Own::Photographer => [Label::SlugPerson, Label::Person],
                Own::Source(SourceKind::StandIn) => [Label::Slug, Label::Credit],
                Own::Source(_) => [Label::SlugAgency, Label::Agency],
            };
            labels[tokens.clone()].fill(if label.is_slug() { front } else { behind });
        }
    }

    /// Whether a token is of the name of an agency or a picture library.
    pub(super) fn is_of_agency(&self, at: usize) -> bool {
        self.words[at].known & known::AGENCY != 0
    }

    /// What some tokens are printed as.
    pub(super) fn printed(&self, tokens: &Range<usize>) -> &'t str {
        &self.text[self.tokens[tokens.start].span.start..self.tokens[tokens.end - 1].span.end]
    }
}

/// Whether a token begins a new segment: the marks that part fields are segments of their own with what follows them.
fn parts(tokens: &[Token], at: usize) -> bool {
    let is_mark = |at: usize| match tokens[at].shape {
        Shape::Mark('-' | '–' | '—') => tokens[at].gap != Gap::None || tokens.get(at + 1).is_none_or(|next| next.gap != Gap::None),
        Shape::Mark(mark) => matches!(mark, '/' | '|' | '(' | ')' | '[' | ']' | ':' | ';' | ',' | '·' | '•' | '©' | '▲'),
        _ => false,
    };
    let ends = |at: usize| matches!(tokens[at].shape, Shape::Mark('.' | '!' | '?' | '…' | '"' | '”' | '»')) && !is_initial(tokens, at);
    is_mark(at) || tokens[at].gap == Gap::Line || ends(at - at.min(1)) && at > 0 && !matches!(tokens[at].shape, Shape::Mark(_))
}

/// Whether a full stop stands behind an initial: `J. Pérez`.
fn is_initial(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at].gap == Gap::None && tokens[at - 1].shape == Shape::Initial
}

fn shape_code(shape: Shape) -> u32 {
    match shape {
        Shape::Lower => 1,
        Shape::Capital => 2,
        Shape::Upper => 3,
        Shape::Initial => 4,
        Shape::Mixed => 5,
        Shape::Number => 6,
        Shape::Handle => 7,
        Shape::Address => 8,
        Shape::Mark(_) => 9,
    }
}

/// Upper bits of [`Word::key`].
const OF_LIST: u32 = 1 << 22;
const OF_NUMBER: u32 = 1 << 20;
const OF_MARK: u32 = 1 << 21;

impl Word {
    fn read(text: &str, token: &Token) -> Self {
        let printed = token.span.of(text);
        match token.shape {
            Shape::Mark(mark) => {
                Self { key: OF_MARK | mark as u32 & 0xffff | u32::from(printed.len() > mark.len_utf8()) << 17, ..Self::default() }
            }
            Shape::Number => {
                let value: u32 = printed.parse().unwrap_or(9999);
                let range = match printed.len() {
                    1 | 2 => u32::from((1..=31).contains(&value)),
                    4 => u32::from((1826..2100).contains(&value)),
                    _ => 0,
                };
                Self { key: OF_NUMBER | (printed.len() as u32).min(15) << 1 | range, ..Self::default() }
            }
            Shape::Handle | Shape::Address => Self { key: 16 + shape_code(token.shape), ..Self::default() },
            shape => Self::of_word(printed, shape),
        }
    }

    fn of_word(printed: &str, shape: Shape) -> Self {
        let folded = fold(printed);
        let mut known = 0;
        let mut listed = false;
        if let Some(kind) = lexicon::credit_word(&folded) {
            known |= match kind {
                CreditWord::Outlet => known::OUTLET_WORD,
                CreditWord::Institution => known::INSTITUTION,
                CreditWord::Notice => 0,
                CreditWord::Lead | CreditWord::Joint | CreditWord::Origin => known::CREDIT,
            };
            listed = true;
        }
        if lexicon::month(&folded).is_some() {
            known |= known::MONTH;
        }
        if lexicon::weekday(&folded).is_some() {
            known |= known::WEEKDAY;
        }
        if lexicon::is_given(&folded) {
            known |= known::GIVEN;
        } else if lexicon::is_name(&folded) {
            known |= known::NAME;
        }
        if lexicon::place(&folded).is_some() {
            known |= known::PLACE;
        }
        let lower = printed.to_lowercase();
        let function = lexicon::function_word(&lower).is_some();
        if function {
            known |= known::FUNCTION;
        }
        let (es, en) = lexicon::vocabulary().counts(&lower);
        if es + en > 20.0 {
            known |= known::COMMON;
        }
        if shape == Shape::Upper && lexicon::is_desk(printed) {
            known |= known::DESK;
        }
        let key = if listed || function && shape == Shape::Lower {
            OF_LIST | mix(&[folded.bytes().fold(7, fnv1a_32)]) & 0xf_ffff | shape_code(shape) << 20 & (1 << 21)
        } else {
            // months and names of days, short and long words apart
            let size = match printed.chars().count() {
                1 => 0,
                2..=3 => 1,
                4..=5 => 2,
                _ => 3,
            };
            32 + shape_code(shape) * 32 + u32::from(known & known::MONTH != 0) * 8 + u32::from(known & known::WEEKDAY != 0) * 16 + size
        };
        let content = shape == Shape::Lower && known & known::CREDIT == 0 && !lexicon::is_particle(&folded) && known & known::MONTH == 0;
        Self { key, known, content, bracket: 0 }
    }
}

/// Marks the names of sources that the tables know, the longest first.
fn mark_sources(text: &str, tokens: &[Token], words: &mut [Word]) {
    let mut at = 0;
    while at < tokens.len() {
        let begins = match tokens[at].shape {
            Shape::Mark(_) | Shape::Handle => false,
            Shape::Lower => {
                words[at].known & (known::CREDIT | known::OUTLET_WORD) != 0
                    || tokens[at].span.end - tokens[at].span.start < 10 && !words[at].content
            }
            Shape::Number => tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Space && next.shape == Shape::Capital),
            _ => true,
        };
        let most = if begins { LONGEST_SOURCE.min(tokens.len() - at) } else { 0 };
        let found = (1..=most).rev().find_map(|count| {
            let last = &tokens[at + count - 1];
            if matches!(last.shape, Shape::Mark(mark) if mark != '+' && mark != '!') {
                return None;
            }
            let printed = &text[tokens[at].span.start..last.span.end];
            (printed.len() < 40).then(|| lexicon::source(printed)).flatten().map(|agency| (count, agency))
        });
        let Some((count, agency)) = found else {
            at += 1;
            continue;
        };
        let kind = known::of(agency.kind);
        words[at].known |= known::BEGINS;
        for word in &mut words[at..at + count] {
            word.known |= kind;
            word.content = false;
        }
        at += count;
    }
}

/// Marks what the house's tables know, the longest names first, and gives the names.
fn mark_own(text: &str, tokens: &[Token], words: &mut [Word], house: &House) -> Vec<(Range<usize>, Own)> {
    let (mut own, mut at) = (Vec::new(), 0);
    if !house.has_names() {
        return own;
    }
    while at < tokens.len() {
        if tokens[at].shape == Shape::Upper && house.is_desk(tokens[at].span.of(text)) {
            words[at].known |= known::DESK;
        }
        let most = if matches!(tokens[at].shape, Shape::Mark(_)) { 0 } else { house.longest().min(tokens.len() - at) };
        let found = (1..=most).rev().find_map(|count| {
            let printed = &text[tokens[at].span.start..tokens[at + count - 1].span.end];
            Some((count, house.own(printed)?))
        });
        let Some((count, name)) = found else {
            at += 1;
            continue;
        };
        let (first, every) = match name {
            Own::Photographer => (0, known::GIVEN),
            Own::Source(kind) => (known::BEGINS, known::of(kind)),
        };
        words[at].known |= first;
        for word in &mut words[at..at + count] {
            word.known |= every;
            word.content = false;
        }
        own.push((at..at + count, name));
        at += count;
    }
    own
}

/// Marks what stands in brackets: 1 inside, 2 inside the last one of the line, 3 in one that is never closed.
fn mark_brackets(tokens: &[Token], words: &mut [Word]) {
    // behind the last word all is marks
    let end = tokens.iter().rposition(|token| !matches!(token.shape, Shape::Mark(_))).unwrap_or_default();
    let mut open: Option<usize> = None;
    for at in 0..tokens.len() {
        match tokens[at].shape {
            Shape::Mark('(' | '[') if open.is_none() => open = Some(at),
            Shape::Mark(')' | ']') => {
                if let Some(start) = open.take() {
                    let last = 1 + u32::from(at > end);
                    words[start..=at].iter_mut().for_each(|word| word.bracket = last);
                }
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        words[start..].iter_mut().for_each(|word| word.bracket = 3);
    }
}
