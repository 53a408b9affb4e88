//! Apache Parquet, one article per row.

mod checked;

use super::guard::guarded;
use super::{Error, Fields, Input, Job, Options, Place, path, walk};
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
    let roots: Vec<&str> = path::roots(&fields.text).collect();
    let found = || columns.iter().map(|column| column.name().to_owned()).collect();
    if columns.iter().all(|column| !roots.contains(&column.name())) {
        return Err(Error::NoField { place: place(1), field: fields.text.clone(), option: "--text-field", found: found() });
    }
    if let Some(kind) = columns.iter().find(|column| column.name() == fields.text).and_then(|column| other_than_text(column)) {
        let cause = format!("`{}` is no text but {kind}; name the column that holds the text with --text-field", fields.text);
        return Err(Error::Record { place: place(1), cause });
    }
    let wanted: Vec<&str> =
        [&fields.text, &fields.id, &fields.url, &fields.date].into_iter().flat_map(|field| path::roots(field)).collect();
    let columns: Vec<TypePtr> = columns.into_iter().filter(|column| wanted.contains(&column.name())).collect();
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

/// What a column holds that can be no text, in words.
fn other_than_text(column: &Type) -> Option<&'static str> {
    if column.is_group() {
        return Some("a list or an object");
    }
    match column.get_physical_type() {
        PhysicalType::BYTE_ARRAY => None,
        PhysicalType::BOOLEAN => Some("a truth value"),
        _ => Some("a number"),
    }
}

fn article(row: Row, columns: &[TypePtr], place: Place, options: &Options) -> Result<Article, Error> {
    let fields = &options.fields;
    let cells = row.into_columns().into_iter().zip(columns);
    let record: Map<String, Value> = cells.map(|((name, cell), column)| (name, nested(cell, column))).collect();
    let words = [&fields.id, &fields.url, &fields.date].map(|field| path::word(&record, field));
    let wrong = |cause| Error::Record { place: place.clone(), cause };
    if record.get(&fields.text).is_some_and(Value::is_null) {
        return Err(wrong(format!("`{}` is null or no text", fields.text)));
    }
    let texts = path::texts(&record, &fields.text).map_err(wrong)?;
    if texts.is_empty() {
        let found = columns.iter().map(|column| column.name().to_owned()).collect();
        return Err(Error::NoField { place, field: fields.text.clone(), option: "--text-field", found });
    }
    if texts.iter().map(String::len).sum::<usize>() as u64 > options.max_bytes {
        return Err(Error::RecordTooLarge { place, limit: options.max_bytes });
    }
    Fields::article(texts, words, &place, options.text)
}

/// A cell with what is in it.
fn nested(cell: Field, column: &Type) -> Value {
    match cell {
        Field::Group(row) => {
            let of = |name: &str| column.is_group().then(|| column.get_fields().iter().find(|field| field.name() == name)).flatten();
            let inside = row.into_columns().into_iter();
            inside.map(|(name, cell)| (name.clone(), of(&name).map_or(Value::Null, |column| nested(cell, column)))).collect()
        }
        Field::ListInternal(list) => {
            // a list's column holds a repeated group that holds the items
            let inner = column.is_group().then(|| column.get_fields().first()).flatten();
            let item = inner.map(|inner| match inner.is_group() && inner.get_fields().len() == 1 {
                true => &inner.get_fields()[0],
                false => inner,
            });
            list.elements().iter().map(|cell| item.map_or(Value::Null, |item| nested(cell.clone(), item))).collect()
        }
        other => printed(other, column).map_or(Value::Null, Value::String),
    }
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
