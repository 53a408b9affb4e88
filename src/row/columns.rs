//! The columns of a row, for formats that treat them alike.

use super::Row;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::borrow::Cow;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A count or an offset.
    Integer,
    /// A figure.
    Real,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'r> {
    /// Nothing.
    Empty,
    /// Text.
    Text(&'r str),
    /// A count or an offset.
    Integer(i64),
    /// A figure.
    Real(f64),
}

impl Cell<'_> {
    /// The cell as text; `None` for nothing.
    pub fn shown(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
            Self::Real(number) => Some(Cow::Owned(number.to_string())),
        }
    }
}

/// A column of [`Row`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether every row has a value.
    pub always: bool,
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

const fn column(name: &'static str, kind: Kind, always: bool, meaning: &'static str) -> Column {
    Column { name, kind, always, meaning }
}

/// The columns in their order; the last two only where a machine translated.
pub const SCHEMA: &[Column] = &[
    column("article", Kind::Text, true, "the article's path, URL or record id"),
    column("pair_id", Kind::Text, true, "the same for the same caption of the same article on every run"),
    column("relation", Kind::Text, true, "what the two are to each other: `translation`, `partial`, `mismatch` or `unpaired`"),
    column("score", Kind::Real, false, "the probability (0 to 1) that the two are a translation pair; empty without an English side"),
    column("es", Kind::Text, true, "the Spanish caption without slug, tail and credit"),
    column("en", Kind::Text, false, "its English counterpart without credit"),
    column("es_raw", Kind::Text, true, "the Spanish caption as printed"),
    column("en_raw", Kind::Text, false, "the English counterpart as printed"),
    column("es_line", Kind::Integer, true, "the line of the source, from 1"),
    column("en_line", Kind::Integer, false, "the line of the source, from 1"),
    column("es_start", Kind::Integer, true, "where `es_raw` starts, in bytes of the source"),
    column("es_end", Kind::Integer, true, "where `es_raw` ends, one past the last byte"),
    column("en_start", Kind::Integer, false, "where `en_raw` starts, in bytes of the source"),
    column("en_end", Kind::Integer, false, "where `en_raw` ends, one past the last byte"),
    column("photo_id", Kind::Text, false, "the agency's number of the photo"),
    column("date", Kind::Text, false, "the day in the caption, ISO 8601"),
    column("place", Kind::Text, false, "the place in the caption (IPTC City)"),
    column("agency", Kind::Text, false, "the agency (IPTC Credit Line)"),
    column("photographer", Kind::Text, false, "who took the photo (IPTC Creator); several are joined by `; `"),
    column("editor", Kind::Text, false, "the initials of who wrote the caption (IPTC Caption Writer)"),
    column("desk", Kind::Text, false, "the code of the agency's desk"),
    column("similarity", Kind::Real, false, "the cosine of the two in the encoder's space"),
    column("findings", Kind::Text, false, "codes of what the audit found, joined by blanks"),
    column("form", Kind::Text, false, "what the Spanish caption was known by: `agency`, `credit`, `markup` or `language`"),
    column("mt", Kind::Text, false, "what a machine translates the Spanish caption to; nobody wrote it"),
    column("mt_engine", Kind::Text, false, "the machine; empty where it failed"),
];

/// How many columns a machine's translation has.
pub(super) const MACHINE: usize = 2;

const fn names() -> [&'static str; SCHEMA.len()] {
    let mut names = [""; SCHEMA.len()];
    let mut at = 0;
    while at < SCHEMA.len() {
        names[at] = SCHEMA[at].name;
        at += 1;
    }
    names
}

const NAMES: [&str; SCHEMA.len()] = names();

/// The names of the columns of [`Row`] without a machine's translation.
pub const COLUMNS: &[&str] = NAMES.split_at(SCHEMA.len() - MACHINE).0;

/// Which columns a table has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Columns {
    /// Also those of a machine's translation.
    pub machine: bool,
}

impl Columns {
    fn count(self) -> usize {
        if self.machine { SCHEMA.len() } else { SCHEMA.len() - MACHINE }
    }

    /// The columns in their order.
    pub(crate) fn all(self) -> &'static [Column] {
        &SCHEMA[..self.count()]
    }

    /// Their names.
    pub fn names(self) -> &'static [&'static str] {
        &NAMES[..self.count()]
    }
}

impl Row {
    /// The cells in the order of [`SCHEMA`]; for our fuzz targets.
    #[doc(hidden)]
    pub fn cells(&self) -> [Cell<'_>; SCHEMA.len()] {
        fn text(cell: &Option<String>) -> Cell<'_> {
            cell.as_deref().map_or(Cell::Empty, Cell::Text)
        }
        let integer = |cell: Option<usize>| cell.map_or(Cell::Empty, |n| Cell::Integer(n as i64));
        let real = |cell: Option<f64>| cell.map_or(Cell::Empty, Cell::Real);
        [
            Cell::Text(&self.article),
            Cell::Text(&self.pair_id),
            Cell::Text(self.relation.name()),
            real(self.score),
            Cell::Text(&self.es),
            text(&self.en),
            Cell::Text(&self.es_raw),
            text(&self.en_raw),
            integer(Some(self.es_line)),
            integer(self.en_line),
            integer(Some(self.es_start)),
            integer(Some(self.es_end)),
            integer(self.en_start),
            integer(self.en_end),
            text(&self.photo_id),
            text(&self.date),
            text(&self.place),
            text(&self.agency),
            text(&self.photographer),
            text(&self.editor),
            text(&self.desk),
            real(self.similarity),
            text(&self.findings),
            self.form.map_or(Cell::Empty, |form| Cell::Text(form.name())),
            text(&self.mt),
            text(&self.mt_engine),
        ]
    }

    /// The columns that the row has.
    pub fn columns(&self) -> Columns {
        Columns { machine: self.mt_engine.is_some() }
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Real(number) => serializer.serialize_f64(*number),
        }
    }
}

/// The columns that the row has, in their order.
impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Shown { row: self, columns: self.columns() }.serialize(serializer)
    }
}

/// A row with the columns of its table.
pub(crate) struct Shown<'r> {
    pub(crate) row: &'r Row,
    pub(crate) columns: Columns,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.columns.all();
        let mut row = serializer.serialize_struct("Row", columns.len())?;
        for (column, cell) in columns.iter().zip(self.row.cells()) {
            row.serialize_field(column.name, &cell)?;
        }
        row.end()
    }
}
