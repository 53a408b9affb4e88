//! Why an input, or a record of it, could not be read.

use super::foreign::Foreign;
use super::wait;
use std::io;

/// A record of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The input's name.
    pub path: String,
    /// 1-based.
    pub record: u64,
    /// `line`, `row` or `record`.
    pub unit: &'static str,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.unit {
            "line" => write!(f, "{}:{}", self.path, self.record),
            unit => write!(f, "{}: {unit} {}", self.path, self.record),
        }
    }
}

/// Why an input, or a record of it, could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The path leads nowhere.
    #[error("{path}: no such file or folder; check the spelling, or the folder that you are in")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// The system refused.
    #[error("{path}: cannot be read: {cause}; check that it is a file and that you have permission to read it")]
    Unreadable {
        /// The path as found.
        path: String,
        /// What the system says.
        cause: io::Error,
    },
    /// An archive that is cut short or no archive, or bytes that cannot be decoded.
    #[error("{path}: damaged or cut short: {cause}; fetch the file again")]
    Damaged {
        /// The path as found.
        path: String,
        /// What the decoder says.
        cause: io::Error,
    },
    /// A socket, a disk.
    #[error("{path}: a {kind}, which is not read; give a file, a folder, a pipe or -")]
    NoFile {
        /// The path as found.
        path: String,
        /// What is there.
        kind: String,
    },
    /// A document, a picture, an archive: nothing that could be an article as it stands.
    #[error("{path}: {foreign}")]
    Foreign {
        /// The file.
        path: String,
        /// What it is and what can be done.
        foreign: Foreign,
    },
    /// A folder without files of a known ending.
    #[error(
        "{path}: the folder holds no file with a known ending (txt, html, jsonl, csv, tsv, parquet, warc, wet; also compressed){}; name the files themselves if they end otherwise",
        but(found)
    )]
    NoTexts {
        /// The folder.
        path: String,
        /// What it holds instead, with numbers.
        found: String,
    },
    /// A pattern that matches no file, or is not valid.
    #[error("{path}: {cause}; quote the pattern, or name the files")]
    Pattern {
        /// The pattern.
        path: String,
        /// What is wrong.
        cause: String,
    },
    /// NUL bytes: a picture, a program.
    #[error("{path}: not a text: byte {at} is NUL; give plain text (UTF-8, UTF-16 or Windows-1252), or say the format with --input-format")]
    Binary {
        /// The file.
        path: String,
        /// Offset of the first NUL.
        at: usize,
    },
    /// Bytes where UTF-8 must be.
    #[error("{path}: not a text: byte {at} is not UTF-8; give another file, or convert this one with iconv")]
    NotUtf8 {
        /// The file.
        path: String,
        /// Offset of the first such byte.
        at: usize,
    },
    /// Nothing but white space, or a page without text.
    #[error("{path}: the file is empty; there is nothing to read in it")]
    Empty {
        /// The file.
        path: String,
    },
    /// A page of scripts or pictures.
    #[error("{path}: a page with no text; if scripts fill it in, save it from a browser after it has loaded")]
    NoText {
        /// The file.
        path: String,
    },
    /// A row of a table larger than any.
    #[error("{path}: a row larger than {limit} bytes; give the output of `cotejo pair`, or put that row right")]
    RowTooLarge {
        /// The file.
        path: String,
        /// The limit.
        limit: u64,
    },
    /// To undo its compression takes too much memory.
    #[error("{path}: takes more memory to decompress than is given to it: {cause}; compress it anew, with xz -9 or zstd -19 at most")]
    Memory {
        /// The file.
        path: String,
        /// What the decoder says.
        cause: io::Error,
    },
    /// Larger than any file of its kind, where no option says how large it may be.
    #[error("{path}: larger than {limit} bytes, decompressed; give it in parts, or check that it is the file you mean")]
    FileTooLarge {
        /// The file.
        path: String,
        /// The limit.
        limit: u64,
    },
    /// Larger than the limit.
    #[error("{path}: larger than {limit} bytes; raise the limit with --max-bytes if that is one article")]
    TooLarge {
        /// The file.
        path: String,
        /// The limit in force.
        limit: u64,
    },
    /// A record larger than the limit; those after it are read.
    #[error("{place}: larger than {limit} bytes and passed over; raise the limit with --max-bytes if that is one article")]
    RecordTooLarge {
        /// The record.
        place: Place,
        /// The limit in force.
        limit: u64,
    },
    /// More lines, tags and entities than an article has.
    #[error("{path}: more than {most} lines, tags and entities, as no article has; give its articles one by one")]
    TooMany {
        /// The file.
        path: String,
        /// How many there may be.
        most: usize,
    },
    /// A record of more lines, tags and entities than an article has; those after it are read.
    #[error("{place}: more than {most} lines, tags and entities, as no article has, and passed over; give its articles one by one")]
    RecordTooMany {
        /// The record.
        place: Place,
        /// How many there may be.
        most: usize,
    },
    /// A record that is not valid; those after it are read.
    #[error("{place}: {cause}; the record is passed over")]
    Record {
        /// The record.
        place: Place,
        /// What is wrong.
        cause: String,
    },
    /// A line of JSONL that is not an object; those after it are read.
    #[error(
        "{place}:{column}: {cause}; one JSON object per line is expected: put the line right, or name the format with --input-format; the record is passed over"
    )]
    NoObject {
        /// The record.
        place: Place,
        /// 1-based, in bytes.
        column: usize,
        /// What is wrong there.
        cause: String,
    },
    /// A record without text; those after it are read.
    #[error("{place}: holds no text")]
    EmptyRecord {
        /// The record.
        place: Place,
    },
    /// A picture, a style sheet: nothing that was to be read.
    #[error("{place}: `{kind:.60}` is no page")]
    NotAPage {
        /// The record.
        place: Place,
        /// What the server said it is.
        kind: String,
    },
    /// The text's field or column is missing.
    #[error("{place}: no `{field}`, but {}; name the one that holds the text with {option}", list(found))]
    NoField {
        /// The record or header.
        place: Place,
        /// The field in force.
        field: String,
        /// The option that names it.
        option: &'static str,
        /// The fields that are there.
        found: Vec<String>,
    },
    /// The text's field is missing in many records of one document.
    #[error(
        "{place}: no `{field}` in this object and {more} more behind it, but {}; name the one that holds the text with --text-field",
        list(found)
    )]
    NoFieldInMany {
        /// The first of them.
        place: Place,
        /// How many more there are.
        more: u64,
        /// The field in force.
        field: String,
        /// The fields that the first has.
        found: Vec<String>,
    },
    /// A table in which the name of a column does not say which is meant.
    #[error("{place}: {count} columns are called `{column}`; give the one that is meant another name")]
    SameColumn {
        /// The header.
        place: Place,
        /// The name in force.
        column: String,
        /// How many there are.
        count: usize,
    },
    /// A row with more cells than a table can have.
    #[error("{place}: more than {most} columns; check that this is a table, and name its separator with --delimiter")]
    TooWide {
        /// The row.
        place: Place,
        /// The most that are read.
        most: usize,
    },
    /// The stream breaks off or is damaged: what stands before is read.
    #[error("{place}: the input breaks off here: {cause}; what stands before is read. Fetch the file again if it was cut short")]
    Broken {
        /// The record that could not be read.
        place: Place,
        /// What the decoder says.
        cause: io::Error,
    },
    /// A record that says of itself what is not so; it is read as far as it goes, and so are those after it.
    #[error("{place}: {cause}; it is read up to where the next one begins. Fetch the archive again if text is missing")]
    WrongRecord {
        /// The record.
        place: Place,
        /// What is wrong.
        cause: String,
    },
    /// What follows from a fault that is told of the same record.
    #[error("{cause} (this follows from what is told of the record)")]
    Beside {
        /// The error itself.
        cause: Box<Error>,
    },
    /// Parquet from a pipe.
    #[error("{path}: Parquet is read from its end, which a pipe does not have; give the file's path")]
    NotSeekable {
        /// The input.
        path: String,
    },
    /// Built without a format.
    #[error("{path}: this build reads no {format}; build with --features {format}")]
    NotBuilt {
        /// The input.
        path: String,
        /// The cargo feature.
        format: &'static str,
    },
}

impl Error {
    /// Whether it tells of something that was never meant to be read (pictures in a web archive), or is told already, and so is no failure.
    pub(crate) fn is_expected(&self) -> bool {
        matches!(self, Self::NotAPage { .. } | Self::Beside { .. })
    }

    /// Whether reading ended because the run is to, as a [`super::Stop`] says: nothing is wrong with the input.
    pub(crate) fn is_stop(&self) -> bool {
        match self {
            Self::Unreadable { cause, .. } | Self::Damaged { cause, .. } | Self::Broken { cause, .. } => wait::is_stop(cause),
            _ => false,
        }
    }
}

/// What the JSON reader says and in which column, without the line that it counts by itself.
pub(crate) fn json_fault(error: &serde_json::Error) -> (String, usize) {
    let (said, place) = (error.to_string(), format!(" at line {} column {}", error.line(), error.column()));
    (said.strip_suffix(&place).unwrap_or(&said).to_owned(), error.column())
}

/// What a JSON value is, in words.
pub(super) fn kind(value: &serde_json::Value) -> &'static str {
    use serde_json::Value;
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn but(found: &str) -> String {
    if found.is_empty() { String::new() } else { format!(", but {found}") }
}

fn list(found: &[String]) -> String {
    const MOST: usize = 12;
    // a file that is no table may have anything as its header
    const LETTERS: usize = 60;
    if found.is_empty() {
        return "nothing else".to_owned();
    }
    let shown: Vec<String> = found.iter().take(MOST).map(|name| format!("`{name:.LETTERS$}`")).collect();
    let more = if found.len() > MOST { format!(" and {} more", found.len() - MOST) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
