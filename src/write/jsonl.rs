//! One JSON object a line.

use super::Records;
use serde::Serialize;
use std::io::{self, Write};

/// JSON lines.
pub(super) struct Jsonl<W: Write>(io::BufWriter<W>);

impl<W: Write> Jsonl<W> {
    pub(super) fn new(target: W) -> Self {
        Self(io::BufWriter::new(target))
    }
}

impl<W: Write, T: Serialize> Records<T> for Jsonl<W> {
    fn add(&mut self, record: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, record).map_err(io::Error::from)?;
        self.0.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
