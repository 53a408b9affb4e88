//! What the program writes is gold once a person has corrected it: `cotejo score` reads it back and counts what was corrected.
#![allow(clippy::unwrap_used)] // a test

use crate::support::{SEED_PATH, assert_said, file, folder, run};
use serde_json::Value;

/// The figures of two tables as JSON.
fn scored(arguments: &[&str]) -> Value {
    let ended = run([&["score", "-f", "json"], arguments].concat());
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    serde_json::from_str(&ended.stdout).unwrap()
}

#[test]
fn lines_of_detect_are_gold() {
    let folder = folder();
    let lines = run(["detect", SEED_PATH]).stdout;
    let gold = file(&folder, "gold.csv", &lines);
    let as_json = file(&folder, "lines.jsonl", run(["detect", "-f", "jsonl", SEED_PATH]).stdout);
    let found = scored(&[&gold, &as_json]);
    for of in ["captions", "language", "role"] {
        assert_eq!(found[of]["accuracy"], 1.0, "{of}");
    }
    assert_eq!(found["captions"]["classes"][0]["class"], "es caption");
    assert_eq!(found["captions"]["classes"][0]["gold"], 2);
    // a person says: line 4 is a paragraph; and leaves out line 1
    let corrected: String = lines
        .lines()
        .filter(|line| !line.contains("segob.txt,1,"))
        .map(|line| {
            let line = if line.contains("segob.txt,4,") { line.replace(",headline,", ",body,") } else { line.to_owned() };
            line + "\n"
        })
        .collect();
    let gold = file(&folder, "gold.csv", corrected);
    let found = scored(&[&gold, &as_json]);
    assert_eq!((&found["unjudged"], &found["not_found"], &found["language"]["accuracy"]), (&1.into(), &0.into(), &1.0.into()));
    let headline = &found["role"]["classes"][2];
    assert_eq!((&headline["class"], &headline["recall"], &headline["precision"]), (&"headline".into(), &1.0.into(), &0.75.into()));
}

#[test]
fn findings_of_the_audit_are_gold() {
    let folder = folder();
    let audit = |format: &str| run(["audit", "--no-config", "-f", format, SEED_PATH]).stdout;
    let table = audit("csv");
    let gold = file(&folder, "gold.csv", &table);
    let as_json = file(&folder, "found.jsonl", audit("json"));
    let found = scored(&[&gold, &as_json]);
    assert_eq!((&found["all"]["f1"], &found["stretches"]["share"], &found["clean"]), (&1.0.into(), &1.0.into(), &Value::Null));
    // and the other way round
    assert_eq!(scored(&[&as_json, &gold])["all"]["f1"], 1.0);
    // a person takes one away, and adds one by file, line, check and words
    let mut lines: Vec<&str> = table.lines().filter(|line| !line.contains(",verb-accent,")).collect();
    let added = format!("{SEED_PATH},12,,,,,number-differs,,otras instancias,,,,,,");
    lines.push(&added);
    let gold = file(&folder, "gold.csv", lines.join("\n"));
    let found = scored(&[&gold, &as_json]);
    let of = |code: &str| found["checks"].as_array().unwrap().iter().find(|of| of["check"] == code).unwrap().clone();
    assert_eq!((&of("verb-accent")["gold"], &of("verb-accent")["precision"]), (&0.into(), &0.0.into()));
    assert_eq!((&of("number-differs")["recall"], &of("name-accent")["f1"]), (&0.0.into(), &1.0.into()));
    let all = found["findings"].as_u64().unwrap();
    // what is added has words, and `part-missing` touches them
    assert_eq!(found["stretches"]["stretches"], all);
    // nothing found is an empty file
    let nothing = file(&folder, "nothing.jsonl", "");
    assert_eq!(scored(&[&gold, &nothing])["all"]["recall"], 0.0);
}

#[test]
fn rows_are_gold_of_pairs_and_of_findings() {
    let folder = folder();
    let rows = file(&folder, "rows.csv", run(["pair", SEED_PATH]).stdout);
    let findings = file(&folder, "found.csv", run(["audit", "--no-config", "-f", "csv", SEED_PATH]).stdout);
    assert_eq!(scored(&[&rows, &rows])["pairing"]["f1"], 1.0);
    for predicted in [&rows, &findings] {
        let found = scored(&["--what", "findings", &rows, predicted]);
        assert_eq!((&found["all"]["f1"], &found["unjudged"]), (&1.0.into(), &0.into()), "{predicted}");
    }
}

#[cfg(feature = "review")]
#[test]
fn judgements_of_the_review_are_gold() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (db, tasks) = (path("gold.db"), path("tasks.json"));
    assert_eq!(run(["export", "-q", "--to", "label-studio", "--db", &db, "-o", &tasks, SEED_PATH]).code, Some(0));
    let rows = file(&folder, "rows.csv", run(["pair", SEED_PATH]).stdout);
    let ended = run(["score", &db, &rows]);
    assert_eq!(ended.code, Some(2));
    assert_said(&ended, &["gold.db: nobody has judged a pair yet; judge some with `cotejo review --db`"]);
    // somebody judges the first pair: partial, as the program has it
    let first: Value = serde_json::from_str(&std::fs::read_to_string(&tasks).unwrap()).unwrap();
    let answers = crate::annotate::annotated(&Value::from(vec![first[0].clone()]).to_string(), &[(1, "part", None)]);
    let answers = file(&folder, "answers.json", answers);
    assert_eq!(run(["import", "-q", "--from", "label-studio", "--db", &db, &answers]).code, Some(0));
    let found = scored(&[&db, &rows]);
    let figures = ["captions", "predicted", "unjudged", "relation_accuracy"].map(|name| found[name].as_f64().unwrap());
    assert_eq!(figures, [1.0, 1.0, 1.0, 1.0]);
    let ended = run(["score", "--what", "lines", &db, &rows]);
    assert!(ended.code == Some(2) && ended.stderr.contains("holds judgements of pairs; leave --what out"), "{}", ended.stderr);
}

#[test]
fn bad_gold_is_told_with_its_place_and_a_remedy() {
    let folder = folder();
    let found = file(&folder, "found.csv", "article,line,code\n");
    for (name, text, parts) in [
        ("a.csv", "article,line,code\na.txt,1,name-tpyo\n", ["a.csv:2: `name-tpyo` is no check; ", "`cotejo checks` lists them"]),
        ("b.csv", "article,line,role\na.txt,1,title\n", ["b.csv:2: `title` is no role", "write body, caption, headline or furniture"]),
        ("c.csv", "name,place\na.txt,1\n", ["c.csv: tells of no pairs", "give what `cotejo pair`"]),
        ("d.csv", "", ["d.csv: holds no row", "`cotejo pair` writes"]),
        ("e.csv", "article,line,code\n", ["e.csv: holds no finding; ", "`cotejo audit --format csv` writes"]),
        ("f.jsonl", "{\"article\": \"a\", \"line\": 1, \"code\": \n", ["f.jsonl:1:", "a row has article"]),
    ] {
        let gold = file(&folder, name, text);
        let ended = run(["score", &gold, &found]);
        assert_eq!(ended.code, Some(4), "{name}");
        assert_said(&ended, &parts);
    }
}
