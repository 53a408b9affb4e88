//! XLIFF 2.1 (OASIS, 2018), Spanish to English. An article is a `file`, a caption is a `unit` whose id is its `pair_id`; its fields
//! stand in the metadata module, its lines in notes, its findings as ITS localization quality issues (section 5.9.8). A caption
//! without counterpart is a unit without target. What a machine translated is a candidate of the module for these (section 5.1), of
//! type `mt` with the machine as its origin; the segment stays as it is without.
//!
//! Where XML has no way to write a character, `source` and `target` hold a `cp` element, exactly; in other places U+FFFD stands for
//! it, and [`Written::replaced`] counts it.

use super::xml::Xml;
use super::{Records, Written};
use crate::pair::Relation;
use crate::row::Row;
use std::collections::HashSet;
use std::io::{self, Write};

/// Columns with a place of their own in the format; the others are metadata.
const ELSEWHERE: &[&str] = &["article", "pair_id", "es", "en", "mt"];

/// Types of ITS 2.0, section 8.17, by what an audit code is about; the first word that the code holds decides.
const ISSUE_TYPES: &[(&str, &str)] = &[
    ("number", "numbers"),
    ("figure", "numbers"),
    ("amount", "numbers"),
    ("percentage", "numbers"),
    ("age-differs", "numbers"),
    ("ordinal", "numbers"),
    ("date", "locale-specific-content"),
    ("weekday", "locale-specific-content"),
    ("accent", "misspelling"),
    ("name-typo", "misspelling"),
    ("not-a-translation", "mistranslation"),
    ("lifted-from-story", "mistranslation"),
    ("mojibake", "characters"),
    ("truncated", "omission"),
    ("wrong-language", "untranslated"),
    ("no-english", "untranslated"),
    ("unbalanced", "typographical"),
    ("office", "inconsistent-entities"),
    ("name", "inconsistent-entities"),
    ("place", "inconsistent-entities"),
    ("institution", "inconsistent-entities"),
    ("omission", "omission"),
    ("lost", "omission"),
    ("missing", "omission"),
    ("addition", "addition"),
    ("added", "addition"),
    ("untranslated", "untranslated"),
    ("residue", "untranslated"),
    ("duplicate", "duplication"),
    ("double", "duplication"),
    ("mismatch", "mistranslation"),
    ("term", "terminology"),
    ("spelling", "misspelling"),
    ("typo", "misspelling"),
    ("punctuation", "typographical"),
    ("space", "whitespace"),
];

fn issue_type(code: &str) -> &'static str {
    ISSUE_TYPES.iter().find(|(word, _)| code.contains(word)).map_or("other", |(_, kind)| kind)
}

/// The document. Every row is written.
pub(super) struct Xliff<W: Write> {
    xml: Xml<W>,
    file: Option<File>,
    files: u64,
    outcome: Written,
}

/// The open `file` element.
struct File {
    article: String,
    /// The units in it: an id stands for one unit of a file.
    units: HashSet<String>,
}

impl<W: Write> Xliff<W> {
    /// Writes the document's start.
    pub(super) fn new(target: W) -> io::Result<Self> {
        let mut xml = Xml::new(target)?;
        let attributes = [
            ("xmlns", "urn:oasis:names:tc:xliff:document:2.0"),
            ("xmlns:mda", "urn:oasis:names:tc:xliff:metadata:2.0"),
            ("xmlns:its", "http://www.w3.org/2005/11/its"),
            ("its:version", "2.0"),
            ("version", "2.1"),
            ("srcLang", "es"),
            ("trgLang", "en"),
            ("xml:space", "preserve"),
        ];
        xml.start("xliff", &attributes)?;
        xml.line()?;
        Ok(Self { xml, file: None, files: 0, outcome: Written::default() })
    }

    /// Starts the row's `file`, unless it is the open one.
    fn turn_to(&mut self, row: &Row) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            if file.article == row.article && file.units.insert(row.pair_id.clone()) {
                return Ok(());
            }
            self.xml.end("file")?;
            self.xml.line()?;
        }
        self.file = Some(File { article: row.article.clone(), units: HashSet::from([row.pair_id.clone()]) });
        self.files += 1;
        self.xml.start("file", &[("id", &format!("f{}", self.files)), ("original", &row.article)])?;
        self.xml.line()
    }

    fn metadata(&mut self, row: &Row) -> io::Result<()> {
        self.xml.start("mda:metadata", &[])?;
        self.xml.start("mda:metaGroup", &[("category", env!("CARGO_PKG_NAME"))])?;
        for (column, cell) in row.columns().all().iter().zip(row.cells()).filter(|(c, _)| !ELSEWHERE.contains(&c.name)) {
            if let Some(text) = cell.shown() {
                self.xml.leaf("mda:meta", &[("type", column.name)], &text)?;
            }
        }
        self.xml.end("mda:metaGroup")?;
        self.xml.end("mda:metadata")
    }

    fn notes(&mut self, row: &Row) -> io::Result<()> {
        self.xml.start("notes", &[])?;
        let note = |line: usize| format!("{}, line {line}", row.article);
        self.xml.leaf("note", &[("appliesTo", "source"), ("category", "location")], &note(row.es_line))?;
        if let Some(line) = row.en_line {
            self.xml.leaf("note", &[("appliesTo", "target"), ("category", "location")], &note(line))?;
        }
        self.xml.end("notes")
    }

    /// The issues that [`Xliff::side`] refers to as `id`.
    fn issues(&mut self, id: &str, codes: &str) -> io::Result<()> {
        self.xml.start("its:locQualityIssues", &[("xml:id", id)])?;
        for code in codes.split_whitespace() {
            self.xml.empty("its:locQualityIssue", &[("locQualityIssueType", issue_type(code)), ("locQualityIssueComment", code)])?;
        }
        self.xml.end("its:locQualityIssues")
    }

    /// What a machine made of the source that [`Xliff::side`] marks as `m2`.
    fn candidate(&mut self, row: &Row, mt: &str) -> io::Result<()> {
        self.xml.start("mtc:matches", &[("xmlns:mtc", "urn:oasis:names:tc:xliff:matches:2.0")])?;
        let origin = row.mt_engine.as_deref().unwrap_or("unknown");
        self.xml.start("mtc:match", &[("id", "c1"), ("ref", "#m2"), ("type", "mt"), ("origin", origin)])?;
        self.side("source", &row.es, &[])?;
        self.side("target", mt, &[])?;
        self.xml.end("mtc:match")?;
        self.xml.end("mtc:matches")
    }

    /// `source` or `target`, marked as a whole by each of `marks`.
    fn side(&mut self, name: &str, text: &str, marks: &[&[(&str, &str)]]) -> io::Result<()> {
        self.xml.start(name, &[])?;
        marks.iter().try_for_each(|mark| self.xml.start("mrk", mark))?;
        self.xml.text_with(text, |xml, c| xml.empty("cp", &[("hex", &format!("{:04X}", u32::from(c)))]))?;
        marks.iter().try_for_each(|_| self.xml.end("mrk"))?;
        self.xml.end(name)
    }
}

impl<W: Write> Records<Row> for Xliff<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        self.turn_to(row)?;
        self.outcome.rows += 1;
        self.xml.start("unit", &[("id", &row.pair_id)])?;
        let codes = row.findings.as_deref().filter(|codes| !codes.trim().is_empty());
        // xml:id is unique in the whole document
        let id = codes.map(|_| format!("issues{}", self.outcome.rows));
        if let (Some(id), Some(codes)) = (&id, codes) {
            self.issues(id, codes)?;
        }
        self.metadata(row)?;
        if let Some(mt) = &row.mt {
            self.candidate(row, mt)?;
        }
        self.notes(row)?;
        // only a translation is done; what says less or something else is still to be translated
        let state = if row.relation == Relation::Translation { "translated" } else { "initial" };
        self.xml.start("segment", &[("id", "s1"), ("state", state), ("subState", &format!("cotejo:{}", row.relation.name()))])?;
        let issues = id.map(|id| format!("#its={id}"));
        let issues = issues.as_deref().map(|place| [("id", "m1"), ("type", "its:generic"), ("its:locQualityIssuesRef", place)]);
        let issues: Vec<&[(&str, &str)]> = issues.iter().map(|mark| &mark[..]).collect();
        // the candidate is the whole source's
        let candidate: &[&[(&str, &str)]] = if row.mt.is_some() { &[&[("id", "m2"), ("type", "mtc:match")]] } else { &[] };
        let (source, target) = if row.en.is_some() { (vec![], issues) } else { (issues, vec![]) };
        self.side("source", &row.es, &[&source[..], candidate].concat())?;
        if let Some(en) = &row.en {
            self.side("target", en, &target)?;
        }
        self.xml.end("segment")?;
        self.xml.end("unit")?;
        self.xml.line()
    }

    fn finish(&mut self) -> io::Result<Written> {
        if self.file.is_none() {
            // a document has a file, and a file has something in it
            self.xml.start("file", &[("id", "f1")])?;
            self.xml.empty("group", &[("id", "g1")])?;
        }
        self.xml.close(&["file", "xliff"])?;
        self.outcome.replaced = self.xml.replaced;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::RowFormat;
    use crate::write::testing::{megabyte, row, rows, written};
    use crate::write::xml::tree::{forbidden_replaced, parse};
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// Every column of every row; the two texts exactly.
    fn check(rows: &[Row]) -> Result<(), TestCaseError> {
        let (files, _) = written(RowFormat::Xliff, rows);
        let document = parse(&files[0]);
        let mut left = rows.iter();
        for file in document.all("file") {
            for unit in file.all("unit") {
                let row = left.next().unwrap();
                let meta: HashMap<_, _> = unit.all("mda:meta").iter().map(|m| (m.attribute("type").unwrap(), m.text.clone())).collect();
                prop_assert_eq!(file.attribute("original").map(str::to_owned), Some(forbidden_replaced(&row.article)));
                prop_assert_eq!(unit.attribute("id"), Some(&*row.pair_id));
                let segment = unit.all("segment")[0];
                prop_assert_eq!(&segment.all("source")[0].text, &row.es);
                prop_assert_eq!(segment.all("target").first().map(|t| &t.text), row.en.as_ref());
                let candidate = unit.all("mtc:match").first().map(|m| (m.attribute("type").unwrap(), &m.all("target")[0].text));
                prop_assert_eq!(candidate, row.mt.as_ref().map(|mt| ("mt", mt)));
                for (name, cell) in row.columns().names().iter().zip(row.cells()).filter(|(n, _)| !ELSEWHERE.contains(n)) {
                    prop_assert_eq!(meta.get(name).cloned(), cell.shown().map(|text| forbidden_replaced(&text)));
                }
            }
        }
        prop_assert!(left.next().is_none());
        Ok(())
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
    fn a_caption_alone_has_no_target_and_findings_are_marked() {
        let alone = Row { relation: Relation::Unpaired, en: None, findings: None, pair_id: "0".into(), ..row() };
        let (files, _) = written(RowFormat::Xliff, &[row(), alone]);
        let document = parse(&files[0]);
        let units = document.all("unit");
        let target = units[0].all("segment")[0].all("target")[0];
        assert_eq!(target.all("mrk")[0].attribute("its:locQualityIssuesRef"), Some("#its=issues1"));
        let types: Vec<_> = units[0].all("its:locQualityIssue").iter().map(|i| i.attribute("locQualityIssueType").unwrap()).collect();
        assert_eq!(types, ["numbers", "inconsistent-entities"]);
        let segment = units[1].all("segment")[0];
        assert!(segment.all("target").is_empty());
        assert_eq!(segment.attribute("state"), Some("initial"));
        let (mark, candidate) = (segment.all("mrk")[0], units[1].all("mtc:match")[0]);
        assert_eq!((mark.attribute("id"), mark.attribute("type")), (Some("m2"), Some("mtc:match")));
        assert_eq!((candidate.attribute("ref"), candidate.attribute("origin")), (Some("#m2"), Some("apertium:spa-eng")));
    }

    #[test]
    fn the_same_id_twice_opens_another_file() {
        let (files, _) = written(RowFormat::Xliff, &[row(), row()]);
        assert_eq!(parse(&files[0]).all("file").len(), 2);
    }
}
