//! Rows for the tests of the writers: cells that break formats.

use super::{RowFormat, Target, Written};
use crate::caption::Form;
use crate::pair::Relation;
use crate::row::{Columns, Row};
use crate::testing::Memory;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A row with every column filled.
pub(super) fn row() -> Row {
    Row {
        article: "articles/a.txt".into(),
        pair_id: "60f47e2b8dc788b7".into(),
        relation: Relation::Translation,
        score: Some(0.9312),
        es: "El alcalde inauguró el parque.".into(),
        en: Some("The mayor opened the park.".into()),
        es_raw: "El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/".into(),
        en_raw: Some("The mayor opened the park. Photo: Notimex/Ana Ruiz".into()),
        es_line: 3,
        en_line: Some(5),
        es_start: 100,
        es_end: 162,
        en_start: Some(180),
        en_end: Some(230),
        photo_id: Some("60331086".into()),
        date: Some("2016-03-31".into()),
        place: Some("México".into()),
        agency: Some("Notimex".into()),
        photographer: Some("Ana Ruiz".into()),
        editor: Some("COR".into()),
        desk: Some("POL".into()),
        similarity: Some(0.8123),
        findings: Some("number-mismatch name-lost".into()),
        form: Some(Form::Agency),
        mt: Some("The mayor inaugurated the park.".into()),
        mt_engine: Some("apertium:spa-eng".into()),
    }
}

/// Text that is difficult for formats.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zñáé .,0-9]{0,12}",
        1 => any::<char>().prop_map(String::from),
        1 => (0u32..0x20).prop_map(|c| char::from_u32(c).unwrap().to_string()),
        3 => prop::sample::select(vec![
            "<script>", "</seg>", "]]>", "<![CDATA[", "&amp;", "&#0;", "\"", "''", "\t", "\r\n", "\r", "\n", "\u{2028}", "\u{85}", "\u{200f}", "\u{202e}",
            "\u{feff}", "\u{fffe}", "\u{ffff}", "\u{7f}", "=1+1", "-", "@x", "\\", "\\N", "NA", "null", ",", ";", "🦀", "e\u{301}", "--",
        ])
        .prop_map(str::to_owned),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Some cells are empty; an empty text and no text are the same in a table.
fn optional() -> impl Strategy<Value = Option<String>> {
    option::of(cell()).prop_map(|cell| cell.filter(|text| !text.is_empty()))
}

fn hostile_row() -> impl Strategy<Value = Row> {
    let texts =
        (vec(cell(), 3), vec(optional(), 12), "[0-9a-f]{16}", prop::sample::select(vec!["a.txt", "https://x.org/?a=1&b=2", "\u{1}<\">"]));
    (texts, option::of(0u32..=10_000), any::<[u32; 6]>(), 0usize..3).prop_map(
        |((texts, cells, pair_id, article), score, places, relation)| {
            let score = score.map(|s| f64::from(s) / 1e4);
            let mut cells = cells.into_iter();
            let mut next = || cells.next().unwrap();
            let en = next();
            let place = |n: usize| places[n] as usize;
            let paired = en.is_some();
            Row {
                article: article.to_owned(),
                pair_id,
                relation: if paired {
                    [Relation::Translation, Relation::Partial, Relation::Mismatch][relation]
                } else {
                    Relation::Unpaired
                },
                score: score.filter(|_| paired),
                es: texts[0].clone(),
                en_raw: next().filter(|_| paired),
                en,
                es_raw: texts[1].clone(),
                es_line: place(0),
                en_line: paired.then_some(place(1)),
                es_start: place(2),
                es_end: place(3),
                en_start: paired.then_some(place(4)),
                en_end: paired.then_some(place(5)),
                photo_id: next(),
                date: next(),
                place: next(),
                agency: next(),
                photographer: next(),
                editor: next(),
                desk: next(),
                similarity: score.filter(|_| paired),
                findings: next(),
                form: [Some(Form::Credit), Some(Form::Language), None]
                    [usize::from(paired) + usize::from(score.is_some_and(|score| score > 0.5))],
                mt: next(),
                mt_engine: Some("firefox:es-en".into()),
            }
        },
    )
}

/// A few hostile rows, all with a machine's translation or all without.
pub(super) fn rows() -> impl Strategy<Value = Vec<Row>> {
    (vec(hostile_row(), 0..6), any::<bool>()).prop_map(|(mut rows, machine)| {
        rows.iter_mut().filter(|_| !machine).for_each(|row| (row.mt, row.mt_engine) = (None, None));
        rows
    })
}

/// The files that a format makes of rows.
pub(super) fn written(format: RowFormat, rows: &[Row]) -> (Vec<Vec<u8>>, Written) {
    let mut files = Vec::new();
    let columns = rows.first().map_or(Columns::default(), Row::columns);
    let mut writer = super::rows(format, columns, |_| {
        files.push(Memory::default());
        Ok(Box::new(files.last().unwrap().clone()) as Target<'_>)
    })
    .unwrap();
    rows.iter().for_each(|row| writer.add(row).unwrap());
    let outcome = writer.finish().unwrap();
    drop(writer);
    (files.into_iter().map(|file| file.0.lock().unwrap().clone()).collect(), outcome)
}

/// One row whose cells are a megabyte.
pub(super) fn megabyte() -> Row {
    let long = "ñandú <&> ".repeat(100_000);
    Row { es: long.clone(), en: Some(long), ..row() }
}

/// Hostile rows in every format, for readers that are not ours: see `scripts/dev check formats`.
#[test]
#[ignore = "writes into the folder COTEJO_HOSTILE, for scripts/dev check formats"]
fn hostile_files() {
    use super::TableFormat;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let folder = std::path::PathBuf::from(std::env::var_os("COTEJO_HOSTILE").expect("a folder"));
    let mut runner = TestRunner::deterministic();
    let all = (0..300).flat_map(|_| rows().new_tree(&mut runner).unwrap().current());
    // no caption is empty, and a table cannot tell an empty text from none
    let all = all.filter(|row| !row.es.is_empty() && !row.es_raw.is_empty());
    let (machine, hostile): (Vec<Row>, Vec<Row>) = all.partition(|row| row.mt_engine.is_some());
    let formats = [
        (RowFormat::Table(TableFormat::Csv), &["csv"][..]),
        (RowFormat::Table(TableFormat::Tsv), &["tsv"]),
        (RowFormat::Table(TableFormat::Jsonl), &["jsonl"]),
        #[cfg(feature = "parquet")]
        (RowFormat::Parquet, &["parquet"]),
        (RowFormat::Tmx, &["tmx"]),
        (RowFormat::Xliff, &["xlf"]),
        (RowFormat::Bitext, &["bitext"]),
        (RowFormat::Hf, &["hf"]),
        (RowFormat::Moses, &["es", "en"]),
    ];
    for (folder, rows) in [(folder.clone(), hostile), (folder.join("machine"), machine)] {
        std::fs::create_dir_all(&folder).unwrap();
        for (format, endings) in formats {
            for (file, ending) in written(format, &rows).0.iter().zip(endings) {
                std::fs::write(folder.join(format!("rows.{ending}")), file).unwrap();
            }
        }
    }
}
