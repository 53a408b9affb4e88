//! What speaks for a pair: credit, place in the page, names, institutions, numbers, and words that translate each other.

use crate::lexicon::{self, vocabulary};
use crate::passage::Passage;
use crate::text::{fold, is_capitalised, words};
use std::collections::BTreeSet;

/// The evidence for one pair. Each in 0..=1; `None` where neither side (or only one) says anything.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Cosine of the two bodies in the encoder's space.
    pub similarity: Option<f32>,
    /// Photographer and agency: 1 the same photographer, 0.6 the same agency, 0 another photographer.
    pub credit: Option<f32>,
    /// 1 in the same figure or group, 0.5 in the next one, else 0. Absent where the page has lost its blank lines.
    pub figure: Option<f32>,
    /// 1 on the next line, 1/2 with one line between them, 1/3 with two ...
    pub distance: f32,
    /// 1 where the English stands behind the Spanish.
    pub order: f32,
    /// 1 where the English was printed as a caption.
    pub caption: f32,
    /// Shared names of people and institutions, of those on the side that has fewer.
    pub names: Option<f32>,
    /// Share of the Spanish side's names that the English has.
    pub source_names: f32,
    /// Share of the English side's names that the Spanish has.
    pub target_names: f32,
    /// Shared numbers and days, of those on the side that has fewer.
    pub numbers: Option<f32>,
    /// How much of the Spanish is said in the English: weight of its words, names aside, that have a translation there.
    pub source_covered: f32,
    /// How much of the English is said in the Spanish.
    pub target_covered: f32,
    /// Length of the English in words, of both sides together.
    pub length: f32,
}

/// The names of the features that the models know, in the order of [`Evidence::features`].
pub const FEATURES: [&str; 23] = [
    "bias",
    "credit",
    "credit_absent",
    "credit_conflict",
    "figure",
    "figure_absent",
    "distance",
    "order",
    "caption",
    "names",
    "names_absent",
    "source_names",
    "target_names",
    "numbers",
    "numbers_absent",
    "source_covered",
    "target_covered",
    "covered_most",
    "covered_least",
    "shorter_covered",
    "longer_covered",
    "length",
    "length_far",
];

impl Evidence {
    /// How much of the side with fewer words the other says.
    fn shorter_covered(&self) -> f32 {
        if self.length < 0.5 { self.target_covered } else { self.source_covered }
    }

    /// How much of the side with more words the other says.
    fn longer_covered(&self) -> f32 {
        if self.length < 0.5 { self.source_covered } else { self.target_covered }
    }

    /// The evidence as a vector for the models.
    pub fn features(&self) -> [f32; FEATURES.len()] {
        let absent = |value: Option<f32>| if value.is_none() { 1.0 } else { 0.0 };
        [
            1.0,
            self.credit.unwrap_or(0.0),
            absent(self.credit),
            if self.credit == Some(0.0) { 1.0 } else { 0.0 },
            self.figure.unwrap_or(0.0),
            absent(self.figure),
            self.distance,
            self.order,
            self.caption,
            self.names.unwrap_or(0.0),
            absent(self.names),
            self.source_names,
            self.target_names,
            self.numbers.unwrap_or(0.0),
            absent(self.numbers),
            self.source_covered,
            self.target_covered,
            self.source_covered.max(self.target_covered),
            self.source_covered.min(self.target_covered),
            // "partial" is the shorter side wholly covered and the longer one not
            self.shorter_covered(),
            self.longer_covered(),
            self.length - 0.5,
            (self.length - 0.5).abs(),
        ]
    }
}

/// What a passage says, read once and compared often.
#[derive(Debug)]
pub struct Content {
    /// The words that are no names, lower-case and folded, with their weights.
    words: Vec<(String, String, f32)>,
    names: BTreeSet<String>,
    institutions: BTreeSet<usize>,
    numbers: BTreeSet<String>,
    length: usize,
}

/// Rare words say more: 1 for a word never seen, 0 for `de` and `the`.
fn weight(count: f32) -> f32 {
    (1.0 - (1.0 + count).ln() / 9.0).clamp(0.0, 1.0).powi(2)
}

impl Content {
    /// Reads the body of a passage.
    pub fn of(text: &str, spanish: bool) -> Self {
        let found: Vec<&str> = words(text).map(|w| w.of(text)).collect();
        let mut content = Self {
            words: Vec::new(),
            names: BTreeSet::new(),
            institutions: BTreeSet::new(),
            numbers: BTreeSet::new(),
            length: found.len(),
        };
        let institutions = lexicon::glossary().find(&found);
        let named = |at: usize| institutions.iter().any(|(_, range)| range.contains(&at));
        content.institutions = institutions.iter().map(|(number, _)| *number).collect();
        for (at, word) in found.iter().enumerate() {
            if let Some(number) = number(word) {
                content.numbers.insert(number);
                continue;
            }
            let lower = word.to_lowercase().replace('’', "'");
            let lower = lower.strip_suffix("'s").unwrap_or(&lower);
            let (in_spanish, in_english) = vocabulary().counts(lower);
            let count = if spanish { in_spanish } else { in_english };
            let start = at == 0;
            if is_capitalised(word) && word.len() > 1 && !named(at) && (!start || count < 2.0 || lexicon::is_name(&fold(lower))) {
                content.names.insert(fold(lower));
                continue;
            }
            if named(at) {
                continue;
            }
            content.words.push((lower.to_owned(), fold(lower), weight(count)));
        }
        content
    }

    fn covered_by(&self, other: &Content, spanish: bool) -> f32 {
        let (mut all, mut said) = (0.0, 0.0);
        for (word, folded, weight) in &self.words {
            all += weight;
            let hit = other.words.iter().map(|(other_word, other_folded, _)| {
                if folded == other_folded || alike(folded, other_folded) {
                    return 1.0;
                }
                let (es, en) = if spanish { (word, other_word) } else { (other_word, word) };
                let found = vocabulary().translations(es).iter().find(|(t, _)| t == en);
                found.map_or(0.0, |(_, p)| (p * 4.0).min(1.0))
            });
            said += weight * hit.fold(0.0, f32::max);
        }
        for number in &self.institutions {
            all += 1.0;
            said += f32::from(u8::from(other.institutions.contains(number)));
        }
        for number in &self.numbers {
            all += 0.7;
            said += 0.7 * f32::from(u8::from(other.numbers.contains(number)));
        }
        if all > 0.0 { said / all } else { 1.0 }
    }
}

/// Cognates and names with a slip: long words that share their first letters, or are one slip apart.
fn alike(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    if shorter < 5 {
        return false;
    }
    let head = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    head * 10 >= a.len().max(b.len()) * 6 && head >= 5 || (shorter >= 6 && lexicon::within_one_slip(a, b))
}

/// A number without its separators, or a number word up to twelve.
fn number(word: &str) -> Option<String> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String =
            word.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).filter(char::is_ascii_digit).collect();
        let trimmed = digits.trim_start_matches('0');
        return Some(if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() });
    }
    let lower = word.to_lowercase();
    const WORDS: &[(&str, &str)] = &[
        ("dos", "2"),
        ("two", "2"),
        ("tres", "3"),
        ("three", "3"),
        ("cuatro", "4"),
        ("four", "4"),
        ("cinco", "5"),
        ("five", "5"),
        ("seis", "6"),
        ("six", "6"),
        ("siete", "7"),
        ("seven", "7"),
        ("ocho", "8"),
        ("eight", "8"),
        ("nueve", "9"),
        ("nine", "9"),
        ("diez", "10"),
        ("ten", "10"),
        ("once", "11"),
        ("eleven", "11"),
        ("doce", "12"),
        ("twelve", "12"),
    ];
    WORDS.iter().find(|(w, _)| *w == lower).map(|(_, n)| (*n).to_owned())
}

fn overlap<'a>(a: impl IntoIterator<Item = &'a String>, b: &BTreeSet<String>, smaller: usize) -> f32 {
    let shared = a.into_iter().filter(|x| b.contains(*x) || b.iter().any(|y| x.len() >= 5 && lexicon::within_one_slip(x, y))).count();
    (shared as f32 / smaller as f32).min(1.0)
}

/// Where two passages stand in their page.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    /// Passages between them.
    pub between: usize,
    /// Whether the English stands behind the Spanish.
    pub behind: bool,
    /// Groups between them; `None` where the page has no groups.
    pub groups: Option<usize>,
}

/// Weighs one candidate.
pub fn weigh(spanish: (&Passage, &Content), english: (&Passage, &Content), places: Places) -> Evidence {
    let (es, en) = (spanish.1, english.1);
    let smaller = (es.names.len() + es.institutions.len()).min(en.names.len() + en.institutions.len());
    let institutions = es.institutions.intersection(&en.institutions).count() as f32;
    let names = (smaller > 0).then(|| (overlap(&es.names, &en.names, smaller) + institutions / smaller as f32).min(1.0));
    let share = |of: &Content, by: &Content| {
        let all = of.names.len() + of.institutions.len();
        if all == 0 { 1.0 } else { (overlap(&of.names, &by.names, all) + institutions / all as f32).min(1.0) }
    };
    let fewer = es.numbers.len().min(en.numbers.len());
    let numbers = (fewer > 0).then(|| es.numbers.intersection(&en.numbers).count() as f32 / fewer as f32);
    Evidence {
        similarity: None,
        credit: credit(spanish.0, english.0),
        figure: places.groups.map(|between| match between {
            0 => 1.0,
            1 => 0.5,
            _ => 0.0,
        }),
        distance: 1.0 / (1.0 + places.between as f32),
        order: f32::from(u8::from(places.behind)),
        caption: f32::from(u8::from(english.0.caption.is_some())),
        names,
        source_names: share(es, en),
        target_names: share(en, es),
        numbers,
        source_covered: es.covered_by(en, true),
        target_covered: en.covered_by(es, false),
        length: en.length as f32 / (en.length + es.length).max(1) as f32,
    }
}

fn credit(spanish: &Passage, english: &Passage) -> Option<f32> {
    let (es, en) = (spanish.caption.as_ref()?, english.caption.as_ref()?);
    if !es.photographers.is_empty() && !en.photographers.is_empty() {
        let same = es.photographers.iter().any(|a| en.photographers.iter().any(|b| same_person(a, b)));
        return Some(if same { 1.0 } else { 0.0 });
    }
    (es.agency.is_some() && en.agency.is_some()).then(|| if es.agency == en.agency { 0.6 } else { 0.0 })
}

/// Whether two printed names are one person's: accents, case and a slip forgiven.
pub fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a == b || (a.len() >= 6 && lexicon::within_one_slip(&a, &b)) || {
        let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
        a.len().min(b.len()) > 1 && (a.iter().all(|w| b.contains(w)) || b.iter().all(|w| a.contains(w)))
    }
}
