//! Options that choose a translator.

use super::place::{Named, is_link};
use crate::translate::{Choice, Direction, Error, Settings, Translate};
use anyhow::Result;
use clap::Args as ClapArgs;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct TranslatorArgs {
    /// The translator: auto (the best that is installed), firefox[:PAIR or FOLDER], apertium[:MODE], libretranslate:URL, apy:URL,
    /// deepl[:URL], or a chain such as apertium:es-pt_BR+firefox:pt-en [default: auto]
    #[arg(long, value_name = "NAME", help_heading = "Translation")]
    translator: Option<String>,
    /// Keep translations in FILE and reuse them [default: with `pair -o DIR/` in that folder, else nowhere]
    #[arg(long, value_name = "FILE", help_heading = "Translation")]
    pub(crate) cache: Option<PathBuf>,
    /// Do not protect names and terms
    #[arg(long, help_heading = "Translation")]
    pub(crate) no_protection: bool,
    /// Requests per second to a translation server, at most
    #[cfg(feature = "net")]
    #[arg(long, value_name = "N", default_value = "10", value_parser = rate, help_heading = "Translation")]
    pub(crate) requests_per_second: f64,
    /// Seconds to wait for a translation server's answer
    #[cfg(feature = "net")]
    #[arg(long, value_name = "N", default_value = "30", value_parser = rate, help_heading = "Translation")]
    pub(crate) timeout: f64,
}

#[cfg(feature = "net")]
fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| (0.001..=10_000.0).contains(rate));
    rate.ok_or_else(|| "not a number from 0.001 to 10000".to_owned())
}

impl TranslatorArgs {
    /// With the files that it is given by name.
    pub(crate) fn named(&self, named: Named) -> Named {
        named.writes("--cache", &self.cache)
    }

    /// Whether a translator was named.
    pub(crate) fn is_named(&self) -> bool {
        self.translator.is_some()
    }

    /// An option that has no meaning without translation.
    pub(crate) fn idle(&self) -> Option<&'static str> {
        if self.cache.is_some() { Some("--cache") } else { self.no_protection.then_some("--no-protection") }
    }

    /// The translator; which one it is, is reported on standard error. Its memory is in `folder` unless another was named.
    pub(crate) fn open(&self, direction: Direction, folder: Option<&Path>) -> Result<Box<dyn Translate>> {
        let choice: Choice = self.translator.as_deref().unwrap_or("auto").parse().map_err(usage)?;
        let own = folder.map(|folder| folder.join(STORE)).filter(|_| self.cache.is_none());
        if let Some(link) = own.as_deref().filter(|store| is_link(store)) {
            anyhow::bail!("{}: is a link, not of this program's making; remove it, or name the file with --cache", link.display());
        }
        let cache = self.cache.clone().or(own);
        #[cfg(feature = "net")]
        let policy = {
            use std::time::Duration;
            let (timeout, interval) = (Duration::from_secs_f64(self.timeout), Duration::from_secs_f64(1.0 / self.requests_per_second));
            crate::translate::http::RequestPolicy { timeout, interval, ..Default::default() }
        };
        let settings = Settings {
            direction,
            protect: !self.no_protection,
            cache,
            #[cfg(feature = "net")]
            policy,
        };
        let translator = choice.open(&settings).map_err(usage)?;
        super::sum_up(&format!("translated by {}", translator.name()));
        Ok(translator)
    }
}

/// The file in an output folder; a reader of data sets passes over it.
const STORE: &str = ".cotejo-translations.sqlite";

/// A wrong name is wrong usage; a missing engine is not.
fn usage(error: Error) -> anyhow::Error {
    if matches!(error, Error::Name(_) | Error::Address(_) | Error::Chain(_)) {
        super::Usage::new(error.to_string()).into()
    } else {
        error.into()
    }
}
