//! People: names that are spelled differently, persons on one side only, offices that disagree.

mod name_accent;
mod name_added;
mod name_elsewhere;
mod name_missing;
mod name_partial;
mod name_typo;
mod office_differs;
mod organisation_differs;
mod person_differs;

use super::Rule;

const FAMILY: &str = "people";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] = &[
    name_accent::RULE,
    name_elsewhere::RULE,
    name_typo::RULE,
    name_partial::RULE,
    name_missing::RULE,
    name_added::RULE,
    office_differs::RULE,
    organisation_differs::RULE,
    person_differs::RULE,
];

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, fixes};

    #[test]
    fn a_name_in_two_spellings() {
        let es = "El senador Emilio Gamboa Patrón habló con la prensa al salir de la sesión.";
        for (en, code) in [
            ("Senator Emilio Gamboa Patrón spoke to the press as he left the session.", ""),
            ("Senator Emilio Gambao Patrón spoke to the press as he left the session.", "name-typo"),
            ("Senator Emilio Gámboa Patrón spoke to the press as he left the session.", "name-accent"),
            ("Senator Emilio Gamboa Patron spoke to the press as he left the session.", ""),
            ("Senator Gamboa Patrón spoke to the press as he left the session.", ""),
        ] {
            assert_eq!(codes(es, en), code, "{en}");
        }
    }

    #[test]
    fn the_majority_is_proposed() {
        let es = "El subsecretario Roberto Campa Cifrían habló en la reunión sobre derechos humanos.";
        let en = "Undersecretary Roberto Campa Cifrián spoke at the meeting on human rights.";
        assert_eq!(fixes(es, en), ["Cifrián"]);
    }

    #[test]
    fn each_language_writes_foreign_names_its_own_way() {
        let es = "El primer ministro Dmitri Medvédev y el papa Juan Pablo II hablaron en la reunión de Roma.";
        let en = "Prime Minister Dmitry Medvedev and Pope John Paul II spoke at the meeting in Rome.";
        assert_eq!(codes(es, en), "");
    }
}
