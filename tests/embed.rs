//! `cotejo embed`, as a user sees it.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn embed(args: &[&str], input: &[u8]) -> Output {
    let mut child = start(args);
    // a command that refuses its arguments does not read
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn start(args: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo"));
    command.arg("embed").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn rows(output: &[u8]) -> Vec<serde_json::Value> {
    output.split(|b| *b == b'\n').filter(|row| !row.is_empty()).map(|row| serde_json::from_slice(row).unwrap()).collect()
}

#[test]
fn every_line_has_a_row() {
    let output = embed(&["--pieces"], "The park\r\n\nEl parque".as_bytes());
    let rows = rows(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows.iter().map(|row| row["line"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(rows[0]["text"], "The park");
    assert_eq!(rows[0]["source"], "<stdin>");
    assert_eq!(rows[1]["pieces"].as_array().unwrap().len(), 2);
    assert!(rows.iter().all(|row| row["vector"].as_array().unwrap().len() == 512));
}

#[test]
fn a_line_that_is_not_utf8_is_told_and_keeps_its_row() {
    let output = embed(&[], b"good\nb\xe9d\n");
    assert_eq!(rows(&output.stdout)[1]["text"], "b\u{fffd}d");
    assert!(String::from_utf8_lossy(&output.stderr).contains("<stdin>:2: byte 2 is not UTF-8"));
}

#[test]
fn npy_is_what_numpy_reads() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("v.npy");
    let output = embed(&["--format", "npy", "-o", out.to_str().unwrap()], b"one\ntwo\nthree\n");
    assert!(output.status.success() && output.stdout.is_empty());
    let bytes = std::fs::read(out).unwrap();
    assert_eq!(&bytes[..8], b"\x93NUMPY\x01\x00");
    let head = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    assert_eq!(head % 64, 0);
    assert!(String::from_utf8_lossy(&bytes[10..head]).starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 512), }"));
    assert_eq!(bytes.len(), head + 3 * 512 * 4);
}

#[test]
fn a_stream_is_answered_line_by_line() {
    let mut child = start(&[]);
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for line in ["uno", "dos"] {
        writeln!(input, "{line}").unwrap();
        let mut row = String::new();
        output.read_line(&mut row).unwrap();
        assert_eq!(rows(row.as_bytes())[0]["text"], line);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_cannot_be_read_is_told() {
    let missing = embed(&["/nowhere.txt"], b"");
    assert_eq!(missing.status.code(), Some(4));
    let some = embed(&["/nowhere.txt", "-"], b"line\n");
    assert_eq!((some.status.code(), rows(&some.stdout).len()), (Some(3), 1));
    let model = embed(&["--encoder", "/nowhere"], b"line\n");
    assert_eq!(model.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&model.stderr).contains("/nowhere/encoder.safetensors"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("v.jsonl");
    let nothing = embed(&["--encoder", "/nowhere", "-o", out.to_str().unwrap()], b"line\n");
    assert!(!nothing.status.success() && !Path::new(&out).exists());
}

#[test]
fn nothing_to_embed_is_told() {
    let output = embed(&[], b"");
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("<stdin>: the file is empty"));
}
