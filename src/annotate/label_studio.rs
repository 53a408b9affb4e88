//! Label Studio: an array of tasks, each with a prediction; back come tasks with annotations (export type JSON), or one object per
//! annotation (JSON_MIN).
//!
//! Formats: <https://labelstud.io/guide/task_format>, <https://labelstud.io/guide/predictions>.

use super::questions::{CONTENT, ENGLISH, LANGUAGES, RIGHT, WRONG, content_of};
use super::{AGENT, Answers, Form, Key, Opinion, Read, Side, Sign, Task, has, person, read_values};
use serde_json::{Map, Value, json};

pub(super) const FORM: Form = Form {
    name: "Label Studio",
    file: "label-studio.json",
    frame: ["[\n", ",\n", "\n]\n"],
    task,
    read,
    config: Some(("labelling-config.xml", include_str!("labelling-config.xml"))),
};

fn task(task: &Task) -> String {
    let row = &task.row;
    let languages = if task.doubtful_language { WRONG } else { RIGHT };
    let mut result = vec![choice(LANGUAGES, languages)];
    result.extend(content_of(row.relation).map(|content| choice(CONTENT, content)));
    result.push(json!({
        "id": ENGLISH, "from_name": ENGLISH, "to_name": "en", "type": "textarea", "value": {"text": [task.suggested]},
    }));
    result.extend(task.marks.iter().enumerate().map(|(at, mark)| {
        let (side, body) = if mark.side == Side::Es { ("es", row.es.as_str()) } else { ("en", task.en()) };
        let text: String = body.chars().skip(mark.start).take(mark.end - mark.start).collect();
        json!({
            "id": format!("mark{at}"), "from_name": format!("{side}_marks"), "to_name": side, "type": "labels",
            "value": {"start": mark.start, "end": mark.end, "text": text, "labels": [mark.severity]},
            "meta": {"text": [format!("{}: {}", mark.code, mark.message)]},
        })
    }));
    let prediction = json!({"model_version": AGENT, "score": row.score, "result": result});
    let data = json!({
        "pair_id": row.pair_id, "article": row.article, "es_line": row.es_line, "es": row.es, "en": row.en,
        "relation": row.relation, "score": row.score, "photographer": row.photographer, "agency": row.agency,
        // shown by the config, which wants a value
        "findings": row.findings.as_deref().unwrap_or("none"),
    });
    json!({"data": data, "predictions": [prediction]}).to_string()
}

fn choice(question: &str, answer: &str) -> Value {
    json!({"id": question, "from_name": question, "to_name": "en", "type": "choices", "value": {"choices": [answer]}})
}

const SIGN: Sign = Sign {
    unit: "task",
    with: "`annotations`, or `annotation_id` in the short form",
    // a task that nobody has seen may have `data` alone
    is: |task| has(task, "annotations") || has(task, "annotation_id") || task["data"].is_object(),
};

fn read(text: &str) -> Result<Vec<Read>, String> {
    read_values(text, &SIGN, |place, task, found| match task["annotations"].as_array() {
        Some(annotations) => {
            let key = Key::of(&task["data"]);
            found.extend(annotations.iter().enumerate().map(|(at, annotation)| Ok(opinion(place, at, &key, annotation))));
        }
        None if !task["annotation_id"].is_null() => found.push(Ok(flat(place, task))),
        // a task that nobody has seen
        None => {}
    })
}

fn opinion(place: &str, at: usize, key: &Key, annotation: &Value) -> Opinion {
    let by = &annotation["completed_by"];
    let reviewer = person(&by["email"]).or_else(|| person(&by["id"])).or_else(|| person(by));
    let skipped = annotation["was_cancelled"] == true;
    let said = (!skipped).then(|| {
        let answers = answers(&annotation["result"]);
        Answers::read(|question| answers.get(question))
    });
    Opinion { place: format!("{place}, annotation {}", at + 1), key: key.clone(), reviewer, said }
}

/// The answers by question: of each region the value under its type.
fn answers(result: &Value) -> Map<String, Value> {
    let regions = result.as_array().into_iter().flatten();
    let answer = |region: &Value| {
        let kind = match region["type"].as_str()? {
            "textarea" => "text",
            other => other,
        };
        Some((region["from_name"].as_str()?.to_owned(), region["value"].get(kind)?.clone()))
    };
    regions.filter_map(answer).collect()
}

/// An annotation of JSON_MIN: choices and texts as they are, a rating in an object in a list. Skipped ones are left out of it.
fn flat(place: &str, record: &Value) -> Opinion {
    let answer = |question: &str| record.get(question).map(|value| value.pointer("/0/rating").unwrap_or(value));
    let said = Some(Answers::read(answer));
    Opinion { place: place.to_owned(), key: Key::of(record), reviewer: person(&record["annotator"]), said }
}

#[cfg(test)]
mod tests {
    use super::super::testing::task;
    use super::super::{Tool, testing::row};
    use super::*;
    use crate::review::Verdict;

    /// What Label Studio gives back for our task: tasks as they came, with annotations in their form.
    fn exported(annotations: &Value) -> String {
        let mut task: Value = serde_json::from_str(&Tool::LabelStudio.task(&task())).unwrap();
        task["id"] = json!(7);
        task["annotations"] = annotations.clone();
        json!([task]).to_string()
    }

    #[test]
    fn a_prediction_names_what_the_config_has() {
        let task: Value = serde_json::from_str(&Tool::LabelStudio.task(&task())).unwrap();
        let result = task["predictions"][0]["result"].as_array().unwrap();
        assert_eq!(result.len(), 5);
        let config = Tool::LabelStudio.config().unwrap().1;
        for region in result {
            let (from, to) = (region["from_name"].as_str().unwrap(), region["to_name"].as_str().unwrap());
            assert!(config.contains(&format!("name=\"{from}\" toName=\"{to}\"")), "{from} {to}");
        }
        assert_eq!(answers(&task["predictions"][0]["result"])["english"][0], "Mayor Pérez opened the park.");
        assert_eq!(result[4]["value"], json!({"start": 6, "end": 11, "text": "Peres", "labels": ["error"]}));
        assert_eq!(result[4]["meta"]["text"][0], "name-spelling: Peres is Pérez");
    }

    #[test]
    fn several_annotators_and_a_skipped_task_come_back() {
        let result = |content: &str, rating: u64| {
            json!([
                choice(LANGUAGES, RIGHT), choice(CONTENT, content),
                {"from_name": "quality", "to_name": "en", "type": "rating", "value": {"rating": rating}},
                {"from_name": ENGLISH, "to_name": "en", "type": "textarea", "value": {"text": ["Mayor Pérez opened the park."]}},
                {"from_name": "en_marks", "to_name": "en", "type": "labels", "value": {"start": 0, "end": 5, "labels": ["note"]}},
            ])
        };
        let text = exported(&json!([
            {"completed_by": 1, "was_cancelled": false, "result": result("all", 4)},
            {"completed_by": {"id": 2, "email": "eva@example.org"}, "was_cancelled": false, "result": result("part", 2)},
            {"completed_by": 3, "was_cancelled": true, "result": []},
        ]));
        let found: Vec<Opinion> = Tool::LabelStudio.read(&text).unwrap().into_iter().map(Result::unwrap).collect();
        assert_eq!(found.iter().map(|o| o.reviewer.as_deref().unwrap()).collect::<Vec<_>>(), ["user 1", "eva@example.org", "user 3"]);
        let first = found[0].said.clone().unwrap();
        assert_eq!((first.verdict, first.quality), (Some(Verdict::Translation), Some(4)));
        assert_eq!(first.english.as_deref(), Some("Mayor Pérez opened the park."));
        assert_eq!(found[1].said.as_ref().unwrap().verdict, Some(Verdict::Partial));
        assert_eq!((found[2].said.clone(), found[2].place.as_str()), (None, "task 1, annotation 3"));
        assert_eq!(found[0].key.en, row().en);
    }

    #[test]
    fn the_short_export_is_read_too() {
        let text = json!([{"id": 7, "pair_id": "p", "article": "a", "es": "x", "en": "y", "annotator": 4, "annotation_id": 9,
            "languages": "right", "content": "other", "quality": [{"rating": 2}]},
            {"id": 8, "pair_id": "q", "es": "x", "en": "y", "annotator": null, "annotation_id": null}])
        .to_string();
        let mut all = Tool::LabelStudio.read(&text).unwrap();
        assert_eq!(all.len(), 1);
        let found = all.remove(0).unwrap();
        assert_eq!(found.reviewer.as_deref(), Some("user 4"));
        let said = found.said.unwrap();
        assert_eq!((said.verdict, said.quality), (Some(Verdict::Mismatch), Some(2)));
    }
}
