//! A source of which some can be read again.

use super::source::Source;
use std::io::{self, BufRead, ErrorKind, Read};

pub(super) struct Again {
    source: Source,
    /// What was read and is to be read again, from a place on.
    again: Vec<u8>,
    at: usize,
}

impl Again {
    pub(super) fn new(source: Source) -> Self {
        Self { source, again: Vec::new(), at: 0 }
    }

    /// What is at hand; nothing at the end.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(_) => break,
            }
        }
        self.fill_buf()
    }

    /// Gives back what was read last.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        if let Some(at) = self.at.checked_sub(bytes.len()) {
            self.again[at..self.at].copy_from_slice(bytes);
            self.at = at;
        } else {
            self.again = [bytes, &self.again[self.at..]].concat();
            self.at = 0;
        }
    }
}

impl Read for Again {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let used = chunk.len().min(buffer.len());
        buffer[..used].copy_from_slice(&chunk[..used]);
        self.consume(used);
        Ok(used)
    }
}

impl BufRead for Again {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.again.len() { Ok(&self.again[self.at..]) } else { self.source.fill_buf() }
    }

    fn consume(&mut self, used: usize) {
        if self.at < self.again.len() {
            self.at += used;
        } else {
            self.source.consume(used);
        }
    }
}
