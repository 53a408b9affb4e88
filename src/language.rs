//! The language of a text: English, Spanish or another.
//!
//! Three voices, asked in order of cost. Words first: how often each lower-case word stands in Spanish and in English text
//! (names of people and places say nothing; a capitalised word says little). Where that leaves doubt, `whatlang` (trigrams;
//! also Portuguese, Catalan, Italian, French, Romanian), and last `lingua` (n-grams up to five), both without the names.

use crate::lexicon::{is_foreign, is_name, vocabulary};
use crate::text::{fold, is_capitalised, is_upper, words};
use std::sync::LazyLock;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// Any other, or none (numbers, symbols).
    Other,
}

impl Language {
    /// `en`, `es` or `other`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Other => "other",
        }
    }
}

/// A language and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// The likeliest language.
    pub language: Language,
    /// 0.5 (a coin) to 1 (certain).
    pub confidence: f32,
}

/// What the words of a text say, in natural log odds.
#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    /// Spanish against English: above 0 Spanish.
    spanish: f32,
    /// Weight of all words that could say something.
    weight: f32,
    /// Of these, weight of common words of other languages.
    foreign: f32,
    /// Of these, weight of words that stand in neither vocabulary.
    unknown: f32,
}

/// The word votes decide alone from here on.
const SURE: f32 = 3.0;

/// Detects the language of a text, a line or a sentence. Credits and slugs should have been taken off.
pub fn detect(text: &str) -> Detected {
    if mostly_not_latin(text) {
        return Detected { language: Language::Other, confidence: 0.99 };
    }
    let votes = votes(text);
    if votes.weight == 0.0 {
        return second_opinion(text, votes);
    }
    let foreign = foreign_odds(&votes);
    if foreign < 0.0 && votes.spanish.abs() >= SURE {
        return english_or_spanish(votes.spanish, foreign);
    }
    second_opinion(text, votes)
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn english_or_spanish(spanish: f32, foreign: f32) -> Detected {
    let language = if spanish > 0.0 { Language::Spanish } else { Language::English };
    let confidence = sigmoid(spanish.abs() * 0.7) * sigmoid(-foreign * 2.0 + 1.0);
    Detected { language, confidence: confidence.clamp(0.5, 0.999) }
}

/// Log odds that a text is in neither language: it has common words of a third one, or words that neither knows.
fn foreign_odds(votes: &Votes) -> f32 {
    let known = (votes.weight - votes.foreign - votes.unknown).max(0.0);
    let (foreign, unknown) = (votes.foreign / votes.weight, votes.unknown / votes.weight);
    let few = (votes.weight / 4.0).min(1.0);
    (foreign * 12.0 + unknown * 2.5 - known / votes.weight * 1.6) * few - (1.0 - few)
}

fn mostly_not_latin(text: &str) -> bool {
    let (mut latin, mut other) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let is_latin = c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c);
        if is_latin { latin += 1 } else { other += 1 }
    }
    latin + other == 0 || other > latin
}

fn votes(text: &str) -> Votes {
    let found: Vec<&str> = words(text).map(|w| w.of(text)).filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let long = found.iter().filter(|w| w.chars().count() > 3);
    let (capitals, all) = long.fold((0, 0), |(c, n), w| (c + usize::from(is_capitalised(w)), n + 1));
    // headlines in title case and in capitals: there a capital is no sign of a name
    let titled = capitals * 10 >= all * 6;
    let mut votes = Votes::default();
    for (at, word) in found.iter().enumerate() {
        let lower = word.to_lowercase().replace('’', "'");
        let capital = is_capitalised(word);
        // `de la` in `Comisión Nacional de los Derechos Humanos` belongs to the name, whatever the line's language
        let inside_name = !capital && {
            let before = found[..at].iter().rev().find(|w| !is_connector(&w.to_lowercase()));
            let after = found[at + 1..].iter().find(|w| !is_connector(&w.to_lowercase()));
            is_connector(&lower) && before.is_some_and(|w| is_capitalised(w)) && after.is_some_and(|w| is_capitalised(w))
        };
        let weight = match (capital, titled) {
            (true, _) if is_name(&fold(&lower)) => 0.0,
            (true, false) if at > 0 => 0.25,
            (true, true) if is_upper(word) && !text.chars().any(char::is_lowercase) => 0.8,
            (true, _) => 0.5,
            (false, _) if inside_name => 0.2,
            (false, _) => 1.0,
        };
        let (spanish, english) = counts(&lower);
        if is_foreign(&lower) && spanish < 30.0 && english < 30.0 {
            votes.foreign += weight;
        } else if spanish + english == 0.0 {
            if capital || lower.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            let ending = ending(&lower) * weight;
            votes.spanish += ending;
            if ending == 0.0 {
                votes.unknown += weight;
            }
        } else {
            votes.spanish += (((spanish + 0.4) / (english + 0.4)).ln()).clamp(-4.0, 4.0) * weight * 0.8;
        }
        votes.weight += weight;
    }
    votes
}

fn counts(lower: &str) -> (f32, f32) {
    let counts = vocabulary().counts(lower);
    if counts != (0.0, 0.0) {
        return counts;
    }
    // `Roberto's`, `can't`, `press-conference`
    let stem = lower.split(['\'', '-']).next().unwrap_or(lower);
    if stem.len() == lower.len() {
        return counts;
    }
    if lower.ends_with("'s") || lower.ends_with("n't") || lower.ends_with("'re") || lower.ends_with("'ll") {
        return (0.0, 20.0);
    }
    vocabulary().counts(stem)
}

fn is_connector(lower: &str) -> bool {
    matches!(
        lower,
        "de" | "del" | "la" | "las" | "los" | "el" | "y" | "e" | "en" | "of" | "the" | "and" | "for" | "on" | "in" | "para" | "a" | "al"
    )
}

/// What the ending of an unknown word says.
fn ending(lower: &str) -> f32 {
    const SPANISH: &[&str] = &[
        "ción", "ciones", "sión", "mente", "dad", "dades", "ando", "iendo", "aron", "ieron", "arán", "aría", "ería", "ismo", "ista",
        "istas", "ado", "ados", "ada", "adas", "ido", "idos", "ida", "idas", "ó", "arse", "erse", "irse", "aba", "aban", "ñol", "ñola",
        "eña", "eño", "cia", "cias",
    ];
    const ENGLISH: &[&str] = &[
        "ing", "tion", "tions", "ness", "ship", "ly", "ed", "ment", "ful", "less", "ght", "ty", "ies", "sh", "th", "ck", "wn", "er", "ers",
        "hood", "'s",
    ];
    let has = |endings: &[&str]| endings.iter().any(|e| lower.len() > e.len() + 1 && lower.ends_with(e));
    match (has(SPANISH) || lower.contains('ñ'), has(ENGLISH)) {
        (true, false) => 1.2,
        (false, true) => -1.2,
        _ => 0.0,
    }
}

static LINGUA: LazyLock<lingua::LanguageDetector> =
    LazyLock::new(|| lingua::LanguageDetectorBuilder::from_languages(&[lingua::Language::English, lingua::Language::Spanish]).build());

/// The text without what looks like a name; all of it where too little would remain.
fn nameless(text: &str) -> String {
    let kept: Vec<String> =
        words(text).map(|w| w.of(text)).filter(|w| !(is_name(&fold(w)) || is_upper(w) && w.len() <= 6)).map(str::to_lowercase).collect();
    if kept.iter().map(String::len).sum::<usize>() < 8 { text.to_lowercase() } else { kept.join(" ") }
}

fn second_opinion(text: &str, votes: Votes) -> Detected {
    let rest = nameless(text);
    let mut spanish = votes.spanish;
    let mut foreign = if votes.weight > 0.0 { foreign_odds(&votes) } else { -1.0 };
    if votes.weight >= 3.0 && foreign > -0.9 {
        use whatlang::Lang;
        let candidates = vec![Lang::Eng, Lang::Spa, Lang::Por, Lang::Cat, Lang::Ita, Lang::Fra, Lang::Ron];
        if let Some(info) = whatlang::Detector::with_allowlist(candidates).detect(&rest) {
            let known = matches!(info.lang(), Lang::Eng | Lang::Spa);
            foreign += if known { -0.6 } else { 0.8 } * if info.is_reliable() { 1.5 } else { 0.8 };
        }
    }
    if foreign > 0.0 {
        return Detected { language: Language::Other, confidence: sigmoid(foreign * 2.0).max(0.5) };
    }
    if spanish.abs() < SURE {
        let pair = whatlang::Detector::with_allowlist(vec![whatlang::Lang::Eng, whatlang::Lang::Spa]);
        if let Some(info) = pair.detect(&rest) {
            let vote = 0.4 + info.confidence() as f32;
            spanish += if info.lang() == whatlang::Lang::Spa { vote } else { -vote };
        }
        let confidence = LINGUA.compute_language_confidence(rest.as_str(), lingua::Language::Spanish) as f32;
        spanish += (confidence.clamp(0.05, 0.95) / (1.0 - confidence.clamp(0.05, 0.95))).ln() * 0.6;
    }
    english_or_spanish(spanish, foreign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_not_its_names() {
        for text in [
            "Luis Videgaray Caso, head of the Finance Secretariat (SHCP), and Agustín Carstens Carstens in San Luis Potosí",
            "Miguel Ángel Osorio Chong meets with Tamaulipas Governor Egidio Torre Cantú",
            "The Secretaría de la Función Pública said Virgilio Andrade Martínez will leave",
        ] {
            assert_eq!(detect(text).language, Language::English, "{text}");
        }
        for text in [
            "Hillary Clinton y Bernie Sanders durante el debate en Brooklyn",
            "Mark Zuckerberg, director de Facebook",
            "Los Dallas Cowboys vencieron a los New York Giants",
        ] {
            assert_eq!(detect(text).language, Language::Spanish, "{text}");
        }
    }

    #[test]
    fn neighbours_of_spanish_are_other() {
        for text in [
            "O presidente disse que não há dinheiro para as escolas e que o governo vai fazer mais este ano.",
            "El president va dir que no hi ha diners per a les escoles i que el govern farà més aquest any.",
            "Il presidente ha detto che non ci sono soldi per le scuole e che il governo farà di più.",
            "Le président a dit qu'il n'y a pas d'argent pour les écoles et que le gouvernement fera plus.",
            "O presidente dixo que non hai cartos para as escolas e que o goberno fará máis este ano.",
        ] {
            assert_eq!(detect(text).language, Language::Other, "{text}");
        }
        assert_eq!(detect("12345 --- 678").language, Language::Other);
    }
}
