//! Runs that are killed or stopped go on with `--resume` and end with the bytes of an unbroken run.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{self, SEED};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Enough articles for some seconds, one with a broken line behind every hundredth.
fn dump(path: &Path, articles: usize) {
    let mut file = fs::File::create(path).unwrap();
    for at in 0..articles {
        let text = SEED.replace("Campa", &format!("Campa{}", at % 7));
        writeln!(file, "{}", serde_json::json!({"id": format!("a{at}"), "text": text})).unwrap();
        if at % 100 == 99 {
            writeln!(file, "{{broken").unwrap();
        }
    }
}

fn pair(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo"));
    command.arg("pair").args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Exit code and standard error.
fn ended(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = pair(folder, arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

fn made_progress(journal: &Path) -> bool {
    fs::read_to_string(journal).is_ok_and(|text| text.contains("\"done\""))
}

fn wait_for_progress(journal: &Path) {
    while !made_progress(journal) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Every file below a folder, hidden ones too, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

/// Another sequence on every run; a failure prints where it began.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
        #[allow(clippy::print_stderr)]
        {
            eprintln!("moments from {seed}");
        }
        Self(seed)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// Kills a run at 20 random moments at least, each time going on with it; then lets it end.
fn killed_twenty_times(folder: &Path, journal: &Path, arguments: &[&str]) {
    let mut random = Random::new();
    let arguments = [arguments, &["--resume"]].concat();
    let mut gone_on = 0;
    let mut kills = 0;
    // more where the machine is too busy for a run to get anywhere
    while kills < 20 || gone_on == 0 {
        kills += 1;
        let done_before = made_progress(journal);
        let mut child = pair(folder, &arguments).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + random.below(480)));
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        gone_on += usize::from(was_running && done_before);
    }
    let (code, message) = ended(folder, &arguments);
    // some lines are broken
    assert_eq!(code, Some(3), "{message}");
    assert!(message.contains("500 articles, 1000 captions") && message.contains("5 failures"), "{message}");
}

#[test]
fn a_file_after_twenty_kills_is_that_of_an_unbroken_run() {
    let folder = tempfile::tempdir().unwrap();
    dump(&folder.path().join("dump.jsonl"), 500);
    ended(folder.path(), &["-j1", "-o", "unbroken.csv", "dump.jsonl"]);
    let journal = folder.path().join("rows.csv.cotejo-journal");
    killed_twenty_times(folder.path(), &journal, &["-o", "rows.csv", "dump.jsonl"]);
    let mut found = files(folder.path());
    assert!(found.remove("rows.csv") == found.remove("unbroken.csv"), "the bytes differ");
    assert_eq!(found.keys().collect::<Vec<_>>(), ["dump.jsonl"], "something was left behind");
}

#[cfg(feature = "parquet")]
#[test]
fn a_folder_after_twenty_kills_is_that_of_an_unbroken_run() {
    let folder = tempfile::tempdir().unwrap();
    dump(&folder.path().join("dump.jsonl"), 500);
    let options = ["--format", "parquet", "--split", "80:10:10", "--dedup", "near", "--one-per-photo", "dump.jsonl"];
    // the same name, since the card carries it
    let into = ["-o", "set/"];
    let arguments = [&options[..], &into].concat();
    ended(folder.path(), &arguments);
    fs::rename(folder.path().join("set"), folder.path().join("unbroken")).unwrap();
    killed_twenty_times(folder.path(), &folder.path().join("set/.cotejo-journal"), &arguments);
    assert!(files(&folder.path().join("set")) == files(&folder.path().join("unbroken")), "the bytes differ");
}

#[test]
fn a_run_into_several_files_goes_on_in_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    dump(&at("dump.jsonl"), 500);
    ended(folder.path(), &["-o", "unbroken.csv", "dump.jsonl"]);
    ended(folder.path(), &["-o", "unbroken.tmx", "dump.jsonl"]);
    let arguments = ["-o", "rows.csv", "-o", "rows.tmx", "dump.jsonl"];
    let mut child = pair(folder.path(), &arguments).stderr(Stdio::null()).spawn().unwrap();
    wait_for_progress(&at("rows.csv.cotejo-journal"));
    // meanwhile no other run has one of them
    for output in ["rows.csv", "rows.tmx"] {
        let (code, message) = ended(folder.path(), &["-o", output, "dump.jsonl"]);
        assert!(code == Some(2) && message.contains(&format!("{output}: another run is writing this output")), "{message}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!at("rows.csv").exists() && !at("rows.tmx").exists());
    // not in another order, and not without one of them
    let (code, message) = ended(folder.path(), &["--resume", "-o", "rows.csv", "dump.jsonl"]);
    assert!(code == Some(2) && message.contains("the unfinished run is of `cotejo pair -o rows.csv -o rows.tmx"), "{message}");
    let (code, message) = ended(folder.path(), &[&arguments[..], &["--resume"]].concat());
    assert!(code == Some(3) && message.contains("rows written to rows.csv, ") && message.contains(" to rows.tmx"), "{message}");
    let mut found = files(folder.path());
    for format in ["csv", "tmx"] {
        assert!(found.remove(&format!("rows.{format}")) == found.remove(&format!("unbroken.{format}")), "{format}: the bytes differ");
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), ["dump.jsonl"], "something was left behind");
}

#[test]
fn ctrl_c_leaves_no_output_and_a_run_that_can_go_on() {
    let folder = tempfile::tempdir().unwrap();
    dump(&folder.path().join("dump.jsonl"), 500);
    let arguments = ["--format", "tmx", "-o", "rows.tmx", "dump.jsonl"];
    let child = pair(folder.path(), &arguments).spawn().unwrap();
    wait_for_progress(&folder.path().join("rows.tmx.cotejo-journal"));
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{message}");
    assert!(message.contains("error: stopped after ") && message.contains("--resume"), "{message}");
    let found = files(folder.path());
    assert_eq!(found.keys().collect::<Vec<_>>(), ["dump.jsonl", "rows.tmx.cotejo-journal"]);

    // with other options it does not go on
    let (code, message) = ended(folder.path(), &[&arguments[..], &["--resume", "--min-score", "0.5"]].concat());
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains("the unfinished run is of `cotejo pair --format tmx -o rows.tmx dump.jsonl`"), "{message}");

    // nor with another input
    let moved = folder.path().join("moved.jsonl");
    fs::rename(folder.path().join("dump.jsonl"), &moved).unwrap();
    dump(&folder.path().join("dump.jsonl"), 3);
    let resumed = [&arguments[..], &["--resume"]].concat();
    let (code, message) = ended(folder.path(), &resumed);
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains("the inputs are not those of the unfinished run"), "{message}");

    fs::rename(&moved, folder.path().join("dump.jsonl")).unwrap();
    let (code, message) = ended(folder.path(), &resumed);
    assert_eq!(code, Some(3), "{message}");
    let resumed = fs::read(folder.path().join("rows.tmx")).unwrap();
    ended(folder.path(), &arguments);
    assert!(resumed == fs::read(folder.path().join("rows.tmx")).unwrap(), "the bytes differ");
}

/// Stops a run on standard input that is at work, then goes on with what `again` holds.
fn gone_on_with(folder: &Path, first: &Path, again: &Path) -> (Option<i32>, String) {
    let stream = |path: &Path| Stdio::from(fs::File::open(path).unwrap());
    let child = pair(folder, &["-o", "rows.csv", "-"]).stdin(stream(first)).spawn().unwrap();
    wait_for_progress(&folder.join("rows.csv.cotejo-journal"));
    signal(&child, "-INT");
    child.wait_with_output().unwrap();
    let output = pair(folder, &["-o", "rows.csv", "--resume", "-"]).stdin(stream(again)).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn standard_input_must_bring_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let (given, other) = (folder.path().join("given.jsonl"), folder.path().join("other.jsonl"));
    dump(&given, 500);
    let lines: Vec<String> = fs::read_to_string(&given).unwrap().lines().rev().map(|line| format!("{line}\n")).collect();
    fs::write(&other, lines.concat()).unwrap();
    let (code, message) = gone_on_with(folder.path(), &given, &other);
    assert!(code == Some(2) && message.contains("standard input brings something else"), "{message}");
    assert!(!folder.path().join("rows.csv").exists());
    let output = pair(folder.path(), &["-o", "rows.csv", "--resume", "-"]).stdin(fs::File::open(&given).unwrap()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let rows = fs::read(folder.path().join("rows.csv")).unwrap();
    pair(folder.path(), &["-o", "rows.csv", "-"]).stdin(fs::File::open(&given).unwrap()).output().unwrap();
    assert!(rows == fs::read(folder.path().join("rows.csv")).unwrap(), "the bytes differ");
}

#[test]
fn a_file_of_the_same_size_and_time_must_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).unwrap();
    for at in 0..500 {
        fs::write(articles.join(format!("{at:03}.txt")), SEED.replace("Campa", &format!("Campa{}", at % 7))).unwrap();
    }
    let child = pair(folder.path(), &["-o", "rows.csv", "articles"]).spawn().unwrap();
    wait_for_progress(&folder.path().join("rows.csv.cotejo-journal"));
    signal(&child, "-INT");
    child.wait_with_output().unwrap();
    let first = articles.join("000.txt");
    let time = fs::metadata(&first).unwrap().modified().unwrap();
    let text = fs::read_to_string(&first).unwrap();
    fs::write(&first, text.replace("Campa0", "Campa9")).unwrap();
    fs::File::options().write(true).open(&first).unwrap().set_modified(time).unwrap();
    let (code, message) = ended(folder.path(), &["-o", "rows.csv", "--resume", "articles"]);
    assert!(code == Some(2) && message.contains("the inputs are not those of the unfinished run"), "{message}");
    fs::write(&first, text).unwrap();
    fs::File::options().write(true).open(&first).unwrap().set_modified(time).unwrap();
    assert_eq!(ended(folder.path(), &["-o", "rows.csv", "--resume", "articles"]).0, Some(0));
}

#[test]
fn two_runs_do_not_write_one_output() {
    let folder = tempfile::tempdir().unwrap();
    dump(&folder.path().join("dump.jsonl"), 500);
    let mut first = pair(folder.path(), &["-o", "rows.csv", "dump.jsonl"]).stderr(Stdio::null()).spawn().unwrap();
    while !folder.path().join("rows.csv.cotejo-journal").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    // it is locked as soon as it has its first line
    while fs::metadata(folder.path().join("rows.csv.cotejo-journal")).unwrap().len() == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let (code, message) = ended(folder.path(), &["-o", "rows.csv", "dump.jsonl"]);
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains("another run is writing this output"), "{message}");
    first.kill().unwrap();
    first.wait().unwrap();
    let (code, message) = ended(folder.path(), &["--resume", "-o", "rows.csv", "dump.jsonl"]);
    assert_eq!(code, Some(3), "{message}");
    assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), ["dump.jsonl", "rows.csv"]);
}

#[test]
fn a_broken_journal_is_used_up_to_where_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    dump(&folder.path().join("dump.jsonl"), 500);
    let arguments = ["-o", "rows.jsonl", "--format", "jsonl", "--resume", "dump.jsonl"];
    let child = pair(folder.path(), &arguments).spawn().unwrap();
    let journal = folder.path().join("rows.jsonl.cotejo-journal");
    wait_for_progress(&journal);
    signal(&child, "-TERM");
    child.wait_with_output().unwrap();
    let mut bytes = fs::read(&journal).unwrap();
    let at = bytes.len() * 2 / 3;
    bytes[at..].fill(0);
    fs::write(&journal, bytes).unwrap();
    assert_eq!(ended(folder.path(), &arguments).0, Some(3));
    let rows = fs::read_to_string(folder.path().join("rows.jsonl")).unwrap();
    let ids: Vec<_> = rows.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap()["article"].clone()).collect();
    let wanted: Vec<_> = (0..500).flat_map(|at| [format!("a{at}"), format!("a{at}")]).collect();
    assert_eq!(ids, wanted);
}

#[test]
fn what_goes_to_a_pipe_has_no_journal() {
    let folder = tempfile::tempdir().unwrap();
    let (code, message) = ended(folder.path(), &["--resume", support::SEED_PATH]);
    assert_eq!(code, Some(2), "{message}");
    assert!(message.contains("-o FILE"), "{message}");
}

#[test]
fn what_a_run_writes_into_the_input_folder_is_no_input() {
    for (output, file) in [("rows.csv", "rows.csv"), ("rows.jsonl", "rows.jsonl"), ("out/", "out/pairs.csv")] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), SEED).unwrap();
        let (code, message) = ended(folder.path(), &["-o", output, "."]);
        assert_eq!(code, Some(0), "{message}");
        let first = fs::read(folder.path().join(file)).unwrap();
        // as a killed run leaves it
        fs::write(folder.path().join(".cotejo-rows.csv"), "article\n").unwrap();
        let (code, message) = ended(folder.path(), &["--resume", "-o", output, "."]);
        assert!(code == Some(0) && message.contains("no unfinished run to resume"), "{output}: {message}");
        assert!(fs::read(folder.path().join(file)).unwrap() == first, "{output}");
        let (code, message) = ended(folder.path(), &["-o", output, "*.*"]);
        assert_eq!(code, Some(0), "{output}: {message}");
    }
}
