use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "percentage-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different percentages",
        explanation: "Both sides name a percentage, and the figures differ. `por ciento`, `%`, `percent` and `per cent` are the same.",
        examples: &[Example::of("La inflación llegó a 3.6 por ciento.", "Inflation reached 6.3 percent.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Percent], "check which of the two is right"))],
};
