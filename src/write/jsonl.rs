//! One JSON object per line.

use super::{Records, Written};
use serde::Serialize;
use std::io::{self, Write};

/// JSON lines.
pub(super) struct Jsonl<W: Write> {
    out: io::BufWriter<W>,
    outcome: Written,
}

impl<W: Write> Jsonl<W> {
    pub(super) fn new(target: W) -> Self {
        Self { out: io::BufWriter::new(target), outcome: Written::default() }
    }
}

impl<W: Write, T: Serialize> Records<T> for Jsonl<W> {
    fn add(&mut self, record: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, record).map_err(io::Error::from)?;
        self.outcome.rows += 1;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.out.flush()?;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use crate::row::Row;
    use crate::write::testing::{megabyte, rows, written};
    use crate::write::{RowFormat, TableFormat};
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Vec<Row> {
        serde_json::Deserializer::from_slice(bytes).into_iter().map(|row| row.unwrap()).collect()
    }

    proptest! {
        #[test]
        fn read_back_is_the_same(rows in rows()) {
            let (files, outcome) = written(RowFormat::Table(TableFormat::Jsonl), &rows);
            prop_assert_eq!(outcome.rows, rows.len() as u64);
            prop_assert_eq!(files[0].iter().filter(|b| **b == b'\n').count(), rows.len());
            prop_assert_eq!(read(&files[0]), rows);
        }
    }

    #[test]
    fn a_megabyte_is_read_back() {
        let rows = [megabyte()];
        assert_eq!(read(&written(RowFormat::Table(TableFormat::Jsonl), &rows).0[0]), rows);
    }
}
