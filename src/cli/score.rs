//! `cotejo score`

use super::args::{ScoreArgs, Scored};
use super::output::write_result;
use super::{Outcome, Usage};
use crate::evaluate::lines::{self, Classes};
use crate::evaluate::pairs::{self, Gold, RELATIONS};
use crate::evaluate::{Error, Kind, Measure, Table, findings, joined};
use crate::pair::Relation;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo pair -o rows.jsonl articles/
  cotejo score gold.jsonl rows.jsonl
  cotejo review --db gold.db articles/                       judge some pairs in the browser ...
  cotejo score gold.db rows.jsonl                            ... and score those
  cotejo score gold-lines.csv lines.csv                      of cotejo detect -o lines.csv articles/
  cotejo score gold-findings.csv found.csv                   of cotejo audit -o found.csv articles/
  cotejo score --what findings gold-rows.csv found.csv       by the column findings of gold rows
  cotejo score --format json gold.csv rows.csv | jq .pairing.f1

Gold is what this program writes, once a person has corrected it. Its columns say what is scored:
  pairs     article, es_line, en_line (empty for none) and relation; in JSONL several right lines
            may be named (en_lines). Of a file of cotejo review, only pairs that were judged count
  lines     article, line, language and role. Lines that the gold does not have do not count, nor do
            empty cells
  findings  article, code, and line or pair_id; for the words at fault text, or start and end. An
            empty code says that a caption has no fault, as an empty cell of a row does

Tables are CSV, TSV, JSONL or Parquet. Articles are joined by name: by all of it, else by as much
of its end as only one article has. More in docs/score.md";

pub(super) fn run(args: &ScoreArgs) -> Result<Outcome> {
    if is_database(&args.gold) {
        return of_pairs(args, reviewed(args)?);
    }
    let gold = Table::open(&args.gold)?;
    let kind = args.what.map_or_else(|| gold.kind(), |what| Ok(what.into()))?;
    match kind {
        Kind::Pairs => of_pairs(args, Gold { captions: pairs::read(&gold)?, judged: None }),
        Kind::Lines => of_lines(args, &gold),
        Kind::Findings => of_findings(args, &gold),
    }
}

/// Whether a file is one of SQLite, as `cotejo review` keeps its decisions.
fn is_database(path: &Path) -> bool {
    const BEGINNING: &[u8] = b"SQLite format 3\0";
    let mut head = [0; BEGINNING.len()];
    path.is_file() && File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *BEGINNING
}

/// The pairs that somebody judged in `cotejo review`.
#[cfg(feature = "review")]
fn reviewed(args: &ScoreArgs) -> Result<Gold> {
    use crate::review::Store;
    if matches!(args.what, Some(Scored::Lines | Scored::Findings)) {
        let message = "a file of `cotejo review` holds judgements of pairs; leave --what out, or give a corrected table";
        return Err(Usage::new(format!("{}: {message}", args.gold.display())).into());
    }
    let (mut gold, mut judged) = (Gold::default(), BTreeSet::new());
    Store::open_existing(&args.gold)?.each(|_, found, _, current| {
        if current.verdict.is_none() {
            return;
        }
        judged.insert((found.article.clone(), found.es_line));
        // a rejected row is no caption
        if let Some(row) = current.applied() {
            let judgement = pairs::Judgement { lines: row.en_line.into_iter().collect(), relation: row.relation, score: None };
            gold.captions.insert((row.article, row.es_line), judgement);
        }
    })?;
    if judged.is_empty() {
        let message = "nobody has judged a pair yet; judge some with `cotejo review --db`";
        return Err(Usage::new(format!("{}: {message}", args.gold.display())).into());
    }
    Ok(Gold { judged: Some(judged), ..gold })
}

#[cfg(not(feature = "review"))]
fn reviewed(args: &ScoreArgs) -> Result<Gold> {
    Err(Usage::new(format!("{}: this program is built without `review`; give a table", args.gold.display())).into())
}

fn of_pairs(args: &ScoreArgs, gold: Gold) -> Result<Outcome> {
    let predicted = pairs::read(&Table::open(&args.predicted)?)?;
    let names =
        gold.judged.as_ref().map_or_else(|| pairs::articles(&gold.captions), |all| all.iter().map(|(name, _)| name.as_str()).collect());
    warn_of_strangers(&names, &pairs::articles(&predicted));
    write(args, &pairs::evaluate(&gold, &predicted), print_pairs)
}

fn of_lines(args: &ScoreArgs, gold: &Table) -> Result<Outcome> {
    let (gold, predicted) = (lines::read(gold)?, lines::read(&Table::open(&args.predicted)?)?);
    warn_of_strangers(&lines::articles(&gold), &lines::articles(&predicted));
    write(args, &lines::evaluate(&gold, &predicted), print_lines)
}

fn of_findings(args: &ScoreArgs, gold: &Table) -> Result<Outcome> {
    let gold = findings::read(gold)?;
    if gold.is_empty() {
        return Err(Error::Empty { path: args.gold.display().to_string(), kind: Kind::Findings }.into());
    }
    let predicted = Table::open(&args.predicted)?;
    // as JSON, an audit that found nothing is an empty file
    let predicted = if predicted.is_empty() { findings::Findings::default() } else { findings::read(&predicted)? };
    if !predicted.is_empty() {
        warn_of_strangers(&gold.articles(), &predicted.articles());
    }
    write(args, &findings::evaluate(&gold, &predicted), print_findings)
}

/// Says so where the two tables are of other articles.
fn warn_of_strangers(gold: &BTreeSet<&str>, predicted: &BTreeSet<&str>) {
    if joined(gold, predicted).is_empty() {
        let [first, second] = [gold, predicted].map(|names| names.first().copied().unwrap_or_default());
        log::warn!("no article is in both tables, by name: `{first}`, `{second}`; predict for the articles of the gold");
    }
}

fn write<T: Serialize>(args: &ScoreArgs, found: &T, print: impl FnOnce(&mut dyn Write, &T) -> io::Result<()>) -> Result<Outcome> {
    write_result(args.output.as_deref(), args.format, found, print)?;
    Ok(Outcome::Done)
}

/// The head of the columns of [`cells`].
const HEAD: &str = "                       precision    recall        F1";

fn measure(out: &mut dyn Write, name: &str, m: &Measure) -> io::Result<()> {
    writeln!(out, "{}", cells(name, m))
}

fn cells(name: &str, m: &Measure) -> String {
    format!("{name:<22}{:>10.4}{:>10.4}{:>10.4}", m.precision, m.recall, m.f1)
}

/// A table of counts: a row and a column for each name, and a column for what was not found.
fn confusion<R: AsRef<[usize]>>(out: &mut dyn Write, names: &[&str], rows: &[R]) -> io::Result<()> {
    let width = names.iter().map(|name| name.len() + 2).max().unwrap_or(0).max(13);
    let heads: String = names.iter().map(|name| format!("{name:>width$}")).collect();
    writeln!(out, "{:<22}{heads}{:>width$}", "gold \\ predicted", "not found")?;
    for (name, counts) in names.iter().zip(rows) {
        let cells: String = counts.as_ref().iter().map(|n| format!("{n:>width$}")).collect();
        writeln!(out, "{name:<22}{cells}")?;
    }
    Ok(())
}

fn print_pairs(out: &mut dyn Write, found: &pairs::Evaluation) -> io::Result<()> {
    let unjudged = if found.unjudged > 0 { format!(", {} more that nobody judged", found.unjudged) } else { String::new() };
    writeln!(out, "{} captions, {} predicted{unjudged}\n", found.captions, found.predicted)?;
    writeln!(out, "{HEAD}")?;
    measure(out, "captions found", &found.detection)?;
    measure(out, "pairs", &found.pairing)?;
    for (relation, of_relation) in RELATIONS.iter().zip(&found.relations) {
        measure(out, relation.name(), of_relation)?;
    }
    writeln!(out, "\nrelation accuracy {:.4}\n", found.relation_accuracy)?;
    confusion(out, &RELATIONS.map(Relation::name), &found.confusion)?;
    let Some(error) = found.calibration_error else {
        return writeln!(out, "\nno scores, no calibration");
    };
    writeln!(out, "\nexpected calibration error {error:.4}\n{:<12}{:>8}{:>12}{:>14}", "score from", "rows", "mean score", "translations")?;
    for bin in &found.calibration {
        writeln!(out, "{:<12.1}{:>8}{:>12.4}{:>14.4}", bin.from, bin.rows, bin.mean_score, bin.translations)?;
    }
    Ok(())
}

fn print_lines(out: &mut dyn Write, found: &lines::Evaluation) -> io::Result<()> {
    let lines::Evaluation { lines, not_found, unjudged, .. } = found;
    writeln!(out, "{lines} lines, {not_found} not found; {unjudged} predicted that are not in the gold")?;
    let all = [("captions", &found.captions), ("language", &found.language), ("role", &found.role)];
    all.into_iter().filter_map(|(name, classes)| Some((name, classes.as_ref()?))).try_for_each(|(name, found)| classes(out, name, found))
}

fn classes(out: &mut dyn Write, name: &str, found: &Classes) -> io::Result<()> {
    writeln!(out, "\n{name}: accuracy {:.4}", found.accuracy)?;
    writeln!(out, "{HEAD}")?;
    found.classes.iter().try_for_each(|class| measure(out, class.class, &class.measure))?;
    writeln!(out)?;
    confusion(out, &found.classes.iter().map(|class| class.class).collect::<Vec<_>>(), &found.confusion)
}

fn print_findings(out: &mut dyn Write, found: &findings::Evaluation) -> io::Result<()> {
    let unjudged = if found.unjudged > 0 { format!(", {} more that are about no pair", found.unjudged) } else { String::new() };
    writeln!(out, "{} findings, {} predicted{unjudged}\n", found.findings, found.predicted)?;
    writeln!(out, "{HEAD}{:>8}{:>11}", "gold", "predicted")?;
    let mut line = |name: &str, m: &Measure, gold: usize, predicted: usize| writeln!(out, "{}{gold:>8}{predicted:>11}", cells(name, m));
    line("all", &found.all, found.findings, found.predicted)?;
    found.checks.iter().try_for_each(|of| line(of.check, &of.measure, of.gold, of.predicted))?;
    match &found.clean {
        Some(clean) => {
            writeln!(out, "\nclean captions with a warning or error   {} of {} ({:.4})", clean.warned, clean.captions, clean.share)?
        }
        None => writeln!(out, "\nthe gold calls no caption clean: a line with an empty code does")?,
    }
    match &found.stretches {
        Some(of) => writeln!(out, "stretches at fault that are marked       {} of {} ({:.4})", of.touched, of.stretches, of.share),
        None => writeln!(out, "the gold says nowhere which words are at fault: text, or start and end, do"),
    }
}
