//! Applies decisions to rows.

use super::store::{Error, Store};
use crate::row::Row;
use std::collections::HashMap;

/// What was decided, ready to be applied to rows of the same articles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reviews {
    /// By pair id, each with its article: a file that is printed under two names has the same ids twice.
    decided: HashMap<String, Vec<(String, Reviewed)>>,
}

/// A row as people want it; `None` where they rejected it.
#[derive(Debug, Clone)]
struct Reviewed {
    row: Option<Row>,
    judged: bool,
}

impl Reviews {
    /// Reads all decisions. A pair whose English was replaced counts only when somebody has judged the new one.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn load(store: &Store) -> Result<Self, Error> {
        let mut decided: HashMap<String, Vec<(String, Reviewed)>> = HashMap::new();
        store.each(|_, found, _, current| {
            let judged = current.verdict.is_some();
            if !judged && (current.repaired || current.row == *found) {
                return;
            }
            let reviewed = Reviewed { row: current.applied(), judged };
            decided.entry(found.pair_id.clone()).or_default().push((found.article.clone(), reviewed));
        })?;
        Ok(Self { decided })
    }

    /// The row as people want it: as they judged and edited it, unchanged where they said nothing, `None` where they rejected it.
    /// Joined by `pair_id`, and by the article's name where that leaves a choice.
    pub(crate) fn apply(&self, row: Row) -> Option<Row> {
        let all = self.decided.get(&row.pair_id).map_or(&[][..], Vec::as_slice);
        let same = all.iter().find(|(article, _)| *article == row.article);
        let Some((_, reviewed)) = same.or(if let [only] = all { Some(only) } else { None }) else { return Some(row) };
        reviewed.row.as_ref().map(|decided| onto(decided, reviewed.judged, row))
    }
}

/// Texts, counterpart and judgement of a decided row; all else is the row's own. What was only edited changes no judgement, and an edit
/// of another English than the row has is none of this row's.
fn onto(decided: &Row, judged: bool, row: Row) -> Row {
    let Row { relation, score, es, en, en_raw, en_line, en_start, en_end, similarity, .. } = decided.clone();
    let same = en_raw == row.en_raw;
    match (judged, same) {
        // the same passage may have moved since
        (true, true) => Row { relation, score, es, en, similarity, ..row },
        (true, false) => Row { relation, score, es, en, en_raw, en_line, en_start, en_end, similarity, ..row },
        (false, true) => Row { es, en, similarity, ..row },
        (false, false) => Row { es, ..row },
    }
}
