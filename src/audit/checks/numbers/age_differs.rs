use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "age-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides give a person different ages",
        explanation: "Both sides tell an age (`de 45 años`, `45-year-old`, `aged 45`, `Rosa, 45,`, `anciano`), and it is not the same.",
        examples: &[Example::of("Un hombre de 45 años fue detenido.", "A 54-year-old man was arrested.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Age], "check which of the two is right"))],
};
