//! CSV and TSV with a header, one article a row.

use super::source::Source;
use super::{Error, Job, Options, Place, encoding};
use csv_core::ReadRecordResult::{End, InputEmpty, OutputEndsFull, OutputFull, Record};
use std::io;
use std::sync::Arc;

/// No table has more columns.
const MOST_COLUMNS: usize = 1 << 16;

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
    let parser = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let mut table = Table { source, parser };
    let limit = options.max_bytes;
    let place = move |record| Place { path: name.clone(), record, unit: "line" };
    let header = match table.row(limit) {
        Ok(Some(Row::Whole(cells))) => cells,
        Ok(Some(Row::TooLarge)) => return Err(Error::RecordTooLarge { place: place(1), limit }),
        Ok(None) => Vec::new(),
        Err(cause) => return Err(Error::Broken { place: place(1), cause }),
    };
    let names: Vec<String> = header.iter().map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned()).collect();
    let column = |wanted: &str| names.iter().position(|name| name == wanted);
    let fields = &options.fields;
    let Some(text) = column(&fields.text) else {
        let (field, option) = (fields.text.clone(), "--text-field");
        return Err(Error::NoField { place: place(1), field, option, found: names });
    };
    let columns = Columns { count: names.len(), text, others: [&fields.id, &fields.url, &fields.date].map(|field| column(field)) };
    let mut ended = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let place = place(table.parser.line());
        Some(match table.row(limit) {
            Ok(None) => return None,
            Ok(Some(Row::Whole(cells))) => {
                let options = options.clone();
                Box::new(move || article(&cells, columns, place, &options)) as Job
            }
            Ok(Some(Row::TooLarge)) => Box::new(move || Err(Error::RecordTooLarge { place, limit })),
            Err(cause) => {
                ended = true;
                Box::new(move || Err(Error::Broken { place, cause }))
            }
        })
    })))
}

/// How many there are, and where those stand that are read: the text's, and those of id, url and date.
#[derive(Clone, Copy)]
struct Columns {
    count: usize,
    text: usize,
    others: [Option<usize>; 3],
}

fn article(cells: &[Vec<u8>], columns: Columns, place: Place, options: &Options) -> Result<super::Article, Error> {
    let wrong = |cause| Error::Record { place: place.clone(), cause };
    if cells.len() != columns.count {
        let (found, wanted) = (cells.len(), columns.count);
        return Err(wrong(format!("cells: {found}, where the header has {wanted}; quote a cell that holds the separator or a quote")));
    }
    let cell = |at: usize| encoding::decode(cells[at].clone());
    let text = cell(columns.text).map_err(|at| wrong(format!("byte {at} of the text is NUL")))?;
    let [id, url, date] = columns.others.map(|at| cell(at?).ok().filter(|word| !word.is_empty()));
    options.fields.article(text, id, url, date, &place)
}

/// Rows as they stream: `csv` itself would keep a row of any length.
struct Table {
    source: Source,
    parser: csv_core::Reader,
}

enum Row {
    Whole(Vec<Vec<u8>>),
    /// It was passed over.
    TooLarge,
}

impl Table {
    /// The next row, of at most `limit` bytes; `None` at the end.
    fn row(&mut self, limit: u64) -> io::Result<Option<Row>> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
        let (mut bytes, mut ends) = (vec![0; most.min(1 << 12)], vec![0; 64]);
        let (mut written, mut cells) = (0, 0);
        let mut large = false;
        loop {
            let input = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let (result, read, wrote, ended) = self.parser.read_record(input, &mut bytes[written..], &mut ends[cells..]);
            self.source.consume(read);
            written += wrote;
            cells += ended;
            match result {
                InputEmpty => {}
                OutputFull if written == most => (large, written) = (true, 0),
                OutputFull => bytes.resize(bytes.len().saturating_mul(2).min(most), 0),
                OutputEndsFull if cells >= MOST_COLUMNS => (large, cells) = (true, 0),
                OutputEndsFull => ends.resize(ends.len() * 2, 0),
                Record if large || written == most => return Ok(Some(Row::TooLarge)),
                Record => {
                    let starts = std::iter::once(0).chain(ends.iter().copied());
                    let cell = |(start, end): (usize, &usize)| bytes[start..*end].to_vec();
                    return Ok(Some(Row::Whole(starts.zip(&ends[..cells]).map(cell).collect())));
                }
                End => return Ok(None),
            }
        }
    }
}
