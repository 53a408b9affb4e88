//! How good predicted pairs are against gold ones: precision, recall and F1 of captions, pairs and relations, the confusion of
//! relations, and whether scores are calibrated.
//!
//! A gold or predicted table is CSV, TSV, JSONL or Parquet with `article`, `es_line`, `en_line` (empty for none) and `relation`;
//! predicted rows may have a `score`. A JSONL gold row may name several right lines (`en_lines`: an English caption printed twice).
//! Rows are joined by the name of `article` ([`joined`]) and by `es_line`.

use crate::pair::Relation;
#[cfg(feature = "parquet")]
use crate::read::parquet::Table;
use crate::read::{self, Input, json_fault};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

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

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file could not be read.
    #[error(transparent)]
    Unreadable(#[from] read::Error),
    /// A Parquet file that is damaged, or lacks a column.
    #[error("{path}: {what}; give the output of `cotejo pair`, or a table with its columns")]
    Table {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// A line that is no row.
    #[error("{place}: {what}; a row has article, es_line, en_line and relation, as `cotejo pair` writes them")]
    Row {
        /// The file, the line, and the column where one is known.
        place: String,
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

/// Reads a table; standard input for `-`.
///
/// # Errors
/// See [`Error`]; each names the file, and the line where there is one.
pub(crate) fn read(path: &Path) -> Result<Judgements, Error> {
    let input = Input::at(path);
    let mut found = Judgements::new();
    for (place, record) in records(&input)? {
        let wrong = |what: String| Error::Row { place: place.clone(), what };
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
    if found.is_empty() { Err(Error::Empty { path: input.name() }) } else { Ok(found) }
}

/// What no table can be without.
const COLUMNS: [&str; 4] = ["article", "es_line", "en_line", "relation"];

/// A row's place, and the row or what is wrong with it.
type Placed = (String, Result<Record, String>);

/// The rows of an input: Parquet where it is named so, JSONL where it starts with `{`, else a table with a header.
fn records(input: &Input) -> Result<Vec<Placed>, Error> {
    let name = input.name();
    #[cfg(feature = "parquet")]
    if read::Format::of_name(&name) == Some(read::Format::Parquet) {
        return parquet(input);
    }
    let text = read::text(input, read::TABLE_LIMIT)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let record = |(at, line)| match serde_json::from_str(line) {
            Ok(record) => (format!("{name}:{}", at + 1), Ok(record)),
            Err(error) => {
                let (cause, column) = json_fault(&error);
                (format!("{name}:{}:{column}", at + 1), Err(cause))
            }
        };
        return Ok(lines.map(record).collect());
    }
    let header = text.lines().next().unwrap_or_default();
    // a semicolon is what a spreadsheet writes where the comma stands in numbers
    let delimiter = [b'\t', b','].into_iter().find(|delimiter| header.contains(char::from(*delimiter))).unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    if let Some(missing) = COLUMNS.iter().find(|column| !header.iter().any(|cell| cell == **column)) {
        return Err(Error::Row { place: format!("{name}:1"), what: format!("no column `{missing}`") });
    }
    let place = |position: Option<&csv::Position>| format!("{name}:{}", position.map_or(0, csv::Position::line));
    let record = |row: csv::Result<csv::StringRecord>| match row {
        Ok(row) => (place(row.position()), row.deserialize(Some(&header)).map_err(|error| error.to_string())),
        Err(error) => (place(error.position()), Err(error.to_string())),
    };
    Ok(reader.records().map(record).collect())
}

#[cfg(feature = "parquet")]
fn parquet(input: &Input) -> Result<Vec<Placed>, Error> {
    let name = input.name();
    // what is there but no Parquet has a fault of its own
    let wrong = |what: String| Error::Table { path: name.clone(), what };
    let broken = |cause: std::io::Error| match cause.raw_os_error() {
        Some(_) => read::unreadable(name.clone(), cause).into(),
        None => wrong(cause.to_string()),
    };
    let table = Table::open(input).map_err(broken)?;
    if let Some(missing) = COLUMNS.iter().find(|column| !table.has(column)) {
        return Err(wrong(format!("no column `{missing}`")));
    }
    let record = |(number, row): (usize, std::io::Result<_>)| {
        let record = serde_json::from_value(serde_json::Value::Object(row.map_err(broken)?)).map_err(|error| error.to_string());
        Ok((format!("{name}: row {number}"), record))
    };
    (1..).zip(table.rows().map_err(broken)?).map(record).collect()
}

/// Which predicted article is which gold one: those of the same name, whatever folder both stand below. Names are compared from their
/// ends: whole first, then with fewer and fewer folders, as far as an end is one article's alone in both tables. An address is the
/// same as a whole or not at all.
pub(crate) fn joined<'p>(gold: &Judgements, predicted: &'p Judgements) -> BTreeMap<&'p str, String> {
    let (mut wanted, mut found) = (names(gold), names(predicted));
    let deepest = wanted.iter().chain(&found).map(|name| parts(name).len()).max().unwrap_or(0);
    let mut joined = BTreeMap::new();
    for length in (1..=deepest).rev() {
        let by_end = unambiguous(names(gold), length);
        for (end, name) in unambiguous(names(predicted), length) {
            let Some(same) = by_end.get(&end) else { continue };
            if wanted.contains(same) && found.remove(name) {
                wanted.remove(same);
                joined.insert(name, (*same).to_owned());
            }
        }
    }
    joined
}

fn names(all: &Judgements) -> BTreeSet<&str> {
    all.keys().map(|(article, _)| article.as_str()).collect()
}

/// The folders and the name.
fn parts(name: &str) -> Vec<&str> {
    if name.contains("://") { vec![name] } else { name.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect() }
}

/// The names by their last parts, without those that share them.
fn unambiguous(names: BTreeSet<&str>, length: usize) -> HashMap<Vec<&str>, &str> {
    let mut by_end: HashMap<Vec<&str>, Vec<&str>> = HashMap::new();
    for name in names {
        let parts = parts(name);
        by_end.entry(parts[parts.len().saturating_sub(length)..].to_vec()).or_default().push(name);
    }
    by_end.into_iter().filter_map(|(end, names)| if let [name] = names[..] { Some((end, name)) } else { None }).collect()
}

/// Precision, recall and their harmonic mean; 1 where nothing was predicted or wanted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Measure {
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
}

/// Compares predictions with the gold.
pub(crate) fn evaluate(gold: &Judgements, predicted: &Judgements) -> Evaluation {
    let joined = joined(gold, predicted);
    let called = |article: &String| joined.get(article.as_str()).unwrap_or(article).clone();
    let predicted: &Judgements = &predicted.iter().map(|((article, line), said)| ((called(article), *line), said.clone())).collect();
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
    fn articles_are_joined_by_as_much_of_their_names_as_tells_them_apart() {
        let all = |names: &[&str]| -> Judgements {
            let judgement = Judgement { lines: vec![1], relation: Relation::Partial, score: None };
            names.iter().map(|name| (((*name).to_owned(), 1), judgement.clone())).collect()
        };
        let joined = |gold: &[&str], predicted: &[&str]| {
            let (gold, predicted) = (all(gold), all(predicted));
            joined(&gold, &predicted).into_iter().map(|(name, gold)| format!("{name} = {gold}")).collect::<Vec<_>>()
        };
        assert_eq!(joined(&["a.txt", "b.txt"], &["./x/a.txt", "y\\b.txt"]), ["./x/a.txt = a.txt", "y\\b.txt = b.txt"]);
        assert_eq!(joined(&["1/a.txt", "2/a.txt"], &["x/1/a.txt", "x/2/a.txt"]), ["x/1/a.txt = 1/a.txt", "x/2/a.txt = 2/a.txt"]);
        assert_eq!(joined(&["a.txt"], &["a.txt", "x/a.txt"]), ["a.txt = a.txt"]);
        assert!(joined(&["a.txt"], &["x/a.txt", "y/a.txt"]).is_empty());
        assert_eq!(joined(&["https://a/1", "https://b/1"], &["https://b/1"]), ["https://b/1 = https://b/1"]);
        assert!(joined(&["https://a/1"], &["https://b/1"]).is_empty());
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
            let error = read(file.path()).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
