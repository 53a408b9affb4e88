//! `cotejo import`

use super::export::ToolName;
use super::output::{FAILED, Output, format_by_ending};
use super::place::Named;
use super::{Outcome, Usage, say, sum_up};
use crate::annotate::{self, Broken, Index, Joined, Opinion, Tool};
use crate::read::{self, Input};
use crate::review::{BadName, Change, Error, Reviewer, Store};
use anyhow::{Context, Result, bail};
use clap::Args as ClapArgs;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo import --from label-studio --db reviews.db project-1.json
  cotejo import --from label-studio --name 1=Eva --name 2=Max project-1.json > decisions.jsonl
  cotejo import --from doccano --approved --db reviews.db eva.jsonl max.jsonl
  cotejo import --from keops --rows rows.jsonl --reviewer Eva task-7.tsv

Answers become decisions: languages wrong is a rejection; all, part and other are translation,
partial and mismatch; another English is an edit; the quality stands in the note. They are joined
by pair_id, and by both texts where the tool loses it. What was imported before is not added again.

Exit codes: 0 all joined; 2 wrong usage; 3 some could not be read or joined (the rest is written,
each is a line on standard error); 4 no file could be read.";

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// The tool's exports; - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The tool
    #[arg(long, value_name = "TOOL")]
    from: ToolName,
    /// Add the decisions to FILE, made by `cotejo review` or `cotejo export --db` with the same pairs
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Join with the rows that were exported, where there is no --db [default: pair ids are taken as they stand]
    #[arg(long, value_name = "FILE", conflicts_with = "db")]
    rows: Vec<PathBuf>,
    /// Write the decisions to FILE as JSONL [default: standard output, unless --db is there]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The annotator, where the tool exports no name [default: the name of the export without its ending]
    #[arg(long, value_name = "NAME", value_parser = reviewer)]
    reviewer: Option<String>,
    /// The name of a person whom the tool knows by a number or id (`user 1` may be given as 1)
    #[arg(long, value_name = "ID=NAME", value_parser = renamed)]
    name: Vec<(String, String)>,
    /// doccano: the export has only approved documents, so that an unchanged text counts as a translation
    #[arg(long)]
    approved: bool,
}

impl ImportArgs {
    pub(super) fn named(&self) -> Named {
        let named = Named::default().reads(&self.files).reads(&self.rows).writes("--db", &self.db);
        if self.output.is_none() && self.db.is_some() { named } else { named.output(self.output.as_deref()) }
    }
}

fn reviewer(text: &str) -> Result<String, BadName> {
    Reviewer::new(text).map(|name| name.as_str().to_owned())
}

fn renamed(text: &str) -> Result<(String, String), String> {
    let (id, name) = text.split_once('=').filter(|(id, _)| !id.trim().is_empty()).ok_or("ID=NAME, as in 1=Eva")?;
    Ok((id.to_owned(), reviewer(name).map_err(|fault| fault.to_string())?))
}

pub(super) fn run(args: &ImportArgs) -> Result<Outcome> {
    if args.approved && args.from != ToolName::Doccano {
        return Err(Usage::new("--approved is for doccano; the other tools export what was answered").into());
    }
    format_by_ending(args.output.as_deref(), "jsonl", |ending| ending.contains("json").then_some(()))?;
    let mut store = args.db.as_deref().map(Store::open_existing).transpose()?;
    let index = match &store {
        Some(store) => Some(Index::of_store(store)?),
        None if args.rows.is_empty() => None,
        None => Some(index_of(&args.rows)?),
    };
    let mut output = match (&args.output, &store) {
        (None, Some(_)) => None,
        (path, _) => Some(Output::open(path.as_deref())?),
    };
    let mut tally = Tally::default();
    let mut read_any = false;
    for file in &args.files {
        let opinions = match opinions(file, args.from.into()) {
            Ok(opinions) => opinions,
            Err(cause) => {
                tally.failures += 1;
                say("error", &cause);
                continue;
            }
        };
        read_any = true;
        for read in opinions {
            let Some((opinion, joined)) = joined(read, file, args, index.as_ref(), &mut tally) else { continue };
            for change in &joined.changes {
                if let (Some(store), Some(number)) = (&mut store, joined.number)
                    && !record(store, number, &opinion, change, &mut tally, file)?
                {
                    continue;
                }
                if let Some(output) = &mut output {
                    let line = serde_json::to_string(&Line::new(&joined, &opinion, change))?;
                    writeln!(&mut &mut *output, "{line}").context(FAILED)?;
                }
                tally.count(&joined, &opinion);
            }
        }
    }
    let outcome = match (read_any, tally.failures) {
        (false, _) => Outcome::Nothing,
        (true, 0) => Outcome::Done,
        (true, _) => Outcome::SomeUnread,
    };
    tally.tell();
    match output {
        Some(output) => output.finish_after(outcome),
        None => Ok(outcome),
    }
}

fn index_of(paths: &[PathBuf]) -> Result<Index> {
    let mut index = Index::default();
    for path in paths {
        let name = path.display();
        let mut broken = None;
        let are_rows = annotate::read_rows::<std::io::Error>(&Input::at(path), |row| {
            match row {
                Ok(row) => index.add_row(&row),
                Err((line, cause)) => broken = broken.take().or_else(|| Some(format!("{name}:{line}: no row of `cotejo pair`: {cause}"))),
            }
            Ok(())
        });
        if let Some(broken) = broken {
            bail!("{broken}; give the rows as they were exported");
        }
        if !are_rows.map_err(|cause| read::unreadable(name.to_string(), cause))? {
            bail!("{name}: holds no rows; give the output of `cotejo pair` that was exported");
        }
    }
    Ok(index)
}

/// An export is held in memory as JSON values, which take many times its bytes.
const EXPORT_LIMIT: u64 = 64 << 20;

fn opinions(file: &Path, tool: Tool) -> Result<Vec<annotate::Read>, String> {
    let text = read::text(&Input::at(file), EXPORT_LIMIT).map_err(|error| error.to_string())?;
    tool.read(&text).map_err(|cause| format!("{}: {cause}; export it from the tool anew, or name another with --from", file.display()))
}

/// An opinion that says something, with its reviewer's name, and its pair; one without a pair is reported and counted.
fn joined(read: annotate::Read, file: &Path, args: &ImportArgs, index: Option<&Index>, tally: &mut Tally) -> Option<(Opinion, Joined)> {
    let opinion = match read {
        Ok(opinion) if args.approved => opinion.approved(),
        Ok(opinion) => opinion,
        Err(Broken { place, cause }) => {
            tally.fail(file, &place, &cause);
            return None;
        }
    };
    let Some(said) = &opinion.said else {
        tally.skipped += 1;
        return None;
    };
    let joined = match index {
        Some(index) => index.join(&opinion, said),
        None => annotate::on_trust(&opinion, said),
    };
    match joined {
        Ok(joined) => {
            tally.unanswered += u64::from(joined.changes.is_empty());
            match called(&opinion, file, args) {
                Ok(name) => Some((Opinion { reviewer: Some(name), ..opinion }, joined)),
                Err(fault) => {
                    tally.fail(file, &opinion.place, &format!("{fault}, with --reviewer or --name"));
                    None
                }
            }
        }
        Err(cause) => {
            let id = opinion.key.pair_id.as_deref().unwrap_or("without pair_id");
            tally.fail(file, &opinion.place, &format!("{id}: could not be joined: {cause}"));
            None
        }
    }
}

/// The reviewer's name: as the tool has it, or a better one, or that of the file.
fn called(opinion: &Opinion, file: &Path, args: &ImportArgs) -> Result<String, BadName> {
    let stem = || file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(known) = &opinion.reviewer else { return reviewer(&args.reviewer.clone().unwrap_or_else(stem)) };
    let named = args.name.iter().find(|(id, _)| id == known || Some(id.as_str()) == known.strip_prefix("user "));
    reviewer(named.map_or(known, |(_, name)| name))
}

/// Adds a decision to the store; returns whether it is new there. The reviewer's last word of this kind may be the same.
fn record(store: &mut Store, number: i64, opinion: &Opinion, change: &Change, tally: &mut Tally, file: &Path) -> Result<bool> {
    let name = opinion.reviewer.as_deref().unwrap_or_default();
    let decisions = store.decisions(number)?;
    let mut own = decisions.iter().rev().filter(|decision| decision.reviewer == name && decision.action == change.name());
    if own.find_map(|decision| decision.change()).as_ref() == Some(change) {
        tally.kept += 1;
        return Ok(false);
    }
    match store.record(number, None, name, change) {
        Ok(_) => Ok(true),
        Err(error @ (Error::Refused(_) | Error::Name(_) | Error::Lookalike { .. })) => {
            tally.fail(file, &opinion.place, &error.to_string());
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// A decision as JSONL has it.
#[derive(Serialize)]
struct Line<'a> {
    article: &'a str,
    pair_id: &'a str,
    reviewer: Option<&'a str>,
    #[serde(flatten)]
    change: &'a Change,
}

impl<'a> Line<'a> {
    fn new(joined: &'a Joined, opinion: &'a Opinion, change: &'a Change) -> Self {
        Self { article: &joined.article, pair_id: &joined.pair_id, reviewer: opinion.reviewer.as_deref(), change }
    }
}

/// What became of the opinions.
#[derive(Default)]
struct Tally {
    decisions: u64,
    pairs: BTreeSet<(String, String)>,
    reviewers: BTreeMap<String, u64>,
    kept: u64,
    skipped: u64,
    unanswered: u64,
    failures: u64,
}

impl Tally {
    fn count(&mut self, joined: &Joined, opinion: &Opinion) {
        self.decisions += 1;
        self.pairs.insert((joined.article.clone(), joined.pair_id.clone()));
        *self.reviewers.entry(opinion.reviewer.clone().unwrap_or_default()).or_default() += 1;
    }

    fn fail(&mut self, file: &Path, place: &str, cause: &str) {
        self.failures += 1;
        say("error", &format!("{}, {place}: {cause}", file.display()));
    }

    fn tell(&self) {
        let names = self.reviewers.iter().map(|(name, decisions)| format!("{name} {decisions}")).collect::<Vec<_>>().join(", ");
        let names = if names.is_empty() { String::new() } else { format!(" ({names})") };
        sum_up(&format!(
            "{} decisions on {} pairs{names}; {} were there, {} tasks skipped, {} without an answer, {} could not be read or joined",
            self.decisions,
            self.pairs.len(),
            self.kept,
            self.skipped,
            self.unanswered,
            self.failures
        ));
    }
}
