//! What is wrong between a caption and its counterpart, and where.
//!
//! Each check is a file of `checks`: a stable code, a severity, an explanation with an example, and what finds it. Findings are data
//! ([`Finding`]); `show` has one file per way to print them.

mod accents;
mod across;
mod checks;
mod credits;
mod draft;
mod finding;
mod page;
#[cfg(feature = "show")]
pub(crate) mod show;
mod style;
#[cfg(test)]
mod testing;
mod words;

pub use across::{Across, Traces};
pub use checks::{Check, Example, checks};
pub use finding::{Finding, Fix, Label, Place, Severity};
pub use style::{Style, StylePattern, StylePerson, StyleTerm};

use crate::article::Article;
use crate::pair::Pair;
use crate::passage::Passage;
use checks::Found;
use page::Page;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use style::Compiled;

/// Which checks run, and how severe their findings are.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Only these codes or families; all where empty.
    pub only: Vec<String>,
    /// Not these codes or families.
    pub ignore: Vec<String>,
    /// Codes or families with another severity than their own. A code counts more than its family, what comes later more than what comes
    /// before.
    pub severity: Vec<(String, Severity)>,
    /// What the checks of the family `house` go by.
    pub style: Style,
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
#[non_exhaustive]
pub enum Error {
    /// No check or family has that name.
    #[error("no check is called `{0}`; `cotejo checks` lists them")]
    UnknownCheck(String),
}

/// Audits articles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Auditor {
    settings: Settings,
    style: Arc<Compiled>,
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
        let style = settings.style.compile();
        Ok(Self { settings, style })
    }

    /// How bad the findings of a check are; `None` where it does not run.
    fn severity(&self, code: &str) -> Option<Severity> {
        checks().find(|c| c.code == code).and_then(|check| self.settings.severity(check))
    }

    /// What is wrong in an article, in the order of the page; `passages` and `pairs` are those of this article.
    pub(crate) fn audit(&self, article: &Article, passages: &[Passage], pairs: &[Pair]) -> (Vec<Finding>, Traces) {
        let page = Page::read(article, passages, pairs, &self.style);
        let traces = Traces::of(self, &page);
        let mut found = checks::find(&page);
        // a pair's findings stand with its caption
        found.sort_by_key(|Found { pair, draft, .. }| (pair.map_or(draft.start(), |at| pairs[at].es.raw.start), draft.start()));
        let findings = found.into_iter().filter_map(|Found { pair, check, draft }| {
            let severity = self.settings.severity(check)?;
            // one that is set in the settings counts more
            let severity = draft.severity().filter(|_| severity == check.severity).unwrap_or(severity);
            Some(draft.finding(check.code, article, pair.map(|at| pairs[at].id.clone()), severity))
        });
        (findings.collect(), traces)
    }

    /// The codes of what is wrong with each pair, as [`codes`] has them: without what a finding shows of the article, which takes room.
    pub(crate) fn codes(&self, article: &Article, passages: &[Passage], pairs: &[Pair]) -> Vec<Option<String>> {
        let mut found: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); pairs.len()];
        for Found { pair, check, .. } in checks::find(&Page::read(article, passages, pairs, &self.style)) {
            if let Some(at) = pair.filter(|_| self.settings.severity(check).is_some()) {
                found[at].insert(check.code);
            }
        }
        found.into_iter().map(joined).collect()
    }
}

/// The findings of each pair, by its id.
pub(crate) fn by_pair(findings: &[Finding]) -> HashMap<&str, Vec<&Finding>> {
    let mut found: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        if let Some(id) = &finding.pair_id {
            found.entry(id).or_default().push(finding);
        }
    }
    found
}

/// The codes of a pair's findings as the row has them: sorted, each once, joined by spaces; `None` for none.
pub(crate) fn codes(own: &[&Finding]) -> Option<String> {
    joined(own.iter().map(|f| f.code).collect())
}

fn joined(codes: BTreeSet<&str>) -> Option<String> {
    (!codes.is_empty()).then(|| codes.into_iter().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_by_code_and_family() {
        let named = |only: &[&str], ignore: &[&str]| {
            let names = |all: &[&str]| all.iter().map(|n| (*n).to_owned()).collect();
            Auditor::new(Settings {
                only: names(only),
                ignore: names(ignore),
                severity: vec![("people".into(), Severity::Error)],
                ..Settings::default()
            })
        };
        let auditor = named(&["people", "mojibake"], &["name-partial"]).unwrap();
        assert_eq!(auditor.severity("name-typo"), Some(Severity::Error));
        assert_eq!(auditor.severity("mojibake"), Some(Severity::Error));
        assert_eq!((auditor.severity("name-partial"), auditor.severity("truncated")), (None, None));
        assert!(matches!(named(&[], &["no-such"]), Err(Error::UnknownCheck(name)) if name == "no-such"));
    }
}
