//! The language of a whole page, by the language of each of its texts.

use super::{Language, detect};
use crate::text::words;

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageLanguage {
    /// English, or nothing that tells.
    English,
    /// Spanish.
    Spanish,
    /// English and Spanish, each a good part of it.
    Both,
    /// Neither: no English story, and no Spanish one.
    Other,
}

/// A shorter text (a name, an item of a menu) says nothing, in bytes.
const SHORTEST: usize = 25;

/// What has fewer bytes in words of two letters or more is in no language: `a.a.a.`, tables, code.
const FEWEST: usize = 12;

/// No text counts for more, in bytes: neither does one long quotation outweigh a page, nor is more of a page read than tells.
const LONGEST: usize = 400;

/// So many bytes tell the language of any page.
const ENOUGH: usize = 1 << 14;

/// The language that is the smaller part of a page of both has so much of it.
const GOOD_PART: f32 = 0.2;

/// Tells the language of a page from its texts: blocks, lines or paragraphs, in any order.
///
/// It costs a [`detect`] for each text up to 16 kB; ask it only of a page that has something Spanish.
pub fn of_page<'t>(texts: impl IntoIterator<Item = &'t str>) -> PageLanguage {
    let [mut english, mut spanish, mut other] = [0.0; 3];
    let mut read = 0;
    for text in texts.into_iter().map(str::trim).filter(|text| text.len() >= SHORTEST) {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        if words(text).map(|word| word.len()).filter(|bytes| *bytes > 1).sum::<usize>() < FEWEST {
            continue;
        }
        let detected = detect(text);
        let sum = match detected.language {
            Language::English => &mut english,
            Language::Spanish => &mut spanish,
            Language::Other => &mut other,
        };
        // a coin counts nothing
        *sum += text.len() as f32 * (detected.confidence * 2.0 - 1.0);
        read += text.len();
        if read > ENOUGH {
            break;
        }
    }
    let home = english + spanish;
    if other > home {
        PageLanguage::Other
    } else if english.min(spanish) > home * GOOD_PART {
        PageLanguage::Both
    } else if spanish > english {
        PageLanguage::Spanish
    } else {
        PageLanguage::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The mayor opened the new park on Monday and spoke to the families who had waited for years.";
    const SPANISH: &str = "El alcalde inauguró el lunes el nuevo parque y habló con las familias que lo esperaban desde hace años.";
    const GERMAN: &str = "Der Bürgermeister hat am Montag den neuen Park eröffnet und mit den Familien gesprochen.";
    const PORTUGUESE: &str = "O prefeito inaugurou na segunda-feira o novo parque e conversou com as famílias que esperavam há anos.";

    #[test]
    fn a_page_is_in_the_language_of_most_of_its_text() {
        for (texts, page) in [
            (&[][..], PageLanguage::English),
            (&["Inicio", "Noticias", "Deportes", ENGLISH], PageLanguage::English),
            (&[ENGLISH, ENGLISH, ENGLISH, ENGLISH, ENGLISH, ENGLISH, SPANISH], PageLanguage::English),
            (&[ENGLISH, SPANISH], PageLanguage::Both),
            (&[SPANISH, SPANISH, "Los Angeles Chargers v Oakland Raiders"], PageLanguage::Spanish),
            (&[GERMAN, GERMAN, SPANISH], PageLanguage::Other),
            (&[PORTUGUESE, PORTUGUESE, "Foto: Ana Ruiz/EFE"], PageLanguage::Other),
            (&["a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.", "1 2 3 4 5 6 7 8 9 10 11 12 13 14", SPANISH], PageLanguage::Spanish),
            (&["Президент подписал новый закон о городских парках", ENGLISH, GERMAN], PageLanguage::Other),
        ] {
            assert_eq!(of_page(texts.iter().copied()), page, "{texts:?}");
        }
    }
}
