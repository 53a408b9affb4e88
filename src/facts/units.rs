//! Units of measure, by the table `units.csv`.

use super::phrases::Phrases;
use crate::lexicon::table;
use std::sync::LazyLock;

/// A unit of measure.
#[derive(Debug, PartialEq)]
pub(crate) struct Unit {
    /// `length`, `time` and so on: what is measured.
    pub(crate) dimension: String,
    factor: f64,
    offset: f64,
    /// Its line.
    number: usize,
}

static UNITS: LazyLock<(Vec<Unit>, [Phrases; 2])> = LazyLock::new(|| {
    let (mut units, mut forms) = (Vec::new(), [Phrases::default(), Phrases::default()]);
    for line in table(include_str!("../../data/lexicon/units.csv")) {
        let number = units.len();
        let parsed = |cell: &str| cell.parse().expect("a number");
        units.push(Unit { dimension: line[0].to_owned(), factor: parsed(&line[1]), offset: parsed(&line[2]), number });
        forms[0].add(&line[4], number);
        forms[1].add(&line[3], number);
    }
    (units, forms.map(Phrases::sorted))
});

/// The unit that a text of folded words begins with, and how many of them.
pub(crate) fn find<'w>(word: impl Fn(usize) -> &'w str, spanish: bool) -> Option<(&'static Unit, usize)> {
    let (units, forms) = &*UNITS;
    let (length, lines) = forms[usize::from(spanish)].find(word)?;
    Some((&units[lines[0].0], length))
}

/// A share by which two measures in different units may differ.
const ROUNDED: f64 = 0.06;
/// No rounding is coarser than this share.
const COARSEST: f64 = 0.25;
/// Degrees Fahrenheit by which rounded temperatures differ.
const DEGREES: f64 = 2.2;

impl Unit {
    /// Whether two measures are the same, as a desk rounds what it converts; in the same unit they must be equal.
    pub(crate) fn agrees(&self, value: f64, other: &Self, there: f64) -> bool {
        if self.dimension != other.dimension {
            return false;
        }
        if self.dimension == "temperature" {
            return self.readings(value).any(|a| other.readings(there).any(|b| (a - b).abs() * 1.8 <= DEGREES));
        }
        if self.number == other.number {
            return (value - there).abs() <= 1e-9 * value.abs().max(there.abs());
        }
        let (a, b) = (value * self.factor, there * other.factor);
        let grain = (grain(value) * self.factor).max(grain(there) * other.factor) / 2.0;
        let most = a.max(b);
        (a - b).abs() <= (ROUNDED * most).max(grain.min(COARSEST * most))
    }

    /// A temperature in degrees Celsius; `degrees` may be of either scale.
    fn readings(&self, value: f64) -> impl Iterator<Item = f64> {
        let fahrenheit = (value - 32.0) / 1.8;
        let plain = self.factor == 0.0;
        let own = if plain { value } else { value * self.factor + self.offset };
        std::iter::once(own).chain(plain.then_some(fahrenheit))
    }
}

/// The last digit that counts: 10 for 70, 1 for 72, 0.1 for 2.5.
fn grain(value: f64) -> f64 {
    let mut grain = 0.01;
    while grain < value && ((value / (grain * 10.0)).round() * grain * 10.0 - value).abs() < grain / 100.0 {
        grain *= 10.0;
    }
    grain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, words};

    fn unit(text: &str, spanish: bool) -> &'static Unit {
        let words: Vec<String> = words(text).map(|w| fold(w.of(text))).collect();
        find(|at| words.get(at).map_or("", String::as_str), spanish).unwrap().0
    }

    #[test]
    fn measures_agree_as_a_desk_rounds_them() {
        for (value, es, there, en, same) in [
            (185.0, "kilómetros por hora", 115.0, "mph", true),
            (185.0, "km/h", 150.0, "mph", false),
            (2.0, "kilómetros", 1.0, "mile", true),
            (100.0, "kilómetros", 62.0, "miles", true),
            (500.0, "kilómetros", 500.0, "miles", false),
            (41.0, "grados", 106.0, "degrees Fahrenheit", true),
            (41.0, "grados", 106.0, "degrees", true),
            (41.0, "grados", 95.0, "degrees Fahrenheit", false),
            (10.0, "hectáreas", 25.0, "acres", true),
            (30.0, "kilos", 66.0, "pounds", true),
            (30.0, "kilos", 90.0, "pounds", false),
            (1.5, "metros", 5.0, "feet", true),
            (15.0, "días", 2.0, "weeks", true),
            (10.0, "años", 11.0, "years", false),
            (10.0, "años", 10.0, "months", false),
        ] {
            assert_eq!(unit(es, true).agrees(value, unit(en, false), there), same, "{value} {es} {there} {en}");
        }
    }
}
