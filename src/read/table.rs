//! CSV and TSV with a header, one article per row.

use super::source::Source;
use super::{Error, Fields, Job, Options, Place, encoding};
use csv_core::ReadRecordResult::{End, InputEmpty, OutputEndsFull, OutputFull, Record};
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// No table has more columns.
const MOST_COLUMNS: usize = 1 << 16;

/// The rows of a table, each a job. The header tells what parts its cells where `options` do not; `usual` is taken where it leaves that
/// open.
///
/// # Errors
/// The table has no column of the text's name, or several.
pub(super) fn jobs(
    mut source: Source,
    usual: u8,
    name: String,
    options: Arc<Options>,
) -> Result<Box<dyn Iterator<Item = Job> + Send>, Error> {
    let limit = options.max_bytes;
    let place = move |record| Place { path: name.clone(), record, unit: "line" };
    let broken = |cause| Error::Broken { place: place(1), cause };
    let (mut lines, mut head) = (0, beginning(&mut source, limit).map_err(broken)?);
    let mut told = options.delimiter;
    if let Some(delimiter) = separator(&head) {
        // what Excel is told in the first line
        told = told.or(Some(delimiter));
        (lines, head) = (1, beginning(&mut source, limit).map_err(broken)?);
    }
    let fields = &options.fields;
    let delimiter = told.unwrap_or_else(|| delimiter(&head, usual, &fields.text));
    let mut parser = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    parser.set_line(lines + 1);
    let mut table = Table { source: Box::new(io::Cursor::new(head).chain(source)), parser };
    let header = match table.row(limit) {
        Ok(Some(Row::Whole(cells))) => cells,
        Ok(Some(Row::TooLarge)) => return Err(Error::RecordTooLarge { place: place(1), limit }),
        Ok(Some(Row::TooWide)) => return Err(Error::TooWide { place: place(1), most: MOST_COLUMNS }),
        Ok(None) => Vec::new(),
        Err(cause) => return Err(broken(cause)),
    };
    let names = names(&header);
    let column = |wanted: &str| {
        let found = columns(&names, wanted);
        let count = found.len();
        if count > 1 {
            Err(Error::SameColumn { place: place(lines + 1), column: wanted.to_owned(), count })
        } else {
            Ok(found.first().copied())
        }
    };
    let Some(text) = column(&fields.text)? else {
        let (field, option) = (fields.text.clone(), "--text-field");
        return Err(Error::NoField { place: place(lines + 1), field, option, found: names });
    };
    let others = [column(&fields.id)?, column(&fields.url)?, column(&fields.date)?];
    let columns = Columns { count: names.len(), text, others };
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
            Ok(Some(Row::TooWide)) => Box::new(move || Err(Error::TooWide { place, most: MOST_COLUMNS })),
            Err(cause) => {
                ended = true;
                Box::new(move || Err(Error::Broken { place, cause }))
            }
        })
    })))
}

/// The first record of a table as it stands, a header as a rule, of at most `limit` bytes: the lines up to one in which all quotes are
/// closed.
fn beginning(source: &mut Source, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let left = limit.saturating_sub(bytes.len() as u64);
        let read = source.by_ref().take(left).read_until(b'\n', &mut bytes)?;
        let quotes = memchr::memchr_iter(b'"', &bytes).count();
        let blank = bytes.trim_ascii().is_empty();
        if read == 0 || (!blank && quotes.is_multiple_of(2)) {
            return Ok(bytes);
        }
    }
}

/// The separator in a line such as `sep=;`.
fn separator(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line.split_at_checked(4)? {
        (sep, &[one]) if sep.eq_ignore_ascii_case(b"sep=") => Some(one),
        _ => None,
    }
}

/// What parts the cells of a header: that under which it has the text's column, else that which gives the most columns.
fn delimiter(head: &[u8], usual: u8, text: &str) -> u8 {
    let better = |one: &u8| {
        let cells = csv::ReaderBuilder::new().delimiter(*one).has_headers(false).from_reader(head).byte_records().next();
        let cells: Vec<Vec<u8>> = cells.and_then(Result::ok).map_or_else(Vec::new, |row| row.iter().map(<[u8]>::to_vec).collect());
        (!columns(&names(&cells), text).is_empty(), cells.len(), *one == usual)
    };
    [b',', b';', b'\t', b'|'].into_iter().max_by_key(better).unwrap_or(usual)
}

/// The names in a header, as they stand.
fn names(header: &[Vec<u8>]) -> Vec<String> {
    header.iter().map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned()).collect()
}

/// The columns of a name; where none is called so letter for letter, in any case and with blanks around.
fn columns(names: &[String], wanted: &str) -> Vec<usize> {
    let all = |is: &dyn Fn(&str) -> bool| names.iter().enumerate().filter(|(_, name)| is(name)).map(|(at, _)| at).collect::<Vec<_>>();
    let exact = all(&|name| name == wanted);
    let folded = wanted.trim().to_lowercase();
    // a quote after blanks is no quote for a parser
    if exact.is_empty() { all(&|name| name.trim().trim_matches('"').trim().to_lowercase() == folded) } else { exact }
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
    Fields::article(vec![text], [id, url, date], &place, options.text)
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
    /// It was passed over: it has more than [`MOST_COLUMNS`].
    TooWide,
}

impl Table {
    /// The next row, of at most `limit` bytes; `None` at the end.
    fn row(&mut self, limit: u64) -> io::Result<Option<Row>> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
        let (mut bytes, mut ends) = (vec![0; most.min(1 << 12)], vec![0; 64]);
        let (mut written, mut cells) = (0, 0);
        let (mut large, mut wide) = (false, false);
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
                OutputEndsFull if cells >= MOST_COLUMNS => (wide, cells) = (true, 0),
                OutputEndsFull => ends.resize(ends.len() * 2, 0),
                Record if wide => return Ok(Some(Row::TooWide)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_what_parts_it() {
        for (head, one) in [
            ("id,text,date", b','),
            ("\u{feff}id;text;date\r\n", b';'),
            ("id\ttext\tdate", b'\t'),
            ("\"a,b,c,d\"; Text ;x", b';'),
            ("ID|TEXT|a,b", b'|'),
            ("a;b,c;d", b';'),
            ("text", b','),
        ] {
            assert_eq!(delimiter(head.as_bytes(), b',', "text"), one, "{head}");
        }
        assert_eq!(delimiter(b"text", b'\t', "text"), b'\t');
        assert_eq!(
            [separator(b"sep=;\r\n"), separator(b"\"SEP=\t\"\n"), separator(b"sep=,,"), separator(b"separate")],
            [Some(b';'), Some(b'\t'), None, None]
        );
    }

    #[test]
    fn names_match_letter_for_letter_first() {
        let names = ["ID", " Text ", "text", "Date\u{a0}"].map(str::to_owned);
        assert_eq!(
            [columns(&names, "text"), columns(&names, "id"), columns(&names, "date"), columns(&names, "TEXT")].map(|all| all.len()),
            [1, 1, 1, 2]
        );
        assert_eq!(columns(&names, "text"), [2]);
    }
}
