//! Characters that print nothing, damaged letters and entities: a text with them gives the rows of the text without.

use crate::support::{SEED, run_with_input};
use cotejo::{Article, Cotejo, Row};
use std::sync::LazyLock;

static COTEJO: LazyLock<Cotejo<'static>> = LazyLock::new(Cotejo::default);

/// One of each kind that prints nothing.
const NOTHING: &[char] = &[
    '\u{200b}',
    '\u{2060}',
    '\u{feff}',
    '\u{ad}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{202a}',
    '\u{202e}',
    '\u{2061}',
    '\u{2064}',
    '\u{2066}',
    '\u{2069}',
    '\u{61c}',
    '\u{180e}',
    '\u{34f}',
    '\u{fe00}',
    '\u{fe0f}',
    '\u{115f}',
    '\u{3164}',
    '\u{ffa0}',
    '\u{fff9}',
    '\u{e0001}',
    '\u{e0100}',
];

/// The seed's captions, each in a few lines.
fn seed() -> String {
    SEED.lines().skip(8).take(6).chain(SEED.lines().skip(22)).collect::<Vec<_>>().join("\n")
}

fn rows(text: &str) -> Vec<Row> {
    let article = Article::from_text("seed", text);
    COTEJO.rows(&article).into_iter().map(|row| Row { findings: None, ..row }).collect()
}

/// A row without what is as printed, and where.
fn said(row: &Row) -> Row {
    let row = row.clone();
    Row { es_raw: String::new(), en_raw: None, es_start: 0, es_end: 0, en_start: None, en_end: None, ..row }
}

fn assert_reads_as(text: &str, plain: &[Row], case: &str) {
    let found = rows(text);
    assert_eq!(found.iter().map(said).collect::<Vec<_>>(), plain.iter().map(said).collect::<Vec<_>>(), "{case}");
    for row in &found {
        assert_eq!(&text[row.es_start..row.es_end], row.es_raw, "{case}");
        let en = Some(&text[row.en_start.expect("a start")..row.en_end.expect("an end")]);
        assert_eq!(en, row.en_raw.as_deref(), "{case}");
    }
}

#[test]
fn what_prints_nothing_changes_no_row_wherever_it_stands() {
    let seed = seed();
    let plain = rows(&seed);
    assert_eq!(plain.len(), 2);
    let places = seed.char_indices().map(|(at, _)| at).chain([seed.len()]);
    for (number, at) in places.enumerate() {
        let c = NOTHING[number % NOTHING.len()];
        let text = format!("{}{c}{}", &seed[..at], &seed[at..]);
        assert_reads_as(&text, &plain, &format!("{c:?} at {at}"));
    }
    for c in NOTHING {
        let text: String = seed.chars().flat_map(|letter| [*c, letter]).collect();
        assert_reads_as(&text, &plain, &format!("{c:?} everywhere"));
    }
}

#[test]
fn entities_of_plain_text_are_read_as_their_letters() {
    let seed = seed();
    let plain = rows(&seed);
    for (letter, spelt) in [
        ("é", "&eacute;"),
        ("é", "&#233;"),
        ("é", "&#xE9;"),
        ("É", "&amp;Eacute;"),
        ("í", "&amp;amp;iacute;"),
        (" ", "&#32;"),
        ("Pazos", "Pa&shy;zos"),
        ("México", "M&#233;&zwnj;xi&#8203;co"),
        ("Notimex", "Noti&ZeroWidthSpace;mex"),
        ("51002073", "5100&lrm;2073"),
    ] {
        assert_reads_as(&seed.replace(letter, spelt), &plain, spelt);
    }
}

#[test]
fn odd_blanks_are_blanks() {
    let seed = seed();
    let plain = rows(&seed);
    for blank in ["\u{a0}", "\u{2007}", "\u{2009}", "\u{202f}", "\u{3000}"] {
        let fields = |row: &Row| {
            let row = said(row);
            Row {
                es: row.es.replace(blank, " "),
                en: row.en.map(|en| en.replace(blank, " ")),
                photographer: None,
                pair_id: String::new(),
                ..row
            }
        };
        let found = rows(&seed.replace(' ', blank));
        assert_eq!(found.iter().map(fields).collect::<Vec<_>>(), plain.iter().map(fields).collect::<Vec<_>>(), "{blank:?}");
    }
}

#[test]
fn c1_controls_are_read_as_windows_1252() {
    let seed = seed();
    let bent = seed.replace("apertura y", "apertura\u{85} y").replace("parte del", "parte \u{96} \u{93}del\u{94}");
    let right = seed.replace("apertura y", "apertura… y").replace("parte del", "parte – “del”");
    assert_ne!(bent, seed);
    let texts = |text: &str| rows(text).into_iter().map(|row| (row.relation, row.es, row.en, row.photo_id)).collect::<Vec<_>>();
    assert_eq!(texts(&bent), texts(&right));
    assert!(rows(&bent)[0].es_raw.contains("apertura\u{85} y"));
}

/// The program's rows of an input, without what is as printed, and where.
fn program(input: &str) -> Vec<Row> {
    let ended = run_with_input(["pair", "-q", "-f", "jsonl"], input.as_bytes());
    let row = |line: &str| serde_json::from_str::<Row>(line).expect("a row");
    ended.stdout.lines().map(row).map(|row| Row { article: String::new(), pair_id: String::new(), ..said(&row) }).collect()
}

#[test]
fn pages_and_records_are_read_without_them_too() {
    let page = |text: &str| {
        let paragraphs: String = text.lines().filter(|line| !line.is_empty()).map(|line| format!("<p>{line}</p>\n")).collect();
        format!("<html><body><article>\n{paragraphs}</article></body></html>")
    };
    let record = |text: &str| serde_json::json!({"id": "a", "text": text}).to_string();
    let seed = seed();
    let (in_page, in_record) = (program(&page(&seed)), program(&record(&seed)));
    assert_eq!((in_page.len(), in_record.len()), (2, 2));
    let characters = NOTHING.iter().map(char::to_string);
    let spelt = ["&shy;", "&zwnj;", "&#8203;", "&#xFEFF;"].map(str::to_owned);
    for odd in characters.chain(spelt) {
        let mut bent = seed.clone();
        for place in ["51002073.", "México", "(Notimex-Jos", "Photo:", "FOTO", "Notimex/", "refrend"] {
            bent = bent.replace(place, &format!("{place}{odd}"));
        }
        assert_ne!(bent, seed);
        assert_eq!(program(&record(&bent)), in_record, "{odd:?}");
        assert_eq!(program(&page(&bent)), in_page, "{odd:?}");
    }
    assert_eq!(program(&page(&seed.replace("refrenda", "refren<wbr>da"))), in_page);
    assert_eq!(program(&page(&seed.replace("José", "Jos&amp;eacute;"))), in_page);
}
