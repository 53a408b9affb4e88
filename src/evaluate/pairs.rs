//! How good predicted pairs are against gold ones: precision, recall and F1 of captions, pairs and relations, the confusion of
//! relations, and whether scores are calibrated.
//!
//! A gold or predicted table has `article`, `es_line`, `en_line` (empty for none) and `relation`; predicted rows may have a `score`. A JSONL
//! gold row may name several right lines (`en_lines`: an English caption printed twice). Rows are joined by `article` and `es_line`.

use super::{Error, Kind, Measure, Table, joined};
use crate::pair::Relation;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One caption's row, of either table.
#[derive(Debug, Clone, Deserialize)]
struct Record {
    #[serde(deserialize_with = "crate::row::id")]
    article: String,
    es_line: Option<usize>,
    /// The inner one is empty for no line, the outer where the row says nothing of it.
    #[serde(default, deserialize_with = "said")]
    en_line: Option<Option<usize>>,
    #[serde(default)]
    en_lines: Option<Vec<usize>>,
    #[serde(default)]
    relation: Option<String>,
    #[serde(default)]
    score: Option<f64>,
}

fn said<'de, D: Deserializer<'de>>(cell: D) -> Result<Option<Option<usize>>, D::Error> {
    Option::deserialize(cell).map(Some)
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    /// The right English lines; empty for none.
    pub lines: Vec<usize>,
    /// What the two sides are to each other.
    pub relation: Relation,
    /// The probability of a translation pair.
    pub score: Option<f64>,
}

/// A table: for each caption (article, Spanish line) what is said of it.
pub(crate) type Judgements = BTreeMap<(String, usize), Judgement>;

/// Reads a table.
///
/// # Errors
/// See [`Error`]; each names the file, and the line where there is one.
pub(crate) fn read(table: &Table) -> Result<Judgements, Error> {
    let mut found = Judgements::new();
    for (place, record) in table.records::<Record>(Kind::Pairs)? {
        let wrong = |what: String| Error::Row { place: place.clone(), what, kind: Kind::Pairs };
        let record = record.map_err(wrong)?;
        // gold files of make_articles.py also say something of lines that are no Spanish captions
        let Some(es_line) = record.es_line else { continue };
        let lines = match (record.en_lines, record.en_line) {
            (Some(lines), _) => lines,
            (None, Some(line)) => line.into_iter().collect(),
            (None, None) => return Err(wrong("no en_line".to_owned())),
        };
        let relation = record.relation.ok_or_else(|| wrong("no relation".to_owned()))?;
        let relation = Relation::from_name(&relation).ok_or_else(|| wrong(format!("`{relation}` is no relation")))?;
        if let Some(score) = record.score.filter(|score| !(0.0..=1.0).contains(score)) {
            return Err(wrong(format!("the score {score} is not from 0 to 1")));
        }
        let judgement = Judgement { lines, relation, score: record.score };
        if found.insert((record.article.clone(), es_line), judgement).is_some() {
            return Err(wrong(format!("a second row for line {es_line} of {}", record.article)));
        }
    }
    if found.is_empty() { Err(Error::Empty { path: table.name.clone(), kind: Kind::Pairs }) } else { Ok(found) }
}

/// Gold pairs.
#[derive(Debug, Default)]
pub(crate) struct Gold {
    /// The right ones.
    pub captions: Judgements,
    /// Articles and lines that somebody judged, also those that are no captions; `None` where that is every line.
    pub judged: Option<BTreeSet<(String, usize)>>,
}

/// The articles of a table.
pub(crate) fn articles(all: &Judgements) -> BTreeSet<&str> {
    all.keys().map(|(article, _)| article.as_str()).collect()
}

/// The rows whose score lies in one tenth of 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Bin {
    /// The least score.
    pub from: f64,
    /// How many rows.
    pub rows: usize,
    /// Their mean score.
    pub mean_score: f64,
    /// The share of them that are translation pairs.
    pub translations: f64,
}

/// The relations in the order of the confusion table.
pub(crate) const RELATIONS: [Relation; 4] = [Relation::Translation, Relation::Partial, Relation::Mismatch, Relation::Unpaired];

/// What [`evaluate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Evaluation {
    /// Captions in the gold.
    pub captions: usize,
    /// Captions predicted.
    pub predicted: usize,
    /// Spanish captions found.
    pub detection: Measure,
    /// Captions that got a right line.
    pub pairing: Measure,
    /// The share of gold captions whose relation is right; a caption that was not found is wrong.
    pub relation_accuracy: f64,
    /// For each of [`RELATIONS`].
    pub relations: [Measure; 4],
    /// Gold relation by predicted relation; the last column counts captions that were not found.
    pub confusion: [[usize; 5]; 4],
    /// Expected calibration error over ten bins; `None` without scores.
    pub calibration_error: Option<f64>,
    /// The bins that hold rows.
    pub calibration: Vec<Bin>,
    /// Predicted rows that nobody judged; they count nowhere.
    pub unjudged: usize,
}

/// Compares predictions with the gold.
pub(crate) fn evaluate(gold: &Gold, predicted: &Judgements) -> Evaluation {
    let (gold, judged) = (&gold.captions, &gold.judged);
    let names = judged.as_ref().map_or_else(|| articles(gold), |judged| judged.iter().map(|(article, _)| article.as_str()).collect());
    let joined = joined(&names, &articles(predicted));
    let called = |article: &String| joined.get(article.as_str()).unwrap_or(article).clone();
    let all = predicted.len();
    let predicted = predicted.iter().map(|((article, line), said)| ((called(article), *line), said.clone()));
    let predicted: &Judgements = &predicted.filter(|(key, _)| judged.as_ref().is_none_or(|judged| judged.contains(key))).collect();
    let mut confusion = [[0; 5]; 4];
    let (mut found, mut right, mut scored) = (0, 0, Vec::new());
    let number = |relation: Relation| RELATIONS.iter().position(|r| *r == relation).unwrap_or_default();
    for (key, truth) in gold {
        let Some(said) = predicted.get(key) else {
            confusion[number(truth.relation)][4] += 1;
            continue;
        };
        found += 1;
        let hit = said.lines.first().is_some_and(|line| truth.lines.contains(line));
        right += usize::from(hit);
        confusion[number(truth.relation)][number(said.relation)] += 1;
        if let Some(score) = said.score {
            scored.push((score, hit && truth.relation == Relation::Translation));
        }
    }
    let count = |all: &Judgements, wanted: &dyn Fn(&Judgement) -> bool| all.values().filter(|j| wanted(j)).count();
    let relations = RELATIONS.map(|relation| {
        let at = number(relation);
        let is = |j: &Judgement| j.relation == relation;
        Measure::of(confusion[at][at], count(predicted, &is), count(gold, &is))
    });
    let paired = |j: &Judgement| !j.lines.is_empty();
    let (calibration_error, calibration) = reliability(&scored);
    Evaluation {
        captions: gold.len(),
        predicted: predicted.len(),
        detection: Measure::of(found, predicted.len(), gold.len()),
        pairing: Measure::of(right, count(predicted, &paired), count(gold, &paired)),
        relation_accuracy: (0..4).map(|at| confusion[at][at]).sum::<usize>() as f64 / gold.len().max(1) as f64,
        relations,
        confusion,
        calibration_error,
        calibration,
        unjudged: all - predicted.len(),
    }
}

/// Expected calibration error and reliability table (Guo et al. 2017, "On calibration of modern neural networks").
fn reliability(scored: &[(f64, bool)]) -> (Option<f64>, Vec<Bin>) {
    let mut bins: [Vec<(f64, bool)>; 10] = Default::default();
    for &(score, hit) in scored {
        bins[((score * 10.0) as usize).min(9)].push((score, hit));
    }
    let table: Vec<Bin> = bins
        .iter()
        .enumerate()
        .filter(|(_, bin)| !bin.is_empty())
        .map(|(at, bin)| {
            let rows = bin.len();
            let mean_score = bin.iter().map(|b| b.0).sum::<f64>() / rows as f64;
            Bin { from: at as f64 / 10.0, rows, mean_score, translations: bin.iter().filter(|b| b.1).count() as f64 / rows as f64 }
        })
        .collect();
    let error = table.iter().map(|b| b.rows as f64 * (b.mean_score - b.translations).abs()).sum::<f64>() / scored.len().max(1) as f64;
    ((!scored.is_empty()).then_some(error), table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Judgements {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(&Table::open(file.path()).unwrap()).unwrap()
    }

    #[test]
    fn figures_by_hand() {
        let gold = table(
            "{\"article\": \"a.txt\", \"line\": 1, \"language\": \"en\"}\n\
             {\"article\": \"a.txt\", \"es_line\": 3, \"en_lines\": [4, 9], \"relation\": \"translation\"}\n\
             {\"article\": \"a.txt\", \"es_line\": 5, \"en_line\": 6, \"relation\": \"mismatch\"}\n\
             {\"article\": \"b.txt\", \"es_line\": 2, \"en_line\": null, \"relation\": \"unpaired\"}\n",
        );
        let predicted = table(
            "article,es_line,en_line,relation,score\nx/a.txt,3,9,translation,0.9\nx/a.txt,5,7,translation,0.7\nx/c.txt,1,,unpaired,\n",
        );
        let gold = Gold { captions: gold, judged: None };
        let found = evaluate(&gold, &predicted);
        assert_eq!((found.detection.precision, found.detection.recall), (2.0 / 3.0, 2.0 / 3.0));
        assert_eq!((found.pairing.precision, found.pairing.recall), (0.5, 0.5));
        assert_eq!(found.relation_accuracy, 1.0 / 3.0);
        assert_eq!(found.confusion, [[1, 0, 0, 0, 0], [0; 5], [1, 0, 0, 0, 0], [0, 0, 0, 0, 1]]);
        assert!((found.calibration_error.unwrap() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn what_nobody_judged_counts_nowhere() {
        let one = |line: usize| (("a.txt".to_owned(), line), Judgement { lines: vec![line + 1], relation: Relation::Partial, score: None });
        let judged = [("a.txt".to_owned(), 1), ("a.txt".to_owned(), 3)].into();
        let gold = Gold { captions: [one(1)].into(), judged: Some(judged) };
        let predicted = [one(1), one(3), one(5)].into();
        let found = evaluate(&gold, &predicted);
        // line 3 was judged to be no caption
        assert_eq!((found.detection.precision, found.detection.recall, found.unjudged), (0.5, 1.0, 1));
    }

    #[test]
    fn a_broken_row_is_told_by_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (text, wanted) in [
            ("article,es_line,en_line,relation\na.txt,1,2,partial\na.txt,x,2,partial\n", ":3: "),
            ("{\"article\": \"a\", \"es_line\": 1, \"en_line\": 2, \"relation\": \"twin\"}\n", ":1: `twin` is no relation"),
            ("{\"article\": \"a\", \"es_line\": 1, \"en_line\": 2, \"relation\": \"partial\"}\n{\"article\"\n", ":2:10: "),
            ("article,es_line,en_line,relation\n", "holds no row"),
            ("article,es_line,enline,relation\na.txt,1,2,partial\n", ":1: no column `en_line`"),
            ("{\"article\": \"a\", \"es_line\": 1, \"enline\": 2, \"relation\": \"partial\"}\n", ":1: no en_line"),
            ("article,es_line,en_line,relation,score\na.txt,1,2,partial,7\n", ":2: the score 7 is not from 0 to 1"),
            ("article,es_line,en_line,relation,score\na.txt,1,2,partial,NaN\n", ":2: the score NaN is not"),
            ("{\"article\": \"a\", \"es_line\": ?}\n", ":1:29: expected value;"),
        ] {
            std::fs::write(file.path(), text).unwrap();
            let error = read(&Table::open(file.path()).unwrap()).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
