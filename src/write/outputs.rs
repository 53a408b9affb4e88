//! The same rows into several outputs, each with a format of its own.

use super::{Dataset, Records, Statistics, Written};
use crate::row::Row;
use std::io;

/// What became of the rows of an output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Output {
    /// What was written into it, and what its format has no place for.
    pub outcome: Written,
    /// Its parts.
    pub statistics: Vec<Statistics>,
}

/// Gives every row to each of some data sets. What an output leaves out is its own: [`Records::finish`] says nothing of it.
pub(crate) struct Outputs<'w> {
    sets: Vec<Dataset<'w>>,
    finished: Vec<Output>,
}

impl<'w> Outputs<'w> {
    /// Passes on to all of these.
    pub(crate) fn new(sets: Vec<Dataset<'w>>) -> Self {
        Self { sets, finished: Vec::new() }
    }

    /// What became of the rows of each, once it is finished.
    pub(crate) fn finished(self) -> Vec<Output> {
        self.finished
    }
}

impl Records<Row> for Outputs<'_> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        self.sets.iter_mut().try_for_each(|set| set.add(row))
    }

    fn finish(&mut self) -> io::Result<Written> {
        for set in &mut self.sets {
            self.finished.push(Output { outcome: set.finish()?, statistics: set.statistics() });
        }
        Ok(Written::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Columns;
    use crate::write::testing::row;
    use crate::write::{Reason, RowFormat, TableFormat, rows};
    use std::fs;

    #[test]
    fn every_output_takes_what_its_format_has_a_place_for() {
        let folder = tempfile::tempdir().unwrap();
        let set = |format: RowFormat, name: &str| {
            let open = |_| Ok(Box::new(fs::File::create(folder.path().join(name))?) as super::super::Target<'_>);
            Dataset::whole(format, rows(format, Columns::default(), open).unwrap())
        };
        let mut outputs = Outputs::new(vec![set(RowFormat::Tmx, "a.tmx"), set(RowFormat::Table(TableFormat::Csv), "a.csv")]);
        for row in [row(), Row { en: None, mt: None, ..row() }] {
            outputs.add(&row).unwrap();
        }
        assert_eq!(outputs.finish().unwrap(), Written::default());
        let [tmx, csv] = &outputs.finished()[..] else { panic!("two outputs") };
        assert_eq!((tmx.outcome.left_out[&Reason::NoEnglish], tmx.statistics[0].rows), (1, 1));
        assert_eq!((csv.outcome.left_out.len(), csv.statistics[0].rows), (0, 2));
        assert!(fs::read_to_string(folder.path().join("a.tmx")).unwrap().contains("</tmx>"));
        assert_eq!(csv::Reader::from_path(folder.path().join("a.csv")).unwrap().records().count(), 2);
    }
}
