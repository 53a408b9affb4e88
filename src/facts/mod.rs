//! What a caption states that can be compared by rule between Spanish and English, and where both sides state something different.

mod clock;
mod contrasts;
pub(crate) mod dates;
mod measure;
pub(crate) mod names;
mod naming;
pub(crate) mod numbers;
pub(crate) mod offices;
mod people;
pub(crate) mod phrases;
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

/// What two texts state differently, for programs that measure it: the kind's name, the places in the Spanish and in the English, whether it is certain.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of what two texts state differently, with `!` where that is certain.
    fn apart(es: &str, en: &str) -> String {
        let told = |d: &Difference| format!("{:?}{}", d.kind, if d.certain { "!" } else { "?" });
        let both = |d: &Difference| d.es.is_some() && d.en.is_some();
        compare(es, en).iter().filter(|d| both(d)).map(told).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_same_in_other_words_is_no_difference() {
        for (es, en) in [
            ("Vendieron mil 200 millones de pesos en bonos.", "They sold 1.2 billion pesos in bonds."),
            ("Murieron 2 mil 300 personas en Haití.", "As many as 2,300 people died in Haiti."),
            ("Unas dos docenas de agentes de la Policía Federal.", "Some 24 Federal Police officers."),
            ("El termómetro marcó 38 grados en Sevilla.", "The thermometer hit 100 degrees Fahrenheit in Seville."),
            ("La inflación subió 0.5 por ciento en enero.", "Inflation rose half a percent in January."),
            ("El equipo perdió por tres goles a uno ante Brasil.", "The team lost 3-1 to Brazil."),
            ("El papa Juan Pablo II saluda en la Plaza de San Pedro.", "Pope John Paul II waves in St. Peter's Square."),
            ("El rey Felipe VI y la estatua de Alejandro Magno.", "King Felipe and the statue of Alexander the Great."),
            ("Las urnas abrirán el domingo a las ocho de la mañana.", "The polls open at 8 a.m. Sunday."),
            ("La alcaldesa de La Habana, en el Istmo de Panamá.", "Havana's mayor on the Isthmus of Panama."),
            ("El presidente de la Coparmex, Lorenzo Cantú.", "Lorenzo Cantú, head of the Mexican employers' federation."),
            ("La diputada Graciela Monterrubio habló.", "Lawmaker Graciela Monterubio spoke."),
            ("Jaime Tostado y Lucía Berumen (izq. a der.).", "From left, Jaime Tostado and Lucía Berumen."),
        ] {
            assert_eq!(apart(es, en), "", "{es} {en}");
        }
    }

    #[test]
    fn different_things_in_one_place_are_contradictions() {
        for (es, en, found) in [
            ("Cientos de miles de fieles llegaron.", "Tens of thousands of worshippers arrived.", "Quantity!"),
            ("Un incendio consumió 500 hectáreas de bosque.", "A fire consumed 500 acres of forest.", "Unit!"),
            ("La edición 79 de la Feria del Libro.", "The 78th edition of the Book Fair.", "Ordinal!"),
            ("La función comenzará a las 20:30 horas.", "The show will begin at 9:30 p.m.", "Clock!"),
            ("Un derrumbe cerró el túnel la madrugada del domingo.", "A landslide shut the tunnel Sunday afternoon.", "Clock!"),
            ("Los mineros cumplieron ayer diez años en huelga.", "The miners marked 10 months on strike yesterday.", "Unit!"),
            ("El remedio cuesta 900 euros en Sevilla.", "The drug costs $900 in Seville.", "Money!"),
            ("La artista trabaja en el mosaico desde enero de 2012.", "The artist has been at the mosaic since June 2012.", "Month!"),
            ("El cardenal hondureño ofició misa en Roma.", "The Nicaraguan cardinal celebrated Mass in Rome.", "Place!"),
            ("La velista entrena en la bahía de Cádiz.", "The sailor trains in the bay of Palma.", "Place!"),
            ("Recibe el premio la doctora Ana Ruiz.", "Dr. Laura Gómez receives the prize.", "Person!"),
            ("El senador Ricardo Monreal habla.", "Deputy Ricardo Monreal talks.", "Office!"),
            ("La ministra de Salud, Carmen Castillo, habló.", "Education Minister Carmen Castillo spoke.", "Office!"),
            ("El Tribunal Electoral multó al PAN.", "The Electoral Tribunal fined the PRI.", "Organisation!"),
            ("Un hombre vende globos.", "A woman sells balloons.", "Gender!"),
            ("El pintor junto al retrato de su madre.", "The painter beside a portrait of his wife.", "Person!"),
            ("El jugador se lesionó la pierna izquierda.", "The player injured his right leg.", "Side!"),
        ] {
            assert_eq!(apart(es, en), found, "{es} {en}");
        }
    }

    #[test]
    fn what_one_side_leaves_out_is_no_contradiction() {
        let found = compare("Ana Ruiz habló el martes en Toluca ante 300 personas.", "Ana Ruiz spoke.");
        assert!(found.iter().all(|d| d.en.is_none() && !d.certain), "{found:?}");
        let kinds: Vec<Kind> = found.iter().map(|d| d.kind).collect();
        assert_eq!(kinds, [Kind::Weekday, Kind::Place, Kind::Number]);
    }
}
