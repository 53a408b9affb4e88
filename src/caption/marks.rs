//! A first look for captions: the marks that slugs and credits cannot do without.

use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// A slash, a bracket, or six digits running: a caption may begin or end inside the text.
    pub cut: bool,
    /// Any mark: the text, or a part of it, may be a caption.
    pub any: bool,
}

impl Marks {
    /// Reads every byte once.
    pub fn of(text: &str) -> Self {
        let (mut seen, mut digits, mut six) = (0, 0_u32, false);
        let mut last = 0;
        for &byte in text.as_bytes() {
            let class = CLASS[usize::from(byte)];
            seen |= class;
            // `MEX01`: the number of a picture
            seen |= if last & CAPITAL != 0 && class & DIGIT != 0 { MARK } else { 0 };
            digits = if class & DIGIT != 0 { digits + 1 } else { 0 };
            six |= digits == 6;
            last = class;
        }
        let cut = seen & CUT != 0 || six;
        Self { cut, any: cut || seen & MARK != 0 || WORDS.iter().any(|word| word.find(text.as_bytes()).is_some()) }
    }
}

const MARK: u8 = 1;
const CUT: u8 = 2;
const DIGIT: u8 = 4;
const CAPITAL: u8 = 8;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b'/' | b'(' | b'[' => MARK | CUT,
            b'|' | b':' => MARK,
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' => CAPITAL,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// Parts of the words that lead a credit without any of the marks: `foto`, `Fotografía`, `FOTO`, `Photo`; `Getty Images`.
static WORDS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["oto", "OTO", "Images"].map(Finder::new));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_sentences_have_none() {
        assert_eq!(Marks::of("The mayor, 54, opened 12 parks on Monday at 10.30 a.m., he said; 12,500 came."), Marks::default());
    }

    #[test]
    fn every_form_of_a_caption_has_some() {
        for (text, cut) in [
            ("51002073. México.- Un hombre pasa.", true),
            ("MEX01. Un hombre pasa.", false),
            ("Un hombre pasa. EFE/Ana Ruiz", true),
            ("Un hombre pasa. (Ana Ruiz)", true),
            ("Un hombre pasa. Foto Ana Ruiz", false),
            ("FOTO DE ARCHIVO-Un hombre pasa", false),
            ("Un hombre pasa | Ana Ruiz", false),
            ("A man walks by. Getty Images", false),
        ] {
            assert_eq!(Marks::of(text), Marks { cut, any: true }, "{text}");
        }
    }
}
