//! Numbers that disagree. A number on one side alone is no finding: only two that count the same thing and are not the same.

mod age_differs;
mod amount_differs;
mod number_differs;
mod ordinal_differs;
mod percentage_differs;
mod score_differs;

use super::Rule;

const FAMILY: &str = "numbers";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] =
    &[number_differs::RULE, amount_differs::RULE, percentage_differs::RULE, age_differs::RULE, ordinal_differs::RULE, score_differs::RULE];

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn numbers_of_both_sides() {
        for (es, en, code) in [
            ("Rescatistas buscan a 12 mineros en la mina.", "Rescuers search for 21 miners in the mine.", "number-differs"),
            ("El tren avanza a 185 kilómetros por hora.", "The train moves at 115 mph.", ""),
            ("El tren avanza a 185 kilómetros por hora.", "The train moves at 185 mph.", "number-differs"),
            ("El Atlas derrotó 3-1 a los Xolos en el estadio.", "Atlas beat the Xolos 3-2 at the stadium.", "score-differs"),
            ("Cientos de mujeres marcharon por la avenida.", "Dozens of women marched along the avenue.", "number-differs"),
        ] {
            let found = codes(es, en);
            let told: Vec<&str> = found.split(' ').filter(|code| code.ends_with("-differs")).collect();
            assert_eq!(told.join(" "), code, "{es} {en}");
        }
    }
}
