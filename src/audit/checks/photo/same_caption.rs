use crate::audit::checks::{Check, Draft, Example, Find, OfPair, Page, Rule, Severity};
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "same-caption",
        family: super::FAMILY,
        severity: Severity::Note,
        title: "the same caption stands under several photos",
        explanation: "The same words with another photo number, in this article or in one before it of the run. Series of one event are printed so; copied captions too.",
        examples: &[Example::beside(
            "60331087. México, 31 Mar 2016 (Notimex-Luz Mar).- El alcalde inauguró el parque. NOTIMEX/FOTO/LUZ MAR/COR/POL/\nThe mayor opened the park. Photo: Notimex/Luz Mar",
            "El alcalde inauguró el parque.",
            "The mayor opened the park.",
        )],
    },
    find: &[Find::OnPage(find)],
};

fn find(page: &Page) -> Vec<OfPair> {
    let (mut found, mut by_words) = (Vec::new(), HashMap::new());
    for (at, case) in page.cases.iter().enumerate() {
        let Some(id) = case.pair.es.photo_id() else { continue };
        let (other, first) = *by_words.entry(case.es.said()).or_insert((id, &case.es));
        if other != id {
            let message = format!("photos {} and {} have the same caption", other.as_str(), id.as_str());
            found.push((Some(at), Draft::new(case.es.span, message).and(first.span, "the other")));
        }
    }
    found
}
