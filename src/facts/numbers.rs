//! The words of numbers, by the table `numbers.csv`.

use crate::lexicon::table;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word does in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `treinta`, added to what stands before it.
    Small,
    /// `mil`, multiplied with it.
    Scale,
    /// `tercera`, a place in a row.
    Ordinal,
    /// `docena`, so many together.
    Collective,
    /// `cientos`, so many at least.
    Magnitude,
    /// `triple`, so many times.
    Multiple,
    /// `mitad`, a part.
    Fraction,
    /// `ambos`: says no number, and may be said by one.
    Loose,
}

/// What each word may be, in English and in Spanish.
type Words = [HashMap<String, Vec<(Part, f64)>>; 2];

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut found = Words::default();
    for line in table(include_str!("../../data/lexicon/numbers.csv")) {
        let part = match &line[3] {
            "small" => Part::Small,
            "scale" => Part::Scale,
            "ordinal" => Part::Ordinal,
            "collective" => Part::Collective,
            "magnitude" => Part::Magnitude,
            "multiple" => Part::Multiple,
            "fraction" => Part::Fraction,
            _ => Part::Loose,
        };
        let value = line[2].parse().expect("a number");
        found[usize::from(&line[0] == "es")].entry(line[1].to_owned()).or_default().push((part, value));
    }
    found
});

/// All that a folded word may be.
pub(crate) fn parts(folded: &str, spanish: bool) -> &'static [(Part, f64)] {
    WORDS[usize::from(spanish)].get(folded).map_or(&[], Vec::as_slice)
}

/// The value of a folded word as a part of a number.
pub(crate) fn value(folded: &str, part: Part, spanish: bool) -> Option<f64> {
    parts(folded, spanish).iter().find(|(is, _)| *is == part).map(|(_, value)| *value)
}

/// A Roman number in capitals, of two letters or more: `XIX`.
pub(crate) fn roman(text: &str) -> Option<f64> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 6] = ["", "X", "XX", "XXX", "XL", "L"];
    if text.len() < 2 || text.len() > 7 || !text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L')) {
        return None;
    }
    (1..60_u8)
        .find(|n| {
            TENS[usize::from(n / 10)].len() + ONES[usize::from(n % 10)].len() == text.len() && {
                let (tens, ones) = (TENS[usize::from(n / 10)], ONES[usize::from(n % 10)]);
                text.starts_with(tens) && text.ends_with(ones)
            }
        })
        .map(f64::from)
}
