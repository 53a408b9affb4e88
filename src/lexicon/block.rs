//! The vocabulary of both languages as one block of bytes with its hash table, made at build time (`build.rs` includes this
//! file), so that no start pays for reading `translations.csv`.
//!
//! All numbers little-endian 32 bits: the count of words n, of slots s (a power of two) and of translations t; the slots (a word's
//! number + 1, 0 for an empty one); for each word the end of its text, the end of its translations, how often it was seen in
//! Spanish and in English; for each translation a word's number and the probability; the words' text.

use crate::text::hash::{FNV_BASIS_32, fnv1a_32};
use std::collections::BTreeMap;

/// A word while the block is made.
#[derive(Default)]
#[allow(dead_code)] // only build.rs makes blocks
pub(crate) struct Entry {
    /// How often it was seen in Spanish and in English.
    pub(crate) counts: [f32; 2],
    /// English words with their probabilities, likeliest first.
    pub(crate) translations: Vec<(String, f32)>,
}

fn hash(word: &str) -> usize {
    word.bytes().fold(FNV_BASIS_32, fnv1a_32) as usize
}

/// Makes the block. Every translation must be an entry of its own.
#[allow(dead_code)] // only build.rs makes blocks
pub(crate) fn compile(words: &BTreeMap<String, Entry>) -> Vec<u8> {
    let numbers: BTreeMap<&str, u32> = words.keys().map(String::as_str).zip(0..).collect();
    let slots = (words.len() * 2).next_power_of_two();
    let mut table = vec![0_u32; slots];
    let (mut entries, mut translations, mut text) = (Vec::new(), Vec::new(), Vec::new());
    for (word, entry) in words {
        let mut at = hash(word) & (slots - 1);
        while table[at] != 0 {
            at = (at + 1) & (slots - 1);
        }
        table[at] = numbers[word.as_str()] + 1;
        text.extend(word.as_bytes());
        for (english, probability) in &entry.translations {
            translations.extend([numbers[english.as_str()], probability.to_bits()]);
        }
        entries.extend([text.len() as u32, translations.len() as u32 / 2, entry.counts[0].to_bits(), entry.counts[1].to_bits()]);
    }
    let head = [words.len() as u32, slots as u32, translations.len() as u32 / 2];
    let numbers = head.into_iter().chain(table).chain(entries).chain(translations);
    numbers.flat_map(u32::to_le_bytes).chain(text).collect()
}

/// A word of the block, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(unreachable_pub)] // private in build.rs
pub struct WordId(u32);

/// A block, read in place.
#[allow(dead_code)] // build.rs reads none
pub(crate) struct Block {
    bytes: &'static [u8],
    words: usize,
    slots: usize,
    translations: usize,
}

#[allow(dead_code)] // build.rs reads none
impl Block {
    /// `bytes` come from [`compile`].
    pub(crate) fn new(bytes: &'static [u8]) -> Self {
        let mut block = Self { bytes, words: 0, slots: 0, translations: 0 };
        [block.words, block.slots, block.translations] = [0, 1, 2].map(|at| block.number(at) as usize);
        block
    }

    fn number(&self, at: usize) -> u32 {
        let bytes = &self.bytes[at * 4..at * 4 + 4];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    /// A field of a word: end of text, end of translations, counts.
    fn field(&self, word: usize, field: usize) -> u32 {
        self.number(3 + self.slots + word * 4 + field)
    }

    fn text(&self, word: usize) -> &'static [u8] {
        let base = (3 + self.slots + self.words * 4 + self.translations * 2) * 4;
        let start = if word == 0 { 0 } else { self.field(word - 1, 0) as usize };
        &self.bytes[base + start..base + self.field(word, 0) as usize]
    }

    /// The number of a word.
    pub(crate) fn find(&self, word: &str) -> Option<WordId> {
        let mut at = hash(word) & (self.slots - 1);
        loop {
            let number = self.number(3 + at).checked_sub(1)?;
            if self.text(number as usize) == word.as_bytes() {
                return Some(WordId(number));
            }
            at = (at + 1) & (self.slots - 1);
        }
    }

    /// How often a word was seen in Spanish and in English.
    pub(crate) fn counts(&self, word: WordId) -> (f32, f32) {
        let count = |field| f32::from_bits(self.field(word.0 as usize, field));
        (count(2), count(3))
    }

    /// Its English translations with their probabilities.
    pub(crate) fn translations(&self, word: WordId) -> impl Iterator<Item = (WordId, f32)> + '_ {
        let word = word.0 as usize;
        let start = if word == 0 { 0 } else { self.field(word - 1, 1) as usize };
        let base = 3 + self.slots + self.words * 4;
        (start..self.field(word, 1) as usize).map(move |at| {
            let place = base + at * 2;
            (WordId(self.number(place)), f32::from_bits(self.number(place + 1)))
        })
    }
}
