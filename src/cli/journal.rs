//! The journal beside an output: what a run has done so far, so that a run that was killed goes on from there.
//!
//! Lines of JSON: first the run that it belongs to; then rows, and after the rows of every few articles a line that says how far the
//! inputs were done. What follows the last such line is done again. Rows are given to a fresh output when the run goes on, so the
//! output is the same, byte by byte, in any format.

use super::pipeline::Mark;
use super::place::open_own;
use super::{Usage, sum_up};
use crate::row::Row;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is in memory for longer is lost when the run is killed.
const HELD_BACK: Duration = Duration::from_millis(200);

/// The run that a journal belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) version: String,
    /// Everything that the output depends on.
    pub(crate) options: String,
    /// The same as a person typed it.
    pub(crate) command: String,
    /// The files that it puts into a folder.
    #[serde(default)]
    pub(crate) files: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line<R> {
    Run(Head),
    Row(R),
    Done(Mark),
}

/// What every journal begins with; a test compares it with what is written.
const BEGINNING: &[u8] = br#"{"run":{"version":""#;

/// Whether a file begins as a journal does, or with as much of that as was written before a run was broken off.
fn begins_as_ours(mut file: &File) -> io::Result<bool> {
    let mut head = Vec::new();
    file.take(BEGINNING.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(BEGINNING.starts_with(&head))
}

/// An open journal; one run at a time holds it. It stays when it is dropped, if something is done that a run could go on from.
pub(crate) struct Journal {
    file: BufWriter<File>,
    path: PathBuf,
    /// The output, as it was given.
    output: PathBuf,
    /// Whether some article is done.
    worth: bool,
    /// Whether an earlier run left it.
    was_there: bool,
    /// What that run may have put into its folder.
    left: Vec<String>,
    /// When it was last written out, if it was.
    flushed: Option<Instant>,
}

impl Journal {
    /// Takes the journal of an output, which is then this run's alone; seen by no more people than `file`, which it is beside.
    pub(crate) fn hold(path: PathBuf, output: PathBuf, file: &Path) -> Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let foreign = |what: &str| {
            let message = format!("{what} where the journal of the run belongs; move it away, or choose another place with -o");
            Usage::new(format!("{}: {message}", path.display()))
        };
        let was_there = match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_symlink() => return Err(foreign("is a link").into()),
            Ok(meta) if !meta.is_file() => return Err(foreign("is no file, and stands").into()),
            found => found.is_ok(),
        };
        let refused = || format!("{}: cannot write in the folder {}; choose another with -o", output.display(), folder.display());
        let file = open_own(&path, file).with_context(refused)?;
        // a file system without locks is no reason to stop
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            let message = "another run is writing this output; wait for it, or choose another place with -o";
            return Err(Usage::new(format!("{}: {message}", output.display())).into());
        }
        // what is there is worth keeping until it is read
        let worth = file.metadata().is_ok_and(|meta| meta.len() > 0);
        if worth && !begins_as_ours(&file).with_context(refused)? {
            return Err(foreign("is of something else, and stands").into());
        }
        let left = match (Reader { lines: BufReader::new(&file), position: 0 }).next() {
            Some(Line::Run(head)) => head.files,
            _ => Vec::new(),
        };
        (&file).rewind().with_context(refused)?;
        Ok(Self { file: BufWriter::new(file), path, output, worth, was_there, left, flushed: None })
    }

    /// Whether an earlier run was broken off here.
    pub(crate) fn was_there(&self) -> bool {
        self.was_there
    }

    /// The files that an earlier run may have put into its folder.
    pub(crate) fn left(&self) -> &[String] {
        &self.left
    }

    /// Starts over, or goes on with what is there: gives its rows, in order, to `row`. Returns how far the inputs were done.
    pub(crate) fn start(&mut self, head: &Head, resume: bool, row: impl FnMut(Row) -> Result<()>) -> Result<Mark> {
        let mut reader = Reader { lines: BufReader::new(self.file.get_ref()), position: 0 };
        let (mut mark, mut whole) = (Mark::default(), 0);
        match reader.next() {
            Some(Line::Run(old)) if resume => {
                old.check(head, &self.output)?;
                (mark, whole) = reader.replay(row)?;
            }
            Some(_) if resume => {
                log::warn!("{}: what is left of the unfinished run is damaged; this run starts over", self.output.display())
            }
            Some(_) => {
                log::warn!("{}: an unfinished run is discarded; --resume would have continued it", self.output.display());
            }
            None if resume => sum_up(&format!("{}: there is no unfinished run to resume; this run starts over", self.output.display())),
            None => {}
        }
        self.worth = mark.jobs > 0;
        let cut = self.file.get_ref().set_len(whole).and_then(|()| self.file.seek(SeekFrom::Start(whole)));
        cut.with_context(|| self.place())?;
        if whole == 0 {
            self.line(&Line::<&Row>::Run(head.clone()))?;
        }
        Ok(mark)
    }

    /// Adds rows; they count with the next [`Journal::done`].
    pub(crate) fn rows(&mut self, rows: &[Row]) -> Result<()> {
        rows.iter().try_for_each(|row| self.line(&Line::Row(row)))
    }

    /// Says how far the inputs are done.
    pub(crate) fn done(&mut self, mark: Mark) -> Result<()> {
        self.line(&Line::<&Row>::Done(mark))?;
        self.worth = true;
        if self.flushed.is_none_or(|last| last.elapsed() > HELD_BACK) { self.flush() } else { Ok(()) }
    }

    /// Leaves everything on disk, for a run that goes on later.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.flushed = Some(Instant::now());
        self.file.flush().with_context(|| self.place())
    }

    /// Removes the journal: the output is in its place.
    pub(crate) fn end(mut self) {
        self.worth = false;
    }

    fn line(&mut self, line: &Line<&Row>) -> Result<()> {
        let written = serde_json::to_writer(&mut self.file, line).map_err(std::io::Error::from);
        written.and_then(|()| self.file.write_all(b"\n")).with_context(|| self.place())
    }

    fn place(&self) -> String {
        format!(
            "{}: the journal cannot be written; free some room and go on with --resume, or choose another place with -o",
            self.output.display()
        )
    }
}

impl Head {
    fn check(&self, now: &Self, path: &Path) -> Result<(), Usage> {
        let why = if self.version != now.version {
            format!("of version {}", self.version)
        } else if self.options != now.options {
            format!("of `{}`", self.command)
        } else {
            return Ok(());
        };
        Err(Usage::new(format!("{}: the unfinished run is {why}; resume with that, or leave out --resume to start over", path.display())))
    }
}

/// The lines of a journal, up to the first that is broken.
struct Reader<'f> {
    lines: BufReader<&'f File>,
    /// Bytes read.
    position: u64,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<Line<Row>> {
        let mut line = Vec::new();
        self.position += self.lines.read_until(b'\n', &mut line).ok()? as u64;
        // a line without its end was being written
        serde_json::from_slice(line.strip_suffix(b"\n")?).ok()
    }

    /// How far the inputs were done, and the bytes up to there.
    fn replay(&mut self, mut row: impl FnMut(Row) -> Result<()>) -> Result<(Mark, u64)> {
        let (mut done, mut waiting) = ((Mark::default(), 0), Vec::new());
        while let Some(line) = self.next() {
            match line {
                Line::Run(_) => {}
                Line::Row(row) => waiting.push(row),
                Line::Done(mark) => {
                    waiting.drain(..).try_for_each(&mut row)?;
                    done = (mark, self.position);
                }
            }
        }
        Ok(done)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if !self.worth {
            // it is useless for resuming
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_known_by_its_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.cotejo-journal");
        let hold = || Journal::hold(path.clone(), folder.path().join("a"), &folder.path().join("a"));
        let head = Head { version: "1".to_owned(), files: vec!["b".to_owned()], ..Head::default() };
        let mut journal = hold().unwrap();
        journal.start(&head, false, |_| Ok(())).unwrap();
        journal.done(Mark { jobs: 1, ..Mark::default() }).unwrap();
        drop(journal);
        assert!(fs::read(&path).unwrap().starts_with(BEGINNING));
        assert_eq!(hold().unwrap().left(), ["b"]);
        // also where it was broken off in its first word, but not where it is another's
        fs::write(&path, &BEGINNING[..5]).unwrap();
        assert!(hold().is_ok());
        for other in ["my notes\n", "{\"run\": 1}", "{\"run\":{\"versions\":1}}\n"] {
            fs::write(&path, other).unwrap();
            assert!(hold().is_err(), "{other}");
            assert_eq!(fs::read_to_string(&path).unwrap(), other);
        }
    }
}
