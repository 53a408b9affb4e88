//! Nothing that somebody has is lost: what is read, what another wrote, what a link leads to, what only its owner may see.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{Ended, SEED, cotejo, folder};
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

fn run_in(folder: &Path, args: &[&str]) -> Ended {
    cotejo(args).current_dir(folder).output().unwrap().into()
}

fn record(id: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "text": SEED}))
}

#[test]
fn an_output_that_is_read_is_refused_by_every_command() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), record("a")).unwrap();
    fs::write(at("page.txt"), SEED).unwrap();
    fs::hard_link(at("page.txt"), at("linked.txt")).unwrap();
    symlink("page.txt", at("link.txt")).unwrap();
    fs::create_dir(at("set")).unwrap();
    fs::hard_link(at("a.jsonl"), at("set/pairs.jsonl")).unwrap();
    let mut commands: Vec<&[&str]> = vec![
        &["pair", "-o", "a.jsonl", "a.jsonl"],
        &["pair", "-o", "./a.jsonl", "page.txt", "a.jsonl"],
        &["pair", "--format", "jsonl", "-o", "set/", "a.jsonl"],
        &["pair", "--explain", "-o", "page.txt", "page.txt"],
        &["pair", "--model", "a.jsonl", "-o", "a.jsonl", "page.txt"],
        &["audit", "--format", "text", "-o", "page.txt", "page.txt"],
        &["audit", "-o", "linked.txt", "page.txt"],
        &["audit", "-o", "page.txt", "link.txt"],
        &["audit", "--baseline", "a.jsonl", "-o", "a.jsonl", "page.txt"],
        &["audit", "--config", "page.txt", "-o", "page.txt", "a.jsonl"],
        &["detect", "-o", "a.jsonl", "a.jsonl"],
        &["embed", "-o", "page.txt", "--format", "jsonl", "page.txt"],
        &["score", "-o", "page.txt", "page.txt", "a.jsonl"],
        &["score", "-o", "page.txt", "a.jsonl", "page.txt"],
    ];
    #[cfg(feature = "review")]
    commands.extend([
        &["pair", "--reviews", "a.jsonl", "-o", "a.jsonl", "page.txt"][..],
        &["export", "--to", "doccano", "-o", "a.jsonl", "a.jsonl"],
        &["export", "--to", "doccano", "--db", "page.txt", "page.txt"],
        &["import", "--from", "doccano", "-o", "a.jsonl", "a.jsonl"],
        &["agreement", "-o", "page.txt", "page.txt"],
        &["review", "--db", "page.txt", "page.txt"],
    ]);
    #[cfg(feature = "translate")]
    commands.extend([&["translate", "-o", "a.jsonl", "a.jsonl"][..], &["translate", "--cache", "page.txt", "page.txt"]]);
    for args in commands {
        let ended = run_in(folder.path(), args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.stderr);
        assert!(ended.stderr.contains("writing would destroy it; choose another place with -"), "{args:?}: {}", ended.stderr);
    }
    assert_eq!(fs::read_to_string(at("a.jsonl")).unwrap(), record("a"));
    assert_eq!(fs::read_to_string(at("page.txt")).unwrap(), SEED);
}

#[test]
fn an_output_that_standard_input_or_output_is_bound_to_is_refused() {
    let folder = folder();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, record("a")).unwrap();
    let mut from_it = cotejo(["pair", "-o", "a.jsonl", "-"]);
    let ended: Ended = from_it.current_dir(folder.path()).stdin(File::open(&path).unwrap()).output().unwrap().into();
    assert!(ended.code == Some(2) && ended.stderr.contains("which standard input is read from"), "{}", ended.stderr);
    let mut onto_it = cotejo(["pair", "a.jsonl"]);
    onto_it.current_dir(folder.path()).stdout(File::options().append(true).open(&path).unwrap()).stderr(Stdio::piped());
    assert_eq!(onto_it.output().unwrap().status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), record("a"));
}

#[test]
fn a_folder_keeps_what_others_put_there() {
    for name in ["README.md", "pairs.csv"] {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.txt"), SEED).unwrap();
        fs::create_dir(at("set")).unwrap();
        let path = at("set").join(name);
        fs::write(&path, "mine\n").unwrap();
        let ended = run_in(folder.path(), &["pair", "-o", "set/", "a.txt"]);
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        assert!(ended.stderr.contains(name) && ended.stderr.contains("--force"), "{}", ended.stderr);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
        assert_eq!(fs::read_dir(at("set")).unwrap().count(), 1, "something was left behind");
        // its own it replaces, asked or not
        for args in [
            &["pair", "--force", "-o", "set/", "a.txt"][..],
            &["pair", "-o", "set/", "a.txt"],
            &["pair", "--format", "tsv", "-o", "set", "a.txt"],
        ] {
            let ended = run_in(folder.path(), args);
            assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.stderr);
        }
        assert!(at("set/pairs.tsv").exists() && at("set/pairs.csv").exists());
    }
}

#[cfg(feature = "review")]
#[test]
fn an_export_keeps_what_it_was_not_named() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), SEED).unwrap();
    let args = ["export", "--to", "label-studio", "-o", "project/", "a.txt"];
    assert_eq!(run_in(folder.path(), &args).code, Some(0));
    let found: Vec<_> = fs::read_dir(at("project")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let ended = run_in(folder.path(), &args);
    assert!(ended.code == Some(2) && ended.stderr.contains("--force"), "{}", ended.stderr);
    for path in &found {
        fs::write(path, "mine\n").unwrap();
    }
    assert_eq!(run_in(folder.path(), &args).code, Some(2));
    for path in &found {
        assert_eq!(fs::read_to_string(path).unwrap(), "mine\n");
    }
    assert_eq!(run_in(folder.path(), &[&args[..], &["--force"]].concat()).code, Some(0));
}

#[test]
fn no_link_leads_to_what_was_not_named() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), SEED).unwrap();
    fs::write(at("victim"), "precious\n").unwrap();
    symlink("victim", at("out.csv.cotejo-journal")).unwrap();
    let ended = run_in(folder.path(), &["pair", "-o", "out.csv", "a.txt"]);
    assert!(ended.code == Some(2) && ended.stderr.contains("is a link"), "{}", ended.stderr);
    fs::remove_file(at("out.csv.cotejo-journal")).unwrap();
    fs::write(at("out.csv.cotejo-journal"), "notes\n").unwrap();
    let ended = run_in(folder.path(), &["pair", "-o", "out.csv", "a.txt"]);
    assert!(ended.code == Some(2) && ended.stderr.contains("of something else"), "{}", ended.stderr);
    assert_eq!(fs::read_to_string(at("out.csv.cotejo-journal")).unwrap(), "notes\n");
    fs::remove_file(at("out.csv.cotejo-journal")).unwrap();
    // what bears the unfinished file's name is passed by
    symlink("victim", at(".cotejo-out.csv")).unwrap();
    assert_eq!(run_in(folder.path(), &["pair", "-o", "out.csv", "a.txt"]).code, Some(0));
    assert!(fs::symlink_metadata(at(".cotejo-out.csv")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(at("victim")).unwrap(), "precious\n");
}

#[test]
fn a_link_that_leads_nowhere_gets_its_file_or_is_refused() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), SEED).unwrap();
    symlink("new.csv", at("out.csv")).unwrap();
    assert_eq!(run_in(folder.path(), &["pair", "-o", "out.csv", "a.txt"]).code, Some(0));
    assert!(fs::symlink_metadata(at("out.csv")).unwrap().is_symlink() && at("new.csv").is_file());
    symlink("none/new.csv", at("lost.csv")).unwrap();
    let ended = run_in(folder.path(), &["pair", "-o", "lost.csv", "a.txt"]);
    assert!(ended.code != Some(0) && ended.stderr.contains("choose another with -o"), "{}", ended.stderr);
    assert!(fs::symlink_metadata(at("lost.csv")).unwrap().is_symlink());
}

#[test]
fn new_files_obey_the_umask_and_old_ones_keep_their_permissions() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    fs::write(at("a.txt"), SEED).unwrap();
    for (umask, expected) in [("077", 0o600), ("022", 0o644), ("002", 0o664)] {
        let script = format!("umask {umask} && \"$0\" pair -q -o rows.csv a.txt && \"$0\" audit -q --fail-on never -o r.html a.txt");
        let status = Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_cotejo")]).current_dir(folder.path()).status().unwrap();
        assert!(status.success());
        for name in ["rows.csv", "r.html"] {
            assert_eq!(mode(name), expected, "{name} under {umask}");
            fs::remove_file(at(name)).unwrap();
        }
    }
    fs::write(at("rows.csv"), "").unwrap();
    fs::set_permissions(at("rows.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run_in(folder.path(), &["pair", "-o", "rows.csv", "a.txt"]).code, Some(0));
    assert_eq!(mode("rows.csv"), 0o640);
}

#[test]
fn the_last_line_says_what_became_of_the_rows() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), SEED).unwrap();
    let ended = run_in(folder.path(), &["pair", "--relation", "partial", "-o", "rows.csv", "a.txt"]);
    assert!(ended.summary.ends_with("; 1 row written to rows.csv; 1 left out: 1 of another --relation\n"), "{}", ended.summary);
}
