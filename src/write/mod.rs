//! Writes rows, in every format.
//!
//! ```
//! use cotejo::{Article, Columns, Cotejo, write};
//! use std::fs::File;
//!
//! # fn main() -> std::io::Result<()> {
//! let article = Article::from_text("example", "\
//! 60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
//! The mayor opened the park. Photo: Notimex/Ana Ruiz");
//! # let folder = tempfile::tempdir()?;
//! # let path = |ending: &str| folder.path().join(format!("rows.{ending}"));
//! let open = |ending: &'static str| Ok(Box::new(File::create(path(ending))?) as write::Target<'_>);
//! let mut writer = write::rows(write::RowFormat::Tmx, Columns::default(), open)?;
//! for row in Cotejo::default().rows(&article) {
//!     writer.add(&row)?;
//! }
//! assert_eq!(writer.finish()?.rows, 1);
//! # assert!(std::fs::read_to_string(path("tmx"))?.contains("The mayor opened the park."));
//! # Ok(())
//! # }
//! ```
//!
//! Rows go, in order, through `Select` (which of them), `Outputs` (all of them) and `Dataset` (into which part) to one writer per file, a
//! [`Records`].
//! To add a format: one file with its writer, one line in [`RowFormat`], in [`RowFormat::endings`] and in [`rows`].

mod bitext;
pub(crate) mod card;
mod columned;
mod dataset;
mod hf;
mod jsonl;
mod line;
mod moses;
mod near;
mod outcome;
mod outputs;
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
mod xliff;
mod xml;

pub(crate) use dataset::{Dataset, Statistics};
pub use outcome::{Reason, Written};
pub(crate) use outputs::{Output, Outputs};
pub(crate) use select::{Choice, Dedup, Select};
pub(crate) use split::Split;
pub use spreadsheet::Cells;

use crate::row::{Columns, Row};
use columned::Columned;
use serde::Serialize;
use std::io::{self, Write};

/// A table format, for records of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFormat {
    /// RFC 4180, with a header.
    Csv,
    /// Tab-separated, with a header; quoted as CSV where a cell needs it.
    Tsv,
    /// One JSON object per line.
    Jsonl,
}

impl TableFormat {
    /// All of them.
    pub(crate) const ALL: &[Self] = &[Self::Csv, Self::Tsv, Self::Jsonl];

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
#[non_exhaustive]
pub enum RowFormat {
    /// Every column of every row.
    Table(TableFormat),
    /// Apache Parquet: every column of every row, typed.
    #[cfg(feature = "parquet")]
    Parquet,
    /// TMX 1.4b, a translation memory: rows with an English side, or with a machine's.
    Tmx,
    /// XLIFF 2.1: every column of every row; unpaired captions are units without target.
    Xliff,
    /// Two plain files with one sentence per line, aligned: rows with an English side.
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
            Self::Table(TableFormat::Csv) => &["csv"],
            Self::Table(TableFormat::Tsv) | Self::Bitext => &["tsv"],
            Self::Table(TableFormat::Jsonl) | Self::Hf => &["jsonl"],
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
            "csv" => Self::Table(TableFormat::Csv),
            "tsv" => Self::Table(TableFormat::Tsv),
            "jsonl" | "ndjson" => Self::Table(TableFormat::Jsonl),
            #[cfg(feature = "parquet")]
            "parquet" => Self::Parquet,
            "tmx" => Self::Tmx,
            "xlf" | "xliff" => Self::Xliff,
            _ => return None,
        })
    }

    /// Why the format has no place for the row.
    pub(crate) fn refuses(self, row: &Row) -> Option<Reason> {
        match self {
            Self::Tmx => (row.en.is_none() && row.mt.is_none()).then_some(Reason::NoEnglish),
            Self::Hf => row.en.is_none().then_some(Reason::NoEnglish),
            Self::Moses | Self::Bitext => moses::lines(row).err(),
            Self::Table(_) | Self::Xliff => None,
            #[cfg(feature = "parquet")]
            Self::Parquet => None,
        }
    }

    /// Whether the format has every column of [`Row`].
    pub(crate) fn is_whole(self) -> bool {
        !matches!(self, Self::Tmx | Self::Moses | Self::Bitext | Self::Hf)
    }
}

/// What a format is written to. `Send`, since Parquet's writer asks for it.
pub type Target<'w> = Box<dyn Write + Send + 'w>;

/// Takes records in order, one call per record.
pub trait Records<T> {
    /// Adds one record.
    ///
    /// # Errors
    /// What the target says: full disk, closed pipe.
    fn add(&mut self, record: &T) -> io::Result<()>;

    /// Writes what is held back and the format's end; returns what was written and what was not. To be called once, last.
    ///
    /// # Errors
    /// As [`Records::add`].
    fn finish(&mut self) -> io::Result<Written>;
}

/// The writer of a table. `header` is written by the table formats even when no record follows.
///
/// # Errors
/// What the target says.
pub fn records<'w, T: Serialize + 'w>(
    format: TableFormat,
    header: &'static [&'static str],
    target: Target<'w>,
) -> io::Result<Box<dyn Records<T> + 'w>> {
    Ok(match format {
        TableFormat::Csv => Box::new(table::Table::new(b',', header, target)?),
        TableFormat::Tsv => Box::new(table::Table::new(b'\t', header, target)?),
        TableFormat::Jsonl => Box::new(jsonl::Jsonl::new(target)),
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
        RowFormat::Table(TableFormat::Csv) => Box::new(Columned { columns, next: table::Table::new(b',', columns.names(), next()?)? }),
        RowFormat::Table(TableFormat::Tsv) => Box::new(Columned { columns, next: table::Table::new(b'\t', columns.names(), next()?)? }),
        RowFormat::Table(TableFormat::Jsonl) => Box::new(Columned { columns, next: jsonl::Jsonl::new(next()?) }),
        #[cfg(feature = "parquet")]
        RowFormat::Parquet => Box::new(parquet::Parquet::new(columns, next()?)?),
        RowFormat::Tmx => Box::new(tmx::Tmx::new(next()?)?),
        RowFormat::Xliff => Box::new(xliff::Xliff::new(next()?)?),
        RowFormat::Moses => Box::new(moses::Moses::new(next()?, next()?)),
        RowFormat::Bitext => Box::new(bitext::Bitext::new(next()?)),
        RowFormat::Hf => Box::new(hf::Hf::new(next()?)),
    })
}
