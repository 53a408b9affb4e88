//! A first look for captions: the marks that slugs and credits cannot do without.

use super::credit;
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
    /// Looks for each mark; a machine's widest registers do it.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut seen = Numbers::default();
        bytes.chunks(CHUNK).for_each(|chunk| seen.read(chunk));
        let cut = seen.six || memchr::memchr3(b'/', b'(', b'[', bytes).is_some();
        let any = || memchr::memchr2(b'|', b':', bytes).is_some() || has_sign(bytes) || WORDS.iter().any(|word| word.find(bytes).is_some());
        Self { cut, any: cut || seen.code || any() || credit::at_end(text) }
    }
}

/// Whether a text holds `©`, or one of the pictures (`📷`) that begin with the same byte.
fn has_sign(bytes: &[u8]) -> bool {
    const COPYRIGHT: [u8; 2] = *b"\xc2\xa9";
    const PICTURE: u8 = 0xf0;
    memchr::memchr2_iter(COPYRIGHT[0], PICTURE, bytes).any(|at| bytes[at] == PICTURE || bytes.get(at + 1) == Some(&COPYRIGHT[1]))
}

/// So many bytes are asked for digits at once.
const CHUNK: usize = 64;

/// Numbers that open a slug.
#[derive(Default)]
struct Numbers {
    /// Six digits running.
    six: bool,
    /// A capital before a digit: `MEX01`.
    code: bool,
    digits: u32,
    capital: bool,
}

impl Numbers {
    fn read(&mut self, chunk: &[u8]) {
        let last = chunk.last().copied().unwrap_or_default();
        // without an early end, so that it is one instruction for many bytes
        if !chunk.iter().fold(false, |some, byte| some | byte.is_ascii_digit()) {
            (self.digits, self.capital) = (0, last.is_ascii_uppercase());
            return;
        }
        for byte in chunk {
            let digit = byte.is_ascii_digit();
            self.code |= digit && self.capital;
            self.digits = if digit { self.digits + 1 } else { 0 };
            self.six |= self.digits == 6;
            self.capital = byte.is_ascii_uppercase();
        }
    }
}

/// Parts of what leads a credit without any of the marks: `foto`, `Fotografía`, `FOTO`, `Photo`; `Getty Images`.
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
            // over the end of a chunk
            ("Del archivo de la agencia, de hace muchos años y sin color. MEX01. Un hombre", false),
            ("Del archivo de la agencia, de hace muchos años y a color. 510020. Un hombre", true),
            ("Un hombre pasa. EFE/Ana Ruiz", true),
            ("Un hombre pasa. (Ana Ruiz)", true),
            ("Un hombre pasa. Foto Ana Ruiz", false),
            ("FOTO DE ARCHIVO-Un hombre pasa", false),
            ("Un hombre pasa | Ana Ruiz", false),
            ("A man walks by. Getty Images", false),
            ("Un hombre pasa. © Ana Ruiz", false),
            ("Un hombre pasa. 📷 Ana Ruiz", false),
            ("Un hombre pasa. EFE", false),
            ("Un hombre pasa. Ana Ruiz - EFE", false),
            ("Un hombre pasa. Ana Ruiz, EFE", false),
            ("Un hombre pasa. Handout via Reuters", false),
            ("Un hombre pasa. Imagen de Ana Ruiz", false),
            ("Un hombre pasa. Cortesía SEP", false),
            ("Un hombre pasa. – EUROPA PRESS.", false),
            ("**A man walks by. CUARTOSCURO.COM**", false),
        ] {
            assert_eq!(Marks::of(text), Marks { cut, any: true }, "{text}");
        }
    }
}
