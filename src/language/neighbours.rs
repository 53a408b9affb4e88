//! Whether a text is in a language near Spanish or English rather than in one of them.

use super::sigmoid;
use crate::lexicon::{FUNCTION_LANGUAGES, function_word};
use whatlang::Lang;

/// Whether the text is Portuguese, Galician, Catalan, Italian, French or Romanian. Below 0: English or Spanish.
///
/// Function words speak by how often each stands in running text of each language (`data/lexicon/function_words.csv`),
/// letters by whether Spanish and English have them; `whatlang` is asked where that leaves doubt and there is enough text.
///
/// `words` are the words of the text that are no part of a name.
pub(super) fn foreign(text: &str, words: &[&str]) -> Foreign {
    let mut odds = [0.0_f32; FUNCTION_LANGUAGES];
    let (mut letters, mut lower) = (0.0, 0);
    for word in words {
        let word = word.to_lowercase().replace('’', "'");
        lower += usize::from(word.len() > 1 || word.starts_with(['a', 'e', 'i', 'o', 'y']));
        letters += letter_odds(&word);
        // `l'isola`, `d'un`, `s'han`: the article before an apostrophe
        let elided = word.split_once('\'').filter(|(article, rest)| article.len() <= 2 && rest.len() > 1);
        if let Some(rates) = elided.and_then(|(article, _)| function_word(article)).or_else(|| function_word(&word)) {
            for (sum, rate) in odds.iter_mut().zip(rates) {
                *sum += (rate + FLOOR).ln();
            }
        }
        if elided.is_some_and(|(article, _)| matches!(article, "l" | "d" | "s" | "n" | "qu" | "un" | "c")) {
            letters += 1.5;
        }
    }
    let home = odds[0].max(odds[1]);
    let away = odds[2..].iter().copied().fold(f32::MIN, f32::max);
    let evidence = (away - home) * 0.5 + letters;
    let few = (9.0 - lower as f32).max(0.0) * 0.35;
    let mut foreign = Foreign { odds: evidence - PRIOR - few, evidence };
    if foreign.odds.abs() < 6.0 && lower >= 5 {
        let vote = trigram_vote(text, foreign.odds);
        foreign.odds += vote;
        foreign.evidence += vote;
    }
    foreign
}

/// What speaks for another language than Spanish and English, in log odds.
pub(super) struct Foreign {
    /// With what is known beforehand: pages are English with Spanish captions, and a few words are no proof.
    pub(super) odds: f32,
    /// Without.
    pub(super) evidence: f32,
}

/// A function word that a language does not have, per thousand words.
const FLOOR: f32 = 0.06;

/// Pages are English with Spanish captions: the others have to show themselves.
const PRIOR: f32 = 1.6;

/// Letters and endings that neither Spanish nor English words have.
fn letter_odds(word: &str) -> f32 {
    if word.is_ascii() {
        let galician = word.starts_with('x') && word.len() > 2;
        let portuguese = word.contains("lh") && word.ends_with(['a', 'o', 's']) || word.contains("nh") && word.ends_with(['a', 'o']);
        return if galician || portuguese { 0.8 } else { 0.0 };
    }
    let strange = word.contains(['ã', 'õ', 'ç', 'à', 'è', 'ò', 'ì', 'ù', 'ê', 'â', 'ô', 'î', 'û', 'ë', 'ș', 'ț', 'ă', 'œ', '·']);
    let home = word.contains('ñ') || word.ends_with("ción") || word.ends_with("sión");
    match (strange, home) {
        (true, _) => 1.8,
        (_, true) => -0.6,
        _ => 0.0,
    }
}

/// What `whatlang` says, in log odds; less where the function words are already sure of the contrary.
fn trigram_vote(text: &str, foreign: f32) -> f32 {
    let known = vec![Lang::Eng, Lang::Spa, Lang::Por, Lang::Cat, Lang::Ita, Lang::Fra, Lang::Ron];
    let Some(info) = whatlang::Detector::with_allowlist(known).detect(text) else { return 0.0 };
    let away = !matches!(info.lang(), Lang::Eng | Lang::Spa);
    let strength = 0.8 + 1.6 * sigmoid(info.confidence() as f32 * 6.0 - 2.0);
    let vote = if away { strength } else { -strength };
    if vote.signum() != foreign.signum() && foreign.abs() > 2.5 { vote * 0.6 } else { vote }
}
