//! Web archives (ISO 28500): HTML pages of `response` records, and the plain text of `conversion` records (WET).

use super::source::{Line, Source, line};
use super::{Error, Job, Options, Place, encoding, html, limit};
use crate::article::Article;
use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::Arc;

/// A line of a record's head is never longer.
const HEAD_LINE: u64 = 1 << 16;

/// The pages and texts of an archive, each a job; other records are passed over.
pub(super) fn jobs(mut source: Source, name: String, options: Arc<Options>) -> impl Iterator<Item = Job> + Send {
    let mut number = 0;
    let mut ended = false;
    std::iter::from_fn(move || {
        while !ended {
            number += 1;
            let place = Place { path: name.clone(), record: number, unit: "record" };
            match record(&mut source, options.max_bytes) {
                Ok(None) => return None,
                Ok(Some(Record::Other)) => {}
                Ok(Some(Record::TooLarge)) => {
                    let limit = options.max_bytes;
                    return Some(Box::new(move || Err(Error::RecordTooLarge { place, limit })) as Job);
                }
                Ok(Some(Record::Page(head, body))) => {
                    let limit = options.max_bytes;
                    return Some(Box::new(move || page(&head, body, place, limit)) as Job);
                }
                Ok(Some(Record::Text(head, body))) => return Some(Box::new(move || text(&head, body, place)) as Job),
                Err(cause) => {
                    ended = true;
                    return Some(Box::new(move || Err(Error::Broken { place, cause })));
                }
            }
        }
        None
    })
}

type Head = HashMap<String, String>;

enum Record {
    Page(Head, Vec<u8>),
    Text(Head, Vec<u8>),
    TooLarge,
    Other,
}

fn record(source: &mut Source, limit: u64) -> io::Result<Option<Record>> {
    let Some(head) = head(source)? else { return Ok(None) };
    let length = head.get("content-length").and_then(|n| n.parse::<u64>().ok());
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a record without Content-Length"))?;
    let kind = head.get("warc-type").map_or("", String::as_str);
    let content = head.get("content-type").map_or("", String::as_str);
    let page = kind == "response" && content.starts_with("application/http");
    let wanted = page || kind == "conversion" && content.starts_with("text/plain");
    if !wanted || length > limit {
        let passed = io::copy(&mut source.take(length), &mut io::sink())?;
        whole(passed, length)?;
        return Ok(Some(if wanted { Record::TooLarge } else { Record::Other }));
    }
    let mut body = Vec::new();
    let read = source.take(length).read_to_end(&mut body)?;
    whole(read as u64, length)?;
    Ok(Some(if page { Record::Page(head, body) } else { Record::Text(head, body) }))
}

fn whole(read: u64, wanted: u64) -> io::Result<()> {
    if read == wanted { Ok(()) } else { Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends inside this record")) }
}

/// The named fields of a record, in lower case; `None` at the end of the archive.
fn head(source: &mut Source) -> io::Result<Option<Head>> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut head = Head::new();
    let mut started = false;
    loop {
        let bytes = match line(source, HEAD_LINE)? {
            None if started => return Err(invalid("the archive ends inside a record's head")),
            None => return Ok(None),
            Some(Line::TooLong) => return Err(invalid("a line of a record's head is too long")),
            Some(Line::Whole(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        match (started, bytes.is_empty()) {
            (false, true) => {}
            (false, false) if bytes.starts_with("WARC/") => started = true,
            (false, false) => return Err(invalid("no record starts here: not `WARC/`")),
            (true, true) => return Ok(Some(head)),
            (true, false) => {
                if let Some((name, value)) = bytes.split_once(':') {
                    head.insert(name.trim().to_lowercase(), value.trim().to_owned());
                }
            }
        }
    }
}

fn named(mut article: Article, head: &Head, place: &Place) -> Result<Article, Error> {
    if article.blocks.is_empty() {
        return Err(Error::EmptyRecord { place: place.clone() });
    }
    if let Some(date) = head.get("warc-date").and_then(|date| date.get(..10)).and_then(|day| day.parse().ok()) {
        article.published.get_or_insert(date);
    }
    Ok(article)
}

fn id(head: &Head, place: &Place) -> String {
    head.get("warc-target-uri").map_or_else(|| place.to_string(), |uri| uri.trim_matches(['<', '>']).to_owned())
}

fn text(head: &Head, body: Vec<u8>, place: Place) -> Result<Article, Error> {
    let text = encoding::decode(body).map_err(|at| Error::Record { place: place.clone(), cause: format!("byte {at} is NUL") })?;
    limit::fits(&text).map_err(|most| Error::RecordTooMany { place: place.clone(), most })?;
    named(Article::from_text(id(head, &place), text), head, &place)
}

/// The page of an HTTP response; anything but HTML is an empty record.
fn page(head: &Head, body: Vec<u8>, place: Place, limit: u64) -> Result<Article, Error> {
    let wrong = |cause: &str| Error::Record { place: place.clone(), cause: cause.to_owned() };
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    let start = match response.parse(&body) {
        Ok(httparse::Status::Complete(start)) => start,
        _ => return Err(wrong("no HTTP response")),
    };
    let field = |name: &str| {
        let found = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
        found.map(|h| String::from_utf8_lossy(h.value).to_lowercase()).unwrap_or_default()
    };
    let kind = field("content-type");
    if !(kind.is_empty() || kind.contains("html")) {
        return Err(Error::NotAPage { place: place.clone(), kind });
    }
    let mut content = body[start..].to_vec();
    if field("transfer-encoding").contains("chunked") {
        content = unchunked(&content).unwrap_or(content);
    }
    let coding = field("content-encoding");
    // crawlers that undo a coding may leave its header, but no page has control characters
    if !["", "identity"].contains(&coding.as_str()) && !coding.contains("gzip") && content.iter().any(|b| *b < b'\t') {
        return Err(wrong(&format!("a page compressed as `{coding}`, which is not read")));
    }
    if coding.contains("gzip") && content.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        let read = flate2::read::MultiGzDecoder::new(content.as_slice()).take(limit.saturating_add(1)).read_to_end(&mut plain);
        read.map_err(|cause| wrong(&format!("the page's gzip is damaged: {cause}")))?;
        if plain.len() as u64 > limit {
            return Err(Error::RecordTooLarge { place, limit });
        }
        content = plain;
    }
    let charset = kind.split_once("charset=").map(|(_, name)| name.trim_matches(['"', ' ', ';']).to_owned());
    let page = encoding::decode_page(content, charset.as_deref());
    let article = html::article(id(head, &place), &page).map_err(|fault| match fault {
        html::Fault::NoText => Error::EmptyRecord { place: place.clone() },
        html::Fault::TooMany => Error::RecordTooMany { place: place.clone(), most: limit::PARTS },
    })?;
    named(article, head, &place)
}

/// Takes HTTP's chunks together; `None` where they are none.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?.trim().split(';').next()?;
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(..size)?);
        body = body.get(size..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    }
}
