//! What is wrong between a caption and its counterpart, and where.
//!
//! One file a family of checks; each check has a stable code, a severity and an explanation with an example. To add a check: a line in
//! its family's `CHECKS` and the function that finds it. Findings are data ([`Finding`]); `show` has one file a way to print them.

mod across;
mod dates;
mod draft;
mod finding;
mod language;
mod meaning;
mod names;
mod numbers;
mod page;
mod people;
mod photo;
mod quantity;
#[cfg(feature = "show")]
pub mod show;
#[cfg(test)]
mod testing;
mod text;
mod time_and_place;
mod words;

pub use across::{Across, Traces};
pub use finding::{Finding, Fix, Label, Place, SNIPPET, Severity};

use crate::article::Article;
use crate::pair::Pair;
use crate::passage::Passage;
use draft::Draft;
use page::Page;
use std::collections::{BTreeSet, HashMap};

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

/// A line of a family's table.
const fn check(
    code: &'static str,
    family: &'static str,
    severity: Severity,
    title: &'static str,
    explanation: &'static str,
    example: &'static str,
) -> Check {
    Check { code, family, severity, title, explanation, example }
}

const FAMILIES: [&[Check]; 7] =
    [meaning::CHECKS, people::CHECKS, photo::CHECKS, time_and_place::CHECKS, numbers::CHECKS, language::CHECKS, text::CHECKS];

/// All checks, in the order in which they are listed.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    FAMILIES.into_iter().flatten()
}

/// Which checks run, and how bad what they find is.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Only these codes or families; all where empty.
    pub only: Vec<String>,
    /// Not these codes or families.
    pub ignore: Vec<String>,
    /// Codes or families with another severity than their own. A code counts more than its family, what comes later more than what comes
    /// before.
    pub severity: Vec<(String, Severity)>,
}

impl Settings {
    /// How bad a check's findings are; `None` where it does not run.
    fn severity(&self, check: &Check) -> Option<Severity> {
        let named = |name: &String| name == check.code || name == check.family;
        let runs = (self.only.is_empty() || self.only.iter().any(named)) && !self.ignore.iter().any(named);
        let set = |name: &str| self.severity.iter().rev().find(|(n, _)| n == name).map(|(_, severity)| *severity);
        runs.then(|| set(check.code).or_else(|| set(check.family)).unwrap_or(check.severity))
    }
}

/// What can be wrong with [`Settings`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No check or family has that name.
    #[error("no check is called `{0}`; `cotejo checks` lists them")]
    UnknownCheck(String),
}

/// Audits articles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Auditor {
    settings: Settings,
}

impl Auditor {
    /// Checks the settings.
    ///
    /// # Errors
    /// [`Error::UnknownCheck`] for a code or family that is not there.
    pub(crate) fn new(settings: Settings) -> Result<Self, Error> {
        let names = settings.only.iter().chain(&settings.ignore).chain(settings.severity.iter().map(|(name, _)| name));
        let unknown = names.into_iter().find(|name| !checks().any(|c| c.code == *name || c.family == *name));
        unknown.map_or(Ok(()), |name| Err(Error::UnknownCheck(name.clone())))?;
        Ok(Self { settings })
    }

    /// How bad the findings of a check are; `None` where it does not run.
    fn severity(&self, code: &str) -> Option<Severity> {
        checks().find(|c| c.code == code).and_then(|check| self.settings.severity(check))
    }

    /// What is wrong in an article, in the order of the page; `passages` and `pairs` are those of this article.
    pub(crate) fn audit(&self, article: &Article, passages: &[Passage], pairs: &[Pair]) -> (Vec<Finding>, Traces) {
        let page = Page::read(article, passages, pairs);
        let traces = Traces::of(self, &page);
        let mut drafts = drafts(&page);
        // a pair's findings stand with its caption
        drafts.sort_by_key(|(pair, draft)| (pair.map_or(draft.start(), |at| pairs[at].es.raw.start), draft.start()));
        let findings = drafts.into_iter().filter_map(|(pair, draft)| {
            let severity = self.severity(draft.code)?;
            Some(draft.finding(article, pair.map(|at| pairs[at].id.clone()), severity))
        });
        (findings.collect(), traces)
    }

    /// The codes of what is wrong with each pair, as [`codes`] has them: without what a finding shows of the article, which takes room.
    pub(crate) fn codes(&self, article: &Article, passages: &[Passage], pairs: &[Pair]) -> Vec<Option<String>> {
        let mut found: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); pairs.len()];
        for (pair, draft) in drafts(&Page::read(article, passages, pairs)) {
            if let Some(at) = pair.filter(|_| self.severity(draft.code).is_some()) {
                found[at].insert(draft.code);
            }
        }
        found.into_iter().map(joined).collect()
    }
}

/// What the checks find, each with the number of the pair that it is about.
fn drafts(page: &Page<'_>) -> Vec<(Option<usize>, Draft)> {
    let mut drafts = Vec::new();
    let mut add = |pair: Option<usize>, draft: Draft| drafts.push((pair, draft));
    for (at, case) in page.cases.iter().enumerate() {
        let mut found = Vec::new();
        meaning::find(page, case, &mut found);
        people::find(page, case, &mut found);
        photo::find(page, case, &mut found);
        time_and_place::find(page, case, &mut found);
        numbers::find(case, &mut found);
        language::find(page, case, &mut found);
        text::find(case, &mut found);
        found.into_iter().for_each(|draft| add(Some(at), draft));
    }
    photo::find_on_page(page).into_iter().for_each(|(at, draft)| add(Some(at), draft));
    language::find_on_page(page).into_iter().for_each(|draft| add(None, draft));
    drafts
}

/// The findings of each pair, by its id.
pub fn by_pair(findings: &[Finding]) -> HashMap<&str, Vec<&Finding>> {
    let mut found: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        if let Some(id) = &finding.pair_id {
            found.entry(id).or_default().push(finding);
        }
    }
    found
}

/// The codes of a pair's findings as the row has them: sorted, each once, joined by spaces; `None` for none.
pub fn codes(own: &[&Finding]) -> Option<String> {
    joined(own.iter().map(|f| f.code).collect())
}

fn joined(codes: BTreeSet<&str>) -> Option<String> {
    (!codes.is_empty()).then(|| codes.into_iter().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_told_apart_and_explained() {
        let mut seen = BTreeSet::new();
        for check in checks() {
            assert!(seen.insert(check.code), "{}", check.code);
            assert!(check.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", check.code);
            assert!(!check.title.is_empty() && check.explanation.len() > 40 && !check.example.is_empty(), "{}", check.code);
            assert!(!checks().any(|other| other.family == check.code));
        }
    }

    #[test]
    fn settings_by_code_and_family() {
        let named = |only: &[&str], ignore: &[&str]| {
            let names = |all: &[&str]| all.iter().map(|n| (*n).to_owned()).collect();
            Auditor::new(Settings { only: names(only), ignore: names(ignore), severity: vec![("people".into(), Severity::Error)] })
        };
        let auditor = named(&["people", "mojibake"], &["name-partial"]).unwrap();
        assert_eq!(auditor.severity("name-typo"), Some(Severity::Error));
        assert_eq!(auditor.severity("mojibake"), Some(Severity::Error));
        assert_eq!((auditor.severity("name-partial"), auditor.severity("truncated")), (None, None));
        assert!(matches!(named(&[], &["no-such"]), Err(Error::UnknownCheck(name)) if name == "no-such"));
    }
}
