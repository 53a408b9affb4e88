//! What holds for any input.

mod support;

use cotejo::Language;
use cotejo::passage::{has_spanish_caption, passages};
use cotejo::write::{COLUMNS, Format, Row, records};
use cotejo::{Article, Options, Pair, Pairer, Span, read};
use proptest::prelude::*;
use std::io::Write;
use std::sync::LazyLock;
use support::SEED;

static PAIRER: LazyLock<Pairer> = LazyLock::new(|| Pairer::new(Options::default()).expect("options"));

/// The rows of an article in one format.
fn written(format: Format, rows: &[Row]) -> Vec<u8> {
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
    1 + before.matches(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count()
}

fn assert_inside(outer: Span, inner: Span) {
    assert!(outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end, "{inner:?} in {outer:?}");
}

fn assert_points_at_what_it_says(article: &Article, pair: &Pair) {
    let text = &article.text;
    let row = Row::new(article, pair);
    assert_eq!(&text[row.es_start..row.es_end], row.es_raw);
    assert_eq!(line_at(text, row.es_start), row.es_line);
    assert!(row.es_raw.contains(&row.es) && !row.es_raw.is_empty());
    assert_inside(pair.es.raw, pair.es.body);
    if let Some(credit) = pair.es.credit {
        assert_inside(pair.es.raw, credit);
        assert!(pair.es.body.end <= credit.start || pair.es.body.start >= credit.end);
    }
    for cell in [&row.place, &row.editor, &row.desk, &row.photo_id].into_iter().flatten() {
        assert!(row.es_raw.to_uppercase().contains(&cell.to_uppercase()), "{cell} in {}", row.es_raw);
    }
    let inside = |spans: &[Span], body: Span| spans.iter().for_each(|span| assert_inside(body, *span));
    inside(&pair.unsaid.source, pair.es.body);
    let Some(en) = &pair.en else {
        assert_eq!((row.relation, row.score, row.en, row.en_raw, row.en_line), ("unpaired", None, None, None, None));
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
fn assert_sound(article: &Article) {
    let seen = passages(article).iter().any(|p| p.caption.is_some() && p.is(Language::Spanish));
    assert_eq!(has_spanish_caption(article), seen, "the first look and the second differ");
    let found = passages(article);
    for (number, block) in article.blocks.iter().enumerate() {
        let own: Vec<_> = found.iter().filter(|p| p.block == number).collect();
        assert!(!own.is_empty(), "no passage for line {}", block.line);
        let mut end = block.span.start;
        for passage in own {
            assert_eq!(passage.line, block.line);
            assert!(article.text[end..passage.raw.start].trim().is_empty(), "text between passages is lost");
            assert_inside(passage.raw, passage.body);
            assert!((0.0..=1.0).contains(&passage.detected.confidence));
            end = passage.raw.end;
        }
        assert!(article.text[end..block.span.end].trim().is_empty(), "text behind passages is lost");
        assert_eq!(line_at(&article.text, block.span.start), block.line);
    }
    let pairs = PAIRER.pairs(article);
    pairs.iter().for_each(|pair| assert_points_at_what_it_says(article, pair));
    assert!(pairs.windows(2).all(|two| two[0].es.raw.end <= two[1].es.raw.start), "not in the order of the page");
    let rows: Vec<Row> = pairs.iter().map(|pair| Row::new(article, pair)).collect();
    let wanted: Vec<Vec<String>> = rows.iter().map(cells).collect();
    for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        let read_back = table(&written(format, &rows), delimiter);
        assert_eq!(read_back[0], COLUMNS);
        let found: Vec<Vec<String>> = read_back.into_iter().skip(1).collect();
        assert_eq!(found, wanted);
    }
    let jsonl = String::from_utf8(written(Format::Jsonl, &rows)).expect("UTF-8");
    let objects: Vec<serde_json::Value> = jsonl.split_terminator('\n').map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(objects, rows.iter().map(|row| serde_json::to_value(row).expect("an object")).collect::<Vec<_>>());
}

/// One thing done to a text, at a place given as a share of its length.
#[derive(Debug, Clone)]
enum Change {
    Insert(f64, String),
    Delete(f64, usize),
    /// From one place to another.
    Copy(f64, usize, f64),
}

fn change() -> impl Strategy<Value = Change> {
    let marks = prop::sample::select(vec![
        "Notimex",
        "NOTIMEX/FOTO/",
        "/FOTO/",
        "EFE/Ana Ruiz",
        "(Notimex-Ana Ruiz).-",
        "(AP Photo/",
        "Photo:",
        "Foto:",
        "FOTO: ",
        "/CUARTOSCURO.COM",
        "51002073.",
        "60331086. México, ",
        "02 Oct 2015",
        "31/02/2016",
        "(151002) -- ",
        ".-",
        " -- ",
        "—",
        "–",
        "(",
        ")",
        "[",
        "]",
        "((",
        "/",
        "//",
        "|",
        ".",
        "..",
        ",",
        ";",
        ":",
        " ",
        "  ",
        "\u{a0}",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\t",
        "\u{301}",
        "ñ",
        "Á",
        "ﬁ",
        "İ",
        "ß",
        "“",
        "”",
        "«",
        "»",
        "\"",
        "'",
        "’",
        "\u{200b}",
        "\u{feff}",
        "漢字",
        "😀",
        "ﷺ",
        "=1+1",
        "@ana",
        "Segob",
        "La Secretaría de Gobernación habló con los vecinos de la colonia. ",
        "The mayor spoke to the neighbours about the new park. ",
        "y",
        "de la",
        "1,000",
        "12345678901234567890",
    ]);
    let place = || 0.0..1.0_f64;
    prop_oneof![
        4 => (place(), marks).prop_map(|(at, mark)| Change::Insert(at, mark.to_owned())),
        1 => (place(), any::<char>()).prop_map(|(at, c)| Change::Insert(at, c.to_string())),
        3 => (place(), 1_usize..30).prop_map(|(at, count)| Change::Delete(at, count)),
        1 => (place(), 1_usize..400, place()).prop_map(|(from, count, to)| Change::Copy(from, count, to)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for change in changes {
        let at = |share: f64| (share * chars.len() as f64) as usize;
        let range = |share: f64, count: usize| at(share)..chars.len().min(at(share) + count);
        match change {
            Change::Insert(to, piece) => drop(chars.splice(at(*to)..at(*to), piece.chars())),
            Change::Delete(from, count) => drop(chars.drain(range(*from, *count))),
            Change::Copy(from, count, to) => {
                let (piece, to) = (chars[range(*from, *count)].to_vec(), at(*to));
                chars.splice(to..to, piece);
            }
        }
    }
    chars.into_iter().collect()
}

/// Captions of the table, to be bent.
static CAPTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a caption")["text"].as_str().expect("text").to_owned();
    include_str!("data/captions.jsonl").lines().map(text).collect()
});

/// The lines with the captions, and a few around them: small, so that more cases fit in the time.
fn seed_part() -> String {
    let lines: Vec<&str> = SEED.lines().collect();
    lines[8..14].iter().chain(&lines[22..]).copied().collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&bytes).expect("written");
        let input = read::Input::File(file.path().to_owned());
        // refusing is fine, panicking is not
        if let Ok(article) = read::article(&input, &read::Options::default()) {
            assert_sound(&article);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,200}(\n\\PC{0,100}){0,4}") {
        assert_sound(&Article::from_text("any", text));
    }

    #[test]
    fn bent_captions(picks in prop::collection::vec((0..169_usize, prop::collection::vec(change(), 0..6)), 1..4)) {
        let lines: Vec<String> = picks.iter().map(|(at, changes)| changed(&CAPTIONS[at % CAPTIONS.len()], changes)).collect();
        assert_sound(&Article::from_text("bent", lines.join("\n")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bent_seed(changes in prop::collection::vec(change(), 1..40)) {
        assert_sound(&Article::from_text("bent", changed(&seed_part(), &changes)));
    }

    #[test]
    fn bent_bytes_of_the_seed(places in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..30)) {
        let mut bytes = seed_part().into_bytes();
        for (at, byte) in places {
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&bytes).expect("written");
        if let Ok(article) = read::article(&read::Input::File(file.path().to_owned()), &read::Options::default()) {
            assert_sound(&article);
        }
    }

    #[test]
    fn the_same_every_time(changes in prop::collection::vec(change(), 0..20)) {
        let article = Article::from_text("bent", changed(&seed_part(), &changes));
        assert_eq!(PAIRER.pairs(&article), PAIRER.pairs(&article));
    }
}

#[test]
fn the_seed_is_sound() {
    assert_sound(&Article::from_text("seed", SEED));
    assert_eq!(PAIRER.pairs(&Article::from_text("seed", seed_part())).len(), 2);
}
