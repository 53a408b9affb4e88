//! Records as other programs write them: web archives with lengths and heads that lie, documents of JSON, mark-up in fields, tables of
//! spreadsheets. What is given is read, or told with its place.

use crate::support::corpus::{Record, gzip, table, warc_record};
use crate::support::{Ended, SEED, assert_said, file, folder, run, run_with_input};

/// A caption, its English in the line below, and what stands around.
const STORY: [&str; 4] = [
    "The town bought the bicycles with money that it had saved on street lights.",
    "80119027. Zapopan, 19 Ene 2018 (Notimex-Irene Salcedo).- La alcaldesa de Zapopan, Berenice Olmos Tapia, entregó este viernes 120 bicicletas a estudiantes. NOTIMEX/FOTO/IRENE SALCEDO/COR/SOC/",
    "Zapopan Mayor Berenice Olmos Tapia on Friday handed 120 bicycles to students. Photo: Notimex/Irene Salcedo",
    "Students had asked for a safe way to school since the bus line closed in 2016.",
];

fn html() -> String {
    format!("<p>{}</p>\n<p>{}<br>{}</p>\n<p>{}</p>", STORY[0], STORY[1], STORY[2], STORY[3])
}

fn text() -> String {
    STORY.join("\n\n").replacen("SOC/\n\n", "SOC/\n", 1)
}

fn articles(ended: &Ended) -> Vec<String> {
    ended.rows().iter().map(|row| row[0].to_owned()).collect()
}

/// All read, and told nothing.
fn assert_read(ended: &Ended, names: &[&str]) {
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{}", ended.stdout);
    assert_eq!(articles(ended), names);
    for row in &ended.rows() {
        assert_eq!(&row[2], "translation", "{row:?}");
        assert!(!row[4].contains('<') && row[5].starts_with("Zapopan Mayor"), "{row:?}");
    }
}

fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("{status}\r\n{headers}\r\n").as_bytes(), body].concat()
}

#[test]
fn heads_of_http_as_servers_write_them() {
    let folder = folder();
    let usual = "Content-Type: text/html; charset=utf-8\r\n";
    let heads = [
        ("HTTP/1.1 200 OK", usual),
        ("HTTP/2 200 ", usual),
        ("HTTP/2.0 200 OK", usual),
        ("http/1.1 200", usual),
        ("HTTP/1.1 200 OK", "Content-Type : text/html\r\n"),
        ("HTTP/1.1 200 OK", "X-A: \u{1}\u{2}\r\nContent-Type: text/html\r\n"),
        ("HTTP/1.1 200 OK", "no colon\r\nContent-Type: text/html\r\n"),
        ("HTTP/1.1 200 OK", "Content-Type:\r\n text/html\r\n"),
        ("HTTP/1.1 200 OK", "CONTENT-TYPE: APPLICATION/XHTML+XML\r\n"),
    ];
    let names: Vec<String> = (0..heads.len()).map(|at| format!("http://a.example/{at}")).collect();
    let records = heads
        .iter()
        .zip(&names)
        .flat_map(|((status, headers), uri)| warc_record("response", uri, "application/http", &http(status, headers, html().as_bytes())));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_read(&run(["pair", &file(&folder, "crawl.warc", records.collect::<Vec<u8>>())]), &names);
}

#[test]
fn heads_of_records_as_crawlers_write_them() {
    let folder = folder();
    let page = http("HTTP/1.1 200 OK", "Content-Type: text/html\r\n", html().as_bytes());
    let length = page.len();
    let heads = [
        format!("WARC/0.17\nWARC-Type: response\nContent-Type: application/http\nWARC-Target-URI: 0\nContent-Length: {length}\n\n"),
        format!(
            "\r\n\r\nWARC/0.18\r\nwarc-type : RESPONSE\r\ncontent-type:application/http;\r\n\tmsgtype=response\r\nwarc-target-uri: 1\r\nCONTENT-LENGTH:  {length} \r\n\r\n"
        ),
        format!(
            "WARC/1.1\r\nodd\r\nWARC-Type: response\r\nContent-Type: application/http\r\nWARC-Target-URI: <2>\r\nContent-Length: {length}\r\n\r\n"
        ),
    ];
    let records = heads.iter().flat_map(|head| [head.as_bytes(), &page, b"\r\n\r\n\r\n\r\n\r\n"].concat());
    assert_read(&run(["pair", &file(&folder, "crawl.warc", records.collect::<Vec<u8>>())]), &["0", "1", "2"]);
}

#[test]
fn lengths_that_lie_cost_no_other_record() {
    let folder = folder();
    let page = http("HTTP/2 200", "Content-Type: text/html\r\n", html().as_bytes());
    let record = |uri: &str| warc_record("response", uri, "application/http", &page);
    let said = |length: &str| {
        let whole = String::from_utf8(record("2")).expect("UTF-8");
        let line = format!("Content-Length: {}\r\n", page.len());
        if length.is_empty() { whole.replace(&line, "") } else { whole.replace(&line, &format!("Content-Length: {length}\r\n")) }
            .into_bytes()
    };
    let [small, large, many, huge] = [page.len() - 40, page.len() + 40, 3 * page.len(), 1 << 40].map(|length| length.to_string());
    for (length, cause) in [
        (small.as_str(), &*format!("but it has {} bytes", page.len())),
        (&large, &format!("but it has {} bytes", page.len())),
        (&many, &format!("but it has {} bytes", page.len())),
        (&huge, "but it has"),
        ("-5", "its Content-Length is `-5`"),
        ("", "it has no Content-Length"),
    ] {
        let records = [record("1"), said(length), record("3"), record("4")];
        let members: Vec<u8> = records.iter().flat_map(|record| gzip(&mut record.as_slice())).collect();
        for path in [file(&folder, "crawl.warc", records.concat()), file(&folder, "crawl.warc.gz", members)] {
            let ended = run(["pair", &path]);
            assert_eq!(
                (ended.code, articles(&ended)),
                (Some(3), ["1", "2", "3", "4"].map(String::from).to_vec()),
                "{length}: {}",
                ended.stderr
            );
            assert_said(&ended, &[&path, "record 2", cause, "Fetch the archive again"]);
        }
    }
}

#[test]
fn resources_and_texts_are_read_and_the_rest_is_counted() {
    let folder = folder();
    let records = [
        warc_record("warcinfo", "", "application/warc-fields", b"software: a test\r\n"),
        warc_record("resource", "1", "text/html", html().as_bytes()),
        warc_record("resource", "2", "text/plain; charset=windows-1252", &encoding_rs::WINDOWS_1252.encode(&text()).0),
        warc_record("response", "3", "application/http", &http("HTTP/1.1 200 OK", "Content-Type: text/plain\r\n", text().as_bytes())),
        warc_record("conversion", "4", "text/plain", text().as_bytes()),
        warc_record("resource", "metadata://a.example/log", "text/plain", b"a log"),
        warc_record("resource", "5", "image/jpeg", b"\xff\xd8"),
        warc_record("response", "dns:a.example", "text/dns", b"a"),
    ];
    let path = file(&folder, "crawl.warc", records.concat());
    assert_read(&run(["pair", &path]), &["1", "2", "3", "4"]);
    let told = run(["pair", "-v", &path]).stderr;
    assert!(told.contains("3 resource") || told.contains("2 resource"), "{told}");
    assert!(told.contains("1 response") && told.contains("1 warcinfo"), "{told}");
    let none = run(["pair", &file(&folder, "none.warc", &records[0])]);
    assert!(none.stderr.contains("no page and no text") && none.stderr.contains("1 warcinfo"), "{}", none.stderr);
}

#[test]
fn mark_up_in_fields_of_every_format() {
    let folder = folder();
    let object = serde_json::json!({"id": "a", "text": html()}).to_string();
    let ended = run(["pair", &file(&folder, "a.jsonl", &object)]);
    assert_read(&ended, &["a"]);
    // spans lead into the mark-up
    let row = &ended.rows()[0];
    let [start, end] = [12, 13].map(|column| row[column].parse::<usize>().expect("a place"));
    assert_eq!(&html()[start..end], &row[7]);
    for (ending, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let rows = table(&[Record { id: "a", text: &html() }], delimiter);
        assert_read(&run(["pair", &file(&folder, &format!("a.{ending}"), rows)]), &["a"]);
    }
    #[cfg(feature = "parquet")]
    {
        let rows = crate::support::corpus::parquet(&[Record { id: "a", text: &html() }], "text");
        assert_read(&run(["pair", &file(&folder, "a.parquet", rows)]), &["a"]);
    }
    // a stray sign makes no page: lines are lines
    let stray = format!("If a < b, the <b>mayor</b> said, or <p>.\n{}", text());
    assert_read(&run_with_input(["pair"], serde_json::json!({"id": "a", "text": stray}).to_string().as_bytes()), &["a"]);
    let plain = run(["pair", "--text-format", "text", &file(&folder, "a.jsonl", object)]);
    assert!(plain.stdout.contains("<br>") || plain.rows().iter().all(|row| &row[2] != "translation"), "{}", plain.stdout);
}

#[test]
fn documents_of_json() {
    let folder = folder();
    let object = |id: &str| serde_json::json!({"id": id, "text": text(), "score": 1});
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).expect("JSON");
    let both = serde_json::json!([object("a"), object("b")]);
    for (at, document) in [
        both.to_string(),
        pretty(&both),
        format!("{}\n{}\n", pretty(&object("a")), pretty(&object("b"))),
        format!("{}{}", object("a"), object("b")),
    ]
    .iter()
    .enumerate()
    {
        assert_read(&run(["pair", &file(&folder, &format!("{at}.json"), document)]), &["a", "b"]);
    }
    let odd = object("a").to_string().replace("\"score\":1", "\"score\":NaN,\"x\":[-Infinity],\"half\":\"\\ud83d\"");
    assert_read(&run(["pair", &file(&folder, "odd.jsonl", odd)]), &["a"]);
    let nested =
        serde_json::json!({"head": {"name": "a"}, "parts": [{"body": STORY[0]}, {"x": 1}, {"body": STORY[1]}, {"body": STORY[2]}]});
    let path = file(&folder, "nested.json", pretty(&nested));
    assert_read(&run(["pair", "--text-field", "parts[].body", "--id-field", "head.name", &path]), &["a"]);
    let ended = run(["pair", "--text-field", "parts.body", &path]);
    assert_said(&ended, &[&path, "`parts` is a list", "parts[]"]);
}

#[test]
fn what_is_no_article_prints_one_error() {
    let folder = folder();
    let none: Vec<_> = (0..20_000).map(|at| serde_json::json!({"name": at, "inner": {"list": [1, 2]}})).collect();
    let path = file(&folder, "none.json", serde_json::to_string_pretty(&none).expect("JSON"));
    assert_said(&run(["pair", &path]), &[&format!("{path}:2: "), "19999 more", "`inner`, `name`", "--text-field"]);
    let deep = format!("{{\"text\": {}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_said(&run(["pair", &file(&folder, "deep.json", deep)]), &["recursion limit"]);
    let twice = "{\"text\": \"a\", \"text\": \"b\"}";
    assert_said(&run(["pair", &file(&folder, "twice.json", twice)]), &["`text` stands twice"]);
}

#[test]
fn tables_of_spreadsheets() {
    let folder = folder();
    let rows = |delimiter: u8| String::from_utf8(table(&[Record { id: "a", text: &text() }], delimiter)).expect("UTF-8");
    for (at, given) in [
        format!("\u{feff}{}", rows(b';')),
        rows(b'\t'),
        rows(b'|'),
        format!("sep=;\r\n{}", rows(b';')),
        format!("\"sep=,\"\n{}", rows(b',')),
        rows(b',').replacen("id,date,text", "\"ID\", Date ,\" Text\"", 1),
    ]
    .iter()
    .enumerate()
    {
        assert_read(&run(["pair", &file(&folder, &format!("{at}.csv"), given)]), &["a"]);
    }
    assert_read(&run(["pair", "--delimiter", "~", &file(&folder, "tilde.csv", rows(b'~'))]), &["a"]);
    assert_eq!(run(["pair", "--delimiter", "ab", "x.csv"]).code, Some(2));
    let path = file(&folder, "same.csv", "id,text,text\n1,a,b\n");
    assert_said(&run(["pair", &path]), &[&format!("{path}:1: "), "2 columns are called `text`", "another name"]);
    let wide = file(&folder, "wide.csv", format!("id,text{}\n", ",x".repeat(70_000)));
    let ended = run(["pair", &wide]);
    assert_said(&ended, &[&wide, "more than 65536 columns"]);
    assert!(!ended.stderr.contains("bytes"), "{}", ended.stderr);
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_column_of_numbers_is_no_text() {
    use crate::support::corpus::{Cells, parquet_of};
    let folder = folder();
    let bytes = parquet_of("required binary id (UTF8); required int64 text;", &[Cells::texts(["a"]), Cells::Longs(vec![5])]);
    assert_said(&run(["pair", &file(&folder, "numbers.parquet", bytes)]), &["`text` is no text but a number", "--text-field"]);
    let bytes = parquet_of("required group body { required binary es (UTF8); }", &[Cells::texts([SEED])]);
    let ended = run(["pair", "--text-field", "body.es", &file(&folder, "nested.parquet", bytes)]);
    assert_eq!((ended.code, ended.rows().len()), (Some(0), 2), "{}", ended.stderr);
}
