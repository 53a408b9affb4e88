//! Articles in. [`inputs`] lists what the paths on the command line mean, [`jobs`] opens one of them: a job for each article,
//! made in order and cheap to make; running it (on any thread) decodes the article.
//!
//! `source` undoes compression, `encoding` odd encodings, [`Format`] tells what an input is. To add a format: a file with its
//! `jobs`, a line in [`Format`] and in [`jobs`].

pub(crate) mod consumed;
mod encoding;
mod error;
mod format;
#[cfg(feature = "parquet")]
mod guard;
mod html;
mod jsonl;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
mod source;
mod table;
mod warc;

pub(crate) use error::json_fault;
pub use error::{Error, Place};
pub use format::Format;
#[cfg(feature = "parquet")]
#[doc(hidden)]
pub use guard::is_guarded;

use crate::article::Article;
use source::Source;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More than any article: what is larger is refused, unless the limit is raised.
pub const DEFAULT_LIMIT: u64 = 64 << 20;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// The names of the fields or columns of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    fn article(&self, text: String, id: Option<String>, url: Option<String>, date: Option<String>, place: &Place) -> Article {
        let mut article = Article::from_text(id.or(url).unwrap_or_else(|| place.to_string()), text);
        article.published = date.and_then(|date| date.get(..10)?.parse().ok());
        article
    }
}

/// How inputs are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The most bytes of one article, after decompression.
    pub max_bytes: u64,
    /// The format of every input; told by name and content where `None`.
    pub format: Option<Format>,
    /// The names of fields and columns.
    pub fields: Fields,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_bytes: DEFAULT_LIMIT, format: None, fields: Fields::default() }
    }
}

/// An article that is still to be decoded. Jobs of one input come in its order; running one needs nothing of the others.
pub type Job = Box<dyn FnOnce() -> Result<Article, Error> + Send>;

/// What the paths mean, in their order: files as they are, folders as all files of known endings below them (sorted), patterns
/// (`*.txt`) as the files that fit, `-` or nothing as standard input. What leads nowhere stands there as an error.
pub fn inputs(paths: &[PathBuf]) -> Inputs {
    inputs_beside(paths, &[])
}

/// The same without what the run writes: `outputs` are in no folder and fit no pattern, nor are files that are still to take their
/// place. A file that is named is read all the same.
pub fn inputs_beside(paths: &[PathBuf], outputs: &[PathBuf]) -> Inputs {
    if paths.is_empty() {
        return Box::new(std::iter::once(Ok(Input::Stdin)));
    }
    // by both names where one is a link
    let outputs: Arc<[PathBuf]> = outputs.iter().flat_map(|path| [Some(path.clone()), path.canonicalize().ok()]).flatten().collect();
    let paths = paths.to_vec();
    Box::new(paths.into_iter().flat_map(move |path| expand(&path, outputs.clone())))
}

/// Inputs, one after the other.
pub type Inputs = Box<dyn Iterator<Item = Result<Input, Error>> + Send>;

/// How the names of files begin that are still to take their place.
pub(crate) const UNFINISHED: &str = ".cotejo-";
/// How the names end of what remembers an unfinished run, beside its output.
pub(crate) const JOURNAL: &str = ".cotejo-journal";

/// Whether a run of this program writes, or wrote, a file.
fn is_written(path: &Path, outputs: &[PathBuf]) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let unfinished = name.starts_with(UNFINISHED.as_bytes()) || name.ends_with(JOURNAL.as_bytes());
    let same_name = || outputs.iter().any(|output| output.file_name() == path.file_name());
    unfinished || (same_name() && path.canonicalize().is_ok_and(|path| outputs.contains(&path)))
}

fn expand(path: &Path, outputs: Arc<[PathBuf]>) -> Inputs {
    let name = path.to_string_lossy().into_owned();
    let one = |input| Box::new(std::iter::once(input)) as Inputs;
    if path == Path::new("-") {
        return one(Ok(Input::Stdin));
    }
    match std::fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound && is_pattern(path) => pattern(name, &outputs),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => one(Err(Error::Missing { path: name })),
        Err(cause) => one(Err(Error::Unreadable { path: name, cause })),
        Ok(meta) if meta.is_dir() => {
            let known = move |entry| known_file(entry, &outputs);
            let mut found = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_map(known).peekable();
            if found.peek().is_none() { one(Err(Error::NoTexts { path: name })) } else { Box::new(found) }
        }
        Ok(_) => one(Ok(Input::File(path.to_owned()))),
    }
}

/// Whether a path that leads nowhere is meant as a pattern.
pub(crate) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn pattern(path: String, outputs: &[PathBuf]) -> Inputs {
    let one = |input| Box::new(std::iter::once(input)) as Inputs;
    let found = match glob::glob(&path) {
        Ok(found) => found,
        Err(error) => return one(Err(Error::Pattern { path, cause: error.to_string() })),
    };
    let files = found.filter(|entry| entry.as_ref().map_or(true, |path| path.is_file() && !is_written(path, outputs)));
    let files: Vec<_> = files.collect();
    if files.is_empty() {
        return one(Err(Error::Pattern { path, cause: "no file fits the pattern".to_owned() }));
    }
    Box::new(files.into_iter().map(|entry| match entry {
        Ok(path) => Ok(Input::File(path)),
        Err(error) => Err(Error::Unreadable { path: error.path().to_string_lossy().into_owned(), cause: error.into() }),
    }))
}

fn known_file(entry: walkdir::Result<walkdir::DirEntry>, outputs: &[PathBuf]) -> Option<Result<Input, Error>> {
    match entry {
        Ok(entry) if entry.file_type().is_dir() || is_written(entry.path(), outputs) => None,
        Ok(entry) => Format::of_name(&entry.file_name().to_string_lossy()).map(|_| Ok(Input::File(entry.into_path()))),
        Err(error) => {
            let path = error.path().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("a link that leads back to itself"));
            Some(Err(Error::Unreadable { path, cause }))
        }
    }
}

/// The articles of an input, in its order. An input that cannot be opened gives one job that says so.
pub fn jobs(input: Input, options: &Arc<Options>) -> Box<dyn Iterator<Item = Job> + Send> {
    let named = options.format.or_else(|| Format::of_name(&input.name()));
    let options = options.clone();
    if is_one_article(&input, &options) {
        // opened where it is decoded
        return Box::new(std::iter::once(Box::new(move || article(&input, &options)) as Job));
    }
    opened(&input, named, options).unwrap_or_else(|error| Box::new(std::iter::once(Box::new(move || Err(error)) as Job)))
}

/// Whether an input is a file that is one article, by its name or the format that was asked for.
fn is_one_article(input: &Input, options: &Options) -> bool {
    let named = options.format.or_else(|| Format::of_name(&input.name()));
    matches!(input, Input::File(_)) && named.is_some_and(Format::is_one_article)
}

/// Consumes a file that is one article as its job would, without reading anything in it; the jobs of other inputs consume theirs when
/// they are made.
#[cfg(feature = "cli")]
pub(crate) fn pass_over(input: &Input, options: &Options) {
    if is_one_article(input, options)
        && let Ok(source) = open(input)
    {
        // what fails has failed in the job, too
        let _ = consumed::counted(source).take(options.max_bytes.saturating_add(1)).read_to_end(&mut Vec::new());
    }
}

fn opened(input: &Input, named: Option<Format>, options: Arc<Options>) -> Result<Box<dyn Iterator<Item = Job> + Send>, Error> {
    let name = input.name();
    let mut source = open(input)?;
    let head = source::look(&mut source).map_err(|cause| unreadable(input.name(), cause))?;
    let lines = |source| source::without_utf16(source).map(consumed::counted).map_err(|cause| unreadable(input.name(), cause));
    Ok(match named.unwrap_or_else(|| Format::of_content(head)) {
        format @ (Format::Text | Format::Html) => {
            let name = name.clone();
            Box::new(std::iter::once(Box::new(move || whole(source, name, Some(format), options.max_bytes)) as Job))
        }
        Format::Jsonl => Box::new(jsonl::jobs(lines(source)?, name, options)),
        Format::Csv => table::jobs(lines(source)?, b',', name, options)?,
        Format::Tsv => table::jobs(lines(source)?, b'\t', name, options)?,
        Format::Warc => Box::new(warc::jobs(consumed::counted(source), name, options)),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::jobs(input, options)?,
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(Error::NotBuilt { path: name, format: "parquet" }),
    })
}

/// The records of JSONL on standard input as they arrive; `None` for an empty line, which asks for an answer.
///
/// # Errors
/// Nothing can be read.
pub fn requests(options: &Arc<Options>) -> Result<impl Iterator<Item = Option<Job>> + Send + use<>, Error> {
    let name = Input::Stdin.name();
    let source = open(&Input::Stdin).and_then(|source| source::without_utf16(source).map_err(|cause| unreadable(name.clone(), cause)))?;
    Ok(jsonl::lines(source, name, options.clone()))
}

/// The whole of an input as text, with compression undone: for what is no article.
///
/// # Errors
/// [`Error::Missing`], [`Error::Unreadable`], [`Error::Damaged`], [`Error::NotUtf8`].
pub fn text(input: &Input) -> Result<String, Error> {
    let mut content = Vec::new();
    let read = bytes(input).and_then(|mut source| source.read_to_end(&mut content));
    read.map_err(|cause| unreadable(input.name(), cause))?;
    String::from_utf8(content).map_err(|error| Error::NotUtf8 { path: input.name(), at: error.utf8_error().valid_up_to() })
}

/// An input's bytes, with compression undone: for tables that hold no articles.
pub(crate) fn bytes(input: &Input) -> io::Result<impl io::BufRead> {
    source::without_utf16(source::open(input)?)
}

fn open(input: &Input) -> Result<Source, Error> {
    source::open(input).map_err(|cause| unreadable(input.name(), cause))
}

pub(crate) fn unreadable(path: String, cause: io::Error) -> Error {
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
    whole(consumed::counted(open(input)?), input.name(), options.format.or_else(|| Format::of_name(&input.name())), options.max_bytes)
}

/// Reads one byte more than the limit, so that too much can be told.
fn whole(source: Source, path: String, format: Option<Format>, limit: u64) -> Result<Article, Error> {
    let mut bytes = Vec::new();
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|cause| unreadable(path.clone(), cause))?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge { path, limit });
    }
    let called = if format == Some(Format::Html) { "page.html" } else { "" };
    if html::is_page(called, &bytes) {
        let page = encoding::decode_page(bytes, None);
        return html::article(path.clone(), &page).ok_or(Error::NoText { path });
    }
    let text = encoding::decode(bytes).map_err(|at| Error::Binary { path: path.clone(), at })?;
    let article = Article::from_text(path, text);
    if article.blocks.is_empty() {
        return Err(Error::Empty { path: article.id });
    }
    Ok(article)
}
