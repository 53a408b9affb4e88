//! Which pair an opinion is about, and what it changes.

use super::{Answers, Key, Opinion};
use crate::review::{Change, Error, Store, contradiction};
use crate::row::Row;
use std::collections::HashMap;

/// Pairs that opinions can be about, by id and by text.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pairs: Vec<Known>,
    by_id: HashMap<String, Vec<usize>>,
    by_text: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Known {
    article: String,
    pair_id: String,
    en: Option<String>,
    number: Option<i64>,
}

/// An opinion and its pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The article's name.
    pub article: String,
    /// The pair's id.
    pub pair_id: String,
    /// The pair's number in the store that the index was made of.
    pub number: Option<i64>,
    /// What is to be changed.
    pub changes: Vec<Change>,
}

/// Why an opinion has no pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unjoined {
    /// The tool kept neither.
    #[error("no pair_id, and no pair with these texts")]
    NoText,
    /// The pair is unknown.
    #[error("no such pair")]
    NoPair,
    /// Several pairs fit, and the article's name does not decide between them.
    #[error("several pairs fit")]
    Several,
    /// The opinion contradicts the pair.
    #[error("{0}")]
    Refused(&'static str),
}

impl Index {
    /// Every pair of a store, as it was found and as it is now.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn of_store(store: &Store) -> Result<Self, Error> {
        let mut index = Self::default();
        store.each(|number, found, _, current| {
            let at = index.add(&current.row, Some(number));
            index.by_text(found, at);
        })?;
        Ok(index)
    }

    /// Adds a row.
    pub(crate) fn add_row(&mut self, row: &Row) {
        self.add(row, None);
    }

    fn add(&mut self, row: &Row, number: Option<i64>) -> usize {
        let at = self.pairs.len();
        self.pairs.push(Known { article: row.article.clone(), pair_id: row.pair_id.clone(), en: row.en.clone(), number });
        self.by_id.entry(row.pair_id.clone()).or_default().push(at);
        self.by_text(row, at);
        at
    }

    fn by_text(&mut self, row: &Row, at: usize) {
        if let Some(en) = &row.en {
            let pairs = self.by_text.entry(text(&row.es, en)).or_default();
            if !pairs.contains(&at) {
                pairs.push(at);
            }
        }
    }

    /// The pair that an opinion is about. Joined by `pair_id`, and by both texts where the tool lost that; where both leave a choice, by
    /// the article's name.
    ///
    /// # Errors
    /// Why there is no such pair.
    pub(crate) fn join(&self, opinion: &Opinion, said: &Answers) -> Result<Joined, Unjoined> {
        let key = &opinion.key;
        let candidates = match (&key.pair_id, &key.es, &key.en) {
            (Some(id), ..) => self.by_id.get(id).ok_or(Unjoined::NoPair)?,
            (None, Some(es), Some(en)) => self.by_text.get(&text(es, en)).ok_or(Unjoined::NoText)?,
            _ => return Err(Unjoined::NoText),
        };
        let here = candidates.iter().find(|at| key.article.as_ref() == Some(&self.pairs[**at].article));
        let at = here.or(if let [only] = &candidates[..] { Some(only) } else { None }).ok_or(Unjoined::Several)?;
        let pair = &self.pairs[*at];
        // what the annotator saw is what the tool kept; the store may have changed since
        let changes = said.changes(key.en.as_deref().or(pair.en.as_deref()));
        if let Some(why) = changes.iter().find_map(|change| contradiction(pair.en.as_deref(), change)) {
            return Err(Unjoined::Refused(why));
        }
        Ok(Joined { article: pair.article.clone(), pair_id: pair.pair_id.clone(), number: pair.number, changes })
    }
}

/// The pair that an opinion names itself, where nothing is known of any.
///
/// # Errors
/// [`Unjoined::NoText`] where it names none.
pub(crate) fn on_trust(opinion: &Opinion, said: &Answers) -> Result<Joined, Unjoined> {
    let Key { pair_id: Some(pair_id), article, en, .. } = &opinion.key else { return Err(Unjoined::NoText) };
    let changes = said.changes(en.as_deref());
    Ok(Joined { article: article.clone().unwrap_or_default(), pair_id: pair_id.clone(), number: None, changes })
}

/// Two texts as a key: without differences of spaces, and without the entities that KEOPS writes.
fn text(es: &str, en: &str) -> String {
    let plain = |text: &str| htmlize::unescape(text).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}\n{}", plain(es), plain(en))
}

#[cfg(test)]
mod tests {
    use super::super::testing::row;
    use super::*;
    use crate::review::Verdict;

    fn opinion(key: Key) -> Opinion {
        Opinion { place: "line 1".into(), key, reviewer: None, said: None }
    }

    #[test]
    fn by_id_by_text_and_by_article() {
        let mut index = Index::default();
        for article in ["a", "b"] {
            index.add_row(&Row { article: article.into(), ..row() });
        }
        index.add_row(&Row { pair_id: "other".into(), es: "Otro & texto".into(), ..row() });
        index.add_row(&Row { pair_id: "alone".into(), en: None, en_raw: None, ..row() });
        let said = Answers { verdict: Some(Verdict::Partial), english: row().en, ..Answers::default() };
        let join = |key: Key| index.join(&opinion(key), &said);
        let id = |id: &str| Key { pair_id: Some(id.into()), ..Key::default() };
        assert_eq!(join(id("other")).unwrap().changes, [Change::Verdict(Verdict::Partial)]);
        assert_eq!(join(id("none")), Err(Unjoined::NoPair));
        assert_eq!(join(id(&row().pair_id)), Err(Unjoined::Several));
        assert_eq!(join(Key { article: Some("b".into()), ..id(&row().pair_id) }).unwrap().article, "b");
        let texts = |es: &str| Key { es: Some(es.into()), en: row().en, ..Key::default() };
        assert_eq!(join(texts("Otro  &amp; texto ")).unwrap().pair_id, "other");
        assert_eq!(join(texts("nada")), Err(Unjoined::NoText));
        assert_eq!(join(Key::default()), Err(Unjoined::NoText));
        // no verdict on an English that is not there
        assert!(matches!(join(id("alone")), Err(Unjoined::Refused(_))));
        assert_eq!(on_trust(&opinion(id("x")), &said).unwrap().pair_id, "x");
        assert_eq!(on_trust(&opinion(texts("x")), &said), Err(Unjoined::NoText));
    }
}
