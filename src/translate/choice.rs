//! How a user names a translator: `auto`, `firefox:DIR`, `apertium:es-pt_BR+firefox:pt-en`, `libretranslate:http://localhost:5000`.

use super::apertium::Apertium;
use super::cache::Cache;
use super::chain::Chain;
use super::firefox::Firefox;
#[cfg(feature = "net")]
use super::http::{Protocol, RequestPolicy, Server};
use super::protect::Protected;
use super::{Direction, Error, Translate, models};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// One engine, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Link {
    /// A pair that `cotejo models` manages, or a folder; the direct model where nothing is said.
    Firefox(Option<String>),
    /// A mode; that of the direction where nothing is said.
    Apertium(Option<String>),
    #[cfg(feature = "net")]
    Server(Protocol, String),
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice(Option<Vec<Link>>);

/// How texts are translated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// From which language to which.
    pub direction: Direction,
    /// Whether names and terms are protected.
    pub protect: bool,
    /// The file that translations are kept in; `None` for as long as the run lasts.
    pub cache: Option<PathBuf>,
    /// How a server is asked.
    #[cfg(feature = "net")]
    pub policy: RequestPolicy,
}

impl Default for Settings {
    /// From Spanish to English, with protection, and no file.
    fn default() -> Self {
        Self {
            direction: Direction::new("es", "en"),
            protect: true,
            cache: None,
            #[cfg(feature = "net")]
            policy: RequestPolicy::default(),
        }
    }
}

const SCHEMES: &[&str] = &["firefox", "apertium", "libretranslate", "apy", "deepl"];

impl FromStr for Choice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "auto" {
            return Ok(Self(None));
        }
        // a folder and an address may hold a plus
        let mut parts: Vec<String> = Vec::new();
        for part in text.split('+') {
            let begins =
                SCHEMES.iter().any(|scheme| part.strip_prefix(scheme).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')));
            match parts.last_mut() {
                Some(last) if !begins => {
                    last.push('+');
                    last.push_str(part);
                }
                _ => parts.push(part.to_owned()),
            }
        }
        Ok(Self(Some(parts.iter().map(|part| Link::parse(part)).collect::<Result<_, _>>()?)))
    }
}

impl Link {
    fn parse(part: &str) -> Result<Self, Error> {
        let (scheme, rest) = part.split_once(':').unwrap_or((part, ""));
        let rest = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
        Ok(match (scheme, rest) {
            ("firefox", rest) => Self::Firefox(rest),
            ("apertium", rest) => Self::Apertium(rest),
            #[cfg(feature = "net")]
            ("libretranslate", Some(url)) => Self::Server(Protocol::LibreTranslate, address(part, url)?),
            #[cfg(feature = "net")]
            ("apy", Some(url)) => Self::Server(Protocol::Apy, address(part, url)?),
            #[cfg(feature = "net")]
            ("deepl", url) => {
                let url = url.unwrap_or_else(|| "https://api-free.deepl.com".to_owned());
                Self::Server(Protocol::DeepL, address(part, url)?)
            }
            _ => return Err(Error::Name(part.to_owned())),
        })
    }

    fn open(&self, settings: &Settings) -> Result<Box<dyn Translate>, Error> {
        let pair = settings.direction.to_string();
        Ok(match self {
            Self::Firefox(Some(place)) if Path::new(place).is_dir() || place.contains(std::path::is_separator) => {
                Box::new(Firefox::open(Path::new(place))?)
            }
            Self::Firefox(named) => Box::new(Firefox::of_pair(named.as_deref().unwrap_or(&pair))?),
            Self::Apertium(mode) => Box::new(Apertium::open(mode.as_deref().unwrap_or(&pair))?),
            #[cfg(feature = "net")]
            Self::Server(protocol, url) => Box::new(Server::new(*protocol, url, settings.direction.clone(), settings.policy)),
        })
    }
}

/// An address that can be asked.
#[cfg(feature = "net")]
fn address(part: &str, url: String) -> Result<String, Error> {
    let sound = url.parse::<ureq::http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty()) && uri.query().is_none()
    });
    if sound { Ok(url) } else { Err(Error::Address(part.to_owned())) }
}

impl Choice {
    /// The translator: engines, protection, memory.
    ///
    /// # Errors
    /// What is missing for it, and how to get it.
    pub fn open(&self, settings: &Settings) -> Result<Box<dyn Translate>, Error> {
        let engine = match &self.0 {
            Some(links) => chain(links, settings)?,
            None => best(settings)?,
        };
        if *engine.direction() != settings.direction {
            let message = format!("{} translates {}, not {}", engine.name(), engine.direction(), settings.direction);
            return Err(Error::Chain(message));
        }
        let path = settings.cache.as_deref();
        // each engine's answers are kept, not what is made of them: a new term needs no new translation
        let cached = Cache::open(engine, path)?;
        Ok(if settings.protect { Box::new(Protected::new(cached)) } else { Box::new(cached) })
    }
}

fn chain(links: &[Link], settings: &Settings) -> Result<Box<dyn Translate>, Error> {
    Chain::of(links.iter().map(|link| link.open(settings)).collect::<Result<_, _>>()?)
}

/// The best that is installed: a direct model, a chain through Portuguese that ends in one, Apertium.
fn best(settings: &Settings) -> Result<Box<dyn Translate>, Error> {
    let Direction { from, to } = &settings.direction;
    let model = |pair: &str| models::folder().join(pair).is_dir();
    let firefox = |pair: &str| Link::Firefox(Some(pair.to_owned()));
    let apertium = |mode: &str| Link::Apertium(Some(mode.to_owned()));
    let (direct, bridge, last) = (format!("{from}-{to}"), format!("{from}-pt"), format!("pt-{to}"));
    let bridge = [format!("{bridge}_BR"), bridge].into_iter().find(|mode| Apertium::is_there(mode));
    let links = match bridge {
        _ if model(&direct) => vec![firefox(&direct)],
        Some(bridge) if model(&last) => vec![apertium(&bridge), firefox(&last)],
        _ if Apertium::is_there(&direct) => vec![apertium(&direct)],
        _ => return Err(Error::Nobody),
    };
    chain(&links, settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        let links = |text: &str| text.parse::<Choice>().unwrap().0;
        assert_eq!(links("auto"), None);
        assert_eq!(links("firefox"), Some(vec![Link::Firefox(None)]));
        let chain = vec![Link::Apertium(Some("es-pt_BR".into())), Link::Firefox(Some("/a+b/pt-en".into()))];
        assert_eq!(links("apertium:es-pt_BR+firefox:/a+b/pt-en"), Some(chain));
        for wrong in ["google", "firefoxes", "apy", "", "+", "apertium+"] {
            assert!(wrong.parse::<Choice>().is_err() || wrong == "apertium+", "{wrong}");
        }
    }

    #[cfg(feature = "net")]
    #[test]
    fn servers_have_addresses() {
        let server = |text: &str| text.parse::<Choice>().unwrap().0;
        let url = "http://localhost:5000".to_owned();
        assert_eq!(server("libretranslate:http://localhost:5000"), Some(vec![Link::Server(Protocol::LibreTranslate, url)]));
        for wrong in ["libretranslate:foo", "libretranslate:ftp://a", "apy:http://", "deepl:http://a b", "libretranslate:localhost:5000"] {
            assert!(matches!(wrong.parse::<Choice>(), Err(Error::Address(_))), "{wrong}");
        }
        assert!(matches!(&server("deepl").unwrap()[0], Link::Server(Protocol::DeepL, url) if url.starts_with("https://")));
    }
}
