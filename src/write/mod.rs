//! Rows out. [`Row`] is the flat pair that every table format is written from. To add a format: one file with its writer,
//! one line in [`Format`] and in [`write`].

mod jsonl;
mod table;

use crate::article::Article;
use crate::pair::Pair;
use serde::Serialize;
use std::io::{self, Write};

/// A table format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a header.
    Csv,
    /// Tab-separated, with a header; quoted as CSV where a cell needs it.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

/// A pair, flat: the columns of every table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The article's name.
    pub article: String,
    /// Stable over runs.
    pub pair_id: String,
    /// `translation`, `partial`, `mismatch` or `unpaired`.
    pub relation: &'static str,
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
}

/// Four digits are more than the figures hold.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}

impl Row {
    /// Flattens a pair of an article.
    pub fn new(article: &Article, pair: &Pair) -> Self {
        let text = |span| article.at(span).to_owned();
        let en = pair.en.as_ref();
        let es = &pair.es;
        let es_place = article.source_span(es.raw);
        let en_place = en.map(|c| article.source_span(c.raw));
        Self {
            article: article.id.clone(),
            pair_id: pair.id.clone(),
            relation: pair.relation.name(),
            score: pair.score.map(rounded),
            es: text(es.body),
            en: en.map(|c| text(c.body)),
            es_raw: text(es.raw),
            en_raw: en.map(|c| text(c.raw)),
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
            findings: None,
        }
    }
}

/// Writes records in one of the table formats, one call a record.
pub trait Records<T: Serialize> {
    /// Adds one record.
    ///
    /// # Errors
    /// What the target says: full disk, closed pipe.
    fn add(&mut self, record: &T) -> io::Result<()>;

    /// Writes what is held back.
    ///
    /// # Errors
    /// As [`Records::add`].
    fn finish(&mut self) -> io::Result<()>;
}

/// The writer for a format. `header` is written by the table formats even when no record follows.
pub fn records<'w, T: Serialize + 'w>(
    format: Format,
    header: &'static [&'static str],
    target: Box<dyn Write + 'w>,
) -> io::Result<Box<dyn Records<T> + 'w>> {
    Ok(match format {
        Format::Csv => Box::new(table::Table::new(b',', header, target)?),
        Format::Tsv => Box::new(table::Table::new(b'\t', header, target)?),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(target)),
    })
}

/// The columns of [`Row`].
pub const COLUMNS: &[&str] = &[
    "article",
    "pair_id",
    "relation",
    "score",
    "es",
    "en",
    "es_raw",
    "en_raw",
    "es_line",
    "en_line",
    "es_start",
    "es_end",
    "en_start",
    "en_end",
    "photo_id",
    "date",
    "place",
    "agency",
    "photographer",
    "editor",
    "desk",
    "similarity",
    "findings",
];

/// A cell that no spreadsheet takes for a formula: an apostrophe before `= + - @`, tab and return.
pub fn spreadsheet_safe(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

impl Row {
    /// The row with every text cell made safe for spreadsheets.
    pub fn spreadsheet_safe(mut self) -> Self {
        let optional =
            [&mut self.en, &mut self.en_raw, &mut self.place, &mut self.agency, &mut self.photographer, &mut self.editor, &mut self.desk];
        let cells = [&mut self.article, &mut self.es, &mut self.es_raw].into_iter().chain(optional.into_iter().flatten());
        for cell in cells {
            *cell = spreadsheet_safe(cell);
        }
        self
    }
}
