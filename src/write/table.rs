//! CSV and TSV.

use super::Records;
use serde::Serialize;
use std::io::{self, Write};

/// A delimited table with a header.
pub(super) struct Table<W: Write>(csv::Writer<W>);

/// The target's own error, so that its kind (a closed pipe) can be told.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

impl<W: Write> Table<W> {
    pub(super) fn new(delimiter: u8, header: &[&str], target: W) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).has_headers(false).from_writer(target);
        writer.write_record(header).map_err(cause)?;
        Ok(Self(writer))
    }
}

impl<W: Write, T: Serialize> Records<T> for Table<W> {
    fn add(&mut self, record: &T) -> io::Result<()> {
        self.0.serialize(record).map_err(cause)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
