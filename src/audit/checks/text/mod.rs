//! What is wrong with a text by itself.

mod accents_lost;
mod doubled_word;
mod mojibake;
mod truncated;
mod unbalanced;
mod verb_accent;

pub(super) use truncated::breaks_off;

use super::Rule;

const FAMILY: &str = "text";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] =
    &[truncated::RULE, unbalanced::RULE, mojibake::RULE, accents_lost::RULE, doubled_word::RULE, verb_accent::RULE];

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, fixes};

    pub(super) const EN: &str = "The undersecretary said that the government will build three schools in the city for the children.";

    #[test]
    fn spanish_accents() {
        for (es, code) in [
            ("El subsecretario afirmó que el gobierno construirá tres escuelas en la ciudad para los niños.", ""),
            ("El subsecretario afirmo que el gobierno construirá tres escuelas en la ciudad para los niños.", "verb-accent"),
            ("El subsecretario afirmó tambien que el gobierno construirá tres escuelas en la ciudad para los niños.", "accents-lost"),
            ("El subsecretario afirmó, tras el anuncio, que el gobierno construirá tres escuelas en la ciudad para los niños.", ""),
            ("“Afirmo que el gobierno construirá tres escuelas en la ciudad”, dijo el subsecretario a los niños.", ""),
        ] {
            assert_eq!(codes(es, EN), code, "{es}");
        }
        assert_eq!(fixes("El subsecretario afirmo que el gobierno construirá tres escuelas en la ciudad para los niños.", EN), ["afirmó"]);
    }

    #[test]
    fn broken_texts() {
        let es = "El subsecretario afirmó que el gobierno construirá tres escuelas en la ciudad para los niños.";
        for (broken, code) in [
            (es.replace(" niños.", ""), "truncated"),
            (es.replace("que el", "que el el"), "doubled-word"),
            (es.replace("afirmó", "afirmÃ³"), "mojibake"),
            (es.replace("tres", "(tres"), "unbalanced"),
            (es.replace("tres", "«tres»"), ""),
            (es.replace("tres", "\"tres"), "unbalanced"),
        ] {
            assert_eq!(codes(&broken, EN), code, "{broken}");
        }
        assert_eq!(fixes(&es.replace("afirmó", "afirmÃ³"), EN), ["afirmó"]);
        let english = "The undersecretary said \"the government will build three schools in the city for the children.";
        assert_eq!(codes(&es.replace("el gobierno", "\"el gobierno"), english), "", "an excerpt of a quotation");
        let english = "The undersecretary said that the government will build three schools in the city that the children dream of.";
        assert_eq!(codes(es, english), "", "English may end so");
        assert_eq!(codes(es, english.trim_end_matches('.')), "", "without a stop too, where the Spanish says the same");
    }
}
