//! How far reviewers agree, and how far the program agrees with them.
//!
//! Kappa: Cohen (1960), *A coefficient of agreement for nominal scales*. Alpha: Krippendorff, *Content Analysis*, nominal metric, with
//! missing values. Both are 1 for perfect agreement and 0 for what chance would give.

use super::decision::Verdict;
use super::store::{Error, Judged, Store};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Counts by two verdicts, in the order of [`Verdict::ALL`].
pub(crate) type Confusion = [[u64; Verdict::ALL.len()]; Verdict::ALL.len()];

/// What reviewers said, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Agreement {
    /// Pairs in the store.
    pub(crate) pairs: u64,
    /// Pairs that somebody judged.
    pub(crate) judged: u64,
    /// Pairs that two or more judged.
    pub(crate) judged_twice: u64,
    /// Each reviewer with the number of pairs that they judged.
    pub(crate) reviewers: BTreeMap<String, u64>,
    /// Krippendorff's alpha over all reviewers; `None` where nobody judged the same pair, or all said the same all the time.
    pub(crate) alpha: Option<f64>,
    /// Every two reviewers who judged some of the same pairs.
    pub(crate) between: Vec<Between>,
    /// Pairs on which reviewers differ.
    pub(crate) disputes: Vec<Dispute>,
    /// The program's relation (down) against the last verdict (across).
    pub(crate) program: Confusion,
    /// The program's scores against the last verdicts, in tenths; bands without a judged pair are left out.
    pub(crate) bands: Vec<Band>,
}

/// Two reviewers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Between {
    /// The one.
    pub(crate) first: String,
    /// The other.
    pub(crate) second: String,
    /// Pairs that both judged.
    pub(crate) pairs: u64,
    /// Pairs of which they said the same.
    pub(crate) same: u64,
    /// Cohen's kappa; `None` where both always said one and the same thing.
    pub(crate) kappa: Option<f64>,
    /// What the one said (down) against what the other said (across).
    pub(crate) confusion: Confusion,
}

/// A pair on which reviewers differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Dispute {
    /// The article.
    pub(crate) article: String,
    /// The pair.
    pub(crate) pair_id: String,
    /// Who said what.
    pub(crate) verdicts: BTreeMap<String, Verdict>,
}

/// Judged pairs whose scores lie in one tenth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Band {
    /// The tenth's lower end.
    pub(crate) from: f64,
    /// Judged pairs in it.
    pub(crate) pairs: u64,
    /// What the program promised: the mean of the scores.
    pub(crate) mean_score: f64,
    /// The share that people called a translation. A pair that they paired anew, or rejected, was none.
    pub(crate) precision: f64,
}

/// Compares everything in a store.
///
/// # Errors
/// What the database says.
pub(crate) fn agreement(store: &Store) -> Result<Agreement, Error> {
    let all = store.judged()?;
    let overview = store.overview()?;
    let mut reviewers = BTreeMap::new();
    let mut disputes = Vec::new();
    for pair in &all {
        pair.verdicts.keys().for_each(|name| *reviewers.entry(name.clone()).or_default() += 1);
        if pair.verdicts.values().collect::<BTreeSet<_>>().len() > 1 {
            let Judged { article, pair_id, verdicts, .. } = pair.clone();
            disputes.push(Dispute { article, pair_id, verdicts });
        }
    }
    let units: Vec<Vec<usize>> = all.iter().map(|pair| pair.verdicts.values().map(|v| *v as usize).collect()).collect();
    let mut program = Confusion::default();
    for pair in &all {
        program[pair.relation as usize][pair.last as usize] += 1;
    }
    Ok(Agreement {
        pairs: overview.pairs,
        judged: all.len() as u64,
        judged_twice: units.iter().filter(|unit| unit.len() > 1).count() as u64,
        alpha: alpha(&units),
        between: between(&all, &reviewers),
        reviewers,
        disputes,
        program,
        bands: bands(&all),
    })
}

fn between(all: &[Judged], reviewers: &BTreeMap<String, u64>) -> Vec<Between> {
    let names: Vec<&String> = reviewers.keys().collect();
    let twos = names.iter().enumerate().flat_map(|(at, first)| names[at + 1..].iter().map(move |second| (*first, *second)));
    let compared = twos.map(|(first, second)| {
        let mut confusion = Confusion::default();
        for (a, b) in all.iter().filter_map(|pair| Some((pair.verdicts.get(first)?, pair.verdicts.get(second)?))) {
            confusion[*a as usize][*b as usize] += 1;
        }
        let same = (0..confusion.len()).map(|at| confusion[at][at]).sum();
        let pairs = confusion.iter().flatten().sum();
        Between { first: first.clone(), second: second.clone(), pairs, same, kappa: kappa(&confusion), confusion }
    });
    compared.filter(|two| two.pairs > 0).collect()
}

/// Cohen's kappa of a confusion; `None` where chance alone would give perfect agreement.
pub(crate) fn kappa(confusion: &Confusion) -> Option<f64> {
    let all = confusion.iter().flatten().sum::<u64>() as f64;
    let kinds = 0..confusion.len();
    let observed = kinds.clone().map(|at| confusion[at][at] as f64).sum::<f64>() / all;
    let chance = |at: usize| {
        let first: u64 = confusion[at].iter().sum();
        let second: u64 = confusion.iter().map(|row| row[at]).sum();
        first as f64 / all * (second as f64 / all)
    };
    let expected: f64 = kinds.map(chance).sum();
    (all > 0.0 && expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

/// Krippendorff's alpha for nominal values: for each unit the values that it was given. `None` where no unit has two, or all values
/// are the same.
pub(crate) fn alpha(units: &[Vec<usize>]) -> Option<f64> {
    let mut totals: BTreeMap<usize, f64> = BTreeMap::new();
    let (mut all, mut differing) = (0.0, 0.0);
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        unit.iter().for_each(|value| *counts.entry(*value).or_default() += 1.0);
        let size = unit.len() as f64;
        // ordered couples of this unit that differ, each unit weighing as many as its values
        differing += counts.values().map(|count| count * (size - count)).sum::<f64>() / (size - 1.0);
        counts.iter().for_each(|(value, count)| *totals.entry(*value).or_default() += count);
        all += size;
    }
    let by_chance: f64 = totals.values().map(|count| count * (all - count)).sum();
    (by_chance > 0.0).then(|| 1.0 - (all - 1.0) * differing / by_chance)
}

fn bands(all: &[Judged]) -> Vec<Band> {
    let mut bands = [(0_u64, 0.0, 0_u64); 10];
    for (pair, score) in all.iter().filter_map(|pair| Some((pair, pair.score?))) {
        let (pairs, scores, right) = &mut bands[((score * 10.0) as usize).min(9)];
        *pairs += 1;
        *scores += score;
        *right += u64::from(pair.last == Verdict::Translation && !pair.repaired);
    }
    let tenths = bands.into_iter().enumerate().filter(|(_, (pairs, ..))| *pairs > 0);
    let band = |(at, (pairs, scores, right)): (usize, (u64, f64, u64))| Band {
        from: at as f64 / 10.0,
        pairs,
        mean_score: scores / pairs as f64,
        precision: right as f64 / pairs as f64,
    };
    tenths.map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_of_a_textbook() {
        // 50 proposals, two readers: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no give 0.4
        let mut confusion = Confusion::default();
        (confusion[0][0], confusion[0][1], confusion[1][0], confusion[1][1]) = (20, 5, 10, 15);
        assert!((kappa(&confusion).unwrap() - 0.4).abs() < 1e-12);
        assert_eq!(kappa(&Confusion::default()), None);
        let mut one = Confusion::default();
        one[2][2] = 7;
        assert_eq!(kappa(&one), None);
    }

    #[test]
    fn alpha_of_a_textbook() {
        // Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", C: four observers, twelve units, nominal: 0.743
        let units = [
            &[1, 1, 1][..],
            &[2, 2, 3, 2],
            &[3, 3, 3, 3],
            &[3, 3, 3, 3],
            &[2, 2, 2, 2],
            &[1, 2, 3, 4],
            &[4, 4, 4, 4],
            &[1, 1, 2, 1],
            &[2, 2, 2, 2],
            &[5, 5, 5],
            &[1, 1],
            &[3],
        ];
        let units: Vec<Vec<usize>> = units.iter().map(|unit| unit.to_vec()).collect();
        assert!((alpha(&units).unwrap() - 0.743).abs() < 5e-4, "{:?}", alpha(&units));
        assert_eq!(alpha(&[vec![1], vec![2]]), None);
        assert_eq!(alpha(&[vec![1, 1], vec![1, 1]]), None);
    }
}
