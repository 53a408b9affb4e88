//! `cotejo pair`

use super::args::PairArgs;
use super::output::Output;
use super::rows::{self, About, Target};
use super::{Outcome, each_article};
use crate::encoder::Encoder;
use crate::pair::evidence::ITEMS;
use crate::pair::score::Model;
use crate::write::{Records, Row};
use crate::{Article, Options, Pair, Pairer};
use anyhow::{Context, Result};
use std::io::{BufWriter, Write};
use std::sync::Arc;

pub(super) fn run(args: &PairArgs) -> Result<Outcome> {
    let pairer = Pairer::new(options(args)?)?;
    if args.explain || args.features {
        return run_to_look(args, &pairer);
    }
    let mut target = Target::open(&args.rows)?;
    let mut sink = target.sink().with_context(failed)?;
    let mut articles = 0;
    let outcome = each_article(&args.input.paths, args.input.max_bytes, |article| {
        articles += 1;
        pairer.pairs(article).iter().try_for_each(|pair| sink.add(&Row::new(article, pair))).with_context(failed)
    })?;
    let done = rows::end(sink).with_context(failed)?;
    let about = About { articles, inputs: &args.input.paths, encoder: args.encoder.as_deref(), model: args.model.as_deref() };
    target.finish(&done, &about)?;
    Ok(outcome)
}

fn failed() -> &'static str {
    "the output could not be written"
}

/// Evidence instead of rows.
fn run_to_look(args: &PairArgs, pairer: &Pairer) -> Result<Outcome> {
    let input = &args.input;
    let mut output = Output::open(args.rows.output.as_deref())?;
    let mut out = BufWriter::new(&mut output);
    let outcome = if args.explain {
        each_article(&input.paths, input.max_bytes, |article| {
            pairer.pairs(article).iter().try_for_each(|pair| explain(&mut out, article, pair)).with_context(failed)
        })?
    } else {
        writeln!(out, "article,es_line,en_line,{}", ITEMS.iter().map(|i| i.0).collect::<Vec<_>>().join(",")).with_context(failed)?;
        each_article(&input.paths, input.max_bytes, |article| {
            for (es, en, evidence) in pairer.candidates(article) {
                let features: Vec<String> = evidence.features().iter().map(|f| format!("{f:.4}")).collect();
                writeln!(out, "{},{es},{en},{}", article.id, features.join(",")).with_context(failed)?;
            }
            Ok(())
        })?
    };
    out.flush().with_context(failed)?;
    drop(out);
    output.finish()?;
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
