//! What goes wrong with an article, as Python's exceptions.

use cotejo::read;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// Why an article has no result.
pub(crate) enum Fault {
    /// It is nothing that could be an article.
    Type(String),
    /// Its content is wrong.
    Value(String),
    /// The system says so, perhaps with a number.
    Os(String, Option<i32>),
    /// A panic: a fault of ours.
    Internal(String),
    /// What a translator of the caller's raised.
    Raised(PyErr),
}

impl Fault {
    /// The exception, which names the article and, of many, its place among them from 0.
    pub(crate) fn into_exception(self, py: Python<'_>, article: &str, index: Option<u64>) -> PyErr {
        static TYPES: [PyOnceLock<Py<PyType>>; 4] = [const { PyOnceLock::new() }; 4];
        let (at, name, message, errno) = match self {
            Self::Type(message) => (0, "ArticleTypeError", message, None),
            Self::Value(message) => (1, "ArticleValueError", message, None),
            Self::Os(message, errno) => (2, "ArticleOSError", message, errno),
            Self::Internal(message) => (3, "ArticleInternalError", message, None),
            Self::Raised(error) => return error,
        };
        let exception = || {
            let error = TYPES[at].import(py, "cotejo_captions._errors", name)?.call1((message, article, index))?;
            if errno.is_some() {
                error.setattr("errno", errno)?;
            }
            PyResult::Ok(PyErr::from_value(error))
        };
        exception().unwrap_or_else(|error| error)
    }
}

impl From<read::Error> for Fault {
    fn from(error: read::Error) -> Self {
        // the remedy is an argument here, not an option of the command
        let message = error.to_string().replace("--max-bytes", "`max_bytes`").replace("say the format with --input-format", "give a str");
        match &error {
            read::Error::Missing { .. } => Self::Os(message, Some(ENOENT)),
            read::Error::Unreadable { cause, .. } => Self::Os(message, cause.raw_os_error()),
            read::Error::NoFile { .. } => Self::Os(message, None),
            _ => Self::Value(message),
        }
    }
}

/// "No such file or directory", on every system.
const ENOENT: i32 = 2;

thread_local! {
    /// Whether this thread is in [`guarded`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What its last panic said, and where.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The result of `work`, or what it panicked with: no panic crosses into Python, nor onto standard error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| if GUARDED.get() { SAID.set(panic.to_string().replace('\n', " ")) } else { usual(panic) }));
    });
    GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.map_err(|_| {
        let said = SAID.take();
        Fault::Internal(format!(
            "a fault of Cotejo, not of the article: {said}; please report it with the article, and leave the article out"
        ))
    })
}
