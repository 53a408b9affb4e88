//! Pairs go to annotation tools and what people answer there comes back.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{Ended, SEED_PATH, file, folder, run, run_with_input};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Exports; a file's content.
fn export(arguments: &[&str], out: &Path) -> String {
    let ended = run([&["export", "-q", "-o", out.to_str().unwrap()], arguments].concat());
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    fs::read_to_string(out).unwrap()
}

fn decisions(ended: &Ended) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What Label Studio gives back: the tasks with annotations, each a person's number, content and English.
pub(crate) fn annotated(tasks: &str, annotations: &[(u64, &str, Option<&str>)]) -> String {
    let mut tasks: Vec<Value> = serde_json::from_str(tasks).unwrap();
    for task in &mut tasks {
        let annotation = |(person, content, english): &(u64, &str, Option<&str>)| {
            let english = english.map_or_else(|| task["data"]["en"].clone(), Value::from);
            json!({"completed_by": person, "was_cancelled": *content == "skip", "result": [
                {"from_name": "languages", "to_name": "en", "type": "choices", "value": {"choices": ["right"]}},
                {"from_name": "content", "to_name": "en", "type": "choices", "value": {"choices": [content]}},
                {"from_name": "english", "to_name": "en", "type": "textarea", "value": {"text": [english]}},
            ]})
        };
        task["annotations"] = annotations.iter().map(annotation).collect();
    }
    json!(tasks).to_string()
}

#[test]
fn every_tool_gets_the_same_pairs_from_articles_and_from_rows() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let ids: Vec<String> = run(["pair", SEED_PATH]).rows().iter().map(|row| row[1].to_owned()).collect();
    for (tool, format) in
        [("label-studio", "csv"), ("doccano", "tsv"), ("argilla", "jsonl"), ("prodigy", "csv"), ("keops", "jsonl"), ("pearmut", "tsv")]
    {
        let articles = export(&["--to", tool, SEED_PATH], &path("a"));
        let table = run(["pair", "--format", format, SEED_PATH]).stdout;
        let rows = export(&["--to", tool, &file(&folder, "rows.bin", &table)], &path("b"));
        let piped = run_with_input(["export", "-q", "--to", tool, "-"], table.as_bytes());
        assert_eq!(piped.stdout, rows, "{tool}");
        for text in [&articles, &rows] {
            let places: Vec<usize> = ids.iter().map(|id| text.find(id.as_str()).unwrap()).collect();
            assert!(places.is_sorted(), "{tool}");
        }
        // nothing to export is a whole file too
        let header = table.lines().next().filter(|_| format != "jsonl").map(|line| format!("{line}\n"));
        if let Some(header) = header {
            let empty = export(&["--to", tool, &file(&folder, "none.csv", header)], &path("c"));
            assert!(!ids.iter().any(|id| empty.contains(id)), "{tool}");
        }
    }
}

#[test]
fn answers_go_into_the_store_once_and_come_out_applied() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let db = path("reviews.db");
    let tasks = export(&["--to", "label-studio", "--db", &db, SEED_PATH], Path::new(&path("tasks.json")));
    assert!(fs::read_to_string(path("labelling-config.xml")).unwrap().contains("name=\"content\""));
    let answers = annotated(&tasks, &[(1, "all", None), (2, "part", Some("Edited & <new>.")), (3, "skip", None)]);
    let answers = file(&folder, "answers.json", answers);
    let import = |more: &[&str]| run([&["import", "--from", "label-studio", "--db", &db], more, &[&answers]].concat());
    let ended = import(&["--name", "1=Eva", "--name", "2=Max"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    assert!(ended.stderr.starts_with("6 decisions on 2 pairs (Eva 2, Max 4); 0 were there, 2 tasks skipped"), "{}", ended.stderr);
    assert!(import(&["--name", "1=Eva", "--name", "2=Max"]).stderr.starts_with("0 decisions on 0 pairs; 6 were there"));

    let store = rusqlite::Connection::open(&db).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        store.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let said = texts("SELECT reviewer || ' ' || action || ' ' || after FROM decisions WHERE pair = 1 ORDER BY id");
    assert_eq!(said, ["Eva verdict \"translation\"", "Max edit-en \"Edited & <new>.\"", "Max verdict \"partial\""]);
    assert_eq!(texts("SELECT verdict FROM pairs WHERE id = 2"), ["partial"]);
    // for the next round, as it was decided
    let again: Vec<Value> = serde_json::from_str(&export(&["--to", "argilla", "--db", &db], Path::new(&path("again.json")))).unwrap();
    assert_eq!((again.len(), &again[0]["fields"]["en"]), (2, &json!("Edited & <new>.")));
    assert_eq!(again[0]["suggestions"]["content"]["value"], "part");
    // who saw the old text left it as it was: that is no edit back
    let late = file(&folder, "late.json", annotated(&tasks, &[(4, "all", None)]));
    assert_eq!(run(["import", "--from", "label-studio", "--db", &db, &late]).code, Some(0));
    let again: Vec<Value> = serde_json::from_str(&export(&["--to", "argilla", "--db", &db], Path::new(&path("again.json")))).unwrap();
    assert_eq!(again[0]["fields"]["en"], "Edited & <new>.");
}

#[test]
fn what_has_no_pair_is_told() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let db = path("reviews.db");
    let tasks = export(&["--to", "label-studio", "--db", &db, SEED_PATH], Path::new(&path("tasks.json")));
    let mut answers: Value = serde_json::from_str(&annotated(&tasks, &[(1, "all", None)])).unwrap();
    answers[0]["data"]["pair_id"] = json!("0000000000000000");
    let answers = file(&folder, "answers.json", answers.to_string());
    let ended = run(["import", "--from", "label-studio", "--db", &db, &answers]);
    assert_eq!(ended.code, Some(3));
    assert!(
        ended.stderr.contains("answers.json, task 1, annotation 1: 0000000000000000: could not be joined: no such pair\n"),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains("1 decisions on 1 pairs (user 1 1)") && ended.stderr.ends_with("1 could not be read or joined\n"));
    // without a store, ids are taken as they stand
    let trusted = run(["import", "--from", "label-studio", &answers]);
    assert_eq!((trusted.code, decisions(&trusted).len()), (Some(0), 2));
    assert_eq!(decisions(&trusted)[0]["pair_id"], "0000000000000000");
    // another tool's file
    assert_eq!(run(["import", "--from", "keops", &answers]).code, Some(4));
    assert_eq!(run(["import", "--from", "prodigy", "--approved", &answers]).code, Some(2));
    assert_eq!(run(["export", "--to", "doccano", "--config-only"]).code, Some(2));
}

#[test]
fn keops_loses_ids_and_is_joined_by_texts() {
    let folder = folder();
    let rows = file(&folder, "rows.jsonl", run(["pair", "--format", "jsonl", SEED_PATH]).stdout);
    let corpus = export(&["--to", "keops", &rows], &folder.path().join("corpus.es-en"));
    let mut back = "Source\tTarget 1\tSource lang\tTarget lang\tEvaluation\tDescription\tEvaluation details\tTime\n".to_owned();
    for line in corpus.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        back.push_str(&format!("{}\t{}\tes\ten\tA\tIncorrect alignment\t\t4\n", cells[0].replace('\'', "&#39;"), cells[1]));
    }
    back.push_str("Nada\tNothing\tes\ten\tV\t\t\t\n");
    let back = file(&folder, "eva.tsv", back);
    let ended = run(["import", "--from", "keops", "--rows", &rows, &back]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("eva.tsv, line 4: without pair_id: could not be joined: no pair_id, and no pair with these texts"));
    let found = decisions(&ended);
    let verdicts: Vec<&Value> = found.iter().filter(|d| d["action"] == "verdict").collect();
    assert_eq!(verdicts.len(), 2);
    assert!(verdicts.iter().all(|d| d["reviewer"] == "eva" && d["after"] == "mismatch" && d["article"] == SEED_PATH), "{found:?}");
    assert_eq!(run(["import", "--from", "keops", &back]).code, Some(3));
}

#[test]
fn doccano_says_what_was_approved_only_where_that_is_known() {
    let folder = folder();
    let lines = export(&["--to", "doccano", SEED_PATH], &folder.path().join("tasks.jsonl"));
    let lines = file(&folder, "max.jsonl", lines);
    let silent = run(["import", "--from", "doccano", &lines]);
    assert_eq!((silent.code, silent.stdout.as_str()), (Some(0), ""));
    assert!(silent.stderr.contains("2 without an answer"), "{}", silent.stderr);
    let approved = decisions(&run(["import", "--from", "doccano", "--approved", "--reviewer", "Max", &lines]));
    assert_eq!(approved.len(), 2);
    // the file's name is only for those whom nobody names
    assert!(approved.iter().all(|d| d["reviewer"] == "Max" && d["after"] == "translation"));
}

#[test]
fn rows_and_articles_are_not_mixed_and_a_broken_row_is_told() {
    let folder = folder();
    let mut rows = run(["pair", "--format", "jsonl", SEED_PATH]).stdout;
    rows.push_str("{\"article\": 1}\n");
    let rows = file(&folder, "rows.jsonl", rows);
    assert_eq!(run(["export", "--to", "doccano", &rows, SEED_PATH]).code, Some(2));
    assert_eq!(run(["export", "--to", "doccano", "--db", "x.db", &rows]).code, Some(2));
    let ended = run(["export", "--to", "doccano", &rows]);
    assert_eq!((ended.code, ended.stdout.lines().count()), (Some(3), 2));
    assert!(ended.stderr.contains("rows.jsonl:3: no row of `cotejo pair`: "), "{}", ended.stderr);
    assert_eq!(run(["export", "--to", "doccano", "--db", "nowhere.db"]).code, Some(4));
}

#[test]
fn an_export_of_another_tool_is_told_and_the_others_are_read() {
    let folder = folder();
    let tasks = export(&["--to", "label-studio", SEED_PATH], &folder.path().join("tasks.json"));
    let good = file(&folder, "good.json", annotated(&tasks, &[(1, "all", None)]));
    let rows = file(&folder, "rows.jsonl", run(["pair", "--format", "jsonl", SEED_PATH]).stdout);
    let (object, empty, binary) = (file(&folder, "o.json", "{}"), file(&folder, "e.json", ""), file(&folder, "b.json", b"\xff\0"));
    for tool in ["label-studio", "argilla", "doccano", "prodigy", "pearmut", "keops"] {
        for wrong in [&rows, &object, &empty].into_iter().chain(if tool == "label-studio" { None } else { Some(&good) }) {
            let ended = run(["import", "--from", tool, wrong]);
            assert_eq!(ended.code, Some(4), "{tool} {wrong}: {}", ended.stderr);
            assert!(ended.stderr.contains("no export of ") && ended.stderr.contains("0 decisions"), "{tool} {wrong}: {}", ended.stderr);
        }
    }
    let ended = run(["import", "--from", "label-studio", &rows, &binary, "nofile", &good]);
    assert_eq!((ended.code, decisions(&ended).len()), (Some(3), 2), "{}", ended.stderr);
    for told in ["rows.jsonl: no export of Label Studio", "is not UTF-8", "nofile: no such file", "3 could not be read"] {
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
    }
}

#[test]
fn what_cannot_be_opened_keeps_no_rows_from_being_exported() {
    let folder = folder();
    let rows = file(&folder, "rows.csv", run(["pair", SEED_PATH]).stdout);
    let ended = run(["export", "--to", "doccano", &rows, "nofile"]);
    assert_eq!((ended.code, ended.stdout.lines().count()), (Some(3), 2), "{}", ended.stderr);
    assert!(ended.stderr.contains("nofile: no such file"), "{}", ended.stderr);
    let (set, db) = (folder.path().join("set"), folder.path().join("new.db"));
    let ended = run(["export", "--to", "doccano", "-o", &format!("{}/", set.display()), "--db", db.to_str().unwrap(), "nofile"]);
    assert!(ended.code == Some(4) && !set.exists() && !db.exists(), "{}", ended.stderr);
}
