//! Captions in the wrong language, or in half of one.

mod no_english;
mod no_spanish;
mod residue;
mod untranslated;
mod wrong_language;

use super::{Case, Page, Rule};

const FAMILY: &str = "language";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] = &[no_english::RULE, no_spanish::RULE, wrong_language::RULE, untranslated::RULE, residue::RULE];

fn has_english_credit(page: &Page, case: &Case) -> bool {
    case.pair.es.own_credit().is_some_and(|credit| page.article.at(credit).to_lowercase().contains("photo"))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes_of;

    #[test]
    fn a_caption_alone() {
        let es = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque de la colonia. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
        assert_eq!(codes_of(es), "no-english");
        assert_eq!(codes_of(&format!("{es}\nEl alcalde inauguró el parque de la colonia. Photo: Notimex/Ana Ruiz")), "untranslated");
    }
}
