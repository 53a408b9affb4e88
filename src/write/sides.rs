//! On which side of a split a row stands. The first row of a text goes where its article goes; a row whose Spanish or English was seen
//! before, the same or nearly, follows that text, whatever its article is.

use super::near::{Near, hash};
use super::{Row, Split};
use crate::text::{fold, words};
use std::collections::{HashMap, VecDeque};

/// How many texts are remembered exactly, and how many to find those that are nearly the same: two a row. About 150 MB together.
const EXACT: usize = 1 << 21;
const NEAR: usize = 1 << 17;

/// The texts that were written, each with its side.
pub(super) struct Sides {
    split: Split,
    exact: HashMap<u64, u8>,
    /// The keys of `exact`, oldest first.
    order: VecDeque<u64>,
    near: Near<u8>,
    windows: (usize, usize),
}

impl Sides {
    pub(super) fn new(split: Split) -> Self {
        Self::looking_back(split, EXACT, NEAR)
    }

    fn looking_back(split: Split, exact: usize, near: usize) -> Self {
        Self { split, exact: HashMap::new(), order: VecDeque::new(), near: Near::new(near), windows: (exact, near) }
    }

    /// The row's side, which is from now on that of its texts. `None` where it would tie texts of two sides together.
    pub(super) fn of(&mut self, row: &Row) -> Option<usize> {
        let texts: Vec<(u64, String)> = [(0u8, Some(&*row.es)), (1, row.en.as_deref())]
            .into_iter()
            .filter_map(|(language, text)| {
                let folded = plain(text?);
                (!folded.is_empty()).then(|| (hash(&(language, &folded)), folded))
            })
            .collect();
        let mut found = [false; 3];
        let mut new = Vec::new();
        for (key, text) in &texts {
            if let Some(side) = self.exact.get(key) {
                found[usize::from(*side)] = true;
                continue;
            }
            let print = Near::<u8>::print(text);
            // Spanish is never near to English
            self.near.each_like(&print, |side| found[usize::from(side)] = true);
            new.push((*key, print));
        }
        let mut sides = (0..3).filter(|side| found[*side]);
        let side = match (sides.next(), sides.next()) {
            (None, _) => self.split.of(&row.article),
            (Some(side), None) => side,
            (Some(_), Some(_)) => return None,
        };
        for (key, print) in new {
            self.remember(key, print, side as u8);
        }
        Some(side)
    }

    fn remember(&mut self, key: u64, print: super::near::Signature, side: u8) {
        if self.exact.insert(key, side).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > self.windows.0
            && let Some(oldest) = self.order.pop_front()
        {
            self.exact.remove(&oldest);
        }
        self.near.add(print, side);
    }
}

/// A text without accents, case and punctuation.
fn plain(text: &str) -> String {
    let folded = fold(text);
    words(&folded).map(|word| word.of(&folded)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::testing::row;

    fn sides() -> Sides {
        Sides::new("1:1:1".parse().unwrap())
    }

    fn said(article: usize, es: &str, en: Option<&str>) -> Row {
        Row { article: format!("articles/{article}.txt"), es: es.into(), en: en.map(str::to_owned), ..row() }
    }

    const ES: &str = "La alcaldesa de Zapopan entregó este viernes 120 bicicletas a estudiantes de la colonia El Fresno";
    const EN: &str = "The mayor of Zapopan handed 120 bicycles to students of the El Fresno neighborhood this Friday";

    #[test]
    fn a_text_stays_on_its_side_whatever_its_article() {
        for (es, en) in [
            (Some(ES.to_owned()), None),
            (Some(ES.to_uppercase()), Some("Another text altogether.")),
            (Some(format!("{ES}, informó")), None),
            (Some(ES.replace("120", "130")), None),
            (None, Some(EN)),
            (None, Some("The mayor of Zapopan handed 120 bicycles to pupils of the El Fresno neighborhood this Friday.")),
        ] {
            let mut sides = sides();
            let first = sides.of(&said(0, ES, Some(EN)));
            let other = es.as_deref().unwrap_or("Bomberos combaten un incendio en la sierra.");
            assert!((1..50).all(|article| sides.of(&said(article, other, en)) == first), "{other} / {en:?}");
        }
    }

    #[test]
    fn what_is_near_to_what_was_near_follows_too() {
        let mut sides = sides();
        let mut words: Vec<String> = ES.split(' ').map(str::to_owned).collect();
        let first = sides.of(&said(0, ES, None));
        for changed in 0..words.len() {
            words[changed].push_str("xy");
            assert_eq!(sides.of(&said(changed + 1, &words.join(" "), None)), first, "{changed}");
        }
    }

    #[test]
    fn a_new_text_goes_where_its_article_goes() {
        let (mut sides, split) = (sides(), "1:1:1".parse::<Split>().unwrap());
        let texts = ["El alcalde abrió el parque", "Una mujer camina bajo la lluvia", "Bomberos combaten un incendio"];
        for (number, es) in texts.into_iter().enumerate() {
            let row = said(number, es, None);
            assert_eq!(sides.of(&row), Some(split.of(&row.article)));
        }
    }

    #[test]
    fn a_row_between_two_sides_is_on_neither() {
        let mut sides = sides();
        let first = sides.of(&said(0, ES, None));
        let other = (1..)
            .map(|n| said(n, "Bomberos combaten un incendio", Some("Firefighters")))
            .find(|row| Some("1:1:1".parse::<Split>().unwrap().of(&row.article)) != first);
        assert_ne!(sides.of(&other.unwrap()), first);
        assert_eq!(sides.of(&said(0, ES, Some("Firefighters"))), None);
        assert_eq!(sides.of(&said(9, ES, Some("A mayor"))), first);
    }

    #[test]
    fn memory_has_an_end() {
        let mut sides = Sides::looking_back("1:1:1".parse().unwrap(), 4, 4);
        for number in 0..20 {
            sides.of(&said(number, &format!("texto {}", "abcdefghij".repeat(number + 1)), None));
        }
        assert_eq!((sides.exact.len(), sides.order.len(), sides.near.len()), (4, 4, 4));
    }
}
