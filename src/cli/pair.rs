//! `cotejo pair`

use super::args::PairArgs;
use super::output::Output;
use super::{Outcome, each_article};
use crate::pair::evidence::FEATURES;
use crate::write::{self, COLUMNS, Row};
use crate::{Article, Options, Pair, Pairer};
use anyhow::{Context, Result};
use std::io::Write;

pub(super) fn run(args: &PairArgs) -> Result<Outcome> {
    let pairer = Pairer::new(Options::default())?;
    let table = &args.table;
    let mut output = Output::open(table.output.as_deref())?;
    let failed = || "the output could not be written";
    let outcome = if args.explain {
        each_article(&table.paths, table.max_bytes, |article| {
            pairer.pairs(article).iter().try_for_each(|pair| explain(&mut &mut output, article, pair)).with_context(failed)
        })?
    } else if args.features {
        let mut out = &mut output;
        writeln!(out, "article,es_line,en_line,{}", FEATURES.join(",")).with_context(failed)?;
        each_article(&table.paths, table.max_bytes, |article| {
            for (es, en, evidence) in pairer.candidates(article) {
                let features: Vec<String> = evidence.features().iter().map(|f| format!("{f:.4}")).collect();
                writeln!(out, "{},{es},{en},{}", article.id, features.join(",")).with_context(failed)?;
            }
            Ok(())
        })?
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
    output.finish()?;
    Ok(outcome)
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
    let shown = |value: Option<f32>| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.2}"));
    for (name, value, meaning) in [
        ("similarity", e.similarity, "cosine of the two bodies"),
        ("credit", e.credit, "1 same photographer, 0.6 same agency, 0 another"),
        ("figure", e.figure, "1 same group of lines, 0.5 the next one"),
        ("distance", Some(e.distance), "1 next line, 1/2 one line between"),
        ("order", Some(e.order), "1 English behind Spanish"),
        ("caption", Some(e.caption), "1 the English has a photo credit"),
        ("names", e.names, "people and institutions shared, of the side with fewer"),
        ("source_names", Some(e.source_names), "share of the Spanish side's names that the English has"),
        ("target_names", Some(e.target_names), "share of the English side's names that the Spanish has"),
        ("numbers", e.numbers, "numbers shared, of the side with fewer"),
        ("source_covered", Some(e.source_covered), "share of the Spanish that the English says"),
        ("target_covered", Some(e.target_covered), "share of the English that the Spanish says"),
        ("length", Some(e.length), "the English's share of all words"),
    ] {
        writeln!(out, "  {name:<15}{:>5}  {meaning}", shown(value))?;
    }
    writeln!(out)
}
