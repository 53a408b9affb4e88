use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "organisation-differs",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the two sides name different institutions",
        explanation: "Each side names an institution, party or agency of the glossary that the other does not name.",
        examples: &[Example::of("El titular del IMSS inauguró el hospital.", "The head of the ISSSTE opened the hospital.")],
    },
    find: &[Find::One(Turn::Said, |_, case| apart(case, &[Kind::Organisation], "check the institution"))],
};
