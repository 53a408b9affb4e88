//! `cotejo score`

use super::Outcome;
use super::args::ScoreArgs;
use super::output::write_result;
use crate::evaluate::{self, Evaluation, Judgements, Measure, RELATIONS};
use anyhow::Result;
use std::io::{self, Write};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo pair --format jsonl articles/ > rows.jsonl
  cotejo score gold.jsonl rows.jsonl
  cotejo score --format json gold.csv rows.csv | jq .pairing.f1

Both tables (CSV, TSV, JSONL or Parquet) have the columns article, es_line, en_line (empty for none) and
relation; predicted rows may have a score, gold rows in JSONL several right lines (en_lines). Rows are
joined by es_line and article: by its whole name, else by as much of its end as only one article has.";

pub(super) fn run(args: &ScoreArgs) -> Result<Outcome> {
    let gold = evaluate::read(&args.gold)?;
    let predicted = evaluate::read(&args.predicted)?;
    if evaluate::joined(&gold, &predicted).is_empty() {
        let example = |all: &Judgements| all.keys().next().map_or_else(String::new, |(article, _)| article.clone());
        let (first, second) = (example(&gold), example(&predicted));
        log::warn!("no article is in both tables, by name: `{first}`, `{second}`; pair the articles of the gold");
    }
    let found = evaluate::evaluate(&gold, &predicted);
    write_result(args.output.as_deref(), args.format, &found, print)?;
    Ok(Outcome::Done)
}

fn print(out: &mut dyn Write, found: &Evaluation) -> io::Result<()> {
    let line =
        |out: &mut dyn Write, name: &str, m: &Measure| writeln!(out, "{name:<22}{:>10.4}{:>10.4}{:>10.4}", m.precision, m.recall, m.f1);
    writeln!(out, "{} captions, {} predicted\n", found.captions, found.predicted)?;
    writeln!(out, "{:<22}{:>10}{:>10}{:>10}", "", "precision", "recall", "F1")?;
    line(out, "captions found", &found.detection)?;
    line(out, "pairs", &found.pairing)?;
    for (relation, measure) in RELATIONS.iter().zip(&found.relations) {
        line(out, relation.name(), measure)?;
    }
    writeln!(out, "\nrelation accuracy {:.4}\n", found.relation_accuracy)?;
    let heads: String = RELATIONS.iter().map(|r| format!("{:>13}", r.name())).collect();
    writeln!(out, "{:<22}{heads}{:>13}", "gold \\ predicted", "not found")?;
    for (relation, counts) in RELATIONS.iter().zip(&found.confusion) {
        let cells: String = counts.iter().map(|n| format!("{n:>13}")).collect();
        writeln!(out, "{:<22}{cells}", relation.name())?;
    }
    let Some(error) = found.calibration_error else {
        return writeln!(out, "\nno scores, no calibration");
    };
    writeln!(out, "\nexpected calibration error {error:.4}\n{:<12}{:>8}{:>12}{:>14}", "score from", "rows", "mean score", "translations")?;
    for bin in &found.calibration {
        writeln!(out, "{:<12.1}{:>8}{:>12.4}{:>14.4}", bin.from, bin.rows, bin.mean_score, bin.translations)?;
    }
    Ok(())
}
