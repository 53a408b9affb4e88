//! What a writer did, for the command to report.

use std::collections::BTreeMap;

/// Why a row was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// Its score is under `--min-score`, or it has none.
    LowScore,
    /// Its relation was not asked for.
    OtherRelation,
    /// What its caption was known by was not asked for.
    OtherForm,
    /// The same text, or nearly, was written before.
    Duplicate,
    /// Another row of the same photo has a better score.
    SamePhoto,
    /// The format holds pairs, and the row has no English side.
    NoEnglish,
    /// The format holds lines, and one side has nothing to put on one.
    Empty,
    /// Its texts were written before, into another set of a split than its article is in.
    Between,
    /// A reviewer rejected it.
    Rejected,
}

/// What was written and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Rows written.
    pub rows: u64,
    /// Rows not written.
    pub left_out: BTreeMap<Reason, u64>,
    /// Characters that XML forbids, written as U+FFFD.
    pub replaced: u64,
}

impl Written {
    /// Counts a row that is not written.
    pub(super) fn leave_out(&mut self, reason: Reason) {
        *self.left_out.entry(reason).or_default() += 1;
    }

    /// Both together.
    pub(crate) fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.replaced += other.replaced;
        for (reason, rows) in other.left_out {
            *self.left_out.entry(reason).or_default() += rows;
        }
    }
}
