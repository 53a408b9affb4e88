//! What a text says, word by word, and how much of it another text says.

use crate::facts::numbers::{self, Part};
use crate::lexicon::{self, WordId, vocabulary};
use crate::span::Span;
use crate::text::word::{self, Word};
use crate::text::{calm, fold, is_capitalised, sentences};
use std::collections::HashMap;

/// What kind of thing a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word that is no name.
    Word,
    /// A part of a name, folded.
    Name,
    /// An institution, office or term of the glossary.
    Institution(usize),
    /// A number without separators, or a number word.
    Number,
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    /// Lower-case; a number as its digits.
    lower: String,
    folded: String,
    /// Its number in the vocabulary.
    word: Option<WordId>,
    /// How much it says, 0..=1: rare words more than common ones.
    weight: f32,
    /// The number of its sentence.
    sentence: usize,
    /// The place in the text.
    span: Span,
}

impl Token {
    fn head(&self) -> u8 {
        match self.kind {
            Kind::Institution(_) => b'I',
            Kind::Number => b'N',
            // no capital
            Kind::Word | Kind::Name => self.folded.as_bytes().first().copied().unwrap_or_default(),
        }
    }
}

/// A text, read once and compared often.
#[derive(Debug, Clone)]
pub(super) struct Content {
    tokens: Vec<Token>,
    /// What each token begins with: two that are the same begin alike.
    heads: Vec<u8>,
    /// Its sentences, as places in the text.
    pub(super) sentences: Vec<Span>,
    /// Its length in characters.
    pub(super) length: usize,
    /// Known words, each with the numbers of its tokens.
    index: HashMap<WordId, Vec<usize>>,
}

/// Rare words say more: 1 for a word never seen, 0 for `de` and `the`.
fn rarity(count: f32) -> f32 {
    (1.0 - (1.0 + count).ln() / 9.0).clamp(0.0, 1.0).powi(2)
}

/// No caption, and hardly a paragraph, is longer.
const MOST: usize = 1 << 13;

impl Content {
    /// Reads a text in Spanish, or in English.
    ///
    /// Of a long text only the first `MOST` bytes: what is compared word by word must have an end.
    pub(super) fn of(text: &str, spanish: bool) -> Self {
        let text = &*calm(&text[..text.floor_char_boundary(MOST)]);
        let sentences = sentences(text);
        let mut content = Self { tokens: Vec::new(), heads: Vec::new(), length: text.chars().count(), index: HashMap::new(), sentences };
        for number in 0..content.sentences.len() {
            content.read(text, number, spanish);
        }
        content.heads = content.tokens.iter().map(Token::head).collect();
        for (at, token) in content.tokens.iter().enumerate() {
            if let Some(word) = token.word {
                content.index.entry(word).or_default().push(at);
            }
        }
        content
    }

    fn read(&mut self, text: &str, sentence: usize, spanish: bool) {
        let place = self.sentences[sentence];
        let sentence_text = place.of(text);
        let words: Vec<Word> = word::read(sentence_text).collect();
        let found: Vec<&str> = words.iter().map(|word| word.whole().of(sentence_text)).collect();
        let institutions = lexicon::glossary().find(&found);
        let mut at = 0;
        while at < found.len() {
            if let Some((number, range)) = institutions.iter().find(|(_, range)| range.start == at) {
                let span = Span::new(words[at].span.start, words[range.end - 1].whole().end).shifted(place.start);
                let lower = span.of(text).to_lowercase();
                self.tokens.push(Token {
                    kind: Kind::Institution(*number),
                    folded: String::new(),
                    word: None,
                    lower,
                    weight: 1.0,
                    sentence,
                    span,
                });
                at = range.end;
                continue;
            }
            let Word { text: word, lower, folded, .. } = words[at].clone();
            let span = words[at].whole().shifted(place.start);
            let known = vocabulary().find(&lower);
            let (in_spanish, in_english) = known.map_or((0.0, 0.0), |known| vocabulary().counts_of(known));
            let count = if spanish { in_spanish } else { in_english };
            let named = is_capitalised(word) && word.len() > 1 && (at > 0 || count < 2.0 || lexicon::is_name(&folded));
            let token = move |kind, lower: String, weight| {
                // a number's word is that of its digits
                let word = if kind == Kind::Number { vocabulary().find(&lower) } else { known };
                Token { kind, folded, word, lower, weight, sentence, span }
            };
            self.tokens.push(match number(&lower, spanish) {
                Some(number) => token(Kind::Number, number, 0.7),
                None if named => token(Kind::Name, lower, 0.7),
                None => token(Kind::Word, lower, rarity(count)),
            });
            at += 1;
        }
    }

    /// How many words it has; a term of several words is one.
    pub(super) fn size(&self) -> usize {
        self.tokens.len()
    }

    /// How much of what is said, names aside, is said by the other side; of one sentence or of all. 1 where nothing is said.
    pub(super) fn covered(&self, hits: &[f32], sentence: Option<usize>) -> f32 {
        self.share(hits, |t| t.kind != Kind::Name && sentence.is_none_or(|s| t.sentence == s)).unwrap_or(1.0)
    }

    /// The share of names and institutions that the other side has; `None` where there are none.
    pub(super) fn named(&self, hits: &[f32]) -> Option<f32> {
        self.share(hits, |t| matches!(t.kind, Kind::Name | Kind::Institution(_)))
    }

    /// The share of numbers that the other side has; `None` where there are none.
    pub(super) fn numbered(&self, hits: &[f32]) -> Option<f32> {
        self.share(hits, |t| t.kind == Kind::Number)
    }

    fn share(&self, hits: &[f32], wanted: impl Fn(&Token) -> bool) -> Option<f32> {
        let (mut all, mut said) = (0.0, 0.0);
        for (token, hit) in self.tokens.iter().zip(hits).filter(|(t, _)| wanted(t)) {
            all += token.weight;
            said += token.weight * hit;
        }
        (all > 0.0).then(|| said / all)
    }

    /// The places of what says something and has nothing on the other side.
    pub(super) fn uncovered(&self, hits: &[f32]) -> Vec<Span> {
        self.tokens.iter().zip(hits).filter(|(t, hit)| **hit < 0.2 && t.weight > 0.3).map(|(t, _)| t.span).collect()
    }

    /// The stretches in which no word that says something has anything on the other side. A few words alone are mostly synonyms, and
    /// none.
    pub(super) fn stretches(&self, hits: &[f32]) -> Vec<Span> {
        const LEAST: usize = 3;
        /// What weighs less, like `of`, joins what it stands between.
        const LIGHT: f32 = 0.1;
        let mut found = Vec::new();
        let mut open: Option<(Span, usize)> = None;
        for (token, hit) in self.tokens.iter().zip(hits) {
            match (&mut open, token.weight < LIGHT, *hit < 0.2) {
                (_, true, _) => {}
                (Some((span, words)), false, true) => (span.end, *words) = (token.span.end, *words + 1),
                (None, false, true) => open = Some((token.span, 1)),
                (_, false, false) => found.extend(open.take()),
            }
        }
        found.extend(open);
        found.into_iter().filter(|(_, words)| *words >= LEAST).map(|(span, _)| span).collect()
    }

    /// Kind and place of each word.
    pub(super) fn told(&self) -> impl Iterator<Item = (&Kind, Span)> {
        self.tokens.iter().map(|token| (&token.kind, token.span))
    }
}

/// For each token of both sides, how sure it is that the other side says it: 0..=1.
#[derive(Debug, Clone)]
pub(super) struct Overlap {
    pub(super) source: Vec<f32>,
    pub(super) target: Vec<f32>,
}

/// Compares a Spanish text with an English one, word by word.
pub(super) fn overlap(es: &Content, en: &Content) -> Overlap {
    let mut found = Overlap { source: vec![0.0; es.tokens.len()], target: vec![0.0; en.tokens.len()] };
    let mut hit = |source: usize, target: usize, value: f32| {
        found.source[source] = value.max(found.source[source]);
        found.target[target] = value.max(found.target[target]);
    };
    for (at, token) in es.tokens.iter().enumerate() {
        for (word, probability) in token.word.into_iter().flat_map(|word| vocabulary().translations(word)) {
            for &target in en.index.get(&word).map_or(&[][..], Vec::as_slice) {
                hit(at, target, (probability * 4.0).min(1.0));
            }
        }
        for target in memchr::memchr_iter(es.heads[at], &en.heads) {
            if same(token, &en.tokens[target]) {
                hit(at, target, 1.0);
            }
        }
    }
    found
}

/// How much of both sides the other has, by weight of the words; 0 where nothing is said.
pub(super) fn both(es: &Content, en: &Content, found: &Overlap) -> f32 {
    let (mut all, mut said) = (0.0, 0.0);
    for (token, hit) in es.tokens.iter().zip(&found.source).chain(en.tokens.iter().zip(&found.target)) {
        all += token.weight;
        said += token.weight * hit;
    }
    if all > 0.0 { said / all } else { 0.0 }
}

/// Of two that begin alike: the same number, institution or name; cognates; one slip apart.
fn same(a: &Token, b: &Token) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Institution(a), Kind::Institution(b)) => a == b,
        (Kind::Institution(_), _) | (_, Kind::Institution(_)) => false,
        (Kind::Number, _) | (_, Kind::Number) => a.kind == b.kind && a.lower == b.lower,
        _ => a.folded == b.folded || alike(&a.folded, &b.folded),
    }
}

/// Cognates and names with a slip, of two words that begin alike: they share their first letters, or are one slip apart.
fn alike(a: &str, b: &str) -> bool {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if shorter < 5 {
        return false;
    }
    let head = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    head * 10 >= longer * 6 && head >= 5 || (shorter >= 6 && lexicon::within_one_slip(a, b))
}

/// A number without its separators, or a number word.
fn number(lower: &str, spanish: bool) -> Option<String> {
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        let figures = lower.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let digits: String = figures.filter(char::is_ascii_digit).collect();
        let bare = digits.trim_start_matches('0');
        return Some(if bare.is_empty() { "0".to_owned() } else { bare.to_owned() });
    }
    let word = fold(lower);
    let counts = |part: &Part| matches!(part, Part::Small | Part::Scale | Part::Collective);
    let value = numbers::parts(&word, spanish).iter().find(|(part, value)| counts(part) && *value > 1.0)?.1;
    Some(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_nothing_on_the_other_side() {
        let (spanish, english) = (
            "El secretario de Gobernación inauguró dos parques en Reynosa con los vecinos.",
            "The Interior Secretary opened 2 parks in Reynosa and promised schools.",
        );
        let (es, en) = (Content::of(spanish, true), Content::of(english, false));
        let found = overlap(&es, &en);
        let missing: Vec<&str> = es.uncovered(&found.source).into_iter().map(|s| s.of(spanish)).collect();
        assert!(missing.contains(&"vecinos") && !missing.contains(&"parques") && !missing.contains(&"dos"), "{missing:?}");
        let added: Vec<&str> = en.uncovered(&found.target).into_iter().map(|s| s.of(english)).collect();
        assert!(added.contains(&"schools") && !added.contains(&"Reynosa"), "{added:?}");
        assert_eq!(es.numbered(&found.source), Some(1.0));
        assert!(en.covered(&found.target, None) > 0.4);
    }

    #[test]
    fn numbers_agree_in_figures_and_words() {
        assert_eq!(number("1.000", true), number("1,000", false));
        assert_eq!(number("06", false), number("seis", true));
        assert_eq!(number("casa", true), None);
    }
}
