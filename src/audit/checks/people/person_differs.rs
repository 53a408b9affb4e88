use crate::audit::checks::{Case, Check, Example, Find, Rule, Severity, Turn, apart_where};
use crate::facts::{Difference, Kind};
use crate::text::is_capitalised;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "person-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "a person is another one on the other side: by gender, kinship or place in the picture",
        explanation: "One side has a girl, a brother or somebody on the left where the other has a boy, a son or somebody on the right. A name that only one side has is a finding of `name-missing` or `name-added`.",
        examples: &[Example::of("Un niño pinta huevos de Pascua.", "A girl paints Easter eggs.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart_where(case, |d| is_told(case, d), "check who is meant"))],
};

/// Whether a word tells who it is, not a name.
fn is_told(case: &Case, difference: &Difference) -> bool {
    match difference.kind {
        Kind::Gender | Kind::Side => true,
        Kind::Person => difference.es.is_some_and(|there| !is_capitalised(case.es.at(there))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn who_somebody_is() {
        for (es, en, code) in [
            ("Un niño pinta huevos de Pascua en la plaza.", "A girl paints Easter eggs in the square.", "person-differs"),
            ("Un niño pinta huevos de Pascua en la plaza.", "A boy paints Easter eggs in the square.", ""),
            ("El jugador se lesionó la pierna izquierda.", "The player injured his right leg.", "person-differs"),
        ] {
            let found = codes(es, en);
            let told: Vec<&str> = found.split(' ').filter(|code| code.ends_with("-differs")).collect();
            assert_eq!(told.join(" "), code, "{es} {en}");
        }
    }
}
