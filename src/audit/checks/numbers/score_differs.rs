use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "score-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides report different scores",
        explanation: "Both sides print the score of a match, and it is not the same. `3-1` agrees with `1-3`, which is the other team's, and with `3 a 1`.",
        examples: &[Example::of("El Atlas derrotó 3-1 a los Xolos.", "Atlas beat the Xolos 3-2.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Score], "check which of the two is right"))],
};
