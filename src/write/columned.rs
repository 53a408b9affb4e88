//! Rows into a table with the columns of the run.

use super::{Records, Written};
use crate::row::{Columns, Row, Shown};
use std::io;

/// Rows into a table with these columns, whether a row has something in them all or not.
pub(super) struct Columned<S> {
    pub(super) columns: Columns,
    pub(super) next: S,
}

impl<S: for<'r> Records<Shown<'r>>> Records<Row> for Columned<S> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        self.next.add(&Shown { row, columns: self.columns })
    }

    fn finish(&mut self) -> io::Result<Written> {
        Records::<Shown<'_>>::finish(&mut self.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::{Cell, Kind};
    use crate::write::testing::row;
    use crate::write::{RowFormat, TableFormat, rows};

    #[test]
    fn cells_and_columns_are_those_of_the_json_object() {
        check(&row());
        check(&Row { mt: None, mt_engine: None, ..row() });
    }

    #[test]
    fn a_row_that_no_machine_translated_has_the_columns_of_its_table() {
        for (format, wanted) in
            [(TableFormat::Csv, ",\n"), (TableFormat::Tsv, "\t\n"), (TableFormat::Jsonl, "\"mt\":null,\"mt_engine\":null}\n")]
        {
            let mut out = Vec::new();
            let mut target = Some(&mut out);
            let open = |_: &str| Ok(Box::new(target.take().unwrap()) as _);
            let mut table = rows(RowFormat::Table(format), Columns { machine: true }, open).unwrap();
            table.add(&row()).unwrap();
            table.add(&Row { mt: None, mt_engine: None, ..row() }).unwrap();
            table.finish().unwrap();
            drop(table);
            assert!(String::from_utf8(out).unwrap().ends_with(wanted));
        }
    }

    fn check(row: &Row) {
        let json = serde_json::to_string(row).unwrap();
        let keys = serde_json::from_str::<serde_json::Value>(&json).unwrap();
        assert_eq!(keys.as_object().unwrap().len(), row.columns().names().len());
        assert_eq!(&serde_json::from_str::<Row>(&json).unwrap(), row);
        for (column, cell) in row.columns().all().iter().zip(row.cells()) {
            let value = &keys[column.name];
            match cell {
                Cell::Empty => assert!(value.is_null() && !column.always, "{}", column.name),
                Cell::Text(text) => assert_eq!((value.as_str(), column.kind), (Some(text), Kind::Text)),
                Cell::Integer(number) => assert_eq!((value.as_i64(), column.kind), (Some(number), Kind::Integer)),
                Cell::Real(number) => assert_eq!((value.as_f64(), column.kind), (Some(number), Kind::Real)),
            }
        }
    }
}
