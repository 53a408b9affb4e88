//! How a candidate stands beside the others: of its caption, and of the other captions.

use super::Candidates;
use super::evidence::Evidence;
use super::page::Page;
use std::collections::HashMap;

/// For each candidate, how many stand nearer and have as good a credit.
pub(super) fn count(row: &mut Candidates) {
    let credit = |e: &Evidence| e.credit.unwrap_or(0.3);
    let ranks: Vec<f32> = row
        .iter()
        .map(|(_, e)| {
            row.iter().filter(|(_, other)| credit(other) >= credit(e) && other.distance > e.distance && other.passage == 0.0).count() as f32
        })
        .collect();
    for ((_, evidence), rivals) in row.iter_mut().zip(ranks) {
        evidence.rivals = rivals / (1.0 + rivals);
    }
}

/// For each candidate of the captions from `first` on, how far its words are ahead of the next best of these captions on either side.
pub(super) fn compare_words(page: &Page<'_>, first: usize, rows: &mut [Candidates]) {
    let passage = |en: usize| page.english[en].passage;
    // for each passage the captions that share most words with it, best first, each once
    let mut captions: HashMap<usize, [Best; 2]> = HashMap::new();
    for (es, row) in (first..).zip(rows.iter()) {
        for (en, evidence) in row {
            add(captions.entry(passage(*en)).or_default(), es, evidence.words);
        }
    }
    for (es, row) in (first..).zip(rows) {
        let mut passages = [Best::default(); 2];
        row.iter().for_each(|(en, e)| add(&mut passages, passage(*en), e.words));
        for (en, evidence) in row {
            let ahead = |others: &[Best; 2], own: usize| {
                let next = others.iter().flatten().find(|(which, _)| *which != own);
                next.map(|(_, words)| evidence.words - words)
            };
            let margins = (ahead(&passages, passage(*en)), captions.get(&passage(*en)).and_then(|captions| ahead(captions, es)));
            (evidence.source_words_margin, evidence.target_words_margin) = margins;
        }
    }
}

/// Who, and how many words are shared.
type Best = Option<(usize, f32)>;

/// Adds one to the two best; who is there already keeps the better.
fn add([first, second]: &mut [Best; 2], who: usize, words: f32) {
    let over = |best: &Best| best.is_none_or(|(_, most)| words > most);
    let is = |best: &Best| best.is_some_and(|(known, _)| known == who);
    if over(first) {
        if !is(first) {
            *second = *first;
        }
        *first = Some((who, words));
    } else if !is(first) && over(second) {
        *second = Some((who, words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_best_are_of_two() {
        let mut best = [Best::default(); 2];
        for (who, words) in [(1, 0.2), (1, 0.5), (2, 0.4), (1, 0.3), (3, 0.9), (2, 0.6), (3, 0.7)] {
            add(&mut best, who, words);
        }
        assert_eq!(best, [Some((3, 0.9)), Some((2, 0.6))]);
    }
}
