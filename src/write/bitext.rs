//! The table that Bitextor writes and Bicleaner and Bifixer read: `url1 url2 src tgt score`, tab-separated, without header or quotes.

use super::line::one_line;
use super::moses::lines;
use super::{Records, Written};
use crate::row::Row;
use std::io::{self, BufWriter, Write};

/// The table. Rows without English, or with a side that has no text, are left out.
pub(super) struct Bitext<W: Write> {
    out: BufWriter<W>,
    outcome: Written,
}

impl<W: Write> Bitext<W> {
    pub(super) fn new(target: W) -> Self {
        Self { out: BufWriter::new(target), outcome: Written::default() }
    }
}

impl<W: Write> Records<Row> for Bitext<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        match lines(row) {
            Ok([es, en]) => {
                self.outcome.rows += 1;
                let url = one_line(&row.article);
                writeln!(self.out, "{url}\t{url}\t{es}\t{en}\t{}", row.score.unwrap_or_default())
            }
            Err(reason) => {
                self.outcome.leave_out(reason);
                Ok(())
            }
        }
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.out.flush()?;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::RowFormat;
    use crate::write::testing::{rows, written};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_line_has_five_cells(rows in rows()) {
            let (files, _) = written(RowFormat::Bitext, &rows);
            let text = String::from_utf8(files[0].clone()).unwrap();
            let mut found = text.split_terminator('\n').map(|line| line.split('\t').collect::<Vec<_>>());
            for row in &rows {
                let Ok([es, en]) = lines(row) else { continue };
                let cells = found.next().unwrap();
                prop_assert_eq!(cells.len(), 5);
                prop_assert_eq!((cells[2], cells[3]), (&*es, &*en));
                prop_assert_eq!(cells[4].parse::<f64>().unwrap(), row.score.unwrap_or_default());
            }
            prop_assert!(found.next().is_none());
        }
    }
}
