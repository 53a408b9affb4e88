//! What an earlier run found: only what is new is shown and counts.

use crate::audit::Finding;
use crate::audit::show::FINGERPRINT;
use crate::read::{Input, Stop, json_fault, raw};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{BufReader, Read};
use std::path::Path;

/// Findings by their names, with how often each was found: the same word may be wrong twice.
#[derive(Debug, Default)]
pub(crate) struct Baseline(HashMap<String, u64>);

/// A line of `--format json`, or a SARIF file.
#[derive(Deserialize)]
struct Old {
    fingerprint: Option<String>,
    runs: Option<Vec<Run>>,
}

#[derive(Deserialize)]
struct Run {
    #[serde(default)]
    results: Vec<Found>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    #[serde(default)]
    partial_fingerprints: HashMap<String, String>,
}

impl Baseline {
    /// Reads the output of `cotejo audit --format json` or `--format sarif`.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let source = raw(&Input::at(path), Stop::default())?;
        Self::read(BufReader::new(source)).with_context(|| {
            format!("{}: no output of cotejo audit --format json or sarif; give one with --baseline, or leave that out", path.display())
        })
    }

    fn read(source: impl Read) -> Result<Self> {
        let mut found = Self::default();
        for old in serde_json::Deserializer::from_reader(source).into_iter::<Old>() {
            let old = old.map_err(|error| {
                let (cause, column) = json_fault(&error);
                anyhow::anyhow!("line {}, column {column}: {cause}", error.line())
            })?;
            if old.fingerprint.is_none() && old.runs.is_none() {
                anyhow::bail!("an object with neither `fingerprint` nor `runs`");
            }
            let results = old.runs.into_iter().flatten().flat_map(|run| run.results);
            let of_sarif = results.filter_map(|mut result| result.partial_fingerprints.remove(FINGERPRINT));
            for fingerprint in old.fingerprint.into_iter().chain(of_sarif) {
                *found.0.entry(fingerprint).or_default() += 1;
            }
        }
        Ok(found)
    }

    /// Whether a finding is new; each old one stands for one.
    pub(crate) fn is_new(&mut self, finding: &Finding) -> bool {
        if self.0.is_empty() {
            return true;
        }
        match self.0.get_mut(&finding.fingerprint()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Article;
    use crate::Span;
    use crate::audit::show::{Audited, FindingFormat, show};
    use crate::audit::{Label, Severity};

    fn finding(text: &str, word: &str) -> Finding {
        let start = text.find(word).unwrap();
        let labels = vec![Label::here(&Article::from_text("a.txt", text), Span::new(start, start + word.len()), "")];
        Finding { code: "name-spelling", severity: Severity::Error, message: "m".to_owned(), pair_id: None, labels, help: None, fix: None }
    }

    #[test]
    fn what_was_found_before_is_not_new_wherever_it_moved() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for format in [FindingFormat::Json, FindingFormat::Sarif] {
            let old = finding("Ana Riuz", "Riuz");
            let audited = Audited { findings: vec![old.clone(), old], ..Audited::default() };
            let mut shown = show(format, Box::new(std::fs::File::create(file.path()).unwrap())).unwrap();
            shown.add(&audited).unwrap();
            shown.finish().unwrap();
            let mut baseline = Baseline::open(file.path()).unwrap();
            let moved = finding("Uno.\n\nAna Riuz", "Riuz");
            let new: Vec<bool> = (0..3).map(|_| baseline.is_new(&moved)).collect();
            assert_eq!(new, [false, false, true]);
            assert!(baseline.is_new(&finding("Ana Riuz", "Ana")));
        }
    }

    #[test]
    fn something_else_is_refused() {
        assert!(Baseline::read("article,line\n".as_bytes()).is_err());
        assert!(Baseline::read("{\"code\":\"x\"}\n".as_bytes()).is_err());
        assert!(Baseline::read("".as_bytes()).is_ok());
    }
}
