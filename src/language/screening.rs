//! Screening: most lines of an English page are told apart by their bytes and need nothing else.
//!
//! Bytes are read once; each word of up to eight letters is looked up as one number. A text with some English function words and not
//! one lower-case word of another language is English. Anything else is left to the slower voices.

use super::Language;
use crate::lexicon::{self, vocabulary};
use std::sync::LazyLock;

/// Whether the text is English beyond doubt. `false` says nothing.
pub fn surely_english(text: &str) -> bool {
    let seen = look(text.as_bytes());
    seen.strange == 0 && seen.english >= 3 && seen.english * 8 >= seen.words && seen.beyond_ascii * 10 <= text.len()
}

/// Whether no lower-case word of the text is one that another language has and English has not: nowhere in it is a sentence of another
/// language, but for one of a few words.
pub fn nothing_strange(text: &str) -> bool {
    look(text.as_bytes()).strange == 0
}

/// Whether a text may have something in another language than English, as [`nothing_strange`] tells, and something in English.
pub fn languages_seen(text: &str) -> [bool; 2] {
    let seen = look(text.as_bytes());
    [seen.strange > 0, seen.english > 0]
}

#[derive(Default)]
struct Seen {
    words: usize,
    /// English function words.
    english: usize,
    /// Lower-case words that another language has and English has not, or with a letter that English has not.
    strange: usize,
    /// Bytes.
    beyond_ascii: usize,
}

fn look(bytes: &[u8]) -> Seen {
    let table = &*TABLE;
    let mut seen = Seen::default();
    let mut word = Word::default();
    for &byte in bytes {
        match CLASS[byte as usize] {
            0 => {
                seen.count(&word, table);
                word = Word::default();
            }
            BEYOND => {
                seen.beyond_ascii += 1;
                word.beyond = true;
            }
            letter => {
                // more than eight letters run out at the top; the length tells
                word.key = word.key << 8 | u64::from(letter);
                word.letters += 1;
                if word.letters == 1 {
                    word.lower = byte == letter && !word.beyond;
                }
            }
        }
    }
    seen.count(&word, table);
    seen
}

/// A run of letters.
#[derive(Default)]
struct Word {
    key: u64,
    letters: usize,
    lower: bool,
    beyond: bool,
}

impl Seen {
    fn count(&mut self, word: &Word, table: &Table) {
        if word.letters == 0 {
            return;
        }
        self.words += 1;
        if word.beyond {
            self.strange += usize::from(word.lower);
        } else if word.letters <= 8 {
            match table.find(word.key) {
                Some(Language::English) => self.english += 1,
                Some(_) => self.strange += usize::from(word.lower),
                None => {}
            }
        }
    }
}

/// Byte of a character beyond ASCII.
const BEYOND: u8 = 0x80;

/// For each byte: 0 between words, the lower-case letter, or [`BEYOND`].
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b if b.is_ascii_alphabetic() => b.to_ascii_lowercase(),
            b if b >= 0x80 => BEYOND,
            _ => 0,
        };
        byte += 1;
    }
    class
};

const SLOTS: usize = 1 << 12;

/// Words by their letters; open addressing.
struct Table {
    keys: Box<[u64; SLOTS]>,
    english: Box<[bool; SLOTS]>,
}

impl Table {
    fn slot(key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize
    }

    fn add(&mut self, word: &str, language: Language) {
        if word.len() > 8 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let key = word.bytes().fold(0, |key, b| key << 8 | u64::from(b));
        let mut slot = Self::slot(key);
        while self.keys[slot] != 0 && self.keys[slot] != key {
            slot = (slot + 1) % SLOTS;
        }
        self.keys[slot] = key;
        self.english[slot] = language == Language::English;
    }

    fn find(&self, key: u64) -> Option<Language> {
        let mut slot = Self::slot(key);
        while self.keys[slot] != 0 {
            if self.keys[slot] == key {
                return Some(if self.english[slot] { Language::English } else { Language::Other });
            }
            slot = (slot + 1) % SLOTS;
        }
        None
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { keys: Box::new([0; SLOTS]), english: Box::new([false; SLOTS]) };
    for (word, rates) in lexicon::function_words() {
        let [english, others @ ..] = rates;
        let most = others.iter().copied().fold(0.0, f32::max);
        if *english >= 0.3 && *english > most * 10.0 {
            table.add(word, Language::English);
        } else if *english == 0.0 && (word.len() > 1 || word == "y") && vocabulary().counts(word).1 < 2.0 {
            table.add(word, Language::Other);
        }
    }
    for (word, language) in lexicon::cues().filter(|(_, language)| *language == Language::Spanish) {
        table.add(word, language);
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_english_is_seen_at_once() {
        for text in [
            "The senators will discuss the new law on Tuesday afternoon, he said.",
            "José Pazos said that the mayor of Reynosa was at the opening of the park.",
        ] {
            assert!(surely_english(text), "{text}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            "Hillary Clinton and Bernie Sanders",
            "The mayor of Reynosa said that the law is new. El alcalde habló.",
            "The head of the Secretaría de la Función Pública said it was his",
            "O presidente disse que não há dinheiro for the and of the",
            "Los senadores discutirán la nueva ley el martes por la tarde.",
            "Президент сказал the and of with",
        ] {
            assert!(!surely_english(text), "{text}");
        }
    }
}
