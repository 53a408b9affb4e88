//! Apache Parquet, one article a row.

mod checked;

use super::guard::guarded;
use super::{Error, Input, Job, Options, Place, walk};
use crate::article::Article;
use checked::{Checked, Whole};
use jiff::{Timestamp, tz::TimeZone};
use parquet::basic::{LogicalType, TimeUnit, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Map, Value};
use std::fs::File;
use std::io;
use std::sync::Arc;

/// Cells of a column that are decoded at once: texts may be long.
const BATCH: usize = 64;

/// The rows of a file, each a job.
///
/// # Errors
/// It is no Parquet file, is read from a pipe, or lacks the text's column.
pub(super) fn jobs(input: &Input, options: Arc<Options>) -> Result<Box<dyn Iterator<Item = Job> + Send>, Error> {
    let name = input.name();
    let place = move |record| Place { path: name.clone(), record, unit: "row" };
    let Input::File(path) = input else { return Err(Error::NotSeekable { path: input.name() }) };
    let broken = |cause: io::Error| Error::Broken { place: place(1), cause };
    // its end is found by going to it
    let file = walk::open(path).map_err(|cause| super::unreadable(input.name(), cause))?;
    let file = file.ok_or_else(|| Error::NotSeekable { path: input.name() })?;
    let reader = open(file).map_err(&broken)?;
    let schema = reader.metadata().file_metadata().schema_descr().root_schema();
    let (root, columns) = (schema.name().to_owned(), schema.get_fields().to_vec());
    let fields = &options.fields;
    if columns.iter().all(|column| column.name() != fields.text) {
        let found = columns.iter().map(|column| column.name().to_owned()).collect();
        return Err(Error::NoField { place: place(1), field: fields.text.clone(), option: "--text-field", found });
    }
    let wanted = [&fields.text, &fields.id, &fields.url, &fields.date];
    let columns: Vec<TypePtr> = columns.into_iter().filter(|column| wanted.iter().any(|name| *name == column.name())).collect();
    let read: Arc<[TypePtr]> = columns.clone().into();
    let rows = sound(|| {
        let wanted = Type::group_type_builder(&root).with_fields(columns).build()?;
        Ok(RowIter::from_file_into(Box::new(reader)).project(Some(wanted))?.with_batch_size(BATCH))
    })
    .map_err(&broken)?;
    Ok(Box::new(until_damaged(rows).zip(1..).map(move |(row, record)| {
        let (place, options, read) = (place(record), options.clone(), read.clone());
        match row {
            Ok(row) => {
                // rows of one dictionary may each have a copy of a long text
                let hold = options.held.hold(length(&row));
                Box::new(move || {
                    let done = article(row, &read, place, &options);
                    drop(hold);
                    done
                }) as Job
            }
            Err(cause) => Box::new(move || Err(Error::Broken { place, cause })),
        }
    })))
}

type Reader = Checked<SerializedFileReader<Whole>>;

fn open(file: File) -> io::Result<Reader> {
    let file = Whole::new(file)?;
    sound(|| SerializedFileReader::new(file)).map(Checked)
}

/// What the library reads; it panics over some damaged files.
fn sound<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> io::Result<T> {
    guarded(read).unwrap_or_else(|| Err(ParquetError::General("a page is damaged".to_owned()))).map_err(io::Error::other)
}

/// The rows of a file; where one is damaged, the last is an error.
fn until_damaged(mut rows: RowIter<'_>) -> impl Iterator<Item = io::Result<Row>> {
    let mut ended = false;
    std::iter::from_fn(move || {
        let row = if ended { None } else { sound(|| rows.next().transpose()).transpose() }?;
        ended = row.is_err();
        Some(row)
    })
}

fn article(row: Row, columns: &[TypePtr], place: Place, options: &Options) -> Result<Article, Error> {
    let fields = &options.fields;
    let mut cells: Vec<_> = row.into_columns().into_iter().zip(columns).map(|((_, cell), column)| printed(cell, column)).collect();
    let at = |name: &String| columns.iter().position(|column| column.name() == name);
    let word = |name| cells[at(name)?].clone().filter(|word| !word.is_empty());
    let [id, url, date] = [&fields.id, &fields.url, &fields.date].map(word);
    // last, since it is long: it is moved, not copied
    let Some(text) = at(&fields.text).and_then(|at| cells[at].take()) else {
        let cause = format!("`{}` is null or no text", fields.text);
        return Err(Error::Record { place, cause });
    };
    if text.len() as u64 > options.max_bytes {
        return Err(Error::RecordTooLarge { place, limit: options.max_bytes });
    }
    fields.article(text, id, url, date, &place)
}

/// Bytes of a row's texts.
fn length(row: &Row) -> u64 {
    let bytes = row.get_column_iter().map(|(_, cell)| match cell {
        Field::Str(text) => text.len(),
        Field::Bytes(bytes) => bytes.len(),
        _ => size_of::<Field>(),
    });
    bytes.sum::<usize>() as u64
}

/// A cell as text: numbers and days are written out.
fn printed(cell: Field, column: &Type) -> Option<String> {
    let moment = |time: Result<Timestamp, jiff::Error>| Some(TimeZone::UTC.to_datetime(time.ok()?).to_string());
    match cell {
        Field::Str(text) => Some(text),
        // of any length: those of a fixed one are numbers
        Field::Bytes(bytes) if column.get_physical_type() == PhysicalType::BYTE_ARRAY => String::from_utf8(bytes.data().to_vec()).ok(),
        Field::Long(count) if counts_nanoseconds(column) => moment(Timestamp::from_nanosecond(count.into())),
        Field::TimestampMillis(count) => moment(Timestamp::from_millisecond(count)),
        Field::TimestampMicros(count) => moment(Timestamp::from_microsecond(count)),
        // as 1.0 and 1e16, not 1E0
        Field::Float(number) => Some(format!("{number:?}")),
        Field::Double(number) => Some(format!("{number:?}")),
        Field::Null | Field::Bytes(_) | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => None,
        other => Some(other.to_string()),
    }
}

/// Whether a column holds moments that the library reads as plain numbers.
fn counts_nanoseconds(column: &Type) -> bool {
    matches!(column.get_basic_info().logical_type_ref(), Some(LogicalType::Timestamp(of)) if of.unit == TimeUnit::NANOS)
}

/// Any table in a file, a row an object: for tables that hold no articles.
pub(crate) struct Table(Reader);

impl Table {
    /// # Errors
    /// It is read from a pipe, or is no sound Parquet file.
    pub(crate) fn open(input: &Input) -> io::Result<Self> {
        // what is at the end says what is in it: a pipe will not do
        let Input::File(path) = input else { return Err(io::Error::other("Parquet is read from files, not from a pipe")) };
        open(walk::open(path)?.ok_or_else(|| io::Error::other("Parquet is read from files, not from a pipe"))?).map(Self)
    }

    /// Whether it has a column.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.metadata().file_metadata().schema_descr().columns().iter().any(|column| column.name() == name)
    }

    /// Its rows; where one is damaged, the last is an error.
    pub(crate) fn rows(&self) -> io::Result<impl Iterator<Item = io::Result<Map<String, Value>>>> {
        let object = |row: Row| row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect();
        Ok(until_damaged(sound(|| self.0.get_row_iter(None))?).map(move |row| row.map(object)))
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
