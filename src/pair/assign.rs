//! Who gets whom: the assignment with the highest sum of log odds over the whole article. "Nobody" is a choice, worth 0.

use pathfinding::prelude::{Matrix, kuhn_munkres};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Gives every row (Spanish caption) at most one column (English passage), every column to at most one row.
///
/// `odds[row]` lists `(column, log odds)`; a column that is not listed cannot be taken.
pub fn assign(odds: &[Vec<(usize, f32)>]) -> Vec<Option<usize>> {
    let mut taken = vec![None; odds.len()];
    for rows in rivals(odds) {
        for (row, column) in rows.iter().zip(best(odds, &rows)) {
            taken[*row] = column;
        }
    }
    taken
}

/// Rows that want a column in common, directly or through others, stand together; what others want does not change who gets whom.
fn rivals(odds: &[Vec<(usize, f32)>]) -> Vec<Vec<usize>> {
    let mut first_with: HashMap<usize, usize> = HashMap::new();
    let mut parent: Vec<usize> = (0..odds.len()).collect();
    fn root(parent: &mut [usize], mut row: usize) -> usize {
        while parent[row] != row {
            parent[row] = parent[parent[row]];
            row = parent[row];
        }
        row
    }
    for (row, candidates) in odds.iter().enumerate() {
        for (column, _) in candidates.iter().filter(|(_, odd)| *odd > 0.0) {
            let other = *first_with.entry(*column).or_insert(row);
            let (a, b) = (root(&mut parent, row), root(&mut parent, other));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in 0..odds.len() {
        groups.entry(root(&mut parent, row)).or_default().push(row);
    }
    groups.into_values().collect()
}

/// The best assignment of some rows (Kuhn-Munkres).
fn best(odds: &[Vec<(usize, f32)>], rows: &[usize]) -> Vec<Option<usize>> {
    const FORBIDDEN: i64 = -1_000_000_000;
    // only columns that somebody wants take part
    let wanted = rows.iter().flat_map(|&row| &odds[row]).filter(|(_, odd)| *odd > 0.0);
    let wanted: Vec<usize> = wanted.map(|(column, _)| *column).collect::<BTreeSet<_>>().into_iter().collect();
    let mut weights = Matrix::new(rows.len(), wanted.len() + rows.len(), FORBIDDEN);
    for (at, &row) in rows.iter().enumerate() {
        for (column, odd) in odds[row].iter().filter(|(_, odd)| *odd > 0.0) {
            if let Ok(place) = wanted.binary_search(column) {
                weights[(at, place)] = (f64::from(*odd) * 1e6) as i64;
            }
        }
        weights[(at, wanted.len() + at)] = 0;
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
        assert_eq!(assign(&odds), [Some(1), Some(0)]);
    }

    #[test]
    fn nobody_is_a_choice() {
        assert_eq!(assign(&[vec![(0, -0.5)], vec![]]), [None, None]);
        assert!(assign(&[]).is_empty());
    }
}
