//! CSV and TSV with a header, one article a row.

use super::source::Source;
use super::{Error, Job, Options, Place, encoding};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rows of a table, each a job.
///
/// # Errors
/// The table has no column of the text's name.
pub(super) fn jobs(
    source: Source,
    delimiter: u8,
    name: String,
    options: Arc<Options>,
) -> Result<Box<dyn Iterator<Item = Job> + Send>, Error> {
    let left = Arc::new(AtomicU64::new(options.max_bytes));
    let reader = Limited { source, left: left.clone() };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let place = |record: u64, unit| Place { path: name.clone(), record, unit };
    let header = reader.byte_headers().map_err(|e| broken(e, place(1, "line"), options.max_bytes))?.clone();
    let names: Vec<String> = header.iter().map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned()).collect();
    let column = |wanted: &str| names.iter().position(|name| name == wanted);
    let fields = &options.fields;
    let Some(text) = column(&fields.text) else {
        let (field, option) = (fields.text.clone(), "--text-field");
        return Err(Error::NoField { place: place(1, "line"), field, option, found: names });
    };
    let columns = names.len();
    let [id, url, date] = [&fields.id, &fields.url, &fields.date].map(|field| column(field));
    let mut ended = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if ended {
            return None;
        }
        left.store(options.max_bytes, Ordering::Relaxed);
        let mut row = csv::ByteRecord::new();
        let line = reader.position().line();
        let place = Place { path: name.clone(), record: line, unit: "line" };
        match reader.read_byte_record(&mut row) {
            Ok(false) => None,
            Ok(true) => {
                let options = options.clone();
                Some(Box::new(move || {
                    let wrong = |cause| Error::Record { place: place.clone(), cause };
                    if row.len() != columns {
                        let hint = "quote a cell that holds the separator or a quote";
                        return Err(wrong(format!("{} cells where the header has {columns}; {hint}", row.len())));
                    }
                    let cell = |at: usize| encoding::decode(row[at].to_vec());
                    let word = |at: Option<usize>| at.and_then(|at| cell(at).ok()).filter(|word| !word.is_empty());
                    let body = cell(text).map_err(|at| wrong(format!("byte {at} of the text is NUL")))?;
                    Ok(options.fields.article(body, word(id), word(url), word(date), &place))
                }) as Job)
            }
            Err(error) => {
                ended = !(is_too_large(&error) && pass_over(&mut reader, &left, options.max_bytes));
                let error = broken(error, place, options.max_bytes);
                Some(Box::new(move || Err(error)))
            }
        }
    })))
}

fn is_too_large(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::FileTooLarge)
}

/// Reads on to the end of a row that is too large, piece by piece; whether rows may stand behind it.
fn pass_over(reader: &mut csv::Reader<Limited>, left: &AtomicU64, limit: u64) -> bool {
    let mut rest = csv::ByteRecord::new();
    loop {
        left.store(limit, Ordering::Relaxed);
        match reader.read_byte_record(&mut rest) {
            Err(error) if is_too_large(&error) => {}
            end => return end.is_ok_and(|more| more),
        }
    }
}

fn broken(error: csv::Error, place: Place, limit: u64) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::FileTooLarge => Error::RecordTooLarge { place, limit },
        csv::ErrorKind::Io(cause) => Error::Broken { place, cause },
        other => Error::Record { place, cause: format!("{other:?}") },
    }
}

/// Ends with an error where one row takes more bytes than the limit: the CSV reader keeps a whole row.
struct Limited {
    source: Source,
    left: Arc<AtomicU64>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.source.read(&mut buffer[..wanted])?;
        self.left.store(left - read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
