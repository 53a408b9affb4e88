//! The records of an archive, one after the other. A record's length says where it ends; where what follows shows that it lies, the next
//! record begins at the next line that says `WARC/1.0` or the like (in a compressed archive, that is where a member begins).

use super::super::again::Again;
use super::super::source::Source;
use super::head::Fields;
use std::io::{self, BufRead, ErrorKind, Read};

/// A line of a head is never longer; what follows is passed over.
const LONGEST_LINE: usize = 1 << 16;

/// Bytes that show whether a record starts.
const START: usize = 16;

/// How many times the limit may be read twice because lengths were too large; after that, they are no longer trusted.
const READ_TWICE: u64 = 64;

/// What is read of a head.
const KEPT: [&str; 6] = ["content-length", "warc-type", "content-type", "warc-date", "warc-target-uri", "warc-truncated"];

/// A record as it stands in the archive.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) head: Fields,
    /// As far as it goes; at most the limit.
    pub(super) body: Vec<u8>,
    /// Whether there is more of it.
    pub(super) too_large: bool,
    pub(super) fault: Option<Fault>,
}

/// What is wrong with a record.
#[derive(Debug)]
pub(super) enum Fault {
    /// The records after it are read all the same.
    Wrong(String),
    /// Nothing after it can be read.
    Broken(io::Error),
}

/// What comes next in an archive.
pub(super) enum Next {
    Record(Record),
    /// What was no record, and was passed over.
    Odd,
    End,
}

/// What follows a record.
enum Behind {
    Start,
    End,
    /// Blanks, and then something else.
    Odd(Vec<u8>),
}

/// An archive with its compression undone.
pub(super) struct Archive {
    source: Again,
    /// Bytes that were read twice.
    twice: u64,
}

impl Archive {
    pub(super) fn new(source: Source) -> Self {
        Self { source: Again::new(source), twice: 0 }
    }

    /// The next record; of its body, at most `limit` bytes are kept.
    ///
    /// # Errors
    /// The source fails between records.
    pub(super) fn next(&mut self, limit: u64) -> io::Result<Next> {
        match self.behind()? {
            Behind::End => Ok(Next::End),
            Behind::Start => Ok(Next::Record(self.record(limit))),
            Behind::Odd(_) => {
                self.until_start(&mut Kept::default(), 0, u64::MAX)?;
                Ok(Next::Odd)
            }
        }
    }

    fn record(&mut self, limit: u64) -> Record {
        let mut record = Record::default();
        let mut kept = Kept::default();
        let fault = match self.head(&mut record.head) {
            Ok((None, crlf)) => self.body(&record.head, crlf, limit, &mut kept),
            Ok((fault, _)) => Ok(fault),
            Err(cause) => Err(cause),
        };
        record.fault = fault.unwrap_or_else(|cause| Some(Fault::Broken(cause)));
        (record.body, record.too_large) = (kept.bytes, kept.large);
        record
    }

    /// Reads a head, the line that it starts with included; tells whether its lines end with CRLF.
    fn head(&mut self, head: &mut Fields) -> io::Result<(Option<Fault>, bool)> {
        let (mut first, mut crlf) = (true, false);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Err(io::Error::new(ErrorKind::InvalidData, "the archive ends inside a record's head"));
            }
            crlf |= line.ends_with(b"\r\n");
            if !std::mem::take(&mut first) {
                if is_start(&line) {
                    self.source.push_back(&line);
                    return Ok((Some(Fault::Wrong("its head breaks off where another record begins".to_owned())), crlf));
                }
                let said = line.trim_ascii_end();
                if said.is_empty() {
                    return Ok((None, crlf));
                }
                let fresh = |name: &str| KEPT.contains(&name);
                // the first of its name counts, so that a head cannot grow
                let known = |name: &str| fresh(name) && head_lacks(head, name);
                let keep: Vec<&str> = KEPT.into_iter().filter(|name| known(name)).collect();
                head.add(said, |name| keep.contains(&name));
            }
        }
    }

    fn body(&mut self, head: &Fields, crlf: bool, limit: u64, kept: &mut Kept) -> io::Result<Option<Fault>> {
        let said = head.get("content-length");
        let Ok(length) = said.parse::<u64>() else {
            self.until_start(kept, limit, u64::MAX)?;
            let said = if said.is_empty() { "it has no Content-Length".to_owned() } else { format!("its Content-Length is `{said:.40}`") };
            return Ok(Some(Fault::Wrong(said)));
        };
        let parted: &[u8] = if crlf { b"\r\n\r\n" } else { b"\n\n" };
        // without what parts records
        let wrong = |found: u64, kept: &Kept| {
            let found = found - if kept.bytes.ends_with(parted) { parted.len() as u64 } else { 0 };
            Ok(Some(Fault::Wrong(format!("its Content-Length is {length}, but it has {found} bytes"))))
        };
        if length > limit || self.twice > limit.saturating_mul(READ_TWICE) {
            let read = self.until_start(kept, limit, length)?;
            if read < length {
                return if self.is_at_start()? { wrong(read, kept) } else { Ok(Some(ends())) };
            }
        } else {
            let mut part = (&mut self.source).take(length);
            part.read_to_end(&mut kept.bytes)?;
            kept.size = kept.bytes.len() as u64;
        }
        match self.behind()? {
            Behind::Start if kept.size == length => Ok(None),
            Behind::End if kept.size == length => Ok(None),
            // the length is right, and what stands between the records is none
            Behind::Odd(blanks) if blanks.starts_with(parted) => {
                self.source.push_back(&blanks);
                Ok(None)
            }
            behind => {
                if let Some(start) = first_start(&kept.bytes) {
                    if let Behind::Odd(blanks) = behind {
                        self.source.push_back(&blanks);
                    }
                    let rest = kept.bytes.split_off(start);
                    self.twice += rest.len() as u64;
                    self.source.push_back(&rest);
                    return wrong(start as u64, kept);
                }
                match behind {
                    Behind::Odd(blanks) => {
                        kept.add(&blanks, limit);
                        self.until_start(kept, limit, u64::MAX)?;
                        wrong(kept.size, kept)
                    }
                    Behind::Start | Behind::End => Ok(Some(ends())),
                }
            }
        }
    }

    /// What follows a record. Blanks are passed over.
    fn behind(&mut self) -> io::Result<Behind> {
        /// More blanks than anyone writes say nothing more.
        const MOST: usize = 1 << 10;
        let mut blanks = Vec::new();
        loop {
            let chunk = self.source.fill()?;
            if chunk.is_empty() {
                return Ok(Behind::End);
            }
            let count = chunk.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let ended = count < chunk.len();
            blanks.extend_from_slice(&chunk[..count.min(MOST.saturating_sub(blanks.len()))]);
            self.source.consume(count);
            if ended {
                return Ok(if self.is_at_start()? { Behind::Start } else { Behind::Odd(blanks) });
            }
        }
    }

    /// Reads on, a line or a part of one at least, up to the next line that starts a record, or to the end, or over `most` bytes. Gives
    /// how many were read.
    fn until_start(&mut self, kept: &mut Kept, limit: u64, most: u64) -> io::Result<u64> {
        let mut read = 0;
        while read < most {
            let chunk = self.source.fill()?;
            let end = memchr::memchr(b'\n', chunk).map_or(chunk.len(), |at| at + 1);
            let used = usize::try_from(most - read).map_or(end, |left| end.min(left));
            let part = &chunk[..used];
            if part.is_empty() {
                break;
            }
            let line_ends = part.ends_with(b"\n");
            kept.add(part, limit);
            self.source.consume(used);
            read += used as u64;
            if line_ends && self.is_at_start()? {
                break;
            }
        }
        Ok(read)
    }

    /// Whether a record starts here.
    fn is_at_start(&mut self) -> io::Result<bool> {
        let chunk = self.source.fill()?;
        if chunk.len() >= START || !chunk.first().is_some_and(|byte| byte.eq_ignore_ascii_case(&b'w')) {
            return Ok(is_start(chunk));
        }
        // the source brings it piece by piece
        let mut bytes = Vec::with_capacity(START);
        (&mut self.source).take(START as u64).read_to_end(&mut bytes)?;
        self.source.push_back(&bytes);
        Ok(is_start(&bytes))
    }

    /// The next line with its end, of at most [`LONGEST_LINE`] bytes; empty at the end.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let chunk = self.source.fill()?;
            let end = memchr::memchr(b'\n', chunk).map(|at| at + 1);
            let used = end.unwrap_or(chunk.len());
            let room = LONGEST_LINE.saturating_sub(line.len());
            line.extend_from_slice(&chunk[..used.min(room)]);
            self.source.consume(used);
            if end.is_some() || used == 0 {
                return Ok(line);
            }
        }
    }
}

/// A record that the archive ends in.
fn ends() -> Fault {
    Fault::Broken(io::Error::new(ErrorKind::UnexpectedEof, "the archive ends inside this record"))
}

fn head_lacks(head: &Fields, name: &str) -> bool {
    head.all(name).next().is_none()
}

/// Whether bytes begin with a line such as `WARC/1.0`.
fn is_start(bytes: &[u8]) -> bool {
    let Some((mark, version)) = bytes.split_at_checked(5) else { return false };
    let line = &version[..memchr::memchr(b'\n', version).unwrap_or(version.len())];
    mark.eq_ignore_ascii_case(b"WARC/")
        && line.first().is_some_and(u8::is_ascii_digit)
        && line.trim_ascii_end().iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Where the first line begins that starts a record.
fn first_start(body: &[u8]) -> Option<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', body).map(|at| at + 1)).find(|at| is_start(&body[*at..]))
}

/// A body, as far as it is kept.
#[derive(Debug, Default)]
struct Kept {
    bytes: Vec<u8>,
    /// How many there were.
    size: u64,
    large: bool,
}

impl Kept {
    fn add(&mut self, bytes: &[u8], limit: u64) {
        self.size += bytes.len() as u64;
        if self.size > limit {
            (self.large, self.bytes) = (true, Vec::new());
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }
}
