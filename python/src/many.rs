//! `PairsMany`: the rows of many articles, one after the other, worked on by threads ahead of who takes them.

use crate::fault::{Fault, guarded};
use crate::input::Input;
use crate::pairer::Shared;
use crate::rows::Rows;
use cotejo::read;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, available_parallelism, spawn};
use std::time::{Duration, Instant};

/// Articles that are under way for each thread: enough that none waits while the caller is busy.
const AHEAD: usize = 16;
/// Bytes that are under way, one article more at most.
const AHEAD_BYTES: usize = 64 << 20;
/// How often Ctrl-C is looked for.
const MOMENT: Duration = Duration::from_millis(100);

/// How long threads are waited for that nobody needs any more.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is done with each article.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: read::Options,
}

impl Work {
    fn rows(&self, input: Input, index: u64) -> Result<Rows, Fault> {
        let article = guarded(|| input.read(index, &self.options)).flatten()?;
        self.shared.rows(&article)
    }
}

/// The name of an article, for what is said of it, and its rows.
type Done = (String, Result<Rows, Fault>);

/// An article that was taken from the caller.
struct Taken {
    bytes: usize,
    done: Option<Done>,
}

/// The rows of many articles: an iterator that `pairs_many` gives.
///
/// After an error that it raised, `next` goes on with the article behind it.
///
/// >>> many = cotejo.pairs_many([article, None, article])
/// >>> len(next(many))
/// 2
/// >>> next(many)
/// Traceback (most recent call last):
/// ...
/// cotejo_captions.ArticleTypeError: article 1: an article is a str, bytes, a path (os.PathLike) or a mapping with `text`, not NoneType
/// >>> len(next(many))
/// 2
#[pyclass(module = "cotejo_captions")]
pub(crate) struct PairsMany {
    /// `None` where it is at its end.
    articles: Option<Py<PyIterator>>,
    /// What the caller's iterator raised: told where it stands.
    broken: Option<PyErr>,
    work: Work,
    crew: Option<Crew>,
    raises: bool,
    /// In order; the first is the next to be given.
    waiting: VecDeque<Taken>,
    /// How many were given.
    given: u64,
    bytes: usize,
    most: usize,
}

/// Threads, what they are to do and what they did.
struct Crew {
    orders: Option<Sender<(u64, Input)>>,
    done: Receiver<(u64, Done)>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Crew {
    fn new(count: usize, work: &Work) -> Self {
        let (orders, to_do) = unbounded::<(u64, Input)>();
        let (results, done) = unbounded();
        let stop = Arc::new(AtomicBool::new(false));
        let thread = |_| {
            let (work, to_do, results, stop) = (work.clone(), to_do.clone(), results.clone(), stop.clone());
            spawn(move || {
                for (index, input) in to_do.iter().take_while(|_| !stop.load(Ordering::Relaxed)) {
                    let name = input.name(index);
                    // nobody waits for it where the iterator is gone
                    let _ = results.send((index, (name, work.rows(input, index))));
                }
            })
        };
        Self { orders: Some(orders), done, stop: stop.clone(), threads: (0..count).map(thread).collect() }
    }
}

/// The threads end with the article that they are at, and are waited for, so that none works on when the interpreter ends; not for long, since
/// Ctrl-C may have ended the wait for a very long article.
impl Drop for Crew {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.orders = None;
        let threads = std::mem::take(&mut self.threads);
        // they may want the interpreter, for the caller's translator
        Python::try_attach(|py| {
            py.detach(|| {
                let latest = Instant::now() + PATIENCE;
                // each has a sender of results until its end
                while !matches!(self.done.recv_deadline(latest), Err(RecvTimeoutError::Disconnected)) {
                    if Instant::now() >= latest {
                        return;
                    }
                }
                threads.into_iter().for_each(|thread| drop(thread.join()));
            });
        });
    }
}

impl PairsMany {
    pub(crate) fn new(articles: &Bound<'_, PyAny>, work: Work, jobs: Option<i64>, errors: &str) -> PyResult<Self> {
        let jobs = match jobs {
            None => available_parallelism().map_or(1, Into::into),
            Some(jobs @ 1..=1024) => jobs as usize,
            Some(other) => return Err(PyValueError::new_err(format!("`jobs` is {other}: give a number of threads from 1 to 1024"))),
        };
        let raises = match errors {
            "raise" => true,
            "yield" => false,
            other => return Err(PyValueError::new_err(format!("`errors` is \"raise\" or \"yield\", not {other:?}"))),
        };
        // one thread is the caller's own: nothing is handed over, nothing read ahead
        let crew = (jobs > 1).then(|| Crew::new(jobs, &work));
        Ok(Self {
            articles: Some(articles.try_iter()?.unbind()),
            broken: None,
            work,
            crew,
            raises,
            waiting: VecDeque::new(),
            given: 0,
            bytes: 0,
            most: jobs * AHEAD,
        })
    }

    /// Takes an article from the caller, if there is one.
    fn take(&mut self, py: Python<'_>) {
        let Some(articles) = &self.articles else { return };
        let index = self.given + self.waiting.len() as u64;
        let next = match articles.bind(py).clone().next() {
            Some(Ok(next)) => next,
            end => {
                self.articles = None;
                self.broken = end.and_then(Result::err);
                return;
            }
        };
        let taken = match Input::of(&next) {
            Err(fault) => Taken { bytes: 0, done: Some((format!("article {index}"), Err(fault))) },
            Ok(input) => {
                let bytes = input.len();
                let done = match self.crew.as_ref().and_then(|crew| crew.orders.as_ref()) {
                    // the threads live as long as the sender
                    Some(orders) => orders.send((index, input)).err().map(|lost| (lost.0.1.name(index), Err(gone()))),
                    None => Some((input.name(index), py.detach(|| self.work.rows(input, index)))),
                };
                Taken { bytes, done }
            }
        };
        self.bytes += taken.bytes;
        self.waiting.push_back(taken);
    }

    /// Waits until the first of those that were taken is done.
    fn wait(&mut self, py: Python<'_>) -> PyResult<()> {
        while self.waiting.front().is_some_and(|first| first.done.is_none()) {
            let Some(crew) = &self.crew else { return Ok(()) };
            match crew.done.try_recv().or_else(|_| py.detach(|| crew.done.recv_timeout(MOMENT))) {
                Ok((index, done)) => {
                    if let Some(taken) = self.waiting.get_mut((index - self.given) as usize) {
                        taken.done = Some(done);
                    }
                }
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => self.waiting[0].done = Some((String::new(), Err(gone()))),
            }
        }
        Ok(())
    }
}

fn gone() -> Fault {
    Fault::Internal("the threads are gone; please report it".to_owned())
}

#[pymethods]
impl PairsMany {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        // one more than is given until enough are under way: a slow source does not keep back the first rows
        for _ in 0..2 {
            if self.waiting.is_empty() || self.waiting.len() < self.most && self.bytes < AHEAD_BYTES && self.crew.is_some() {
                self.take(py);
            }
        }
        self.wait(py)?;
        let Some(Taken { bytes, done: Some((name, result)) }) = self.waiting.pop_front() else {
            self.crew = None;
            return self.broken.take().map_or(Ok(None), Err);
        };
        let index = self.given;
        (self.given, self.bytes) = (index + 1, self.bytes - bytes);
        match result {
            Ok(rows) => Ok(Some(Bound::new(py, rows)?.into_any())),
            Err(fault @ Fault::Raised(_)) => Err(fault.into_exception(py, &name, None)),
            Err(fault) => {
                let error = fault.into_exception(py, &name, Some(index));
                if self.raises { Err(error) } else { Ok(Some(error.into_value(py).into_bound(py).into_any())) }
            }
        }
    }
}
