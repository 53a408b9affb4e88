use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "date-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different days",
        explanation: "One day, weekday, month or year of the Spanish is not in the English, which has another one in its place.",
        examples: &[Example::of("El alcalde inauguró el parque el 15 de septiembre.", "The mayor opened the park on September 5.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Day, Kind::Weekday, Kind::Month, Kind::Year], "check the day"))],
};
