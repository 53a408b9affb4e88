//! Rows out. [`Row`] is the flat pair that every format is written from.
//!
//! Rows go, in order, through [`Select`] (which of them) and [`Dataset`] (into which part) to one writer a file, a [`Records`].
//! To add a format: one file with its writer, one line in [`RowFormat`], in [`RowFormat::endings`] and in [`rows`].

mod bitext;
pub mod card;
mod columns;
mod dataset;
mod hf;
mod jsonl;
mod line;
mod moses;
mod near;
#[cfg(feature = "parquet")]
mod parquet;
mod select;
mod sides;
mod split;
mod spreadsheet;
mod table;
#[cfg(test)]
mod testing;
mod tmx;
mod told;
mod xliff;
mod xml;

pub use columns::{COLUMNS, Cell, Column, Columns, Kind, MACHINE, SCHEMA};
pub use dataset::{Dataset, Statistics};
pub use near::WINDOW as NEAR_WINDOW;
pub use select::{Choice, Dedup, EXACT_WINDOW, Select};
pub use split::{BadSplit, Split};
pub use spreadsheet::Cells;
pub(crate) use spreadsheet::id;
pub use told::{Reason, Told};

use crate::article::{Article, is_line_end};
use crate::pair::{Pair, Relation};
use columns::Columned;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// A table format, for records of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a header.
    Csv,
    /// Tab-separated, with a header; quoted as CSV where a cell needs it.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Csv, Self::Tsv, Self::Jsonl];

    /// The word that `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// A format for rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFormat {
    /// Every column of every row.
    Table(Format),
    /// Apache Parquet: every column of every row, typed.
    #[cfg(feature = "parquet")]
    Parquet,
    /// TMX 1.4b, a translation memory: rows with an English side, or with a machine's.
    Tmx,
    /// XLIFF 2.1: every column of every row; unpaired captions are units without target.
    Xliff,
    /// Two plain files with a sentence a line, aligned: rows with an English side.
    Moses,
    /// `url1 url2 src tgt score`, as Bitextor and Bicleaner read it: rows with an English side.
    Bitext,
    /// `{"translation": {"es": ..., "en": ...}}` lines, as Hugging Face's translation data sets have them.
    Hf,
}

impl RowFormat {
    /// The endings of the files that the format consists of, in the order in which [`rows`] asks for them.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Table(Format::Csv) => &["csv"],
            Self::Table(Format::Tsv) | Self::Bitext => &["tsv"],
            Self::Table(Format::Jsonl) | Self::Hf => &["jsonl"],
            #[cfg(feature = "parquet")]
            Self::Parquet => &["parquet"],
            Self::Tmx => &["tmx"],
            Self::Xliff => &["xlf"],
            Self::Moses => &["es", "en"],
        }
    }

    /// The format whose file ends so, where that says which.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "csv" => Self::Table(Format::Csv),
            "tsv" => Self::Table(Format::Tsv),
            "jsonl" | "ndjson" => Self::Table(Format::Jsonl),
            #[cfg(feature = "parquet")]
            "parquet" => Self::Parquet,
            "tmx" => Self::Tmx,
            "xlf" | "xliff" => Self::Xliff,
            _ => return None,
        })
    }

    /// Why the format has no place for the row.
    pub fn refuses(self, row: &Row) -> Option<Reason> {
        match self {
            Self::Tmx => (row.en.is_none() && row.mt.is_none()).then_some(Reason::NoEnglish),
            Self::Hf => row.en.is_none().then_some(Reason::NoEnglish),
            Self::Moses | Self::Bitext => moses::lines(row).err(),
            _ => None,
        }
    }

    /// Whether the format has every column of [`Row`].
    pub fn is_whole(self) -> bool {
        !matches!(self, Self::Tmx | Self::Moses | Self::Bitext | Self::Hf)
    }
}

/// What a format is written to. `Send`, since Parquet's writer asks for it.
pub type Target<'w> = Box<dyn Write + Send + 'w>;

/// A pair, flat: the columns of every table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Row {
    /// The article's name.
    #[serde(deserialize_with = "spreadsheet::id")]
    pub article: String,
    /// Stable over runs.
    #[serde(deserialize_with = "spreadsheet::id")]
    pub pair_id: String,
    /// What the two are to each other.
    pub relation: Relation,
    /// Probability that the two are a translation pair, 0..=1.
    pub score: Option<f64>,
    /// Spanish body.
    pub es: String,
    /// English body.
    pub en: Option<String>,
    /// Spanish, as printed.
    pub es_raw: String,
    /// English, as printed.
    pub en_raw: Option<String>,
    /// 1-based, in the source.
    pub es_line: usize,
    /// 1-based, in the source.
    pub en_line: Option<usize>,
    /// Bytes of the source, half-open; for a page they hold its mark-up too.
    pub es_start: usize,
    /// Bytes, half-open.
    pub es_end: usize,
    /// Bytes, half-open.
    pub en_start: Option<usize>,
    /// Bytes, half-open.
    pub en_end: Option<usize>,
    /// Photo number.
    #[serde(deserialize_with = "spreadsheet::optional_id")]
    pub photo_id: Option<String>,
    /// ISO 8601.
    pub date: Option<String>,
    /// IPTC City.
    pub place: Option<String>,
    /// IPTC Credit Line.
    pub agency: Option<String>,
    /// IPTC Creator; several joined by `; `.
    pub photographer: Option<String>,
    /// IPTC Caption Writer.
    pub editor: Option<String>,
    /// The desk's code.
    pub desk: Option<String>,
    /// The encoder's cosine.
    pub similarity: Option<f64>,
    /// Audit codes joined by spaces.
    pub findings: Option<String>,
    /// What a machine translates `es` to.
    #[serde(default)]
    pub mt: Option<String>,
    /// The machine; only a row that has one has these two columns.
    #[serde(default)]
    pub mt_engine: Option<String>,
}

/// A text that was broken to the width of a page.
fn on_one_line(text: &str) -> String {
    text.split(is_line_end).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Four digits are more than the figures hold.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}

impl Row {
    /// Flattens a pair of an article, with the codes of what the audit says of it and who translated it.
    pub(crate) fn new(article: &Article, pair: &Pair, findings: Option<String>, engine: Option<&str>) -> Self {
        let raw = |span| article.printed(span).to_owned();
        let en = pair.en.as_ref();
        let es = &pair.es;
        let es_place = article.source_span(es.raw);
        let en_place = en.map(|c| article.source_span(c.raw));
        Self {
            article: article.id.clone(),
            pair_id: pair.id.clone(),
            relation: pair.relation,
            score: pair.score.map(rounded),
            es: on_one_line(article.at(es.body)),
            en: en.map(|c| on_one_line(article.at(c.body))),
            es_raw: raw(es.raw),
            en_raw: en.map(|c| raw(c.raw)),
            es_line: pair.line,
            en_line: en.map(|c| c.line),
            es_start: es_place.start,
            es_end: es_place.end,
            en_start: en_place.map(|p| p.start),
            en_end: en_place.map(|p| p.end),
            photo_id: es.photo_id.as_ref().map(|id| id.as_str().to_owned()),
            date: es.date.map(|d| d.to_string()),
            place: es.place.clone(),
            agency: es.agency.clone(),
            photographer: (!es.photographers.is_empty()).then(|| es.photographers.join("; ")),
            editor: es.editor.clone(),
            desk: es.desk.clone(),
            similarity: pair.evidence.and_then(|e| e.similarity).map(rounded),
            findings,
            mt: pair.machine.clone(),
            mt_engine: pair.machine.as_ref().and(engine).map(str::to_owned),
        }
    }
}

/// Takes records in order, one call a record.
pub trait Records<T> {
    /// Adds one record.
    ///
    /// # Errors
    /// What the target says: full disk, closed pipe.
    fn add(&mut self, record: &T) -> io::Result<()>;

    /// Writes what is held back and the format's end; tells what was written and what was not. To be called once, last.
    ///
    /// # Errors
    /// As [`Records::add`].
    fn finish(&mut self) -> io::Result<Told>;
}

/// The writer of a table. `header` is written by the table formats even when no record follows.
///
/// # Errors
/// What the target says.
pub fn records<'w, T: Serialize + 'w>(
    format: Format,
    header: &'static [&'static str],
    target: Target<'w>,
) -> io::Result<Box<dyn Records<T> + 'w>> {
    Ok(match format {
        Format::Csv => Box::new(table::Table::new(b',', header, target)?),
        Format::Tsv => Box::new(table::Table::new(b'\t', header, target)?),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(target)),
    })
}

/// The writer of a format for rows with these columns; `open` gives the target of each of the format's [`endings`](RowFormat::endings).
///
/// # Errors
/// What `open` or a target says.
pub fn rows<'w>(
    format: RowFormat,
    columns: Columns,
    mut open: impl FnMut(&'static str) -> io::Result<Target<'w>>,
) -> io::Result<Box<dyn Records<Row> + 'w>> {
    let mut files = format.endings().iter();
    // a proof: every arm asks for as many as `endings` has
    let mut next = || open(files.next().expect("a file for each ending"));
    Ok(match format {
        RowFormat::Table(Format::Csv) => Box::new(Columned { columns, next: table::Table::new(b',', columns.names(), next()?)? }),
        RowFormat::Table(Format::Tsv) => Box::new(Columned { columns, next: table::Table::new(b'\t', columns.names(), next()?)? }),
        RowFormat::Table(Format::Jsonl) => Box::new(Columned { columns, next: jsonl::Jsonl::new(next()?) }),
        #[cfg(feature = "parquet")]
        RowFormat::Parquet => Box::new(parquet::Parquet::new(columns, next()?)?),
        RowFormat::Tmx => Box::new(tmx::Tmx::new(next()?)?),
        RowFormat::Xliff => Box::new(xliff::Xliff::new(next()?)?),
        RowFormat::Moses => Box::new(moses::Moses::new(next()?, next()?)),
        RowFormat::Bitext => Box::new(bitext::Bitext::new(next()?)),
        RowFormat::Hf => Box::new(hf::Hf::new(next()?)),
    })
}
