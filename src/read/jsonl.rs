//! JSON objects: one per line, as FineWeb and most dumps have it, or in an array, or one after the other, indented or not.

use super::again::Again;
use super::json::{Chosen, choose};
use super::source::{Line, Source, line};
use super::{Error, Fields, Job, Options, Place, encoding, json_fault, path};
use crate::article::Article;
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::Arc;

/// The objects of a source, each a job.
pub(super) fn jobs(source: Source, name: String, options: Arc<Options>) -> impl Iterator<Item = Job> + Send {
    let mut documents = Documents::new(source, options.max_bytes);
    let names: Vec<String> = path::roots(&options.fields.text).map(|root| format!("\"{root}\"")).collect();
    let (mut ended, mut number, mut last) = (false, 0, 0);
    // the first object of many that has no text, and how many more there are
    let mut without: Option<(Piece, Place, u64)> = None;
    let mut waiting: VecDeque<Job> = VecDeque::new();
    std::iter::from_fn(move || {
        while waiting.is_empty() && !ended {
            let line = documents.line;
            let place = |record, unit| Place { path: name.clone(), record, unit };
            match documents.next() {
                Ok(Some(piece)) => {
                    number += 1;
                    // objects on the same line are distinguished by their numbers
                    let place = if piece.line == last { place(number, "record") } else { place(piece.line, "line") };
                    last = piece.line;
                    if piece.large {
                        let limit = options.max_bytes;
                        waiting.push_back(Box::new(move || Err(Error::RecordTooLarge { place, limit })));
                    } else if piece.of_many && !names.iter().any(|name| holds(&piece.bytes, name)) && piece.bytes.ends_with(b"}") {
                        match &mut without {
                            Some((.., more)) => *more += 1,
                            None => without = Some((piece, place, 0)),
                        }
                    } else {
                        let options = options.clone();
                        waiting.push_back(Box::new(move || article(piece, place, &options)));
                    }
                }
                end => {
                    ended = true;
                    if let Some((piece, place, more)) = without.take() {
                        let options = options.clone();
                        waiting.push_back(Box::new(move || {
                            article(piece, place, &options).map_err(|error| match error {
                                Error::NoField { place, field, found, .. } if more > 0 => {
                                    Error::NoFieldInMany { place, more, field, found }
                                }
                                other => other,
                            })
                        }));
                    }
                    if let Err(cause) = end {
                        let place = place(line, "line");
                        waiting.push_back(Box::new(move || Err(Error::Broken { place, cause })));
                    }
                }
            }
        }
        waiting.pop_front()
    })
}

/// The lines of a source, each a job; `None` for an empty line.
pub(super) fn lines(mut source: Source, name: String, options: Arc<Options>) -> impl Iterator<Item = Option<Job>> + Send {
    let mut number = 0;
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let found = line(&mut source, options.max_bytes);
        number += 1;
        let failed = |error| Some(Box::new(move || Err(error)) as Job);
        let place = Place { path: name.clone(), record: number, unit: "line" };
        Some(match found {
            Ok(None) => return None,
            Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => None,
            Ok(Some(Line::Whole(bytes))) => {
                let options = options.clone();
                let piece = Piece { bytes, line: number, column: 0, large: false, of_many: false };
                Some(Box::new(move || article(piece, place, &options)) as Job)
            }
            Ok(Some(Line::TooLong)) => failed(Error::RecordTooLarge { place, limit: options.max_bytes }),
            Err(cause) => {
                broken = true;
                failed(Error::Broken { place, cause })
            }
        })
    })
}

/// Whether bytes hold others.
fn holds(bytes: &[u8], other: &str) -> bool {
    memchr::memmem::find(bytes, other.as_bytes()).is_some() || memchr::memmem::find(bytes, b"\\u00").is_some()
}

fn article(piece: Piece, place: Place, options: &Options) -> Result<Article, Error> {
    let fields = &options.fields;
    let wrong = |cause: String| Error::Record { place: place.clone(), cause };
    let text = encoding::decode(piece.bytes).map_err(|at| wrong(format!("byte {at} is NUL")))?;
    let Chosen { fields: object, found } = choose(text.trim_start_matches('\u{feff}'), &wanted(fields)).map_err(|error| {
        let (cause, column) = json_fault(&error);
        let column = if error.line() == 1 { piece.column + column.max(1) } else { column };
        let record = if place.unit == "line" { place.record + error.line().saturating_sub(1) as u64 } else { place.record };
        Error::NoObject { place: Place { record, ..place.clone() }, column, cause }
    })?;
    let texts = path::texts(&object, &fields.text).map_err(wrong)?;
    if texts.is_empty() {
        return Err(Error::NoField { place, field: fields.text.clone(), option: "--text-field", found });
    }
    let words = [&fields.id, &fields.url, &fields.date].map(|field| path::word(&object, field));
    Fields::article(texts, words, &place, options.text)
}

/// The names of the fields that are read.
fn wanted(fields: &Fields) -> Vec<&str> {
    [&fields.text, &fields.id, &fields.url, &fields.date].into_iter().flat_map(|field| path::roots(field)).collect()
}

/// An object as it stands in its source, or what stands in the place of one.
#[derive(Debug)]
struct Piece {
    bytes: Vec<u8>,
    /// 1-based.
    line: u64,
    /// Bytes before it on its line.
    column: usize,
    /// More than the limit: there are no bytes.
    large: bool,
    /// Whether it stands in an array, or is indented.
    of_many: bool,
}

/// How many times the limit may be read twice, where the end of what was begun is missing.
const READ_TWICE: u64 = 16;

/// Cuts a source into the objects of its documents. A quote that is not closed ends with its line.
struct Documents {
    source: Again,
    limit: u64,
    /// Where it is: 1-based, and the bytes before on the line.
    line: u64,
    column: usize,
    array: Option<Array>,
    /// Whether whole objects stood on lines of their own: then one that does not end with its line is broken.
    by_lines: bool,
    /// Whether anything else was reported since the last object.
    reported: bool,
    twice: u64,
}

#[derive(Default)]
struct Array {
    /// Whether it was reported that it holds something else than objects.
    reported: bool,
}

/// How an object ended.
enum End {
    Whole,
    /// Its line, or the source, ends before it.
    Broken,
}

impl Documents {
    fn new(source: Source, limit: u64) -> Self {
        let source = Again::new(source);
        Self { source, limit, line: 1, column: 0, array: None, by_lines: false, reported: false, twice: 0 }
    }

    /// The next object, or anything else, which is to be reported; `None` at the end.
    fn next(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let Some(&byte) = self.source.fill()?.first() else { return Ok(None) };
            match (byte, &mut self.array) {
                // commas between documents, and the separator of RFC 7464
                (b' ' | b'\t' | b'\r' | b'\n' | b',' | 0x1e, _) => self.skip(byte),
                // a byte-order mark, or what is left of one
                (0xef | 0xbb | 0xbf, None) if self.line == 1 && self.column < 3 => self.skip(byte),
                (b']', Some(_)) => {
                    self.array = None;
                    self.skip(byte);
                }
                // indented: inside something that was reported
                (b'{' | b'[', None) if self.reported && !self.by_lines && self.column > 0 => {
                    self.rest_of_line(&mut Vec::new())?;
                }
                (b'[', None) => {
                    self.array = Some(Array::default());
                    self.skip(byte);
                }
                (b'{', _) => return self.object().map(Some),
                (_, Some(array)) => {
                    if std::mem::replace(&mut array.reported, true) {
                        self.value(&mut Vec::new())?;
                    } else {
                        let mut piece = self.piece(true);
                        self.value(&mut piece.bytes)?;
                        return Ok(Some(piece));
                    }
                }
                (_, None) => {
                    if std::mem::replace(&mut self.reported, true) && !self.by_lines {
                        self.rest_of_line(&mut Vec::new())?;
                    } else {
                        let mut piece = self.piece(false);
                        piece.large = !self.rest_of_line(&mut piece.bytes)?;
                        return Ok(Some(piece));
                    }
                }
            }
        }
    }

    /// One that begins here.
    fn piece(&self, of_many: bool) -> Piece {
        Piece { bytes: Vec::new(), line: self.line, column: self.column, large: false, of_many }
    }

    fn skip(&mut self, byte: u8) {
        self.source.consume(1);
        if byte == b'\n' {
            (self.line, self.column) = (self.line + 1, 0);
        } else {
            self.column += 1;
        }
    }

    fn object(&mut self) -> io::Result<Piece> {
        let mut piece = self.piece(self.array.is_some());
        let by_lines = self.by_lines && self.array.is_none();
        let end = self.scan(&mut piece, by_lines)?;
        let one_line = self.line == piece.line;
        self.reported = matches!(end, End::Broken);
        match end {
            End::Whole => {
                self.by_lines |= self.array.is_none() && one_line;
                piece.of_many |= !one_line;
            }
            End::Broken => {
                self.again(&mut piece);
                piece.of_many = false;
            }
        }
        Ok(piece)
    }

    /// Where an object went on over several lines and never ended, those after its first are read again from where one begins.
    fn again(&mut self, piece: &mut Piece) {
        if self.array.is_some() || self.twice > self.limit.saturating_mul(READ_TWICE) {
            return;
        }
        let next = memchr::memchr_iter(b'\n', &piece.bytes).find(|at| matches!(piece.bytes.get(at + 1), Some(b'{' | b'[')));
        if let Some(next) = next {
            self.twice += (piece.bytes.len() - next) as u64;
            let rest = piece.bytes.split_off(next);
            self.line -= memchr::memchr_iter(b'\n', &rest).count() as u64;
            self.column = 1;
            self.source.push_back(&rest);
        }
    }

    /// Reads an object to its end. With `by_lines`, it must end on its first line.
    fn scan(&mut self, piece: &mut Piece, by_lines: bool) -> io::Result<End> {
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        loop {
            let chunk = self.source.fill()?;
            if chunk.is_empty() {
                return Ok(End::Broken);
            }
            let (mut used, mut end) = (0, None);
            while let Some(&byte) = chunk.get(used) {
                // what stands in a string is passed over at once: most of an article does
                if in_string && !escaped {
                    let inside = memchr::memchr3(b'"', b'\\', b'\n', &chunk[used..]).unwrap_or(chunk.len() - used);
                    if inside > 0 {
                        used += inside;
                        self.column += inside;
                        continue;
                    }
                }
                match (in_string, byte) {
                    (_, b'\n') if in_string || by_lines => end = Some(End::Broken),
                    _ if escaped => escaped = false,
                    (true, b'\\') => escaped = true,
                    (_, b'"') => in_string = !in_string,
                    (false, b'{' | b'[') => depth += 1,
                    (false, b'}' | b']') => {
                        depth -= 1;
                        end = (depth == 0).then_some(End::Whole);
                    }
                    _ => {}
                }
                if matches!(end, Some(End::Broken)) {
                    break;
                }
                used += 1;
                if byte == b'\n' {
                    (self.line, self.column) = (self.line + 1, 0);
                } else {
                    self.column += 1;
                }
                if end.is_some() {
                    break;
                }
            }
            let size = (piece.bytes.len() + used) as u64;
            if piece.large || size > self.limit {
                // one that never ends is not waited for
                if !piece.large && self.array.is_none() && memchr::memmem::find(&piece.bytes, b"\n{").is_some() {
                    piece.bytes.extend_from_slice(&chunk[..used]);
                    self.source.consume(used);
                    return Ok(End::Broken);
                }
                (piece.large, piece.bytes) = (true, Vec::new());
            } else {
                piece.bytes.extend_from_slice(&chunk[..used]);
            }
            self.source.consume(used);
            if let Some(end) = end {
                return Ok(end);
            }
        }
    }

    /// Reads a value in an array that is no object, up to the comma or bracket after it.
    fn value(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        /// Bytes of it that are reported.
        const SHOWN: usize = 1 << 10;
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        while let Some(&byte) = self.source.fill()?.first() {
            match (in_string, byte) {
                _ if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => in_string = !in_string,
                (false, b'{' | b'[') => depth += 1,
                (false, b',' | b']') if depth == 0 => break,
                (false, b'}' | b']') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if bytes.len() < SHOWN {
                bytes.push(byte);
            }
            self.skip(byte);
        }
        Ok(())
    }

    /// Reads up to the end of the line; tells whether that is within the limit.
    fn rest_of_line(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let mut whole = true;
        loop {
            let chunk = self.source.fill()?;
            let end = memchr::memchr(b'\n', chunk);
            let used = end.unwrap_or(chunk.len());
            whole &= (bytes.len() + used) as u64 <= self.limit;
            if whole {
                bytes.extend_from_slice(&chunk[..used]);
            }
            self.source.consume(used);
            self.column += used;
            if end.is_some() || used == 0 {
                return Ok(whole);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the articles, and the places of what is none.
    fn read(bytes: &str, limit: u64) -> Vec<Result<String, String>> {
        let options = Arc::new(Options { max_bytes: limit, ..Options::default() });
        let source: Source = Box::new(io::BufReader::with_capacity(7, io::Cursor::new(bytes.as_bytes().to_vec())));
        let place = |error: Error| error.to_string().split_once(": ").map(|(place, _)| place.to_owned()).unwrap_or_default();
        jobs(source, "f".into(), options).map(|job| job().map(|article| article.text).map_err(place)).collect()
    }

    fn texts(bytes: &str) -> Vec<String> {
        read(bytes, 1 << 20).into_iter().map(|read| read.unwrap_or_else(|place| format!("! {place}"))).collect()
    }

    #[test]
    fn documents_of_every_make_are_read() {
        for bytes in [
            "{\"text\": \"a\"}\n\n{\"text\": \"b\"}\n",
            "\u{feff}[{\"text\": \"a\"}, {\"text\": \"b\"}]",
            "[\n {\n  \"text\": \"a\",\n  \"x\": [{\"}]\": \"\\\"]\"}]\n },\n {\n  \"text\": \"b\"\n }\n]\n",
            "{\n  \"text\": \"a\"\n}\n{\n  \"text\": \"b\"\n}\n",
            "{\"text\": \"a\"}{\"text\": \"b\"}",
            "{\"text\": \"a\"},\n{\"text\": \"b\"}",
            "\u{1e}{\"text\": \"a\"}\n\u{1e}{\"text\": \"b\"}\n",
            "[{\"text\": \"a\"}]\n[{\"text\": \"b\"}]\n",
        ] {
            assert_eq!(texts(bytes), ["a", "b"], "{bytes}");
        }
    }

    #[test]
    fn a_broken_one_costs_itself() {
        assert_eq!(
            texts("{\"text\": \"a\"}\n{\"text\": \"x\n{\"text\": \"b\"}\n{\"x\": [\n{\"text\": \"c\"}\n"),
            ["a", "! f:2:11", "b", "! f:4:7", "c"]
        );
        assert_eq!(texts("{\"x\": [\n{\"text\": \"a\"}\n{\"text\": \"b\"}\n"), ["! f:1:7", "a", "b"]);
        assert_eq!(texts("x\": \"y\"}\n{\"text\": \"a\"}\nx\ny\n{\"text\": \"b\"}"), ["! f:1:1", "a", "! f:3:1", "! f:4:1", "b"]);
        assert_eq!(texts("[\n {\"text\": \"a\"},\n {\"text\" \"x\"},\n {\"text\": \"b\"}\n]"), ["a", "! f:3:10", "b"]);
        assert_eq!(texts("[{\"text\": \"a\"}, 1, [2], {\"text\": \"b\"}, 3]")[..3], ["a", "! f", "b"]);
        assert_eq!(texts("{\"a\": 1").len(), 1);
    }

    #[test]
    fn what_is_no_article_is_told_once() {
        assert_eq!(texts("{\n \"a\": {\n  \"b\": [1,\n   2]\n }\n}"), ["! f:1"]);
        assert_eq!(texts(&format!("[{}]", vec!["\n {\n  \"a\": 1\n }"; 100].join(","))), ["! f:2"]);
        assert_eq!(texts(&"words, and more\n of them\n".repeat(50)), ["! f:1:1"]);
        assert_eq!(texts(&format!("[{}]", vec!["[1, 2]"; 100].join(","))), ["! f:1:2"]);
        // a quote that is not closed, and what is left of the document
        assert_eq!(texts("{\n \"a\": \"x,\n \"b\": {\n   \"c\": 1\n },\n \"d\": [\n  {\n  }\n ]\n}\n"), ["! f:2:9"]);
    }

    #[test]
    fn one_over_the_limit_is_passed_over() {
        let long = "x".repeat(100);
        let bytes = format!("{{\"text\": \"a\"}}\n{{\"text\": \"{long}\"}}\n{{\"text\": \"b\"}}\n");
        assert_eq!(read(&bytes, 64), [Ok("a".into()), Err("f:2".into()), Ok("b".into())]);
        let bytes = format!("[{{\"text\": \"{long}\"}}, {{\"text\": \"b\"}}]");
        assert_eq!(read(&bytes, 64), [Err("f:1".into()), Ok("b".into())]);
    }
}
