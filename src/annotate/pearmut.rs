//! Pearmut: a campaign in which all annotators draw from one pool, with three sliders, the audit's marks as error spans, and the English to
//! be edited; back comes a log of submissions, by campaign (`annotations.json`) or one per line (`data/outputs/*.jsonl`).
//!
//! Format: <https://github.com/zouharvi/pearmut>.

use super::questions::{CONTENT, CONTENTS, ENGLISH, LANGUAGES, QUALITY, RIGHT, WRONG};
use super::{Answers, Form, Key, Opinion, Read, Side, Sign, Task, has, person, read_values};
use crate::audit::Severity;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const FORM: Form = Form {
    name: "Pearmut",
    file: "pearmut.json",
    frame: [
        concat!(
            r#"{"campaign_id":"cotejo","info":{"assignment":"single-stream","protocol":"ESA","users":10,"textfield":"prefilled","#,
            r#""instructions":"Languages: 1 where the one text is Spanish and the other English, else 0. Content: 2 where the English "#,
            r#"says all of the Spanish, 1 where one says only a part of the other, 0 where one says something other. Quality: 1 (bad) to "#,
            r#"5. Put the English right in the field.","sliders":[{"name":"Languages","min":0,"max":1,"step":1},"#,
            r#"{"name":"Content","min":0,"max":2,"step":1},{"name":"Quality","min":1,"max":5,"step":1}]},"data":["#,
            "\n"
        ),
        ",\n",
        "\n]}\n",
    ],
    task,
    read,
    config: None,
};

/// What it calls the texts that are judged: those of a model.
const MODEL: &str = "article";

fn task(task: &Task) -> String {
    let row = &task.row;
    let spans = task.marks_in(Side::En).map(|mark| {
        let severity = if mark.severity == Severity::Error { "major" } else { "minor" };
        // the last character is in it
        json!({"start_i": mark.start, "end_i": mark.end - 1, "severity": severity, "category": null})
    });
    let item = json!({
        "item_id": row.pair_id, "src": row.es, "tgt": {MODEL: row.en}, "error_spans": {MODEL: spans.collect::<Vec<_>>()},
        "pair_id": row.pair_id, "article": row.article, "es": row.es, "en": row.en,
        "relation": row.relation, "score": row.score, "findings": row.findings,
    });
    json!([item]).to_string()
}

/// The last submission of each person on each document, by both.
type Last = BTreeMap<(String, String), Vec<Read>>;

/// A submission, or all of them in lists by campaign.
const SIGN: Sign = Sign {
    unit: "entry",
    with: "`annotation`",
    is: |value| {
        let all = |entries: &Value| entries.as_array().is_some_and(|entries| entries.iter().all(|entry| has(entry, "annotation")));
        has(value, "annotation") || value.as_object().is_some_and(|by_campaign| !by_campaign.is_empty() && by_campaign.values().all(all))
    },
};

fn read(text: &str) -> Result<Vec<Read>, String> {
    let mut last = Last::new();
    let broken = read_values(text, &SIGN, |place, value, _| {
        if value.get("annotation").is_some() {
            return keep(place, value, &mut last);
        }
        for (campaign, entries) in value.as_object().into_iter().flatten() {
            for (at, entry) in entries.as_array().into_iter().flatten().enumerate() {
                keep(&format!("{campaign}, entry {}", at + 1), entry, &mut last);
            }
        }
    })?;
    Ok(last.into_values().flatten().chain(broken).collect())
}

/// A later submission takes the place of an earlier one, and a reset (a word where answers would be) leaves none.
fn keep(place: &str, entry: &Value, last: &mut Last) {
    let user = person(&entry["user_id"]);
    let opinions = entry["item"].as_array().into_iter().flatten().zip(entry["annotation"].as_array().into_iter().flatten());
    let opinions = opinions.map(|(item, annotation)| {
        let said = answers(&annotation[MODEL]);
        Ok(Opinion { place: place.to_owned(), key: Key::of(item), reviewer: user.clone(), said })
    });
    last.insert((user.clone().unwrap_or_default(), entry["item_i"].to_string()), opinions.collect());
}

/// `None` where a slider was not moved: the item was skipped.
fn answers(said: &Value) -> Option<Answers> {
    let slider = |name: &str| said["sliders"][name].as_u64();
    let languages = Value::from(if slider("Languages")? == 1 { RIGHT } else { WRONG });
    let content = Value::from(CONTENTS.iter().rev().nth(usize::try_from(slider("Content")?).ok()?)?.0);
    Some(Answers::read(|question| match question {
        LANGUAGES => Some(&languages),
        CONTENT => Some(&content),
        QUALITY => said["sliders"].get("Quality"),
        ENGLISH => said.get("textfield"),
        _ => None,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::Tool::Pearmut;
    use super::super::testing::task;
    use super::*;
    use crate::review::Verdict;

    #[test]
    fn a_campaign_is_json_and_its_log_comes_back() {
        let [head, _, tail] = Pearmut.frame();
        let campaign: Value = serde_json::from_str(&format!("{head}{}{tail}", Pearmut.task(&task()))).unwrap();
        let item = campaign["data"][0].clone();
        assert_eq!(item[0]["error_spans"]["article"], json!([{"start_i": 6, "end_i": 10, "severity": "major", "category": null}]));
        let said = |content: u64| {
            json!([{"article": {"score": null, "error_spans": [], "textfield": "Better.",
                "sliders": {"Languages": 1, "Content": content, "Quality": 3}}}])
        };
        let entry = |user: &str, at: u64, annotation: Value| json!({"user_id": user, "item_i": at, "item": item, "annotation": annotation});
        let log = json!({"cotejo": [
            entry("eva", 0, said(0)), entry("eva", 0, said(2)), entry("max", 0, said(1)), entry("ana", 0, said(1)),
            entry("ana", 0, json!("reset")), entry("leo", 0, json!([{"article": {"score": null, "sliders": {}}}])),
        ]});
        let lines = log["cotejo"].as_array().unwrap().iter().map(|entry| format!("{entry}\n")).collect::<String>();
        for text in [log.to_string(), lines] {
            let found: Vec<Opinion> = Pearmut.read(&text).unwrap().into_iter().map(Result::unwrap).collect();
            let said: Vec<_> =
                found.iter().map(|o| (o.reviewer.as_deref().unwrap(), o.said.as_ref().map(|s| s.verdict.unwrap()))).collect();
            assert_eq!(said, [("eva", Some(Verdict::Translation)), ("leo", None), ("max", Some(Verdict::Partial))]);
            let first = found[0].said.as_ref().unwrap();
            assert_eq!((first.quality, first.english.as_deref()), (Some(3), Some("Better.")));
        }
    }
}
