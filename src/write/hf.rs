//! Lines of `{"id": ..., "translation": {"es": ..., "en": ...}, "relation": ..., "score": ...}`, the shape of Hugging Face's
//! translation data sets.

use super::{Reason, Records, Written};
use crate::row::Row;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    translation: Sides<'r>,
    relation: &'r str,
    score: Option<f64>,
}

#[derive(Serialize)]
struct Sides<'r> {
    es: &'r str,
    en: &'r str,
}

/// The lines. Rows without English are left out.
pub(super) struct Hf<W: Write> {
    out: BufWriter<W>,
    outcome: Written,
}

impl<W: Write> Hf<W> {
    pub(super) fn new(target: W) -> Self {
        Self { out: BufWriter::new(target), outcome: Written::default() }
    }
}

impl<W: Write> Records<Row> for Hf<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        let Some(en) = &row.en else {
            self.outcome.leave_out(Reason::NoEnglish);
            return Ok(());
        };
        self.outcome.rows += 1;
        let line = Line { id: &row.pair_id, translation: Sides { es: &row.es, en }, relation: row.relation.name(), score: row.score };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.out.flush()?;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use crate::write::RowFormat;
    use crate::write::testing::{rows, written};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_sides_are_read_back(rows in rows()) {
            let (files, _) = written(RowFormat::Hf, &rows);
            let lines = serde_json::Deserializer::from_slice(&files[0]).into_iter::<serde_json::Value>();
            let found: Vec<_> = lines.map(|l| l.unwrap()).collect();
            let paired: Vec<_> = rows.iter().filter(|r| r.en.is_some()).collect();
            prop_assert_eq!(found.len(), paired.len());
            for (line, row) in found.iter().zip(paired) {
                prop_assert_eq!(line["translation"]["es"].as_str(), Some(&*row.es));
                prop_assert_eq!(line["translation"]["en"].as_str(), row.en.as_deref());
                prop_assert_eq!(line["score"].as_f64(), row.score);
            }
        }
    }
}
