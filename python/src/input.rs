//! What Python gives as an article.

use crate::fault::Fault;
use cotejo::Article;
use cotejo::read::{self, TextFormat};
use pyo3::exceptions::{PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMapping, PyString};
use std::path::PathBuf;

/// An article that is still to be read; any thread may do that.
pub(crate) struct Input {
    content: Content,
    name: Option<String>,
    day: Option<String>,
}

enum Content {
    /// A text or a page.
    Text(String),
    /// What a file holds.
    Bytes(Vec<u8>),
    /// A file, opened where it is read.
    File(PathBuf),
}

impl Input {
    /// A `str`, `bytes`, path or record.
    pub(crate) fn of(given: &Bound<'_, PyAny>) -> Result<Self, Fault> {
        if let Some(content) = content(given)? {
            return Ok(Self { content, name: None, day: None });
        }
        if given.hasattr("__fspath__").map_err(Fault::Raised)? {
            let path: PathBuf = given.extract().map_err(Fault::Raised)?;
            return Ok(Self { name: Some(path.to_string_lossy().into_owned()), content: Content::File(path), day: None });
        }
        if let Ok(record) = given.cast::<PyMapping>() {
            return Self::of_record(record);
        }
        Err(Fault::Type(format!("an article is a str, bytes, a path (os.PathLike) or a mapping with `text`, not {}", kind(given))))
    }

    /// A record, as of JSONL: `text` and, where they are there, `id`, `url` and `date`.
    fn of_record(record: &Bound<'_, PyMapping>) -> Result<Self, Fault> {
        let field = |name: &str| -> Result<Option<Bound<'_, PyAny>>, Fault> {
            if !record.contains(name).map_err(Fault::Raised)? {
                return Ok(None);
            }
            record.get_item(name).map(|value| (!value.is_none()).then_some(value)).map_err(Fault::Raised)
        };
        let word = |name: &str| field(name)?.map(|value| value.str()?.extract()).transpose().map_err(Fault::Raised);
        let Some(text) = field("text")? else {
            let keys = record.keys().and_then(|keys| keys.repr()).map_or_else(|_| "others".to_owned(), |keys| keys.to_string());
            return Err(Fault::Value(format!("the record has no `text`, but {keys:.200}; give its text that name")));
        };
        let Some(content) = content(&text)? else {
            return Err(Fault::Type(format!("the record's `text` is a str or bytes, not {}", kind(&text))));
        };
        let name = word("id")?.or(word("url")?);
        Ok(Self { content, name, day: word("date")? })
    }

    /// With what the caller says of it.
    pub(crate) fn called(self, name: Option<String>, day: Option<String>) -> Self {
        Self { name: name.or(self.name), day: day.or(self.day), ..self }
    }

    /// Its own name, else its place among all.
    pub(crate) fn name(&self, index: u64) -> String {
        self.name.clone().unwrap_or_else(|| index.to_string())
    }

    /// How many bytes it holds.
    pub(crate) fn len(&self) -> usize {
        match &self.content {
            Content::Text(text) => text.len(),
            Content::Bytes(bytes) => bytes.len(),
            Content::File(_) => 0,
        }
    }

    /// Reads it.
    pub(crate) fn read(self, index: u64, options: &read::Options) -> Result<Article, Fault> {
        let name = self.name(index);
        let mut article = match self.content {
            Content::Text(text) => read::from_text(name.clone(), text, options),
            Content::Bytes(bytes) => read::from_bytes(name.clone(), bytes, options),
            Content::File(path) => read::article(&read::Input::File(path), options),
        }?;
        article.id = name;
        Ok(read::dated(article, self.day.as_deref()))
    }
}

fn content(given: &Bound<'_, PyAny>) -> Result<Option<Content>, Fault> {
    if let Ok(text) = given.cast::<PyString>() {
        return match text.to_cow() {
            Ok(text) => Ok(Some(Content::Text(text.into_owned()))),
            Err(error) => Err(no_text(given.py(), error)),
        };
    }
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return Ok(Some(Content::Bytes(bytes.as_bytes().to_vec())));
    }
    Ok(given.cast::<PyByteArray>().ok().map(|bytes| Content::Bytes(bytes.to_vec())))
}

/// Half of a character, as `errors="surrogateescape"` leaves it.
fn no_text(py: Python<'_>, error: PyErr) -> Fault {
    if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
        return Fault::Raised(error);
    }
    let at = error.value(py).getattr("start").map_or_else(|_| "?".to_owned(), |at| at.to_string());
    Fault::Value(format!("character {at} of the text is a lone surrogate; give the bytes, or decode them with errors=\"replace\""))
}

fn kind(given: &Bound<'_, PyAny>) -> String {
    given.get_type().qualname().map_or_else(|_| "this".to_owned(), |name| name.to_string())
}

/// How inputs are read.
pub(crate) fn options(max_bytes: u64, format: &str) -> PyResult<read::Options> {
    let mut options = read::Options::default();
    options.max_bytes = max_bytes;
    (options.text, options.format) = match format {
        "auto" => (TextFormat::Auto, None),
        "text" => (TextFormat::Text, Some(read::Format::Text)),
        "html" => (TextFormat::Html, Some(read::Format::Html)),
        other => return Err(PyValueError::new_err(format!("`format` is \"auto\", \"text\" or \"html\", not {other:?}"))),
    };
    Ok(options)
}
