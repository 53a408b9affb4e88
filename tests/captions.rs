//! Captions and credits of many agencies, each with the fields that a reader finds in it (`tests/data/captions.jsonl`).

use cotejo::{Language, Span, detect_language, parse_caption};
use serde::Deserialize;

#[derive(Deserialize)]
struct Wanted {
    text: String,
    language: String,
    photo_id: Option<String>,
    place: Option<String>,
    date: Option<String>,
    agency: Option<String>,
    photographers: Vec<String>,
    editor: Option<String>,
    desk: Option<String>,
    body: String,
}

fn all() -> Vec<Wanted> {
    include_str!("data/captions.jsonl").lines().map(|line| serde_json::from_str(line).expect("a caption")).collect()
}

/// `field: found, not wanted` for each field that is read otherwise.
fn differences(wanted: &Wanted) -> Vec<String> {
    let Some(found) = parse_caption(&wanted.text, Span::new(0, wanted.text.len())) else { return vec!["no caption".to_owned()] };
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let date = found.date().map(|d| d.to_string());
    // the field holds Notimex's numbers, not the codes of others (`MEX01`)
    let number = wanted.photo_id.as_deref().filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
    let fields = [
        ("photo_id", text(found.photo_id().map(|id| id.as_str())), text(number)),
        ("place", text(found.place()), text(wanted.place.as_deref())),
        ("date", text(date.as_deref()), text(wanted.date.as_deref())),
        ("agency", text(found.agency()), text(wanted.agency.as_deref())),
        ("photographers", found.photographers().collect::<Vec<_>>().join("; "), wanted.photographers.join("; ")),
        ("editor", text(found.editor()), text(wanted.editor.as_deref())),
        ("desk", text(found.desk()), text(wanted.desk.as_deref())),
        ("body", found.body.of(&wanted.text).to_owned(), wanted.body.clone()),
    ];
    let wrong = fields.into_iter().filter(|(_, found, wanted)| found != wanted);
    wrong.map(|(field, found, wanted)| format!("{field}: {found:?}, not {wanted:?}")).collect()
}

/// A labeller is judged by shares: so many captions in a hundred are read as a reader does, each field of them.
const PERCENT: usize = 92;

#[test]
fn every_field_of_every_caption() {
    let all = all();
    assert!(all.len() >= 150, "{}", all.len());
    let wrong = all.iter().map(|wanted| (wanted, differences(wanted))).filter(|(_, wrong)| !wrong.is_empty());
    let wrong: Vec<String> = wrong.map(|(wanted, wrong)| format!("{}\n    {}", wanted.text, wrong.join("\n    "))).collect();
    let right = (all.len() - wrong.len()) * 100;
    let (count, tolerated) = (wrong.len(), all.len() * (100 - PERCENT) / 100);
    assert!(
        right >= all.len() * PERCENT,
        "{count} of {} captions are read otherwise, {tolerated} may be:\n{}",
        all.len(),
        wrong.join("\n")
    );
}

#[test]
fn bodies_are_in_their_language() {
    let mut wrong = Vec::new();
    for wanted in all() {
        let detected = detect_language(&wanted.body);
        let right = match wanted.language.as_str() {
            "es" => detected.language == Language::Spanish,
            _ => detected.language == Language::English,
        };
        if !right {
            wrong.push(format!("{} {detected:?}: {}", wanted.language, wanted.body));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
