//! `cotejo.toml`: what a newsroom sets once for all its runs.

use super::args::FailOn;
use super::place::Named;
use crate::audit::{Settings, Severity, checks};
use anyhow::Result;
use clap::Args as ClapArgs;
use serde::Deserialize;
use serde_spanned::Spanned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NAME: &str = "cotejo.toml";
/// Settings are a few hundred bytes.
const MOST_BYTES: u64 = 1 << 20;

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct ConfigArgs {
    /// Read the audit's settings from FILE, not from the nearest cotejo.toml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no settings from files
    #[arg(long)]
    no_config: bool,
}

impl ConfigArgs {
    /// With the files that are read.
    pub(crate) fn named(&self, named: Named) -> Named {
        named.reads(self.path())
    }

    /// The named file, else the nearest `cotejo.toml` in the working directory or above it.
    fn path(&self) -> Option<PathBuf> {
        let above = || -> Option<PathBuf> {
            let here = std::env::current_dir().ok()?;
            here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
        };
        if self.no_config { None } else { self.config.clone().or_else(above) }
    }

    /// What the file says that is meant.
    pub(crate) fn read(&self) -> Result<Config, Error> {
        self.path().map_or_else(|| Ok(Config::default()), |path| Config::of(&path))
    }
}

/// What can be wrong with a configuration; exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: cannot be read: {cause}; name another with --config FILE, or leave it out with --no-config")]
    Unreadable { path: String, cause: std::io::Error },
    #[error("{path}: {cause}")]
    Malformed { path: String, cause: Box<toml_edit::de::Error> },
    #[error("{path}:{line}:{column}: no check or family is called `{name}`; `cotejo checks` lists them")]
    Unknown { path: String, line: usize, column: usize, name: String },
}

/// The file. Other commands may get tables of their own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    audit: Audit,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Audit {
    #[serde(default)]
    only: Vec<Spanned<String>>,
    #[serde(default)]
    ignore: Vec<Spanned<String>>,
    fail_on: Option<FailOn>,
    #[serde(default)]
    severity: BTreeMap<Spanned<String>, Level>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Note,
    Warning,
    Error,
}

/// What the file says about the audit.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) settings: Settings,
    pub(crate) fail_on: Option<FailOn>,
}

impl Config {
    fn of(path: &Path) -> Result<Self, Error> {
        log::info!("settings of {}", path.display());
        let name = path.display().to_string();
        let text = crate::read::small(path, MOST_BYTES).and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        let text = text.map_err(|cause| Error::Unreadable { path: name.clone(), cause })?;
        let known = |name: &str| checks().any(|check| check.code == name || check.family == name);
        Self::parse(&name, &text, known)
    }

    fn parse(path: &str, text: &str, known: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let malformed = |cause| Error::Malformed { path: path.to_owned(), cause: Box::new(cause) };
        let audit = toml_edit::de::from_str::<File>(text).map_err(malformed)?.audit;
        let mut names = audit.only.iter().chain(&audit.ignore).chain(audit.severity.keys());
        if let Some(unknown) = names.find(|name| !known(name.get_ref())) {
            let before = &text[..unknown.span().start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            return Err(Error::Unknown { path: path.to_owned(), line, column, name: unknown.get_ref().clone() });
        }
        let plain = |names: Vec<Spanned<String>>| names.into_iter().map(Spanned::into_inner).collect();
        let severity = |level| match level {
            Level::Note => Severity::Note,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        let settings = Settings {
            only: plain(audit.only),
            ignore: plain(audit.ignore),
            severity: audit.severity.into_iter().map(|(name, level)| (name.into_inner(), severity(level))).collect(),
        };
        Ok(Self { settings, fail_on: audit.fail_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse("cotejo.toml", text, |name| ["name-spelling", "people"].contains(&name)).map_err(|error| error.to_string())
    }

    #[test]
    fn everything_that_can_be_set() {
        let config = parse(
            "[audit]\nonly = ['people']\nignore = [\"name-spelling\"]\nfail-on = 'warning'\nseverity.name-spelling = 'error'\n[audit.severity]\n",
        );
        assert!(config.is_err(), "a table twice");
        let config =
            parse("[audit]\nonly = ['people']\nignore = [\"name-spelling\"]\nfail-on = 'warning'\nseverity.name-spelling = 'error'\n")
                .unwrap();
        assert_eq!((config.settings.only, config.settings.ignore), (vec!["people".to_owned()], vec!["name-spelling".to_owned()]));
        assert_eq!(config.settings.severity, [("name-spelling".to_owned(), Severity::Error)]);
        assert_eq!(config.fail_on, Some(FailOn::Warning));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let error = parse("[audit]\nonyl = ['people']\n").unwrap_err();
        assert!(error.contains("line 2, column 1") && error.contains("onyl"), "{error}");
        let error = parse("[audit]\nignore = ['people',\n  'poeple']\n").unwrap_err();
        assert_eq!(error, "cotejo.toml:3:3: no check or family is called `poeple`; `cotejo checks` lists them");
        let error = parse("[audit]\nseverity.name = 'note'\n").unwrap_err();
        assert!(error.starts_with("cotejo.toml:2:10: "), "{error}");
        assert!(parse("[audit]\nfail-on = 'never!'\n").unwrap_err().contains("line 2"));
        assert!(parse("[audits]\n").unwrap_err().contains("audits"));
    }
}
