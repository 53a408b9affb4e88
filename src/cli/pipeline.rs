//! Articles through all cores, in order: one thread makes jobs, the others run them, results come out as they went in.

use super::progress::Progress;
use super::say;
use crate::Article;
use crate::read::{self, Input};
use anyhow::Result;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Jobs that are run together: enough that handing them over costs nothing, few enough that threads end together.
const BATCH: usize = 8;
/// Batches under way for each thread; so much is in memory at most.
const WAITING: usize = 4;

/// What is read and how.
pub(crate) struct Run<'a> {
    pub(crate) paths: &'a [PathBuf],
    pub(crate) options: Arc<read::Options>,
    pub(crate) threads: usize,
    /// Set by Ctrl-C.
    pub(crate) stop: &'a AtomicBool,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Articles that were read.
    pub(crate) articles: u64,
    /// Inputs or records that could not be read.
    pub(crate) failures: u64,
}

type Done<T> = Vec<Result<Option<T>, read::Error>>;
type Batch<T> = (Vec<read::Job>, Sender<Done<T>>);

impl Run<'_> {
    /// Gives every article to `work` on some thread and its result to `take` on this one, in order. Stops early, with what was begun done, where `stop` is set or `take` fails.
    pub(crate) fn each<T: Send>(&self, work: impl Fn(&Article) -> T + Sync, mut take: impl FnMut(T) -> Result<()>) -> Result<Counts> {
        let (to_workers, batches) = bounded::<Batch<T>>(self.threads * WAITING);
        let (to_writer, in_order) = bounded::<Receiver<Done<T>>>(self.threads * WAITING);
        let progress = Progress::start(self.paths);
        let mut counts = Counts::default();
        let given_up = AtomicBool::new(false);
        std::thread::scope(|scope| {
            // dropped before the threads are waited for: the reader ends where nobody takes results any more
            let in_order = in_order;
            scope.spawn(|| self.read(&given_up, to_workers, to_writer));
            for _ in 0..self.threads {
                let (batches, work) = (batches.clone(), &work);
                scope.spawn(move || {
                    for (jobs, done) in batches {
                        let results = jobs.into_iter().map(|job| run(job, work)).collect();
                        // nobody waits any more where the writer failed
                        let _ = done.send(results);
                    }
                });
            }
            drop(batches);
            let mut outcome = Ok(());
            for results in in_order.iter().filter_map(|done| done.recv().ok()) {
                for result in results {
                    match result {
                        Ok(Some(found)) => {
                            counts.articles += 1;
                            outcome = take(found);
                        }
                        Ok(None) => {}
                        Err(error) => {
                            counts.failures += 1;
                            progress.aside(|| say("error", &error.to_string()));
                        }
                    }
                    if outcome.is_err() {
                        given_up.store(true, Ordering::Relaxed);
                        return outcome;
                    }
                }
                progress.show(&counts);
            }
            outcome
        })?;
        progress.end();
        Ok(counts)
    }

    fn read<T: Send>(&self, given_up: &AtomicBool, to_workers: Sender<Batch<T>>, to_writer: Sender<Receiver<Done<T>>>) {
        let inputs = read::inputs(self.paths);
        let jobs = inputs.flat_map(|input: Result<Input, read::Error>| match input {
            Ok(input) => read::jobs(input, &self.options),
            Err(error) => Box::new(std::iter::once(Box::new(move || Err(error)) as read::Job)),
        });
        let mut jobs = jobs.peekable();
        while jobs.peek().is_some() && !self.stop.load(Ordering::Relaxed) && !given_up.load(Ordering::Relaxed) {
            let batch: Vec<read::Job> = jobs.by_ref().take(BATCH).collect();
            let (done, results) = bounded(1);
            if to_writer.send(results).is_err() || to_workers.send((batch, done)).is_err() {
                return;
            }
        }
    }
}

fn run<T>(job: read::Job, work: &impl Fn(&Article) -> T) -> Result<Option<T>, read::Error> {
    match job() {
        Ok(article) => Ok(Some(work(&article))),
        Err(error) if error.is_expected() => {
            log::info!("{error}");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
