//! `cotejo pair`

use super::args::PairArgs;
use super::desk::{Desk, Examined};
use super::journal::Head;
use super::output::Output;
use super::pipeline::{Event, Mark};
use super::rows::{self, About, Target};
use super::{Outcome, each_article, each_from, filter, sum_up, was_stopped};
use crate::audit::{self, Settings};
use crate::encoder::Encoder;
use crate::evaluate::RELATIONS;
use crate::pair::evidence::{ITEMS, MACHINE_ITEMS};
use crate::pair::score::Model;
use crate::passage::{has_spanish_caption, passages};
use crate::write::{Columns, Reason, Records, Row};
use crate::{Article, Evidence, Options, Pair, Pairer};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

pub(super) fn run(args: &PairArgs) -> Result<Outcome> {
    let pairer = Pairer::new(options(args)?)?;
    if args.explain || args.features {
        return run_to_look(args, &pairer);
    }
    let decided = decided(args)?;
    if args.filter {
        filter::check(args)?;
        let machine = args.machine.open(None)?;
        let engine = machine.name();
        let desk = Desk::new(pairer, machine, Settings::default())?;
        return filter::run(args, |article| rows_of(&desk, engine.as_deref(), article), decided);
    }
    let mut target = Target::open(&args.rows, Columns { machine: args.machine.asked() })?;
    // behind the folder that it remembers in
    let machine = args.machine.open(args.rows.folder())?;
    let engine = machine.name();
    let mut journal = target.journal();
    let mut sink = target.sink().with_context(failed)?;
    let mut summary = Summary::default();
    let mut put = |row: Row| match decided(row) {
        Some(row) => {
            summary.count(&row);
            sink.add(&row).with_context(failed)
        }
        None => {
            sink.leave_out(Reason::Rejected);
            Ok(())
        }
    };
    let from = match &mut journal {
        Some(journal) => journal.start(&head(args), args.rows.resume, &mut put)?,
        None => Mark::default(),
    };
    let desk = Desk::new(pairer, machine, Settings::default())?;
    let mark = each_from(
        from,
        &args.input,
        |article| rows_of(&desk, engine.as_deref(), article),
        |event| match event {
            Event::Article(rows) => {
                journal.iter_mut().try_for_each(|journal| journal.rows(&rows))?;
                rows.into_iter().try_for_each(&mut put)
            }
            Event::Failure(_) => Ok(()),
            Event::Mark(mark) => journal.iter_mut().try_for_each(|journal| journal.done(mark)),
        },
    )?;
    if was_stopped()
        && let Some(journal) = &mut journal
    {
        journal.flush()?;
        bail!("stopped after {} articles; the same command with --resume goes on from there", mark.articles);
    }
    // what went to a pipe or screen gets its end, so that it is whole
    let done = rows::end(sink).with_context(failed)?;
    if was_stopped() {
        bail!("stopped after {} articles; what was written up to there is whole", mark.articles);
    }
    let outcome = mark.outcome();
    // where nothing was read, an older file stays
    if !matches!(outcome, Outcome::Nothing) {
        let about =
            About { articles: mark.articles, inputs: &args.input.paths, encoder: args.encoder.as_deref(), model: args.model.as_deref() };
        target.finish(&done, &about)?;
    }
    if let Some(journal) = journal {
        journal.end();
    }
    summary.tell(&mark);
    Ok(outcome)
}

/// An article's rows; signed with the machine where one translated.
fn rows_of(desk: &Desk, engine: Option<&str>, article: &Article) -> Vec<Row> {
    if !has_spanish_caption(article) {
        return Vec::new();
    }
    let Examined { pairs, findings, .. } = desk.examine(article);
    let mt_engine = engine.map(str::to_owned);
    let row = |pair: &Pair| Row { findings: audit::codes(&findings, &pair.id), mt_engine: mt_engine.clone(), ..Row::new(article, pair) };
    pairs.iter().map(row).collect()
}

/// What people made of a row; `None` where they rejected it.
#[cfg(feature = "review")]
fn decided(args: &PairArgs) -> Result<impl Fn(Row) -> Option<Row> + use<>> {
    use crate::review::{Reviews, Store};
    let reviews = match &args.reviews {
        Some(path) => Reviews::load(&Store::open_existing(path)?)?,
        None => Reviews::default(),
    };
    Ok(move |row| reviews.apply(row))
}

#[cfg(not(feature = "review"))]
fn decided(_: &PairArgs) -> Result<impl Fn(Row) -> Option<Row> + use<>> {
    Ok(Some)
}

/// The run, for its journal.
fn head(args: &PairArgs) -> Head {
    let mut same = args.clone();
    // the output does not depend on them
    same.input.jobs = None;
    same.rows.resume = false;
    Head { version: env!("CARGO_PKG_VERSION").to_owned(), options: format!("{same:?}"), command: rows::command_line() }
}

/// What was found, for the line at the end.
#[derive(Default)]
pub(super) struct Summary {
    captions: u64,
    relations: BTreeMap<&'static str, u64>,
}

impl Summary {
    pub(super) fn count(&mut self, row: &Row) {
        self.captions += 1;
        *self.relations.entry(row.relation).or_default() += 1;
    }

    pub(super) fn tell(&self, mark: &Mark) {
        let relations = RELATIONS.map(|r| format!("{} {}", self.relations.get(r.name()).unwrap_or(&0), r.name())).join(", ");
        let failures = if mark.failures > 0 { format!("; {}", counted(mark.failures, "failure")) } else { String::new() };
        let (articles, captions) = (counted(mark.articles, "article"), counted(self.captions, "caption"));
        sum_up(&format!("{articles}, {captions}: {relations}{failures}"));
    }
}

fn counted(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

pub(super) fn failed() -> &'static str {
    "the output could not be written"
}

/// Evidence instead of rows.
fn run_to_look(args: &PairArgs, pairer: &Pairer) -> Result<Outcome> {
    let machine = args.machine.open(args.rows.folder())?;
    let mut output = Output::open(args.rows.output.as_deref())?;
    let outcome = if args.explain {
        let explained = |article: &Article| {
            let mut text = Vec::new();
            machine.pairs(pairer, article, &passages(article)).iter().try_for_each(|pair| explain(&mut text, article, pair)).map(|()| text)
        };
        each_article(&args.input, explained, |text| (&mut &mut output).write_all(&text?).with_context(failed))?
    } else {
        let mut out = csv::Writer::from_writer(&mut output);
        let shown = if args.machine.asked() { ITEMS.len() } else { ITEMS.len() - MACHINE_ITEMS };
        out.write_record(["article", "es_line", "en_line"].into_iter().chain(ITEMS[..shown].iter().map(|i| i.0))).with_context(failed)?;
        let features = |article: &Article| -> Vec<Vec<String>> {
            let row = |(es, en, evidence): (usize, usize, Evidence)| {
                let place = [article.id.clone(), es.to_string(), en.to_string()];
                place.into_iter().chain(evidence.features()[..shown].iter().map(|f| format!("{f:.4}"))).collect()
            };
            machine.candidates(pairer, article).into_iter().map(row).collect()
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
    let mut options = Options { fast: args.fast, ..Options::default() };
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
    if let Some(machine) = &pair.machine {
        writeln!(out, "  mt  {machine}")?;
    }
    for (name, meaning, value) in e.items() {
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
