//! Phrases of tables, found in a text word by word; the longest wins.

use super::reading::Reading;
use crate::text::{fold, words};
use std::collections::HashMap;
use std::ops::Range;

/// Folded words of a phrase, and the lines of the table that have it, each with how it is marked there.
type Phrase = (Vec<String>, Vec<(usize, Mark)>);

/// How a table marks a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Says what the line says.
    Says,
    /// `~leader`: may say it.
    May,
    /// `^Gov`: says it with a capital, before a name.
    Title,
}

/// Phrases by their first words.
#[derive(Default)]
pub(crate) struct Phrases(HashMap<String, Vec<Phrase>>);

impl Phrases {
    /// Adds the forms of a cell, parted by `|`, for a line.
    pub(crate) fn add(&mut self, cell: &str, line: usize) {
        for form in cell.split('|').filter(|form| !form.is_empty()) {
            let marked = |sign, mark| form.strip_prefix(sign).map(|form| (mark, form));
            let (mark, form) = marked('~', Mark::May).or_else(|| marked('^', Mark::Title)).unwrap_or((Mark::Says, form));
            self.add_form(form, line, mark);
        }
    }

    /// Adds a form for a line.
    pub(crate) fn add_form(&mut self, form: &str, line: usize, mark: Mark) {
        let words: Vec<String> = words(form).map(|w| fold(w.of(form)).replace('’', "'")).collect();
        let Some(first) = words.first().cloned() else { return };
        let all = self.0.entry(first).or_default();
        match all.iter_mut().find(|(known, _)| *known == words) {
            Some((_, lines)) if lines.iter().any(|(known, _)| *known == line) => {}
            Some((_, lines)) => lines.push((line, mark)),
            None => all.push((words, vec![(line, mark)])),
        }
    }

    /// Puts longer phrases before shorter ones; called once, after the last form.
    pub(crate) fn sorted(mut self) -> Self {
        for phrases in self.0.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        self
    }

    /// The longest phrase that some folded words begin with: how many words it has, and its lines.
    pub(crate) fn find<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(usize, &[(usize, Mark)])> {
        let all = self.0.get(word(0))?;
        let (words, lines) = all.iter().find(|(words, _)| words.iter().enumerate().skip(1).all(|(at, w)| word(at) == w))?;
        Some((words.len(), lines))
    }

    /// Every phrase in a text, in order, none inside another: the numbers of its words, and its lines.
    pub(crate) fn all<'p>(&'p self, side: &'p Reading) -> impl Iterator<Item = (Range<usize>, &'p [(usize, Mark)])> {
        let mut next = 0;
        std::iter::from_fn(move || {
            while next < side.words.len() {
                let start = next;
                match self.find(|ahead| side.folded(start + ahead)) {
                    Some((length, lines)) => {
                        next += length;
                        return Some((start..next, lines));
                    }
                    None => next += 1,
                }
            }
            None
        })
    }
}
