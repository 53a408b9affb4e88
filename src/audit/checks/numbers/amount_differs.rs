use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "amount-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different sums of money",
        explanation: "Both sides name a sum, with different figures or currencies. `$` agrees with pesos and dollars; `mil millones` is a billion, a Spanish `billón` a trillion.",
        examples: &[Example::of("El actor donó 50 millones de dólares.", "The actor donated 50 million pesos.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Money], "check which of the two is right"))],
};
