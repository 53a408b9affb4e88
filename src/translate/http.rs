//! Translation servers: LibreTranslate's protocol, Apertium-APy's and DeepL's.
//!
//! A request to a server that is slow, busy or failing is repeated: after the time in its `Retry-After`, else after 0.5, 1 and 2 seconds.
//! A server that was given up several times in a row is left alone for a while, so that it does not delay the rest.
//! A final refusal is reported in the server's own words. Keys come from the environment and are never shown.

use super::{Direction, Error, Translate};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// <https://libretranslate.com/docs>; the key, where one is needed, is in `LIBRETRANSLATE_API_KEY`.
    LibreTranslate,
    /// <https://wiki.apertium.org/wiki/Apertium-apy>: one text per request.
    Apy,
    /// <https://developers.deepl.com>; the key is in `DEEPL_AUTH_KEY`.
    DeepL,
}

impl Protocol {
    /// How it is called in `--translator`.
    pub fn name(self) -> &'static str {
        match self {
            Self::LibreTranslate => "libretranslate",
            Self::Apy => "apy",
            Self::DeepL => "deepl",
        }
    }

    /// The variable that holds the key.
    fn key(self) -> Option<String> {
        let variable = match self {
            Self::LibreTranslate => "LIBRETRANSLATE_API_KEY",
            Self::Apy => return None,
            Self::DeepL => "DEEPL_AUTH_KEY",
        };
        std::env::var(variable).ok().filter(|key| !key.is_empty())
    }

    /// Texts of a request.
    fn at_once(self) -> usize {
        if self == Self::Apy { 1 } else { 20 }
    }
}

/// How requests to a server are timed and repeated.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RequestPolicy {
    /// The longest time for an answer.
    pub timeout: Duration,
    /// How often a request is made at most.
    pub attempts: u32,
    /// The first pause before the next attempt; each one is twice as long.
    pub pause: Duration,
    /// The longest pause that a server may ask for; one that asks for more is given up.
    pub longest_wait: Duration,
    /// Time between two requests at least.
    pub interval: Duration,
    /// A server that was given up this often in a row is left alone
    pub gives_up_after: u32,
    /// for this long.
    pub rest: Duration,
}

impl Default for RequestPolicy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            attempts: 4,
            pause: Duration::from_millis(500),
            longest_wait: Duration::from_secs(120),
            interval: Duration::from_millis(100),
            gives_up_after: 3,
            rest: Duration::from_secs(60),
        }
    }
}

/// A server.
pub struct Server {
    name: String,
    url: String,
    protocol: Protocol,
    direction: Direction,
    key: Option<String>,
    agent: ureq::Agent,
    policy: RequestPolicy,
    /// When the next request may be made.
    next: Mutex<Instant>,
    silence: Mutex<Silence>,
}

/// How a server has failed of late.
#[derive(Default)]
struct Silence {
    /// Times that it was given up since it last answered.
    given_up: u32,
    /// Until when it is left alone.
    until: Option<Instant>,
}

/// Why a request failed, and whether to make it again.
struct Failure {
    what: String,
    again: bool,
    after: Option<Duration>,
}

impl Failure {
    fn for_good(what: impl Into<String>) -> Self {
        Self { what: what.into(), again: false, after: None }
    }

    fn passing(what: impl Into<String>) -> Self {
        Self { what: what.into(), again: true, after: None }
    }
}

impl Server {
    /// The server at an address, without the path that its protocol adds.
    pub fn new(protocol: Protocol, url: &str, direction: Direction, policy: RequestPolicy) -> Self {
        // any status is an answer, and only ours to judge
        let agent = ureq::Agent::config_builder().timeout_global(Some(policy.timeout)).http_status_as_error(false).build().into();
        let url = url.trim_end_matches('/').to_owned();
        let host = url.split("://").last().unwrap_or(&url);
        let name = format!("{}:{}", protocol.name(), host.rsplit('@').next().unwrap_or(host));
        Self {
            name,
            url,
            protocol,
            direction,
            key: protocol.key(),
            agent,
            policy,
            next: Mutex::new(Instant::now()),
            silence: Mutex::default(),
        }
    }

    /// Waits until the next request may be made.
    fn queue(&self) {
        let now = Instant::now();
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = (*next).max(now);
            *next = turn + self.policy.interval;
            turn
        };
        std::thread::sleep(turn - now);
    }

    /// Asks, unless the server has failed so often that it is left alone.
    fn ask_if_alive(&self, texts: &[&str]) -> Result<Vec<String>, Error> {
        let silence = || self.silence.lock().unwrap_or_else(PoisonError::into_inner);
        if silence().until.is_some_and(|until| Instant::now() < until) {
            let what = format!("given up {} times running; left alone for {} s", self.policy.gives_up_after, self.policy.rest.as_secs());
            return Err(Error::Server { server: self.name.clone(), what });
        }
        let (found, answered) = self.ask_patiently(texts);
        let mut silence = silence();
        silence.given_up = if answered { 0 } else { silence.given_up + 1 };
        silence.until = (silence.given_up >= self.policy.gives_up_after).then(|| Instant::now() + self.policy.rest);
        found
    }

    /// What the server says, in the end, and whether it said anything.
    fn ask_patiently(&self, texts: &[&str]) -> (Result<Vec<String>, Error>, bool) {
        let failed = |what| Error::Server { server: self.name.clone(), what };
        let mut pause = self.policy.pause;
        for attempt in 1.. {
            self.queue();
            let failure = match self.ask(texts) {
                Ok(found) if found.len() == texts.len() => return (Ok(found), true),
                Ok(found) => Failure::for_good(format!("{} texts went out, {} came back", texts.len(), found.len())),
                Err(failure) => failure,
            };
            let wait = failure.after.unwrap_or(pause);
            if failure.again && wait > self.policy.longest_wait {
                return (Err(Error::Wait { server: self.name.clone(), wait }), false);
            }
            if !failure.again || attempt >= self.policy.attempts {
                return (Err(failed(failure.what)), !failure.again);
            }
            log::info!("{}: {}; again in {} s", self.name, failure.what, wait.as_secs_f32());
            std::thread::sleep(wait);
            pause *= 2;
        }
        (Err(failed("never asked".to_owned())), false)
    }

    fn ask(&self, texts: &[&str]) -> Result<Vec<String>, Failure> {
        let mut answer = self.send(texts).map_err(|cause| Failure::passing(cause.to_string()))?;
        let status = answer.status().as_u16();
        let after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok()).map(Duration::from_secs);
        let body = answer.body_mut().read_to_string().map_err(|cause| Failure::passing(format!("the answer broke off: {cause}")))?;
        match status {
            200..=299 => self
                .read(&body)
                .ok_or_else(|| Failure::for_good(format!("an answer that is not {}'s: {}", self.protocol.name(), head(&body)))),
            429 | 500..=599 => Err(Failure { what: format!("status {status}: {}", head(&body)), again: true, after }),
            _ => Err(Failure::for_good(format!("status {status}: {}", head(&body)))),
        }
    }

    fn send(&self, texts: &[&str]) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let Direction { from, to } = &self.direction;
        match self.protocol {
            Protocol::LibreTranslate => {
                let mut body = json!({"q": texts, "source": from, "target": to, "format": "text"});
                if let Some(key) = &self.key {
                    body["api_key"] = json!(key);
                }
                self.agent.post(format!("{}/translate", self.url)).content_type("application/json").send(body.to_string())
            }
            Protocol::Apy => {
                let pair = format!("{}|{}", long(from), long(to));
                let form = [("langpair", pair.as_str()), ("markUnknown", "no"), ("q", texts.first().copied().unwrap_or_default())];
                self.agent.post(format!("{}/translate", self.url)).send_form(form)
            }
            Protocol::DeepL => {
                let target = if to == "en" { "EN-US".to_owned() } else { to.to_uppercase() };
                let body = json!({"text": texts, "source_lang": from.to_uppercase(), "target_lang": target});
                let request = self.agent.post(format!("{}/v2/translate", self.url)).content_type("application/json");
                let key = self.key.as_deref().unwrap_or_default();
                request.header("authorization", format!("DeepL-Auth-Key {key}")).send(body.to_string())
            }
        }
    }

    fn read(&self, body: &str) -> Option<Vec<String>> {
        let answer: Value = serde_json::from_str(body).ok()?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match self.protocol {
            Protocol::LibreTranslate => answer["translatedText"].as_array()?.iter().map(text).collect(),
            Protocol::Apy => Some(vec![text(&answer["responseData"]["translatedText"])?]),
            Protocol::DeepL => answer["translations"].as_array()?.iter().map(|found| text(&found["text"])).collect(),
        }
    }
}

impl Translate for Server {
    fn name(&self) -> &str {
        &self.name
    }

    fn direction(&self) -> &Direction {
        &self.direction
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let mut done = Vec::with_capacity(texts.len());
        for texts in texts.chunks(self.protocol.at_once()) {
            match self.ask_if_alive(texts) {
                Ok(found) => done.extend(found.into_iter().map(Ok)),
                Err(error) => {
                    let again = || match &error {
                        Error::Wait { server, wait } => Error::Wait { server: server.clone(), wait: *wait },
                        Error::Server { server, what } => Error::Server { server: server.clone(), what: what.clone() },
                        other => Error::Server { server: self.name.clone(), what: other.to_string() },
                    };
                    done.extend(texts.iter().map(|_| Err(again())));
                }
            }
        }
        done
    }
}

/// Apertium's code of a language.
fn long(code: &str) -> &str {
    super::LONG_CODES.iter().find(|(_, two)| *two == code).map_or(code, |(long, _)| long)
}

/// The beginning of what a server said, on one line.
fn head(body: &str) -> String {
    let line: String = body.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { "(nothing)".to_owned() } else { line.chars().take(160).collect() }
}
