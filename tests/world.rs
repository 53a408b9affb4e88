//! Forms and layouts that real pages print (`tests/world/`, paraphrased), each with the rows that are right beside it as `FILE.jsonl`: of a
//! row what is listed must be so. A row with `open` is not read right yet; the test says when it is.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use cotejo::read::{self, Input};
use cotejo::{Cotejo, Row};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

fn rows(path: &Path) -> Vec<Map<String, Value>> {
    let article = read::article(&Input::File(path.to_owned()), &read::Options::default()).unwrap();
    let map = |row: Row| serde_json::to_value(row).unwrap().as_object().cloned().unwrap();
    Cotejo::default().rows(&article).into_iter().map(map).collect()
}

fn files() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("tests/world").unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_none_or(|ending| ending != "jsonl"));
    found.sort();
    found
}

#[test]
fn printed_forms_are_read_as_they_were_meant() {
    let mut wrong = Vec::new();
    for path in files() {
        let seen = rows(&path);
        let right = fs::read_to_string(format!("{}.jsonl", path.display())).unwrap();
        let right: Vec<Map<String, Value>> = right.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let of = |rows: &[Map<String, Value>], es: &Value| rows.iter().position(|row| row["es"] == *es);
        for row in seen.iter().filter(|row| of(&right, &row["es"]).is_none()) {
            let near_open = right.iter().any(|right| right.contains_key("open") && of(&seen, &right["es"]).is_none());
            if !near_open {
                wrong.push(format!("{name}: no such row: {}", row["es"]));
            }
        }
        for right in &right {
            let open = right.contains_key("open");
            let off: Vec<String> = match of(&seen, &right["es"]) {
                None => vec![format!("{name}: missing: {}", right["es"])],
                Some(at) => right
                    .iter()
                    .filter(|(key, value)| *key != "open" && seen[at].get(*key).unwrap_or(&Value::Null) != *value)
                    .map(|(key, value)| format!("{name}: {key} is {}, not {value}", seen[at].get(key).unwrap_or(&Value::Null)))
                    .collect(),
            };
            match open {
                true if off.is_empty() => wrong.push(format!("{name}: no longer open: {}", right["es"])),
                true => {}
                false => wrong.extend(off),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
