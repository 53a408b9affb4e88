//! CSV and TSV.

use super::{Records, Written};
use serde::Serialize;
use std::io::{self, Write};

/// A delimited table with a header.
pub(super) struct Table<W: Write> {
    out: csv::Writer<W>,
    outcome: Written,
}

/// The target's own error, so that its kind (a closed pipe) can be recognised.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

impl<W: Write> Table<W> {
    pub(super) fn new(delimiter: u8, header: &[&str], target: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().delimiter(delimiter).has_headers(false).from_writer(target);
        out.write_record(header).map_err(cause)?;
        Ok(Self { out, outcome: Written::default() })
    }
}

impl<W: Write, T: Serialize> Records<T> for Table<W> {
    fn add(&mut self, record: &T) -> io::Result<()> {
        self.outcome.rows += 1;
        self.out.serialize(record).map_err(cause)
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.out.flush()?;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use crate::row::{Columns, Row};
    use crate::write::testing::{megabyte, rows, written};
    use crate::write::{RowFormat, TableFormat};
    use proptest::prelude::*;

    fn read(bytes: &[u8], delimiter: u8, rows: &[Row]) -> Vec<Row> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
        let columns = rows.first().map_or(Columns::default(), Row::columns);
        assert_eq!(reader.headers().unwrap(), columns.names());
        reader.deserialize().map(|row| row.unwrap()).collect()
    }

    proptest! {
        #[test]
        fn read_back_is_the_same(rows in rows()) {
            for (format, delimiter) in [(TableFormat::Csv, b','), (TableFormat::Tsv, b'\t')] {
                let (files, outcome) = written(RowFormat::Table(format), &rows);
                prop_assert_eq!(outcome.rows, rows.len() as u64);
                prop_assert_eq!(&read(&files[0], delimiter, &rows), &rows);
            }
        }
    }

    #[test]
    fn a_megabyte_is_read_back() {
        let rows = [megabyte()];
        assert_eq!(read(&written(RowFormat::Table(TableFormat::Csv), &rows).0[0], b',', &rows), rows);
    }
}
