//! Several outputs of one run.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{Ended, SEED, SEED_PATH, assert_said, cotejo, folder};
use std::fs;
use std::path::Path;

fn pair(folder: &Path, arguments: &[&str]) -> Ended {
    cotejo([&["pair"], arguments].concat()).current_dir(folder).output().expect("cotejo starts").into()
}

/// The founding article with a caption that has no English.
fn article(folder: &Path) {
    let lost = "60331087. México, 31 Mar 2016 (Notimex-Ana Ruiz).- Vecinos celebran la fiesta del barrio. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
    fs::write(folder.join("article.txt"), format!("{SEED}\n\n{lost}\n")).unwrap();
}

#[test]
fn each_is_what_a_run_of_its_own_writes() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    article(folder.path());
    let formats = [
        "tmx",
        "csv",
        "jsonl",
        "xlf",
        #[cfg(feature = "parquet")]
        "parquet",
    ];
    let names = formats.map(|format| format!("all.{format}"));
    let outputs: Vec<&str> = names.iter().flat_map(|name| ["-o", name]).collect();
    let ended = pair(folder.path(), &[&outputs, &["article.txt"][..]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("all.tmx: 1 rows left out: "), "{}", ended.stderr);
    let wanted = "; 2 rows written to all.tmx (1 left out: 1 without English), 3 rows to all.csv, 3 rows to all.jsonl";
    assert!(ended.summary.contains(wanted), "{}", ended.summary);
    for format in formats {
        assert_eq!(pair(folder.path(), &["-o", &format!("one.{format}"), "article.txt"]).code, Some(0));
        let [one, all] = ["one", "all"].map(|name| fs::read(at(&format!("{name}.{format}"))).unwrap());
        assert!(one == all, "{format}");
    }
    // nothing is left beside them
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2 * formats.len() + 1);
}

#[test]
fn what_cannot_be_several_is_refused_with_a_remedy() {
    let folder = folder();
    article(folder.path());
    fs::create_dir(folder.path().join("set")).unwrap();
    fs::write(folder.path().join("a.csv"), "mine").unwrap();
    for (arguments, parts) in [
        (&["-f", "tmx", "-o", "a.csv", "-o", "b.tmx"][..], ["--format is for one output", "end the name of each -o in csv"]),
        (&["-o", "a.csv", "-o", "-"], ["-: standard output is no file", "as the only -o"]),
        (&["-o", "a.csv", "-o", "set"], ["set: is a folder", "as the only -o"]),
        (&["-o", "a.csv", "-o", "b"], ["b: of several outputs the ending says the format", "end the name in csv"]),
        (&["-o", "a.csv", "-o", "b.xlsx"], ["b.xlsx: no .xlsx is written here", "end the name in csv"]),
        (&["-o", "a.csv", "-o", "./a.csv"], ["./a.csv: stands twice among the outputs", "another name"]),
        (&["-o", "b.csv", "-o", "set/../b.csv"], ["b.csv: stands twice among the outputs", "another name"]),
        (&["--split", "80:10:10", "-o", "a.csv", "-o", "b.tmx"], ["--split writes three files", "-o DIR/"]),
        (&["--excel", "-o", "a.csv", "-o", "b.tmx"], ["--excel is for tables", "leave it out"]),
        (&["--explain", "-o", "a.txt", "-o", "b.txt"], ["--explain writes one output", "give one -o"]),
        (&["-o", "b.csv", "-o", "article.txt"], ["article.txt, which is read", "choose another place with -o"]),
    ] {
        let ended = pair(folder.path(), &[arguments, &["article.txt"]].concat());
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.stderr);
        assert_said(&ended, &parts);
    }
    assert_eq!(fs::read_to_string(folder.path().join("a.csv")).unwrap(), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing was made");
}

#[cfg(target_os = "linux")]
#[test]
fn where_one_fails_the_others_are_as_they_were() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), "mine").unwrap();
    std::os::unix::fs::symlink("/dev/full", at("full.jsonl")).unwrap();
    for second in ["full.jsonl", "nowhere/b.tmx"] {
        let ended = pair(folder.path(), &["-o", "a.csv", "-o", second, SEED_PATH]);
        assert_eq!(ended.code, Some(4), "{}", ended.stderr);
        assert_eq!(fs::read_to_string(at("a.csv")).unwrap(), "mine", "{second}");
    }
}
