use super::{GLOSS, listed, says_something_else};
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::cut;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "not-a-translation",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the English says something else than the Spanish caption",
        explanation: "The two are printed for the same photo, but each says something that the other does not. One of them was taken from another text, or belongs to another photo.",
        examples: &[Example::of(
            "Entrega del Parque de Barrio en la colonia Lomas del Pedregal en Reynosa.",
            "Osorio Chong is to prioritize this issue in the human rights policy.",
        )],
    },
    find: &[Find::One(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let en = says_something_else(case)?;
    let unsaid = &case.pair.unsaid;
    let message = format!("the English is not what the Spanish caption says{}", listed(page, " (only in English: ", &unsaid.target));
    let other = format!("says something else{}", listed(page, ": ", &unsaid.source).trim_end_matches(')'));
    Some(Draft::new(en.span, message).and(case.es.span, other).help(anew(case)))
}

/// What to do about a text that says something else.
fn anew(case: &Case) -> String {
    let machine = case.pair.machine.as_deref().map(|text| format!("; a machine has: {}", cut(text, GLOSS)));
    format!("translate the Spanish caption anew{}", machine.unwrap_or_default())
}
