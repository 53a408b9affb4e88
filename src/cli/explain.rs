//! `cotejo pair --explain` and `--features`: what spoke for the pairs, instead of rows.

use super::args::PairArgs;
use super::output::{FAILED, Output, format_by_ending};
use super::{Outcome, Usage, each_article};
use crate::pair::evidence::{ITEMS, MACHINE_ITEMS};
use crate::{Article, Cotejo, Evidence, Gap, Pair};
use anyhow::{Context, Result};
use std::io::Write;

pub(super) fn run(args: &PairArgs, cotejo: &Cotejo<'_>) -> Result<Outcome> {
    if args.rows.outputs.len() > 1 {
        return Err(Usage::new("--explain writes one output; give one -o").into());
    }
    let path = args.rows.only();
    let own = if args.explain { "txt" } else { "csv" };
    format_by_ending(path, own, |ending| (ending == own).then_some(()))?;
    let mut output = Output::open(path)?;
    let outcome = if args.explain { evidence(args, cotejo, &mut output) } else { features(args, cotejo, &mut output) };
    output.finish_after(outcome?)
}

/// The pairs that are asked for, for a person.
fn evidence(args: &PairArgs, cotejo: &Cotejo<'_>, mut output: &mut Output) -> Result<Outcome> {
    let choice = args.rows.choice();
    let explained = |article: &Article| {
        let mut text = Vec::new();
        let examined = cotejo.examine(article);
        let rows = examined.rows();
        let mut asked = examined.pairs.iter().zip(&rows).filter(|(_, row)| choice.refuses(row).is_none());
        asked.try_for_each(|(pair, _)| explain(&mut text, article, pair)).map(|()| text)
    };
    each_article(&args.input, &args.rows.outputs, explained, |text| output.write_all(&text?).context(FAILED))
}

/// Every candidate as CSV, for `scripts/dev fit score`.
fn features(args: &PairArgs, cotejo: &Cotejo<'_>, output: &mut Output) -> Result<Outcome> {
    let mut out = csv::Writer::from_writer(output);
    let shown = if args.machine.asked() { ITEMS.len() } else { ITEMS.len() - MACHINE_ITEMS };
    out.write_record(["article", "es_line", "en_line"].into_iter().chain(ITEMS[..shown].iter().map(|i| i.0))).context(FAILED)?;
    let features = |article: &Article| -> Vec<Vec<String>> {
        let row = |(es, en, evidence): (usize, usize, Evidence)| {
            let place = [article.id.clone(), es.to_string(), en.to_string()];
            place.into_iter().chain(evidence.features()[..shown].iter().map(|f| format!("{f:.4}"))).collect()
        };
        cotejo.candidates(article).into_iter().map(row).collect()
    };
    let outputs = &args.rows.outputs;
    let outcome =
        each_article(&args.input, outputs, features, |rows| rows.iter().try_for_each(|row| out.write_record(row)).context(FAILED))?;
    out.flush().context(FAILED)?;
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
    if let Some(machine) = &pair.machine {
        writeln!(out, "  mt  {machine}")?;
    }
    for (name, meaning, value) in e.items() {
        let shown = value(e).map_or_else(|| "-".to_owned(), |v| format!("{v:.2}"));
        writeln!(out, "  {name:<24}{shown:>5}  {meaning}")?;
    }
    for (label, gaps) in [("only in es", &pair.unsaid.source), ("only in en", &pair.unsaid.target)] {
        let shown = |gap: &Gap| {
            let probability = gap.probability.map(|p| format!(" ({p:.2}{})", if gap.contradicted { ", contradicted" } else { "" }));
            format!("{}{}", article.at(gap.span), probability.unwrap_or_default())
        };
        let words: Vec<String> = gaps.iter().map(shown).collect();
        if !words.is_empty() {
            writeln!(out, "  {label:<24}{}", words.join(", "))?;
        }
    }
    writeln!(out)
}
