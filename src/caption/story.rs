//! Whether a paragraph tells a story. A caption says what is seen, in the present; a story what happened, will happen or was said.

use crate::text::{is_capitalised, sentences, words};
use std::collections::HashSet;
use std::sync::LazyLock;

/// No caption with a bare source has more words, or sentences.
const MOST: (usize, usize) = (60, 3);

/// Whether a paragraph with a bare source behind it (`... EFE`, `... (Reuters)`) is a story's.
///
/// In doubt it is: a story's paragraph taken for a caption would be a false row, a caption passed over is only missed.
pub(super) fn is_told(text: &str) -> bool {
    let found = sentences(text);
    if found.len() > MOST.1 || words(text).nth(MOST.0).is_some() || text.starts_with(['"', '“', '«', '‘']) {
        return true;
    }
    let said = words(text).any(|w| {
        let word = w.of(text).to_lowercase().replace('’', "'");
        TELLING.contains(word.as_str())
    });
    // what stands before a full sentence is a place (`CARACAS, 13 May.`)
    let first = found.iter().map(|sentence| sentence.of(text)).find(|sentence| words(sentence).nth(LEAST - 1).is_some());
    said || first.is_some_and(main_clause_is_told)
}

/// A sentence has so many words.
const LEAST: usize = 5;

/// Words of those who report, weigh and deny; a caption says what is seen.
static TELLING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "dijo dijeron dice dicen dicho diciendo informó informaron anunció anunciaron afirmó afirma aseguró asegura \
    señaló indicó explicó declaró advirtió confirmó según no nunca jamás ninguno ninguna además aunque pero porque podría podrían \
    puede pueden debe deben debería deberían sería serían haya hayan hay quizá quizás said says say told announced according not \
    never cannot can't don't doesn't didn't won't wasn't isn't however meanwhile although but because could should would might must"
        .split_whitespace()
        .collect()
});

/// What comes behind says what was before, or elsewhere.
const SUBORDINATE: &[&str] = &[
    "que", "donde", "cuando", "quien", "quienes", "cuyo", "cuya", "cuyos", "cuyas", "tras", "luego", "después", "who", "whose", "which",
    "that", "where", "when", "after",
];

fn main_clause_is_told(sentence: &str) -> bool {
    // a comma ends a clause that `que` or `who` began
    sentence.split(", ").enumerate().any(|(number, clause)| {
        let all: Vec<&str> = words(clause).map(|w| w.of(clause)).collect();
        let first = usize::from(number == 0);
        let opener = all.iter().skip(first).position(|word| SUBORDINATE.contains(word)).map_or(all.len(), |at| at + first);
        let is_verb = |at: usize| number == 0 && at == 0 || !is_capitalised(all[at]);
        (0..opener).any(|at| is_verb(at) && is_past_or_future(&all[at].to_lowercase(), all.get(at + 1).unwrap_or(&"")))
    })
}

/// Whether a word is a verb in another tense than the present; `next` is the word behind it.
fn is_past_or_future(word: &str, next: &str) -> bool {
    const SHORT: &[&str] = &[
        "fue", "fueron", "era", "eran", "ha", "han", "había", "habían", "hizo", "hicieron", "tuvo", "tuvieron", "obtuvo", "quiso", "vino",
        "tenía", "tenían", "podía", "podían", "iba", "iban", "dio", "puso", "será", "serán", "was", "were", "had", "will", "did", "has",
        "have", "came", "went", "took", "made", "began", "met", "won", "fell", "rose",
    ];
    const ENDINGS: &[&str] = &["ó", "aron", "ieron", "yeron", "aban", "aba", "ará", "erá", "irá", "drá", "arán", "erán", "irán", "drán"];
    const OBJECTS: &[&str] = &["a", "an", "the", "that", "it", "its", "his", "her", "their", "him", "them", "more", "two", "three"];
    let ends = |ending: &&str| word.len() > ending.len() + 2 && word.ends_with(*ending);
    // `es trasladado` is seen, `es importante` is said
    const SEEN: &[&str] = &["do", "da", "dos", "das", "to", "ta", "tos", "tas", "so", "sa", "cho", "cha", "chos", "chas"];
    let is_judged = matches!(word, "es" | "son") && !SEEN.iter().any(|ending| next.ends_with(ending));
    is_judged || SHORT.contains(&word) || ENDINGS.iter().any(ends) || word.len() > 4 && word.ends_with("ed") && OBJECTS.contains(&next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_in_the_present_and_stories_are_not() {
        for text in [
            "Un bombero combate las llamas en Santa Juana.",
            "Varias personas caminan por una calle que se inundó el lunes.",
            "Una niña sostiene una vela. El acto recordó a las víctimas.",
            "Un herido es trasladado en helicóptero, junto a la plaza donde cayó.",
            "A firefighter battles the flames in Santa Juana.",
            "Residents walk past a house destroyed by the storm that hit on Monday.",
            "The damaged bridge near the port.",
            "",
        ] {
            assert!(!is_told(text), "{text}");
        }
        for text in [
            "El plan se anunció el lunes.",
            "El rey recibió al presidente.",
            "Los cancilleres se reunirán el lunes en Brasilia.",
            "El ministro ha pedido responsabilidad a las comunidades.",
            "Las obras terminan en mayo, informó la alcaldesa.",
            "La ciudad, que vive de la pesca, quedó sin luz.",
            "El puente es el más viejo del estado.",
            "CARACAS, 13 May. La Asamblea debatirá esta semana el decreto.",
            "Las autoridades aún no saben cuántas personas viven allí.",
            "“Es un día feliz”, dice el alcalde.",
            "The plan was announced on Monday.",
            "Officials opened an inquiry in Guerrero.",
            "The bank will raise its rate in June.",
        ] {
            assert!(is_told(text), "{text}");
        }
        assert!(is_told(&"Vecinos caminan. ".repeat(5)));
    }
}
