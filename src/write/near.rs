//! Texts that are nearly the same: MinHash over character shingles (Broder 1997), candidates by locality-sensitive hashing in bands.
//!
//! Two captions with other numbers or dates are never the same, however little else differs: what counts or dates is a part of
//! every band's key.

use crate::lexicon::weekday;
use crate::row::Row;
use crate::text::{fold, words};
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

/// How far back near duplicates are looked for, in rows that were kept: about 120 MB.
pub(crate) const WINDOW: usize = 1 << 17;
/// Characters of a shingle.
const SHINGLE: usize = 5;
/// Bands of a signature, and values of a band: texts with a similarity of 0.8 meet in some band in 99.98 % of cases.
const BANDS: usize = 16;
const BAND: usize = 4;
/// The least share of equal values, which estimates the share of common shingles (Jaccard).
const LEAST: f32 = 0.8;

pub(super) type Signature = [u16; BANDS * BAND];

/// The texts that were kept last.
pub(super) struct Seen {
    window: usize,
    /// Oldest first; the oldest has the number `first`.
    kept: VecDeque<(Signature, u64)>,
    first: usize,
    /// For each band's key, the number of the first text that has it.
    bands: HashMap<u64, usize>,
}

impl Seen {
    /// Looks back over `window` texts.
    pub(super) fn new(window: usize) -> Self {
        Self { window, kept: VecDeque::new(), first: 0, bands: HashMap::new() }
    }

    /// Whether nearly the same text was seen; if not, from now on it was.
    pub(super) fn have(&mut self, row: &Row) -> bool {
        let (signature, figures) = (signature(row), figures(row));
        let keys: Vec<u64> = keys(&signature, figures).collect();
        let mut met = keys.iter().filter_map(|key| self.bands.get(key)).map(|number| &self.kept[number - self.first]);
        if met.any(|(other, others)| *others == figures && similarity(&signature, other) >= LEAST) {
            return true;
        }
        if self.kept.len() == self.window {
            self.forget_oldest();
        }
        let number = self.first + self.kept.len();
        self.kept.push_back((signature, figures));
        for key in keys {
            self.bands.entry(key).or_insert(number);
        }
        false
    }

    fn forget_oldest(&mut self) {
        let Some((signature, figures)) = self.kept.pop_front() else { return };
        for key in keys(&signature, figures) {
            if self.bands.get(&key) == Some(&self.first) {
                self.bands.remove(&key);
            }
        }
        self.first += 1;
    }
}

/// Single texts, each with what is known of it; numbers and dates are letters like others. Unlike [`Seen`], all that are alike are found:
/// the texts of a band's key are a chain, from the last to the first.
pub(super) struct Near<V> {
    window: usize,
    /// Oldest first; the oldest has the number `first`. For each band the number, plus one, of the text before with the same key.
    kept: VecDeque<(Signature, [u64; BANDS], V)>,
    first: u64,
    /// For each band's key, the number of the last text that has it.
    bands: HashMap<u64, u64>,
}

/// How far a chain is followed: a thousand texts of one key are a form letter, and lie together.
const CHAIN: usize = 64;

impl<V: Copy> Near<V> {
    /// Looks back over `window` texts.
    pub(super) fn new(window: usize) -> Self {
        Self { window, kept: VecDeque::new(), first: 0, bands: HashMap::new() }
    }

    /// What a text is compared by.
    pub(super) fn print(text: &str) -> Signature {
        signature_of(&[text])
    }

    /// What is known of each text that is nearly the same; of some more than once.
    pub(super) fn each_like(&self, print: &Signature, mut found: impl FnMut(V)) {
        for (band, key) in keys(print, 0).enumerate() {
            let mut next = self.bands.get(&key).copied();
            for _ in 0..CHAIN {
                let Some(number) = next.filter(|number| *number >= self.first) else { break };
                let (other, before, value) = &self.kept[(number - self.first) as usize];
                if similarity(print, other) >= LEAST {
                    found(*value);
                }
                next = before[band].checked_sub(1);
            }
        }
    }

    /// Remembers a text.
    pub(super) fn add(&mut self, print: Signature, value: V) {
        if self.kept.len() == self.window
            && let Some((oldest, ..)) = self.kept.pop_front()
        {
            for key in keys(&oldest, 0) {
                if self.bands.get(&key) == Some(&self.first) {
                    self.bands.remove(&key);
                }
            }
            self.first += 1;
        }
        let number = self.first + self.kept.len() as u64;
        let mut before = [0; BANDS];
        for (before, key) in before.iter_mut().zip(keys(&print, 0)) {
            *before = self.bands.insert(key, number).map_or(0, |last| last + 1);
        }
        self.kept.push_back((print, before, value));
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }
}

fn similarity(a: &Signature, b: &Signature) -> f32 {
    let equal = a.iter().zip(b).filter(|(a, b)| a == b).count();
    equal as f32 / a.len() as f32
}

fn keys(signature: &Signature, figures: u64) -> impl Iterator<Item = u64> + '_ {
    signature.chunks_exact(BAND).enumerate().map(move |(band, values)| hash(&(band, values, figures)))
}

/// The same within a run.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on every bit.
pub(super) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The least value of each of 64 hash functions over the shingles of both sides; accents, case and punctuation do not count.
fn signature(row: &Row) -> Signature {
    signature_of(&[&row.es, row.en.as_deref().unwrap_or_default()])
}

fn signature_of(texts: &[&str]) -> Signature {
    let mut least = [u32::MAX; BANDS * BAND];
    // multiply-shift (Dietzfelbinger et al. 1997): each function has an odd factor of its own
    let factors: [u64; BANDS * BAND] = std::array::from_fn(|function| mix(function as u64 + 1) | 1);
    for (side, text) in texts.iter().enumerate() {
        let folded = fold(text);
        let letters = words(&folded).flat_map(|word| word.of(&folded).chars().chain([' ']));
        let letters: Vec<u32> = letters.map(u32::from).collect();
        for shingle in letters.windows(SHINGLE.min(letters.len().max(1))) {
            let base = shingle.iter().fold(side as u64, |hash, c| (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3));
            let base = mix(base);
            for (factor, least) in factors.iter().zip(&mut least) {
                let value = base.wrapping_mul(*factor) >> 32;
                *least = (*least).min(value as u32);
            }
        }
    }
    // the low half is as random as the whole
    least.map(|value| value as u16)
}

/// Numbers and dates of the row in their order: those of each text, and the day in the slug.
fn figures(row: &Row) -> u64 {
    let of = |text: &str| -> Vec<String> {
        let counts = |word: &&str| word.contains(char::is_numeric) || is_roman(word) || is_count(&fold(word));
        words(text).map(|span| span.of(text)).filter(counts).map(fold).collect()
    };
    hash(&(of(&row.es), row.en.as_deref().map(of), &row.date))
}

fn is_roman(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b"IVXLCDM".contains(&b))
}

/// Words that count, order or date, days of the week aside, without accents. `un` and `one` are left out: they are articles and pronouns, too, and differ
/// from every other number all the same.
static COUNTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let words = "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho \
        diecinueve veinte veintiuno veintiun veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve \
        treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos doscientos doscientas trescientos trescientas \
        cuatrocientos cuatrocientas quinientos quinientas seiscientos seiscientas setecientos setecientas ochocientos ochocientas \
        novecientos novecientas mil miles millon millones docena docenas decena decenas medio media mitad tercio cuarto ambos ambas \
        cero ninguno ninguna primer primero primera primeros primeras segundo segunda segundos segundas tercer tercero tercera cuarta \
        quinto quinta sexto sexta septimo septima octavo octava noveno novena decimo decima ultimo ultima doble triple \
        ayer hoy manana anteayer \
        zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
        twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions \
        dozen dozens half third quarter both none first second fourth fifth sixth seventh eighth ninth tenth last once twice double \
        yesterday today tomorrow \
        enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene feb mar abr may jun jul ago \
        sep sept oct nov dic january february march april june july august september october november december jan apr aug dec";
    words.split_whitespace().collect()
});

fn is_count(folded: &str) -> bool {
    let counts = |word: &str| COUNTS.contains(word) || weekday(word).is_some();
    counts(folded) || folded.contains('-') && folded.split('-').any(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::testing::row;

    const ES: &str =
        "En conferencia de prensa, el subsecretario de Derechos Humanos de la Secretaría de Gobernación informó de los avances";
    const EN: &str = "At a press conference, the undersecretary for Human Rights of the Interior Secretariat told of the progress made";

    fn said(es: &str, en: &str) -> Row {
        Row { es: format!("{ES} {es}."), en: Some(format!("{EN} {en}.")), ..row() }
    }

    fn same(a: &Row, b: &Row) -> bool {
        let mut seen = Seen::new(10);
        assert!(!seen.have(a));
        seen.have(b)
    }

    #[test]
    fn small_differences_are_the_same() {
        let first = said("del programa", "by the programme");
        assert!(same(&first, &first));
        assert!(same(&first, &said("del Programa!", "by the program")));
        assert!(!same(&first, &Row { es: "El alcalde abrió el parque.".into(), en: Some("The mayor opened the park.".into()), ..row() }));
    }

    #[test]
    fn other_numbers_and_dates_are_never_the_same() {
        let pairs = [
            ("en 2015", "in 2015", "en 2016", "in 2016"),
            ("con dos personas", "with two people", "con tres personas", "with three people"),
            ("el 2 de octubre", "on October 2", "el 2 de noviembre", "on November 2"),
            ("el lunes", "on Monday", "el martes", "on Tuesday"),
            ("del primer año", "of the first year", "del segundo año", "of the second year"),
            ("de Juan Pablo II", "of John Paul II", "de Juan Pablo III", "of John Paul III"),
            ("de 1,000 pesos", "of 1,000 pesos", "de 1,500 pesos", "of 1,500 pesos"),
            ("con 12 niños", "with 12 children", "con niños", "with children"),
            ("hoy", "today", "ayer", "yesterday"),
        ];
        for (es, en, other_es, other_en) in pairs {
            assert!(!same(&said(es, en), &said(other_es, other_en)), "{es} / {other_es}");
        }
        let first = said("", "");
        assert!(!same(&first, &Row { date: Some("2016-04-01".into()), ..first.clone() }));
    }

    #[test]
    fn what_lies_far_back_is_forgotten() {
        let mut seen = Seen::new(2);
        let texts = ["El alcalde abrió el parque", "Una mujer camina bajo la lluvia", "Bomberos combaten un incendio"].map(|es| Row {
            es: es.into(),
            en: None,
            ..row()
        });
        assert!(texts.iter().all(|row| !seen.have(row)));
        assert!(!seen.have(&texts[0]));
        assert!(seen.have(&texts[2]));
        assert_eq!(seen.bands.len(), 2 * BANDS);
    }
}
