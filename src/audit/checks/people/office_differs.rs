use crate::audit::checks::{Case, Check, Draft, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;
use crate::lexicon::glossary;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "office-differs",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a person has another office on the other side",
        explanation: "The office before or behind a name is another one than on the other side: through the glossary of institutions, or by the table of offices. General forms of the same office agree (`subsecretario` with `undersecretary for human rights`).",
        examples: &[Example::of(
            "El secretario de Hacienda, Luis Videgaray, presentó el presupuesto.",
            "Interior Secretary Luis Videgaray presented the budget.",
        )],
    },
    find: &[Find::One(Turn::Said, |_, case| find(case))],
};

/// With what the Spanish office is in English, where the glossary knows it.
fn find(case: &Case) -> Option<Draft> {
    let draft = apart(case, &[Kind::Office], "check the office")?;
    let there = case.apart().find(|d| d.kind == Kind::Office)?.es?;
    let known = case.es.institutions().iter().find(|(_, words)| case.es.place(words) == there);
    let help = |number: usize| format!("`{}` is `{}` in English", case.es.at(there), glossary().get(number).english);
    Some(match known {
        Some((number, _)) => draft.help(help(*number)),
        None => draft,
    })
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn an_office_through_the_glossary() {
        let es = "El secretario de Hacienda, Luis Videgaray Caso, presentó el presupuesto ante los diputados.";
        assert_eq!(codes(es, "Finance Secretary Luis Videgaray Caso presented the budget to the deputies."), "");
        assert_eq!(codes(es, "Interior Secretary Luis Videgaray Caso presented the budget to the deputies."), "office-differs");
    }
}
