//! Reads the tables that `cotejo pair` writes.

#[cfg(feature = "parquet")]
use crate::read::parquet::Table;
use crate::read::{self, Input, json_fault};
use crate::row::Row;
#[cfg(feature = "parquet")]
use serde_json::Value;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// What a row can never be without, and no article's table has.
const TELLING: [&str; 3] = ["pair_id", "es_raw", "relation"];

/// Whether an input holds rows, recognised by its beginning; standard input is not read on by this.
///
/// # Errors
/// What the system says.
pub(crate) fn is_rows(input: &Input) -> io::Result<bool> {
    let is = |head: &[u8]| kind(head).is_some();
    match input {
        // looked at where the reader that comes later will find it again
        Input::Stdin => io::stdin().lock().fill_buf().map(is),
        #[cfg(feature = "parquet")]
        Input::File(_) if is_parquet_rows(input) => Ok(true),
        Input::File(_) => read::bytes(input)?.fill_buf().map(is),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Jsonl,
    Table(u8),
}

fn kind(head: &[u8]) -> Option<Kind> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().next()?;
    if first.starts_with('{') {
        return TELLING.iter().all(|name| first.contains(&format!("\"{name}\":"))).then_some(Kind::Jsonl);
    }
    [b',', b'\t', b';'].into_iter().find_map(|delimiter| {
        let has = |name: &&str| first.split(char::from(delimiter)).any(|cell| cell.trim_matches('"') == *name);
        TELLING.iter().all(has).then_some(Kind::Table(delimiter))
    })
}

/// Gives every row of an input to `take`; a broken one as its line and cause. Returns whether the input held rows at all.
///
/// # Errors
/// What the system says, or `take`.
pub(crate) fn read_rows<E: From<io::Error>>(
    input: &Input,
    mut take: impl FnMut(Result<Row, (u64, String)>) -> Result<(), E>,
) -> Result<bool, E> {
    #[cfg(feature = "parquet")]
    if is_parquet_rows(input) {
        return parquet_rows(input, take);
    }
    let left = Rc::new(Cell::new(MOST));
    let mut source = Bounded { source: read::bytes(input)?, left: left.clone() };
    let Some(kind) = kind(source.fill_buf()?) else { return Ok(false) };
    // what may be read until the next row is there
    let row = |_: &u64| {
        left.set(MOST);
        true
    };
    match kind {
        Kind::Jsonl => {
            for (line, text) in (1..).take_while(row).zip(source.lines()) {
                let text = text?;
                if !text.trim().is_empty() {
                    take(read::json(text.trim_start_matches('\u{feff}')).map_err(|e| (line, said(&e))))?;
                }
            }
        }
        Kind::Table(delimiter) => {
            let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(source);
            let header = rows.headers().cloned().map_err(cause_of)?;
            for (_, record) in (1..).take_while(row).zip(rows.records()) {
                let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
                take(match record {
                    Ok(record) => record.deserialize(Some(&header)).map_err(|e| (line(record.position()), e.to_string())),
                    Err(error) if error.is_io_error() => return Err(cause_of(error).into()),
                    Err(error) => Err((line(error.position()), error.to_string())),
                })?;
            }
        }
    }
    Ok(true)
}

/// What reading failed of, without the table's place around it.
fn cause_of(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A row has no more bytes: what goes on for longer is none, or a quote that is never closed.
const MOST: u64 = 64 << 20;

/// A source that gives only a budget of bytes, which is renewed at the start of each row.
struct Bounded<R> {
    source: R,
    left: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(to)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left.get() == 0 {
            return Err(io::Error::other(read::TooLarge(MOST)));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.left.set(self.left.get().saturating_sub(bytes as u64));
        self.source.consume(bytes);
    }
}

/// Whether a Parquet file has the columns of rows; what cannot be opened is left to the reader of articles, which tells why.
#[cfg(feature = "parquet")]
fn is_parquet_rows(input: &Input) -> bool {
    Table::open(input).is_ok_and(|table| TELLING.iter().all(|name| table.has(name)))
}

#[cfg(feature = "parquet")]
fn parquet_rows<E: From<io::Error>>(input: &Input, mut take: impl FnMut(Result<Row, (u64, String)>) -> Result<(), E>) -> Result<bool, E> {
    for (number, row) in (1..).zip(Table::open(input)?.rows()?) {
        take(serde_json::from_value(Value::Object(row?)).map_err(|e| (number, e.to_string())))?;
    }
    Ok(true)
}

/// What is wrong with a line, and where in it.
fn said(error: &serde_json::Error) -> String {
    let (cause, column) = json_fault(error);
    format!("{cause} (column {column})")
}

#[cfg(test)]
mod tests {
    use super::super::testing::row;
    use super::*;
    use crate::row::Columns;
    use crate::write::{RowFormat, TableFormat, rows};

    /// Writes rows, and reads them back with what the file is taken for.
    fn back(format: RowFormat, name: &str) -> (bool, Vec<Row>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let mut out = rows(format, Columns::default(), |_| Ok(Box::new(std::fs::File::create(&path)?))).unwrap();
        out.add(&row()).unwrap();
        out.add(&Row { en: None, score: None, ..row() }).unwrap();
        out.finish().unwrap();
        drop(out);
        let input = Input::File(path);
        let mut found = Vec::new();
        let took = read_rows::<io::Error>(&input, |row| {
            found.push(row.unwrap());
            Ok(())
        });
        assert_eq!(took.unwrap(), is_rows(&input).unwrap());
        (is_rows(&input).unwrap(), found)
    }

    #[test]
    fn rows_come_back_from_every_table_and_are_known_by_content() {
        let wanted = (true, vec![row(), Row { en: None, score: None, ..row() }]);
        for (format, name) in [
            (RowFormat::Table(TableFormat::Csv), "rows.txt"),
            (RowFormat::Table(TableFormat::Tsv), "rows.tsv"),
            (RowFormat::Table(TableFormat::Jsonl), "rows.json"),
            #[cfg(feature = "parquet")]
            (RowFormat::Parquet, "rows.parquet"),
        ] {
            assert_eq!(back(format, name), wanted, "{name}");
        }
        assert!(!back(RowFormat::Hf, "hf.jsonl").0);
        assert!(!back(RowFormat::Bitext, "bitext.tsv").0);
    }

    #[test]
    fn a_row_without_an_end_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let header = "pair_id,es_raw,relation\n";
        // what the table's reader holds of the row while it reads the header does not count
        let end = usize::try_from(MOST).unwrap() + (1 << 17);
        for text in [
            format!("{header}a,\"{}", "b\n".repeat(end / 2 + 1)),
            format!("{{\"pair_id\":1,\"es_raw\":1,\"relation\":\"{}", "a".repeat(end)),
        ] {
            std::fs::write(file.path(), text).unwrap();
            let input = Input::File(file.path().to_owned());
            let error = read_rows::<io::Error>(&input, |_| Ok(())).unwrap_err();
            let error = read::unreadable(input.name(), error).to_string();
            assert!(error.contains("a row larger than 67108864 bytes"), "{error}");
        }
    }

    #[test]
    fn a_broken_row_is_told_by_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let line = serde_json::to_string(&row()).unwrap();
        std::fs::write(file.path(), format!("{line}\n{{\"article\": 1}}\n\n{line}\n")).unwrap();
        let mut lines = Vec::new();
        let took = read_rows::<io::Error>(&Input::File(file.path().to_owned()), |row| {
            lines.push(row.map(|_| ()).map_err(|(line, _)| line));
            Ok(())
        });
        assert_eq!((took.unwrap(), lines), (true, vec![Ok(()), Err(2), Ok(())]));
    }
}
