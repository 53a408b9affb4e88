//! Offices and callings: `gobernador`, `Sen.`, `environment minister`; whether somebody has left one.

use super::phrases::{Mark, Phrases};
use super::reading::Reading;
use crate::lexicon::table;
use crate::text::is_capitalised;
use std::ops::Range;
use std::sync::LazyLock;

/// Lines of the table: their classes, and the forms in English and in Spanish.
struct Offices {
    classes: Vec<String>,
    forms: [Phrases; 2],
}

static OFFICES: LazyLock<Offices> = LazyLock::new(|| {
    let (mut classes, mut forms) = (Vec::new(), [Phrases::default(), Phrases::default()]);
    for line in table(include_str!("../../data/lexicon/offices.csv")) {
        forms[0].add(&line[2], classes.len());
        forms[1].add(&line[1], classes.len());
        classes.push(line[0].to_owned());
    }
    Offices { classes, forms: forms.map(Phrases::sorted) }
});

/// The class of what a minister looks after.
const PORTFOLIO: &str = "portfolio";

/// The class of husbands and wives.
const KINSHIP: &str = "kin";

/// An office as a text names it.
#[derive(Debug)]
pub(crate) struct Office {
    /// The lines of the table that have its form.
    pub(crate) lines: Vec<usize>,
    /// Whether it says so without doubt; if not, it may only be what the other side says.
    pub(crate) says: bool,
    /// Whether it is one that somebody had.
    pub(crate) former: bool,
    /// Its words.
    pub(crate) words: Range<usize>,
}

impl Office {
    /// Whether both may be one office.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        self.lines.iter().any(|line| other.lines.contains(line))
    }

    /// Whether it is what a minister looks after.
    pub(crate) fn is_portfolio(&self) -> bool {
        OFFICES.classes[self.lines[0]] == PORTFOLIO
    }

    /// Whether it is a relation of two people, which may also have been left.
    pub(crate) fn is_kinship(&self) -> bool {
        self.class() == KINSHIP
    }

    /// How many words stand between it and others, a name.
    pub(crate) fn distance(&self, name: &Range<usize>) -> usize {
        name.start.saturating_sub(self.words.end).max(self.words.start.saturating_sub(name.end))
    }

    /// What kind of office it is: of the state, of the army, of the church, of a sport, a calling.
    pub(crate) fn class(&self) -> &'static str {
        &OFFICES.classes[self.lines[0]]
    }
}

/// A word without what says that an office was left: `exgobernador`, `ex-mayor`.
fn without_ex(word: &str) -> Option<&str> {
    word.strip_prefix("ex-").or_else(|| word.strip_prefix("ex"))
}

/// Words before an office that somebody has left.
fn says_former(word: &str) -> bool {
    matches!(
        word,
        "ex" | "former" | "onetime" | "antiguo" | "antigua" | "otrora" | "entonces" | "then" | "expresidente" | "ousted" | "late"
    )
}

/// Words of ministers, beside which a portfolio stands.
fn is_minister(word: &str) -> bool {
    let word = without_ex(word).unwrap_or(word);
    ["ministr", "secretari", "minist", "viceministr", "subsecretari", "undersecretar", "titular", "cartera"]
        .iter()
        .any(|start| word.starts_with(start))
}

/// The offices that a text names, in order.
pub(crate) fn find(side: &Reading) -> Vec<Office> {
    let offices = &*OFFICES;
    let forms = &offices.forms[usize::from(side.spanish)];
    let (mut found, mut at) = (Vec::new(), 0);
    while at < side.words.len() {
        let own = side.words[at].folded.as_str();
        let plain = |ahead: usize| if ahead == 0 { own } else { side.folded(at + ahead) };
        let left = without_ex(own);
        let stripped = |ahead: usize| if ahead == 0 { left.unwrap_or_default() } else { side.folded(at + ahead) };
        let (hit, former) = match forms.find(plain) {
            Some(hit) => (Some(hit), false),
            None => (left.and_then(|_| forms.find(stripped)), true),
        };
        let Some((length, lines)) = hit else {
            at += 1;
            continue;
        };
        let words = at..at + length;
        let named = side.joined(words.end) && is_capitalised(side.words[words.end].text)
            || side.words.get(words.end).is_some_and(|w| is_capitalised(w.text) && side.between(&side.words[words.end - 1], w) == ". ");
        let title = is_capitalised(side.words[at].text) || side.spanish;
        let kept = |(line, mark): &(usize, Mark)| {
            let portfolio = offices.classes[*line] == PORTFOLIO;
            (!portfolio || looked_after(side, &words) || near_minister(side, &words)) && (*mark != Mark::Title || named && title)
        };
        let kept: Vec<(usize, Mark)> = lines.iter().copied().filter(kept).collect();
        if !kept.is_empty() {
            // a portfolio is none where the word is also an office
            let portfolio = offices.classes[kept[0].0] == PORTFOLIO;
            let says = kept.iter().any(|(_, mark)| *mark != Mark::May) && (!portfolio || looked_after(side, &words));
            let before = at.checked_sub(1).map_or("", |b| side.folded(b));
            let former = former || says_former(before);
            found.push(Office { lines: kept.into_iter().map(|(line, _)| line).collect(), says, former, words: words.clone() });
        }
        at = words.end;
    }
    found
}

/// Whether a minister stands near some words: `secretarios de Gobernación y de Hacienda`.
fn near_minister(side: &Reading, words: &Range<usize>) -> bool {
    let around = if side.spanish {
        words.start.saturating_sub(8)..words.start
    } else {
        words.start.saturating_sub(5)..side.words.len().min(words.end + 6)
    };
    around.into_iter().any(|at| is_minister(side.folded(at)))
}

/// Whether a minister stands beside some words that may be a portfolio.
fn looked_after(side: &Reading, words: &Range<usize>) -> bool {
    let near = |at: Option<usize>| at.is_some_and(|at| is_minister(side.folded(at)));
    let back = |by: usize| words.start.checked_sub(by);
    if side.spanish {
        let of = |by: usize| back(by).is_some_and(|at| matches!(side.folded(at), "de" | "del" | "la" | "para"));
        of(1) && (near(back(2)) || of(2) && near(back(3)))
    } else {
        let of = |by: usize| back(by).is_some_and(|at| matches!(side.folded(at), "of" | "for" | "the"));
        near(Some(words.end)) || of(1) && (near(back(2)) || of(2) && near(back(3)))
    }
}
