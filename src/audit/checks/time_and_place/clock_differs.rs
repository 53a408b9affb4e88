use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "clock-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different times of day",
        explanation: "Both sides name an hour (`14:30`, `2:30 p.m.`, `las ocho de la mañana`) or a part of the day (`madrugada`, `afternoon`), and they disagree.",
        examples: &[Example::of("La función comenzará a las 20:30 horas.", "The show will start at 9:30 p.m.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Clock], "check the time"))],
};
