//! Machine translation: what a caption says, in the other language.
//!
//! An engine is a [`Translate`]: `firefox` runs Firefox's models in the process, `apertium` keeps Apertium's programs running,
//! `http` asks servers. `chain` connects engines, `protect` keeps names and terms, `cache` remembers translations.
//! [`Choice`] is how a user names one. To add an engine: one file, one arm in `choice.rs`.

mod apertium;
mod cache;
mod chain;
mod choice;
mod error;
pub(crate) mod firefox;
#[cfg(feature = "net")]
pub(crate) mod http;
pub(crate) mod models;
pub(crate) mod protect;
mod terms;
#[cfg(test)]
mod testing;

pub use choice::{Choice, Settings};
pub use error::Error;
#[cfg(feature = "net")]
pub use http::RequestPolicy;

/// From which language to which, as ISO 639-1 codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// `es`
    pub from: String,
    /// `en`
    pub to: String,
}

impl Direction {
    /// `es`, `en`
    pub fn new(from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned() }
    }

    /// Reads `es-en`, `spa-eng` or `spa-por_BR`.
    pub fn parse(pair: &str) -> Option<Self> {
        let (from, to) = pair.split_once('-')?;
        let two = |code: &str| -> Option<String> {
            let code = code.split(['_', '.']).next().unwrap_or(code);
            let known = LONG_CODES.iter().find(|(long, _)| *long == code).map(|(_, two)| *two);
            known.or_else(|| (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)).map(str::to_owned)
        };
        Some(Self { from: two(from)?, to: two(to)? })
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// ISO 639-3 and 639-1: Apertium uses both.
const LONG_CODES: &[(&str, &str)] =
    &[("spa", "es"), ("eng", "en"), ("por", "pt"), ("cat", "ca"), ("glg", "gl"), ("fra", "fr"), ("ita", "it")];

/// An engine. Threads share it; it cannot move to another thread, because `fxtranslate`'s engines cannot.
pub trait Translate: Sync {
    /// What it is called in rows, and in the store of what was translated before: engine and model.
    fn name(&self) -> &str;

    /// From which language to which.
    fn direction(&self) -> &Direction;

    /// The texts in the other language, in order. A text's translation depends on the text alone. One failure is that text's; the
    /// others are translated.
    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>>;
}

impl<T: Translate + ?Sized> Translate for Box<T> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn direction(&self) -> &Direction {
        (**self).direction()
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        (**self).translate(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_lengths_are_one_direction() {
        assert_eq!(Direction::parse("spa-por_BR"), Direction::parse("es-pt"));
        assert_eq!(Direction::parse("es-en").unwrap(), Direction::new("es", "en"));
        assert!(Direction::parse("spanish").is_none() && Direction::parse("xxx-en").is_none());
        // a direction is a folder's name, too
        assert!(["/x-en", "es-/x", "..-en", "es-..", "\n\n-en"].into_iter().all(|pair| Direction::parse(pair).is_none()));
    }
}
