//! `cotejo pair`

use super::args::PairArgs;
use super::output::Output;
use super::rows::{self, About, Target};
use super::{Outcome, each_article};
use crate::audit::{self, Auditor, Settings};
use crate::encoder::Encoder;
use crate::pair::evidence::ITEMS;
use crate::pair::score::Model;
use crate::passage::passages;
use crate::write::{Records, Row};
use crate::{Article, Evidence, Options, Pair, Pairer};
use anyhow::{Context, Result};
use std::io::Write;
use std::sync::Arc;

pub(super) fn run(args: &PairArgs) -> Result<Outcome> {
    let pairer = Pairer::new(options(args)?)?;
    if args.explain || args.features {
        return run_to_look(args, &pairer);
    }
    let mut target = Target::open(&args.rows)?;
    let mut sink = target.sink().with_context(failed)?;
    let auditor = Auditor::new(Settings::default())?;
    let rows = |article: &Article| -> Vec<Row> {
        let passages = passages(article);
        let pairs = pairer.pairs_of(article, &passages);
        let findings = auditor.audit(article, &passages, &pairs).0;
        pairs.iter().map(|pair| Row { findings: audit::codes(&findings, &pair.id), ..Row::new(article, pair) }).collect()
    };
    let mut articles = 0;
    let outcome = each_article(&args.input, rows, |rows| {
        articles += 1;
        rows.iter().try_for_each(|row| sink.add(row)).with_context(failed)
    })?;
    let done = rows::end(sink).with_context(failed)?;
    // where nothing was read, an older file stays
    if !matches!(outcome, Outcome::Nothing) {
        let about = About { articles, inputs: &args.input.paths, encoder: args.encoder.as_deref(), model: args.model.as_deref() };
        target.finish(&done, &about)?;
    }
    Ok(outcome)
}

fn failed() -> &'static str {
    "the output could not be written"
}

/// Evidence instead of rows.
fn run_to_look(args: &PairArgs, pairer: &Pairer) -> Result<Outcome> {
    let mut output = Output::open(args.rows.output.as_deref())?;
    let outcome = if args.explain {
        let explained = |article: &Article| {
            let mut text = Vec::new();
            pairer.pairs(article).iter().try_for_each(|pair| explain(&mut text, article, pair)).map(|()| text)
        };
        each_article(&args.input, explained, |text| (&mut &mut output).write_all(&text?).with_context(failed))?
    } else {
        let mut out = csv::Writer::from_writer(&mut output);
        out.write_record(["article", "es_line", "en_line"].into_iter().chain(ITEMS.iter().map(|i| i.0))).with_context(failed)?;
        let features = |article: &Article| -> Vec<Vec<String>> {
            let row = |(es, en, evidence): (usize, usize, Evidence)| {
                let place = [article.id.clone(), es.to_string(), en.to_string()];
                place.into_iter().chain(evidence.features().map(|f| format!("{f:.4}"))).collect()
            };
            pairer.candidates(article).into_iter().map(row).collect()
        };
        let outcome =
            each_article(&args.input, features, |rows| rows.iter().try_for_each(|row| out.write_record(row)).with_context(failed))?;
        out.flush().with_context(failed)?;
        outcome
    };
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
