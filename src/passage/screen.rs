//! The cheap look at each text of a page: may it hold a Spanish caption? Most pages are done with it.

use super::credits;
use super::printed::Printed;
use crate::caption;
use crate::language::{languages_seen, surely_english};

/// Looks at the texts of a page in order.
#[derive(Default)]
pub(super) struct Screen {
    /// Whether the text above may be Spanish, and whether it may be English.
    above: [bool; 2],
    /// Whether two texts of the page may share a credit, so that one alone does not tell: see [`credits`].
    pub(super) shares: bool,
    /// Whether a text that may be Spanish stands beside one that may be English: see [`super::bilingual`].
    pub(super) both: bool,
}

/// A shorter text may be a Spanish caption of names alone.
const FEW_NAMES: usize = 120;

/// No language that is read here has longer words on average, in bytes.
const LONGEST_WORD: usize = 40;

impl Screen {
    /// Whether a text may hold a Spanish caption. What this says no to is not read as one.
    pub(super) fn passes(&mut self, text: &str, printed: &Printed) -> bool {
        let inside = printed.span.of(text);
        let [spanish, english] = languages_seen(inside);
        let [spanish_above, english_above] = std::mem::replace(&mut self.above, [spanish, english]);
        self.shares = self.shares || spanish_above && credits::may_give(inside) || spanish && credits::may_share(inside);
        self.both = self.both || spanish && (english || english_above) || english && spanish_above;
        let few_names = || inside.len() <= FEW_NAMES && caption::may_be_credited(inside, printed.house);
        printed.origin.is_of_picture() || !surely_english(inside) && (spanish || few_names() || !is_spaced(inside))
    }
}

/// Whether a text has spaces between its words. Those of some pages are other blanks, which the cheap look does not know.
fn is_spaced(text: &str) -> bool {
    memchr::memchr_iter(b' ', text.as_bytes()).count() * LONGEST_WORD >= text.len()
}
