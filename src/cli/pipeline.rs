//! Processes articles on all cores: one thread makes jobs, the others run them, and results come out in input order.

use super::Usage;
use super::progress::Progress;
use super::{Outcome, say};
use crate::Article;
use crate::read::{self, Input};
use anyhow::Result;
use crossbeam_channel::{Receiver, Sender, bounded};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

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
    /// Where an earlier run stopped; `None` where no run goes on from this one, and nothing need be remembered of what was read.
    pub(crate) from: Option<Mark>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Jobs done: articles, and what could not be read.
    pub(crate) jobs: u64,
    /// What the inputs up to there are called, their sizes and times of change, in one number.
    pub(crate) inputs: u64,
    /// A digest of what was read up to there, article by article: names, sizes and times do not tell standard input from another.
    #[serde(default)]
    pub(crate) read: u64,
    /// Articles that were read.
    pub(crate) articles: u64,
    /// Inputs or records that could not be read.
    pub(crate) failures: u64,
}

impl Mark {
    /// Whether the jobs up to there are those of another run.
    fn has_read_the_same(&self, other: &Self) -> bool {
        (self.jobs, self.inputs, self.read) == (other.jobs, other.inputs, other.read)
    }

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
    /// Why there is no result; it is on standard error already.
    Failure(String),
    /// All results up to here came out.
    Mark(Mark),
}

/// The results of a batch, or why there are none.
type Done<T> = Vec<Came<T>>;

/// What came of a job.
struct Came<T> {
    result: Result<Option<T>, Unread>,
    /// A digest of the article, or of why there is none.
    digest: u64,
}

/// Why there is no result.
#[derive(Hash)]
enum Unread {
    /// The run was stopped before.
    Stopped,
    Failure(String),
}

/// Jobs and where their results go.
struct Batch<T> {
    /// The batch's number, from 0.
    number: u64,
    /// How many of the jobs an earlier run has done: they are read again, and no more.
    earlier: usize,
    jobs: Vec<read::Job>,
    done: Sender<Done<T>>,
}

type ToWriter<T> = Sender<(Receiver<Done<T>>, Mark)>;

impl Run<'_> {
    /// Whether results come on the screen where progress would stand between them.
    fn is_on_screen(&self) -> bool {
        self.outputs.iter().all(|path| path == Path::new("-")) && std::io::stdout().is_terminal()
    }

    /// Gives every article of the inputs to `work`, and what comes out to `take`; see [`Crew::each`].
    pub(crate) fn each<T: Send>(&self, work: impl Fn(&Article) -> T + Sync, take: impl FnMut(Event<T>) -> Result<()>) -> Result<Mark> {
        let crew = Crew {
            threads: self.threads,
            stop: self.stop,
            // looked through twice, counted once
            progress: if self.is_on_screen() { Progress::hidden() } else { Progress::start(|| self.inputs(read::Skipped::default())) },
            held: self.options.held.clone(),
            ids: Some(Ids::default()),
            digests: self.from.is_some(),
        };
        let mark = crew.each(self.from.unwrap_or_default(), self.jobs(), work, take)?;
        crew.progress.end();
        crew.ids.iter().for_each(Ids::tell);
        Ok(mark)
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

/// The workers, and where their progress is shown.
pub(crate) struct Crew<'a> {
    pub(crate) threads: usize,
    /// Set by Ctrl-C.
    pub(crate) stop: &'a AtomicBool,
    pub(crate) progress: Progress,
    /// What is read and not yet decoded.
    pub(crate) held: read::Held,
    /// Keeps articles apart that are called the same; `None` where the caller joins by the names that it gave.
    pub(crate) ids: Option<Ids>,
    /// Whether the mark has a digest of what was read: a run that goes on compares it.
    pub(crate) digests: bool,
}

impl Crew<'_> {
    /// Gives every article to `work` on some thread and what comes out to `take` on this one, in order. Jobs come with the number of their
    /// inputs; those that an earlier run has done are read, to recognise them, and no more. Stops early, with the
    /// articles that were begun done, where `stop` is set or `take` fails.
    ///
    /// # Errors
    /// What `take` says; the earlier run's inputs were others.
    pub(crate) fn each<T: Send>(
        &self,
        from: Mark,
        jobs: impl Iterator<Item = (read::Job, u64)> + Send,
        work: impl Fn(&Article) -> T + Sync,
        mut take: impl FnMut(Event<T>) -> Result<()>,
    ) -> Result<Mark> {
        let (to_workers, batches) = bounded::<Batch<T>>(self.threads * WAITING);
        let (to_writer, in_order) = bounded(self.threads * WAITING);
        // how far this run is among those jobs that an earlier one has done
        let mut mark = Mark { jobs: 0, inputs: 0, read: 0, ..from };
        let given_up = AtomicBool::new(false);
        let turns = Turns::default();
        std::thread::scope(|scope| {
            // dropped before the threads are waited for: the reader ends when its results are not taken any more
            let in_order = in_order;
            scope.spawn(|| self.hand_out(from, jobs, &given_up, to_workers, to_writer));
            for _ in 0..self.threads {
                let (batches, work, turns) = (batches.clone(), &work, &turns);
                scope.spawn(move || {
                    for Batch { number, earlier, jobs, done } in batches {
                        // the receiver is gone if the writer failed
                        let _ = done.send(turns.run(self, number, earlier, jobs, work));
                    }
                });
            }
            drop(batches);
            let mut outcome = Ok(());
            'all: for (results, reached) in in_order.iter().filter_map(|(done, reached)| Some((done.recv().ok()?, reached))) {
                let earlier = from.jobs.saturating_sub(mark.jobs).min(results.len() as u64) as usize;
                for (at, Came { result, digest }) in results.into_iter().enumerate() {
                    mark.read = chained(mark.read, digest);
                    if at < earlier {
                        if matches!(result, Err(Unread::Stopped)) {
                            break 'all;
                        }
                        continue;
                    }
                    match result {
                        Ok(Some(found)) => {
                            mark.articles += 1;
                            outcome = take(Event::Article(found));
                        }
                        Ok(None) => {}
                        // later results are not part of the output: it would have a gap
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
                if mark.jobs == from.jobs && !mark.has_read_the_same(&from) {
                    outcome = Err(other_inputs());
                } else if mark.jobs > from.jobs {
                    outcome = take(Event::Mark(mark));
                }
                if outcome.is_err() {
                    break;
                }
                self.progress.show(&mark);
            }
            given_up.store(true, Ordering::Relaxed);
            drop(in_order);
            outcome
        })?;
        match mark.jobs < from.jobs {
            // stopped before it came to what is new: the earlier run is where it was
            true if self.stop.load(Ordering::Relaxed) => Ok(from),
            true => Err(other_inputs()),
            false => Ok(mark),
        }
    }

    /// Hands out the jobs, a few at a time; a batch ends where an earlier run did.
    fn hand_out<T: Send>(
        &self,
        from: Mark,
        jobs: impl Iterator<Item = (read::Job, u64)>,
        given_up: &AtomicBool,
        to_workers: Sender<Batch<T>>,
        to_writer: ToWriter<T>,
    ) {
        let mut reached = Mark::default();
        let mut jobs = jobs.fuse();
        let ends = || self.stop.load(Ordering::Relaxed) || given_up.load(Ordering::Relaxed);
        let mut ended = false;
        for number in 0.. {
            // a few large articles are as much as many small ones
            while self.held.is_much() && !ends() {
                std::thread::sleep(MOMENT);
            }
            let behind = from.jobs.saturating_sub(reached.jobs);
            let size = if behind > 0 { behind.min(BATCH as u64) as usize } else { BATCH };
            let mut batch = Vec::with_capacity(size);
            while !ended && batch.len() < size && (batch.is_empty() || !self.held.is_much()) {
                // a job that ended because the run was stopped does not count
                let next = if ends() { None } else { jobs.next().filter(|_| !ends()) };
                match next {
                    Some((job, inputs)) => {
                        batch.push(job);
                        reached = Mark { jobs: reached.jobs + 1, inputs, ..reached };
                    }
                    None => ended = true,
                }
            }
            if batch.is_empty() {
                break;
            }
            let earlier = (behind as usize).min(batch.len());
            let (done, results) = bounded(1);
            if to_writer.send((results, reached)).is_err() || to_workers.send(Batch { number, earlier, jobs: batch, done }).is_err() {
                break;
            }
        }
    }
}

fn other_inputs() -> anyhow::Error {
    let message = "the inputs are not those of the unfinished run: some file has another name, size, time of change or content, or standard \
                   input brings something else; give the same ones, or leave out --resume to start over";
    Usage::new(message).into()
}

/// The batches' turns to name their articles: names depend on the order of articles, work does not.
#[derive(Default)]
struct Turns {
    next: Mutex<u64>,
    taken: Condvar,
}

/// Bytes of articles of one batch that wait for their turn; where there is more, one article after the other is read and worked on.
const HELD: usize = 8 << 20;

impl Turns {
    /// Runs a batch: decodes its articles, waits for its turn to name them, and works on them.
    fn run<T>(&self, crew: &Crew<'_>, number: u64, earlier: usize, jobs: Vec<read::Job>, work: &impl Fn(&Article) -> T) -> Done<T> {
        let (mut done, mut jobs) = (Vec::with_capacity(jobs.len()), jobs.into_iter().peekable());
        let mut waited = false;
        while jobs.peek().is_some() {
            let (mut waiting, mut bytes) = (Vec::new(), 0);
            while bytes < HELD
                && let Some(job) = jobs.next()
            {
                let decoded = if crew.stop.load(Ordering::Relaxed) { Err(Unread::Stopped) } else { decode(job) };
                bytes += decoded.as_ref().map_or(0, |article| article.as_ref().map_or(0, |article| article.text.len()));
                waiting.push(decoded);
            }
            if !std::mem::replace(&mut waited, true) {
                self.wait(number);
            }
            for decoded in &mut waiting {
                if let (Ok(Some(article)), Some(ids)) = (decoded, &crew.ids) {
                    ids.name(article);
                }
            }
            // others may go on, where all are named
            if jobs.peek().is_none() {
                self.pass(number);
            }
            for decoded in waiting {
                let again = done.len() < earlier;
                let digest = if crew.digests { digest(&decoded) } else { 0 };
                done.push(Came { result: worked_on(decoded, again, work), digest });
            }
        }
        done
    }

    fn wait(&self, number: u64) {
        let next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.taken.wait_while(next, |next| *next < number).unwrap_or_else(PoisonError::into_inner));
    }

    fn pass(&self, number: u64) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = number + 1;
        self.taken.notify_all();
    }
}

/// The names that articles of this run have. A record with the name of an earlier one becomes `a#2`, the next `a#3`, because article and pair
/// identify a row.
#[derive(Default)]
pub(crate) struct Ids(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// By a hash of the name: how many articles have it.
    count: HashMap<u64, u32>,
    /// The hashes in the order in which they came.
    order: VecDeque<u64>,
    renamed: u64,
}

/// Names that are remembered: those that came last.
const REMEMBERED: usize = 1 << 20;

impl Ids {
    fn name(&self, article: &mut Article) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut count = known.add(&article.id);
        if count > 1 {
            known.renamed += 1;
            // a name that another record has by itself is passed over
            let name = loop {
                let name = format!("{}#{count}", article.id);
                if known.add(&name) == 1 {
                    break name;
                }
                count += 1;
            };
            article.id = name;
        }
    }

    /// Says how many were renamed.
    fn tell(&self) {
        let renamed = self.0.lock().unwrap_or_else(PoisonError::into_inner).renamed;
        if renamed > 0 {
            log::info!("{renamed} articles have the id of an earlier one; `#2`, `#3` ... stands behind it in the output");
        }
    }
}

impl Known {
    /// How often a name came, this time among them.
    fn add(&mut self, name: &str) -> u32 {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let hash = hasher.finish();
        let count = self.count.entry(hash).or_default();
        *count += 1;
        let count = *count;
        if count == 1 {
            self.order.push_back(hash);
            if self.order.len() > REMEMBERED
                && let Some(oldest) = self.order.pop_front()
            {
                self.count.remove(&oldest);
            }
        }
        count
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

/// A running digest over the articles.
fn chained(before: u64, digest: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (before, digest).hash(&mut hasher);
    hasher.finish()
}

/// The article of a job; `None` for an empty line of the filter. A panic loses its article, not the run.
fn decode(job: read::Job) -> Result<Option<Article>, Unread> {
    match catch_unwind(AssertUnwindSafe(job)) {
        Ok(Ok(article)) => Ok(Some(article)),
        Ok(Err(error)) if error.is_stop() => Err(Unread::Stopped),
        Ok(Err(error)) if error.is_expected() => {
            log::info!("{error}");
            Ok(None)
        }
        Ok(Err(error)) => Err(Unread::Failure(error.to_string())),
        Err(_) => {
            let program = env!("CARGO_PKG_NAME");
            Err(Unread::Failure(format!("an input is left out because of a fault in {program}, shown above; please report it")))
        }
    }
}

/// One number for an article, or for why there is none.
fn digest(decoded: &Result<Option<Article>, Unread>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match decoded {
        Ok(article) => article.as_ref().map(|article| (&article.id, &article.text)).hash(&mut hasher),
        Err(unread) => unread.hash(&mut hasher),
    }
    hasher.finish()
}

/// Works on an article, unless an earlier run did.
fn worked_on<T>(decoded: Result<Option<Article>, Unread>, again: bool, work: &impl Fn(&Article) -> T) -> Result<Option<T>, Unread> {
    let Some(article) = decoded?.filter(|_| !again) else { return Ok(None) };
    // work shares nothing that it could leave half done
    catch_unwind(AssertUnwindSafe(|| work(&article))).map(Some).map_err(|_| {
        let program = env!("CARGO_PKG_NAME");
        Unread::Failure(format!("{}: left out because of a fault in {program}, shown above; please report it with the article", article.id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_its_article_alone() {
        let (stop, paths) = (AtomicBool::new(false), 0..20_u64);
        let crew = Crew { threads: 2, stop: &stop, progress: Progress::hidden(), held: read::Held::default(), ids: None, digests: false };
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
