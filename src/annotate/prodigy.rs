//! Prodigy, interface `choice`: one task per line, with options and the program's choice. `db-out` gives the same lines with `answer`.
//! In an interface of blocks, a `text_input` with the `field_id` `english` edits the English, one with `note` takes a remark.
//!
//! Format: <https://prodi.gy/docs/api-interfaces>.

use super::questions::{CONTENT, CONTENTS, LANGUAGES, QUALITY, RIGHT, WRONG, content_of};
use super::{Answers, Form, Key, Opinion, Read, Side, Sign, Task, has, person, read_values};
use crate::review::Verdict;
use serde_json::{Value, json};

pub(super) const FORM: Form = Form { name: "Prodigy", file: "prodigy.jsonl", frame: ["", "\n", "\n"], task, read, config: None };

/// What stands between the two texts.
const BETWEEN: &str = "\n\n";

fn task(task: &Task) -> String {
    let row = &task.row;
    let choices = CONTENTS.iter().map(|(word, _, sentence)| json!({"id": word, "text": sentence}));
    let wrong = json!({"id": WRONG, "text": "The one is not Spanish, or the other not English"});
    let accept = if task.doubtful_language { Some(WRONG) } else { content_of(row.relation) };
    let behind = row.es.chars().count() + BETWEEN.len();
    let spans = task.marks.iter().map(|mark| {
        let shift = if mark.side == Side::Es { 0 } else { behind };
        json!({"start": mark.start + shift, "end": mark.end + shift, "label": mark.severity})
    });
    let line = json!({
        "text": format!("{}{BETWEEN}{}", row.es, task.en()), "spans": spans.collect::<Vec<_>>(),
        "options": choices.chain([wrong]).collect::<Vec<_>>(), "accept": accept.into_iter().collect::<Vec<_>>(),
        "pair_id": row.pair_id, "article": row.article, "es": row.es, "en": row.en, "english": task.suggested,
        "meta": {"relation": row.relation, "score": row.score, "findings": row.findings},
    });
    line.to_string()
}

/// What `db-out` gives has answers; a task that nobody has seen has options.
const SIGN: Sign = Sign { unit: "line", with: "`answer`", is: |line| has(line, "answer") || has(line, "options") };

fn read(text: &str) -> Result<Vec<Read>, String> {
    read_values(text, &SIGN, |place, line, found| {
        // a line without an answer is a task that nobody has seen
        let Some(answer) = line["answer"].as_str() else { return };
        let said = match answer {
            "accept" => Some(answers(line)),
            "reject" => Some(Answers { verdict: Some(Verdict::Rejected), ..answers(line) }),
            _ => None,
        };
        let reviewer = person(&line["_annotator_id"]).or_else(|| person(&line["_session_id"]));
        found.push(Ok(Opinion { place: place.to_owned(), key: Key::of(line), reviewer, said }));
    })
}

fn answers(line: &Value) -> Answers {
    let chosen = line["accept"].get(0);
    let languages = Value::from(if chosen.is_some_and(|word| word == WRONG) { WRONG } else { RIGHT });
    Answers::read(|question| match question {
        LANGUAGES => Some(&languages),
        CONTENT => chosen,
        // in no block of ours
        QUALITY => None,
        other => line.get(other),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Tool::Prodigy;
    use super::super::testing::task;
    use super::*;

    fn back(change: impl Fn(&mut Value)) -> Vec<Read> {
        let mut line: Value = serde_json::from_str(&Prodigy.task(&task())).unwrap();
        change(&mut line);
        Prodigy.read(&line.to_string()).unwrap()
    }

    #[test]
    fn spans_stand_in_the_joined_text() {
        let line: Value = serde_json::from_str(&Prodigy.task(&task())).unwrap();
        let words = line["spans"].as_array().unwrap().iter().map(|span| {
            let at = |name: &str| span[name].as_u64().unwrap() as usize;
            line["text"].as_str().unwrap().chars().skip(at("start")).take(at("end") - at("start")).collect::<String>()
        });
        assert_eq!(words.collect::<Vec<_>>(), ["inauguró", "Peres"]);
        assert_eq!(line["accept"], json!(["part"]));
    }

    #[test]
    fn answers_come_back() {
        assert!(back(|_| {}).is_empty());
        let answered = |answer: &str, accept: Value| {
            let read = back(|line| {
                line["answer"] = answer.into();
                line["accept"] = accept.clone();
                line["_annotator_id"] = "captions-eva".into();
            });
            read.into_iter().next().unwrap().unwrap()
        };
        let all = answered("accept", json!(["all"]));
        assert_eq!((all.reviewer.as_deref(), all.said.as_ref().unwrap().verdict), (Some("captions-eva"), Some(Verdict::Translation)));
        assert_eq!(all.said.unwrap().english.as_deref(), Some("Mayor Pérez opened the park."));
        assert_eq!(answered("accept", json!(["wrong"])).said.unwrap().verdict, Some(Verdict::Rejected));
        assert_eq!(answered("accept", json!([])).said.unwrap().verdict, None);
        assert_eq!(answered("reject", json!(["all"])).said.unwrap().verdict, Some(Verdict::Rejected));
        assert_eq!(answered("ignore", json!(["all"])).said, None);
    }
}
