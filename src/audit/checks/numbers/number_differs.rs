use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "number-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides count the same thing differently",
        explanation: "Both sides count or measure the same thing, with different numbers. `1.000` and `1,000`, `06` and `6`, `dos` and `2`, `mil millones` and `billion`, `una docena` and `12` are the same, as are measures in other units within what a desk rounds (`185 km/h`, `115 mph`). A number that stands on one side only is no finding of this check.",
        examples: &[Example::of("Rescatistas buscan a 12 mineros.", "Rescuers search for 21 miners.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Number, Kind::Unit, Kind::Quantity], "check which of the two is right"))],
};
