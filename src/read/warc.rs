//! Web archives (ISO 28500): pages and plain text of `response`, `resource` and `conversion` records (WET is of these).
//!
//! `archive` cuts the records, also where their lengths lie; `head` reads heads of records and of HTTP; `body` undoes what HTTP puts
//! around a page.

mod archive;
mod body;
mod head;

use super::source::Source;
use super::{Error, Job, Options, Place, encoding, html, limit};
use crate::article::Article;
use archive::{Archive, Fault, Next, Record};
use body::{Plain, Refused};
use head::{Fields, content_type};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The pages and texts of an archive, each a job; records of other kinds are counted.
pub(super) fn jobs(source: Source, name: String, options: Arc<Options>) -> impl Iterator<Item = Job> + Send {
    let mut archive = Archive::new(source);
    let mut number = 0;
    let mut ended = false;
    let mut other: BTreeMap<String, u64> = BTreeMap::new();
    let mut read = false;
    let mut waiting: VecDeque<Job> = VecDeque::new();
    std::iter::from_fn(move || {
        while waiting.is_empty() && !ended {
            number += 1;
            let place = Place { path: name.clone(), record: number, unit: "record" };
            let limit = options.max_bytes;
            match archive.next(limit) {
                Ok(Next::End) => {
                    ended = true;
                    tell(&name, read, &other);
                }
                Ok(Next::Odd) => {
                    let cause = "no record starts here: not `WARC/` and a version".to_owned();
                    waiting.push_back(failed(Error::Record { place, cause }));
                }
                Ok(Next::Record(mut record)) => {
                    let fault = record.fault.take();
                    match Holding::of(&record.head) {
                        Some(_) if record.too_large => {
                            let place = place.clone();
                            waiting.push_back(failed(Error::RecordTooLarge { place, limit }));
                        }
                        // of a record whose head breaks off, there is nothing
                        Some(holding) if fault.is_none() || !record.body.is_empty() => {
                            let (place, told) = (place.clone(), fault.is_some());
                            waiting
                                .push_back(Box::new(move || article(&holding, record, place, limit).map_err(|error| beside(error, told))));
                        }
                        Some(_) => {}
                        None => *other.entry(record.head.get("warc-type").to_lowercase()).or_default() += 1,
                    }
                    read |= !waiting.is_empty();
                    match fault {
                        None => {}
                        Some(Fault::Wrong(cause)) => waiting.push_back(failed(Error::WrongRecord { place, cause })),
                        Some(Fault::Broken(cause)) => {
                            ended = true;
                            waiting.push_back(failed(Error::Broken { place, cause }));
                        }
                    }
                }
                Err(cause) => {
                    ended = true;
                    waiting.push_back(failed(Error::Broken { place, cause }));
                }
            }
        }
        waiting.pop_front()
    })
}

fn failed(error: Error) -> Job {
    Box::new(move || Err(error))
}

/// One message a record: what follows from a fault that is told is no failure of its own.
fn beside(error: Error, told: bool) -> Error {
    if told { Error::Beside { cause: Box::new(error) } } else { error }
}

/// Says how many records were of kinds that are not read.
fn tell(name: &str, read: bool, other: &BTreeMap<String, u64>) {
    let kinds: Vec<String> =
        other.iter().map(|(kind, count)| format!("{count} {}", if kind.is_empty() { "of no kind" } else { kind })).collect();
    let kinds = if kinds.is_empty() { "it is empty".to_owned() } else { format!("its records are {}", kinds.join(", ")) };
    if !read {
        log::warn!("{name}: no page and no text in this archive: {kinds}; give the archive of the responses, or its WET");
    } else if !other.is_empty() {
        log::info!("{name}: besides pages and texts, {kinds}, which are not read");
    }
}

/// What a record holds that may be read.
#[derive(Debug, PartialEq, Eq)]
enum Holding {
    /// What a server answered.
    Response,
    /// A page without a head of HTTP.
    Page(Option<String>),
    /// A text, and its charset.
    Text(Option<String>),
}

impl Holding {
    fn of(head: &Fields) -> Option<Self> {
        let (kind, charset) = content_type(head.get("content-type"));
        let uri = head.get("warc-target-uri").trim_start_matches('<').to_ascii_lowercase();
        match head.get("warc-type").to_ascii_lowercase().as_str() {
            // a name server answers, too
            "response" if kind == "application/http" || kind.is_empty() && uri.starts_with("http") => Some(Self::Response),
            // crawlers keep their own logs and settings as resources
            "resource" | "conversion" if uri.starts_with("metadata:") => None,
            "resource" | "conversion" if is_page(&kind) => Some(Self::Page(charset)),
            "resource" | "conversion" if kind == "text/plain" => Some(Self::Text(charset)),
            _ => None,
        }
    }
}

/// Whether a content type is a page's: `text/html`, `application/xhtml+xml`.
fn is_page(kind: &str) -> bool {
    kind.contains("html")
}

fn article(holding: &Holding, record: Record, place: Place, limit: u64) -> Result<Article, Error> {
    match holding {
        Holding::Response => response(&record, place, limit),
        Holding::Page(charset) => page(&record.head, record.body, charset.as_deref(), &place),
        Holding::Text(charset) => text(&record.head, record.body, charset.as_deref(), &place),
    }
}

fn named(mut article: Article, head: &Fields, place: &Place) -> Result<Article, Error> {
    if article.blocks.is_empty() {
        return Err(Error::EmptyRecord { place: place.clone() });
    }
    if let Some(date) = head.get("warc-date").get(..10).and_then(|day| day.parse().ok()) {
        article.published.get_or_insert(date);
    }
    Ok(article)
}

fn id(head: &Fields, place: &Place) -> String {
    match head.get("warc-target-uri").trim_matches(['<', '>']) {
        "" => place.to_string(),
        uri => uri.to_owned(),
    }
}

fn text(head: &Fields, body: Vec<u8>, charset: Option<&str>, place: &Place) -> Result<Article, Error> {
    let text =
        encoding::decode_as(body, charset).map_err(|at| Error::Record { place: place.clone(), cause: format!("byte {at} is NUL") })?;
    limit::fits(&text).map_err(|most| Error::RecordTooMany { place: place.clone(), most })?;
    named(Article::from_text(id(head, place), text), head, place)
}

fn page(head: &Fields, body: Vec<u8>, charset: Option<&str>, place: &Place) -> Result<Article, Error> {
    let page = encoding::decode_page(body, charset);
    let article = html::article(id(head, place), &page).map_err(|fault| match fault {
        html::Fault::NoText => Error::EmptyRecord { place: place.clone() },
        html::Fault::TooMany => Error::RecordTooMany { place: place.clone(), most: limit::PARTS },
    })?;
    named(article, head, place)
}

/// The page or text of an HTTP response; anything else is nothing that was to be read.
fn response(record: &Record, place: Place, limit: u64) -> Result<Article, Error> {
    let wrong = |cause: String| Error::Record { place: place.clone(), cause };
    let (http, start) = match head::response(&record.body) {
        Some(found) => found,
        // some tools leave the head out
        None if html::is_page("", &record.body) => (Fields::default(), 0),
        None => return Err(wrong("no HTTP response: no line with `HTTP/`".to_owned())),
    };
    let said = http.get("content-type");
    let (kind, charset) = content_type(said);
    if !(kind.is_empty() || is_page(&kind) || kind == "text/plain") {
        return Err(Error::NotAPage { place, kind: said.to_owned() });
    }
    let Plain { bytes, broken } = body::plain(&http, &record.body[start..], limit).map_err(|refused| match refused {
        Refused::TooLarge => Error::RecordTooLarge { place: place.clone(), limit },
        Refused::Unread(cause) => wrong(cause),
    })?;
    // a crawler that says so has cut it itself
    if let Some(broken) = broken.filter(|_| record.head.get("warc-truncated").is_empty()) {
        log::warn!("{place}: {broken}; read as far as it goes. Fetch the archive again if text is missing");
    }
    if kind != "text/plain" || html::is_page("", &bytes) {
        return page(&record.head, bytes, charset.as_deref(), &place);
    }
    // servers call programs and pictures plain text, and answer with none at all
    match text(&record.head, bytes, charset.as_deref(), &place) {
        Err(Error::Record { .. } | Error::EmptyRecord { .. }) => Err(Error::NotAPage { place, kind: said.to_owned() }),
        read => read,
    }
}
