//! Tables of gold and of predictions: CSV, TSV, JSONL or Parquet, recognised by content, and what they are about by their columns.

#[cfg(feature = "parquet")]
use crate::read::parquet;
use crate::read::{self, Input, json_fault};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::path::Path;

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Captions and their counterparts.
    Pairs,
    /// Passages with language and role.
    Lines,
    /// What the audit finds.
    Findings,
}

impl Kind {
    /// What a line of such a table has, and who writes it.
    fn remedy(self) -> &'static str {
        match self {
            Self::Pairs => "a row has article, es_line, en_line and relation, as `cotejo pair` writes them",
            Self::Lines => "a line has article, line, and language or role, as `cotejo detect` writes them",
            Self::Findings => {
                "a finding has article, code, and line or pair_id, as `cotejo audit --format csv` writes them; \
                 or give rows of `cotejo pair`, with their column findings"
            }
        }
    }

    /// Of each, one column at least is there.
    fn columns(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Pairs => &[&["article"], &["es_line"], &["en_line"], &["relation"]],
            Self::Lines => &[&["article"], &["line"], &["language", "role"]],
            Self::Findings => &[&["article"], &["code", "findings"]],
        }
    }

    /// What a table with such columns is about.
    fn of(has: impl Fn(&str) -> bool) -> Option<Self> {
        // rows of `cotejo pair` name findings too
        if has("es_line") {
            Some(Self::Pairs)
        } else if has("code") {
            Some(Self::Findings)
        } else {
            (has("line") && (has("language") || has("role"))).then_some(Self::Lines)
        }
    }
}

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file could not be read.
    #[error(transparent)]
    Unreadable(#[from] read::Error),
    /// A Parquet file that is damaged, or lacks a column.
    #[error("{path}: {what}; {}", .kind.remedy())]
    Table {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
        /// What it should be about.
        kind: Kind,
    },
    /// A line that is no row.
    #[error("{place}: {what}; {}", .kind.remedy())]
    Row {
        /// The file, the line, and the column where one is known.
        place: String,
        /// What is wrong.
        what: String,
        /// What it should be about.
        kind: Kind,
    },
    /// Not one row.
    #[error("{path}: holds no {}; {}", match .kind { Kind::Pairs => "row of a caption", Kind::Lines => "line", Kind::Findings => "finding" }, .kind.remedy())]
    Empty {
        /// The file.
        path: String,
        /// What it should be about.
        kind: Kind,
    },
    /// No column says what it is about.
    #[error(
        "{path}: tells of no pairs (columns article, es_line, en_line, relation), lines (article, line, language, role) or findings \
         (article, line, code); give what `cotejo pair`, `cotejo detect` or `cotejo audit --format csv` writes, corrected"
    )]
    Unknown {
        /// The file.
        path: String,
    },
}

/// A table as it was read.
pub(crate) struct Table {
    /// The file's name.
    pub(super) name: String,
    content: Content,
}

enum Content {
    /// One object per line.
    Json(String),
    /// A header, and cells.
    Cells(String),
    #[cfg(feature = "parquet")]
    Parquet(Input),
}

/// A row's place, and the row or what is wrong with it.
type Placed<T> = (String, Result<T, String>);

impl Table {
    /// Reads a table; standard input for `-`. Parquet where it is named so, JSONL where it starts with `{`, else a table with a header.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let input = Input::at(path);
        let name = input.name();
        #[cfg(feature = "parquet")]
        if read::Format::of_name(&name) == Some(read::Format::Parquet) {
            return Ok(Self { name, content: Content::Parquet(input) });
        }
        let text = read::text(&input, read::TABLE_LIMIT)?;
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let content = if text.trim_start().starts_with('{') { Content::Json(text) } else { Content::Cells(text) };
        Ok(Self { name, content })
    }

    /// Whether there is nothing in it, not even a header.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(&self.content, Content::Cells(text) if text.trim().is_empty())
    }

    /// What it is about.
    pub(crate) fn kind(&self) -> Result<Kind, Error> {
        let unknown = || Error::Unknown { path: self.name.clone() };
        match &self.content {
            // a line that is no JSON is reported with its place by who reads it
            Content::Json(text) => kind_of_json(text).unwrap_or(Some(Kind::Pairs)).ok_or_else(unknown),
            Content::Cells(_) if self.is_empty() => Err(Error::Empty { path: self.name.clone(), kind: Kind::Pairs }),
            Content::Cells(text) => {
                let (_, header) = cells(text);
                Kind::of(|name| header.iter().any(|cell| cell == name)).ok_or_else(unknown)
            }
            #[cfg(feature = "parquet")]
            Content::Parquet(_) => Ok(Kind::Pairs),
        }
    }

    /// Its rows.
    pub(super) fn records<T: DeserializeOwned>(&self, kind: Kind) -> Result<Vec<Placed<T>>, Error> {
        let name = &self.name;
        let lacks = |has: &dyn Fn(&str) -> bool| {
            let lacking = kind.columns().iter().find(|any| !any.iter().any(|column| has(column)));
            lacking.map(|any| format!("no column `{}`", any.join("` or `")))
        };
        match &self.content {
            Content::Json(text) => {
                let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
                let record = |(at, line)| match serde_json::from_str(line) {
                    Ok(record) => (format!("{name}:{}", at + 1), Ok(record)),
                    Err(error) => {
                        let (cause, column) = json_fault(&error);
                        (format!("{name}:{}:{column}", at + 1), Err(cause))
                    }
                };
                Ok(lines.map(record).collect())
            }
            Content::Cells(text) => {
                let (mut reader, header) = cells(text);
                if let Some(what) = lacks(&|column| header.iter().any(|cell| cell == column)) {
                    return Err(Error::Row { place: format!("{name}:1"), what, kind });
                }
                let place = |position: Option<&csv::Position>| format!("{name}:{}", position.map_or(0, csv::Position::line));
                let record = |row: csv::Result<csv::StringRecord>| match row {
                    Ok(row) => (place(row.position()), row.deserialize(Some(&header)).map_err(|error| cell_fault(&error, &header))),
                    Err(error) => (place(error.position()), Err(error.to_string())),
                };
                Ok(reader.records().map(record).collect())
            }
            #[cfg(feature = "parquet")]
            Content::Parquet(input) => {
                // what is there but no Parquet has a fault of its own
                let wrong = |what: String| Error::Table { path: name.clone(), what, kind };
                let broken = |cause: std::io::Error| match cause.raw_os_error() {
                    Some(_) => read::unreadable(name.clone(), cause).into(),
                    None => wrong(cause.to_string()),
                };
                let table = parquet::Table::open(input).map_err(broken)?;
                if let Some(what) = lacks(&|column| table.has(column)) {
                    return Err(wrong(what));
                }
                let record = |(number, row): (usize, std::io::Result<_>)| {
                    let record = serde_json::from_value(serde_json::Value::Object(row.map_err(broken)?)).map_err(|error| error.to_string());
                    Ok((format!("{name}: row {number}"), record))
                };
                (1..).zip(table.rows().map_err(broken)?).map(record).collect()
            }
        }
    }
}

/// The reader of a table and its header.
fn cells(text: &str) -> (csv::Reader<&[u8]>, csv::StringRecord) {
    let header = text.lines().next().unwrap_or_default();
    // a semicolon is what a spreadsheet writes where the comma stands in numbers
    let delimiter = [b'\t', b','].into_iter().find(|delimiter| header.contains(char::from(*delimiter))).unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    (reader, header)
}

/// What is wrong with a cell, and in which column.
fn cell_fault(error: &csv::Error, header: &csv::StringRecord) -> String {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else { return error.to_string() };
    match err.field().and_then(|at| header.get(usize::try_from(at).ok()?)) {
        Some(column) => format!("{column}: {}", err.kind()),
        None => err.kind().to_string(),
    }
}

/// The keys that tell what an object is about.
#[derive(Deserialize)]
struct Keys {
    es_line: Option<IgnoredAny>,
    code: Option<IgnoredAny>,
    line: Option<IgnoredAny>,
    language: Option<IgnoredAny>,
    role: Option<IgnoredAny>,
}

/// What lines of JSON are about; the outer `None` where no line is an object. Gold of made articles has lines of several kinds: of pairs
/// then.
fn kind_of_json(text: &str) -> Option<Option<Kind>> {
    let all: Vec<Keys> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let has = |name: &str, keys: &Keys| match name {
        "es_line" => keys.es_line.is_some(),
        "code" => keys.code.is_some(),
        "line" => keys.line.is_some(),
        "language" => keys.language.is_some(),
        _ => keys.role.is_some(),
    };
    (!all.is_empty()).then(|| Kind::of(|name| all.iter().any(|keys| has(name, keys))))
}
