//! How good predictions are against gold: of pairs ([`pairs`]), of lines ([`lines`]), of the audit's findings ([`findings`]).
//!
//! Gold is what this program writes, once a person has corrected it: rows of `cotejo pair`, lines of `cotejo detect`, findings of
//! `cotejo audit`. Articles are joined by name ([`joined`]).

pub(crate) mod findings;
mod join;
pub(crate) mod lines;
pub(crate) mod pairs;
mod table;

pub(crate) use join::joined;
pub(crate) use table::{Error, Kind, Table};

use serde::Serialize;

/// Precision, recall and their harmonic mean; 1 where nothing was predicted or wanted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Measure {
    /// Of what was predicted, the right share.
    pub precision: f64,
    /// Of what was wanted, the share found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Measure {
    fn of(hit: usize, predicted: usize, wanted: usize) -> Self {
        let share = |of: usize| if of == 0 { 1.0 } else { hit as f64 / of as f64 };
        let (precision, recall) = (share(predicted), share(wanted));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Self { precision, recall, f1 }
    }
}
