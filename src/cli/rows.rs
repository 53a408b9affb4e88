//! Options for which rows are written and where: standard output, files, or a folder with a card.

use super::args::SpreadsheetArgs;
use super::journal::Journal;
use super::output::{self, Folder, Output, format_by_ending};
use super::place::{Named, foreign, is_taken, through_links};
use super::table::Table;
use super::terminal::seen;
use super::{Usage, say};
use crate::caption::Form;
use crate::pair::Relation;
use crate::read::JOURNAL;
use crate::row::{Columns, Row};
use crate::visible::visible;
use crate::write::{self, Cells, Choice, Dataset, Dedup, Outputs, Reason, Records, RowFormat, Select, Split, TableFormat, Written, card};
use anyhow::{Context, Result};
use clap::{Args as ClapArgs, ValueEnum};
use serde::Deserialize;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct RowArgs {
    /// Format of the output [default: what the ending of -o says, else csv; on a terminal a short table]
    #[arg(short, long)]
    pub(crate) format: Option<RowFormatName>,
    /// Write to FILE (for moses PREFIX.es and PREFIX.en), whole or not at all; into a folder DIR/, with a data set card; or into several
    /// files, each with -o, in the formats that their endings say
    #[arg(id = "output", short, long, value_name = "FILE|DIR/")]
    pub(crate) outputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) spreadsheet: SpreadsheetArgs,
    /// Only rows with at least this score (0 to 1); captions without English have no score
    #[arg(long, value_name = "X", value_parser = probability)]
    pub(crate) min_score: Option<f64>,
    /// Only rows with these relations
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(crate) relation: Vec<RelationName>,
    /// Only rows whose Spanish caption was known by these [default: those of cotejo.toml, else all]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(crate) forms: Vec<FormName>,
    /// Only the first row of each text: among the last 1,048,576 texts (exact) or the last 131,072 (near; other numbers or dates are
    /// never the same text)
    #[arg(long, value_name = "HOW")]
    pub(crate) dedup: Option<DedupName>,
    /// Only the row with the best score of each photo; rows are kept in a temporary file until all are read
    #[arg(long)]
    pub(crate) one_per_photo: bool,
    /// Write train, dev and test files with these shares of the articles, such as 90:5:5; an article is in one file, and so are texts that
    /// are the same, or nearly; needs -o DIR/
    #[arg(long, value_name = "TRAIN:DEV:TEST")]
    pub(crate) split: Option<Split>,
    /// Resume a run that was killed or stopped, with the same paths and options; needs -o. The output is that of an uninterrupted run
    #[arg(long)]
    pub(crate) resume: bool,
    /// Replace files of the folder that this program did not write
    #[arg(long)]
    pub(crate) force: bool,
    /// Licence in the card of a folder [default: unknown]
    #[arg(long, value_name = "NAME")]
    pub(crate) license: Option<String>,
}

fn probability(text: &str) -> Result<f64, String> {
    let score = text.parse::<f64>().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "not a number from 0 to 1".to_owned())
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RowFormatName {
    /// Comma-separated, with a header
    Csv,
    /// Tab-separated, with a header
    Tsv,
    /// One JSON object per line
    Jsonl,
    /// Apache Parquet
    #[cfg(feature = "parquet")]
    Parquet,
    /// TMX 1.4b, a translation memory; only pairs
    Tmx,
    /// XLIFF 2.1; captions without English are units without target
    Xliff,
    /// Two aligned plain files; only pairs; needs -o PREFIX
    Moses,
    /// url1 url2 src tgt score, for Bitextor and Bicleaner; only pairs
    Bitext,
    /// {"translation": {"es": ..., "en": ...}} lines, for Hugging Face; only pairs
    Hf,
}

impl From<RowFormatName> for RowFormat {
    fn from(name: RowFormatName) -> Self {
        match name {
            RowFormatName::Csv => Self::Table(TableFormat::Csv),
            RowFormatName::Tsv => Self::Table(TableFormat::Tsv),
            RowFormatName::Jsonl => Self::Table(TableFormat::Jsonl),
            #[cfg(feature = "parquet")]
            RowFormatName::Parquet => Self::Parquet,
            RowFormatName::Tmx => Self::Tmx,
            RowFormatName::Xliff => Self::Xliff,
            RowFormatName::Moses => Self::Moses,
            RowFormatName::Bitext => Self::Bitext,
            RowFormatName::Hf => Self::Hf,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RelationName {
    Translation,
    Partial,
    Mismatch,
    Unpaired,
}

impl From<RelationName> for Relation {
    fn from(name: RelationName) -> Self {
        match name {
            RelationName::Translation => Self::Translation,
            RelationName::Partial => Self::Partial,
            RelationName::Mismatch => Self::Mismatch,
            RelationName::Unpaired => Self::Unpaired,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FormName {
    /// A slug or credit of a known agency, a photo number, or a tail
    Agency,
    /// A credit or slug of somebody else, or of nobody by name
    Credit,
    /// The page or a label says that it is a caption
    Markup,
    /// Only the other language tells
    Language,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Agency => Self::Agency,
            FormName::Credit => Self::Credit,
            FormName::Markup => Self::Markup,
            FormName::Language => Self::Language,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DedupName {
    /// Both sides are the same
    Exact,
    /// The same, or nearly (MinHash, about 0.8 of the letters in runs of five), with the same numbers and dates
    Near,
}

impl RowArgs {
    /// Which rows are asked for.
    pub(crate) fn choice(&self) -> Choice {
        Choice {
            min_score: self.min_score,
            relations: self.relation.iter().map(|name| (*name).into()).collect(),
            forms: self.forms.iter().map(|name| (*name).into()).collect(),
            dedup: self.dedup.map(|name| match name {
                DedupName::Exact => Dedup::Exact,
                DedupName::Near => Dedup::Near,
            }),
            one_per_photo: self.one_per_photo,
        }
    }

    /// The only output, if any; `None` for several.
    pub(crate) fn only(&self) -> Option<&Path> {
        if let [path] = &self.outputs[..] { Some(path) } else { None }
    }

    /// The format of an output: what was asked for, else what its name says.
    fn format_of(&self, path: Option<&Path>) -> RowFormat {
        let ending = || format_by_ending(path.filter(|_| self.folder().is_none()), "", RowFormat::of_ending).ok().flatten();
        self.format.map(Into::into).or_else(ending).unwrap_or(RowFormat::Table(TableFormat::Csv))
    }

    /// The format of each output, in their order; where there is none, that of standard output.
    fn formats(&self) -> Vec<RowFormat> {
        match &self.outputs[..] {
            [] => vec![self.format_of(None)],
            paths => paths.iter().map(|path| self.format_of(Some(path))).collect(),
        }
    }

    /// The files that rows go to, in the order of the outputs; none for standard output.
    fn files(&self) -> Vec<PathBuf> {
        let endings = self.format_of(self.only()).endings();
        match (self.folder(), self.only()) {
            (Some(folder), _) => {
                let parts = card::part_names(self.split.is_some()).iter();
                parts.flat_map(|part| endings.iter().map(move |ending| folder.join(format!("{part}.{ending}")))).collect()
            }
            (None, Some(prefix)) if endings.len() > 1 => endings.iter().map(|ending| with_ending(prefix, ending)).collect(),
            _ if self.to_stdout() => Vec::new(),
            // the formats that an ending stands for are one file each
            _ => self.outputs.clone(),
        }
    }

    /// What an earlier run left in the folder, by its card.
    fn former(&self) -> Vec<PathBuf> {
        let Some(folder) = self.folder() else { return Vec::new() };
        let card = fs::read_to_string(folder.join(CARD)).unwrap_or_default();
        card::files_of(&card).into_iter().map(|name| folder.join(name)).collect()
    }

    /// With the files of this run and of the one before it in its place, and what stands beside them while it runs.
    pub(crate) fn named(&self, named: Named) -> Named {
        if self.to_stdout() {
            return named.output(None);
        }
        let outputs = self.written();
        let beside: Vec<PathBuf> = outputs.iter().map(|path| path.with_file_name(output::beside(path))).collect();
        named
            .writes("-o", outputs)
            .writes("-o", beside)
            .writes("-o", self.journals().into_iter().map(|place| place.journal).chain(self.card()))
    }

    fn card(&self) -> Option<PathBuf> {
        Some(self.folder()?.join(CARD))
    }

    /// The names of what is put into the folder, for the journal: what stands there under them is then of this program's making.
    pub(crate) fn names_in_folder(&self) -> Vec<String> {
        let names = self.files().into_iter().chain(self.card()).filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
        if self.folder().is_some() { names.collect() } else { Vec::new() }
    }

    /// Refuses to replace a file of the folder that neither its card nor a run that was broken off (`left`) names. In a folder nobody
    /// named the files one by one.
    fn check_folder(&self, left: &[String]) -> Result<(), Usage> {
        let Some(card) = self.card().filter(|_| !self.force) else { return Ok(()) };
        let former = self.former();
        let is_own = |path: &PathBuf| {
            let named = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| left.iter().any(|left| left == name));
            // the card is reported by itself
            named || former.contains(path) || (*path == card && !former.is_empty())
        };
        match self.files().into_iter().chain([card.clone()]).find(|path| is_taken(path) && !is_own(path)) {
            Some(path) => Err(foreign(&path)),
            None => Ok(()),
        }
    }

    /// Whether a file of an earlier run is of a part that this one has not: beside this one's, it would count twice.
    fn is_stale(&self, path: &Path) -> bool {
        let parts = card::part_names(self.split.is_some());
        !path.file_stem().and_then(|part| part.to_str()).is_some_and(|part| parts.contains(&part))
    }

    /// All files of this run and of the one before it in its place: none of them is an input.
    pub(crate) fn written(&self) -> Vec<PathBuf> {
        self.files().into_iter().chain(self.former()).collect()
    }

    /// Whether a person reads the rows, and asked for no format.
    fn to_terminal(&self) -> bool {
        let asked = self.format.is_some() || !self.outputs.is_empty() || self.spreadsheet.cells() != Cells::Plain;
        !asked && io::stdout().is_terminal()
    }

    fn to_stdout(&self) -> bool {
        self.outputs.is_empty() || self.only() == Some(Path::new("-"))
    }

    /// Takes rows as JSONL into memory: those that are asked for one by one, whatever came before.
    pub(crate) fn sink_in_memory<'t>(&self, columns: Columns, target: &'t mut Vec<u8>) -> io::Result<Sink<'t>> {
        let mut target = Some(target);
        let jsonl = RowFormat::Table(TableFormat::Jsonl);
        // a proof: the format is one file
        let writer = write::rows(jsonl, columns, |_| Ok(Box::new(target.take().expect("one file"))))?;
        let dataset = Dataset::whole(jsonl, writer).cells(self.spreadsheet.cells());
        Select::new(self.choice(), Outputs::new(vec![dataset]))
    }

    /// Where rows go, as a person calls it: a name for each output.
    pub(crate) fn shown(&self) -> Vec<String> {
        if self.to_stdout() {
            return vec!["standard output".to_owned()];
        }
        self.outputs.iter().map(|path| visible(&path.to_string_lossy())).collect()
    }

    /// The folder to write into: named with a slash at its end, or there already.
    pub(crate) fn folder(&self) -> Option<&Path> {
        let path = self.only().filter(|_| !self.to_stdout())?;
        output::is_folder(path).then_some(path)
    }

    /// Where journals stand, in the order of the outputs that are files. The first is the run's; while the run has the others, too, no
    /// other run writes into these outputs.
    fn journals(&self) -> Vec<JournalPlace> {
        let first = || self.files().into_iter().next().unwrap_or_default();
        if let Some(folder) = self.folder() {
            return vec![JournalPlace { journal: folder.join(JOURNAL), output: folder.to_owned(), file: first() }];
        }
        let outputs = if self.to_stdout() { &[][..] } else { &self.outputs };
        let place = |output: &PathBuf| {
            let path = through_links(output).ok()?;
            // a pipe or device keeps nothing
            let keeps = path.is_file() || !path.exists();
            let file = if self.outputs.len() > 1 { output.clone() } else { first() };
            keeps.then(|| JournalPlace { journal: with_ending(&path, JOURNAL.trim_start_matches('.')), output: output.clone(), file })
        };
        outputs.iter().filter_map(place).collect()
    }

    /// Several outputs are files, each with an ending that says its format.
    fn check_several(&self) -> Result<(), Usage> {
        if self.format.is_some() {
            let message = "--format is for one output; leave it out, and end the name of each -o in csv, tsv, jsonl, parquet, tmx or xlf";
            return Err(Usage::new(message));
        }
        let mut places = Vec::new();
        for path in &self.outputs {
            let wrong = |message: &str| Err(Usage::new(format!("{}: {message}", path.display())));
            if path == Path::new("-") {
                return wrong("standard output is no file; give it as the only -o, or name files");
            }
            if output::is_folder(path) {
                return wrong("is a folder; give it as the only -o, or name files in it");
            }
            if format_by_ending(Some(path), "csv, tsv, jsonl, parquet, tmx or xlf", RowFormat::of_ending)?.is_none() {
                return wrong("of several outputs the ending says the format; end the name in csv, tsv, jsonl, parquet, tmx or xlf");
            }
            let place = place_of(path);
            if places.contains(&place) {
                return wrong("stands twice among the outputs; give each -o another name");
            }
            places.push(place);
        }
        Ok(())
    }

    /// Options that contradict each other.
    fn check(&self) -> Result<(), Usage> {
        let folder = self.folder().is_some();
        let wrong = |message: &str| Err(Usage::new(message));
        if self.outputs.len() > 1 {
            self.check_several()?;
        }
        if self.format.is_none() && !folder {
            let known = "csv, tsv, jsonl, parquet, tmx or xlf, or choose with --format";
            self.outputs.iter().try_for_each(|path| format_by_ending(Some(path), known, RowFormat::of_ending).map(|_| ()))?;
        }
        let format = self.format_of(self.only());
        for format in self.formats() {
            let table = if let RowFormat::Table(table) = format { Some(table) } else { None };
            self.spreadsheet.check(table, TableFormat::ALL)?;
        }
        if self.resume && self.to_stdout() {
            return wrong("--resume goes on with the output of an unfinished run; say which with -o FILE or -o DIR/");
        }
        if self.split.is_some() && !folder {
            return wrong("--split writes three files; give a folder for them with -o DIR/");
        }
        if self.force && !folder {
            return wrong("--force replaces files of a folder, and -o FILE replaces its file anyway; leave it out, or give -o DIR/");
        }
        if self.license.is_some() && !folder {
            return wrong("--license goes into a folder's card; give a folder with -o DIR/");
        }
        if self.to_stdout() && format.endings().len() > 1 {
            return wrong("--format moses writes two files; say where with -o PREFIX (PREFIX.es and PREFIX.en) or -o DIR/");
        }
        #[cfg(feature = "parquet")]
        if self.to_stdout() && format == RowFormat::Parquet && io::stdout().is_terminal() {
            return wrong("--format parquet is not for a terminal; write to a file with -o FILE, or into a pipe");
        }
        Ok(())
    }
}

/// Where a journal stands, of which output, and the file that it is beside.
struct JournalPlace {
    journal: PathBuf,
    output: PathBuf,
    file: PathBuf,
}

/// Where rows go. Made before any work, so that wrong usage, or a folder that cannot be written, is reported at once.
pub(crate) struct Target<'a> {
    args: &'a RowArgs,
    columns: Columns,
    /// The article that needs no heading on a terminal.
    alone: Option<String>,
    /// Names in the folder that a run which was broken off may have put there.
    left: Vec<String>,
    // before the folder: files that wait in it go first when nothing comes of it
    files: Vec<Output>,
    journal: Option<Journal>,
    /// Those of the other outputs, which keep other runs away.
    others: Vec<Journal>,
    folder: Option<Folder>,
}

/// How rows are written: what connects the commands with the formats.
pub(crate) type Sink<'t> = Select<Outputs<'t>>;

/// What the card says about the run.
pub(crate) struct About<'a> {
    /// Articles that were read.
    pub(crate) articles: u64,
    pub(crate) inputs: &'a [PathBuf],
    pub(crate) encoder: Option<&'a Path>,
    pub(crate) model: Option<&'a Path>,
}

impl<'a> Target<'a> {
    /// Opens every file beside its place. On a terminal, the one article that was asked for, `alone`, needs no heading.
    pub(crate) fn open(args: &'a RowArgs, columns: Columns, alone: Option<String>) -> Result<Self> {
        args.check()?;
        let folder = args.folder().map(Folder::open).transpose()?;
        let hold = |place: JournalPlace| Journal::hold(place.journal, place.output, &place.file);
        let journals: Vec<Journal> = args.journals().into_iter().map(hold).collect::<Result<_>>()?;
        let left: Vec<String> = journals.iter().flat_map(Journal::left).cloned().collect();
        args.check_folder(&left)?;
        let open = |path: Option<&Path>| match &journals[..] {
            [] => Output::open(path),
            journals => Output::open_alone(path, journals.iter().any(Journal::was_there)),
        };
        let files = match &args.files()[..] {
            [] => vec![open(None)?],
            files => files.iter().map(|path| open(Some(path))).collect::<Result<_>>()?,
        };
        let mut journals = journals.into_iter();
        let (journal, others) = (journals.next(), journals.collect());
        Ok(Self { args, columns, alone, left, files, journal, others, folder })
    }

    /// The journal of the run; `None` where the output is no file, and the second time.
    pub(crate) fn journal(&mut self) -> Option<Journal> {
        self.journal.take()
    }

    /// Takes rows in order until [`Target::finish`].
    pub(crate) fn sink(&mut self) -> io::Result<Sink<'_>> {
        let mut files = self.files.iter_mut();
        if self.args.to_terminal()
            && let Some(screen) = files.next()
        {
            // its texts are made visible before they get colours
            screen.let_colours_pass();
            let table = Table::new(seen(None), self.alone.clone(), screen);
            let all = Dataset::whole(RowFormat::Table(TableFormat::Csv), Box::new(table));
            return Select::new(self.args.choice(), Outputs::new(vec![all]));
        }
        // a proof: `open` made a file for each output, part and ending
        let (columns, cells) = (self.columns, self.args.spreadsheet.cells());
        let mut part = |format| {
            write::rows(format, columns, |_| {
                let mut file = files.next().expect("a file for each output, part and ending");
                cells.begin(&mut file)?;
                Ok(Box::new(file))
            })
        };
        let mut sets = Vec::new();
        for format in self.args.formats() {
            let set = match self.args.split {
                None => Dataset::whole(format, part(format)?),
                Some(split) => Dataset::split(split, format, [part(format)?, part(format)?, part(format)?]),
            };
            sets.push(set.cells(cells));
        }
        Select::new(self.args.choice(), Outputs::new(sets))
    }

    /// Puts every file in its place, and last the card; reports what was left out.
    pub(crate) fn finish(self, done: &Done, about: &About<'_>) -> Result<()> {
        // the run may have taken hours
        self.args.check_folder(&self.left)?;
        put(self.files, self.args.outputs.len() > 1)?;
        self.others.into_iter().for_each(Journal::end);
        tell(done, &self.args.shown());
        let (Some(folder), [only]) = (&self.folder, &done.outputs[..]) else { return Ok(()) };
        // as the old card has it
        let (stale, kept): (Vec<_>, Vec<_>) =
            self.args.former().into_iter().filter(|path| path.exists()).partition(|path| self.args.is_stale(path));
        let own = self.args.files();
        let kept = kept.iter().filter(|path| !own.contains(path)).filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let shown = |path: &Path| path.to_string_lossy().into_owned();
        let text = card::Card {
            format: self.args.format_of(None),
            columns: self.columns,
            split: self.args.split.is_some(),
            license: self.args.license.as_deref().unwrap_or("unknown"),
            articles: about.articles,
            statistics: &only.statistics,
            outcome: &done.outcome,
            inputs: &about.inputs.iter().map(|path| shown(path)).collect::<Vec<_>>(),
            command: &command_line(),
            encoder: about.encoder.map(shown).as_deref(),
            model: about.model.map(shown).as_deref(),
            former: &kept.collect::<Vec<_>>(),
        }
        .text();
        let mut card = Output::open(Some(&folder.path.join(CARD)))?;
        (&mut card).write_all(text.as_bytes()).context("the card could not be written")?;
        card.finish()?;
        for path in &stale {
            match fs::remove_file(path) {
                Ok(()) => log::warn!("{}: removed; an earlier run wrote it, and this one has other files", path.display()),
                Err(cause) => log::warn!("{}: an earlier run wrote it, and it cannot be removed: {cause}; remove it", path.display()),
            }
        }
        Ok(())
    }
}

/// Puts files in their places. Of one output a second file is nothing without the first; of several each is a whole: where one cannot
/// be put, the others are.
fn put(files: Vec<Output>, several: bool) -> Result<()> {
    if !several {
        return files.into_iter().try_for_each(Output::finish);
    }
    let mut failed: Vec<anyhow::Error> = files.into_iter().filter_map(|file| file.finish().err()).collect();
    let last = failed.pop();
    failed.iter().for_each(|error| say("error", &format!("{error:#}")));
    last.map_or(Ok(()), Err)
}

/// What a finished [`Sink`] leaves.
pub(crate) struct Done {
    /// What was left out, whatever the output; of a single output, all that is to say of it.
    pub(crate) outcome: Written,
    /// What became of the rows of each output.
    pub(crate) outputs: Vec<write::Output>,
}

/// Ends every file's content.
pub(crate) fn end(mut sink: Sink<'_>) -> io::Result<Done> {
    let mut outcome = Records::<Row>::finish(&mut sink)?;
    let outputs = sink.into_inner().finished();
    if let [only] = &outputs[..] {
        outcome.add(only.outcome.clone());
    }
    Ok(Done { outcome, outputs })
}

/// Reports what was left out, and of which output, where there are several.
fn tell(done: &Done, names: &[String]) {
    tell_of(&done.outcome, "");
    if done.outputs.len() > 1 {
        done.outputs.iter().zip(names).for_each(|(output, name)| tell_of(&output.outcome, &format!("{name}: ")));
    }
}

fn tell_of(outcome: &Written, of: &str) {
    for (reason, rows) in &outcome.left_out {
        let why = card::why(*reason);
        match reason {
            Reason::NoEnglish | Reason::Empty => {
                log::warn!("{of}{rows} rows left out: {why}; csv, jsonl, parquet and xliff take every row");
            }
            Reason::Between => log::warn!("{of}{rows} rows left out: {why}"),
            _ => log::info!("{of}{rows} rows left out: {why}"),
        }
    }
    if outcome.replaced > 0 {
        let replaced = outcome.replaced;
        log::warn!("{of}{replaced} characters that XML forbids are written as U+FFFD; csv, jsonl and parquet hold them exactly");
    }
}

/// Where a file is, or would be, whatever its name.
fn place_of(path: &Path) -> PathBuf {
    let path = through_links(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).map_or_else(|_| path.clone(), |folder| folder.join(path.file_name().unwrap_or_default()))
}

fn with_ending(prefix: &Path, ending: &str) -> PathBuf {
    let mut path = OsString::from(prefix);
    path.push(".");
    path.push(ending);
    path.into()
}

/// The card's name in a folder.
const CARD: &str = "README.md";

/// The command as a shell takes it, without what the output does not depend on.
pub(crate) fn command_line() -> String {
    let plain = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_./:,=+@%".contains(c));
    let quoted = |word: String| if plain(&word) { word } else { format!("'{}'", word.replace('\'', "'\\''")) };
    let mut words = super::WORDS.get().into_iter().flatten().skip(1).map(|word| word.to_string_lossy().into_owned());
    let mut shown = vec![env!("CARGO_PKG_NAME").to_owned()];
    while let Some(word) = words.next() {
        match word.as_str() {
            "-j" | "--jobs" => drop(words.next()),
            "--resume" | "--force" | "-v" | "--verbose" | "-q" | "--quiet" => {}
            word if word.starts_with("-j") || word.starts_with("--jobs=") => {}
            _ => shown.push(quoted(word)),
        }
    }
    shown.join(" ")
}
