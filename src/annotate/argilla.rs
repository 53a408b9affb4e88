//! Argilla: an array of records as `rg.Dataset.records.to_json` writes them and `from_json` reads them, with suggestions; back come the
//! same with responses, nested or flattened (`to_list(flatten=True)`, which alone shows what was discarded).
//!
//! Format: <https://docs.argilla.io/latest/reference/argilla/records/records>.

use super::questions::{CONTENT, ENGLISH, LANGUAGES, NOTE, QUALITY, RIGHT, WRONG, content_of};
use super::{AGENT, Answers, Form, Key, Opinion, Read, Side, Sign, Task, has, person, read_values};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) const FORM: Form = Form {
    name: "Argilla",
    file: "argilla.json",
    frame: ["[\n", ",\n", "\n]\n"],
    task,
    read,
    config: Some(("argilla-settings.json", include_str!("argilla-settings.json"))),
};

/// The question that asks for stretches of the English.
const MARKS: &str = "marks";

fn task(task: &Task) -> String {
    let row = &task.row;
    let languages = if task.doubtful_language { WRONG } else { RIGHT };
    let mut suggestions = Map::new();
    let mut suggest = |question: &str, value: Value, score: Option<f64>| {
        suggestions.insert(question.to_owned(), json!({"value": value, "score": score, "agent": AGENT}));
    };
    suggest(LANGUAGES, languages.into(), None);
    if let Some(content) = content_of(row.relation) {
        suggest(CONTENT, content.into(), None);
    }
    suggest(ENGLISH, task.suggested.as_str().into(), None);
    let marks = task.marks_in(Side::En).map(|mark| json!({"start": mark.start, "end": mark.end, "label": mark.severity}));
    suggest(MARKS, marks.collect(), None);
    let metadata = json!({
        "pair_id": row.pair_id, "article": row.article, "relation": row.relation, "score": row.score.unwrap_or_default(),
        "findings": row.findings.as_deref().unwrap_or("none"),
    });
    let record = json!({
        "id": row.pair_id, "fields": {"es": row.es, "en": row.en}, "metadata": metadata, "suggestions": suggestions,
        "responses": {}, "vectors": {},
    });
    record.to_string()
}

/// A flattened record has each question's suggestion and responses at its top.
const SIGN: Sign = Sign {
    unit: "record",
    with: "`fields`, `responses`, or a question's `.responses`",
    is: |record| {
        let flat = |name: &String| name.contains(".responses") || name.contains(".suggestion");
        has(record, "fields") || has(record, "responses") || record.as_object().is_some_and(|record| record.keys().any(flat))
    },
};

fn read(text: &str) -> Result<Vec<Read>, String> {
    read_values(text, &SIGN, |place, record, found| {
        let key = key(record);
        for (user, (answers, status)) in people(record) {
            let skipped = matches!(status.as_deref(), Some("discarded" | "draft"));
            let said = (!skipped).then(|| Answers::read(|question| answers.get(question)));
            found.push(Ok(Opinion { place: place.to_owned(), key: key.clone(), reviewer: person(&Value::from(user)), said }));
        }
    })
}

/// A flattened record has fields and metadata at its top.
fn key(record: &Value) -> Key {
    let nested = |part: &str| record.get(part).filter(|part| part.is_object()).unwrap_or(record);
    let texts = Key::of(nested("fields"));
    let ids = Key::of(nested("metadata"));
    Key { pair_id: ids.pair_id.or_else(|| record["id"].as_str().map(str::to_owned)), article: ids.article, ..texts }
}

/// Each user's answers by question, and the status of their response where it is given.
fn people(record: &Value) -> BTreeMap<String, (Map<String, Value>, Option<String>)> {
    let mut people: BTreeMap<String, (Map<String, Value>, Option<String>)> = BTreeMap::new();
    for question in [LANGUAGES, CONTENT, QUALITY, ENGLISH, NOTE] {
        let nested = record["responses"][question].as_array().into_iter().flatten();
        for response in nested {
            let user = response["user_id"].as_str().unwrap_or_default();
            people.entry(user.to_owned()).or_default().0.insert(question.to_owned(), response["value"].clone());
        }
        let list = |ending: &str| record[format!("{question}.responses{ending}")].as_array().map_or(&[][..], Vec::as_slice);
        for ((value, user), status) in list("").iter().zip(list(".users")).zip(list(".status")) {
            let person = people.entry(user.as_str().unwrap_or_default().to_owned()).or_default();
            person.0.insert(question.to_owned(), value.clone());
            person.1 = status.as_str().map(str::to_owned);
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::super::testing::{row, task};
    use super::super::{Tool, Tool::Argilla};
    use super::*;
    use crate::review::Verdict;

    #[test]
    fn a_record_suggests_and_what_people_respond_comes_back() {
        let mut record: Value = serde_json::from_str(&Argilla.task(&task())).unwrap();
        assert_eq!(record["suggestions"]["content"]["value"], "part");
        assert_eq!(record["suggestions"]["marks"]["value"], json!([{"start": 6, "end": 11, "label": "error"}]));
        record["responses"] = json!({
            "content": [{"value": "all", "user_id": "u1"}, {"value": "other", "user_id": "u2"}],
            "quality": [{"value": 5, "user_id": "u1"}],
            "english": [{"value": "Better.", "user_id": "u2"}],
        });
        let found: Vec<Opinion> = Argilla.read(&json!([record]).to_string()).unwrap().into_iter().map(Result::unwrap).collect();
        let said: Vec<Answers> = found.iter().map(|opinion| opinion.said.clone().unwrap()).collect();
        assert_eq!((said[0].verdict, said[0].quality, said[0].english.clone()), (Some(Verdict::Translation), Some(5), None));
        assert_eq!((said[1].verdict, said[1].english.as_deref()), (Some(Verdict::Mismatch), Some("Better.")));
        let key = Key { pair_id: Some(row().pair_id), article: Some("a".into()), es: Some(row().es), en: row().en };
        assert_eq!((found[0].reviewer.as_deref(), &found[1].key), (Some("u1"), &key));
    }

    #[test]
    fn a_flattened_export_tells_what_was_discarded() {
        let text = json!([{"id": "p", "es": "x", "en": "y", "article": "a", "pair_id": "p",
            "content.responses": ["all", "part"], "content.responses.users": ["u1", "u2"],
            "content.responses.status": ["submitted", "discarded"]}])
        .to_string();
        let found: Vec<Opinion> = Tool::Argilla.read(&text).unwrap().into_iter().map(Result::unwrap).collect();
        assert_eq!(found[0].said.as_ref().unwrap().verdict, Some(Verdict::Translation));
        assert_eq!((found[1].said.clone(), found[1].key.es.as_deref()), (None, Some("x")));
    }
}
