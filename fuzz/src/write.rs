//! Writers: rows written in every format and read back, by other people's readers where there are some.

use crate::articles::Memory;
use crate::text;
use cotejo::internals::{Cell, SCHEMA};
use cotejo::write::{RowFormat, TableFormat, Target, Written, rows as writer};
use cotejo::{Columns, Form, Relation, Row};
use roxmltree::{Document, Node, ParsingOptions};

/// Bytes that no UTF-8 has: what stands between two rows, and between two cells.
const ROW: u8 = 0xff;
const CELL: u8 = 0xfe;

/// Rows made of the bytes, in every format.
pub fn rows(bytes: &[u8]) {
    let rows: Vec<Row> = bytes.split(|byte| *byte == ROW).take(4).map(row).collect();
    let columns = rows[0].columns();
    let machine = |row: &Row| row.columns() == columns;
    let rows: Vec<Row> = rows.into_iter().filter(machine).collect();
    table(&rows, b',');
    table(&rows, b'\t');
    jsonl(&rows);
    #[cfg(feature = "parquet")]
    parquet(&rows);
    tmx(&rows);
    xliff(&rows);
    lines(&rows);
}

/// Cells in the order of the columns; what is missing is empty. The first byte tells relation and score.
fn row(bytes: &[u8]) -> Row {
    let (kind, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let mut cells = bytes.split(|byte| *byte == CELL).map(text);
    let mut next = || cells.next().filter(|cell| !cell.is_empty());
    let (article, es, es_raw, en) = (next().unwrap_or_default(), next().unwrap_or_default(), next().unwrap_or_default(), next());
    let paired = en.is_some();
    let number = usize::from(*kind);
    // four digits, as rows have
    let score = paired.then_some(f64::from(*kind) / 1e4);
    let en_raw = next().filter(|_| paired);
    let [photo_id, date, place, agency, photographer, editor, desk, findings, mt] = std::array::from_fn(|_| next());
    Row {
        article,
        pair_id: format!("{number:016x}"),
        relation: if paired { [Relation::Translation, Relation::Partial, Relation::Mismatch][number % 3] } else { Relation::Unpaired },
        score,
        es,
        en,
        es_raw,
        en_raw,
        es_line: number,
        en_line: paired.then_some(number + 1),
        es_start: number * 3,
        es_end: number * 5,
        en_start: paired.then_some(number * 7),
        en_end: paired.then_some(usize::MAX >> 1),
        photo_id,
        date,
        place,
        agency,
        photographer,
        editor,
        desk,
        similarity: score,
        findings,
        form: [Some(Form::Agency), Some(Form::Markup), None][number % 3],
        mt_engine: mt.is_some().then(|| "apertium:spa-eng".to_owned()),
        mt,
    }
}

/// The files that a format makes of rows.
fn written(format: RowFormat, rows: &[Row]) -> (Vec<Vec<u8>>, Written) {
    let mut files: Vec<Memory> = Vec::new();
    let columns = rows.first().map_or(Columns::default(), Row::columns);
    let open = |_| {
        files.push(Memory::default());
        Ok(Box::new(files.last().expect("just pushed").clone()) as Target<'_>)
    };
    let mut writer = writer(format, columns, open).expect("memory takes everything");
    rows.iter().for_each(|row| writer.add(row).expect("memory takes everything"));
    let told = writer.finish().expect("memory takes everything");
    drop(writer);
    (files.into_iter().map(|file| file.0.lock().expect("nobody panicked").clone()).collect(), told)
}

/// The cells of a row that its columns have.
fn cells(row: &Row) -> impl Iterator<Item = Cell<'_>> {
    row.cells().into_iter().take(row.columns().names().len())
}

fn table(rows: &[Row], delimiter: u8) {
    let format = if delimiter == b',' { TableFormat::Csv } else { TableFormat::Tsv };
    let (files, _) = written(RowFormat::Table(format), rows);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(&files[0][..]);
    assert!(reader.headers().expect("a header").iter().eq(rows[0].columns().names().iter().copied()));
    let found: Vec<_> = reader.records().map(|record| record.expect("a record")).collect();
    assert_eq!(found.len(), rows.len());
    for (found, row) in found.iter().zip(rows) {
        assert_eq!(found.len(), row.columns().names().len());
        for (cell, read) in cells(row).zip(found) {
            let same = match cell {
                // 0 and 0.0 are one number
                Cell::Real(number) => read.parse() == Ok(number),
                other => other.shown().unwrap_or_default() == read,
            };
            assert!(same, "{format:?}: {cell:?} is read as {read:?}");
        }
    }
}

fn jsonl(rows: &[Row]) {
    let (files, _) = written(RowFormat::Table(TableFormat::Jsonl), rows);
    let found: Vec<Row> = files[0].split_inclusive(|b| *b == b'\n').map(|line| serde_json::from_slice(line).expect("a row")).collect();
    assert_eq!(found, rows);
    let (files, _) = written(RowFormat::Hf, rows);
    let lines = files[0].split_inclusive(|b| *b == b'\n').map(|line| serde_json::from_slice::<serde_json::Value>(line).expect("an object"));
    let sides = lines.map(|line| [&line["translation"]["es"], &line["translation"]["en"]].map(|side| side.as_str().map(str::to_owned)));
    assert!(sides.eq(rows.iter().filter(|row| row.en.is_some()).map(|row| [Some(row.es.clone()), row.en.clone()])));
}

#[cfg(feature = "parquet")]
fn parquet(rows: &[Row]) {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let (mut files, _) = written(RowFormat::Parquet, rows);
    let reader = SerializedFileReader::new(bytes::Bytes::from(files.remove(0))).expect("a Parquet file");
    let found: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    assert_eq!(found.len(), rows.len());
    for (found, row) in found.iter().zip(rows) {
        for (cell, (name, field)) in cells(row).zip(found.get_column_iter()) {
            let same = match (cell, field) {
                (Cell::Empty, Field::Null) => true,
                (Cell::Text(text), Field::Str(read)) => text == read,
                (Cell::Integer(number), Field::Long(read)) => number == *read,
                (Cell::Real(number), Field::Double(read)) => number == *read,
                _ => false,
            };
            assert!(same, "{name}: {cell:?} is read as {field:?}");
        }
    }
}

fn document(xml: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).expect("well-formed")
}

/// The elements of that name below a node.
fn all<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

/// What an element says; XLIFF's `cp` is the character that it names.
fn said(node: Node<'_, '_>) -> String {
    let part = |node: Node<'_, '_>| match node.attribute("hex") {
        Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map(String::from),
        None => node.text().filter(|_| node.is_text()).map(str::to_owned),
    };
    node.descendants().filter_map(part).collect()
}

/// The text as XML can hold it.
fn without_forbidden(text: &str) -> String {
    let is_forbidden = |c| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_forbidden(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn tmx(rows: &[Row]) {
    let (mut files, told) = written(RowFormat::Tmx, rows);
    let xml = String::from_utf8(files.remove(0)).expect("UTF-8");
    let document = document(&xml);
    let units = all(document.root(), "tu").map(|unit| all(unit, "seg").map(said).collect::<Vec<_>>());
    let sides = |row: &Row| Some(vec![without_forbidden(&row.es), without_forbidden(row.en.as_ref().or(row.mt.as_ref())?)]);
    let wanted: Vec<_> = rows.iter().filter_map(sides).collect();
    assert_eq!(told.rows, wanted.len() as u64);
    assert!(units.eq(wanted), "{xml}");
}

fn xliff(rows: &[Row]) {
    let (mut files, _) = written(RowFormat::Xliff, rows);
    let xml = String::from_utf8(files.remove(0)).expect("UTF-8");
    let document = document(&xml);
    let segment = |unit| {
        let segment = all(unit, "segment").next().expect("a segment");
        [all(segment, "source").next().map(said), all(segment, "target").next().map(said)]
    };
    let units = all(document.root(), "unit").map(segment);
    assert!(units.eq(rows.iter().map(|row| [Some(row.es.clone()), row.en.clone()])), "{xml}");
    for (unit, row) in all(document.root(), "unit").zip(rows) {
        let at = SCHEMA.iter().position(|column| column.name == "place").expect("a column");
        let place = all(unit, "meta").find(|meta| meta.attribute("type") == Some("place")).map(said);
        assert_eq!(place, row.cells()[at].shown().map(|text| without_forbidden(&text)));
    }
}

/// The words of a text, however they stand on lines.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect()
}

/// The formats in which a line is a text.
fn lines(rows: &[Row]) {
    let paired = |row: &&Row| row.en.as_ref().is_some_and(|en| !words(en).is_empty()) && !words(&row.es).is_empty();
    let paired: Vec<&Row> = rows.iter().filter(paired).collect();
    let texts = |files: Vec<Vec<u8>>| files.into_iter().map(|file| String::from_utf8(file).expect("UTF-8")).collect::<Vec<_>>();
    let sides = texts(written(RowFormat::Moses, rows).0);
    let (es, en): (Vec<_>, Vec<_>) = (sides[0].split_terminator('\n').collect(), sides[1].split_terminator('\n').collect());
    let bitext = texts(written(RowFormat::Bitext, rows).0).remove(0);
    let cells: Vec<Vec<&str>> = bitext.split_terminator('\n').map(|line| line.split('\t').collect()).collect();
    assert_eq!([es.len(), en.len(), cells.len()], [paired.len(); 3]);
    for (at, row) in paired.iter().enumerate() {
        let wanted = (words(&row.es), words(row.en.as_deref().unwrap_or_default()));
        assert_eq!((words(es[at]), words(en[at])), wanted);
        assert_eq!((cells[at].len(), words(cells[at][2]), words(cells[at][3])), (5, wanted.0, wanted.1));
    }
    assert!(!sides.concat().contains(|c: char| c.is_control() && c != '\n'));
}
