//! On which side of a split an article stands, with all its rows. Where the Spanish or English of one of them was seen before, the same or
//! nearly, the article follows that text; else its name decides. A row that is like texts of another side is on none.

use super::Split;
use super::near::{Near, Signature, hash};
use crate::row::Row;
use crate::text::{fold, words};
use std::collections::{HashMap, VecDeque};

/// How many texts are remembered exactly, and how many to find those that are nearly the same: two per row. About 150 MB together.
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
    /// The article that came last, and its side.
    last: Option<(String, usize)>,
}

/// The sides that a row's texts are known on, and the texts that are new.
struct Known {
    sides: [bool; 3],
    new: Vec<(u64, Signature)>,
}

impl Sides {
    pub(super) fn new(split: Split) -> Self {
        Self::looking_back(split, EXACT, NEAR)
    }

    fn looking_back(split: Split, exact: usize, near: usize) -> Self {
        Self { split, exact: HashMap::new(), order: VecDeque::new(), near: Near::new(near), windows: (exact, near), last: None }
    }

    /// The side of each row of an article, which is from now on that of its texts: one side for the article, `None` for rows that would tie
    /// texts of another side to it. An article whose rows come in several calls, one after the other, stays where it was.
    pub(super) fn of_article(&mut self, rows: &[Row]) -> Vec<Option<usize>> {
        let known: Vec<Known> = rows.iter().map(|row| self.known(row)).collect();
        let Some(article) = rows.first().map(|row| &row.article) else { return Vec::new() };
        let side = match &self.last {
            Some((last, side)) if last == article => *side,
            _ => {
                let rows_on = |side: &usize| known.iter().filter(|row| row.sides[*side]).count();
                let most = (0..3).rev().max_by_key(rows_on).filter(|side| rows_on(side) > 0);
                most.unwrap_or_else(|| self.split.of(article))
            }
        };
        self.last = Some((article.clone(), side));
        let on_other = |row: &Known| (0..3).any(|other| other != side && row.sides[other]);
        let place = |row: Known| {
            let fits = !on_other(&row);
            let new = row.new.into_iter().filter(|_| fits);
            new.for_each(|(key, print)| self.remember(key, print, side as u8));
            fits.then_some(side)
        };
        known.into_iter().map(place).collect()
    }

    /// What is known of a row's texts.
    fn known(&self, row: &Row) -> Known {
        let mut known = Known { sides: [false; 3], new: Vec::new() };
        for (language, text) in [(0u8, Some(&*row.es)), (1, row.en.as_deref())] {
            let Some(folded) = text.map(plain).filter(|folded| !folded.is_empty()) else { continue };
            let key = hash(&(language, &folded));
            if let Some(side) = self.exact.get(&key) {
                known.sides[usize::from(*side)] = true;
                continue;
            }
            let print = Near::<u8>::print(&folded);
            // Spanish is never near to English
            self.near.each_like(&print, |side| known.sides[usize::from(side)] = true);
            known.new.push((key, print));
        }
        known
    }

    fn remember(&mut self, key: u64, print: Signature, side: u8) {
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

    impl Sides {
        /// The side of an article's only row.
        fn of(&mut self, row: &Row) -> Option<usize> {
            self.of_article(std::slice::from_ref(row))[0]
        }
    }

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
    fn an_article_is_on_one_side() {
        let split = "1:1:1".parse::<Split>().unwrap();
        let mut sides = sides();
        let first = sides.of(&said(0, ES, None)).unwrap();
        let article = (1..).find(|n| split.of(&said(*n, "", None).article) != first).unwrap();
        let [new, known] = [said(article, "Bomberos combaten un incendio", None), said(article, ES, None)];
        // what comes later decides too
        assert_eq!(sides.of_article(&[new.clone(), known]), [Some(first), Some(first)]);
        // one that was begun stays, and a row that cannot is on none
        let other = (article + 1..).find(|n| split.of(&said(*n, "", None).article) != first).unwrap();
        let own = sides.of(&said(other, "Una mujer camina bajo la lluvia", None));
        assert_eq!(own, Some(split.of(&said(other, "", None).article)));
        assert_eq!(sides.of(&said(other, ES, None)), None);
        assert_eq!(sides.of(&said(other, "El alcalde abre el parque", None)), own);
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
