//! What is opened, and how much of it: things that never end or never begin, documents that are no articles, and small files that unpack to
//! more than there is memory.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{Ended, SEED, SEED_PATH, cotejo, folder, run, run_with_input};
use std::fs;
use std::io::Write;
use std::process::{Child, Command, Stdio};

fn fifo(path: &std::path::Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Waits until a program has told what it is doing by waiting for bytes, then ends it by one signal.
fn stopped(child: Child, signal: &str) -> Ended {
    let asleep = format!("/proc/{}/task", child.id());
    // the thread that reads is there when the handler of signals is
    while !fs::read_dir(&asleep)
        .unwrap()
        .flatten()
        .any(|task| fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "reader"))
    {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    child.wait_with_output().unwrap().into()
}

#[cfg(target_os = "linux")]
#[test]
fn one_signal_ends_a_read_that_nobody_answers() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    fifo(&pipe);
    let output = folder.path().join("rows.csv");
    let (pipe, output) = (pipe.to_str().unwrap(), output.to_str().unwrap());
    for args in [&["pair", pipe][..], &["pair", "-o", output, pipe], &["audit", pipe], &["detect", "-"], &["pair", "-"], &["embed", "-"]] {
        for signal in ["-TERM", "-INT"] {
            let mut child = cotejo(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            // kept open: an idle terminal
            let idle = child.stdin.take();
            let ended = stopped(child, signal);
            drop(idle);
            assert_eq!(ended.code, Some(4), "{args:?}: {}", ended.stderr);
            assert!(ended.stderr.contains("error: stopped"), "{args:?}: {}", ended.stderr);
        }
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["pipe"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_came_before_the_signal_is_whole() {
    let record = serde_json::json!({"id": "a", "text": SEED}).to_string();
    let mut child = cotejo(["pair", "-j1", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut idle = child.stdin.take().unwrap();
    for _ in 0..40 {
        writeln!(idle, "{record}").unwrap();
    }
    let ended = stopped(child, "-TERM");
    drop(idle);
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    // two rows an article
    let rows = ended.rows().len();
    assert!(ended.stderr.contains(&format!("stopped after {} articles", rows / 2)), "{rows} rows: {}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn only_files_are_read_from_folders_and_patterns() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::copy(SEED_PATH, path("a.txt")).unwrap();
    fifo(&path("b.txt"));
    std::os::unix::fs::symlink("/dev/zero", path("c.txt")).unwrap();
    std::os::unix::fs::symlink("/nowhere/d.txt", path("d.txt")).unwrap();
    std::os::unix::fs::symlink(path("a.txt"), path("e.txt")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(path("f.txt")).unwrap();
    ["g.pdf", "h.PDF", "i.xml", "j"].iter().for_each(|name| fs::write(path(name), "x").unwrap());
    let ended = run(["pair", folder.path().to_str().unwrap()]);
    assert_eq!((ended.code, ended.rows().len()), (Some(0), 4), "{}", ended.stderr);
    let told = "; skipped: 2 .pdf, 1 .xml, 1 FIFO, 1 dangling link, 1 device, 1 socket, 1 without an ending\n";
    assert!(ended.stderr.is_empty() && ended.summary.ends_with(told), "{}{}", ended.stderr, ended.summary);
    let ended = run(["pair", &format!("{}/*.txt", folder.path().display())]);
    assert_eq!((ended.code, ended.rows().len()), (Some(0), 4), "{}", ended.stderr);
    assert!(ended.summary.ends_with("; skipped: 1 FIFO, 1 dangling link, 1 device, 1 socket\n"), "{}", ended.summary);
    for name in ["a.txt", "e.txt"] {
        fs::remove_file(path(name)).unwrap();
    }
    let ended = run(["pair", folder.path().to_str().unwrap()]);
    assert_eq!(ended.code, Some(4));
    assert!(
        ended.stderr.contains("no file with a known ending") && ended.stderr.contains("but 2 .pdf, 1 .xml, 1 FIFO"),
        "{}",
        ended.stderr
    );
    let ended = run(["pair", path("f.txt").to_str().unwrap()]);
    assert!(ended.code == Some(4) && ended.stderr.contains("f.txt: a socket, which is not read; give a file"), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_named_is_read() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    fifo(&pipe);
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, SEED).unwrap()
    });
    let ended = run(["pair", pipe.to_str().unwrap()]);
    writer.join().unwrap();
    assert_eq!((ended.code, ended.rows().len()), (Some(0), 2), "{}", ended.stderr);
}

#[test]
fn what_is_no_article_is_told_for_what_it_is() {
    let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
    let cases: &[(&[u8], &str, &str)] = &[
        (b"%PDF-1.7\n1 0 obj", "a PDF document", "pdftotext"),
        (b"PK\x03\x04\x14\0\0\0[Content_Types].xml word/document.xml", "a Word document", "pandoc"),
        (b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument file", "pandoc"),
        (b"PK\x03\x04\x14\0\0\0mimetypeapplication/epub+zip", "an EPUB book", "pandoc"),
        (b"{\\rtf1\\ansi The News.}", "an RTF document", "pandoc"),
        (b"<?xml version=\"1.0\"?><nitf><body>a</body></nitf>", "news in XML (NITF)", "plain text"),
        (b"<rss version=\"2.0\"><channel>", "a feed in XML (RSS or Atom)", "pages"),
        (b"filedesc://a.arc 0.0.0.0 20000101000000 text/plain 76\n1 0 a\n", "an ARC archive", "warcio"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture", "exiftool"),
        (b"\0\0\0\x20ftypisom", "sound or video", "transcript"),
        (b"\x7fELF\x02\x01\x01", "a program", "articles"),
        (b"SQLite format 3\0\x10\0", "an SQLite database", "sqlite3"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an older Office document or an Outlook message", "soffice"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "an archive of files", "unpack"),
        (b"Rar!\x1a\x07\x01\0", "an archive of files", "unpack"),
        (&tar, "an archive of files", "unpack"),
    ];
    let folder = folder();
    for (bytes, what, remedy) in cases {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).unwrap();
        for (name, content) in [("a", bytes.to_vec()), ("a.txt", bytes.to_vec()), ("a.html.gz", gzip.finish().unwrap())] {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            let path = path.to_str().unwrap();
            for ended in [run(["pair", path]), run_with_input(["pair", "-"], bytes)] {
                assert_eq!(ended.code, Some(4), "{what}: {}", ended.stderr);
                assert!(
                    ended.stderr.contains(&format!(": {what}, which is not read: ")) && ended.stderr.contains(remedy),
                    "{}",
                    ended.stderr
                );
            }
        }
    }
    // what is text of a kind can be asked for
    let xml = b"<?xml version=\"1.0\"?><nitf><body><p>The mayor opened the park.</p></body></nitf>";
    assert_eq!(run_with_input(["detect", "--input-format", "html", "-"], xml).rows().len(), 1);
    // the same where no article is read
    let path = folder.path().join("a.txt");
    fs::write(&path, b"%PDF-1.7\n").unwrap();
    let path = path.to_str().unwrap();
    for args in [&["score", path, path][..], &["import", "--from", "doccano", path], &["pair", "--model", path, SEED_PATH]] {
        let ended = run(args);
        assert!(ended.code == Some(4) && ended.stderr.contains("a PDF document"), "{args:?}: {}", ended.stderr);
    }
}

#[test]
fn utf_32_is_a_text() {
    let folder = folder();
    let utf32 = |mark: &str| format!("{mark}{SEED}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
    let path = folder.path().join("a.txt");
    fs::write(&path, SEED).unwrap();
    let wanted = run(["pair", path.to_str().unwrap()]).stdout;
    for mark in ["\u{feff}", ""] {
        fs::write(&path, utf32(mark)).unwrap();
        let ended = run(["pair", path.to_str().unwrap()]);
        assert!(ended.code == Some(0) && ended.stdout == wanted, "{}", ended.stderr);
    }
    let lines: Vec<u8> = "\u{feff}{\"text\": \"a\"}\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    let ended = run(["pair", folder.path().join("a.jsonl").to_str().unwrap()]);
    assert!(ended.code == Some(4) && ended.stderr.contains("UTF-32") && ended.stderr.contains("iconv"), "{}", ended.stderr);
}

/// Runs with less memory than what is read would take without limits.
#[cfg(target_os = "linux")]
fn in_little_memory(args: &[&str]) -> Ended {
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -v 6000000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_cotejo")]).args(args);
    shell.env("NO_COLOR", "1").env_remove("RUST_LOG").stdin(Stdio::null()).output().unwrap().into()
}

#[cfg(target_os = "linux")]
#[test]
fn a_small_file_that_unpacks_to_much_costs_its_article_alone() {
    let bomb = |head: &str, part: &str, times: usize| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        gzip.write_all(head.as_bytes()).unwrap();
        let piece = part.repeat(1 << 10);
        (0..times >> 10).for_each(|_| gzip.write_all(piece.as_bytes()).unwrap());
        gzip.finish().unwrap()
    };
    let folder = folder();
    fs::copy(SEED_PATH, folder.path().join("a.txt")).unwrap();
    let parts = [
        ("tags.html.gz", bomb("<html><body>", "<p>a", 15_000_000)),
        ("entities.html.gz", bomb("<html><p>", "&lt;", 15_000_000)),
        ("lines.txt.gz", bomb("", "a\n", 30_000_000)),
    ];
    for (name, bytes) in &parts {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("large.txt.gz"), bomb("", "a", 70_000_000)).unwrap();
    let ended = in_little_memory(&["pair", "-j2", folder.path().to_str().unwrap()]);
    assert_eq!((ended.code, ended.rows().len()), (Some(3), 2), "{}", ended.stderr);
    for (name, _) in &parts {
        let told = format!("{name}: more than 524288 lines, tags and entities");
        assert!(ended.stderr.contains(&told), "{}", ended.stderr);
    }
    assert!(ended.stderr.contains("large.txt.gz: larger than 67108864 bytes; raise the limit with --max-bytes"), "{}", ended.stderr);
    // where a file is held whole
    let export = folder.path().join("export.json.gz");
    fs::write(&export, bomb("", " ", 70_000_000)).unwrap();
    let ended = in_little_memory(&["import", "--from", "doccano", export.to_str().unwrap()]);
    assert_eq!(ended.code, Some(4));
    assert!(ended.stderr.contains("larger than 67108864 bytes, decompressed; give it in parts"), "{}", ended.stderr);
    let ended = in_little_memory(&["pair", "--model", export.to_str().unwrap(), SEED_PATH]);
    assert!(ended.code == Some(4) && ended.stderr.contains("larger than 16777216 bytes"), "{}", ended.stderr);
}
