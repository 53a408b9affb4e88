//! Reads articles. [`inputs`] lists the files that paths stand for, [`jobs`] opens one of them: a job for each article,
//! made in order and cheap to make; running it (on any thread) decodes the article.
//!
//! `source` undoes compression, `encoding` odd encodings, [`Format`] tells what an input is. To add a format: a file with its
//! `jobs`, a line in [`Format`] and in [`jobs`].

mod again;
mod encoding;
mod error;
mod foreign;
mod format;
#[cfg(feature = "parquet")]
mod guard;
mod html;
mod json;
mod jsonl;
mod limit;
mod markup;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
mod path;
mod source;
mod table;
mod wait;
mod walk;
mod warc;

pub(crate) use error::json_fault;
pub use error::{Error, Place};
pub use foreign::Foreign;
pub use format::Format;
#[cfg(feature = "parquet")]
#[doc(hidden)]
pub use guard::is_guarded;
#[cfg(feature = "review")]
pub(crate) use json::parse as json;
pub(crate) use limit::Held;
pub use markup::TextFormat;
pub(crate) use wait::Stop;
#[cfg(feature = "cli")]
pub(crate) use wait::is_stop;
#[cfg(feature = "review")]
pub(crate) use walk::is_pattern;
pub use walk::{Inputs, inputs};
#[cfg(feature = "cli")]
pub(crate) use walk::{Skipped, Walk, inputs_beside};

use crate::article::Article;
use source::Source;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More than any article: what is larger is refused, unless the limit is raised.
pub(crate) const DEFAULT_LIMIT: u64 = 64 << 20;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// Standard input for `-`, else the file.
    pub fn at(path: &Path) -> Self {
        if path == Path::new("-") { Self::Stdin } else { Self::File(path.to_owned()) }
    }

    /// The name that rows and messages carry.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }
}

/// The names of the fields or columns of a record. A field of a field is `a.b`, every item of a list `a[]`, several are `a,b`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fields {
    /// The article's text.
    pub text: String,
    /// Its name in rows.
    pub id: String,
    /// Its address; its name where there is no id.
    pub url: String,
    /// The day of publication, ISO 8601.
    pub date: String,
}

impl Default for Fields {
    /// FineWeb's.
    fn default() -> Self {
        let [text, id, url, date] = ["text", "id", "url", "date"].map(str::to_owned);
        Self { text, id, url, date }
    }
}

impl Fields {
    /// The article of texts, with its id, address and day.
    fn article(texts: Vec<String>, [id, url, date]: [Option<String>; 3], place: &Place, format: TextFormat) -> Result<Article, Error> {
        let id = id.or(url).unwrap_or_else(|| place.to_string());
        let article = markup::article(id, texts, format).map_err(|_| Error::RecordTooMany { place: place.clone(), most: limit::PARTS })?;
        Ok(dated(article, date.as_deref()))
    }
}

/// The article as published on a day in ISO 8601; what is none is passed over.
#[must_use]
pub fn dated(article: Article, day: Option<&str>) -> Article {
    let day = day.and_then(|day| day.get(..10)?.parse().ok());
    Article { published: day.or(article.published), ..article }
}

/// How inputs are read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The most bytes of one article, after decompression.
    pub max_bytes: u64,
    /// The format of every input; recognised by name and content where `None`.
    pub format: Option<Format>,
    /// The names of fields and columns.
    pub fields: Fields,
    /// What the texts of records are written in.
    pub text: TextFormat,
    /// What parts the cells of a table; recognised from its header where `None`.
    pub delimiter: Option<u8>,
    /// Ends reads that wait.
    pub(crate) stop: Stop,
    /// Counts what is read and waits to be decoded.
    pub(crate) held: Held,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_bytes: DEFAULT_LIMIT,
            format: None,
            fields: Fields::default(),
            text: TextFormat::Auto,
            delimiter: None,
            stop: Stop::default(),
            held: Held::default(),
        }
    }
}

/// An article that is still to be decoded. Jobs of one input come in its order; running one needs nothing of the others.
pub type Job = Box<dyn FnOnce() -> Result<Article, Error> + Send>;

/// How the names of files begin that are still to take their place.
pub(crate) const UNFINISHED: &str = ".cotejo-";
/// How the names end of what remembers an unfinished run, beside its output.
pub(crate) const JOURNAL: &str = ".cotejo-journal";

/// The articles of an input, in its order. An input that cannot be opened gives one job that says so.
pub fn jobs(input: Input, options: &Arc<Options>) -> Box<dyn Iterator<Item = Job> + Send> {
    let named = options.format.or_else(|| Format::of_name(&input.name()));
    let options = options.clone();
    if matches!(input, Input::File(_)) && named.is_some_and(Format::is_one_article) {
        // opened where it is decoded
        return Box::new(std::iter::once(Box::new(move || article(&input, &options)) as Job));
    }
    opened(&input, named, options).unwrap_or_else(|error| Box::new(std::iter::once(Box::new(move || Err(error)) as Job)))
}

fn opened(input: &Input, named: Option<Format>, options: Arc<Options>) -> Result<Box<dyn Iterator<Item = Job> + Send>, Error> {
    let name = input.name();
    let mut source = open(input, options.stop)?;
    let head = source::look(&mut source).map_err(|cause| unreadable(input.name(), cause))?;
    let format = named.unwrap_or_else(|| Format::of_content(head));
    let in_utf32 = || if format.is_one_article() { None } else { foreign::in_utf32(head) };
    if let Some(foreign) = foreign(head, &options).or_else(in_utf32) {
        return Err(Error::Foreign { path: name, foreign });
    }
    let lines = |source| source::without_utf16(source).map_err(|cause| unreadable(input.name(), cause));
    let (source, counted) = limit::counted(source);
    let held = options.held.clone();
    let jobs: Box<dyn Iterator<Item = Job> + Send> = match format {
        Format::Text | Format::Html => {
            let name = name.clone();
            Box::new(std::iter::once(Box::new(move || whole(source, name, Some(format), &options)) as Job))
        }
        Format::Jsonl => Box::new(jsonl::jobs(lines(source)?, name, options)),
        Format::Csv => table::jobs(lines(source)?, b',', name, options)?,
        Format::Tsv => table::jobs(lines(source)?, b'\t', name, options)?,
        Format::Warc => Box::new(warc::jobs(source, name, options)),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::jobs(input, options)?,
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(Error::NotBuilt { path: name, format: "parquet" }),
    };
    Ok(Box::new(limit::holding(jobs, counted, held)))
}

/// The records of JSONL on standard input as they arrive; `None` for an empty line, which asks for an answer.
///
/// # Errors
/// Nothing can be read.
pub(crate) fn requests(options: &Arc<Options>) -> Result<impl Iterator<Item = Option<Job>> + Send + use<>, Error> {
    let name = Input::Stdin.name();
    let source = open(&Input::Stdin, options.stop)
        .and_then(|source| source::without_utf16(source).map_err(|cause| unreadable(name.clone(), cause)))?;
    Ok(jsonl::lines(source, name, options.clone()))
}

/// The whole of an input as text, with compression undone: for what is no article. It is held in memory, so it may have `limit` bytes.
///
/// # Errors
/// [`Error::Missing`], [`Error::Unreadable`], [`Error::Damaged`], [`Error::Foreign`], [`Error::FileTooLarge`], [`Error::NotUtf8`].
pub(crate) fn text(input: &Input, limit: u64) -> Result<String, Error> {
    let path = input.name();
    let failed = |cause| unreadable(path.clone(), cause);
    let mut source = open(input, Stop::default())?;
    let head = source::look(&mut source).map_err(failed)?;
    if let Some(foreign) = foreign::told(head).or_else(|| foreign::in_utf32(head)) {
        return Err(Error::Foreign { path, foreign });
    }
    let mut content = Vec::new();
    let read = source::without_utf16(source).and_then(|source| source.take(limit.saturating_add(1)).read_to_end(&mut content));
    read.map_err(failed)?;
    if content.len() as u64 > limit {
        return Err(Error::FileTooLarge { path, limit });
    }
    String::from_utf8(content).map_err(|error| Error::NotUtf8 { path, at: error.utf8_error().valid_up_to() })
}

/// The most bytes of a table of rows that is held in memory.
pub(crate) const TABLE_LIMIT: u64 = 256 << 20;

/// An input's bytes, with compression undone: for tables that hold no articles.
#[cfg(feature = "review")]
pub(crate) fn bytes(input: &Input) -> io::Result<impl io::BufRead> {
    source::without_utf16(source::open(input, Stop::default())?)
}

fn open(input: &Input, stop: Stop) -> Result<Source, Error> {
    source::open(input, stop).map_err(|cause| unreadable(input.name(), cause))
}

/// An input's bytes as they are, which end with an error when `stop` is set.
///
/// # Errors
/// [`Error::Missing`], [`Error::Unreadable`], [`Error::NoFile`].
#[cfg(feature = "cli")]
pub(crate) fn raw(input: &Input, stop: Stop) -> Result<Box<dyn Read + Send>, Error> {
    let source = source::raw(input, stop).map_err(|cause| unreadable(input.name(), cause))?;
    Ok(Box::new(wait::Watched(source, stop)))
}

/// A file that a person named, to be read; at most `limit` bytes of it.
///
/// # Errors
/// What the system says, or that it is larger.
#[cfg(feature = "cli")]
pub(crate) fn small(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    source::raw(&Input::File(path.to_owned()), Stop::default())?.take(limit + 1).read_to_end(&mut content)?;
    if content.len() as u64 > limit { Err(io::Error::other(TooLarge(limit))) } else { Ok(content) }
}

/// Something that is larger than any of its kind.
#[derive(Debug, thiserror::Error)]
#[error("larger than {0} bytes")]
pub(crate) struct TooLarge(pub(crate) u64);

pub(crate) fn unreadable(path: String, cause: io::Error) -> Error {
    if let Some(no_file) = cause.get_ref().and_then(|inner| inner.downcast_ref::<walk::NoFile>()) {
        return Error::NoFile { path, kind: no_file.0.to_owned() };
    }
    if let Some(TooLarge(limit)) = cause.get_ref().and_then(|inner| inner.downcast_ref::<TooLarge>()) {
        return Error::RowTooLarge { path, limit: *limit };
    }
    // of the decoders only zstd and xz ask for much
    if cause.kind() == io::ErrorKind::OutOfMemory || cause.raw_os_error().is_none() && cause.to_string().contains("memory") {
        return Error::Memory { path, cause };
    }
    match (cause.kind(), cause.raw_os_error()) {
        (io::ErrorKind::NotFound, _) => Error::Missing { path },
        (_, Some(_)) => Error::Unreadable { path, cause },
        // a decoder's word, not the system's
        (_, None) => Error::Damaged { path, cause },
    }
}

/// Reads an input that is one article: plain text or a page.
///
/// # Errors
/// See [`Error`]; each names the file.
pub fn article(input: &Input, options: &Options) -> Result<Article, Error> {
    let mut source = open(input, options.stop)?;
    let head = source::look(&mut source).map_err(|cause| unreadable(input.name(), cause))?;
    if let Some(foreign) = foreign(head, options) {
        return Err(Error::Foreign { path: input.name(), foreign });
    }
    whole(source, input.name(), options.format.or_else(|| Format::of_name(&input.name())), options)
}

/// The article of a text or page in memory, as a record of JSONL is read: `options.text` says which of the two it is.
///
/// # Errors
/// [`Error::TooLarge`], [`Error::TooMany`]; both name the article.
pub fn from_text(name: impl Into<String>, text: String, options: &Options) -> Result<Article, Error> {
    let (path, limit) = (name.into(), options.max_bytes);
    if text.len() as u64 > limit {
        return Err(Error::TooLarge { path, limit });
    }
    markup::article(path.clone(), vec![text], options.text).map_err(|_| Error::TooMany { path, most: limit::PARTS })
}

/// The article of a text or page in memory, as a file with these bytes is read; nothing is decompressed.
///
/// # Errors
/// As [`article`].
pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>, options: &Options) -> Result<Article, Error> {
    let path = name.into();
    if let Some(foreign) = foreign(&bytes[..bytes.len().min(source::LOOK)], options) {
        return Err(Error::Foreign { path, foreign });
    }
    whole(Box::new(io::Cursor::new(bytes)), path, options.format, options)
}

/// What is not read; a format that is asked for reads what is text.
fn foreign(head: &[u8], options: &Options) -> Option<Foreign> {
    foreign::told(head).filter(|foreign| !foreign.is_read_as(options.format))
}

/// Reads one byte more than the limit, so that too much can be told.
fn whole(source: Source, path: String, format: Option<Format>, options: &Options) -> Result<Article, Error> {
    let limit = options.max_bytes;
    let mut bytes = Vec::new();
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|cause| unreadable(path.clone(), cause))?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge { path, limit });
    }
    let called = if format == Some(Format::Html) { "page.html" } else { "" };
    if html::is_page(called, &bytes) {
        let page = encoding::decode_page(bytes, None);
        return html::article(path.clone(), &page).map_err(|fault| match fault {
            html::Fault::NoText => Error::NoText { path },
            html::Fault::TooMany => Error::TooMany { path, most: limit::PARTS },
        });
    }
    let text = encoding::decode(bytes).map_err(|at| Error::Binary { path: path.clone(), at })?;
    limit::fits(&text).map_err(|most| Error::TooMany { path: path.clone(), most })?;
    let article = Article::from_text(path, text);
    if article.blocks.is_empty() {
        return Err(Error::Empty { path: article.id });
    }
    Ok(article)
}
