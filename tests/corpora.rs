//! Corpora in the formats that their builders have: each gives the rows of the plain-text article.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use crate::support::corpus::{COMPRESSIONS, Record, conversion, gzip, jsonl, page, response, table, warc_record};
use crate::support::{self, Ended, SEED, SEED_PATH, assert_reads_as_the_seed, file, folder, run, run_with_input};
use std::fs;

const TWO: [Record; 2] = [Record { id: "first", text: SEED }, Record { id: "second", text: SEED }];

/// What a row says, without its article's name.
fn said(ended: &Ended) -> Vec<Vec<String>> {
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    ended.rows().iter().map(|row| row.iter().skip(2).map(str::to_owned).collect()).collect()
}

/// The articles of the rows, each told once.
fn articles(ended: &Ended) -> Vec<String> {
    let mut names: Vec<_> = ended.rows().iter().map(|row| row[0].to_owned()).collect();
    names.dedup();
    names
}

fn assert_seed_twice(ended: &Ended, names: [&str; 2]) {
    let once = said(&run(["pair", SEED_PATH]));
    assert_eq!(once.len(), 2);
    assert_eq!(said(ended), [once.clone(), once].concat());
    assert_eq!(articles(ended), names);
}

/// Every format that holds texts, by its ending.
fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let wet = TWO.iter().flat_map(|r| conversion(r.id, r.text)).collect();
    vec![("jsonl", jsonl(&TWO)), ("csv", table(&TWO, b',')), ("tsv", table(&TWO, b'\t')), ("wet", wet)]
}

#[test]
fn every_format_gives_the_rows_of_the_text() {
    let folder = folder();
    for (ending, bytes) in forms() {
        assert_seed_twice(&run(["pair", &file(&folder, &format!("corpus.{ending}"), bytes)]), ["first", "second"]);
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_gives_the_rows_of_the_text() {
    let folder = folder();
    let path = file(&folder, "corpus.parquet", support::corpus::parquet(&TWO, "text"));
    assert_seed_twice(&run(["pair", &path]), ["first", "second"]);
    // more than a batch, so that rows of several are put in order
    let names: Vec<String> = (0..150).map(|n| n.to_string()).collect();
    let many: Vec<Record> = names.iter().map(|id| Record { id, text: SEED }).collect();
    let ended = run(["pair", &file(&folder, "many.parquet", support::corpus::parquet(&many, "text"))]);
    assert_eq!(articles(&ended), names);
}

#[test]
fn compressed_and_concatenated() {
    let folder = folder();
    for (ending, compress) in COMPRESSIONS {
        assert_reads_as_the_seed(&run(["pair", &file(&folder, &format!("a.txt.{ending}"), compress(&mut SEED.as_bytes()))]), true);
        for (form, bytes) in forms() {
            let path = file(&folder, &format!("corpus.{form}.{ending}"), compress(&mut bytes.as_slice()));
            assert_seed_twice(&run(["pair", &path]), ["first", "second"]);
        }
        let (first, second) = (jsonl(&TWO[..1]), jsonl(&TWO[1..]));
        let members = [compress(&mut first.as_slice()), compress(&mut second.as_slice())].concat();
        assert_seed_twice(&run(["pair", &file(&folder, &format!("members.jsonl.{ending}"), &members)]), ["first", "second"]);
        // what it is shows in its first bytes
        assert_seed_twice(&run_with_input(["pair"], &members), ["first", "second"]);
    }
}

/// As crawlers write them: other records between, each record a gzip member of its own.
#[test]
fn web_archives() {
    let folder = folder();
    let zipped = gzip(&mut page(SEED).as_bytes());
    let chunk = |part: &str| format!("{:x}\r\n{part}\r\n", part.len());
    let whole = page(SEED);
    let half = whole.find("<br>").unwrap();
    let chunks = [chunk(&whole[..half]), chunk(&whole[half..]), "0\r\n\r\n".to_owned()].concat();
    let records = [
        warc_record("warcinfo", "", "application/warc-fields", b"software: a test\r\n"),
        warc_record("request", "https://a.example/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("https://a.example/1", "", whole.as_bytes()),
        response("https://a.example/2", "Transfer-Encoding: chunked\r\n", chunks.as_bytes()),
        response("https://a.example/3", "Content-Encoding: gzip\r\n", &zipped),
        conversion("https://a.example/4", SEED),
    ];
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(&mut record.as_slice())).collect();
    let alone = run(["pair", &file(&folder, "page.html", &whole)]);
    assert_reads_as_the_seed(&alone, false);
    let (pages, text) = (said(&alone), said(&run(["pair", SEED_PATH])));
    for path in [file(&folder, "crawl.warc", records.concat()), file(&folder, "crawl.warc.gz", members)] {
        let ended = run(["pair", &path]);
        assert_eq!(said(&ended), [&pages[..], &pages, &pages, &text].concat());
        assert_eq!(articles(&ended), [1, 2, 3, 4].map(|n| format!("https://a.example/{n}")));
    }
}

#[test]
fn other_names_of_fields() {
    let folder = folder();
    let object = serde_json::json!({"name": "n", "link": "https://a.example", "body": SEED}).to_string();
    let path = file(&folder, "corpus.jsonl", object);
    for (option, article) in [(["--id-field", "name"], "n"), (["--url-field", "link"], "https://a.example")] {
        let ended = run(["pair", "--text-field", "body", option[0], option[1], &path]);
        assert_reads_as_the_seed(&ended, true);
        assert_eq!(articles(&ended), [article]);
    }
    // without a name, the place
    assert_eq!(articles(&run(["pair", "--text-field", "body", &path])), [format!("{path}:1")]);
    let rows = [["body", "n"], [SEED, "7"]].map(|row| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(row).unwrap();
        writer.into_inner().unwrap()
    });
    let ended = run(["pair", "--text-field", "body", "--id-field", "n", &file(&folder, "corpus.csv", rows.concat())]);
    assert_reads_as_the_seed(&ended, true);
    assert_eq!(articles(&ended), ["7"]);
}

/// Numbers, days and moments are written out; a text may be bytes.
#[cfg(feature = "parquet")]
#[test]
fn parquet_columns_of_other_types() {
    use support::corpus::Cells;
    let folder = folder();
    for (kind, id, name) in [
        ("int64 id", Cells::Longs(vec![7]), "7"),
        ("double id", Cells::Doubles(vec![7.0]), "7.0"),
        ("int32 id (DATE)", Cells::Ints(vec![0]), "1970-01-01"),
        ("int64 id (TIMESTAMP(MILLIS,true))", Cells::Longs(vec![1000]), "1970-01-01T00:00:01"),
        ("int64 id (TIMESTAMP(MICROS,true))", Cells::Longs(vec![1_000_000]), "1970-01-01T00:00:01"),
        ("int64 id (TIMESTAMP(NANOS,false))", Cells::Longs(vec![1_000_000_000]), "1970-01-01T00:00:01"),
    ] {
        for text in ["binary text (UTF8)", "binary text"] {
            let bytes = support::corpus::parquet_of(&format!("required {kind}; required {text};"), &[id.clone(), Cells::texts([SEED])]);
            let ended = run(["pair", &file(&folder, "corpus.parquet", bytes)]);
            assert_reads_as_the_seed(&ended, true);
            assert_eq!(articles(&ended), [name]);
        }
    }
}

#[cfg(feature = "parquet")]
#[test]
fn other_names_of_parquet_columns() {
    let folder = folder();
    let path = file(&folder, "corpus.parquet", support::corpus::parquet(&TWO, "body"));
    assert_seed_twice(&run(["pair", "--text-field", "body", &path]), ["first", "second"]);
}

#[test]
fn format_by_option_where_names_and_beginnings_tell_none() {
    let folder = folder();
    for (format, bytes) in forms() {
        let option = if format == "wet" { "warc" } else { format };
        let path = file(&folder, &format!("dump-{format}"), &bytes);
        assert_seed_twice(&run(["pair", "--input-format", option, &path]), ["first", "second"]);
        assert_seed_twice(&run_with_input(["pair", "--input-format", option, "-"], &bytes), ["first", "second"]);
    }
    let html = page(SEED);
    assert_reads_as_the_seed(&run_with_input(["pair", "--input-format", "html"], html.as_bytes()), false);
    assert_reads_as_the_seed(&run_with_input(["pair"], html.as_bytes()), false);
    assert_reads_as_the_seed(&run_with_input(["pair", "--input-format", "text"], SEED.as_bytes()), true);
}

/// A folder of everything, with what is not read in it.
fn mixed() -> tempfile::TempDir {
    let folder = folder();
    fs::create_dir(folder.path().join("below")).unwrap();
    for (ending, bytes) in forms() {
        file(&folder, &format!("b.{ending}"), &bytes);
        file(&folder, &format!("below/c.{ending}.zst"), support::corpus::zstd(&mut bytes.as_slice()));
    }
    #[cfg(feature = "parquet")]
    file(&folder, "d.parquet", support::corpus::parquet(&TWO, "text"));
    file(&folder, "a.txt", SEED);
    file(&folder, "e.html", page(SEED));
    file(&folder, "f.warc", [response("u", "", page(SEED).as_bytes()), conversion("v", SEED)].concat());
    file(&folder, "ignored.md", SEED);
    folder
}

#[test]
fn folders_and_patterns() {
    let folder = mixed();
    let place = folder.path().to_str().unwrap();
    let parquet = if cfg!(feature = "parquet") { 2 } else { 0 };
    // a, e: one article each; b and c: two each in four formats; f: two
    assert_eq!(run(["pair", place]).rows().len(), 2 * (2 + 8 + 8 + 2 + parquet));
    assert_seed_twice(&run(["pair", &format!("{place}/*.jsonl")]), ["first", "second"]);
    assert_seed_twice(&run(["pair", &format!("{place}/**/*.csv.zst")]), ["first", "second"]);
    assert_eq!(articles(&run(["pair", &format!("{place}/[ae].*")])), ["a.txt", "e.html"].map(|name| format!("{place}/{name}")));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = mixed();
    // two failures, to see that they are told in order, too
    file(&folder, "b.bad.jsonl", "{\"id\": 1}\n");
    file(&folder, "c.bad.csv", "id\n1\n");
    let place = folder.path().to_str().unwrap();
    for format in ["csv", "jsonl", "tmx"] {
        let [one, two, seven] = ["1", "2", "7"].map(|jobs| run(["pair", "-j", jobs, "--format", format, place]));
        assert_eq!(one.code, Some(3), "{}", one.stderr);
        assert!(one.stdout.len() > 10_000);
        for other in [two, seven] {
            assert_eq!((other.code, &other.stdout, &other.stderr), (one.code, &one.stdout, &one.stderr));
        }
    }
}

#[test]
fn the_summary_says_what_was_found() {
    let folder = folder();
    let broken = [&jsonl(&TWO)[..], b"{broken\n"].concat();
    let ended = run(["pair", SEED_PATH, &file(&folder, "lines.jsonl", broken)]);
    assert_eq!(
        ended.summary,
        "3 articles, 6 captions: 0 translation, 3 partial, 3 mismatch, 0 unpaired; 1 failure; 6 rows written to standard output\n"
    );
    assert_eq!(run(["pair", "--quiet", SEED_PATH]).summary, "");
}
