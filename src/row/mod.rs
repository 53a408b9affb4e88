//! [`Row`]: the flat pair that every table format is written from, and its columns.

mod columns;

#[cfg(feature = "write")]
pub(crate) use columns::Shown;
pub use columns::{COLUMNS, Cell, Column, Columns, Kind, SCHEMA};

use crate::article::{Article, is_line_end};
use crate::caption::Form;
use crate::pair::{Pair, Relation};
use serde::{Deserialize, Deserializer};

/// A pair, flat: the columns of every table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Row {
    /// The article's name.
    #[serde(deserialize_with = "id")]
    pub article: String,
    /// Stable over runs.
    #[serde(deserialize_with = "id")]
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
    #[serde(deserialize_with = "optional_id")]
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
    /// What the Spanish caption was known by; nothing only in rows of earlier versions.
    #[serde(default)]
    pub form: Option<Form>,
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
pub(crate) fn rounded(value: f32) -> f64 {
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
            photo_id: es.photo_id().map(|id| id.as_str().to_owned()),
            date: es.date().map(|d| d.to_string()),
            place: es.place().map(str::to_owned),
            agency: es.agency().map(str::to_owned),
            photographer: es.photographers().next().is_some().then(|| es.photographers().collect::<Vec<_>>().join("; ")),
            editor: es.editor().map(str::to_owned),
            desk: es.desk().map(str::to_owned),
            similarity: pair.evidence.and_then(|e| e.similarity).map(rounded),
            findings,
            form: Some(es.form),
            mt: pair.machine.clone(),
            mt_engine: pair.machine.as_ref().and(engine).map(str::to_owned),
        }
    }
}

/// A cell that a table for Excel keeps as text (`="00119027"`), without what keeps it.
pub(crate) fn read_id(cell: String) -> String {
    match cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"')) {
        Some(id) => id.to_owned(),
        None => cell,
    }
}

/// Reads a name or number.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(read_id)
}

/// Reads a name or number, or nothing.
pub(crate) fn optional_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(read_id))
}
