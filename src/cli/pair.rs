//! `cotejo pair`

use super::args::PairArgs;
use super::output::Output;
use super::{Outcome, each_article};
use crate::encoder::Encoder;
use crate::pair::evidence::ITEMS;
use crate::pair::score::Model;
use crate::write::{self, COLUMNS, Row};
use crate::{Article, Options, Pair, Pairer};
use anyhow::{Context, Result};
use std::io::Write;
use std::sync::Arc;

pub(super) fn run(args: &PairArgs) -> Result<Outcome> {
    let pairer = Pairer::new(options(args)?)?;
    let table = &args.table;
    let mut output = Output::open(table.output.as_deref())?;
    let failed = || "the output could not be written";
    let outcome = if args.explain {
        each_article(&table.paths, table.max_bytes, |article| {
            pairer.pairs(article).iter().try_for_each(|pair| explain(&mut &mut output, article, pair)).with_context(failed)
        })?
    } else if args.features {
        let mut out = csv::Writer::from_writer(&mut output);
        out.write_record(["article", "es_line", "en_line"].into_iter().chain(ITEMS.iter().map(|i| i.0))).with_context(failed)?;
        let outcome = each_article(&table.paths, table.max_bytes, |article| {
            for (es, en, evidence) in pairer.candidates(article) {
                let place = [article.id.clone(), es.to_string(), en.to_string()];
                let features = evidence.features().map(|f| format!("{f:.4}"));
                out.write_record(place.into_iter().chain(features)).with_context(failed)?;
            }
            Ok(())
        })?;
        out.flush().with_context(failed)?;
        outcome
    } else {
        let mut records = write::records::<Row>(table.format.into(), COLUMNS, Box::new(&mut output)).with_context(failed)?;
        let outcome = each_article(&table.paths, table.max_bytes, |article| {
            for pair in pairer.pairs(article) {
                let row = Row::new(article, &pair);
                let row = if table.spreadsheet_safe { row.spreadsheet_safe() } else { row };
                records.add(&row).with_context(failed)?;
            }
            Ok(())
        })?;
        records.finish().with_context(failed)?;
        outcome
    };
    // where nothing was read, an older file stays
    if !matches!(outcome, Outcome::Nothing) {
        output.finish()?;
    }
    Ok(outcome)
}

fn options(args: &PairArgs) -> Result<Options> {
    let mut options = Options::default();
    if let Some(folder) = &args.encoder {
        options.encoder = Some(Arc::new(Encoder::open(folder)?));
    }
    if let Some(path) = &args.model {
        let text = std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        options.model = Some(Arc::new(Model::parse(&text).with_context(|| path.display().to_string())?));
    }
    Ok(options)
}

/// One pair with its evidence, for a person.
fn explain(out: &mut dyn Write, article: &Article, pair: &Pair) -> std::io::Result<()> {
    let score = pair.score.map_or_else(|| "-".to_owned(), |s| format!("{s:.4}"));
    writeln!(out, "{}:{}  {}  score {score}  {}", article.id, pair.line, pair.relation.name(), pair.id)?;
    writeln!(out, "  es  {}", article.at(pair.es.body))?;
    let (Some(en), Some(e)) = (&pair.en, &pair.evidence) else {
        return writeln!(out, "  en  (nobody: no English passage of the article is likelier than none)\n");
    };
    writeln!(out, "  en  {}  (line {})", article.at(en.body), en.line)?;
    for (name, meaning, value) in ITEMS {
        let shown = value(e).map_or_else(|| "-".to_owned(), |v| format!("{v:.2}"));
        writeln!(out, "  {name:<24}{shown:>5}  {meaning}")?;
    }
    for (label, spans) in [("only in es", &pair.unsaid.source), ("only in en", &pair.unsaid.target)] {
        let words: Vec<&str> = spans.iter().map(|s| article.at(*s)).collect();
        if !words.is_empty() {
            writeln!(out, "  {label:<24}{}", words.join(", "))?;
        }
    }
    writeln!(out)
}
