//! What reviewers can say about a pair, and the state of the pair that follows.

use crate::pair::Relation;
use crate::row::Row;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the two sides are to each other, in a reviewer's judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// The English says what the Spanish says.
    Translation,
    /// One says only a part of the other, and nothing else.
    Partial,
    /// One says something that the other does not.
    Mismatch,
    /// No English of the article belongs to the caption.
    Unpaired,
    /// The row is unusable: no caption, broken text.
    Rejected,
}

impl Verdict {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 5] = [Self::Translation, Self::Partial, Self::Mismatch, Self::Unpaired, Self::Rejected];

    /// The word for it; the first four are those of the row's `relation`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Translation => "translation",
            Self::Partial => "partial",
            Self::Mismatch => "mismatch",
            Self::Unpaired => "unpaired",
            Self::Rejected => "rejected",
        }
    }

    /// The relation of a row that was judged so; `None` for one that was rejected.
    pub(crate) fn relation(self) -> Option<Relation> {
        Relation::from_name(self.name())
    }

    /// The verdict with that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// The English side of a pair: text and place, as in the row's columns of these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct English {
    /// Body.
    pub(crate) en: String,
    /// As printed.
    pub(crate) en_raw: String,
    /// 1-based, in the source.
    pub(crate) en_line: usize,
    /// Bytes of the source, half-open.
    pub(crate) en_start: usize,
    /// Bytes, half-open.
    pub(crate) en_end: usize,
}

impl English {
    /// The English side of a row, where it has one.
    pub(crate) fn of(row: &Row) -> Option<Self> {
        Some(Self { en: row.en.clone()?, en_raw: row.en_raw.clone()?, en_line: row.en_line?, en_start: row.en_start?, en_end: row.en_end? })
    }
}

/// One change to a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "after", rename_all = "kebab-case")]
pub(crate) enum Change {
    /// A judgement.
    Verdict(Verdict),
    /// Another Spanish body.
    EditEs(String),
    /// Another English body.
    EditEn(String),
    /// Another English passage of the article; verdicts on the one before say nothing of it.
    RePair(English),
    /// A remark; an empty one takes it away.
    Note(String),
}

impl Change {
    /// The word for its kind.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Verdict(_) => "verdict",
            Self::EditEs(_) => "edit-es",
            Self::EditEn(_) => "edit-en",
            Self::RePair(_) => "re-pair",
            Self::Note(_) => "note",
        }
    }
}

/// A change that its texts do not contradict. The only way to one is [`Current::fit`], and nothing else is taken into a pair or a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fitting(Change);

impl Fitting {
    pub(crate) fn change(&self) -> &Change {
        &self.0
    }
}

/// Why a change makes no sense for a pair with that English, if it makes none.
pub(crate) fn contradiction(english: Option<&str>, change: &Change) -> Option<&'static str> {
    let empty = |text: &str| text.trim().is_empty();
    let none = english.is_none_or(str::is_empty);
    match change {
        Change::Verdict(Verdict::Translation | Verdict::Partial | Verdict::Mismatch) if none => Some(
            "the caption has no English, so it is neither translation, partial nor mismatch; \
             choose its English in `cotejo review` first, or call it unpaired",
        ),
        Change::EditEn(_) if none => {
            Some("the caption has no English yet that could be edited; choose a line of the article in `cotejo review` first")
        }
        Change::EditEs(text) | Change::EditEn(text) if empty(text) => Some("the text is empty"),
        Change::RePair(english) if empty(&english.en) => Some("that line of the article says nothing; choose another"),
        _ => None,
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Decision {
    /// Its number; later ones have greater numbers.
    pub(crate) id: i64,
    /// Who said it.
    pub(crate) reviewer: String,
    /// When, ISO 8601 in UTC.
    pub(crate) time: String,
    /// `verdict`, `edit-es`, `edit-en`, `re-pair`, `note` or `undo`.
    pub(crate) action: String,
    /// What the action changed.
    pub(crate) before: Value,
    /// What it changed that into.
    pub(crate) after: Value,
    /// The decision that it takes back.
    pub(crate) undoes: Option<i64>,
    /// Whether it was taken back.
    pub(crate) undone: bool,
}

impl Decision {
    /// What it still changes.
    pub(crate) fn change(&self) -> Option<Change> {
        if self.undone || self.undoes.is_some() {
            return None;
        }
        serde_json::from_value(serde_json::json!({"action": self.action, "after": self.after})).ok()
    }
}

/// Whether a verdict or an edit was said of another English that was chosen and taken back since.
fn is_of_lost_english(decision: &Decision, all: &[Decision]) -> bool {
    if !matches!(decision.action.as_str(), "verdict" | "edit-en") {
        return false;
    }
    let undone_by = |chosen: &Decision| all.iter().find(|undo| undo.undoes == Some(chosen.id)).map(|undo| undo.id);
    let mut chosen = all.iter().rev().filter(|other| other.action == "re-pair" && other.id < decision.id);
    let then = chosen.find(|chosen| undone_by(chosen).is_none_or(|undo| undo > decision.id));
    then.is_some_and(|chosen| chosen.undone)
}

/// A pair with all decisions applied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Current {
    /// The row with what was edited, paired anew and judged. A judged row's `score` is 1 for a translation, else 0: the probability,
    /// once known.
    pub(crate) row: Row,
    /// The last judgement that stands.
    pub(crate) verdict: Option<Verdict>,
    /// The last remark.
    pub(crate) note: String,
    /// Whether the English side is another than the program found.
    pub(crate) repaired: bool,
    /// The number of the last decision, undone or not; 0 for none. Who decides says which version they saw.
    pub(crate) version: i64,
}

impl Current {
    /// The row as it was found, and the decisions on it in order.
    pub(crate) fn of(found: Row, decisions: &[Decision]) -> Self {
        let version = decisions.last().map_or(0, |decision| decision.id);
        let mut current = Self { row: found, verdict: None, note: String::new(), repaired: false, version };
        let standing = decisions.iter().filter(|decision| !is_of_lost_english(decision, decisions));
        for change in standing.filter_map(Decision::change) {
            // what an older version took, though the texts contradict it, is passed over; opening the store tells of it
            if let Ok(fitting) = current.fit(change) {
                current.take(fitting);
            }
        }
        current
    }

    /// Checks a change against the pair as it is now: there is no other way into it.
    ///
    /// # Errors
    /// Why the change makes no sense here.
    pub(crate) fn fit(&self, change: Change) -> Result<Fitting, &'static str> {
        contradiction(self.row.en.as_deref(), &change).map_or(Ok(Fitting(change)), Err)
    }

    /// What `change` would replace.
    pub(crate) fn before(&self, change: &Change) -> Value {
        let value = match change {
            Change::Verdict(_) => serde_json::to_value(self.verdict),
            Change::EditEs(_) => serde_json::to_value(&self.row.es),
            Change::EditEn(_) => serde_json::to_value(&self.row.en),
            Change::RePair(_) => serde_json::to_value(English::of(&self.row)),
            Change::Note(_) => serde_json::to_value(&self.note),
        };
        value.unwrap_or_default()
    }

    fn take(&mut self, Fitting(change): Fitting) {
        match change {
            Change::Verdict(verdict) => self.verdict = Some(verdict),
            Change::EditEs(text) => {
                self.row.es = text;
                self.row.similarity = None;
            }
            Change::EditEn(text) => {
                self.row.en = Some(text);
                self.row.similarity = None;
            }
            Change::RePair(english) => {
                let English { en, en_raw, en_line, en_start, en_end } = english;
                self.row = Row {
                    en: Some(en),
                    en_raw: Some(en_raw),
                    en_line: Some(en_line),
                    en_start: Some(en_start),
                    en_end: Some(en_end),
                    score: None,
                    similarity: None,
                    ..self.row.clone()
                };
                self.verdict = None;
                self.repaired = true;
            }
            Change::Note(text) => self.note = text,
        }
    }

    /// The row to write, with the verdict in its columns; `None` for a rejected one.
    pub(crate) fn applied(self) -> Option<Row> {
        let Some(verdict) = self.verdict else { return Some(self.row) };
        let relation = verdict.relation()?;
        let row = Row { relation, score: Some(f64::from(u8::from(relation == Relation::Translation))), ..self.row };
        Some(match relation {
            Relation::Unpaired => {
                Row { en: None, en_raw: None, en_line: None, en_start: None, en_end: None, score: None, similarity: None, ..row }
            }
            _ => row,
        })
    }
}
