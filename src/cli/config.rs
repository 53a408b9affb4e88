//! `cotejo.toml`: what a newsroom sets once for all its runs.

use super::args::FailOn;
use super::house::Tables;
use super::place::Named;
use super::rows::FormName;
use crate::Cotejo;
use crate::audit::{Settings, Severity, checks};
use crate::caption::{Form, House};
use crate::examine::Builder;
use anyhow::Result;
use clap::Args as ClapArgs;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const NAME: &str = "cotejo.toml";
/// Settings are a few hundred bytes, tables some thousands.
const MOST_BYTES: u64 = 1 << 20;

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct ConfigArgs {
    /// Read settings and tables from FILE, not from the nearest cotejo.toml: beside the input or above it, else in the working directory or
    /// above it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no settings and tables from files
    #[arg(long)]
    no_config: bool,
}

impl ConfigArgs {
    /// With the files that are read.
    pub(crate) fn named(&self, named: Named, inputs: &[PathBuf]) -> Named {
        // what cannot be told is told by `read`
        named.reads(self.path(inputs).ok().flatten())
    }

    /// The named file, else the nearest `cotejo.toml` beside an input or above it, else that in the working directory or above it.
    fn path(&self, inputs: &[PathBuf]) -> Result<Option<PathBuf>, Error> {
        if self.no_config {
            return Ok(None);
        }
        if let Some(path) = &self.config {
            return Ok(Some(path.clone()));
        }
        let here = std::env::current_dir().ok();
        let folders: BTreeSet<PathBuf> = inputs.iter().filter_map(|input| folder(input)).collect();
        let beside: BTreeSet<PathBuf> = folders.iter().filter_map(|folder| nearest(folder)).collect();
        let shown = |path: &Path| shown(path, here.as_deref());
        let mut beside = beside.into_iter();
        match (beside.next(), beside.next()) {
            (Some(one), Some(other)) => Err(Error::Two { one: shown(&one), other: shown(&other) }),
            (Some(path), None) => Ok(Some(shown(&path).into())),
            (None, _) => Ok(here.as_deref().and_then(nearest).map(|path| shown(&path).into())),
        }
    }

    /// What the file says that is meant for these inputs.
    pub(crate) fn read(&self, inputs: &[PathBuf]) -> Result<Config, Error> {
        self.path(inputs)?.map_or_else(|| Ok(Config::default()), |path| Config::of(&path))
    }
}

/// The folder that an input is or stands in; for a pattern, the last that is there. None for standard input.
fn folder(input: &Path) -> Option<PathBuf> {
    if input == Path::new("-") {
        return None;
    }
    let whole = std::path::absolute(input).ok()?;
    whole.ancestors().find(|path| path.is_dir()).map(Path::to_owned)
}

/// The nearest file of settings in a folder or above it.
fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

/// A path, from the working directory where it stands below it.
fn shown(path: &Path, here: Option<&Path>) -> String {
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).display().to_string()
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
    #[error("{path}:{line}:{column}: {message}")]
    House { path: String, line: usize, column: usize, message: String },
    #[error("{path}:{line}: {message}")]
    Table { path: String, line: u64, message: String },
    #[error("the inputs have two files of settings, {one} and {other}; run them apart, or name one file for all with --config FILE")]
    Two { one: String, other: String },
}

/// The file. Other commands may get tables of their own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    audit: Audit,
    #[serde(default)]
    pair: Pairing,
    // `super::house` reads them
    #[serde(rename = "agencies")]
    _agencies: Option<IgnoredAny>,
    #[serde(rename = "photographers")]
    _photographers: Option<IgnoredAny>,
    #[serde(rename = "desks")]
    _desks: Option<IgnoredAny>,
    #[serde(rename = "forms")]
    _forms: Option<IgnoredAny>,
    // `super::style` reads them
    #[serde(rename = "terms")]
    _terms: Option<IgnoredAny>,
    #[serde(rename = "people")]
    _people: Option<IgnoredAny>,
    #[serde(default)]
    patterns: Vec<Pattern>,
}

/// A pattern of the house.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Pattern {
    pub(super) r#match: Spanned<String>,
    pub(super) language: Option<Text>,
    pub(super) message: Option<String>,
    severity: Option<Level>,
    pub(super) replace: Option<String>,
}

impl Pattern {
    pub(super) fn severity(&self) -> Option<Severity> {
        self.severity.map(Level::severity)
    }
}

/// Which texts.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Text {
    Es,
    En,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairing {
    #[serde(default)]
    forms: Vec<FormName>,
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

impl Level {
    fn severity(self) -> Severity {
        match self {
            Self::Note => Severity::Note,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        }
    }
}

/// What the file says.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) settings: Settings,
    pub(crate) fail_on: Option<FailOn>,
    /// Only captions that were known by these; none means all.
    pub(crate) forms: Vec<FormName>,
    pub(crate) house: House,
}

impl Config {
    fn of(path: &Path) -> Result<Self, Error> {
        log::info!("settings of {}", path.display());
        let name = path.display().to_string();
        let text = crate::read::small(path, MOST_BYTES).and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        let text = text.map_err(|cause| Error::Unreadable { path: name.clone(), cause })?;
        let known = |name: &str| checks().any(|check| check.code == name || check.family == name);
        let (mut config, patterns) = Self::parse(&name, &text, known)?;
        let tables = Tables { path, text: &text };
        config.settings.style = tables.style(&patterns)?;
        Ok(Self { house: tables.read()?, ..config })
    }

    /// A builder with its settings and tables.
    pub(crate) fn cotejo<'t>(self) -> Builder<'t> {
        Cotejo::builder().checks(self.settings).house(self.house)
    }

    fn parse(path: &str, text: &str, known: impl Fn(&str) -> bool) -> Result<(Self, Vec<Pattern>), Error> {
        let malformed = |cause| Error::Malformed { path: path.to_owned(), cause: Box::new(cause) };
        let File { audit, pair, patterns, .. } = toml_edit::de::from_str::<File>(text).map_err(malformed)?;
        let mut names = audit.only.iter().chain(&audit.ignore).chain(audit.severity.keys());
        if let Some(unknown) = names.find(|name| !known(name.get_ref())) {
            let before = &text[..unknown.span().start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            return Err(Error::Unknown { path: path.to_owned(), line, column, name: unknown.get_ref().clone() });
        }
        let plain = |names: Vec<Spanned<String>>| names.into_iter().map(Spanned::into_inner).collect();
        let settings = Settings {
            only: plain(audit.only),
            ignore: plain(audit.ignore),
            severity: audit.severity.into_iter().map(|(name, level)| (name.into_inner(), level.severity())).collect(),
            ..Settings::default()
        };
        Ok((Self { settings, fail_on: audit.fail_on, forms: pair.forms, house: House::default() }, patterns))
    }
}

/// What a `cotejo.toml` sets, for a program that runs the library.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Configured {
    /// Which checks run, and the house's style.
    pub checks: Settings,
    /// The house's agencies, photographers, desks and forms.
    pub house: House,
    /// Only captions that were known by these; none means all.
    pub forms: Vec<Form>,
}

/// Reads a `cotejo.toml`.
///
/// # Errors
/// What is wrong with it, and where.
pub fn configured(path: &Path) -> Result<Configured, String> {
    let Config { settings, house, forms, .. } = Config::of(path).map_err(|error| error.to_string())?;
    Ok(Configured { checks: settings, house, forms: forms.into_iter().map(Form::from).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        let parsed = Config::parse("cotejo.toml", text, |name| ["name-spelling", "people"].contains(&name));
        parsed.map(|(config, _)| config).map_err(|error| error.to_string())
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
        assert_eq!(parse("[pair]\nforms = ['agency', 'markup']\n").unwrap().forms, [FormName::Agency, FormName::Markup]);
    }

    #[test]
    fn the_nearest_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a/b", "c"] {
            std::fs::create_dir_all(at(name)).unwrap();
        }
        let args = ConfigArgs { config: None, no_config: false };
        let path = |inputs: &[&str]| args.path(&inputs.iter().map(|name| at(name)).collect::<Vec<_>>());
        std::fs::write(at(NAME), "").unwrap();
        assert_eq!(path(&["a/b/x.txt", "c"]).unwrap(), Some(at(NAME)));
        std::fs::write(at("a").join(NAME), "").unwrap();
        assert_eq!(path(&["a/b/*.txt"]).unwrap(), Some(at("a").join(NAME)));
        assert_eq!(path(&["c/x.txt"]).unwrap(), Some(at(NAME)));
        assert!(path(&["a/b", "c"]).unwrap_err().to_string().contains("two files of settings"));
        let named = ConfigArgs { config: Some(at("own.toml")), no_config: false };
        assert_eq!(named.path(&[at("a/b")]).unwrap(), Some(at("own.toml")));
        assert_eq!(ConfigArgs { config: None, no_config: true }.path(&[at("a")]).unwrap(), None);
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
        assert!(parse("[pair]\nforms = ['agencies']\n").unwrap_err().contains("line 2"));
        assert!(parse("[audits]\n").unwrap_err().contains("audits"));
        assert!(parse("[[patterns]]\nmatch = 'x'\nlanguage = 'de'\n").unwrap_err().contains("line 3"));
        assert!(parse("[[patterns]]\nlanguage = 'es'\n").unwrap_err().contains("match"));
    }
}
