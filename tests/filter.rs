//! `cotejo pair --filter`, held open by another program: docs/filter.md.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{self, SEED, cotejo, run, run_with_input};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

const PLAIN: &str = "The town opened its new library on Tuesday.\nVisitors waited in the rain for more than an hour.\n";

/// The program, held open; what it says on standard error is read at the end only.
struct Filter {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Filter {
    fn open(more: &[&str]) -> Self {
        let mut command = cotejo(["pair", "--filter"]);
        let mut child = command.args(more).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }

    /// Writes the whole batch, then reads the whole answer, as the simplest caller would.
    fn ask(&mut self, lines: &[String]) -> Vec<Value> {
        let batch: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.input.write_all(batch.as_bytes()).unwrap();
        self.input.write_all(b"\n").unwrap();
        self.answer()
    }

    fn answer(&mut self) -> Vec<Value> {
        let mut found = Vec::new();
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the output ends inside an answer");
            if line == "\n" {
                return found;
            }
            found.push(serde_json::from_str(&line).unwrap());
        }
    }

    /// Ends the input; exit code, what was still written, standard error.
    fn end(mut self) -> (Option<i32>, String, String) {
        drop(self.input);
        let (mut rest, mut said) = (String::new(), String::new());
        self.output.read_to_string(&mut rest).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), rest, said)
    }
}

fn record(id: impl std::fmt::Display, text: &str) -> String {
    json!({"id": id.to_string(), "text": text}).to_string()
}

/// What the same records give without the flag.
fn rows(lines: &[String]) -> Vec<Value> {
    let ended = run_with_input(["pair", "--format", "jsonl", "-"], lines.join("\n").as_bytes());
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_batch_gets_its_rows_in_order() {
    for jobs in ["-j1", "-j2", "-j7"] {
        let mut filter = Filter::open(&[jobs]);
        for (batch, size) in [1_usize, 3, 100, 8, 17].into_iter().enumerate() {
            let lines: Vec<_> = (0..size).map(|at| record(format!("{batch}-{at}"), if at % 3 == 0 { SEED } else { PLAIN })).collect();
            let wanted = rows(&lines);
            assert_eq!(wanted.len(), size.div_ceil(3) * 2);
            assert_eq!(filter.ask(&lines), wanted);
        }
        let (code, rest, said) = filter.end();
        assert_eq!((code, rest.as_str()), (Some(0), ""));
        assert!(said.contains("129 articles, 90 captions"), "{said}");
    }
}

#[test]
fn a_batch_without_rows_and_one_without_records_are_answered() {
    let mut filter = Filter::open(&[]);
    assert_eq!(filter.ask(&[record("a", PLAIN), record("b", PLAIN)]), Vec::<Value>::new());
    assert_eq!(filter.ask(&[]), Vec::<Value>::new());
    // a request from a program that ends lines otherwise
    filter.input.write_all(format!("{}\r\n\r\n", record("c", SEED)).as_bytes()).unwrap();
    assert_eq!(filter.answer().len(), 2);
    assert_eq!(filter.end().0, Some(0));
}

#[test]
fn a_bad_record_is_told_and_costs_nothing_else() {
    let mut filter = Filter::open(&["--max-bytes", "20000"]);
    assert_eq!(filter.ask(&[record("a", SEED)]).len(), 2);
    let (long, other) = ("x".repeat(20_001), json!({"body": SEED}).to_string());
    let lines = [record("b", SEED), "{broken".into(), record("c", PLAIN), other, record("d", SEED), long];
    let answer = filter.ask(&lines);
    assert_eq!(answer[..4], rows(&[record("b", SEED), record("d", SEED)]));
    let told: Vec<_> = answer[4..].iter().map(|line| (line["record"].as_u64().unwrap(), line["error"].as_str().unwrap())).collect();
    assert_eq!(told.iter().map(|(record, _)| *record).collect::<Vec<_>>(), [2, 4, 6]);
    // the line of the whole input: one record and one request before the batch
    for ((_, error), parts) in told.iter().zip([["<stdin>:4", "key must"], ["<stdin>:6", "--text-field"], ["<stdin>:8", "--max-bytes"]]) {
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    }
    assert_eq!(filter.ask(&[record("e", SEED)]).len(), 2);
    let errors: Vec<_> = told.iter().map(|(_, error)| format!("error: {error}")).collect();
    let (code, rest, said) = filter.end();
    assert_eq!((code, rest.as_str()), (Some(3), ""));
    assert_eq!(said.lines().filter(|line| line.starts_with("error: ")).collect::<Vec<_>>(), errors);
}

#[test]
fn what_was_not_asked_for_is_written_at_the_end() {
    let lines: Vec<_> = (0..20).map(|at| record(at, SEED)).collect();
    let ended = run_with_input(["pair", "--filter", "-"], lines.join("\n").as_bytes());
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.stdout, run_with_input(["pair", "--format", "jsonl", "-"], lines.join("\n").as_bytes()).stdout);
    // nothing at all, nothing but a request, nothing but what cannot be read
    for (input, code, output) in [("", Some(0), ""), ("\n", Some(0), "\n"), ("{broken\n", Some(4), "{\"error\":")] {
        let ended = run_with_input(["pair", "--filter"], input.as_bytes());
        assert_eq!(ended.code, code, "{input:?}");
        assert!(ended.stdout.starts_with(output) && (ended.stdout.len() == output.len() || output.len() > 1), "{}", ended.stdout);
    }
}

#[test]
fn options_choose_among_rows_and_others_are_refused() {
    let mut filter = Filter::open(&["--relation", "partial", "--text-field", "body"]);
    let answer = filter.ask(&[json!({"id": "a", "body": SEED}).to_string()]);
    assert_eq!(answer.iter().map(|row| &row["relation"]).collect::<Vec<_>>(), ["partial"]);
    assert_eq!(filter.end().0, Some(0));
    for wrong in [&["a.jsonl"][..], &["--format", "csv"], &["--input-format", "csv"], &["--dedup", "near"], &["-o", "rows.jsonl"]] {
        let ended = run(["pair", "--filter"].iter().chain(wrong));
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{wrong:?}");
    }
}

/// A batch and an answer many times larger than the pipes, from a caller that does not read while it writes.
#[test]
fn a_caller_without_threads_never_waits_forever() {
    let lines: Vec<_> = (0..400).map(|at| record(at, SEED)).collect();
    let mut filter = Filter::open(&[]);
    let answer = filter.ask(&lines);
    assert_eq!(answer.len(), 800);
    assert!(answer.iter().map(|row| row.to_string().len()).sum::<usize>() > 8 << 16);
    assert_eq!(filter.end().0, Some(0));
}

#[test]
fn records_that_come_in_pieces_are_whole() {
    let mut filter = Filter::open(&[]);
    let line = record("a", SEED);
    for piece in line.as_bytes().chunks(line.len() / 7 + 1) {
        filter.input.write_all(piece).unwrap();
        filter.input.flush().unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    filter.input.write_all(b"\n\n").unwrap();
    assert_eq!(filter.answer(), rows(&[line]));
    assert_eq!(filter.end().0, Some(0));
}

#[test]
fn nobody_who_reads_is_a_quiet_end() {
    let Filter { mut child, mut input, output } = Filter::open(&[]);
    drop(output);
    let batch: String = (0..50).map(|at| record(at, SEED) + "\n").collect();
    // the program may be gone before all is written
    let _ = input.write_all(batch.as_bytes()).and_then(|()| input.write_all(b"\n"));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
#[cfg(unix)]
fn sigterm_ends_it_where_it_waits() {
    use std::os::unix::process::ExitStatusExt;
    let mut filter = Filter::open(&[]);
    assert_eq!(filter.ask(&[record("a", SEED)]).len(), 2);
    assert!(std::process::Command::new("kill").arg(filter.child.id().to_string()).status().unwrap().success());
    assert_eq!(filter.child.wait().unwrap().signal(), Some(15));
}

/// The page's example gives what the page says.
#[test]
fn the_example_of_the_page() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        support::skipped("no python3");
        return;
    }
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/filter.md")).unwrap();
    let block = |mark: &str| page.split_once(mark).unwrap().1.split_once("```").unwrap().0;
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_cotejo")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let ran = std::process::Command::new("python3").args(["-c", block("```python\n")]).env("PATH", path).output().unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), block("prints\n\n```\n"), "{}", String::from_utf8_lossy(&ran.stderr));
}
