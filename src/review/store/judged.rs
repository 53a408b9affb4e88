//! Verdicts, side by side.

use super::{Error, Store};
use crate::review::decision::Verdict;
use std::collections::BTreeMap;

/// A pair that somebody judged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    /// The article.
    pub(crate) article: String,
    /// The pair.
    pub(crate) pair_id: String,
    /// What the program called it.
    pub(crate) relation: Verdict,
    /// How sure the program was.
    pub(crate) score: Option<f64>,
    /// Whether the English side is another than the program found.
    pub(crate) repaired: bool,
    /// Each reviewer's last word.
    pub(crate) verdicts: BTreeMap<String, Verdict>,
    /// The last of them all.
    pub(crate) last: Verdict,
}

impl Store {
    /// All pairs that somebody judged, in the order in which they came.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn judged(&self) -> Result<Vec<Judged>, Error> {
        let sql = "SELECT p.id, a.name, p.pair_id, p.relation, p.score, v.reviewer, v.verdict, \
                   EXISTS (SELECT 1 FROM live r WHERE r.pair = p.id AND r.action = 're-pair') \
                   FROM verdicts v JOIN pairs p ON p.id = v.pair JOIN articles a ON a.id = p.article ORDER BY p.id, v.decision";
        let mut statement = self.database.prepare(sql)?;
        let mut rows = statement.query([])?;
        let verdict = |row: &rusqlite::Row<'_>, column| -> Result<Verdict, Error> {
            Verdict::from_name(&row.get::<_, String>(column)?).ok_or(Error::Refused("the database holds a verdict that is none"))
        };
        let mut found: Vec<(i64, Judged)> = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, last) = (row.get(0)?, verdict(row, 6)?);
            if found.last().is_none_or(|(before, _)| *before != id) {
                let (article, pair_id, relation) = (row.get(1)?, row.get(2)?, verdict(row, 3)?);
                let (score, repaired, verdicts) = (row.get(4)?, row.get(7)?, BTreeMap::new());
                found.push((id, Judged { article, pair_id, relation, score, repaired, verdicts, last }));
            }
            if let Some((_, pair)) = found.last_mut() {
                pair.verdicts.insert(row.get(5)?, last);
                pair.last = last;
            }
        }
        Ok(found.into_iter().map(|(_, pair)| pair).collect())
    }
}
