use super::has_english_credit;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "untranslated",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the English caption is the Spanish one again",
        explanation: "The text printed with the English credit is the Spanish caption, word for word.",
        examples: &[Example::of("El alcalde inauguró el parque.", "El alcalde inauguró el parque. Photo: Notimex/Ana Ruiz")],
    },
    find: &[Find::One(Turn::Words, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    if case.en.is_some() || !has_english_credit(page, case) {
        return None;
    }
    let twin = page.twin(case)?;
    let draft = Draft::new(case.es.span, "the English caption is the Spanish one again".to_owned());
    Some(draft.and(twin.es.span, "the Spanish caption").help("translate it"))
}
