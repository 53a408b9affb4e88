//! Articles of two tables, by name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which predicted article is which gold one: those of the same name, whatever folder both stand below. Names are compared from their
/// ends: whole first, then with fewer and fewer folders, as far as an end is one article's alone in both tables. An address is the
/// same as a whole or not at all.
pub(crate) fn joined<'p>(gold: &BTreeSet<&str>, predicted: &BTreeSet<&'p str>) -> BTreeMap<&'p str, String> {
    let (mut wanted, mut found) = (gold.clone(), predicted.clone());
    let deepest = wanted.iter().chain(&found).map(|name| parts(name).len()).max().unwrap_or(0);
    let mut joined = BTreeMap::new();
    for length in (1..=deepest).rev() {
        let by_end = unambiguous(gold, length);
        for (end, name) in unambiguous(predicted, length) {
            let Some(same) = by_end.get(&end) else { continue };
            if wanted.contains(same) && found.remove(name) {
                wanted.remove(same);
                joined.insert(name, (*same).to_owned());
            }
        }
    }
    joined
}

/// The folders and the name.
fn parts(name: &str) -> Vec<&str> {
    if name.contains("://") { vec![name] } else { name.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect() }
}

/// The names by their last parts, without those that share them.
fn unambiguous<'n>(names: &BTreeSet<&'n str>, length: usize) -> HashMap<Vec<&'n str>, &'n str> {
    let mut by_end: HashMap<Vec<&str>, Vec<&str>> = HashMap::new();
    for name in names {
        let parts = parts(name);
        by_end.entry(parts[parts.len().saturating_sub(length)..].to_vec()).or_default().push(name);
    }
    by_end.into_iter().filter_map(|(end, names)| if let [name] = names[..] { Some((end, name)) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_joined_by_as_much_of_their_names_as_tells_them_apart() {
        let joined = |gold: &[&str], predicted: &[&str]| {
            let (gold, predicted) = (gold.iter().copied().collect(), predicted.iter().copied().collect());
            joined(&gold, &predicted).into_iter().map(|(name, gold)| format!("{name} = {gold}")).collect::<Vec<_>>()
        };
        assert_eq!(joined(&["a.txt", "b.txt"], &["./x/a.txt", "y\\b.txt"]), ["./x/a.txt = a.txt", "y\\b.txt = b.txt"]);
        assert_eq!(joined(&["1/a.txt", "2/a.txt"], &["x/1/a.txt", "x/2/a.txt"]), ["x/1/a.txt = 1/a.txt", "x/2/a.txt = 2/a.txt"]);
        assert_eq!(joined(&["a.txt"], &["a.txt", "x/a.txt"]), ["a.txt = a.txt"]);
        assert!(joined(&["a.txt"], &["x/a.txt", "y/a.txt"]).is_empty());
        assert_eq!(joined(&["https://a/1", "https://b/1"], &["https://b/1"]), ["https://b/1 = https://b/1"]);
        assert!(joined(&["https://a/1"], &["https://b/1"]).is_empty());
    }
}
