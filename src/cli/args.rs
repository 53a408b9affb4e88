//! What was typed.

use super::machine::MachineArgs;
use super::rows::RowArgs;
#[cfg(feature = "translate")]
use super::translator::TranslatorArgs;
use crate::read;
use crate::write::{Format, RowFormat};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use std::path::PathBuf;

/// Finds Spanish photo-agency captions inside English news articles and pairs each with its English counterpart.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "Examples:\n  cotejo pair article.txt                    parallel rows as CSV\n  cotejo pair --format jsonl -o rows.jsonl articles/\n  cotejo audit article.txt                   what is wrong between captions and their counterparts\n  cat article.txt | cotejo detect            language and role of every line\n\nExit codes: 0 done; 1 the audit found something; 2 wrong usage; 3 some input could not be read (the rest is written); 4 nothing could be done."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say more on standard error; twice for every decision
    #[arg(short, long, global = true, display_order = 900, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// No warnings on standard error; errors are still told
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
    /// Pair Spanish captions with their English counterparts; one row a caption
    #[command(
        after_help = "Examples:\n  cotejo pair data/articles/segob.txt\n  cotejo pair --explain article.txt\n  cotejo pair --format jsonl -o rows.jsonl articles/ more/page.txt\n  cotejo pair --format tmx --relation translation --min-score 0.8 -o memory.tmx articles/\n  cotejo pair --format parquet --dedup near --split 90:5:5 --license cc-by-4.0 -o corpus/ articles/\n  cotejo pair --resume --format parquet -o corpus/ dump.jsonl.zst      go on after a stop\n  curl -s https://example.org/a.txt | cotejo pair --format tsv -\n  cotejo pair --reviews reviews.db -o rows.csv articles/     as people decided in `cotejo review`"
    )]
    Pair(PairArgs),
    /// Tell language and role of every line; one row a passage
    #[command(
        after_help = "Examples:\n  cotejo detect article.txt\n  cotejo detect --format jsonl articles/ | jq 'select(.language == \"es\")'"
    )]
    Detect(TableArgs),
    /// Turn every line into a vector of meaning (512 numbers; English and Spanish in one space)
    #[command(
        after_help = "Examples:\n  cotejo embed captions.txt > vectors.jsonl\n  cotejo embed --format npy -o vectors.npy captions.txt     numpy.load(\"vectors.npy\"): one row a line\n  tail -f captions.txt | cotejo embed | jq -c '[.line, .vector[0]]'\n\nTwo vectors' dot product is their cosine: about 0.8 for a translation, under 0.45 for another sentence."
    )]
    Embed(EmbedArgs),
    /// Show what is wrong between captions and their counterparts, with its place and what to do
    #[command(
        after_help = "Examples:\n  cotejo audit data/articles/segob.txt\n  cotejo audit --fail-on warning articles/               exit code 1 for warnings too\n  cotejo audit --translate articles/                     with a machine's second opinion\n  cotejo audit --format html -o report.html articles/    pairs side by side, findings, plots\n  cotejo audit --format json articles/ > old.jsonl; cotejo audit --baseline old.jsonl articles/\n  cotejo audit --format json articles/ | jq -r '[.article, .labels[0].line, .message] | @tsv'\n  cotejo audit --only people,numbers --ignore name-order articles/\n\nSettings for all runs stand in cotejo.toml, in the working directory or above it:\n  [audit]\n  ignore = [\"text\"]\n  fail-on = \"warning\"\n  severity.name-spelling = \"error\"\n\nExit codes: 0 nothing found that --fail-on asks for; 1 something found; 2 wrong usage; 3 some input could not be read (the rest is shown); 4 nothing could be done."
    )]
    Audit(AuditArgs),
    /// List the audit's checks, or explain one with its example
    #[command(
        after_help = "Examples:\n  cotejo checks\n  cotejo checks name-spelling\n  cotejo checks --format json people | jq -r '.[].code'"
    )]
    Checks(ChecksArgs),
    /// Compare predicted pairs with gold ones: precision, recall, F1, relations, calibration
    #[command(
        after_help = "Examples:\n  cotejo pair --format jsonl articles/ > rows.jsonl\n  cotejo score gold.jsonl rows.jsonl\n  cotejo score --format json gold.csv rows.csv | jq .pairing.f1\n\nBoth tables (CSV, TSV or JSONL) have the columns article, es_line, en_line (empty for none) and relation;\npredicted rows may have a score, gold rows in JSONL several right lines (en_lines). Rows are joined by\nthe file name of article and by es_line."
    )]
    Score(ScoreArgs),
    /// Look at pairs and decide on them, in a browser on this machine
    #[cfg(feature = "review")]
    #[command(after_help = super::review::EXAMPLES)]
    Review(super::review::ReviewArgs),
    /// How far reviewers agree, and the program with them
    #[cfg(feature = "review")]
    #[command(after_help = super::agreement::EXAMPLES)]
    Agreement(super::agreement::AgreementArgs),
    /// Write pairs as tasks for an annotation tool: Label Studio, doccano, Argilla, Prodigy, KEOPS, Pearmut
    #[cfg(feature = "review")]
    #[command(after_help = super::export::EXAMPLES)]
    Export(super::export::ExportArgs),
    /// Read back what people answered in an annotation tool
    #[cfg(feature = "review")]
    #[command(after_help = super::import::EXAMPLES)]
    Import(super::import::ImportArgs),
    /// Translate captions, or plain lines, between Spanish and English
    #[cfg(feature = "translate")]
    #[command(
        after_help = "Examples:\n  cotejo translate articles/                       a row a caption\n  cotejo translate --lines < spanish.txt > english.txt\n  cotejo translate --translator apertium:es-pt_BR+firefox:pt-en --cache mt.sqlite dump.jsonl\n  LIBRETRANSLATE_API_KEY=... cotejo translate --translator libretranslate:http://localhost:5000 article.txt\n\nNames, photo numbers and credits stay, institutions come out as the glossary has them. Nothing leaves this\nmachine unless a server is named."
    )]
    Translate(TranslateArgs),
    /// List, fetch and find models of Firefox Translations
    #[cfg(feature = "translate")]
    #[command(
        subcommand,
        after_help = "Examples:\n  cotejo models get es-en\n  cotejo models list               pair, bytes, state\n  cotejo models list --available\n\nModels come from Mozilla's server, or from a mirror of it named in COTEJO_MODELS_URL, and are checked by their\nSHA-256. They are kept in COTEJO_MODELS, else in the user's cache."
    )]
    Models(ModelsCommand),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  cotejo completions bash > ~/.local/share/bash-completion/completions/cotejo")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
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
    /// Answer a program that holds this one open: records of JSONL on standard input, of which an empty line asks for the rows, as JSONL,
    /// and for an empty line behind them. See docs/filter.md
    #[arg(
        long,
        conflicts_with_all = ["output", "dedup", "one_per_photo", "split", "resume", "license", "explain", "features"]
    )]
    pub(crate) filter: bool,
    /// Print the evidence for each pair instead of rows
    #[arg(long)]
    pub(crate) explain: bool,
    /// Print every candidate with its features as CSV, for scripts/fit_score.py
    #[arg(long, hide = true)]
    pub(crate) features: bool,
    /// Pair by place, credit and words alone, without the encoder: for whole crawls. Relations are told a little worse, and `similarity` is
    /// empty
    #[arg(long, conflicts_with = "encoder")]
    pub(crate) fast: bool,
    /// Another encoder of the embedded one's shape: a folder made by scripts/build_encoder.py
    #[arg(long, value_name = "DIR")]
    pub(crate) encoder: Option<PathBuf>,
    /// Other weights of the score: a file made by scripts/fit_score.py
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
}

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct InputArgs {
    /// Files, folders (all files of known endings below them), patterns, or - for standard input: text, HTML, JSONL, CSV, TSV,
    /// WARC, WET, Parquet; also compressed with gzip, zstd, bzip2 or xz
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Format of every input, instead of what names and contents tell
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    pub(crate) input_format: Option<InputFormat>,
    /// Field or column that holds the article's text
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = "Reading")]
    pub(crate) text_field: String,
    /// Field or column with the article's name
    #[arg(long, value_name = "NAME", default_value = "id", help_heading = "Reading")]
    pub(crate) id_field: String,
    /// Field or column with the article's address, its name where there is no id
    #[arg(long, value_name = "NAME", default_value = "url", help_heading = "Reading")]
    pub(crate) url_field: String,
    /// Field or column with the day of publication
    #[arg(long, value_name = "NAME", default_value = "date", help_heading = "Reading")]
    pub(crate) date_field: String,
    /// Refuse articles larger than this many bytes, decompressed
    #[arg(long, value_name = "N", default_value_t = crate::read::DEFAULT_LIMIT, help_heading = "Reading")]
    pub(crate) max_bytes: u64,
    /// Threads that work on articles; all cores by default. The output is the same for any number
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

impl InputArgs {
    /// How inputs are read.
    pub(crate) fn options(&self) -> read::Options {
        let [text, id, url, date] = [&self.text_field, &self.id_field, &self.url_field, &self.date_field].map(Clone::clone);
        let fields = read::Fields { text, id, url, date };
        read::Options { max_bytes: self.max_bytes, format: self.input_format.map(Into::into), fields }
    }

    /// How many threads work.
    pub(crate) fn threads(&self) -> usize {
        self.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from)
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
    /// Quote cells that a spreadsheet would run (= + - @ tab return) with a leading apostrophe
    #[arg(long)]
    pub(crate) spreadsheet_safe: bool,
}

impl TableArgs {
    /// What was asked for, else what the output's name says.
    pub(crate) fn format(&self) -> Format {
        let ending = || match RowFormat::of_ending(self.output.as_deref()?.extension()?.to_str()?)? {
            RowFormat::Table(format) => Some(format),
            _ => None,
        };
        self.format.map(Into::into).or_else(ending).unwrap_or(Format::Csv)
    }
}

#[cfg(feature = "translate")]
#[derive(Debug, ClapArgs)]
pub(crate) struct TranslateArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Inputs are plain lines; a line out for each line in
    #[arg(long)]
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
    /// Print the models that are here: pair, bytes, whether they are as they were fetched
    List {
        /// The pairs that the server has instead
        #[arg(long)]
        available: bool,
    },
    /// Fetch a pair's model, or what of it has changed, and print its folder
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
    /// Format of the output
    #[arg(short, long, default_value = "text")]
    pub(crate) format: AuditFormat,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
    /// End with exit code 1 where something at least so bad is found [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// Only what is new since FILE, an earlier output in json or sarif. Lines may have moved; paths must be given the same way
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Only these checks or families; instead of those in cotejo.toml
    #[arg(long, value_name = "CODE,...", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Not these checks or families; beside those in cotejo.toml
    #[arg(long, value_name = "CODE,...", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Take settings from FILE, not from the nearest cotejo.toml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Take no settings from files
    #[arg(long)]
    pub(crate) no_config: bool,
    /// Quote cells that a spreadsheet would run (= + - @ tab return) with a leading apostrophe; for csv
    #[arg(long)]
    pub(crate) spreadsheet_safe: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum AuditFormat {
    /// For a person: source lines with both sides marked, and what to do
    Text,
    /// A JSON object a finding, one a line
    Json,
    /// SARIF 2.1.0, for code-scanning viewers
    Sarif,
    /// Workflow commands, for the annotations of GitHub Actions
    Github,
    /// One page with pairs, findings and plots, for a browser; needs no network
    Html,
    /// A table, one row a finding
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
    /// Format of the output
    #[arg(short, long, default_value = "text")]
    pub(crate) format: ScoreFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EmbedArgs {
    /// Files of lines (UTF-8), folders (all *.txt below them), or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Format of the output: an object a line (source, line, text, vector), or a NumPy array of 32-bit floats
    #[arg(short, long, default_value = "jsonl")]
    pub(crate) format: VectorFormat,
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

impl From<FormatName> for Format {
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
    /// The right pairs: CSV, TSV or JSONL
    #[arg(value_name = "GOLD")]
    pub(crate) gold: PathBuf,
    /// The output of `cotejo pair`, or a table with its columns
    #[arg(value_name = "PREDICTED")]
    pub(crate) predicted: PathBuf,
    /// Format of the output
    #[arg(short, long, default_value = "text")]
    pub(crate) format: ScoreFormat,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// For a person
    Text,
    /// JSON
    Json,
}
