//! What must hold of any article: for the tests of properties, and for the fuzzers of fuzz/.
#![allow(missing_docs, unreachable_pub)]

use cotejo::internals::passages;
use cotejo::write::{TableFormat, records};
use cotejo::{Article, COLUMNS, Cotejo, Language, Pair, Relation, Row, Span, has_spanish_caption};
use std::sync::LazyLock;

pub static COTEJO: LazyLock<Cotejo<'static>> = LazyLock::new(Cotejo::default);

/// The rows of an article in one format.
fn written(format: TableFormat, rows: &[Row]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut records = records::<Row>(format, COLUMNS, Box::new(&mut out)).expect("a header");
    for row in rows {
        records.add(row).expect("memory takes every row");
    }
    records.finish().expect("memory takes every row");
    drop(records);
    out
}

/// Each cell as text, empty where absent.
fn cells(row: &Row) -> Vec<String> {
    let object = serde_json::to_value(row).expect("a row is an object");
    let cell = |column: &&str| match &object[*column] {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    COLUMNS.iter().map(cell).collect()
}

/// A table read back, its header first.
fn table(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(bytes);
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

/// Lines counted without the library: every kind of line end, CRLF as one.
fn line_at(text: &str, offset: usize) -> usize {
    let before = text[..offset].replace("\r\n", "\n");
    let nel = text.contains("\u{85}\u{85}") && !text.contains(['\n', '\r']);
    1 + before.matches(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') || nel && c == '\u{85}').count()
}

/// The line of the source of a place of the article's text.
fn source_line(article: &Article, place: usize) -> usize {
    let source = article.source_text();
    line_at(source, article.source_span(Span::new(place, place)).start)
}

pub fn assert_inside(outer: Span, inner: Span) {
    assert!(outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end, "{inner:?} in {outer:?}");
}

fn assert_points_at_what_it_says(article: &Article, pair: &Pair, row: &Row) {
    let text = article.source_text();
    assert_eq!(&text[row.es_start..row.es_end], row.es_raw);
    assert_eq!(line_at(text, row.es_start), row.es_line);
    let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = article.at(pair.es.raw);
    assert!(on_one_line(said).contains(&on_one_line(&row.es)) && !row.es_raw.is_empty());
    assert_inside(pair.es.raw, pair.es.body);
    if let Some(credit) = pair.es.own_credit() {
        assert_inside(pair.es.raw, credit);
        assert!(pair.es.body.end <= credit.start || pair.es.body.start >= credit.end);
    }
    for cell in [&row.place, &row.editor, &row.desk, &row.photo_id].into_iter().flatten() {
        // both languages may stand under one credit
        let is_own = |source: &cotejo::Source| pair.es.raw.start <= source.span.start && source.span.end <= pair.es.raw.end;
        let printed = if [&pair.es.slug, &pair.es.credit].into_iter().flatten().all(is_own) { said } else { &article.text };
        assert!(on_one_line(printed).to_uppercase().contains(&on_one_line(cell).to_uppercase()), "{cell} in {printed}");
    }
    let inside = |gaps: &[cotejo::Gap], body: Span| gaps.iter().for_each(|gap| assert_inside(body, gap.span));
    inside(&pair.unsaid.source, pair.es.body);
    let Some(en) = &pair.en else {
        assert_eq!(
            (row.relation, row.score, row.en.as_deref(), row.en_raw.as_deref(), row.en_line),
            (Relation::Unpaired, None, None, None, None)
        );
        return;
    };
    let (start, end) = (row.en_start.expect("a start"), row.en_end.expect("an end"));
    assert_eq!(Some(&text[start..end]), row.en_raw.as_deref());
    assert_eq!(Some(line_at(text, start)), row.en_line);
    assert_inside(en.raw, en.body);
    inside(&pair.unsaid.target, en.body);
    assert!(end <= row.es_start || start >= row.es_end, "both sides are the same text");
    let score = row.score.expect("a score");
    assert!((0.0..=1.0).contains(&score), "{score}");
}

/// Everything that must hold of an article.
pub fn assert_sound(article: &Article) {
    assert_cut_well(article);
    assert_paired_well(article);
}

/// What must hold of its passages.
pub fn assert_cut_well(article: &Article) {
    let seen = passages(article).iter().any(|p| p.caption.is_some() && p.is(Language::Spanish));
    assert_eq!(has_spanish_caption(article), seen, "the first look and the second differ");
    let found = passages(article);
    // blank, or the marks that part two languages on a line
    let is_nothing =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '/' | '|' | '-' | '–' | '—' | '•' | '(');
    let mut end = 0;
    for passage in &found {
        assert_eq!(passage.line, source_line(article, passage.raw.start));
        assert!(article.text[end..passage.raw.start].chars().all(is_nothing), "text between passages is lost");
        assert_inside(passage.raw, passage.body);
        assert!((0.0..=1.0).contains(&passage.detected.confidence));
        assert_eq!(article.blocks.iter().rposition(|b| b.span.start <= passage.raw.start), Some(passage.block));
        end = passage.raw.end;
    }
    assert!(article.text[end..].chars().all(is_nothing), "text behind passages is lost");
    for block in &article.blocks {
        assert_eq!(source_line(article, block.span.start), block.line);
    }
}

/// What must hold of its pairs, and of their rows.
pub fn assert_paired_well(article: &Article) {
    let examined = COTEJO.examine(article);
    let (pairs, rows) = (&examined.pairs, examined.rows());
    pairs.iter().zip(&rows).for_each(|(pair, row)| assert_points_at_what_it_says(article, pair, row));
    assert!(pairs.windows(2).all(|two| two[0].es.raw.end <= two[1].es.raw.start), "not in the order of the page");
    let wanted: Vec<Vec<String>> = rows.iter().map(cells).collect();
    for (format, delimiter) in [(TableFormat::Csv, b','), (TableFormat::Tsv, b'\t')] {
        let read_back = table(&written(format, &rows), delimiter);
        assert_eq!(read_back[0], COLUMNS);
        let found: Vec<Vec<String>> = read_back.into_iter().skip(1).collect();
        assert_eq!(found, wanted);
    }
    let jsonl = String::from_utf8(written(TableFormat::Jsonl, &rows)).expect("UTF-8");
    let objects: Vec<serde_json::Value> = jsonl.split_terminator('\n').map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(objects, rows.iter().map(|row| serde_json::to_value(row).expect("an object")).collect::<Vec<_>>());
}
