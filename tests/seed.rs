//! The founding article, through the library and through the CSV of the program.

use crate::support::{SEED, SEED_PATH, run};
use cotejo::pair::Options;
use cotejo::{Article, Cotejo, Language, Role};

/// A row of the CSV, by column.
type Row = std::collections::HashMap<String, String>;

fn rows() -> Vec<Row> {
    let ended = run(["pair", SEED_PATH]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    csv::Reader::from_reader(ended.stdout.as_bytes()).into_deserialize().map(|row| row.expect("a row")).collect()
}

const FIRST: &[(&str, &str)] = &[
    ("relation", "partial"),
    ("photo_id", "51002073"),
    ("date", "2015-10-02"),
    ("place", "México"),
    ("agency", "Notimex"),
    ("photographer", "José Pazos"),
    ("editor", "JPF"),
    ("desk", "POL"),
    ("es_line", "12"),
    ("en_line", "13"),
    ("en", "Roberto Campa Cifrián, undersecretary of Human Rights of the Interior Secretariat (Segob)."),
    ("en_raw", "Roberto Campa Cifrián, undersecretary of Human Rights of the Interior Secretariat (Segob). Photo: Notimex/José Pazos"),
];

const SECOND: &[(&str, &str)] = &[
    ("relation", "mismatch"),
    ("photo_id", "60331086"),
    ("date", "2016-03-31"),
    ("place", "México"),
    ("agency", "Notimex"),
    ("photographer", "Blanca Zumaya"),
    ("editor", "COR"),
    ("desk", "POL"),
    ("es_line", "25"),
    ("en_line", "26"),
    ("en", "Miguel Ángel Osorio Chong, head of the Segob, is to prioritize this issue in the human rights policy."),
    (
        "en_raw",
        "Miguel Ángel Osorio Chong, head of the Segob, is to prioritize this issue in the human rights policy. Photo: Notimex/Blanca Zumaya",
    ),
];

#[test]
fn the_csv_has_exactly_the_two_rows() {
    let rows = rows();
    assert_eq!(rows.len(), 2);
    for (row, wanted) in rows.iter().zip([FIRST, SECOND]) {
        for (column, value) in wanted {
            assert_eq!(row[*column], *value, "{column}");
        }
        let score: f64 = row["score"].parse().expect("a number");
        assert!((0.0..=1.0).contains(&score), "{score}");
    }
}

#[test]
fn the_offsets_are_those_of_the_source() {
    for row in rows() {
        for side in ["es", "en"] {
            let at = |end: &str| row[&format!("{side}_{end}")].parse::<usize>().expect("a number");
            assert_eq!(&SEED.as_bytes()[at("start")..at("end")], row[&format!("{side}_raw")].as_bytes(), "{side}");
            let line = SEED.lines().nth(at("line") - 1).expect("the line");
            assert!(line.contains(&row[&format!("{side}_raw")]), "{side}");
        }
    }
}

#[test]
fn the_spanish_holds_no_slug_and_no_tail() {
    let rows = rows();
    assert!(rows[0]["es"].starts_with("En conferencia de prensa, ") && rows[0]["es"].ends_with("en el ramo."), "{}", rows[0]["es"]);
    assert!(rows[1]["es"].starts_with("Se llevó a cabo la ") && rows[1]["es"].ends_with("González Anaya."), "{}", rows[1]["es"]);
    for row in rows {
        for part in ["Notimex", "NOTIMEX", "FOTO", "POL", "2015", "2016"] {
            assert!(!row["es"].contains(part), "{part}: {}", row["es"]);
        }
    }
}

#[test]
fn the_library_says_the_same_as_the_csv() {
    let article = Article::from_text(SEED_PATH, SEED);
    let pairs = Cotejo::default().examine(&article).pairs;
    let rows = rows();
    assert_eq!(pairs.len(), rows.len());
    for (pair, row) in pairs.iter().zip(rows) {
        let en = pair.en.as_ref().expect("a counterpart");
        assert_eq!((pair.id.as_str(), pair.relation.name()), (row["pair_id"].as_str(), row["relation"].as_str()));
        assert_eq!((article.at(pair.es.body), article.at(en.body)), (row["es"].as_str(), row["en"].as_str()));
        assert_eq!((article.at(pair.es.raw), article.at(en.raw)), (row["es_raw"].as_str(), row["en_raw"].as_str()));
        assert_eq!(pair.es.photographers().collect::<Vec<_>>().join("; "), row["photographer"]);
        let photo = pair.es.photo_id().expect("a photo number");
        assert!(photo.agrees_with(pair.es.date().expect("a day")));
    }
}

#[test]
fn without_the_encoder_the_same_are_paired() {
    let article = Article::from_text(SEED_PATH, SEED);
    let cotejo = |fast| {
        let mut options = Options::default();
        options.fast = fast;
        Cotejo::builder().pairing(options).build().expect("options")
    };
    let pairs = |fast| cotejo(fast).examine(&article).pairs;
    let lines = |pairs: &[cotejo::Pair]| pairs.iter().map(|p| (p.line, p.en.as_ref().map(|en| en.line))).collect::<Vec<_>>();
    let (fast, full) = (pairs(true), pairs(false));
    assert_eq!(lines(&fast), lines(&full));
    for (fast, full) in fast.iter().zip(&full) {
        let (fast, full) = (fast.evidence.expect("paired"), full.evidence.expect("paired"));
        assert!(fast.similarity.is_none() && full.similarity.is_some() && fast.words == full.words);
    }
    let ended = run(["pair", "--fast", "--format", "jsonl", SEED_PATH]);
    assert!(ended.code == Some(0) && ended.stdout.lines().count() == 2 && ended.stdout.contains("\"similarity\":null"), "{}", ended.stdout);
    assert_eq!(run(["pair", "--fast", "--encoder", "data/encoder", SEED_PATH]).code, Some(2));
}

#[test]
fn the_other_formats_carry_the_same_rows() {
    let rows = rows();
    let tsv = run(["pair", "--format", "tsv", SEED_PATH]);
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(tsv.stdout.as_bytes());
    let from_tsv: Vec<Row> = reader.deserialize().map(|row| row.expect("a row")).collect();
    assert_eq!(from_tsv, rows);

    let jsonl = run(["pair", "--format", "jsonl", SEED_PATH]);
    let objects = jsonl.stdout.lines().map(|line| serde_json::from_str::<serde_json::Map<_, _>>(line).expect("an object"));
    for (object, row) in objects.zip(&rows) {
        assert_eq!(object.len(), row.len());
        for (column, cell) in row {
            match &object[column] {
                serde_json::Value::Null => assert_eq!(cell, "", "{column}"),
                serde_json::Value::String(text) => assert_eq!(cell, text, "{column}"),
                number => assert_eq!(cell.parse::<f64>().ok(), number.as_f64(), "{column}"),
            }
        }
    }
    assert_eq!(jsonl.stdout.lines().count(), rows.len());
}

#[test]
fn every_line_has_its_language() {
    let article = Article::from_text("seed", SEED);
    let found = Cotejo::default().examine(&article).passages;
    assert_eq!(found.iter().map(|p| p.line).collect::<Vec<_>>(), article.blocks.iter().map(|b| b.line).collect::<Vec<_>>());
    for passage in &found {
        let spanish = [12, 25].contains(&passage.line);
        let wanted = if spanish { Language::Spanish } else { Language::English };
        // a date says nothing
        let date = passage.line == 2 && passage.detected.language == Language::Other;
        assert!(passage.detected.language == wanted || date, "line {}: {:?}", passage.line, passage.detected);
        let caption = [12, 13, 25, 26].contains(&passage.line);
        assert_eq!(passage.role == Role::Caption, caption, "line {}", passage.line);
    }
}
