//! What several tests share.
#![allow(missing_docs, unreachable_pub)]

pub mod corpus;
pub mod gold;
#[cfg(all(unix, feature = "review"))]
pub mod review;
pub mod sound;

use std::fs;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The founding article.
pub const SEED: &str = include_str!("../../data/articles/segob.txt");

/// The path of the founding article.
pub const SEED_PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles/segob.txt");

/// The program, with nothing on standard input.
pub fn cotejo<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo"));
    command.args(args).stdin(Stdio::null()).env("NO_COLOR", "1").env_remove("RUST_LOG");
    command
}

/// How a run ended, as text.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    /// Without the summary.
    pub stderr: String,
    /// The line that says how a whole run ended.
    pub summary: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        let stderr = text(output.stderr);
        let (summary, stderr): (Vec<_>, Vec<_>) =
            stderr.split_inclusive('\n').partition(|line| line.contains(" captions: ") || line.contains(" caption: "));
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: stderr.concat(), summary: summary.concat() }
    }
}

impl Ended {
    /// The records of a CSV on standard output, without its header.
    pub fn rows(&self) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(self.stdout.as_bytes()).into_records().map(|r| r.expect("CSV")).collect()
    }
}

/// Runs the program to its end.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Ended {
    cotejo(args).output().expect("cotejo starts").into()
}

/// Runs the program with that on standard input. A program that stops reading early is no fault.
pub fn run_with_input<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>, input: &[u8]) -> Ended {
    use std::io::Write;
    let mut command = cotejo(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cotejo starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("cotejo ends").into()
    })
}

/// Says why a test could not do its work on this machine.
#[allow(clippy::print_stderr)]
pub fn skipped(reason: &str) {
    eprintln!("skipped: {reason}");
}

/// A folder that lives as long as the test.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A file in it, by its path.
pub fn file(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

/// One line on standard error that holds all of these.
pub fn assert_said(ended: &Ended, parts: &[&str]) {
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    for part in parts.iter().chain(&["error: "]) {
        assert!(ended.stderr.contains(part), "no {part:?} in {}", ended.stderr);
    }
}

/// The rows of an input that is the seed in another form; only the offsets may differ.
pub fn assert_reads_as_the_seed(ended: &Ended, offsets: bool) {
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let wanted = run(["pair", SEED_PATH]).rows();
    let found = ended.rows();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        // article and pair_id carry the name
        let columns = (2..wanted.len()).filter(|at| offsets || !(10..=13).contains(at));
        for at in columns {
            assert_eq!(found[at], wanted[at], "column {at}");
        }
    }
}
