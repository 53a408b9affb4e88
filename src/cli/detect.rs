//! `cotejo detect`

use super::args::TableArgs;
use super::output::{FAILED, Output};
use super::{Outcome, each_article};
use crate::Article;
use crate::encoder::Encoder;
use crate::passage::{Passage, passages_of};
use crate::row::rounded;
use crate::write;
use anyhow::{Context, Result};
use serde::Serialize;

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo detect article.txt
  cotejo detect --format jsonl articles/ | jq 'select(.language == \"es\")'";

/// One passage of a line.
#[derive(Serialize)]
struct Detected {
    article: String,
    line: usize,
    language: &'static str,
    confidence: f64,
    role: &'static str,
    text: String,
}

const COLUMNS: &[&str] = &["article", "line", "language", "confidence", "role", "text"];

pub(super) fn run(args: &TableArgs) -> Result<Outcome> {
    let format = args.format()?;
    let house = args.config.read(&args.input.paths)?.house;
    let mut output = Output::open(args.output.as_deref())?;
    let cells = args.spreadsheet.cells();
    cells.begin(&mut output).context(FAILED)?;
    let mut records = write::records::<Detected>(format, COLUMNS, Box::new(&mut output)).context(FAILED)?;
    let detected = |article: &Article| -> Vec<Detected> {
        let row = |passage: Passage| Detected {
            article: cells.id(&article.id),
            line: passage.line,
            language: passage.detected.language.code(),
            confidence: rounded(passage.detected.confidence),
            role: passage.role.name(),
            text: cells.text(article.at(passage.raw)),
        };
        passages_of(article, Some(Encoder::embedded()), &house).into_iter().map(row).collect()
    };
    let outcome = each_article(&args.input, args.output.as_slice(), detected, |rows| {
        rows.iter().try_for_each(|row| records.add(row)).context(FAILED)
    })?;
    records.finish().context(FAILED)?;
    drop(records);
    output.finish_after(outcome)
}
