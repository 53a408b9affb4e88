//! The assignment of captions to passages with the highest sum of log odds over the whole article. A caption may stay without one, which is
//! worth 0.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Gives every row (Spanish caption) at most one column (English passage), every column to at most one row.
///
/// `odds[row]` lists `(column, log odds)`; a column that is not listed cannot be taken.
pub(super) fn assign(odds: &[Vec<(usize, f32)>]) -> Vec<Option<usize>> {
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

/// Log odds in whole steps.
fn weight(odd: f32) -> i64 {
    (f64::from(odd) * 1e6) as i64
}

/// The best assignment of some rows, each with few columns: every row in turn takes the shortest augmenting path (Dijkstra's algorithm
/// with prices; Karp 1980, "An algorithm to solve the m x n assignment problem in expected time O(mn log n)").
///
/// A path that has not ended after [`MOST_STEPS`] rows is not followed further, and the row takes no column, so that time grows with the rows
/// even where thousands are alike.
fn best(odds: &[Vec<(usize, f32)>], rows: &[usize]) -> Vec<Option<usize>> {
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut columns: Vec<usize> = Vec::new();
    let wanted: Vec<Vec<(usize, i64)>> = rows
        .iter()
        .map(|&row| {
            let wanted = odds[row].iter().filter(|(_, odd)| *odd > 0.0);
            let number = |column: usize| {
                *numbers.entry(column).or_insert_with(|| {
                    columns.push(column);
                    columns.len() - 1
                })
            };
            wanted
                .map(|(column, odd)| (*column, weight(*odd)))
                .map({
                    let mut number = number;
                    move |(column, weight)| (number(column), weight)
                })
                .collect()
        })
        .collect();
    let mut market = Market { owner: vec![None; columns.len()], price: vec![0; columns.len()], taken: vec![None; rows.len()], wanted };
    (0..rows.len()).for_each(|row| market.place(row));
    market.taken.into_iter().map(|at| at.map(|at| columns[at])).collect()
}

/// Rows that are asked to give way for one, at most.
const MOST_STEPS: usize = 256;

/// Rows that bid for columns.
struct Market {
    /// For each row its columns and what they are worth to it.
    wanted: Vec<Vec<(usize, i64)>>,
    /// What a column costs more than 0; 0 for one without owner.
    price: Vec<i64>,
    owner: Vec<Option<usize>>,
    /// The column of each row.
    taken: Vec<Option<usize>>,
}

impl Market {
    /// The profit of a row: what its column is worth to it, less the column's price; 0 without one.
    fn profit(&self, row: usize) -> i64 {
        let Some(own) = self.taken[row] else { return 0 };
        let worth = self.wanted[row].iter().find(|(column, _)| *column == own).map_or(0, |(_, worth)| *worth);
        worth - self.price[own]
    }

    /// Gives a row its best column, and the rows that give way for it their next best.
    fn place(&mut self, row: usize) {
        let best = self.wanted[row].iter().map(|(column, worth)| worth - self.price[*column]).max().unwrap_or(0).max(0);
        // for each column, how much less than its best the row would have, and which row asks for it
        let mut loss: HashMap<usize, (i64, usize)> = HashMap::new();
        let mut done: HashMap<usize, i64> = HashMap::new();
        let mut heap: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
        // the path that ends with some row taking no column
        let mut nobody = (best, row);
        let (mut asking, mut so_far, mut profit) = (row, 0, best);
        let end = loop {
            for &(column, worth) in &self.wanted[asking] {
                let total = so_far + profit - (worth - self.price[column]);
                if !done.contains_key(&column) && total < nobody.0 && loss.get(&column).is_none_or(|known| total < known.0) {
                    loss.insert(column, (total, asking));
                    heap.push(Reverse((total, column)));
                }
            }
            let next = loop {
                match heap.pop() {
                    Some(Reverse((total, column))) if done.contains_key(&column) || loss[&column].0 != total => {}
                    next => break next,
                }
            };
            let Some(Reverse((total, column))) = next.filter(|Reverse((total, _))| *total < nobody.0) else { break None };
            let Some(owner) = self.owner[column] else {
                so_far = total;
                break Some(column);
            };
            done.insert(column, total);
            if done.len() > MOST_STEPS {
                // no prices were touched: what others have is still their best
                return;
            }
            (asking, so_far, profit) = (owner, total, self.profit(owner));
            if so_far + profit < nobody.0 {
                nobody = (so_far + profit, owner);
            }
        };
        let least = if end.is_some() { so_far } else { nobody.0 };
        for (column, total) in done {
            self.price[column] += least - total;
        }
        // back along the way, each takes what the one after it leaves
        let (mut free, mut taker) = match end {
            Some(column) => (column, loss[&column].1),
            None if nobody.1 == row => return,
            None => {
                let Some(own) = self.taken[nobody.1].take() else { return };
                (own, loss[&own].1)
            }
        };
        loop {
            let left = self.taken[taker].replace(free);
            self.owner[free] = Some(taker);
            let Some(left) = left.filter(|_| taker != row) else { return };
            (free, taker) = (left, loss[&left].1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pathfinding::prelude::{Matrix, kuhn_munkres};
    use std::collections::BTreeSet;

    /// The same by the Kuhn-Munkres algorithm.
    fn kuhn_munkres_best(odds: &[Vec<(usize, f32)>], rows: &[usize]) -> Vec<Option<usize>> {
        const FORBIDDEN: i64 = -1_000_000_000;
        // only columns that somebody wants take part
        let wanted = rows.iter().flat_map(|&row| &odds[row]).filter(|(_, odd)| *odd > 0.0);
        let wanted: Vec<usize> = wanted.map(|(column, _)| *column).collect::<BTreeSet<_>>().into_iter().collect();
        let mut weights = Matrix::new(rows.len(), wanted.len() + rows.len(), FORBIDDEN);
        for (at, &row) in rows.iter().enumerate() {
            for (column, odd) in odds[row].iter().filter(|(_, odd)| *odd > 0.0) {
                if let Ok(place) = wanted.binary_search(column) {
                    weights[(at, place)] = weight(*odd);
                }
            }
            weights[(at, wanted.len() + at)] = 0;
        }
        let (_, taken) = kuhn_munkres(&weights);
        taken.into_iter().map(|at| wanted.get(at).copied()).collect()
    }

    fn worth(odds: &[Vec<(usize, f32)>], taken: &[Option<usize>]) -> i64 {
        let mut seen = BTreeSet::new();
        let of = |(row, column): (&Vec<(usize, f32)>, &Option<usize>)| {
            let column = (*column)?;
            assert!(seen.insert(column), "{column} is taken twice");
            row.iter().find(|(at, _)| *at == column).map(|(_, odd)| weight(*odd))
        };
        odds.iter().zip(taken).filter_map(of).sum()
    }

    #[test]
    fn as_much_as_by_kuhn_munkres() {
        let mut state = 1_u32;
        let mut random = |most: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % most
        };
        for round in 0..400 {
            let (rows, columns) = (1 + random(30) as usize, 1 + random(30));
            let steps = if round % 2 == 0 { 5 } else { 1000 };
            let odds: Vec<Vec<(usize, f32)>> = (0..rows)
                .map(|_| {
                    let all: BTreeMap<usize, f32> =
                        (0..random(8)).map(|_| (random(columns) as usize, (random(steps) as f32 - steps as f32 / 5.0) / 100.0)).collect();
                    all.into_iter().collect()
                })
                .collect();
            let all: Vec<usize> = (0..rows).collect();
            assert_eq!(worth(&odds, &best(&odds, &all)), worth(&odds, &kuhn_munkres_best(&odds, &all)), "{odds:?}");
        }
    }

    #[test]
    fn thousands_that_are_alike() {
        // three rows for two columns, each in reach of its neighbours
        let odds: Vec<Vec<(usize, f32)>> =
            (0..9000).map(|row: usize| ((row * 2 / 3)..(row * 2 / 3 + 40)).map(|column| (column, 2.0)).collect()).collect();
        let taken = assign(&odds);
        assert!(worth(&odds, &taken) > weight(2.0) * 5900);
    }

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
