use super::wrong_language::is_wrong;
use crate::audit::checks::{Check, Draft, Example, Find, OfPair, Page, Rule, Severity};
use crate::audit::page::Alone;
use crate::language::Language;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "no-spanish",
        family: super::FAMILY,
        severity: Severity::Note,
        title: "an English caption without its Spanish one",
        explanation: "An English caption with a photo credit has no Spanish caption in an article that has others. Only a note: the photo may have been bought with an English caption.",
        examples: &[Example::beside(
            "60331087. México, 31 Mar 2016 (Notimex-Luz Mar).- El alcalde inauguró el parque. NOTIMEX/FOTO/LUZ MAR/COR/POL/\nThe mayor opened the park. Photo: Notimex/Luz Mar",
            "",
            "A bus driver waits for passengers. Photo: Notimex/Ana Ruiz",
        )],
    },
    find: &[Find::OnPage(find)],
};

fn find(page: &Page) -> Vec<OfPair> {
    let is_lost = |alone: &&Alone| {
        !is_wrong(alone) && alone.passage.is(Language::English) && !page.cases.is_empty() && alone.caption.photographers().next().is_some()
    };
    let draft = |alone: &Alone| Draft::new(alone.side.span, "the English caption has no Spanish one in this article".to_owned());
    page.alone().iter().filter(is_lost).map(|alone| (None, draft(alone))).collect()
}
