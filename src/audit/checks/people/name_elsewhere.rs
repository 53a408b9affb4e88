use crate::audit::checks::{Check, Example, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "name-elsewhere",
        family: super::FAMILY,
        severity: Severity::Note,
        title: "a person's name has other accents in another article",
        explanation: "An article before it in the run has the same name in a Spanish caption, with other accents. Within an article, `name-accent` tells. It may be another person: a note, to be looked at.",
        examples: &[Example::beside(
            "El alcalde Luis Pérez inauguró la escuela.",
            "El alcalde Luis Perez inauguró el parque.",
            "Mayor Luis Perez opened the park.",
        )],
    },
    // `audit/across.rs` finds it
    find: &[],
};
