//! A pair with findings, for the tests of the tools.

use super::Task;
use crate::pair::Relation;
use crate::review::Finding;
use crate::row::Row;
use serde_json::json;

/// Its bodies hold what formats trip over, except a line's end, which KEOPS cannot have.
pub(super) fn row() -> Row {
    Row {
        article: "a".into(),
        pair_id: "60f47e2b8dc788b7".into(),
        relation: Relation::Partial,
        score: Some(0.4321),
        es: "El alcalde «Pérez» inauguró el parque \"Sur\" & <más>.".into(),
        en: Some("Mayor Peres opened the park.".into()),
        es_raw: "MÉXICO.- El alcalde «Pérez» inauguró el parque \"Sur\" & <más>. NOTIMEX".into(),
        en_raw: Some("Mayor Peres opened the park. Photo: Notimex".into()),
        es_line: 3,
        en_line: Some(4),
        es_start: 100,
        es_end: 100 + "MÉXICO.- El alcalde «Pérez» inauguró el parque \"Sur\" & <más>. NOTIMEX".len(),
        en_start: Some(200),
        en_end: Some(243),
        photo_id: None,
        date: None,
        place: None,
        agency: Some("Notimex".into()),
        photographer: None,
        editor: None,
        desk: None,
        similarity: Some(0.8),
        mt: None,
        mt_engine: None,
        findings: Some("name-spelling".into()),
        form: None,
    }
}

/// Findings of the row: a verb of the Spanish, a name of the English with its fix, and the tail.
pub(super) fn findings() -> Vec<Finding> {
    let verb = 100 + row().es_raw.find("inauguró").unwrap();
    let label = |start: usize, end: usize| json!({"article": "a", "line": 1, "column": 1, "end_line": 1, "end_column": 2, "start": start, "end": end, "snippet": "", "text": ""});
    let kept = json!([
        {"code": "verb", "severity": "note", "message": "m", "fix": null, "labels": [label(verb, verb + "inauguró".len())]},
        {"code": "name-spelling", "severity": "error", "message": "Peres is Pérez",
         "fix": {"start": 206, "end": 211, "replacement": "Pérez"}, "labels": [label(206, 211), label(230, 235)]},
    ]);
    serde_json::from_value(kept).unwrap()
}

pub(super) fn task() -> Task {
    Task::new(row(), &findings()).unwrap()
}
