//! Who gets whom: the assignment with the highest sum of log odds over the whole article. "Nobody" is a choice, worth 0.

use pathfinding::prelude::{Matrix, kuhn_munkres};

/// Gives every row (Spanish caption) at most one column (English passage), every column to at most one row.
///
/// `odds[row]` lists `(column, log odds)`; a column that is not listed cannot be taken.
pub fn assign(odds: &[Vec<(usize, f32)>], columns: usize) -> Vec<Option<usize>> {
    if odds.is_empty() {
        return Vec::new();
    }
    const FORBIDDEN: i64 = -1_000_000_000;
    // only columns that somebody wants take part
    let mut wanted: Vec<usize> = odds.iter().flatten().filter(|(_, odd)| *odd > 0.0).map(|(column, _)| *column).collect();
    wanted.sort_unstable();
    wanted.dedup();
    debug_assert!(wanted.iter().all(|c| *c < columns));
    let mut weights = Matrix::new(odds.len(), wanted.len() + odds.len(), FORBIDDEN);
    for (row, candidates) in odds.iter().enumerate() {
        for (column, odd) in candidates.iter().filter(|(_, odd)| *odd > 0.0) {
            if let Ok(at) = wanted.binary_search(column) {
                weights[(row, at)] = (f64::from(*odd) * 1e6) as i64;
            }
        }
        weights[(row, wanted.len() + row)] = 0;
    }
    let (_, taken) = kuhn_munkres(&weights);
    taken.into_iter().map(|at| wanted.get(at).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_counts_more_than_the_first() {
        // both want column 0; the second has nothing else
        let odds = vec![vec![(0, 3.0), (1, 2.5)], vec![(0, 2.9), (2, -1.0)]];
        assert_eq!(assign(&odds, 3), [Some(1), Some(0)]);
    }

    #[test]
    fn nobody_is_a_choice() {
        assert_eq!(assign(&[vec![(0, -0.5)], vec![]], 1), [None, None]);
        assert!(assign(&[], 0).is_empty());
    }
}
