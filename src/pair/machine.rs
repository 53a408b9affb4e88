//! A machine's translation as evidence: how much of its letters the English has, and the other way round, by chrF (Popović 2015,
//! "chrF: character n-gram F-score for automatic MT evaluation").

use crate::text::fold;
use crate::text::hash::fnv1a;

/// The longest runs of letters that are compared.
const LONGEST: usize = 6;
/// How much more what the machine left out of the English counts than what it added.
const BETA: f32 = 2.0;

/// The runs of letters of a text, by length, each as a number, sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Grams([Vec<u64>; LONGEST]);

/// What two texts share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shared {
    /// Share of the first text's runs that the second has.
    pub(super) first: f32,
    /// Share of the second text's runs that the first has.
    pub(super) second: f32,
}

impl Grams {
    /// Reads a text: letters and digits, without accents and case.
    pub(super) fn of(text: &str) -> Self {
        let letters: Vec<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        Self(std::array::from_fn(|at| {
            let mut runs: Vec<u64> = letters.windows(at + 1).map(number).collect();
            runs.sort_unstable();
            runs
        }))
    }

    /// What two texts share, the mean over all lengths that both have.
    pub(super) fn shared(&self, other: &Self) -> Shared {
        let (mut first, mut second, mut lengths) = (0.0, 0.0, 0.0);
        for (a, b) in self.0.iter().zip(&other.0).filter(|(a, b)| !a.is_empty() && !b.is_empty()) {
            let common = common(a, b) as f32;
            first += common / a.len() as f32;
            second += common / b.len() as f32;
            lengths += 1.0;
        }
        let lengths = f32::max(lengths, 1.0);
        Shared { first: first / lengths, second: second / lengths }
    }
}

impl Shared {
    /// chrF of the first text against the second, 0..=1.
    pub(super) fn chrf(self) -> f32 {
        let below = BETA * BETA * self.first + self.second;
        if below == 0.0 { 0.0 } else { (1.0 + BETA * BETA) * self.first * self.second / below }
    }
}

fn number(letters: &[char]) -> u64 {
    fnv1a(letters.iter().copied())
}

/// How many two sorted lists have in common, each as often as both have it.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_shares_all_and_a_part_shares_its_part() {
        let whole = Grams::of("The mayor opened the park.");
        assert_eq!(whole.shared(&Grams::of("THE MAYOR OPENED THE PARK")).chrf(), 1.0);
        let part = Grams::of("The mayor").shared(&whole);
        assert!(part.first == 1.0 && part.second < 0.5 && part.chrf() < 0.7, "{part:?}");
        assert_eq!(Grams::of("").shared(&whole).chrf(), 0.0);
        assert_eq!(Grams::of("zzz").shared(&whole).chrf(), 0.0);
    }
}
