//! Apache Parquet, compressed with Zstandard: the columns of CSV and JSONL, typed. Texts are UTF-8 strings, lines and offsets 64-bit
//! integers, score and similarity doubles; what is empty is null.
//!
//! Rows wait in memory until a row group is full, by number or by bytes, so that an endless stream needs bounded memory.

use super::{Records, Written};
use crate::row::{Cell, Columns, Kind, Row};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use std::io::{self, Write};
use std::sync::Arc;

/// Rows of a row group at most,
const GROUP_ROWS: usize = 50_000;
/// and bytes of text, one row more at most.
const GROUP_BYTES: usize = 32 << 20;

/// The file.
pub(super) struct Parquet<W: Write + Send> {
    out: SerializedFileWriter<W>,
    columns: Columns,
    waiting: Vec<Row>,
    bytes: usize,
    outcome: Written,
}

fn schema(columns: Columns) -> Result<TypePtr, ParquetError> {
    let fields = columns.all().iter().map(|column| {
        let physical = match column.kind {
            Kind::Text => Physical::BYTE_ARRAY,
            Kind::Integer => Physical::INT64,
            Kind::Real => Physical::DOUBLE,
        };
        let repetition = if column.always { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let field = Type::primitive_type_builder(column.name, physical).with_repetition(repetition);
        field.with_logical_type((column.kind == Kind::Text).then_some(LogicalType::String)).build().map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("row").with_fields(fields).build().map(Arc::new)
}

impl<W: Write + Send> Parquet<W> {
    /// Writes the file's start.
    pub(super) fn new(columns: Columns, target: W) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!(env!("CARGO_PKG_NAME"), " version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let out = SerializedFileWriter::new(target, schema(columns)?, Arc::new(properties))?;
        Ok(Self { out, columns, waiting: Vec::new(), bytes: 0, outcome: Written::default() })
    }

    fn write_group(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let mut group = self.out.next_row_group()?;
        for (at, column) in self.columns.all().iter().enumerate() {
            let cells = rows.iter().map(|row| row.cells()[at]);
            match column.kind {
                Kind::Text => write_column::<ByteArrayType, _>(&mut group, column.always, cells, |cell| match cell {
                    Cell::Text(text) => Some(ByteArray::from(text)),
                    _ => None,
                }),
                Kind::Integer => write_column::<Int64Type, _>(&mut group, column.always, cells, |cell| match cell {
                    Cell::Integer(number) => Some(number),
                    _ => None,
                }),
                Kind::Real => write_column::<DoubleType, _>(&mut group, column.always, cells, |cell| match cell {
                    Cell::Real(number) => Some(number),
                    _ => None,
                }),
            }?;
        }
        group.close()?;
        Ok(())
    }
}

fn write_column<'r, D: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    always: bool,
    cells: impl Iterator<Item = Cell<'r>>,
    value: impl Fn(Cell<'r>) -> Option<D::T>,
) -> Result<(), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        let value = value(cell);
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
    let Some(mut column) = group.next_column()? else { return Err(ParquetError::General("fewer columns than the schema".to_owned())) };
    column.typed::<D>().write_batch(&values, (!always).then_some(&levels), None)?;
    column.close()
}

impl<W: Write + Send> Records<Row> for Parquet<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        self.outcome.rows += 1;
        let texts = row.cells().into_iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 8 });
        self.bytes += texts.sum::<usize>();
        self.waiting.push(row.clone());
        if self.waiting.len() >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.write_group() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<Written> {
        if !self.waiting.is_empty() {
            self.write_group()?;
        }
        self.out.finish()?;
        Ok(std::mem::take(&mut self.outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::RowFormat;
    use crate::write::testing::{megabyte, row, rows, written};
    use bytes::Bytes;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use proptest::prelude::*;

    fn check(rows: &[Row]) -> Result<(), TestCaseError> {
        let (mut files, _) = written(RowFormat::Parquet, rows);
        let reader = SerializedFileReader::new(Bytes::from(files.remove(0))).unwrap();
        let found: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
        prop_assert_eq!(found.len(), rows.len());
        for (found, row) in found.iter().zip(rows) {
            for ((column, cell), (name, field)) in row.columns().all().iter().zip(row.cells()).zip(found.get_column_iter()) {
                prop_assert_eq!(column.name, name);
                let same = match (cell, field) {
                    (Cell::Empty, Field::Null) => true,
                    (Cell::Text(text), Field::Str(read)) => text == read,
                    (Cell::Integer(number), Field::Long(read)) => number == *read,
                    (Cell::Real(number), Field::Double(read)) => number == *read,
                    _ => false,
                };
                prop_assert!(same, "{}: {:?} is read as {:?}", name, cell, field);
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn read_back_is_the_same(rows in rows()) {
            check(&rows)?;
        }
    }

    #[test]
    fn groups_end_by_bytes_and_by_rows() {
        let long: Vec<_> = (0..20).map(|_| megabyte()).collect();
        let (mut files, _) = written(RowFormat::Parquet, &long);
        let reader = SerializedFileReader::new(Bytes::from(files.remove(0))).unwrap();
        assert_eq!(reader.metadata().num_row_groups(), 2);
        check(&vec![row(); GROUP_ROWS + 1]).unwrap();
    }

    #[test]
    fn a_row_may_lack_its_translation() {
        let translated = Row { mt: Some("The mayor.".into()), mt_engine: Some("apertium:spa-eng".into()), ..row() };
        let failed = Row { mt: None, mt_engine: None, ..row() };
        check(&[translated, failed]).unwrap();
    }

    #[test]
    fn no_row_is_an_empty_table() {
        check(&[]).unwrap();
    }
}
