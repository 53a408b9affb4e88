//! Words that exclude each other: left and right, morning and night, yesterday and tomorrow, north and south.

use super::phrases::{Mark, Phrases};
use super::reading::Reading;
use crate::lexicon::table;
use std::ops::Range;
use std::sync::LazyLock;

struct Contrasts {
    classes: Vec<String>,
    forms: [Phrases; 2],
}

static CONTRASTS: LazyLock<Contrasts> = LazyLock::new(|| {
    let (mut classes, mut forms) = (Vec::new(), [Phrases::default(), Phrases::default()]);
    for line in table(include_str!("../../data/lexicon/contrasts.csv")) {
        forms[0].add(&line[2], classes.len());
        forms[1].add(&line[1], classes.len());
        classes.push(line[0].to_owned());
    }
    Contrasts { classes, forms: forms.map(Phrases::sorted) }
});

/// A word of the table in a text.
#[derive(Debug)]
pub(crate) struct Contrast {
    /// The lines of the table that have it.
    pub(crate) lines: Vec<usize>,
    /// Whether it says so without doubt.
    pub(crate) says: bool,
    /// Its words.
    pub(crate) words: Range<usize>,
}

impl Contrast {
    /// Whether both may say the same.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        self.lines.iter().any(|line| other.lines.contains(line))
    }

    /// What is told apart: `side`, `part-of-day`.
    pub(crate) fn class(&self) -> &'static str {
        &CONTRASTS.classes[self.lines[0]]
    }
}

/// Whether English `left` or `right` stands where a caption says who is where: `(left)`, `, right,`, `from left`, `his left arm`.
fn says_where(side: &Reading, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |b| side.folded(b));
    let (front, behind) = (side.before(&side.words[at]).trim_end(), side.behind(&side.words[at]));
    let alone = front.ends_with([',', '(']) && (behind.trim_start().starts_with([',', ')', ';', '.']) || behind.is_empty());
    let led = matches!(before, "at" | "from" | "far" | "top" | "bottom" | "his" | "her" | "the" | "upper" | "lower" | "front" | "rear");
    let part = matches!(
        side.folded(at + 1),
        "arm"
            | "leg"
            | "hand"
            | "foot"
            | "eye"
            | "knee"
            | "shoulder"
            | "ankle"
            | "side"
            | "lane"
            | "thigh"
            | "wing"
            | "bank"
            | "ear"
            | "cheek"
            | "wrist"
            | "elbow"
            | "hip"
            | "lung"
            | "breast"
            | "flank"
            | "corner"
    );
    alone || part || led && !matches!(side.folded(at + 1), "to" | "of" | "time" | "place" | "thing" | "moment" | "way")
}

/// What a text says of these things, in order.
pub(crate) fn find(side: &Reading) -> Vec<Contrast> {
    let contrast = |(words, lines): (Range<usize>, &[(usize, Mark)])| {
        let says = lines.iter().any(|(_, mark)| *mark == Mark::Says);
        let lines: Vec<usize> = lines.iter().map(|(line, _)| *line).collect();
        let told = side.spanish || CONTRASTS.classes[lines[0]] != "side" || says_where(side, words.start);
        Contrast { lines, says: says && told, words }
    };
    CONTRASTS.forms[usize::from(side.spanish)].all(side).map(contrast).collect()
}
