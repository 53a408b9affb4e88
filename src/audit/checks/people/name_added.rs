use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "name-added",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a person in the English is not in the Spanish caption",
        explanation: "The English names a person, and the Spanish, which says the same otherwise, has none of the name's words.",
        examples: &[Example::of("El chef preparó un mole en el mercado.", "Chef Enrique Olvera prepared a mole at the market.")],
    },
    find: &[Find::One(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    case.counterpart()?;
    let person = case.only_english()?;
    let name = shown(page.article.at(person));
    let draft = Draft::new(person, format!("`{name}` is not in the Spanish caption"));
    Some(draft.and(case.es.span, "").help("leave out who the caption does not name"))
}
