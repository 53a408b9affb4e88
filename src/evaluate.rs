//! How good predicted pairs are against gold ones: precision, recall and F1 of captions, pairs and relations, the confusion of
//! relations, and whether scores are calibrated.
//!
//! A gold or predicted table is CSV, TSV or JSONL with `article`, `es_line`, `en_line` (empty for none) and `relation`; predicted
//! rows may have a `score`. A JSONL gold row may name several right lines (`en_lines`: an English caption printed twice).
//! Rows are joined by the file name of `article` and by `es_line`.

use crate::pair::Relation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One caption's row, of either table.
#[derive(Debug, Clone, Deserialize)]
struct Record {
    article: String,
    es_line: Option<usize>,
    #[serde(default)]
    en_line: Option<usize>,
    #[serde(default)]
    en_lines: Option<Vec<usize>>,
    #[serde(default)]
    relation: Option<String>,
    #[serde(default)]
    score: Option<f64>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The right English lines; empty for none.
    pub lines: Vec<usize>,
    /// What the two sides are to each other.
    pub relation: Relation,
    /// The probability of a translation pair.
    pub score: Option<f64>,
}

/// A table: for each caption (article, Spanish line) what is said of it.
pub type Judgements = BTreeMap<(String, usize), Judgement>;

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("{path}: cannot be read: {cause}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A line that is no row.
    #[error("{path}:{line}: {what}; a row has article, es_line, en_line and relation, as `cotejo pair` writes them")]
    Row {
        /// The file.
        path: String,
        /// 1-based.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// Not one row.
    #[error("{path}: holds no row of a caption; give the output of `cotejo pair`, or a table with its columns")]
    Empty {
        /// The file.
        path: String,
    },
}

/// Reads a table.
///
/// # Errors
/// See [`Error`]; each names the file, and the line where there is one.
pub fn read(path: &Path) -> Result<Judgements, Error> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Unreadable { path: name.clone(), cause })?;
    let mut found = Judgements::new();
    for (line, record) in records(&text) {
        let wrong = |what: String| Error::Row { path: name.clone(), line, what };
        let record = record.map_err(&wrong)?;
        // gold files of make_articles.py also say something of lines that are no Spanish captions
        let Some(es_line) = record.es_line else { continue };
        let article = record.article.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let lines = record.en_lines.unwrap_or_else(|| record.en_line.into_iter().collect());
        let relation = record.relation.ok_or_else(|| wrong("no relation".to_owned()))?;
        let relation = Relation::from_name(&relation).ok_or_else(|| wrong(format!("`{relation}` is no relation")))?;
        let judgement = Judgement { lines, relation, score: record.score };
        if found.insert((article.clone(), es_line), judgement).is_some() {
            return Err(wrong(format!("a second row for line {es_line} of {article}")));
        }
    }
    if found.is_empty() { Err(Error::Empty { path: name }) } else { Ok(found) }
}

/// The rows of a text with their lines: JSONL where it starts with `{`, else a table with a header.
fn records(text: &str) -> Vec<(usize, Result<Record, String>)> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        return lines.map(|(at, line)| (at + 1, serde_json::from_str(line).map_err(|e| e.to_string()))).collect();
    }
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let rows = reader.records().map(|row| match row {
        Ok(row) => (row.position().map_or(0, |p| p.line() as usize), row.deserialize(Some(&header)).map_err(|e| e.to_string())),
        Err(error) => (error.position().map_or(0, |p| p.line() as usize), Err(error.to_string())),
    });
    rows.collect()
}

/// Precision, recall and their harmonic mean; 1 where nothing was predicted or wanted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measure {
    /// Of what was predicted, the right share.
    pub precision: f64,
    /// Of what was wanted, the share found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Measure {
    fn of(hit: usize, predicted: usize, wanted: usize) -> Self {
        let share = |of: usize| if of == 0 { 1.0 } else { hit as f64 / of as f64 };
        let (precision, recall) = (share(predicted), share(wanted));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

/// The rows whose score lies in one tenth of 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
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
pub const RELATIONS: [Relation; 4] = [Relation::Translation, Relation::Partial, Relation::Mismatch, Relation::Unpaired];

/// What [`evaluate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
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
}

/// Compares predictions with the gold.
pub fn evaluate(gold: &Judgements, predicted: &Judgements) -> Evaluation {
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
        read(file.path()).unwrap()
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
        let found = evaluate(&gold, &predicted);
        assert_eq!((found.detection.precision, found.detection.recall), (2.0 / 3.0, 2.0 / 3.0));
        assert_eq!((found.pairing.precision, found.pairing.recall), (0.5, 0.5));
        assert_eq!(found.relation_accuracy, 1.0 / 3.0);
        assert_eq!(found.confusion, [[1, 0, 0, 0, 0], [0; 5], [1, 0, 0, 0, 0], [0, 0, 0, 0, 1]]);
        assert!((found.calibration_error.unwrap() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn a_broken_row_is_told_by_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (text, wanted) in [
            ("article,es_line,en_line,relation\na.txt,1,2,partial\na.txt,x,2,partial\n", ":3: "),
            ("{\"article\": \"a\", \"es_line\": 1, \"relation\": \"twin\"}\n", ":1: `twin` is no relation"),
            ("{\"article\": \"a\", \"es_line\": 1, \"relation\": \"partial\"}\n{\"article\"\n", ":2: "),
            ("article,es_line,en_line,relation\n", "holds no row"),
        ] {
            std::fs::write(file.path(), text).unwrap();
            let error = read(file.path()).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
