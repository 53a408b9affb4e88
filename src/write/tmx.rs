//! TMX 1.4b (LISA OSCAR, 2005): a translation memory. A row is a `tu`: `tuid` is its `pair_id`, its fields are `prop`s.
//!
//! A caption without English that a machine translated has that as its English side: the `tuv` carries the machine as `creationtool`,
//! and the `tu` stays `unpaired`. Beside a person's English the machine's is a property.
//!
//! XML 1.0 has no way to write most control characters: U+FFFD stands for them, and [`Written::replaced`] counts them.

use super::xml::Xml;
use super::{Reason, Records, Written};
use crate::row::{Cell, Row, SCHEMA};
use std::io::{self, Write};

/// The columns that become properties, each with its type there (user-defined types start with `x-`).
const PROPERTIES: &[(&str, &str)] = &[
    ("score", "x-score"),
    ("relation", "x-relation"),
    ("photographer", "x-photographer"),
    ("date", "x-date"),
    ("place", "x-place"),
    ("photo_id", "x-photo-id"),
    ("agency", "x-agency"),
    ("article", "x-source"),
    ("es_line", "x-es-line"),
    ("en_line", "x-en-line"),
    ("findings", "x-findings"),
    ("form", "x-form"),
    ("mt", "x-mt"),
    ("mt_engine", "x-mt-engine"),
];

/// The memory. Rows without English of a person or a machine are left out.
pub(super) struct Tmx<W: Write> {
    xml: Xml<W>,
    outcome: Written,
}

impl<W: Write> Tmx<W> {
    /// Writes the header.
    pub(super) fn new(target: W) -> io::Result<Self> {
        let mut xml = Xml::new(target)?;
        // no DOCTYPE: a parser that obeys it, as Java's does, would look for tmx14.dtd beside the file and fail
        xml.start("tmx", &[("version", "1.4")])?;
        xml.line()?;
        let header = [
            ("creationtool", env!("CARGO_PKG_NAME")),
            ("creationtoolversion", env!("CARGO_PKG_VERSION")),
            ("segtype", "paragraph"),
            ("o-tmf", env!("CARGO_PKG_NAME")),
            ("adminlang", "en"),
            ("srclang", "es"),
            ("datatype", "plaintext"),
        ];
        xml.empty("header", &header)?;
        xml.line()?;
        xml.start("body", &[])?;
        xml.line()?;
        Ok(Self { xml, outcome: Written::default() })
    }
}

impl<W: Write> Records<Row> for Tmx<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        let Some(en) = row.en.as_ref().or(row.mt.as_ref()) else {
            self.outcome.leave_out(Reason::NoEnglish);
            return Ok(());
        };
        self.outcome.rows += 1;
        let xml = &mut self.xml;
        xml.start("tu", &[("tuid", &row.pair_id), ("srclang", "es")])?;
        let cells = row.cells();
        let machine = row.mt_engine.as_deref().filter(|_| row.en.is_none());
        for (column, kind) in PROPERTIES.iter().filter(|(column, _)| machine.is_none() || *column != "mt") {
            let cell = SCHEMA.iter().position(|c| c.name == *column).map_or(Cell::Empty, |at| cells[at]);
            if let Some(text) = cell.shown() {
                xml.leaf("prop", &[("type", kind)], &text)?;
            }
        }
        for (language, text, tool) in [("es", row.es.as_str(), None), ("en", en, machine)] {
            let attributes = [("xml:lang", language), ("creationtool", tool.unwrap_or_default())];
            xml.start("tuv", if tool.is_some() { &attributes } else { &attributes[..1] })?;
            // where Bitextor's tools look for it
            xml.leaf("prop", &[("type", "source-document")], &row.article)?;
            xml.leaf("seg", &[], text)?;
            xml.end("tuv")?;
        }
        xml.end("tu")?;
        xml.line()
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.xml.close(&["body", "tmx"])?;
        self.outcome.replaced = self.xml.replaced;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::RowFormat;
    use crate::write::testing::{megabyte, row, rows, written};
    use crate::write::xml::tree::{Element, forbidden_replaced, parse};
    use proptest::prelude::*;

    fn check(rows: &[Row]) -> Result<(), TestCaseError> {
        let (files, outcome) = written(RowFormat::Tmx, rows);
        let document = parse(&files[0]);
        let units = document.all("tu");
        let paired: Vec<_> = rows.iter().filter(|r| r.en.is_some() || r.mt.is_some()).collect();
        prop_assert_eq!((units.len(), outcome.rows), (paired.len(), paired.len() as u64));
        for (unit, row) in units.iter().zip(paired) {
            prop_assert_eq!(unit.attribute("tuid"), Some(&*row.pair_id));
            let side = |n: usize| unit.all("seg")[n].text.clone();
            prop_assert_eq!(side(0), forbidden_replaced(&row.es));
            prop_assert_eq!(Some(side(1)), row.en.as_deref().or(row.mt.as_deref()).map(forbidden_replaced));
            let tool = unit.all("tuv")[1].attribute("creationtool").map(str::to_owned);
            prop_assert_eq!(tool, row.mt_engine.clone().filter(|_| row.en.is_none()));
            let property =
                |kind: &str| unit.all("prop").into_iter().find(|p: &&Element| p.attribute("type") == Some(kind)).map(|p| p.text.clone());
            prop_assert_eq!(property("x-source"), Some(forbidden_replaced(&row.article)));
            prop_assert_eq!(property("x-place"), row.place.as_deref().map(forbidden_replaced));
            prop_assert_eq!(property("source-document"), property("x-source"));
            prop_assert_eq!(property("x-score"), row.score.map(|s| s.to_string()));
        }
        Ok(())
    }

    #[test]
    fn nothing_outside_the_file_is_asked_for() {
        let (files, _) = written(RowFormat::Tmx, &[row()]);
        let text = String::from_utf8(files[0].clone()).unwrap();
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">"), "{text}");
        assert!(!text.contains("DOCTYPE") && !text.contains("SYSTEM"), "{text}");
    }

    proptest! {
        #[test]
        fn read_back_is_the_same(rows in rows()) {
            check(&rows)?;
        }
    }

    #[test]
    fn a_megabyte_is_read_back() {
        check(&[megabyte()]).unwrap();
    }

    #[test]
    fn what_xml_forbids_is_counted() {
        let (_, outcome) = written(RowFormat::Tmx, &[Row { es: "a\u{0}b\u{1f}\u{ffff}\n".into(), ..row() }]);
        assert_eq!(outcome.replaced, 3);
    }
}
