//! Articles through all cores, in order: one thread makes jobs, the others run them, results come out as they went in.

use super::Usage;
use super::progress::Progress;
use super::{Outcome, say};
use crate::Article;
use crate::read::{self, Input};
use anyhow::Result;
use crossbeam_channel::{Receiver, Sender, bounded};
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Jobs that are run together: enough that handing them over costs nothing, few enough that threads end together.
const BATCH: usize = 8;
/// Batches under way for each thread.
const WAITING: usize = 4;
/// How long the reader sleeps where much is read and not yet decoded.
const MOMENT: std::time::Duration = std::time::Duration::from_millis(1);

/// What is read and how.
pub(crate) struct Run<'a> {
    pub(crate) paths: &'a [PathBuf],
    /// What the run writes, which is no input.
    pub(crate) outputs: &'a [PathBuf],
    pub(crate) options: Arc<read::Options>,
    /// Counts what folders and patterns hold and is not read.
    pub(crate) skipped: read::Skipped,
    pub(crate) threads: usize,
    /// Set by Ctrl-C.
    pub(crate) stop: &'a AtomicBool,
    /// Where an earlier run stopped.
    pub(crate) from: Mark,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Jobs done: articles, and what could not be read.
    pub(crate) jobs: u64,
    /// What the inputs up to there are called, their sizes and times of change, in one number.
    pub(crate) inputs: u64,
    /// Articles that were read.
    pub(crate) articles: u64,
    /// Inputs or records that could not be read.
    pub(crate) failures: u64,
}

impl Mark {
    /// How a run that is at its end did.
    pub(crate) fn outcome(&self) -> Outcome {
        match (self.articles, self.failures) {
            (_, 0) => Outcome::Done,
            (0, _) => Outcome::Nothing,
            _ => Outcome::SomeUnread,
        }
    }
}

/// What comes out of a run, in order.
pub(crate) enum Event<T> {
    /// The result for an article.
    Article(T),
    /// Why there is none; standard error has it already.
    Failure(String),
    /// All results up to here came out.
    Mark(Mark),
}

/// The results of a batch, or why there are none.
type Done<T> = Vec<Result<Option<T>, Unread>>;

/// Why there is no result.
enum Unread {
    /// The run was stopped before.
    Stopped,
    Failure(String),
}

/// Jobs and where their results go.
struct Batch<T> {
    jobs: Vec<read::Job>,
    done: Sender<Done<T>>,
}

type ToWriter<T> = Sender<(Receiver<Done<T>>, Mark)>;

impl Run<'_> {
    /// Gives every article of the inputs to `work`, and what comes out to `take`; see [`Crew::each`].
    pub(crate) fn each<T: Send>(&self, work: impl Fn(&Article) -> T + Sync, take: impl FnMut(Event<T>) -> Result<()>) -> Result<Mark> {
        let jobs = self.jobs_behind_earlier()?;
        // looked through twice, counted once
        let progress = Progress::start(|| self.inputs(read::Skipped::default()));
        let crew = Crew { threads: self.threads, stop: self.stop, progress, held: self.options.held.clone() };
        let mark = crew.each(self.from, jobs, work, take)?;
        crew.progress.end();
        Ok(mark)
    }

    /// All jobs behind those of an earlier run.
    fn jobs_behind_earlier(&self) -> Result<impl Iterator<Item = (read::Job, u64)> + Send> {
        let mut reached = (0, 0);
        let mut jobs = self.jobs();
        while reached.0 < self.from.jobs {
            let Some((_, inputs)) = jobs.next() else { break };
            reached = (reached.0 + 1, inputs);
            if self.stop.load(Ordering::Relaxed) {
                return Ok(jobs);
            }
        }
        if reached != (self.from.jobs, self.from.inputs) {
            return Err(Usage::new("the inputs are not those of the unfinished run: some file has another name, size or time of change; leave out --resume to start over").into());
        }
        Ok(jobs)
    }

    fn inputs(&self, skipped: read::Skipped) -> read::Inputs {
        read::inputs_beside(self.paths, &read::Walk { outputs: self.outputs.to_vec(), skipped, stop: self.options.stop })
    }

    /// Each job with the number of the inputs up to it; see [`Mark::inputs`].
    fn jobs(&self) -> impl Iterator<Item = (read::Job, u64)> + Send {
        let mut inputs = 0;
        self.inputs(self.skipped.clone()).flat_map(move |input| {
            inputs = number(inputs, &input);
            let jobs = match input {
                Ok(input) => read::jobs(input, &self.options),
                Err(error) => Box::new(std::iter::once(Box::new(move || Err(error)) as read::Job)),
            };
            jobs.map(move |job| (job, inputs))
        })
    }
}

/// Who works, and who is told.
pub(crate) struct Crew<'a> {
    pub(crate) threads: usize,
    /// Set by Ctrl-C.
    pub(crate) stop: &'a AtomicBool,
    pub(crate) progress: Progress,
    /// What is read and not yet decoded.
    pub(crate) held: read::Held,
}

impl Crew<'_> {
    /// Gives every article to `work` on some thread and what comes out to `take` on this one, in order. Jobs come with the number of their
    /// inputs. Stops early, with the articles that were begun done, where `stop` is set or `take` fails.
    pub(crate) fn each<T: Send>(
        &self,
        from: Mark,
        jobs: impl Iterator<Item = (read::Job, u64)> + Send,
        work: impl Fn(&Article) -> T + Sync,
        mut take: impl FnMut(Event<T>) -> Result<()>,
    ) -> Result<Mark> {
        let (to_workers, batches) = bounded::<Batch<T>>(self.threads * WAITING);
        let (to_writer, in_order) = bounded(self.threads * WAITING);
        let mut mark = from;
        let given_up = AtomicBool::new(false);
        std::thread::scope(|scope| {
            // dropped before the threads are waited for: the reader ends where nobody takes results any more
            let in_order = in_order;
            scope.spawn(|| self.hand_out(from, jobs, &given_up, to_workers, to_writer));
            for _ in 0..self.threads {
                let (batches, work) = (batches.clone(), &work);
                scope.spawn(move || {
                    for Batch { jobs, done } in batches {
                        // nobody waits any more where the writer failed
                        let stopped = || self.stop.load(Ordering::Relaxed);
                        let _ =
                            done.send(jobs.into_iter().map(|job| if stopped() { Err(Unread::Stopped) } else { run(job, work) }).collect());
                    }
                });
            }
            drop(batches);
            let mut outcome = Ok(());
            'all: for (results, reached) in in_order.iter().filter_map(|(done, reached)| Some((done.recv().ok()?, reached))) {
                for result in results {
                    match result {
                        Ok(Some(found)) => {
                            mark.articles += 1;
                            outcome = take(Event::Article(found));
                        }
                        Ok(None) => {}
                        // what comes behind is none of the output: it would have a gap
                        Err(Unread::Stopped) => break 'all,
                        Err(Unread::Failure(message)) => {
                            mark.failures += 1;
                            self.progress.aside(|| say("error", &message));
                            outcome = take(Event::Failure(message));
                        }
                    }
                    if outcome.is_err() {
                        break 'all;
                    }
                }
                mark = Mark { jobs: reached.jobs, inputs: reached.inputs, ..mark };
                outcome = take(Event::Mark(mark));
                if outcome.is_err() {
                    break;
                }
                self.progress.show(&mark);
            }
            given_up.store(true, Ordering::Relaxed);
            drop(in_order);
            outcome
        })?;
        Ok(mark)
    }

    /// Hands out the jobs, a few at a time.
    fn hand_out<T: Send>(
        &self,
        from: Mark,
        jobs: impl Iterator<Item = (read::Job, u64)>,
        given_up: &AtomicBool,
        to_workers: Sender<Batch<T>>,
        to_writer: ToWriter<T>,
    ) {
        let mut reached = from;
        let mut jobs = jobs.fuse();
        let ends = || self.stop.load(Ordering::Relaxed) || given_up.load(Ordering::Relaxed);
        let mut ended = false;
        while !ended {
            // a few large articles are as much as many small ones
            while self.held.is_much() && !ends() {
                std::thread::sleep(MOMENT);
            }
            let mut batch = Vec::with_capacity(BATCH);
            while !ended && batch.len() < BATCH && (batch.is_empty() || !self.held.is_much()) {
                // a job that came of stopping is none
                let next = if ends() { None } else { jobs.next().filter(|_| !ends()) };
                match next {
                    Some((job, inputs)) => {
                        batch.push(job);
                        reached = Mark { jobs: reached.jobs + 1, inputs, ..reached };
                    }
                    None => ended = true,
                }
            }
            let (done, results) = bounded(1);
            if batch.is_empty() || to_writer.send((results, reached)).is_err() || to_workers.send(Batch { jobs: batch, done }).is_err() {
                break;
            }
        }
    }
}

/// The number of the inputs up to one.
fn number(before: u64, input: &Result<Input, read::Error>) -> u64 {
    let mut hasher = DefaultHasher::new();
    before.hash(&mut hasher);
    match input {
        Ok(input) => input.name().hash(&mut hasher),
        Err(error) => error.to_string().hash(&mut hasher),
    }
    if let Ok(Input::File(path)) = input
        && let Ok(meta) = path.metadata()
    {
        (meta.len(), meta.modified().ok()).hash(&mut hasher);
    }
    hasher.finish()
}

fn run<T>(job: read::Job, work: &impl Fn(&Article) -> T) -> Result<Option<T>, Unread> {
    match job() {
        // a fault of ours costs its article, not the run; work shares nothing that it could leave half done
        Ok(article) => catch_unwind(AssertUnwindSafe(|| work(&article))).map(Some).map_err(|_| {
            let program = env!("CARGO_PKG_NAME");
            Unread::Failure(format!("{}: left out, since {program} has a fault, told above; please report it with the article", article.id))
        }),
        Err(error) if error.is_stop() => Err(Unread::Stopped),
        Err(error) if error.is_expected() => {
            log::info!("{error}");
            Ok(None)
        }
        Err(error) => Err(Unread::Failure(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_its_article_alone() {
        let (stop, paths) = (AtomicBool::new(false), 0..20_u64);
        let crew = Crew { threads: 2, stop: &stop, progress: Progress::hidden(), held: read::Held::default() };
        let jobs = paths.map(|n| (Box::new(move || Ok(Article::from_text(format!("a{n}"), ""))) as read::Job, n));
        let work = |article: &Article| if article.id == "a7" { panic!("a fault that this test makes") } else { article.id.clone() };
        let (mut found, mut failures) = (Vec::new(), Vec::new());
        let mark = crew.each(Mark::default(), jobs, work, |event| {
            match event {
                Event::Article(id) => found.push(id),
                Event::Failure(message) => failures.push(message),
                Event::Mark(_) => {}
            }
            Ok(())
        });
        let mark = mark.unwrap();
        assert_eq!((mark.articles, mark.failures, found.len()), (19, 1, 19));
        assert!(failures[0].starts_with("a7: left out"), "{failures:?}");
        assert!(matches!(mark.outcome(), Outcome::SomeUnread));
    }
}
