//! Moses' plain text: a file of Spanish and a file of English, line n of one beside line n of the other.

use super::line::one_line;
use super::{Reason, Records, Written};
use crate::row::Row;
use std::io::{self, BufWriter, Write};

/// The two files. Rows without English, or with a side that has no text, are left out.
pub(super) struct Moses<W: Write> {
    es: BufWriter<W>,
    en: BufWriter<W>,
    outcome: Written,
}

impl<W: Write> Moses<W> {
    pub(super) fn new(es: W, en: W) -> Self {
        Self { es: BufWriter::new(es), en: BufWriter::new(en), outcome: Written::default() }
    }
}

/// The two sides of a row, each on one line, or why it has no such lines.
pub(super) fn lines(row: &Row) -> Result<[std::borrow::Cow<'_, str>; 2], Reason> {
    let en = row.en.as_deref().ok_or(Reason::NoEnglish)?;
    let sides = [one_line(&row.es), one_line(en)];
    if sides.iter().any(|side| side.is_empty()) { Err(Reason::Empty) } else { Ok(sides) }
}

impl<W: Write> Records<Row> for Moses<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        match lines(row) {
            Ok([es, en]) => {
                self.outcome.rows += 1;
                writeln!(self.es, "{es}")?;
                writeln!(self.en, "{en}")?;
            }
            Err(reason) => self.outcome.leave_out(reason),
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.es.flush()?;
        self.en.flush()?;
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
        fn line_n_stands_beside_line_n(rows in rows()) {
            let (files, outcome) = written(RowFormat::Moses, &rows);
            let [es, en] = [&files[0], &files[1]].map(|f| String::from_utf8(f.clone()).unwrap());
            let whole: Vec<_> = rows.iter().filter_map(|r| lines(r).ok()).collect();
            prop_assert_eq!(outcome.rows, whole.len() as u64);
            let expected = |side: usize| whole.iter().map(|sides| format!("{}\n", sides[side])).collect::<String>();
            prop_assert_eq!(&es, &expected(0));
            prop_assert_eq!(&en, &expected(1));
            prop_assert_eq!(es.matches('\n').count(), en.matches('\n').count());
            prop_assert!(!es.contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
