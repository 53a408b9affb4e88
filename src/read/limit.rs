//! What bounds memory: how much one article may be made of, and how much of what is read may wait to be decoded.

use super::Job;
use super::source::Source;
use crate::article::{is_blank, is_line_end};
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An article, or the page that it stands in, is made of no more parts: lines, tags, entities, runs of white space. Each takes some
/// hundred bytes, however few it has in its source. The longest single pages of the web have half as many.
pub(super) const PARTS: usize = 1 << 19;

/// Whether a text has no more lines than an article.
///
/// # Errors
/// How many it may have.
pub(super) fn fits(text: &str) -> Result<(), usize> {
    // a line is a letter and its end at least
    if text.len() / 2 <= PARTS {
        return Ok(());
    }
    let lines = text.split(is_line_end).filter(|line| !line.trim_start_matches(is_blank).is_empty());
    if lines.take(PARTS + 1).count() > PARTS { Err(PARTS) } else { Ok(()) }
}

/// Bytes that may wait to be decoded before reading pauses.
const MUCH: u64 = 128 << 20;

/// How many bytes are read and not yet decoded. Clones count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held(Arc<AtomicU64>);

impl Held {
    /// Whether it is time to decode before more is read.
    pub(crate) fn is_much(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MUCH
    }

    /// Counts bytes for as long as what comes back lives.
    pub(super) fn hold(&self, bytes: u64) -> Hold {
        self.0.fetch_add(bytes, Ordering::Relaxed);
        Hold(self.clone(), bytes)
    }
}

/// Some bytes of [`Held`].
pub(super) struct Hold(Held, u64);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.fetch_sub(self.1, Ordering::Relaxed);
    }
}

/// A source, and how many of its bytes were read.
pub(super) fn counted(source: Source) -> (Source, Arc<AtomicU64>) {
    let count = Arc::new(AtomicU64::new(0));
    (Box::new(Counted(source, count.clone())), count)
}

struct Counted(Source, Arc<AtomicU64>);

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(to)?;
        self.1.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.1.fetch_add(bytes as u64, Ordering::Relaxed);
        self.0.consume(bytes);
    }
}

/// Jobs, each of which holds what was read to make it until it is done.
pub(super) fn holding(jobs: impl Iterator<Item = Job> + Send, read: Arc<AtomicU64>, held: Held) -> impl Iterator<Item = Job> + Send {
    let mut before = 0;
    jobs.map(move |job| {
        let now = read.load(Ordering::Relaxed);
        // what was passed over is not kept, but then nothing is lost by waiting
        let hold = held.hold(now - before);
        before = now;
        Box::new(move || {
            let done = job();
            drop(hold);
            done
        }) as Job
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_where_there_may_be_too_many() {
        assert_eq!(fits(&"\n".repeat(4 * PARTS)), Ok(()));
        assert_eq!(fits(&"a\n".repeat(PARTS)), Ok(()));
        assert_eq!(fits(&"a\n".repeat(PARTS + 1)), Err(PARTS));
        assert_eq!(fits(&"a\u{2028}".repeat(PARTS + 1)), Err(PARTS));
    }

    #[test]
    fn what_is_decoded_is_no_longer_held() {
        let (mut source, count) = counted(Box::new(io::Cursor::new(vec![b'a'; 1000])));
        let held = Held::default();
        let jobs = std::iter::from_fn(move || {
            let mut piece = [0; 400];
            let read = source.read(&mut piece).unwrap();
            (read > 0).then(|| Box::new(|| Ok(crate::Article::from_text("a", "b"))) as Job)
        });
        let mut jobs: Vec<Job> = holding(jobs, count, held.clone()).collect();
        assert_eq!((jobs.len(), held.0.load(Ordering::Relaxed)), (3, 1000));
        jobs.pop().unwrap()().unwrap();
        assert_eq!(held.0.load(Ordering::Relaxed), 800);
        drop(jobs);
        assert_eq!(held.0.load(Ordering::Relaxed), 0);
    }
}
