//! doccano, project type sequence to sequence: `text` is the Spanish, `label` the English; whatever else a line has, doccano keeps and
//! gives back. There are no questions: people edit the English, and say the content in a comment of one word (`all`, `part`, `other`,
//! `wrong`).
//!
//! An unedited text says nothing: doccano exports documents that nobody has seen like those that were approved
//! ([`Opinion::approved`]).
//!
//! Format: <https://doccano.github.io/doccano/tutorial/>.

use super::questions::{CONTENT, CONTENTS, LANGUAGES, WRONG};
use super::{Answers, Broken, Form, Key, Opinion, Read, Sign, Task, person, read_values};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) const FORM: Form = Form { name: "doccano", file: "doccano.jsonl", frame: ["", "\n", "\n"], task, read, config: None };

fn task(task: &Task) -> String {
    let row = &task.row;
    // doccano reads lines as a table, in which nothing is no number: an empty text stands for it
    let score = row.score.map_or_else(|| Value::from(""), Value::from);
    // the English as it is: with the audit's fixes in it, a document that nobody has seen would look edited
    let line = json!({
        "text": row.es, "label": [row.en], "pair_id": row.pair_id, "article": row.article, "en": row.en,
        "relation": row.relation, "score": score, "findings": row.findings.as_deref().unwrap_or_default(),
    });
    line.to_string()
}

const SIGN: Sign = Sign {
    unit: "line",
    with: "a text in `text` and a list in `label`",
    is: |line| (line["text"].is_string() || line["data"].is_string()) && (line["label"].is_array() || line["labels"].is_array()),
};

fn read(text: &str) -> Result<Vec<Read>, String> {
    read_values(text, &SIGN, |place, line, found| found.push(opinion(place, line)))
}

fn opinion(place: &str, line: &Value) -> Read {
    let mut key = Key::of(line);
    key.es = line["text"].as_str().or(line["data"].as_str()).map(str::to_owned);
    let texts = |names: [&str; 2]| -> Vec<&str> {
        let list = names.iter().find_map(|name| line.get(name)).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::trim).collect()
    };
    let labels = texts(["label", "labels"]);
    let mut edited: Vec<&str> = labels.iter().copied().filter(|text| Some(*text) != key.en.as_deref().map(str::trim)).collect();
    edited.dedup();
    if edited.len() > 1 {
        // doccano sorts them: which is the last word is not known
        return Err(Broken { place: place.to_owned(), cause: format!("{} different English texts; keep one in doccano", edited.len()) });
    }
    let comments = texts(["Comments", "comments"]);
    let answers = |text: &&str| *text == WRONG || CONTENTS.iter().any(|(word, ..)| word == text);
    let lower: Vec<String> = comments.iter().map(|text| text.to_lowercase()).collect();
    let words: BTreeSet<&str> = lower.iter().map(String::as_str).filter(answers).collect();
    if words.len() > 1 {
        let all = words.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Broken { place: place.to_owned(), cause: format!("comments say {all}; keep one in doccano") });
    }
    let word = words.first().map(|word| Value::from(*word));
    let question = if word.as_ref().is_some_and(|word| word == WRONG) { LANGUAGES } else { CONTENT };
    let verdict = Answers::read(|name| word.as_ref().filter(|_| name == question)).verdict;
    let remarks: Vec<&str> = comments.iter().zip(&lower).filter(|(_, lower)| !answers(&lower.as_str())).map(|(text, _)| *text).collect();
    let note = (!remarks.is_empty()).then(|| remarks.join("; "));
    let said = Answers { verdict, quality: None, english: edited.first().map(|text| (*text).to_owned()), note };
    // a person who took the English away had nothing to say in its place
    let said = (!labels.is_empty() || verdict.is_some()).then_some(said);
    Ok(Opinion { place: place.to_owned(), key, reviewer: person(&line["username"]), said })
}

#[cfg(test)]
mod tests {
    use super::super::Tool::Doccano;
    use super::super::testing::{row, task};
    use super::*;
    use crate::review::Verdict;

    /// A line as doccano gives it back.
    fn back(change: impl Fn(&mut Value)) -> Read {
        let mut line: Value = serde_json::from_str(&Doccano.task(&task())).unwrap();
        line["id"] = json!(1);
        line["Comments"] = json!([]);
        change(&mut line);
        Doccano.read(&format!("{line}\n")).unwrap().remove(0)
    }

    #[test]
    fn edits_and_comments_come_back() {
        let seen = back(|_| {}).unwrap();
        assert_eq!((seen.said.unwrap(), seen.key.en, seen.key.es), (Answers::default(), row().en, Some(row().es)));
        let edited = back(|line| line["label"] = json!(["Mayor Pérez opened the park."])).unwrap().said.unwrap();
        assert_eq!((edited.english.as_deref(), edited.verdict), (Some("Mayor Pérez opened the park."), None));
        let judged = back(|line| line["Comments"] = json!(["Part", "no name", "typo"])).unwrap().said.unwrap();
        assert_eq!((judged.verdict, judged.note.as_deref()), (Some(Verdict::Partial), Some("no name; typo")));
        assert!(back(|line| line["Comments"] = json!(["all", "other"])).unwrap_err().cause.contains("all, other"));
        assert_eq!(back(|line| line["Comments"] = json!(["wrong"])).unwrap().said.unwrap().verdict, Some(Verdict::Rejected));
        assert_eq!(back(|line| line["label"] = json!([])).unwrap().said, None);
        assert!(back(|line| line["label"] = json!(["A", "B"])).unwrap_err().cause.contains("2 different"));
    }
}
