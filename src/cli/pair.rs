//! `cotejo pair`

use super::args::PairArgs;
use super::journal::{Head, Journal};
use super::output::FAILED;
use super::pipeline::{Event, Mark};
use super::rows::{self, About, Done, Target};
use super::{Outcome, each_from, explain, filter, sum_up, was_stopped};
use crate::Cotejo;
use crate::encoder::Encoder;
use crate::evaluate::pairs::RELATIONS;
use crate::pair::Model;
use crate::pair::Options;
use crate::read::{self, Input};
use crate::row::{Columns, Row};
use crate::write::{self, Reason, Records};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo pair data/articles/segob.txt                     a short table on a terminal, CSV in a pipe
  cotejo pair --explain article.txt
  cotejo pair --format jsonl -o rows.jsonl articles/ more/page.txt
  cotejo pair --format tmx --relation translation --min-score 0.8 -o memory.tmx articles/
  cotejo pair -o memory.tmx -o rows.parquet articles/     several files, each in its own format
  cotejo pair --forms agency articles/                    only captions in the form of a known agency
  cotejo pair --format parquet --dedup near --split 90:5:5 --license cc-by-4.0 -o corpus/ articles/
  cotejo pair --resume --format parquet -o corpus/ dump.jsonl.zst      go on after a stop
  curl -s https://example.org/a.txt | cotejo pair --format tsv -
  cotejo pair --reviews reviews.db -o rows.csv articles/     as people decided in `cotejo review`";

pub(super) fn run(args: &PairArgs) -> Result<Outcome> {
    let config = args.config.read(&args.input.paths)?;
    let mut args = args.clone();
    if args.rows.forms.is_empty() {
        args.rows.forms.clone_from(&config.forms);
    }
    let args = &args;
    let settings = format!("{config:?}");
    let builder = config.cotejo().pairing(options(args)?);
    if args.explain || args.features {
        let translator = args.machine.open(None)?;
        return explain::run(args, &builder.translator(translator.as_ref()).build()?);
    }
    let decided = decided(args)?;
    if args.filter {
        filter::check(args)?;
        let translator = args.machine.open(None)?;
        let cotejo = builder.translator(translator.as_ref()).build()?;
        return filter::run(args, |article| cotejo.rows(article), decided);
    }
    let mut target = Target::open(&args.rows, Columns { machine: args.machine.asked() }, only(&args.input.paths))?;
    let head = head(args, &settings);
    // after the folder that it remembers in
    let translator = args.machine.open(args.rows.folder())?;
    let cotejo = builder.translator(translator.as_ref()).build()?;
    let mut journal = target.journal();
    let mut summary = Summary::default();
    let (done, mark) = write(args, &head, &cotejo, &mut target, &mut journal, &mut summary, decided)?;
    // where nothing was read, an older file stays
    if !matches!(mark.outcome(), Outcome::Nothing) {
        let about =
            About { articles: mark.articles, inputs: &args.input.paths, encoder: args.encoder.as_deref(), model: args.model.as_deref() };
        target.finish(&done, &about)?;
    }
    if let Some(journal) = journal {
        journal.end();
    }
    let to = if matches!(mark.outcome(), Outcome::Nothing) { None } else { Some(args.rows.shown()) };
    summary.tell(&mark, &Written { done: &done, to, skipped: &summary.skipped }.to_string());
    Ok(mark.outcome())
}

/// The name of the input, where there is one.
fn only(paths: &[PathBuf]) -> Option<String> {
    match paths {
        [] => Some(Input::Stdin.name()),
        [path] => Some(Input::at(path).name()),
        _ => None,
    }
}

/// Writes every row, from where an earlier run stopped; an error where this one is stopped.
fn write(
    args: &PairArgs,
    head: &Head,
    cotejo: &Cotejo<'_>,
    target: &mut Target<'_>,
    journal: &mut Option<Journal>,
    summary: &mut Summary,
    decided: impl Fn(Row) -> Option<Row>,
) -> Result<(Done, Mark)> {
    let mut sink = target.sink().context(FAILED)?;
    let mut put = |row: Row| match decided(row) {
        Some(row) => {
            summary.count(&row);
            sink.add(&row).context(FAILED)
        }
        None => {
            sink.leave_out(Reason::Rejected);
            Ok(())
        }
    };
    let from = match journal {
        Some(journal) => Some(journal.start(head, args.rows.resume, &mut put)?),
        None => None,
    };
    let (mark, skipped) = each_from(
        from,
        &args.input,
        &args.rows.written(),
        |article| cotejo.rows(article),
        |event| match event {
            Event::Article(rows) => {
                journal.iter_mut().try_for_each(|journal| journal.rows(&rows))?;
                rows.into_iter().try_for_each(&mut put)
            }
            Event::Failure(_) => Ok(()),
            Event::Mark(mark) => journal.iter_mut().try_for_each(|journal| journal.done(mark)),
        },
    )?;
    if let (true, Some(journal)) = (was_stopped(), journal) {
        journal.flush()?;
        bail!("stopped after {} articles; the same command with --resume continues from there", mark.articles);
    }
    // what went to a pipe or screen gets its end, so that it is whole
    let done = rows::end(sink).context(FAILED)?;
    if was_stopped() {
        bail!("stopped after {} articles; what was written up to there is whole", mark.articles);
    }
    summary.skipped = skipped;
    Ok((done, mark))
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
fn head(args: &PairArgs, settings: &str) -> Head {
    let mut same = args.clone();
    // the output does not depend on them
    same.input.jobs = None;
    same.rows.resume = false;
    same.rows.force = false;
    Head {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: format!("{same:?} {settings}"),
        command: rows::command_line(),
        files: args.rows.names_in_folder(),
    }
}

/// What was found, for the line at the end.
#[derive(Default)]
pub(super) struct Summary {
    /// What folders and patterns held that is not read.
    skipped: read::Skipped,
    captions: u64,
    relations: BTreeMap<&'static str, u64>,
}

impl Summary {
    pub(super) fn count(&mut self, row: &Row) {
        self.captions += 1;
        *self.relations.entry(row.relation.name()).or_default() += 1;
    }

    /// With what became of the rows, which stands after.
    pub(super) fn tell(&self, mark: &Mark, written: &str) {
        let relations = RELATIONS.map(|r| format!("{} {}", self.relations.get(r.name()).unwrap_or(&0), r.name())).join(", ");
        let failures = if mark.failures > 0 { format!("; {}", counted(mark.failures, "failure")) } else { String::new() };
        let (articles, captions) = (counted(mark.articles, "article"), counted(self.captions, "caption"));
        sum_up(&format!("{articles}, {captions}: {relations}{failures}{written}"));
    }
}

/// What became of the rows: how many were written, where to, and how many were left out for what.
struct Written<'d> {
    done: &'d Done,
    /// `None` where an older file stays.
    to: Option<Vec<String>>,
    /// What folders and patterns held beside the inputs.
    skipped: &'d read::Skipped,
}

impl std::fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.to {
            Some(to) => {
                let several = to.len() > 1;
                for (at, (name, output)) in to.iter().zip(&self.done.outputs).enumerate() {
                    let rows = counted(output.statistics.iter().map(|part| part.rows).sum(), "row");
                    write!(f, "{} {rows} {}to {name}", if at == 0 { ";" } else { "," }, if at == 0 { "written " } else { "" })?;
                    if let (true, Some(left_out)) = (several, left_out(&output.outcome)) {
                        write!(f, " ({left_out})")?;
                    }
                }
            }
            None => write!(f, "; nothing written")?,
        }
        if let Some(left_out) = left_out(&self.done.outcome) {
            write!(f, "; {left_out}")?;
        }
        let skipped = self.skipped.to_string();
        if !skipped.is_empty() {
            write!(f, "; skipped: {skipped}")?;
        }
        Ok(())
    }
}

/// How many rows were left out, for what; `None` where none was.
fn left_out(outcome: &write::Written) -> Option<String> {
    let reasons: Vec<String> = outcome.left_out.iter().map(|(reason, rows)| format!("{rows} {}", brief(*reason))).collect();
    (!reasons.is_empty()).then(|| format!("{} left out: {}", outcome.left_out.values().sum::<u64>(), reasons.join(", ")))
}

/// Why rows were left out, in as few words as will do.
fn brief(reason: Reason) -> &'static str {
    match reason {
        Reason::LowScore => "under --min-score or without a score",
        Reason::OtherRelation => "of another --relation",
        Reason::OtherForm => "on another --forms",
        Reason::Duplicate => "by --dedup",
        Reason::SamePhoto => "by --one-per-photo",
        Reason::NoEnglish => "without English",
        Reason::Empty => "with an empty side",
        Reason::Rejected => "by a reviewer",
        Reason::Between => "like texts of another set of --split",
    }
}

fn counted(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Weights are a few thousand bytes.
const MODEL_LIMIT: u64 = 16 << 20;

fn options(args: &PairArgs) -> Result<Options> {
    let mut options = Options { fast: args.fast, verify: !args.no_verify, ..Options::default() };
    if let Some(folder) = &args.encoder {
        options.encoder = Some(Arc::new(Encoder::open(folder)?));
    }
    if let Some(path) = &args.model {
        let text = read::text(&Input::File(path.clone()), MODEL_LIMIT)?;
        options.model = Some(Arc::new(Model::parse(&text).with_context(|| path.display().to_string())?));
    }
    Ok(options)
}
