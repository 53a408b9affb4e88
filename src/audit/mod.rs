//! What is wrong between a caption and its counterpart, and where.
//!
//! One file a family of checks; each check has a stable code, a severity and an explanation with an example. To add a check: a line in
//! its family's `CHECKS` and the function that finds it. Findings are data ([`Finding`]); `show` has one file a way to print them.

mod finding;
#[cfg(feature = "show")]
pub mod show;

pub use finding::{Finding, Fix, Label, Place, SNIPPET, Severity};

use crate::article::Article;
use crate::pair::Pair;
use crate::passage::Passage;

/// A check: what it looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// Its stable name, as options and outputs have it.
    pub code: &'static str,
    /// The family that it belongs to: `meaning`, `people`, `photo`, `time-and-place`, `numbers`, `language`, `text`.
    pub family: &'static str,
    /// How bad its findings are, unless the settings say otherwise.
    pub severity: Severity,
    /// What it finds, in a line.
    pub title: &'static str,
    /// Why that is wrong, when it stays silent, what to do: a paragraph.
    pub explanation: &'static str,
    /// Text that it finds fault with.
    pub example: &'static str,
}

/// All checks, in the order in which they are listed.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    std::iter::empty()
}

/// Which checks run, and how bad what they find is.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Only these codes or families; all where empty.
    pub only: Vec<String>,
    /// Not these codes or families.
    pub ignore: Vec<String>,
    /// Codes or families with another severity than their own.
    pub severity: Vec<(String, Severity)>,
}

/// What can be wrong with [`Settings`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No check or family has that name.
    #[error("no check is called `{0}`; `cotejo checks` lists them")]
    UnknownCheck(String),
}

/// Audits articles. Make one and use it for all of them, on any number of threads.
#[derive(Debug, Clone)]
pub struct Auditor {
    settings: Settings,
}

/// What an article leaves for the checks that look at several articles; see [`Across`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traces {}

impl Auditor {
    /// Checks the settings.
    ///
    /// # Errors
    /// [`Error::UnknownCheck`] for a code or family that is not there.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self { settings })
    }

    /// What is wrong in an article, in the order of the page; `passages` and `pairs` are those of this article.
    pub fn audit(&self, article: &Article, passages: &[Passage], pairs: &[Pair]) -> (Vec<Finding>, Traces) {
        let _ = (article, passages, pairs, &self.settings);
        (Vec::new(), Traces::default())
    }
}

/// What only several articles of a run show: the same photo with other captions, the same caption under other photos. Remembers a
/// bounded number of captions.
#[derive(Debug, Default)]
pub struct Across {}

impl Across {
    /// Compares an article's traces with those before; to be given articles in their order.
    pub fn add(&mut self, traces: Traces) -> Vec<Finding> {
        let _ = traces;
        Vec::new()
    }
}
