use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "ordinal-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides give something different places in a row",
        explanation: "One side says `tercera` where the other says `second`. Offices (`primer ministro`, `first lady`) do not count.",
        examples: &[Example::of("Senadores asisten a la tercera sesión del año.", "Senators attend the second session of the year.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Ordinal], "check which of the two is right"))],
};
