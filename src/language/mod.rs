//! The language of a text: English, Spanish or another.
//!
//! [Screening](surely_english) settles most lines of an English page. For the rest three voices:
//! - `function_words`: the words between the names, each for the language that it is used in. A line is not its names.
//! - `whatlang`, and `lingua` where it is built in, on what is left without the names, where the first voice leaves doubt.
//! - `others`: whether it is Portuguese, German, Polish or another of 37 languages rather than the Spanish or English that the first
//!   two would have it, by how its words look and by whether Spanish has them.
//!
//! [`of_page`] tells the language of a whole page.

mod function_words;
mod orthography;
mod others;
mod page;
mod screening;

pub use crate::lexicon::Language;
pub use page::{PageLanguage, of_page};
pub(crate) use screening::languages_seen;
pub use screening::{nothing_strange, surely_english};

#[cfg(feature = "lingua")]
use std::sync::LazyLock;

/// A language and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// The likeliest language.
    pub language: Language,
    /// 0.5 (a coin) to 1 (certain).
    pub confidence: f32,
}

/// The language of a longer text is that of its first bytes, this many.
const ENOUGH: usize = 1 << 14;

/// Function words decide between Spanish and English alone from these log odds on.
const SURE: f32 = 2.5;

/// What is not Spanish is in another language only from these log odds on: an English line that is taken for another is nobody's
/// counterpart.
const SURE_OTHER: f32 = 2.5;

/// No text is surer of its language,
const CERTAIN: f32 = 0.999;
/// and no single word than this: names, and words of both languages such as `error`.
const ONE_WORD: f32 = 0.85;

/// Detects the language of a text, a line or a sentence. Credits and slugs should have been taken off.
pub fn detect(text: &str) -> Detected {
    let text = &text[..text.floor_char_boundary(ENOUGH)];
    if surely_english(text) {
        return Detected { language: Language::English, confidence: CERTAIN };
    }
    detect_in_full(text)
}

/// What [`detect`] says, without a first look; benches/language.rs compares the two.
#[doc(hidden)]
pub fn detect_in_full(text: &str) -> Detected {
    let text = &text[..text.floor_char_boundary(ENOUGH)];
    if mostly_not_latin(text) {
        return Detected { language: Language::Other, confidence: 0.99 };
    }
    let weighed = function_words::read(text);
    let mut spanish = weighed.spanish_odds;
    if spanish.abs() < SURE {
        spanish += second_opinion(&weighed.unquoted);
    }
    if spanish > 0.0 && weighed.only_names {
        return Detected { language: Language::English, confidence: 0.5 };
    }
    let others = others::read(&weighed.words);
    let (language, other, least) =
        if spanish > 0.0 { (Language::Spanish, others.not_spanish, 0.0) } else { (Language::English, others.not_english, SURE_OTHER) };
    if other > least {
        return Detected { language: Language::Other, confidence: sigmoid(other) };
    }
    let confidence = sigmoid(spanish.abs() * 0.8) * sigmoid(-other);
    let most = if weighed.words.len() > 1 { CERTAIN } else { ONE_WORD };
    Detected { language, confidence: confidence.clamp(0.5, most) }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn mostly_not_latin(text: &str) -> bool {
    let (mut latin, mut other) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let is_latin = c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c);
        if is_latin { latin += 1 } else { other += 1 }
    }
    latin + other == 0 || other > latin
}

#[cfg(feature = "lingua")]
static LINGUA: LazyLock<lingua::LanguageDetector> =
    LazyLock::new(|| lingua::LanguageDetectorBuilder::from_languages(&[lingua::Language::English, lingua::Language::Spanish]).build());

/// Log odds for Spanish from the two detectors, on the words between the names. Fewer than two words or eight letters tell them nothing.
fn second_opinion(words: &[&str]) -> f32 {
    let rest = words.join(" ").to_lowercase();
    if words.len() < 2 || rest.len() < 8 {
        return 0.0;
    }
    let mut spanish = 0.0;
    let pair = whatlang::Detector::with_allowlist(vec![whatlang::Lang::Eng, whatlang::Lang::Spa]);
    if let Some(info) = pair.detect(&rest) {
        let vote = 0.2 + info.confidence() as f32 * 0.6;
        spanish += if info.lang() == whatlang::Lang::Spa { vote } else { -vote };
    }
    #[cfg(feature = "lingua")]
    {
        let confidence = LINGUA.compute_language_confidence(rest.as_str(), lingua::Language::Spanish) as f32;
        let confidence = confidence.clamp(0.05, 0.95);
        spanish += (confidence / (1.0 - confidence)).ln() * 0.4;
    }
    spanish
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
    fn names_alone_say_nothing() {
        for text in ["Los Angeles Chargers v Oakland Raiders", "Real Madrid vs Barcelona", "Alba Romano (Image: Police Scotland)", "La Paz"]
        {
            assert_eq!(detect(text).language, Language::English, "{text}");
        }
        for text in ["El Servicio Meteorológico", "Ana Ruiz y Carlos Pérez", "Puerto de Veracruz", "Claudia Sheinbaum, presidenta"] {
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
            // as short as captions
            "Moradores limpam a rua depois da chuva",
            "Os nenos xogan na praia de Vigo",
            "Els veïns netegen el carrer després de la pluja",
            "I vicini puliscono la strada dopo la pioggia",
            "Les voisins nettoient la rue après la pluie",
            "Vecinii curăță strada după ploaie",
        ] {
            assert_eq!(detect(text).language, Language::Other, "{text}");
        }
        assert_eq!(detect("12345 --- 678").language, Language::Other);
    }

    #[test]
    fn so_are_others_that_print_foto() {
        for text in [
            "Die Nachbarn putzen nach dem Regen die Straße",
            "De buren maken na de regen de straat schoon",
            "Grannarna städar gatan efter regnet",
            "Naboerne gør gaden ren efter regnen",
            "Naboene rydder gata etter regnet",
            "Sąsiedzi sprzątają ulicę po deszczu",
            "Sousedé po dešti uklízejí ulici",
            "Susedia po daždi upratujú ulicu",
            "Susjedi čiste ulicu nakon kiše",
            "Kaimynai po lietaus valo gatvę",
            "Naapurit siivoavat kadun sateen jälkeen",
            "A szomszédok eső után takarítják az utcát",
            "Para tetangga membersihkan jalan setelah hujan",
            "Komşular yağmurdan sonra sokağı temizliyor",
        ] {
            assert_eq!(detect(text).language, Language::Other, "{text}");
        }
    }
}
