//! Articles in. [`inputs`] lists what the paths on the command line mean, [`article`] reads one of them.
//! To add a format: one file that makes an [`Article`] from bytes.

mod encoding;
mod html;

use crate::article::Article;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// More than any article: what is larger is refused, unless the limit is raised.
pub const DEFAULT_LIMIT: u64 = 64 << 20;

/// Where an article comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name that rows and messages carry.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }
}

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
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
    /// A folder without `*.txt` and `*.html`.
    #[error("{path}: the folder holds no *.txt or *.html file; name the files themselves if they end otherwise")]
    NoTexts {
        /// The folder.
        path: String,
    },
    /// NUL bytes: a picture, an archive, a program.
    #[error("{path}: not a text: byte {at} is NUL; give plain text (UTF-8, UTF-16 or Windows-1252)")]
    Binary {
        /// The file.
        path: String,
        /// Offset of the first NUL.
        at: usize,
    },
    /// Nothing but white space.
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
    /// Larger than the limit.
    #[error("{path}: larger than {limit} bytes; raise the limit with --max-bytes if that is one article")]
    TooLarge {
        /// The file.
        path: String,
        /// The limit in force.
        limit: u64,
    },
}

/// What the paths mean, in their order: files as they are, folders as all `*.txt`, `*.html` and `*.htm` below them (sorted), `-` or nothing as
/// standard input. What leads nowhere stands there as an error.
pub fn inputs(paths: &[PathBuf]) -> Vec<Result<Input, Error>> {
    if paths.is_empty() {
        return vec![Ok(Input::Stdin)];
    }
    paths.iter().flat_map(|path| expand(path)).collect()
}

fn expand(path: &Path) -> Vec<Result<Input, Error>> {
    let name = || path.to_string_lossy().into_owned();
    if path == Path::new("-") {
        return vec![Ok(Input::Stdin)];
    }
    match std::fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => vec![Err(Error::Missing { path: name() })],
        Err(cause) => vec![Err(Error::Unreadable { path: name(), cause })],
        Ok(meta) if meta.is_dir() => {
            let found: Vec<_> = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_map(text_file).collect();
            if found.is_empty() { vec![Err(Error::NoTexts { path: name() })] } else { found }
        }
        Ok(_) => vec![Ok(Input::File(path.to_owned()))],
    }
}

fn text_file(entry: walkdir::Result<walkdir::DirEntry>) -> Option<Result<Input, Error>> {
    match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => {
            let endings = ["txt", "html", "htm"];
            let is_text = entry.path().extension().is_some_and(|e| endings.iter().any(|ending| e.eq_ignore_ascii_case(ending)));
            is_text.then(|| Ok(Input::File(entry.into_path())))
        }
        Err(error) => {
            let path = error.path().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("a link that leads back to itself"));
            Some(Err(Error::Unreadable { path, cause }))
        }
    }
}

/// Reads one article of at most `limit` bytes.
///
/// # Errors
/// See [`Error`]; each names the file.
pub fn article(input: &Input, limit: u64) -> Result<Article, Error> {
    let path = input.name();
    let bytes = read(input, limit).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => Error::Missing { path: path.clone() },
        _ => Error::Unreadable { path: path.clone(), cause },
    })?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge { path, limit });
    }
    if html::is_page(&path, &bytes) {
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

/// Reads one byte more than the limit, so that the caller can tell.
fn read(input: &Input, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match input {
        Input::Stdin => io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes)?,
        Input::File(path) => File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}
