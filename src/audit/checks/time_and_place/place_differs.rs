use crate::audit::checks::{Check, Example, Find, Rule, Severity, Turn, apart};
use crate::facts::Kind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "place-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different places",
        explanation: "One side says `en Toluca` or `hondureño`, the other `in Puebla` or `Nicaraguan`. CDMX, D.F. and Mexico City are one place; a city is not compared with a state or a country.",
        examples: &[Example::of("Vecinos protestan en Ecatepec.", "Residents protest in Tijuana.")],
    },
    find: &[Find::One(Turn::Facts, |_, case| apart(case, &[Kind::Place], "check the place"))],
};

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn places() {
        let es = "La policía detuvo a los ladrones en Ciudad de México.";
        for (place, code) in [("Mexico City", ""), ("Monterrey", "place-differs"), ("Jalisco", ""), ("the capital", "")] {
            assert_eq!(codes(es, &format!("Police arrested the thieves in {place}.")), code, "{place}");
        }
    }
}
