//! Spanish words that must have an accent and are printed without.

use super::page::Side;
use crate::lexicon::{self, AccentKind};
use crate::text::word::Word;
use crate::text::{is_capitalised, is_upper};

/// A word without its accent.
pub(super) struct Bare {
    /// Its number.
    pub(super) word: usize,
    pub(super) right: String,
    /// A verb is one only where it tells what somebody did.
    pub(super) kind: AccentKind,
}

/// The words of a Spanish side that lack their accents.
pub(super) fn find(side: &Side) -> Vec<Bare> {
    let bare = |(at, word): (usize, &Word)| {
        if !word.text.is_ascii() || is_upper(word.text) || is_capitalised(word.text) && !side.opens_sentence(at) {
            return None;
        }
        let (right, kind) = right_form(&word.lower)?;
        Some(Bare { word: at, right, kind })
    };
    side.words.iter().enumerate().filter_map(bare).collect()
}

/// By the table; every word in `-cion` and `-sion` has its accent there.
fn right_form(lower: &str) -> Option<(String, AccentKind)> {
    let ending = lower.len() > 5 && (lower.ends_with("cion") || lower.ends_with("sion"));
    if ending {
        return Some((format!("{}ón", &lower[..lower.len() - 2]), AccentKind::Word));
    }
    lexicon::accented(lower).map(|(right, kind)| (right.to_owned(), kind))
}
