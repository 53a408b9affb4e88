//! Corpora that are damaged, malicious or of the wrong make. Each failure is one line on standard error with file, record, cause
//! and remedy; what can be read is read.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use crate::support::corpus::{COMPRESSIONS, Record, conversion, gzip, jsonl, response, table, xz, zstd};
use crate::support::{Ended, SEED, SEED_PATH, assert_said, cotejo, file, folder, run};
use std::fs;
use std::io::{Read, Write, repeat};
use std::process::Stdio;

const RECORD: Record = Record { id: "seed", text: SEED };

/// The rest is done: as many articles as that gave their two rows, and one line tells what did not.
fn assert_rest_done(ended: &Ended, articles: usize, parts: &[&str]) {
    assert_eq!(ended.rows().len(), 2 * articles, "{}", ended.stderr);
    assert_eq!(ended.code, Some(if articles == 0 { 4 } else { 3 }), "{}", ended.stderr);
    assert_said(ended, parts);
}

#[test]
fn compression_bombs() {
    let folder = folder();
    for (ending, compress) in COMPRESSIONS {
        let bomb = compress(&mut repeat(b'a').take(100 << 20));
        assert!(bomb.len() < 1 << 20, "{ending}: {}", bomb.len());
        let path = file(&folder, &format!("bomb.txt.{ending}"), bomb);
        assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "larger than 67108864 bytes", "--max-bytes"]);
    }
    // an archive in an archive is undone; what is packed again and again is no text
    let mut bomb = SEED.as_bytes().to_vec();
    for _ in 0..4 {
        bomb = gzip(&mut bomb.as_slice());
    }
    let path = file(&folder, "nested.txt.gz", bomb);
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "not a text"]);
}

/// A few bytes whose decoder would take 4 GiB.
#[test]
fn an_archive_that_asks_for_memory() {
    let folder = folder();
    let mut greedy = xz(&mut SEED.as_bytes());
    // the block's header stands behind the stream's 12 bytes: its size, flags, filter, size and dictionary of the filter, a checksum
    let size = (usize::from(greedy[12]) + 1) * 4;
    assert_eq!(greedy[14..16], [0x21, 1]);
    greedy[16] = 40;
    let mut checksum = flate2::Crc::new();
    checksum.update(&greedy[12..8 + size]);
    greedy[8 + size..12 + size].copy_from_slice(&checksum.sum().to_le_bytes());
    let path = file(&folder, "greedy.txt.xz", greedy);
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "memory limit"]);
}

#[test]
fn a_page_that_inflates_inside_a_web_archive() {
    let folder = folder();
    let bomb = gzip(&mut repeat(b'a').take(100 << 20));
    let records = [response("bomb", "Content-Encoding: gzip\r\n", &bomb), conversion("seed", SEED)].concat();
    let path = file(&folder, "crawl.warc", records);
    assert_rest_done(&run(["pair", &path]), 1, &[&path, "record 1", "larger than 67108864 bytes", "--max-bytes"]);
}

#[test]
fn a_page_packed_in_a_way_that_is_not_read() {
    let folder = folder();
    let records = [response("lzw", "Content-Encoding: compress\r\n", &[0x1f, 0x9d, 0x90, 3]), conversion("seed", SEED)].concat();
    let path = file(&folder, "crawl.warc", records);
    assert_rest_done(&run(["pair", &path]), 1, &[&path, "record 1", "compressed as `compress`", "passed over"]);
}

/// The most memory that a process took, in kilobytes; `None` once it has ended.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
}

/// A record of a gigabyte between two of a usual size. Standard input stays open until the memory is measured, and all but a pipe's
/// buffer has been read by then.
#[cfg(target_os = "linux")]
fn run_with_huge_record(format: &str, before: &[u8], open: &[u8], close: &[u8], after: &[u8]) -> Ended {
    let mut command = cotejo(["pair", "--input-format", format]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(before).unwrap();
    stdin.write_all(open).unwrap();
    let mebibyte = vec![b'a'; 1 << 20];
    (0..1024).for_each(|_| stdin.write_all(&mebibyte).unwrap());
    stdin.write_all(close).unwrap();
    stdin.write_all(after).unwrap();
    let peak = peak(child.id()).unwrap();
    drop(stdin);
    assert!((1_000..300_000).contains(&peak), "{format}: {peak} kB");
    child.wait_with_output().unwrap().into()
}

#[test]
#[cfg(target_os = "linux")]
fn a_record_of_a_gigabyte() {
    let line = jsonl(&[RECORD]);
    let ended = run_with_huge_record("jsonl", &line, b"{\"text\": \"", b"\"}\n", &line);
    assert_rest_done(&ended, 2, &["<stdin>:2:", "larger than 67108864 bytes", "passed over", "--max-bytes"]);

    let rows = table(&[RECORD], b',');
    let row = &rows[rows.iter().position(|b| *b == b'\n').unwrap() + 1..];
    let ended = run_with_huge_record("csv", &rows, b"huge,2016-04-01,\"", b"\"\n", row);
    let line = format!("<stdin>:{}:", 3 + SEED.matches('\n').count());
    assert_rest_done(&ended, 2, &[&line, "larger than 67108864 bytes", "passed over", "--max-bytes"]);

    let record = conversion("seed", SEED);
    let head = format!("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n", 1 << 30);
    let ended = run_with_huge_record("warc", &record, head.as_bytes(), b"\r\n\r\n", &record);
    assert_rest_done(&ended, 2, &["<stdin>: record 2:", "larger than 67108864 bytes", "passed over", "--max-bytes"]);
}

#[test]
fn truncated_archives() {
    let folder = folder();
    let lines = jsonl(&[RECORD, RECORD, RECORD]);
    let cut = |mut bytes: Vec<u8>, by: usize| {
        bytes.truncate(bytes.len() - by);
        bytes
    };
    for (ending, compress) in COMPRESSIONS {
        // one article: nothing of it is taken
        let path = file(&folder, &format!("cut.txt.{ending}"), cut(compress(&mut SEED.as_bytes()), 12));
        assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "damaged or cut short", "fetch the file again"]);
        // a stream: what stands before is read
        let whole = compress(&mut lines.as_slice());
        let members = [whole.clone(), cut(whole, 12)].concat();
        let path = file(&folder, &format!("cut.jsonl.{ending}"), members);
        let ended = run(["pair", &path]);
        assert!(ended.rows().len() >= 6, "{ending}: {}", ended.stderr);
        assert_eq!(ended.code, Some(3));
        assert_said(&ended, &[&path, "breaks off", "what stands before is read", "Fetch the file again"]);
    }
}

#[test]
fn truncated_web_archives() {
    let folder = folder();
    let record = conversion("seed", SEED);
    let whole = [record.clone(), record.clone()].concat();
    let path = file(&folder, "cut.wet", &whole[..whole.len() - 100]);
    // and as far as it goes, that record
    assert_rest_done(&run(["pair", &path]), 2, &[&path, "record 2", "ends inside this record", "Fetch the file again"]);
    let path = file(&folder, "cut-head.wet", &whole[..record.len() + 40]);
    assert_rest_done(&run(["pair", &path]), 1, &[&path, "record 2", "ends inside a record's head", "Fetch the file again"]);
    let path = file(&folder, "odd.wet", [&record[..], b"<html>\r\n"].concat());
    assert_rest_done(&run(["pair", &path]), 1, &[&path, "record 2", "no record starts here"]);
}

#[cfg(feature = "parquet")]
#[test]
fn damaged_parquet() {
    use crate::support;
    let folder = folder();
    let whole = support::corpus::parquet(&[RECORD], "text");
    let path = file(&folder, "cut.parquet", &whole[..whole.len() / 2]);
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "row 1", "breaks off", "Fetch the file again"]);
    // found by fuzzing: one page of it holds less than it says
    let path = file(&folder, "panicking.parquet", include_bytes!("data/panicking.parquet"));
    let ended = run(["pair", &path, SEED_PATH]);
    assert_eq!((ended.rows().len(), ended.code), (2, Some(3)), "{}", ended.stderr);
    assert_said(&ended, &[&path, "row 1", "`text` is no text but a number"]);
    // found by fuzzing: a dictionary that would take 15 GB, by what it says
    let path = file(&folder, "large.parquet", include_bytes!("data/large-dictionary.parquet"));
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "row 1", "`text` is no text but a number"]);
    // found by fuzzing: a header that counts on behind the end of the file
    let path = file(&folder, "endless.parquet", include_bytes!("data/endless-header.parquet"));
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "row 1", "breaks off"]);
    // the end is whole, a page is not
    let many = support::corpus::parquet(&std::array::from_fn::<_, 9, _>(|_| RECORD), "text");
    let mut holed = many.clone();
    holed[40..400].fill(0xff);
    let path = file(&folder, "holed.parquet", holed);
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "row 1", "breaks off"]);
    let path = file(&folder, "column.parquet", support::corpus::parquet(&[RECORD], "body"));
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&path, "no `text`", "`id`, `body`", "--text-field"]);
    let ended = support::run_with_input(["pair"], &many);
    assert_rest_done(&ended, 0, &["<stdin>", "Parquet", "give the file's path"]);
}

#[test]
fn a_bad_line_in_the_middle() {
    let folder = folder();
    let line = String::from_utf8(jsonl(&[RECORD])).unwrap();
    for (bad, cause) in [
        ("{\"text\": \"broken", "EOF while parsing"),
        ("[1, 2]", "expected a map"),
        ("{\"text\": 5}", "`text` is no text but a number"),
        ("{\"text\": \"a\u{0}b\"}", "NUL"),
    ] {
        let path = file(&folder, "lines.jsonl", format!("{line}\n{bad}\n{line}"));
        assert_rest_done(&run(["pair", &path]), 2, &[&format!("{path}:3:"), cause, "passed over"]);
    }
}

#[test]
fn a_row_with_other_cells_than_the_header() {
    let folder = folder();
    for (ending, delimiter, short, long) in [("csv", b',', "one", "a,b,The mayor, smiling"), ("tsv", b'\t', "one", "a\tb\tc\td")] {
        let rows = String::from_utf8(table(&[RECORD], delimiter)).unwrap();
        let row = rows.split_once('\n').unwrap().1;
        for (bad, cells) in [(short, "cells: 1"), (long, "cells: 4")] {
            let path = file(&folder, &format!("rows.{ending}"), format!("{rows}{bad}\n{row}"));
            let place = format!("{path}:{}: ", 3 + SEED.matches('\n').count());
            assert_rest_done(&run(["pair", &path]), 2, &[&place, cells, "the header has 3", "quote a cell", "passed over"]);
        }
    }
}

#[test]
fn a_column_that_is_not_there() {
    let folder = folder();
    let path = file(&folder, "rows.csv", "name,body\na,b\n");
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&format!("{path}:1: "), "no `text`", "`name`, `body`", "--text-field"]);
    let path = file(&folder, "lines.jsonl", "{\"name\": \"a\", \"body\": \"b\"}\n");
    assert_rest_done(&run(["pair", &path, SEED_PATH]), 1, &[&format!("{path}:1: "), "no `text`", "`name`", "`body`", "--text-field"]);
    let ended = run(["pair", "--text-field", "story", &path, SEED_PATH]);
    assert_rest_done(&ended, 1, &["no `story`", "`name`", "`body`"]);
}

type Encode = fn(&str) -> Vec<u8>;

/// Texts and tables, each as another program saves them.
#[test]
fn mixed_encodings_in_one_folder() {
    let folder = folder();
    let utf16: Encode = |text| [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let windows: Encode = |text| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let marked: Encode = |text| format!("\u{feff}{text}").into_bytes();
    let encodings: [(&str, Encode); 4] =
        [("utf8", |text| text.as_bytes().to_vec()), ("marked", marked), ("utf16", utf16), ("windows", windows)];
    let texts: [(&str, Vec<u8>); 4] =
        [("txt", SEED.into()), ("jsonl", jsonl(&[RECORD])), ("csv", table(&[RECORD], b',')), ("tsv", table(&[RECORD], b'\t'))];
    for (ending, text) in &texts {
        for (name, encode) in &encodings {
            file(&folder, &format!("{name}.{ending}"), encode(std::str::from_utf8(text).unwrap()));
        }
    }
    let ended = run(["pair", folder.path().to_str().unwrap()]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let wanted = run(["pair", SEED_PATH]).rows();
    let found = ended.rows();
    assert_eq!(found.len(), 2 * texts.len() * encodings.len());
    for (at, row) in found.iter().enumerate() {
        // the raw texts and bodies, letter for letter
        let cells = |row: &csv::StringRecord| (4..8).map(|column| row[column].to_owned()).collect::<Vec<_>>();
        assert_eq!(cells(row), cells(&wanted[at % 2]), "{}", &row[0]);
    }
}

#[test]
fn invalid_bytes_inside_a_line() {
    let folder = folder();
    let line = jsonl(&[RECORD]);
    let mut broken = line.clone();
    // half of the first é, far from the captions
    let at = broken.iter().position(|b| *b == 0xc3).unwrap();
    broken[at + 1] = b'|';
    let ended = run(["pair", &file(&folder, "lines.jsonl", [&line[..], &broken, &line].concat())]);
    assert_eq!((ended.code, ended.stderr.as_str(), ended.rows().len()), (Some(0), "", 6));
}

/// A small file that never ends.
#[test]
#[cfg(target_os = "linux")]
fn a_gigabyte_in_a_small_archive() {
    let folder = folder();
    let bomb = zstd(&mut b"{\"text\": \"".chain(repeat(b'a').take(1 << 30)).chain(&b"\"}\n"[..]).chain(&jsonl(&[RECORD])[..]));
    assert!(bomb.len() < 1 << 18, "{}", bomb.len());
    let path = file(&folder, "bomb.jsonl.zst", bomb);
    let child = cotejo(["pair", &path]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let process = child.id();
    let watch = std::thread::spawn(move || {
        let mut most = 0;
        // a process that has ended and is not yet waited for has no VmHWM
        while let Some(now) = peak(process) {
            most = now;
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        most
    });
    let ended = child.wait_with_output().unwrap().into();
    assert_rest_done(&ended, 1, &[&format!("{path}:1: "), "larger than 67108864 bytes", "passed over", "--max-bytes"]);
    let most = watch.join().unwrap();
    assert!((1_000..300_000).contains(&most), "{most} kB");
}
