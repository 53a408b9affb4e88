//! What a page says elsewhere: a picture's `alt` that is the headline, the text of a link or another picture's caption is no caption.

use super::page::{Line, Page};
use crate::article::Origin;
use crate::text::{fold, words};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The beginnings of headlines, links and captions of a page, of [`LEAST`] words or more.
pub(super) struct Repeated {
    beginnings: HashSet<u64>,
    attributes: HashSet<u64>,
}

/// Fewer words are no headline.
const LEAST: usize = 4;
/// A headline has no more words.
const MOST: usize = 60;
/// So many words may stand before or behind what is repeated: `Imagen: ...`, `... 2`.
const AROUND: usize = 2;

impl Repeated {
    /// What is said by the lines of a page that `says` picks, and by its headlines.
    pub(super) fn of(page: &Page, says: impl Fn(&Line) -> bool) -> Self {
        let mut found = Self { beginnings: HashSet::new(), attributes: HashSet::new() };
        let lines = page.lines.iter().filter(|line| line.origin == Origin::Text && says(line)).map(|line| line.flow.text.as_str());
        for text in lines.chain(page.meta.titles()) {
            let mut so_far = DefaultHasher::new();
            for (number, word) in folded(text).enumerate() {
                word.hash(&mut so_far);
                if number + 1 >= LEAST {
                    found.beginnings.insert(so_far.finish());
                }
            }
        }
        found
    }

    /// Whether the page says the words of an attribute elsewhere, as text or in an attribute that was asked for before.
    pub(super) fn says(&mut self, text: &str) -> bool {
        let all: Vec<String> = folded(text).collect();
        let hash = |words: &[String]| {
            let mut hasher = DefaultHasher::new();
            words.iter().for_each(|word| word.hash(&mut hasher));
            hasher.finish()
        };
        let mut within = (0..=AROUND).flat_map(|before| (0..=AROUND).map(move |behind| (before, behind)));
        let is_beginning = within.any(|(before, behind)| {
            let end = all.len().saturating_sub(behind);
            end >= before + LEAST && self.beginnings.contains(&hash(&all[before..end]))
        });
        is_beginning || !self.attributes.insert(hash(&all))
    }
}

fn folded(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text).take(MOST).map(|word| fold(word.of(text)))
}
