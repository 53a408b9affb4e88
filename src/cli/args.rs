//! The arguments as they are given on the command line.

use super::Usage;
use super::config::ConfigArgs;
use super::machine::MachineArgs;
use super::output::format_by_ending;
use super::place::Named;
use super::rows::RowArgs;
#[cfg(feature = "translate")]
use super::translator::TranslatorArgs;
use crate::evaluate::Kind;
use crate::read;
use crate::write::{Cells, RowFormat, TableFormat};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cotejo pair article.txt                    parallel rows as CSV
  cotejo pair --format jsonl -o rows.jsonl articles/
  cotejo audit article.txt                   what is wrong between captions and their counterparts
  cat article.txt | cotejo detect            language and role of every line

Exit codes: 0 done; 1 the audit found something; 2 wrong usage; 3 some input could not be read (the rest is written); 4 nothing could be done.";

/// Finds Spanish photo-agency captions inside English news articles and pairs each with its English counterpart.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Report more on standard error; twice for the decision on each pair
    #[arg(short, long, global = true, display_order = 900, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// No warnings on standard error; errors are still shown
    #[arg(short, long, global = true, display_order = 901, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Colour messages; NO_COLOR is obeyed
    #[arg(long, global = true, display_order = 902, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => {}
            Self::Always => anstream::ColorChoice::Always.write_global(),
            Self::Never => anstream::ColorChoice::Never.write_global(),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Pair Spanish captions with their English counterparts; one row per caption
    #[command(after_help = super::pair::EXAMPLES)]
    Pair(PairArgs),
    /// Report language and role of every passage; one row per passage
    #[command(after_help = super::detect::EXAMPLES)]
    Detect(TableArgs),
    /// Turn every line into a vector of its meaning (512 numbers; English and Spanish in one space)
    #[command(after_help = super::embed::EXAMPLES)]
    Embed(EmbedArgs),
    /// Report what is wrong between captions and their counterparts, where, and what to do
    #[command(after_help = super::audit::EXAMPLES)]
    Audit(AuditArgs),
    /// List the audit's checks, or explain one with an example in Spanish and English
    #[command(after_help = super::checks::EXAMPLES)]
    Checks(ChecksArgs),
    /// List the forms of captions that are known, and a newsroom's own; or show how a line is read
    #[command(after_help = super::forms::EXAMPLES)]
    Forms(FormsArgs),
    /// Compare pairs, lines or findings with your own gold: precision, recall, F1, confusion, calibration
    #[command(after_help = super::score::EXAMPLES)]
    Score(ScoreArgs),
    /// Judge pairs in a browser on this machine
    #[cfg(feature = "review")]
    #[command(after_help = super::review::EXAMPLES)]
    Review(super::review::ReviewArgs),
    /// Report how far reviewers agree with each other and with the program
    #[cfg(feature = "review")]
    #[command(after_help = super::agreement::EXAMPLES)]
    Agreement(super::agreement::AgreementArgs),
    /// Write pairs as tasks for an annotation tool: Label Studio, doccano, Argilla, Prodigy, KEOPS, Pearmut
    #[cfg(feature = "review")]
    #[command(after_help = super::export::EXAMPLES)]
    Export(super::export::ExportArgs),
    /// Read the answers from an annotation tool
    #[cfg(feature = "review")]
    #[command(after_help = super::import::EXAMPLES)]
    Import(super::import::ImportArgs),
    /// Translate captions, or plain lines, between Spanish and English
    #[cfg(feature = "translate")]
    #[command(after_help = super::translate::EXAMPLES)]
    Translate(TranslateArgs),
    /// List, fetch and find models of Firefox Translations
    #[cfg(feature = "translate")]
    #[command(subcommand, after_help = super::models::EXAMPLES)]
    Models(ModelsCommand),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  cotejo completions bash > ~/.local/share/bash-completion/completions/cotejo")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// The files that it is given by name.
    pub(crate) fn named(&self) -> Named {
        match self {
            Self::Pair(args) => args.named(),
            Self::Detect(args) => args.named(),
            Self::Embed(args) => args.named(),
            Self::Audit(args) => args.named(),
            Self::Score(args) => Named::default().reads([&args.gold, &args.predicted]).output(args.output.as_deref()),
            #[cfg(feature = "review")]
            Self::Review(args) => args.named(),
            #[cfg(feature = "review")]
            Self::Agreement(args) => args.named(),
            #[cfg(feature = "review")]
            Self::Export(args) => args.named(),
            #[cfg(feature = "review")]
            Self::Import(args) => args.named(),
            #[cfg(feature = "translate")]
            Self::Translate(args) => args.translator.named(args.table.named()),
            #[cfg(feature = "translate")]
            Self::Models(_) => Named::default(),
            Self::Checks(_) | Self::Forms(_) | Self::Completions { .. } => Named::default(),
        }
    }
}

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct PairArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Apply the decisions that `cotejo review` kept in a file: relations, edited texts, other counterparts; rejected rows are left out
    #[cfg(feature = "review")]
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    pub(crate) reviews: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    /// Answer a program that keeps this one running: JSONL records on standard input; after an empty line their rows follow, as JSONL,
    /// and an empty line after them. See docs/filter.md
    #[arg(
        long,
        conflicts_with_all = ["output", "excel", "dedup", "one_per_photo", "split", "resume", "license", "explain", "features"]
    )]
    pub(crate) filter: bool,
    /// Print the evidence for each pair instead of rows
    #[arg(
        long,
        conflicts_with_all = ["format", "spreadsheet_safe", "excel", "dedup", "one_per_photo", "split", "resume", "license", "features"]
    )]
    pub(crate) explain: bool,
    /// Print every candidate with its features as CSV, for scripts/dev fit score
    #[arg(long, hide = true)]
    pub(crate) features: bool,
    /// Pair by place, credit and words alone, without the encoder and the verifier: for whole crawls. Many more relations are wrong, and
    /// `similarity` is empty
    #[arg(long, conflicts_with = "encoder")]
    pub(crate) fast: bool,
    /// Tell the relation by cosines and word tables, without the verifier that reads both texts. Faster; many more relations are wrong
    #[arg(long)]
    pub(crate) no_verify: bool,
    /// Another encoder with the shape of the embedded one: a folder made by scripts/dev make encoder
    #[arg(long, value_name = "DIR")]
    pub(crate) encoder: Option<PathBuf>,
    /// Other weights for the score: a file made by scripts/dev fit score
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
}

impl PairArgs {
    fn named(&self) -> Named {
        let named = self.config.named(self.machine.named(Named::default()), &self.input.paths);
        #[cfg(feature = "review")]
        let named = named.reads(&self.reviews);
        let named = named.inputs(&self.input.paths).reads(&self.model).reads(self.encoder.iter().flat_map(|folder| encoder_files(folder)));
        match &self.rows.outputs[..] {
            outputs @ [_, ..] if self.explain || self.features => named.writes("-o", outputs),
            _ if self.explain || self.features || self.filter => named.output(None),
            _ => self.rows.named(named),
        }
    }
}

/// What a folder of an encoder holds.
fn encoder_files(folder: &Path) -> [PathBuf; 2] {
    ["encoder.safetensors", "pieces.model"].map(|name| folder.join(name))
}

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct InputArgs {
    /// Files, folders (all files of known endings below them), patterns, or - for standard input: text, HTML, JSONL, CSV, TSV,
    /// WARC, WET, Parquet; also compressed with gzip, zstd, bzip2 or xz
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Format of every input, instead of what names and contents suggest
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    pub(crate) input_format: Option<InputFormat>,
    /// Field or column that holds the article's text. Fields of fields are a.b, items of a list a[], several are joined as a,b[].c
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = "Reading")]
    pub(crate) text_field: String,
    /// Field or column with the article's name
    #[arg(long, value_name = "NAME", default_value = "id", help_heading = "Reading")]
    pub(crate) id_field: String,
    /// Field or column with the article's address; also its name where there is no id
    #[arg(long, value_name = "NAME", default_value = "url", help_heading = "Reading")]
    pub(crate) url_field: String,
    /// Field or column with the day of publication
    #[arg(long, value_name = "NAME", default_value = "date", help_heading = "Reading")]
    pub(crate) date_field: String,
    /// Format of those texts
    #[arg(long, value_name = "FORMAT", default_value = "auto", help_heading = "Reading")]
    pub(crate) text_format: TextFormat,
    /// What separates the cells of a table: a character, or tab [default: recognised from its header]
    #[arg(long, value_name = "CHAR", value_parser = delimiter, help_heading = "Reading")]
    pub(crate) delimiter: Option<u8>,
    /// Refuse articles larger than this many bytes, decompressed
    #[arg(long, value_name = "N", default_value_t = crate::read::DEFAULT_LIMIT, help_heading = "Reading")]
    pub(crate) max_bytes: u64,
    /// Number of threads; all cores by default. The output is the same for any number
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

impl InputArgs {
    /// How inputs are read.
    pub(crate) fn options(&self) -> read::Options {
        let [text, id, url, date] = [&self.text_field, &self.id_field, &self.url_field, &self.date_field].map(Clone::clone);
        let fields = read::Fields { text, id, url, date };
        let format = self.input_format.map(Into::into);
        read::Options {
            max_bytes: self.max_bytes,
            format,
            fields,
            text: self.text_format.into(),
            delimiter: self.delimiter,
            ..read::Options::default()
        }
    }

    /// How many threads work.
    pub(crate) fn threads(&self) -> usize {
        self.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from)
    }
}

/// What the texts of records are written in.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum TextFormat {
    /// HTML where tags separate a text's paragraphs
    Auto,
    Html,
    Text,
}

impl From<TextFormat> for read::TextFormat {
    fn from(name: TextFormat) -> Self {
        match name {
            TextFormat::Auto => Self::Auto,
            TextFormat::Html => Self::Html,
            TextFormat::Text => Self::Text,
        }
    }
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && !b"\"\r\n".contains(one) => Ok(*one),
        _ => Err("one ASCII character that is no letter, digit or quote, as ; or |, or the word tab".to_owned()),
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum InputFormat {
    Text,
    Html,
    Jsonl,
    Csv,
    Tsv,
    /// Also WET
    Warc,
    Parquet,
}

impl From<InputFormat> for read::Format {
    fn from(name: InputFormat) -> Self {
        match name {
            InputFormat::Text => Self::Text,
            InputFormat::Html => Self::Html,
            InputFormat::Jsonl => Self::Jsonl,
            InputFormat::Csv => Self::Csv,
            InputFormat::Tsv => Self::Tsv,
            InputFormat::Warc => Self::Warc,
            InputFormat::Parquet => Self::Parquet,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TableArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Format of the output [default: what the ending of -o says, else csv]
    #[arg(short, long)]
    pub(crate) format: Option<FormatName>,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) spreadsheet: SpreadsheetArgs,
}

/// Tables that are opened in a spreadsheet.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(crate) struct SpreadsheetArgs {
    /// Quote cells that a spreadsheet would run (= + - @ tab return) with a leading apostrophe; for csv, tsv and jsonl
    #[arg(long)]
    spreadsheet_safe: bool,
    /// For Excel: csv or tsv with a byte order mark, so that accents are read, and names and numbers of articles, pairs and photos kept as
    /// text, so that 00119027 keeps its zeros; with --spreadsheet-safe
    #[arg(long)]
    excel: bool,
}

impl SpreadsheetArgs {
    pub(crate) fn cells(self) -> Cells {
        match (self.excel, self.spreadsheet_safe) {
            (true, _) => Cells::Excel,
            (false, true) => Cells::Safe,
            (false, false) => Cells::Plain,
        }
    }

    /// Refuses a format that is not a table for spreadsheets (`None`: no table at all); `tables` are those that the command has.
    pub(crate) fn check(self, format: Option<TableFormat>, tables: &[TableFormat]) -> Result<(), Usage> {
        let (option, fits): (_, fn(&TableFormat) -> bool) = match self.cells() {
            Cells::Plain => return Ok(()),
            Cells::Safe => ("--spreadsheet-safe", |_| true),
            Cells::Excel => ("--excel", |format| *format != TableFormat::Jsonl),
        };
        if format.as_ref().is_some_and(fits) {
            return Ok(());
        }
        let names: Vec<&str> = tables.iter().filter(|format| fits(format)).map(|format| format.name()).collect();
        let names = names.join(", ");
        let names = names.rsplit_once(", ").map_or_else(|| names.clone(), |(first, last)| format!("{first} or {last}"));
        Err(Usage::new(format!("{option} is for tables; choose --format {names}, or leave it out")))
    }
}

impl TableArgs {
    fn named(&self) -> Named {
        self.config.named(Named::default(), &self.input.paths).inputs(&self.input.paths).output(self.output.as_deref())
    }

    /// What was asked for, else what the output's name says.
    pub(crate) fn format(&self) -> Result<TableFormat, Usage> {
        let format = self.format.map_or_else(|| self.format_by_ending(), |format| Ok(format.into()))?;
        self.spreadsheet.check(Some(format), TableFormat::ALL)?;
        Ok(format)
    }

    fn format_by_ending(&self) -> Result<TableFormat, Usage> {
        let found = format_by_ending(self.output.as_deref(), "csv, tsv or jsonl, or choose with --format", |ending| {
            match RowFormat::of_ending(ending)? {
                RowFormat::Table(format) => Some(format),
                _ => None,
            }
        });
        Ok(found?.unwrap_or(TableFormat::Csv))
    }
}

#[cfg(feature = "translate")]
#[derive(Debug, ClapArgs)]
pub(crate) struct TranslateArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Inputs are plain lines; one line of output per line of input
    #[arg(long, conflicts_with_all = ["format", "spreadsheet_safe", "excel"])]
    pub(crate) lines: bool,
    /// From English to Spanish
    #[arg(long)]
    pub(crate) to_spanish: bool,
    #[command(flatten)]
    pub(crate) translator: TranslatorArgs,
}

#[cfg(feature = "translate")]
#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// List the installed models: pair, bytes, whether they are unchanged since they were fetched
    List {
        /// List the pairs on the server instead
        #[arg(long)]
        available: bool,
    },
    /// Fetch a pair's model, or what has changed in it, and print its folder
    Get {
        /// The languages, as es-en
        pair: String,
    },
    /// Print the folder that models are kept in
    Path,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Format of the output [default: what the ending of -o says, else text]
    #[arg(short, long)]
    pub(crate) format: Option<AuditFormat>,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
    /// End with exit code 1 if a finding is at least this severe [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// Only findings that are new since FILE, an earlier output in json or sarif. Lines may have moved; paths must be given in the same way
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Only these checks or families, instead of those in cotejo.toml
    #[arg(long, value_name = "CODE,...", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(crate) only: Vec<String>,
    /// Not these checks or families, in addition to those in cotejo.toml
    #[arg(long, value_name = "CODE,...", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(crate) ignore: Vec<String>,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) spreadsheet: SpreadsheetArgs,
}

impl AuditArgs {
    fn named(&self) -> Named {
        let named = self.config.named(self.machine.named(Named::default()), &self.input.paths);
        named.inputs(&self.input.paths).reads(&self.baseline).output(self.output.as_deref())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// For a person: source lines with both sides marked, and what to do
    Text,
    /// One JSON object per finding, one per line
    Json,
    /// SARIF 2.1.0, for code-scanning viewers
    Sarif,
    /// Workflow commands, for the annotations of GitHub Actions
    Github,
    /// One page with pairs, findings and plots, for a browser; needs no network
    Html,
    /// A table, one row per finding
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ChecksArgs {
    /// A check, or a family of checks
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Print the section of docs/audit.md, for scripts/dev make audit-docs
    #[arg(long, hide = true, conflicts_with = "format")]
    pub(crate) markdown: bool,
    /// Format of the output
    #[arg(short, long, default_value = "text")]
    pub(crate) format: ReportFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct FormsArgs {
    #[command(subcommand)]
    pub(crate) command: Option<FormsCommand>,
    /// Only the forms of this agency, by any of its names
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) agency: Option<String>,
    /// Only the forms of captions in this language
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<FormLanguage>,
    /// Format of the output
    #[arg(short, long, default_value = "text")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FormsCommand {
    /// Show how a line is read, part by part, and why it is no caption where it is none
    #[command(after_help = super::forms::TRY_EXAMPLES)]
    Try(TryArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TryArgs {
    /// The line; without it, or as -, every line of standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: Option<String>,
    /// Format of the output; json has one object per line
    #[arg(short, long, default_value = "text")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormLanguage {
    Es,
    En,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EmbedArgs {
    /// Files of lines (UTF-8), folders (all files of known endings below them, each line as it is), or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Format of the output: one object per line (source, line, text, vector), or a NumPy array of 32-bit floats [default: what the ending
    /// of -o says, else jsonl]
    #[arg(short, long)]
    pub(crate) format: Option<VectorFormat>,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Add the numbers of the text's SentencePiece pieces (jsonl)
    #[arg(long)]
    pub(crate) pieces: bool,
    /// Use the model in a folder (encoder.safetensors, pieces.model) instead of the one in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) encoder: Option<PathBuf>,
}

impl EmbedArgs {
    fn named(&self) -> Named {
        let encoder = self.encoder.iter().flat_map(|folder| encoder_files(folder));
        Named::default().inputs(&self.paths).reads(encoder).output(self.output.as_deref())
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum VectorFormat {
    Jsonl,
    Npy,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FormatName {
    Csv,
    Tsv,
    Jsonl,
}

impl From<FormatName> for TableFormat {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Csv => Self::Csv,
            FormatName::Tsv => Self::Tsv,
            FormatName::Jsonl => Self::Jsonl,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ScoreArgs {
    /// What is right: a table that this program wrote and a person corrected, or a file of `cotejo review`; - for standard input
    #[arg(value_name = "GOLD")]
    pub(crate) gold: PathBuf,
    /// The output of `cotejo pair`, `cotejo detect`, or `cotejo audit` as csv or json; - for standard input
    #[arg(value_name = "PREDICTED")]
    pub(crate) predicted: PathBuf,
    /// What is scored [default: what the columns of GOLD say; rows of `cotejo pair` are pairs]
    #[arg(short, long)]
    pub(crate) what: Option<Scored>,
    /// Format of the output [default: what the ending of -o says, else text]
    #[arg(short, long)]
    pub(crate) format: Option<ReportFormat>,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scored {
    /// Captions, counterparts, relations and scores
    Pairs,
    /// Language and role of lines
    Lines,
    /// What the audit finds
    Findings,
}

impl From<Scored> for Kind {
    fn from(what: Scored) -> Self {
        match what {
            Scored::Pairs => Self::Pairs,
            Scored::Lines => Self::Lines,
            Scored::Findings => Self::Findings,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a person
    Text,
    /// JSON
    Json,
}
