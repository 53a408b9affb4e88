//! Input and output that fail. Each failure is one line on standard error with the path and what to do about it, has its exit
//! code, and keeps nothing else from being written.

use crate::support::{Ended, SEED, SEED_PATH, assert_reads_as_the_seed, assert_said, cotejo, file, folder, run, run_with_input, skipped};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

/// Alone the input leaves nothing to do (4); beside the seed, in any order, it is told and the seed's rows are written (3).
fn assert_unreadable(path: &str, parts: &[&str]) {
    for command in ["pair", "detect"] {
        let alone = run([command, path]);
        assert_eq!(alone.code, Some(4), "{command}: {}", alone.stderr);
        assert!(alone.rows().is_empty(), "{}", alone.stdout);
        assert_said(&alone, parts);
        let wanted = run([command, SEED_PATH]).stdout;
        for paths in [[path, SEED_PATH], [SEED_PATH, path]] {
            let beside = run([command, paths[0], paths[1]]);
            assert_eq!(beside.code, Some(3), "{command}: {}", beside.stderr);
            assert_eq!(beside.stdout, wanted);
            assert_said(&beside, parts);
        }
    }
}

#[test]
fn missing_path() {
    assert_unreadable("/nowhere/at-all.txt", &["/nowhere/at-all.txt", "no such file", "check the spelling"]);
}

#[test]
#[cfg(target_os = "linux")]
fn file_that_the_system_refuses() {
    // refused to root, too
    assert_unreadable("/proc/self/mem", &["/proc/self/mem", "cannot be read", "permission"]);
}

#[test]
#[cfg(unix)]
fn file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = file(&folder, "locked.txt", SEED);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::File::open(&path).is_ok() {
        skipped("this user may read every file (root); /proc/self/mem stands in");
        return;
    }
    assert_unreadable(&path, &[&path, "cannot be read", "permission"]);
}

#[test]
fn folder_without_texts() {
    let folder = folder();
    file(&folder, "page.md", SEED);
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    assert_unreadable(&path, &[&path, "no file with a known ending", ", but 1 .md; name the files themselves"]);
}

#[test]
fn empty_file() {
    let folder = folder();
    for (name, text) in [("empty.txt", ""), ("blank.txt", "\n \r\n\t\u{2028}\u{a0}\n"), ("mark.txt", "\u{feff}\n")] {
        let path = file(&folder, name, text);
        assert_unreadable(&path, &[&path, "empty"]);
    }
    let ended = run_with_input(["pair", "-"], b"");
    assert_eq!(ended.code, Some(4));
    assert_said(&ended, &["<stdin>", "empty"]);
}

#[test]
fn binary_file() {
    let folder = folder();
    let picture = file(&folder, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0");
    assert_unreadable(&picture, &[&picture, "a picture, which is not read", "exiftool"]);
    let late = file(&folder, "late.txt", format!("{SEED}\0"));
    assert_unreadable(&late, &[&late, &format!("byte {}", SEED.len()), "give plain text"]);
}

/// A header of any bytes, and a name: neither breaks the line, nor reaches the terminal as an order.
#[test]
fn what_an_input_is_called_stays_on_one_line() {
    let folder = folder();
    let header = format!("\u{1b}[31mred\u{7},\"two\nlines\",{}\na,b,c\n", "x".repeat(100_000));
    for (name, bytes) in [("table\u{1b}[2J\n.csv", header.as_str()), ("empty\u{202e}\n.txt", "")] {
        let ended = run(["pair", &file(&folder, name, bytes)]);
        assert_eq!((ended.code, ended.stderr.lines().count()), (Some(4), 1), "{}", ended.stderr);
        assert!(ended.stderr.starts_with("error: ") && ended.stderr.len() < 2000, "{}", ended.stderr);
        assert!(!ended.stderr.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'), "{:?}", ended.stderr);
    }
}

#[test]
fn invalid_bytes_are_read_all_the_same() {
    let folder = folder();
    // one byte of an é is lost, far from the captions
    let mut bytes = SEED.as_bytes().to_vec();
    let at = SEED.find("é").expect("an é");
    bytes[at + 1] = b'|';
    let ended = run(["pair", &file(&folder, "broken.txt", &bytes)]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(ended.rows().len(), 2);
    // nothing but bytes that are no UTF-8
    let ended = run(["pair", &file(&folder, "high.txt", [0xff, 0xfa, 0x80, b'\n'].repeat(50))]);
    assert_eq!((ended.code, ended.stderr.as_str(), ended.rows().len()), (Some(0), "", 0));
}

#[test]
fn other_encodings_give_the_same_rows() {
    let folder = folder();
    let utf16 = |big: bool| SEED.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect::<Vec<u8>>();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    let (windows, _, lossy) = encoding_rs::WINDOWS_1252.encode(SEED);
    assert!(!lossy);
    for (name, bytes) in [
        ("le.txt", utf16(false)),
        ("be.txt", utf16(true)),
        ("le-mark.txt", marked(&[0xff, 0xfe], &utf16(false))),
        ("be-mark.txt", marked(&[0xfe, 0xff], &utf16(true))),
        ("windows.txt", windows.into_owned()),
    ] {
        assert_reads_as_the_seed(&run(["pair", &file(&folder, name, bytes)]), true);
    }
    let path = file(&folder, "mark.txt", marked(b"\xef\xbb\xbf", SEED.as_bytes()));
    let ended = run(["pair", &path]);
    assert_reads_as_the_seed(&ended, false);
    let source = fs::read(path).expect("the file");
    for row in ended.rows() {
        let at = |column: usize| row[column].parse::<usize>().expect("an offset");
        assert_eq!(&source[at(10)..at(11)], row[6].as_bytes());
        assert_eq!(&source[at(12)..at(13)], row[7].as_bytes());
    }
}

#[test]
fn other_line_ends_give_the_same_rows() {
    for end in ["\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"] {
        assert_reads_as_the_seed(&run_with_input(["pair"], SEED.replace('\n', end).as_bytes()), false);
    }
}

#[test]
fn larger_than_the_limit() {
    let folder = folder();
    let huge = file(&folder, "huge.txt", vec![b'a'; 200 << 20]);
    let ended = run(["pair", &huge, SEED_PATH]);
    assert_eq!(ended.code, Some(3));
    assert_eq!(ended.rows().len(), 2);
    assert_said(&ended, &[&huge, "larger than", "--max-bytes"]);
    let size = SEED.len();
    assert_eq!(run(["pair", "--max-bytes", &size.to_string(), SEED_PATH]).code, Some(0));
    let ended = run(["pair", "--max-bytes", &(size - 1).to_string(), SEED_PATH]);
    assert_eq!(ended.code, Some(4));
    assert_said(&ended, &[SEED_PATH, "larger than", "--max-bytes"]);
}

/// Work that grows with the square of a line's length would take hours here.
#[test]
fn long_lines_are_worked_through() {
    const LENGTH: usize = 4 << 20;
    let caption = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/ ";
    let bent = [
        "a",
        "1",
        "(",
        "[",
        ".",
        "\"",
        "“",
        "/",
        "-",
        "A. (",
        "EFE/",
        "FOTO/aa/",
        "foto ",
        "(a)",
        ",",
        "A, ",
        "\u{301}",
        "12345678 ",
        "«“\"",
        "El alcalde habló. ",
        "The mayor said that. ",
        caption,
    ];
    std::thread::scope(|scope| {
        let (even, odd): (Vec<_>, Vec<_>) = bent.iter().enumerate().partition(|(at, _)| at % 2 == 0);
        for half in [even, odd] {
            scope.spawn(move || {
                for (_, piece) in half {
                    let ended = run_with_input(["pair"], piece.repeat(LENGTH / piece.len()).as_bytes());
                    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{piece}");
                    assert_eq!(!ended.rows().is_empty(), *piece == caption, "{piece}");
                }
            });
        }
    });
}

#[test]
fn file_that_vanishes_before_it_is_read() {
    let folder = folder();
    for name in ["a.txt", "b.txt", "c.txt"] {
        file(&folder, name, SEED);
    }
    let inputs: Vec<_> = cotejo::read::inputs(&[folder.path().to_owned()]).collect();
    assert_eq!(inputs.len(), 3);
    let gone = folder.path().join("b.txt");
    fs::remove_file(&gone).expect("removed");
    let read = inputs.into_iter().map(|input| cotejo::read::article(&input.expect("listed"), &cotejo::read::Options::default()));
    let read: Vec<_> = read.collect();
    assert!(read[0].is_ok() && read[2].is_ok());
    let message = read[1].as_ref().expect_err("vanished").to_string();
    assert!(message.contains(gone.to_str().expect("UTF-8")) && message.contains("no such file"), "{message}");
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().into()).collect();
    names.sort();
    names
}

#[test]
fn output_file_is_whole_or_absent() {
    let folder = folder();
    let target = folder.path().join("rows.csv");
    let target = target.to_str().expect("UTF-8");
    let ended = run(["pair", "-o", target, SEED_PATH, "/nowhere.txt"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""));
    assert_said(&ended, &["/nowhere.txt"]);
    let whole = fs::read_to_string(target).expect("written");
    assert_eq!(whole, run(["pair", SEED_PATH]).stdout);
    // where nothing could be read, what was there stays
    assert_eq!(run(["pair", "-o", target, "/nowhere.txt"]).code, Some(4));
    assert_eq!(fs::read_to_string(target).expect("still there"), whole);
    assert_eq!(names(folder.path()), [PathBuf::from("rows.csv")]);
}

#[test]
fn output_folder_missing() {
    let folder = folder();
    let target = folder.path().join("none/rows.csv");
    for command in ["pair", "detect"] {
        let ended = run([command, "-o", target.to_str().expect("UTF-8"), SEED_PATH]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(4), ""));
        assert_said(&ended, &[target.to_str().expect("UTF-8"), "cannot write", "-o"]);
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn output_is_a_folder() {
    let folder = folder();
    fs::create_dir(folder.path().join("rows")).expect("a folder");
    let target = folder.path().join("rows");
    // rows go into it, with a card; a table of lines does not
    let ended = run(["pair", "-o", target.to_str().expect("UTF-8"), SEED_PATH]);
    assert_eq!(ended.code, Some(0));
    assert!(names(&target).contains(&PathBuf::from("README.md")));
    let ended = run(["detect", "-o", target.to_str().expect("UTF-8"), SEED_PATH]);
    assert_eq!(ended.code, Some(4));
    assert_said(&ended, &[target.to_str().expect("UTF-8"), "folder", "-o"]);
    assert_eq!(names(folder.path()), [PathBuf::from("rows")]);
}

#[test]
#[cfg(target_os = "linux")]
fn no_write_permission() {
    // root may write in any folder but those of /proc
    let ended = run(["pair", "-o", "/proc/rows.csv", SEED_PATH]);
    assert_eq!(ended.code, Some(4));
    assert_said(&ended, &["/proc/rows.csv", "cannot write", "-o"]);
}

#[test]
#[cfg(unix)]
fn output_through_a_link_writes_what_it_points_at() {
    let folder = folder();
    let real = file(&folder, "real.csv", "old");
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    assert_eq!(run(["pair", "-o", link.to_str().expect("UTF-8"), SEED_PATH]).code, Some(0));
    assert!(fs::symlink_metadata(&link).expect("still there").is_symlink());
    assert_eq!(fs::read_to_string(real).expect("written"), run(["pair", SEED_PATH]).stdout);
}

#[test]
#[cfg(unix)]
fn output_to_a_pipe_with_a_name() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        skipped("no mkfifo here");
        return;
    }
    let child = cotejo(["pair", "-o", pipe.to_str().expect("UTF-8"), SEED_PATH]).spawn().expect("cotejo starts");
    let mut rows = String::new();
    fs::File::open(&pipe).and_then(|mut file| file.read_to_string(&mut rows)).expect("rows");
    assert!(child.wait_with_output().expect("cotejo ends").status.success());
    assert_eq!(rows, run(["pair", SEED_PATH]).stdout);
    assert_eq!(names(folder.path()), [PathBuf::from("pipe")]);
}

/// A folder with enough copies of the seed to fill every buffer.
fn many() -> TempDir {
    let folder = folder();
    for number in 0..80 {
        file(&folder, &format!("{number:03}.txt"), SEED);
    }
    folder
}

#[test]
#[cfg(target_os = "linux")]
fn full_disk_under_standard_output() {
    let many = many();
    let texts = many.path().to_str().expect("UTF-8");
    for args in [
        &["pair", texts][..],
        &["pair", SEED_PATH],
        &["pair", "--format", "jsonl", texts],
        &["pair", "--explain", texts],
        &["detect", SEED_PATH],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let ended: Ended = cotejo(args).stdout(full).output().expect("cotejo starts").into();
        assert_eq!(ended.code, Some(4), "{args:?}");
        assert_said(&ended, &["standard output", "No space left", "free some room"]);
    }
    let ended = run(["pair", "-o", "/dev/full", SEED_PATH]);
    assert_eq!(ended.code, Some(4));
    assert_said(&ended, &["/dev/full", "No space left", "-o"]);
}

/// A file system of a few kilobytes, while it lives.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = folder();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=16k", "cotejo-test"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn full_disk_under_the_output_file() {
    let Some(disk) = SmallDisk::mount() else {
        skipped("this user may not mount a small disk; /dev/full stands in");
        return;
    };
    let many = many();
    let target = disk.0.path().join("rows.csv");
    let ended = run(["pair", "-o", target.to_str().expect("UTF-8"), many.path().to_str().expect("UTF-8")]);
    assert_eq!(ended.code, Some(4));
    assert_said(&ended, &[target.to_str().expect("UTF-8"), "No space left", "-o"]);
    // nothing but what a later run can go on from
    assert!(names(disk.0.path()).iter().all(|name| name == "rows.csv.cotejo-journal"), "{:?}", names(disk.0.path()));
}

#[test]
fn closed_pipe_ends_quietly() {
    let many = many();
    let texts = many.path().to_str().expect("UTF-8");
    for args in [
        &["pair", texts][..],
        &["pair", "--format", "jsonl", texts],
        &["pair", "--format", "tsv", texts],
        &["pair", "--explain", texts],
        &["detect", texts],
        &["completions", "bash"],
    ] {
        let mut child = cotejo(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cotejo starts");
        let mut line = String::new();
        BufReader::with_capacity(1, child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let ended: Ended = child.wait_with_output().expect("cotejo ends").into();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{args:?} after {line}");
    }
}

#[test]
fn wrong_usage() {
    for args in [&["pair", "--format", "xml"][..], &["pair", "--max-bytes", "many"], &["guess"], &["pair", "-q", "-v"], &[]] {
        assert_eq!(run(args).code, Some(2), "{args:?}");
    }
}

#[test]
fn a_line_that_is_no_object_is_told_with_one_place() {
    let folder = folder();
    let path = file(&folder, "a.jsonl", "\n{\"text\": ?}\n");
    let ended = run(["pair", &path]);
    assert_said(&ended, &[&format!("{path}:2:10: expected value;"), "--input-format"]);
    assert!(!ended.stderr.contains("line 1"), "{}", ended.stderr);
}

#[test]
fn our_own_names_are_told_nobody() {
    for command in ["pair", "detect"] {
        let ended = run([command, "-o", "/nowhere/rows.csv", SEED_PATH]);
        assert_said(&ended, &["/nowhere/rows.csv: cannot write in the folder /nowhere"]);
        assert!(ended.code == Some(4) && !ended.stderr.contains("cotejo-"), "{}", ended.stderr);
    }
}
