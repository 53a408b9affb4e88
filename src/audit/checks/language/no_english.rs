use super::has_english_credit;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "no-english",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a Spanish caption without English",
        explanation: "The article has no English text that belongs to the caption. Readers of the English page see Spanish.",
        examples: &[Example::of(
            "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/",
            "",
        )],
    },
    find: &[Find::One(Turn::Words, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    // printed again with an English credit, it is `untranslated`, and reported once
    let again = || page.twin(case).is_some_and(|twin| has_english_credit(page, case) || has_english_credit(page, twin));
    (case.en.is_none() && !again())
        .then(|| Draft::new(case.es.span, "the caption has no English in this article".to_owned()).help("translate the caption"))
}
