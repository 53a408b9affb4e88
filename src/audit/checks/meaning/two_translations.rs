use crate::audit::checks::{Check, Draft, Example, Find, OfPair, Page, Rule, Severity};
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "two-translations",
        family: super::FAMILY,
        severity: Severity::Note,
        title: "the same Spanish caption has another English elsewhere",
        explanation: "The Spanish caption stands above another English one in this article, or in one before it of the run. Both may be right: a note for who wants one wording.",
        examples: &[Example::beside(
            "60331087. México, 31 Mar 2016 (Notimex-Luz Mar).- Vecinos llenan cubetas con agua. NOTIMEX/FOTO/LUZ MAR/COR/POL/\nNeighbors carry buckets of water. Photo: Notimex/Luz Mar",
            "Vecinos llenan cubetas con agua.",
            "Residents fill buckets with water.",
        )],
    },
    find: &[Find::OnPage(find)],
};

fn find(page: &Page) -> Vec<OfPair> {
    let (mut found, mut by_spanish) = (Vec::new(), HashMap::new());
    for (at, case) in page.cases.iter().enumerate() {
        let Some(en) = case.whole_english() else { continue };
        let first = *by_spanish.entry(case.es.said()).or_insert(en);
        if first.said() != en.said() {
            let draft = Draft::new(en.span, "the same Spanish has another English in this article".to_owned());
            found.push((Some(at), draft.and(first.span, "the other").help("choose one")));
        }
    }
    found
}
