//! `cotejo export`

use super::args::InputArgs;
use super::config::{Config, ConfigArgs};
use super::output::{self, FAILED, Folder, Output, format_by_ending};
use super::place::{Named, foreign, is_taken};
use super::{Outcome, Usage, each_article, review, say, sum_up};
use crate::Article;
use crate::annotate::{Task, Tool, is_rows, read_rows};
use crate::read::{self, Input, is_pattern};
use crate::review::{Finding, Page, Store};
use crate::row::Row;
use anyhow::{Context, Result};
use clap::{Args as ClapArgs, ValueEnum};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo export --to label-studio -o project/ articles/    tasks and the labelling config
  cotejo export --to doccano -o tasks.jsonl rows.jsonl     from the output of `cotejo pair`
  cotejo export --to argilla --db reviews.db -o records.json articles/
  cotejo export --to keops --db reviews.db                 what is in the file, as people decided
  cotejo export --to label-studio --config-only            only the labelling config

PATHs are articles, or rows of `cotejo pair` as CSV, TSV, JSONL or Parquet (recognised by content). Rows
name their findings but not the places: only articles and --db give marked errors and fixes.

Everywhere the same is asked: are the languages right; does the English say all of the Spanish, a
part of it, or something other; how good is it, 1 to 5. `cotejo import` reads the answers back.

  label-studio  tasks with predictions; import both files into a project
  doccano       JSONL for a project of type Sequence to Sequence
  argilla       records for rg.Dataset.records.from_json, settings for rg.Settings.from_json
  prodigy       prodigy mark captions tasks.jsonl --view-id choice
  keops         a corpus for the mode validation
  pearmut       pearmut add campaign.json";

#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    config: ConfigArgs,
    /// The tool
    #[arg(long, value_name = "TOOL")]
    to: ToolName,
    /// Pair the articles into FILE, a file of `cotejo review`, and write all that is in it, with its decisions applied; the answers
    /// can then be imported into it
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Write to FILE, whole or not at all, or into a folder DIR/; the files that set up the tool's project are written beside it
    #[arg(short, long, value_name = "FILE|DIR/")]
    output: Option<PathBuf>,
    /// Replace tasks in a folder, and files with the names of those that set up the tool's project
    #[arg(long, requires = "output")]
    force: bool,
    /// Write only the files that set up the tool's project
    #[arg(long, conflicts_with = "db")]
    config_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToolName {
    LabelStudio,
    Doccano,
    Argilla,
    Prodigy,
    Keops,
    Pearmut,
}

impl ExportArgs {
    pub(super) fn named(&self) -> Named {
        let named = self.config.named(Named::default(), &self.input.paths).writes("--db", &self.db);
        let named =
            if self.config_only || (self.db.is_some() && self.input.paths.is_empty()) { named } else { named.inputs(&self.input.paths) };
        match self.output.as_deref().filter(|path| *path != Path::new("-")) {
            None => named.output(None),
            Some(path) if self.config_only => named.output(Some(path)),
            Some(path) => {
                let (tasks, config) = files(path, self.to.into());
                named.writes("-o", [tasks]).writes("-o", config)
            }
        }
    }
}

/// The files of an output: tasks, and the files that set up the tool's project.
fn files(output: &Path, tool: Tool) -> (PathBuf, Option<PathBuf>) {
    let (folder, tasks) = if output::is_folder(output) {
        (output, output.join(tool.file()))
    } else {
        (output.parent().unwrap_or(Path::new("")), output.to_owned())
    };
    (tasks, tool.config().map(|(name, _)| folder.join(name)))
}

impl From<ToolName> for Tool {
    fn from(name: ToolName) -> Self {
        match name {
            ToolName::LabelStudio => Self::LabelStudio,
            ToolName::Doccano => Self::Doccano,
            ToolName::Argilla => Self::Argilla,
            ToolName::Prodigy => Self::Prodigy,
            ToolName::Keops => Self::Keops,
            ToolName::Pearmut => Self::Pearmut,
        }
    }
}

pub(super) fn run(args: &ExportArgs) -> Result<Outcome> {
    let tool = Tool::from(args.to);
    if args.config_only {
        let (_, text) = tool.config().ok_or_else(|| Usage::new("--config-only: this tool takes no config"))?;
        write_whole(args.output.as_deref(), text)?;
        return Ok(Outcome::Done);
    }
    let rows = are_rows(&args.input, args.db.is_some())?;
    if rows && args.db.is_some() {
        return Err(Usage::new("--db pairs articles into the file; give articles, or rows without --db").into());
    }
    let config = args.config.read(&args.input.paths)?;
    let place = Place::of(args.output.as_deref(), tool, args.force)?;
    let mut output = Output::open(place.tasks.as_deref())?;
    let mut tasks = Tasks { out: BufWriter::new(&mut output), tool, written: 0, without_english: 0 };
    let outcome = match &args.db {
        Some(db) => from_store(db, &args.input, config, &mut tasks)?,
        None if rows => from_rows(&args.input.paths, place.tasks.as_slice(), &mut tasks)?,
        None => from_articles(&args.input, place.tasks.as_slice(), config, &mut tasks)?,
    };
    if matches!(outcome, Outcome::Nothing) {
        return Ok(outcome);
    }
    tasks.finish()?;
    output.finish()?;
    if let (Some(path), Some((_, text))) = (&place.config, tool.config()) {
        write_whole(Some(path), text)?;
    }
    Ok(outcome)
}

/// Whether the paths are rows. A mixture is an error.
fn are_rows(input: &InputArgs, db: bool) -> Result<bool, Usage> {
    if input.paths.is_empty() {
        return Ok(!db && is_rows(&Input::Stdin).unwrap_or(false));
    }
    // what cannot be opened is neither; its reader reports why
    let known =
        |path: &PathBuf| if path.is_dir() || (is_pattern(path) && !path.exists()) { Some(false) } else { is_rows(&Input::at(path)).ok() };
    let kinds: Vec<bool> = input.paths.iter().filter_map(known).collect();
    if kinds.contains(&true) && kinds.contains(&false) {
        return Err(Usage::new("some paths are rows and some are not; export them one by one"));
    }
    Ok(kinds.contains(&true))
}

/// Where files go.
struct Place {
    tasks: Option<PathBuf>,
    config: Option<PathBuf>,
    /// Kept while something may come into it.
    _folder: Option<Folder>,
}

impl Place {
    fn of(output: Option<&Path>, tool: Tool, force: bool) -> Result<Self> {
        let Some(path) = output.filter(|path| *path != Path::new("-")) else {
            return Ok(Self { tasks: None, config: None, _folder: None });
        };
        let (tasks, config) = files(path, tool);
        let is_folder = output::is_folder(path);
        if !is_folder {
            let own = Path::new(tool.file()).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let json = own.starts_with("json");
            format_by_ending(Some(path), own, |ending| (ending.contains("json") == json && (json || ending == "tsv")).then_some(()))?;
        }
        // only what was named is replaced unasked
        let unnamed = is_folder.then_some((&tasks, None)).into_iter().chain(config.iter().zip([tool.config().map(|(_, text)| text)]));
        for (file, text) in unnamed.filter(|(file, _)| !force && is_taken(file)) {
            if !is_the_same(file, text) {
                return Err(foreign(file).into());
            }
        }
        let made = is_folder.then(|| Folder::open(path)).transpose()?;
        Ok(Self { tasks: Some(tasks), config, _folder: made })
    }
}

/// Whether a file says what would be written: tasks never do, and may have been worked on since.
fn is_the_same(file: &Path, text: Option<&str>) -> bool {
    text.is_some_and(|text| std::fs::read(file).is_ok_and(|found| found == text.as_bytes()))
}

fn write_whole(path: Option<&Path>, text: &str) -> Result<()> {
    let mut output = Output::open(path)?;
    (&mut output).write_all(text.as_bytes())?;
    output.finish()
}

/// Writes tasks one by one.
struct Tasks<W: Write> {
    out: W,
    tool: Tool,
    written: u64,
    without_english: u64,
}

impl<W: Write> Tasks<W> {
    fn add(&mut self, row: Row, findings: &[Finding]) -> Result<()> {
        let Some(task) = Task::new(row, findings) else {
            self.without_english += 1;
            return Ok(());
        };
        let [before, between, _] = self.tool.frame();
        self.out.write_all(if self.written == 0 { before } else { between }.as_bytes()).context(FAILED)?;
        self.out.write_all(self.tool.task(&task).as_bytes()).context(FAILED)?;
        self.written += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        let [before, _, behind] = self.tool.frame();
        let frame = if self.written == 0 { before } else { "" };
        self.out.write_all(format!("{frame}{behind}").as_bytes())?;
        self.out.flush()?;
        let missing =
            if self.without_english == 0 { String::new() } else { format!("; {} rows without English left out", self.without_english) };
        sum_up(&format!("{} tasks{missing}", self.written));
        Ok(())
    }
}

fn from_articles(input: &InputArgs, outputs: &[PathBuf], config: Config, tasks: &mut Tasks<impl Write>) -> Result<Outcome> {
    let cotejo = config.cotejo().build()?;
    let page = |article: &Article| {
        let examined = cotejo.examine(article);
        Page::new(&examined).with(&examined.findings)
    };
    each_article(input, outputs, page, |page| page.items.into_iter().try_for_each(|item| tasks.add(item.row, &item.findings)))
}

fn from_rows(paths: &[PathBuf], outputs: &[PathBuf], tasks: &mut Tasks<impl Write>) -> Result<Outcome> {
    let (mut failures, mut rows) = (0u64, 0u64);
    let mut fail = |what: &str| {
        failures += 1;
        say("error", what);
    };
    let walk = read::Walk { outputs: outputs.to_vec(), ..read::Walk::default() };
    for input in read::inputs_beside(paths, &walk) {
        let input = match input {
            Ok(input) => input,
            Err(error) => {
                fail(&error.to_string());
                continue;
            }
        };
        let name = input.name();
        let took = read_rows(&input, |row| match row {
            // a row names its findings, but not where they are
            Ok(row) => {
                rows += 1;
                tasks.add(row, &[]).map_err(Fault::Output)
            }
            Err((line, cause)) => {
                fail(&format!("{name}:{line}: no row of `cotejo pair`: {cause}; put it right, or pair again"));
                Ok(())
            }
        });
        match took {
            Ok(true) => {}
            Ok(false) => fail(&format!("{name}: holds no rows; give the output of `cotejo pair`")),
            Err(Fault::Input(cause)) => fail(&read::unreadable(name, cause).to_string()),
            Err(Fault::Output(error)) => return Err(error),
        }
    }
    super::tell_skipped(&walk.skipped);
    Ok(match (failures, rows) {
        (0, _) => Outcome::Done,
        (_, 0) => Outcome::Nothing,
        _ => Outcome::SomeUnread,
    })
}

/// Whether reading or writing rows failed.
enum Fault {
    Input(io::Error),
    Output(anyhow::Error),
}

impl From<io::Error> for Fault {
    fn from(cause: io::Error) -> Self {
        Self::Input(cause)
    }
}

fn from_store(db: &Path, input: &InputArgs, config: Config, tasks: &mut Tasks<impl Write>) -> Result<Outcome> {
    let (store, outcome) = if input.paths.is_empty() {
        (Store::open_existing(db)?, Outcome::Done)
    } else {
        let (Some(store), outcome) = review::filled(db, input, None, config)? else { return Ok(Outcome::Nothing) };
        (store, outcome)
    };
    let mut numbers = Vec::new();
    store.each(|number, _, _, _| numbers.push(number))?;
    for number in numbers {
        // a pair that was rejected needs no more judges
        if let Some(row) = store.current(number)?.applied() {
            tasks.add(row, &store.stored(number)?.findings)?;
        }
    }
    Ok(outcome)
}
