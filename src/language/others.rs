//! Whether a text is in another language than Spanish and English.
//!
//! Its words say it by how they look: a softmax over eleven groups of languages (Spanish, English, the neighbours of Spanish one by one,
//! the Germanic and the Slavic languages, all others together), to which each word by itself and every one to four letters of it,
//! edges included, add what they speak for. `scripts/dev fit languages` fits the table. Beside this, by whether Spanish has them.

use super::function_words::Counted;
use crate::lexicon::{is_name, vocabulary};
use crate::text::hash::{FNV_BASIS_32, fnv1a_32};

/// Natural log odds that a text is in neither language, with what is known beforehand. Above 0: it is in another.
pub(super) struct Others {
    /// Where of the two only Spanish comes into question.
    pub(super) not_spanish: f32,
    /// Where only English does.
    pub(super) not_english: f32,
}

/// Pages are English with Spanish captions: the others have to show themselves.
const PRIOR: f32 = 3.0;

/// Names look like any language. Each, up to so many, asks for more.
const PER_NAME: f32 = 0.7;
const MOST_NAMES: usize = 4;

/// A word of three letters or more that the Spanish vocabulary lacks,
const UNKNOWN: f32 = 1.6;
/// and one with a letter that no Spanish word has.
const STRANGE_LETTER: f32 = 2.0;

/// Words that weigh less are parts of names, or quoted.
const SAID: f32 = 0.3;

/// Weighs the words of a text against both languages.
pub(super) fn read(words: &[Counted]) -> Others {
    let mut sums = row(ROWS).map(f32::from);
    let (mut strange, mut names) = (0.0, 0);
    for word in words {
        // a line opens with a word of its language or with a name
        let opens = word.name && word.weight > 0.1;
        let weight = if word.name { (word.weight * 2.0).min(1.0) } else { word.weight };
        names += usize::from(word.name && !opens);
        let steps = looks(&word.word.lower, word.name);
        sums.iter_mut().zip(steps).for_each(|(sum, steps)| *sum += steps * weight);
        if weight > SAID && !(word.name && is_name(&word.word.folded)) {
            strange += strangeness(word) * weight;
        }
    }
    let sums = sums.map(|sum| sum / STEPS_TO_THE_UNIT);
    let others = log_sum_exp(&sums[2..]);
    let prior = PRIOR + names.min(MOST_NAMES) as f32 * PER_NAME;
    Others { not_spanish: others - sums[SPANISH] + strange - prior, not_english: others - sums[ENGLISH] - prior }
}

/// How little a word can be Spanish.
fn strangeness(word: &Counted) -> f32 {
    let mut letters = word.word.lower.chars().filter(|c| c.is_alphabetic());
    let unknown = !word.name && word.word.lower.chars().nth(2).is_some() && vocabulary().counts(&word.word.lower).0 == 0.0;
    let has_strange = letters.any(|c| !c.is_ascii() && !"áéíóúüñªº".contains(c));
    f32::from(u8::from(unknown)) * UNKNOWN + f32::from(u8::from(has_strange)) * STRANGE_LETTER
}

fn log_sum_exp(values: &[f32]) -> f32 {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    most + values.iter().map(|value| (value - most).exp()).sum::<f32>().ln()
}

/// Spanish, English, the others.
const GROUPS: usize = 11;
const SPANISH: usize = 0;
const ENGLISH: usize = 1;
const ROWS: usize = 1 << 15;
const LONGEST: usize = 4;
const STEPS_TO_THE_UNIT: f32 = 32.0;

/// For each hashed run of letters what it says for each group; the last row holds for every text.
static TABLE: &[u8; (ROWS + 1) * GROUPS] = include_bytes!("../../data/model/languages.bin");

/// What may be a name says no more than this for another language, in steps.
const MOST_OF_NAME: i32 = 4 * STEPS_TO_THE_UNIT as i32;

/// What a lower-case word says for each group, in steps.
fn looks(word: &str, name: bool) -> [f32; GROUPS] {
    let mut sums = [0; GROUPS];
    word.split('-').filter(|part| !part.is_empty()).for_each(|part| add(part, &mut sums));
    if name {
        let most = sums[SPANISH].max(sums[ENGLISH]) + MOST_OF_NAME;
        sums = sums.map(|sum| sum.min(most));
    }
    sums.map(|sum| sum as f32)
}

fn add(word: &str, sums: &mut [i32; GROUPS]) {
    let mut say = |hash: u32| {
        let steps = row((hash ^ hash >> 16) as usize % ROWS);
        sums.iter_mut().zip(steps).for_each(|(sum, steps)| *sum += i32::from(steps));
    };
    say(word.bytes().fold(fnv1a_32(FNV_BASIS_32, b'='), fnv1a_32));
    let mut rest = std::iter::once('<').chain(word.chars()).chain(std::iter::once('>'));
    loop {
        let mut hash = FNV_BASIS_32;
        for (at, c) in rest.clone().take(LONGEST).enumerate() {
            hash = c.encode_utf8(&mut [0; 4]).bytes().fold(hash, fnv1a_32);
            // an edge alone says nothing
            if at > 0 || !matches!(c, '<' | '>') {
                say(hash);
            }
        }
        if rest.next().is_none() {
            return;
        }
    }
}

fn row(number: usize) -> [i8; GROUPS] {
    let start = number * GROUPS;
    std::array::from_fn(|group| TABLE[start + group] as i8)
}
