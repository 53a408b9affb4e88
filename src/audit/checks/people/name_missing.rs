use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "name-missing",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a person of the Spanish caption is not in the English",
        explanation: "The Spanish names a person, and the English, which says the same otherwise, has none of the name's words.",
        examples: &[Example::of("La delantera Maribel Domínguez anotó dos goles.", "The forward scored two goals.")],
    },
    find: &[Find::One(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let en = case.counterpart()?;
    let person = case.only_spanish()?;
    let name = shown(page.article.at(person));
    let draft = Draft::new(person, format!("`{name}` is not in the English"));
    Some(draft.and(en.span, "").help(format!("name {name}")))
}
