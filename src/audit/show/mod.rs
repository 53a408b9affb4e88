//! Findings out. One file per way of showing them; each reads the same list, one article at a time, in bounded memory.
//!
//! To add one: a file with its [`Show`], a line in [`FindingFormat`] and in [`show`].

mod csv;
mod github;
mod html;
mod json;
mod sarif;
mod shown;
mod terminal;
#[cfg(test)]
mod testing;

pub use shown::Shown;
pub use terminal::Terminal;

use super::{Finding, Severity};
use crate::visible::visible;
use crate::write::Cells;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The name under which SARIF carries [`Finding::fingerprint`]; a baseline is read by it.
pub(crate) const FINGERPRINT: &str = "cotejoFinding/v1";

/// What an audited article gives.
#[derive(Debug, Clone, Default)]
pub struct Audited {
    /// The article's id.
    pub article: String,
    /// Where a reader can open it, for links; `None` where it is no file and no address.
    pub href: Option<String>,
    /// Its pairs; only the report shows them.
    pub pairs: Vec<Shown>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingFormat {
    /// For a person, as compilers print them.
    Text(Terminal),
    /// One JSON object per finding, one per line.
    Json,
    /// SARIF 2.1.0, for code-scanning viewers.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
    /// One page with pairs and findings, for a browser.
    Html,
    /// A table, one row per finding.
    Csv(Cells),
}

impl FindingFormat {
    /// Whether the format shows pairs too; for the others [`Audited::pairs`] may stay empty.
    pub(crate) fn has_pairs(self) -> bool {
        self == Self::Html
    }
}

/// Takes audited articles in order.
pub trait Show {
    /// Shows what one article gives.
    ///
    /// # Errors
    /// What the target says: full disk, closed pipe.
    fn add(&mut self, audited: &Audited) -> io::Result<()>;

    /// Writes the format's end. To be called once, last.
    ///
    /// # Errors
    /// As [`Show::add`].
    fn finish(&mut self) -> io::Result<()>;
}

/// The writer of a format.
///
/// # Errors
/// What the target says.
pub fn show<'w>(format: FindingFormat, target: Box<dyn Write + Send + 'w>) -> io::Result<Box<dyn Show + 'w>> {
    Ok(match format {
        FindingFormat::Text(terminal) => Box::new(terminal::Text::new(terminal, target)),
        FindingFormat::Json => Box::new(json::Json::new(target)),
        FindingFormat::Sarif => Box::new(sarif::Sarif::new(super::checks(), target)?),
        FindingFormat::Github => Box::new(github::Github::new(target)),
        FindingFormat::Html => Box::new(html::Html::new(super::checks(), target)?),
        FindingFormat::Csv(cells) => Box::new(csv::Csv::new(cells, target)?),
    })
}

/// How many findings there were, by severity and code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Summary(BTreeMap<(std::cmp::Reverse<Severity>, &'static str), u64>);

impl Summary {
    /// Counts one.
    pub(crate) fn add(&mut self, finding: &Finding) {
        *self.0.entry((std::cmp::Reverse(finding.severity), finding.code)).or_default() += 1;
    }

    /// Severity, code and count, the worst first.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (Severity, &'static str, u64)> {
        self.0.iter().map(|((severity, code), count)| (severity.0, *code, *count))
    }

    /// The worst severity found.
    pub(crate) fn worst(&self) -> Option<Severity> {
        self.0.keys().next().map(|(severity, _)| severity.0)
    }
}

/// The first `most` characters, with an ellipsis where there are more.
fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
