use crate::audit::checks::{Check, Draft, Example, Find, OfPair, Page, Rule, Severity};
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "same-photo",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the same photo has another caption elsewhere",
        explanation: "The photo number stands before another text, in this article or in one before it of the run.",
        examples: &[Example::beside(
            "60331086. México, 31 Mar 2016 (Notimex-Luz Mar).- Vecinos llenan cubetas con agua. NOTIMEX/FOTO/LUZ MAR/COR/POL/\nResidents fill buckets with water. Photo: Notimex/Luz Mar",
            "El alcalde inauguró el parque.",
            "The mayor opened the park.",
        )],
    },
    find: &[Find::OnPage(find)],
};

fn find(page: &Page) -> Vec<OfPair> {
    let (mut found, mut by_number) = (Vec::new(), HashMap::new());
    for (at, case) in page.cases.iter().enumerate() {
        let Some(id) = case.pair.es.photo_id() else { continue };
        let first = *by_number.entry(id.as_str()).or_insert(&case.es);
        if first.said() != case.es.said() {
            let message = format!("photo {} has another caption in this article", id.as_str());
            let draft = Draft::new(case.es.span, message).and(first.span, "the other");
            found.push((Some(at), draft.help("check the photo number")));
        }
    }
    found
}
