//! Names in running text: runs of words with a capital, without offices, institutions and words that open a sentence.

use super::reading::Reading;
use crate::lexicon::{self, vocabulary};
use crate::span::Span;
use crate::text::word::Word;
use crate::text::{is_capitalised, is_upper};
use std::ops::Range;

/// A name as printed: words of a text, with particles between them. At least one word is no particle.
pub(crate) struct Mention {
    range: Range<usize>,
}

impl Mention {
    /// The numbers of its words.
    pub(crate) fn range(&self) -> &Range<usize> {
        &self.range
    }

    /// Its words, particles aside.
    pub(crate) fn words<'s, 'a>(&self, side: &'s Reading<'a>) -> Vec<&'s Word<'a>> {
        side.words[self.range.clone()].iter().filter(|w| !lexicon::is_spanish_particle(&w.lower)).collect()
    }

    /// The same, folded.
    pub(crate) fn folded<'s>(&self, side: &'s Reading) -> Vec<&'s str> {
        self.words(side).into_iter().map(|w| w.folded.as_str()).collect()
    }

    pub(crate) fn span(&self, side: &Reading) -> Span {
        Span::new(side.words[self.range.start].span.start, side.words[self.range.end - 1].span.end)
    }

    /// Whether it starts with a given name and goes on, and is no place.
    pub(crate) fn is_person(&self, side: &Reading) -> bool {
        const TITLES: &[&str] = &["san", "santa", "santo", "reina", "rey", "don", "virgen"];
        let words = self.words(side);
        let place = (0..words.len()).any(|from| {
            (from + 2..=words.len()).any(|to| {
                let text = &side.text[words[from].span.start - side.span.start..words[to - 1].span.end - side.span.start];
                lexicon::place(text).is_some()
            })
        });
        let known = |w: &&Word| lexicon::name_form(&w.folded).is_some();
        let named = lexicon::is_given(&words[0].folded)
            || words[1..].iter().any(known) && words.iter().all(|w| !is_common(w, true) && !is_common(w, false));
        words.len() > 1 && !place && named && !TITLES.contains(&words[0].folded.as_str()) && words[1..].iter().all(|w| w.folded.len() > 2)
    }
}

/// Whether a word with a capital is a part of a name, not the first word of a sentence.
pub(crate) fn may_be_name(side: &Reading, at: usize) -> bool {
    let word = &side.words[at];
    is_capitalised(word.text)
        && word.text.len() > 2
        && (!side.opens_sentence(at) || lexicon::is_name(&word.folded) || lexicon::is_given_anywhere(&word.folded) || is_unheard(side, at))
        && !is_office_word(word)
}

/// Whether a word that opens a sentence is none of either language, and another capital that is no given name follows: `Pánfilo Cuamatzi`,
/// not `Diver Ana`.
fn is_unheard(side: &Reading, at: usize) -> bool {
    let next = || &side.words[at + 1];
    let followed = side.joined(at + 1) && is_capitalised(next().text) && !lexicon::is_given_anywhere(&next().folded);
    followed && vocabulary().find(&side.words[at].lower).is_none()
}

fn is_office_word(word: &Word) -> bool {
    lexicon::cue(&word.lower).is_some() && !lexicon::is_name(&word.folded)
}

/// The names of a side, in order.
pub(crate) fn find(side: &Reading) -> Vec<Mention> {
    let count = side.words.len();
    let mut taken = vec![false; count];
    for (_, range) in side.institutions() {
        taken[range.clone()].fill(true);
    }
    let starts =
        |at: usize| may_be_name(side, at) && !taken[at] && !is_upper(side.words[at].text) && !is_common(&side.words[at], side.spanish);
    let goes_on = |at: usize| {
        let word = &side.words[at];
        let roman = word.text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        !taken[at] && is_capitalised(word.text) && (!is_upper(word.text) || roman) && !is_office_word(word)
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < count {
        if !starts(at) {
            at += 1;
            continue;
        }
        let (mut end, mut ahead) = (at + 1, at + 1);
        while ahead < count && side.between(&side.words[ahead - 1], &side.words[ahead]) == " " {
            let particle = lexicon::is_spanish_particle(side.words[ahead].text) && side.words[ahead].text != "y";
            if goes_on(ahead) {
                end = ahead + 1;
            } else if !particle || ahead - end > 1 {
                break;
            }
            ahead += 1;
        }
        // `Juan Villoro’s`: what follows is another's
        let mention = Mention { range: at..end };
        // `prensa,Del subsecretario`
        if !mention.words(side).is_empty() {
            found.push(mention);
        }
        at = end;
    }
    found
}

/// A word of the language that happens to have a capital: `Senator`, `Basilica`.
fn is_common(word: &Word, spanish: bool) -> bool {
    let (es, en) = vocabulary().counts(&word.lower);
    let saint = matches!(word.folded.as_str(), "san" | "santa" | "santo");
    (if spanish { es } else { en }) >= 20.0 && !lexicon::is_name(&word.folded) && !saint
}

/// The first person whom only this side names.
pub(crate) fn only(side: &Reading, other: &Reading) -> Option<Span> {
    let there = |word: &str| other.words.iter().any(|w| w.folded == word || word.len() > 4 && lexicon::within_one_slip(&w.folded, word));
    let person = |m: &&Mention| m.is_person(side) && !m.folded(side).iter().any(|word| there(word));
    side.mentions().iter().find(person).map(|m| m.span(side))
}

/// Two names, one of each side, that are alike and not the same.
pub(crate) enum Alike<'s, 'a> {
    /// These two words are one letter apart, the others are the same.
    Slip { es: &'s Word<'a>, en: &'s Word<'a> },
    /// One is the start of the other.
    Part { long: Span, short: Span },
}

impl<'s, 'a> Alike<'s, 'a> {
    fn of(es: &'s Reading<'a>, en: &'s Reading<'a>, a: &Mention, b: &Mention) -> Option<Self> {
        slip(&a.words(es), &b.words(en)).or_else(|| part((es, a), (en, b)).map(|(long, short)| Self::Part { long, short }))
    }
}

/// The names of a pair that are alike, by their numbers: the Spanish each once.
pub(crate) fn pairs(es: &Reading, en: &Reading) -> Vec<(usize, usize)> {
    let (source, target) = (es.mentions(), en.mentions());
    let printed = |mentions: &[Mention], side: &Reading, name: &[&str]| mentions.iter().any(|m| m.folded(side) == name);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for (at, a) in source.iter().enumerate() {
        let left = a.folded(es);
        if printed(target, en, &left) {
            continue;
        }
        for (there, b) in target.iter().enumerate() {
            let right = b.folded(en);
            if left.len() < 2 || right.len() < 2 || printed(source, es, &right) || said.contains(&left.join(" ")) {
                continue;
            }
            if Alike::of(es, en, a, b).is_some() {
                said.push(left.join(" "));
                found.push((at, there));
            }
        }
    }
    found
}

/// What [`pairs`] found, told apart.
pub(crate) fn alike<'s, 'a>(es: &'s Reading<'a>, en: &'s Reading<'a>, pairs: &'s [(usize, usize)]) -> impl Iterator<Item = Alike<'s, 'a>> {
    pairs.iter().filter_map(|&(a, b)| Alike::of(es, en, &es.mentions()[a], &en.mentions()[b]))
}

/// The words of two names that are one slip of the keyboard apart, where all others are the same: one person, whatever may explain the slip.
pub(crate) fn misspelt<'s, 'a>(left: &[&'s Word<'a>], right: &[&'s Word<'a>]) -> Option<(&'s Word<'a>, &'s Word<'a>)> {
    if left.len() != right.len() || left.len() < 2 {
        return None;
    }
    let mut apart = left.iter().zip(right).filter(|(a, b)| a.folded != b.folded);
    let (Some((a, b)), None) = (apart.next(), apart.next()) else { return None };
    let both_known = lexicon::is_name(&a.folded) && lexicon::is_name(&b.folded);
    (a.folded.len() > 4 && !both_known && lexicon::within_one_slip(&a.folded, &b.folded)).then_some((*a, *b))
}

fn slip<'s, 'a>(left: &[&'s Word<'a>], right: &[&'s Word<'a>]) -> Option<Alike<'s, 'a>> {
    if left.len() != right.len() {
        return None;
    }
    let apart: Vec<usize> = (0..left.len()).filter(|&at| left[at].folded != right[at].folded).collect();
    let [at] = apart[..] else { return None };
    let mexican = (0..left.len()).any(|i| i != at && lexicon::is_name(&left[i].folded));
    same_but_for_a_slip(&left[at].folded, &right[at].folded, mexican).then(|| Alike::Slip { es: left[at], en: right[at] })
}

/// The longer and the shorter, where one is the start of the other.
fn part((es, a): (&Reading, &Mention), (en, b): (&Reading, &Mention)) -> Option<(Span, Span)> {
    let (left, right) = (a.folded(es), b.folded(en));
    let (places, (all, few)) = if right.len() < left.len() || right.len() == left.len() && right.concat().len() < left.concat().len() {
        ((a.span(es), b.span(en)), (&left, &right))
    } else {
        ((b.span(en), a.span(es)), (&right, &left))
    };
    let dropped = few.len() < all.len() && all.starts_with(few);
    let last = few.len() - 1;
    let cut = few.len() == all.len() && all[..last] == few[..last] && few[last].len() > 3 && all[last].starts_with(few[last]);
    let extra = |word: &&str| lexicon::is_name(word) || vocabulary().find(word).is_none();
    let person = lexicon::is_given(all[0]) || lexicon::name_form(all[all.len() - 1]).is_some();
    (person && (cut || dropped && all[few.len()..].iter().all(extra))).then_some(places)
}

/// Whether two folded words are one name with a slip of the keyboard, not two ways to write a foreign sound; of a `mexican` name, every
/// slip counts.
fn same_but_for_a_slip(a: &str, b: &str, mexican: bool) -> bool {
    if a.len().min(b.len()) < 4 || !lexicon::within_one_slip(a, b) || a.as_bytes()[0] != b.as_bytes()[0] {
        return false;
    }
    // Laura and Lauro, Mario and María are two people
    if lexicon::is_name(a) && lexicon::is_name(b) {
        return false;
    }
    mexican || lexicon::is_name(a) || lexicon::is_name(b) || sounds(a) != sounds(b)
}

/// A name without what transcriptions differ in.
fn sounds(name: &str) -> String {
    let mut heard: Vec<char> = Vec::new();
    for c in name.chars() {
        let c = match c {
            'y' | 'j' => 'i',
            'k' | 'q' => 'c',
            'w' => 'v',
            'z' => 's',
            'o' | 'e' | 'u' => 'a',
            c => c,
        };
        if c != 'h' && heard.last() != Some(&c) {
            heard.push(c);
        }
    }
    heard.into_iter().collect()
}
