//! Apache Parquet, one article a row, read in batches.

use super::guard::guarded;
use super::{Error, Input, Job, Options, Place};
use arrow::array::{Array, AsArray, RecordBatch, StringViewArray};
use arrow::datatypes::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Map, Value};
use std::fs::File;
use std::io;
use std::sync::Arc;

/// Rows that are decoded at once.
const BATCH: usize = 64;

/// The rows of a file, each a job.
///
/// # Errors
/// It is no Parquet file, is read from a pipe, or lacks the text's column.
pub(super) fn jobs(input: &Input, options: Arc<Options>) -> Result<Box<dyn Iterator<Item = Job> + Send>, Error> {
    let name = input.name();
    let place = |record| Place { path: name.clone(), record, unit: "row" };
    let Input::File(path) = input else { return Err(Error::NotSeekable { path: name }) };
    let broken = |cause: io::Error| Error::Broken { place: place(1), cause };
    let file = File::open(path).map_err(&broken)?;
    let builder = sound(|| ParquetRecordBatchReaderBuilder::try_new(file)).map_err(&broken)?;
    let schema = builder.schema().clone();
    let fields = &options.fields;
    if schema.index_of(&fields.text).is_err() {
        let found = schema.fields().iter().map(|f| f.name().clone()).collect();
        return Err(Error::NoField { place: place(1), field: fields.text.clone(), option: "--text-field", found });
    }
    let wanted = [&fields.text, &fields.id, &fields.url, &fields.date];
    let roots = wanted.iter().filter_map(|name| schema.index_of(name).ok());
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
    let mut reader = sound(|| builder.with_projection(mask).with_batch_size(BATCH).build()).map_err(&broken)?;
    let mut first = 1;
    let mut ended = false;
    let batches = std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let start = first;
        match sound(|| reader.next().transpose().map_err(ParquetError::from)) {
            Ok(batch) => {
                let batch = batch?;
                first += batch.num_rows() as u64;
                Some(rows(batch, start, &name, &options))
            }
            Err(cause) => {
                ended = true;
                let error = Error::Broken { place: Place { path: name.clone(), record: start, unit: "row" }, cause };
                Some(vec![Box::new(move || Err(error)) as Job])
            }
        }
    });
    Ok(Box::new(batches.flatten()))
}

/// What the library reads; it panics over some damaged files.
fn sound<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> io::Result<T> {
    guarded(read).unwrap_or_else(|| Err(ParquetError::General("a page is damaged".to_owned()))).map_err(io::Error::other)
}

fn rows(batch: RecordBatch, first: u64, name: &str, options: &Arc<Options>) -> Vec<Job> {
    let fields = &options.fields;
    let column = |name: &String| batch.column_by_name(name).and_then(strings);
    let columns = [&fields.text, &fields.id, &fields.url, &fields.date].map(column);
    let mut jobs: Vec<Job> = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        let place = Place { path: name.to_owned(), record: first + row as u64, unit: "row" };
        let (columns, options) = (columns.clone(), options.clone());
        jobs.push(Box::new(move || {
            let field = &options.fields.text;
            let [text, id, url, date] = columns.each_ref().map(|cells| cell(cells.as_ref()?, row));
            let text = text.ok_or_else(|| Error::Record { place: place.clone(), cause: format!("`{field}` is null or no text") })?;
            if text.len() as u64 > options.max_bytes {
                return Err(Error::RecordTooLarge { place, limit: options.max_bytes });
            }
            let word = |cell: Option<&str>| cell.filter(|word| !word.is_empty()).map(str::to_owned);
            Ok(options.fields.article(text.to_owned(), word(id), word(url), word(date), &place))
        }));
    }
    jobs
}

/// A column as texts, shared by the jobs of its rows; numbers and days are written out.
fn strings(column: &Arc<dyn Array>) -> Option<StringViewArray> {
    arrow::compute::cast(column, &DataType::Utf8View).ok().map(|printed| printed.as_string_view().clone())
}

fn cell(column: &StringViewArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// Any table in a file, a row an object: for tables that hold no articles.
pub(crate) struct Table(SerializedFileReader<File>);

impl Table {
    /// # Errors
    /// It is read from a pipe, or is no sound Parquet file.
    pub(crate) fn open(input: &Input) -> io::Result<Self> {
        // what is at the end says what is in it: a pipe will not do
        let Input::File(path) = input else { return Err(io::Error::other("Parquet is read from files, not from a pipe")) };
        let file = File::open(path)?;
        sound(|| SerializedFileReader::new(file)).map(Self)
    }

    /// Whether it has a column.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.metadata().file_metadata().schema_descr().columns().iter().any(|column| column.name() == name)
    }

    /// Its rows; where one is damaged, the last is an error.
    pub(crate) fn rows(&self) -> io::Result<impl Iterator<Item = io::Result<Map<String, Value>>>> {
        let mut rows = sound(|| self.0.get_row_iter(None))?;
        let mut ended = false;
        Ok(std::iter::from_fn(move || {
            let row = if ended { None } else { sound(|| rows.next().transpose()).transpose() }?;
            ended = row.is_err();
            Some(row.map(|row| row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect()))
        }))
    }
}

fn value(field: &Field) -> Value {
    match field {
        Field::Str(text) => text.as_str().into(),
        Field::Int(number) => (*number).into(),
        Field::Long(number) => (*number).into(),
        Field::Float(number) => (*number).into(),
        Field::Double(number) => (*number).into(),
        _ => Value::Null,
    }
}
