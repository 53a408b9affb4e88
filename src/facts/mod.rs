//! What a caption states that can be compared by rule between Spanish and English, and where both sides state something different.

mod clock;
mod contrasts;
pub(crate) mod dates;
mod measure;
pub(crate) mod names;
mod naming;
pub(crate) mod numbers;
mod offices;
mod people;
mod phrases;
pub(crate) mod places;
pub(crate) mod quantity;
pub(crate) mod reading;
mod standing;
mod time;
mod units;

use crate::span::Span;
use crate::text::calm;
use reading::Reading;
use std::ops::Range;

/// What kind of thing is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `27`, `cientos`, `el doble`
    Number,
    /// `45 millones de pesos`
    Money,
    /// `3 por ciento`
    Percent,
    /// `3-1`
    Score,
    /// `tercera`, `VI`
    Ordinal,
    /// `de 83 años`, `anciano`
    Age,
    /// `mitad`
    Quantity,
    /// `185 kilómetros por hora`, `dos semanas`
    Unit,
    /// `14:30`, `de madrugada`
    Clock,
    /// `2 de marzo`, `ayer`
    Day,
    /// `martes`
    Weekday,
    /// `en marzo`
    Month,
    /// `1974`
    Year,
    /// `Guadalajara`, `hondureño`
    Place,
    /// `Ana Ruiz`, `su hermano`
    Person,
    /// `gobernador`, `exmarido`
    Office,
    /// `IMSS`
    Organisation,
    /// `izquierda`, `norte`
    Side,
    /// `niña`
    Gender,
}

/// A thing that the two sides state differently, or that only one of them states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What kind of thing it is.
    pub(crate) kind: Kind,
    /// Where the Spanish states it, in bytes of its text.
    pub(crate) es: Option<Span>,
    /// Where the English states it.
    pub(crate) en: Option<Span>,
    /// Whether the two sides contradict each other beyond doubt.
    pub(crate) certain: bool,
}

/// No text is longer; what follows is not read.
const MOST: usize = 1 << 13;

/// What a Spanish and an English text state differently, in the order of the Spanish.
///
/// A difference with both spans is a contradiction: the two sides state different values for the same thing. With one span it is a
/// statement of that side which the other lacks.
pub(crate) fn compare(es: &str, en: &str) -> Vec<Difference> {
    let (es, en) = (calm(&es[..es.floor_char_boundary(MOST)]), calm(&en[..en.floor_char_boundary(MOST)]));
    compare_readings(&Reading::of(&es, 0, true), &Reading::of(&en, 0, false))
}

/// [`compare`] for programs that measure it: the kind's name, the places in the Spanish and in the English, whether it is certain.
pub fn differences(es: &str, en: &str) -> Vec<(String, Option<Span>, Option<Span>, bool)> {
    compare(es, en).into_iter().map(|d| (format!("{:?}", d.kind).to_lowercase(), d.es, d.en, d.certain)).collect()
}

/// [`compare`] for texts that have been read.
pub(crate) fn compare_readings(es: &Reading, en: &Reading) -> Vec<Difference> {
    let mut found = Found { es, en, all: Vec::new() };
    time::compare(&mut found);
    measure::compare(&mut found);
    standing::compare(&mut found);
    naming::compare(&mut found);
    let mut all = found.all;
    all.sort_by_key(|d| (d.es.or(d.en), d.kind));
    all
}

/// Two texts, and what was found to differ.
struct Found<'s, 'a> {
    es: &'s Reading<'a>,
    en: &'s Reading<'a>,
    all: Vec<Difference>,
}

impl Found<'_, '_> {
    /// The two sides state different things.
    fn apart(&mut self, kind: Kind, es: &Range<usize>, en: &Range<usize>, certain: bool) {
        let (es, en) = (Some(self.es.place(es)), Some(self.en.place(en)));
        self.all.push(Difference { kind, es, en, certain });
    }

    /// Only the Spanish states it.
    fn only_spanish(&mut self, kind: Kind, words: &Range<usize>) {
        self.all.push(Difference { kind, es: Some(self.es.place(words)), en: None, certain: false });
    }

    /// Only the English states it.
    fn only_english(&mut self, kind: Kind, words: &Range<usize>) {
        self.all.push(Difference { kind, es: None, en: Some(self.en.place(words)), certain: false });
    }

    /// What is left on both sides: where it is one on each, they are apart, and certainly so if they must be; as many on each are apart by
    /// their order, with some doubt; else each stands alone.
    fn left(&mut self, kind: Kind, es: &[Range<usize>], en: &[Range<usize>], certain: bool) {
        match (es, en) {
            ([a], [b]) => self.apart(kind, a, b, certain),
            _ if es.len() == en.len() => es.iter().zip(en).for_each(|(a, b)| self.apart(kind, a, b, false)),
            _ => {
                es.iter().for_each(|words| self.only_spanish(kind, words));
                en.iter().for_each(|words| self.only_english(kind, words));
            }
        }
    }
}

/// Those of a side that have no equal among those of the other.
fn unequal<'t, T>(own: &'t [T], others: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<&'t T> {
    own.iter().filter(|one| !others.iter().any(|other| same(one, other))).collect()
}
