//! Who somebody is, by words: `niña`, `hermano`, `actress`, `anciano`.

use super::phrases::{Mark, Phrases};
use super::reading::Reading;
use crate::lexicon::table;
use std::ops::Range;
use std::sync::LazyLock;

/// What a word says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// `niño`
    Child,
    /// `mujer`
    Adult,
    /// `hermana`
    Kin,
    /// `actriz`
    Role,
    /// `anciano`
    Age,
}

struct People {
    lines: Vec<(Class, Option<bool>)>,
    forms: [Phrases; 2],
}

static PEOPLE: LazyLock<People> = LazyLock::new(|| {
    let (mut lines, mut forms) = (Vec::new(), [Phrases::default(), Phrases::default()]);
    for line in table(include_str!("../../data/lexicon/people.csv")) {
        let class = match &line[0] {
            "child" => Class::Child,
            "adult" => Class::Adult,
            "kin" => Class::Kin,
            "role" => Class::Role,
            _ => Class::Age,
        };
        let female = match &line[1] {
            "f" => Some(true),
            "m" => Some(false),
            _ => None,
        };
        forms[0].add(&line[3], lines.len());
        forms[1].add(&line[2], lines.len());
        lines.push((class, female));
    }
    People { lines, forms: forms.map(Phrases::sorted) }
});

/// A word of a person.
#[derive(Debug)]
pub(crate) struct Who {
    /// The lines of the table that have it, and whether each is said without doubt.
    marked: Vec<(usize, bool)>,
    /// Whether it says so without doubt.
    pub(crate) says: bool,
    /// Its words.
    pub(crate) words: Range<usize>,
}

impl Who {
    /// Whether both say the same, by a line of the class.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        self.marked.iter().any(|(line, _)| other.marked.iter().any(|(there, _)| there == line))
    }

    /// What it says of some classes.
    pub(crate) fn within(&self, classes: &[Class]) -> Option<Self> {
        let lines: Vec<(usize, bool)> = self.marked.iter().copied().filter(|(line, _)| classes.contains(&PEOPLE.lines[*line].0)).collect();
        let says = lines.iter().any(|(_, says)| *says);
        (!lines.is_empty()).then(|| Self { marked: lines, says, words: self.words.clone() })
    }

    /// Whether the word says that it is a woman; `None` where it does not say.
    pub(crate) fn female(&self) -> Option<bool> {
        let mut said = self.marked.iter().filter_map(|&(line, _)| PEOPLE.lines[line].1);
        let first = said.next()?;
        said.all(|female| female == first).then_some(first)
    }
}

/// The words of persons in a text, in order.
pub(crate) fn find(side: &Reading) -> Vec<Who> {
    let who = |(words, lines): (Range<usize>, &[(usize, Mark)])| {
        let marked: Vec<(usize, bool)> = lines.iter().map(|(line, mark)| (*line, *mark == Mark::Says)).collect();
        Who { says: marked.iter().any(|(_, says)| *says), marked, words }
    };
    PEOPLE.forms[usize::from(side.spanish)].all(side).map(who).collect()
}
