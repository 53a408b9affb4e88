//! What the paths on the command line mean: files, folders, patterns; and what of it is not read.

use super::{Error, Format, Input, JOURNAL, Stop, UNFINISHED};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Inputs, one after the other.
pub type Inputs = Box<dyn Iterator<Item = Result<Input, Error>> + Send>;

/// How folders and patterns are gone through.
#[derive(Debug, Clone, Default)]
pub(crate) struct Walk {
    /// What the run writes: it is in no folder and fits no pattern, nor do files that are still to take its place.
    pub outputs: Vec<PathBuf>,
    /// Counts what is there and is not read.
    pub skipped: Skipped,
    /// Ends the walk.
    pub stop: Stop,
}

/// How many things in folders and patterns were passed over, by what they are: `.pdf`, FIFO, dangling link. Clones count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Skipped(Arc<Mutex<BTreeMap<String, u64>>>);

/// Kinds that are counted separately: a folder may hold as many endings as files.
const MOST_KINDS: usize = 256;
/// Kinds that are reported.
const MOST_REPORTED: usize = 8;
const OTHERS: &str = "of other kinds";

impl Skipped {
    fn add(&self, kind: &str) {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = if kinds.len() < MOST_KINDS || kinds.contains_key(kind) { kind } else { OTHERS };
        *kinds.entry(kind.to_owned()).or_default() += 1;
    }

    /// Subtracts what was counted elsewhere.
    fn take_off(&self, others: &Self) {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (kind, number) in others.counts() {
            if let Some(left) = kinds.get_mut(&kind) {
                *left = left.saturating_sub(number);
            }
        }
        kinds.retain(|_, number| *number > 0);
    }

    /// The kinds with their numbers, the most frequent first.
    pub(crate) fn counts(&self) -> Vec<(String, u64)> {
        let kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counts: Vec<(String, u64)> = kinds.iter().map(|(kind, number)| (kind.clone(), *number)).collect();
        counts.sort_by_key(|(kind, number)| (kind == OTHERS, std::cmp::Reverse(*number)));
        counts
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let counts = self.counts();
        let mut shown: Vec<String> = counts.iter().take(MOST_REPORTED).map(|(kind, number)| format!("{number} {kind}")).collect();
        let rest: u64 = counts.iter().skip(MOST_REPORTED).map(|(_, number)| number).sum();
        if rest > 0 {
            shown.push(format!("{rest} {OTHERS}"));
        }
        f.write_str(&shown.join(", "))
    }
}

/// What stands under a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Fifo,
    /// A terminal, `/dev/null`.
    Device,
    BlockDevice,
    Socket,
}

impl Kind {
    #[cfg(unix)]
    fn of(meta: &Metadata) -> Self {
        use std::os::unix::fs::FileTypeExt;
        match meta.file_type() {
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_fifo() => Self::Fifo,
            kind if kind.is_char_device() => Self::Device,
            kind if kind.is_block_device() => Self::BlockDevice,
            kind if kind.is_socket() => Self::Socket,
            _ => Self::File,
        }
    }

    #[cfg(not(unix))]
    fn of(meta: &Metadata) -> Self {
        if meta.is_dir() { Self::Folder } else { Self::File }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
            Self::Fifo => "FIFO",
            Self::Device => "device",
            Self::BlockDevice => "block device",
            Self::Socket => "socket",
        }
    }
}

/// A path under which there is nothing that can be read.
#[derive(Debug, thiserror::Error)]
#[error("a {0}")]
pub(super) struct NoFile(pub(super) &'static str);

/// Opens what a person named; `None` where it may take for ever to open and read it (a FIFO, a terminal), so that it is not opened yet.
///
/// # Errors
/// What the system says; [`NoFile`] inside, where there is nothing to read.
pub(super) fn open(path: &Path) -> io::Result<Option<File>> {
    match Kind::of(&fs::metadata(path)?) {
        Kind::File => File::open(path).map(Some),
        Kind::Fifo | Kind::Device => Ok(None),
        other => Err(io::Error::other(NoFile(other.name()))),
    }
}

/// What the paths mean, in their order: files as they are, folders as all files of known endings below them (sorted), patterns
/// (`*.txt`) as the files that fit, `-` or nothing as standard input. What leads nowhere stands there as an error.
pub fn inputs(paths: &[PathBuf]) -> Inputs {
    inputs_beside(paths, &Walk::default())
}

/// The same without what the run writes. A file that is named is read all the same.
pub(crate) fn inputs_beside(paths: &[PathBuf], walk: &Walk) -> Inputs {
    if paths.is_empty() {
        return Box::new(std::iter::once(Ok(Input::Stdin)));
    }
    // by both names where one is a link
    let outputs = walk.outputs.iter().flat_map(|path| [Some(path.clone()), path.canonicalize().ok()]).flatten().collect();
    let walk = Arc::new(Walk { outputs, ..walk.clone() });
    let paths = paths.to_vec();
    Box::new(paths.into_iter().flat_map(move |path| expand(&path, walk.clone())))
}

impl Walk {
    /// Whether a run of this program writes, or wrote, a file.
    fn is_written(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let unfinished = name.starts_with(UNFINISHED.as_bytes()) || name.ends_with(JOURNAL.as_bytes());
        let same_name = || self.outputs.iter().any(|output| output.file_name() == path.file_name());
        unfinished || (same_name() && path.canonicalize().is_ok_and(|path| self.outputs.contains(&path)))
    }
}

fn expand(path: &Path, walk: Arc<Walk>) -> Inputs {
    let name = path.to_string_lossy().into_owned();
    if path == Path::new("-") {
        return one(Ok(Input::Stdin));
    }
    match fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound && is_pattern(path) => pattern(name, &walk),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => one(Err(Error::Missing { path: name })),
        Err(cause) => one(Err(Error::Unreadable { path: name, cause })),
        Ok(meta) if meta.is_dir() => folder(path, name, walk),
        Ok(_) => one(Ok(Input::File(path.to_owned()))),
    }
}

fn one(input: Result<Input, Error>) -> Inputs {
    Box::new(std::iter::once(input))
}

fn folder(path: &Path, name: String, walk: Arc<Walk>) -> Inputs {
    let here = Skipped::default();
    let (skipped, all, stop) = (here.clone(), walk.skipped.clone(), walk.stop);
    let entries = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().take_while(move |_| !stop.is_set());
    let mut found = entries.filter_map(move |entry| known_file(entry, &walk, &skipped)).peekable();
    if found.peek().is_some() || stop.is_set() {
        return Box::new(found);
    }
    all.take_off(&here);
    one(Err(Error::NoTexts { path: name, found: here.to_string() }))
}

/// Whether a path that leads nowhere is meant as a pattern.
pub(crate) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn pattern(path: String, walk: &Walk) -> Inputs {
    let found = match glob::glob(&path) {
        Ok(found) => found,
        Err(error) => return one(Err(Error::Pattern { path, cause: error.to_string() })),
    };
    let here = Skipped::default();
    let fits = |path: &Path| match fs::metadata(path).map(|meta| Kind::of(&meta)) {
        Ok(Kind::File) => !walk.is_written(path),
        Ok(Kind::Folder) => false,
        other => {
            let kind = other.map_or(DANGLING, Kind::name);
            [&here, &walk.skipped].iter().for_each(|skipped| skipped.add(kind));
            false
        }
    };
    let found = found.take_while(|_| !walk.stop.is_set());
    let files: Vec<_> = found.filter(|entry| entry.as_ref().map_or(true, |path| fits(path))).collect();
    if files.is_empty() && !walk.stop.is_set() {
        walk.skipped.take_off(&here);
        let but = here.to_string();
        let but = if but.is_empty() { but } else { format!(", but {but}") };
        return one(Err(Error::Pattern { path, cause: format!("no file fits the pattern{but}") }));
    }
    Box::new(files.into_iter().map(|entry| match entry {
        Ok(path) => Ok(Input::File(path)),
        Err(error) => Err(Error::Unreadable { path: error.path().to_string_lossy().into_owned(), cause: error.into() }),
    }))
}

const DANGLING: &str = "dangling link";

/// A file of a known ending in a folder; what is passed over is counted.
fn known_file(entry: walkdir::Result<walkdir::DirEntry>, walk: &Walk, here: &Skipped) -> Option<Result<Input, Error>> {
    let entry = match entry {
        Ok(entry) if entry.file_type().is_dir() || walk.is_written(entry.path()) => return None,
        Ok(entry) => entry,
        Err(error) => {
            let path = error.path().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("a link that leads back to itself"));
            return Some(Err(Error::Unreadable { path, cause }));
        }
    };
    let kind = match fs::metadata(entry.path()).map(|meta| Kind::of(&meta)) {
        Ok(Kind::File) => match Format::of_name(&entry.file_name().to_string_lossy()) {
            Some(_) => return Some(Ok(Input::File(entry.into_path()))),
            None => ending(entry.path()),
        },
        // it is not gone into, lest a file come twice
        Ok(Kind::Folder) => "link to a folder".to_owned(),
        Ok(other) => other.name().to_owned(),
        Err(_) if entry.path_is_symlink() => DANGLING.to_owned(),
        // gone since the folder was listed, or hidden from us: its reader reports why
        Err(_) if Format::of_name(&entry.file_name().to_string_lossy()).is_some() => return Some(Ok(Input::File(entry.into_path()))),
        Err(_) => ending(entry.path()),
    };
    [here, &walk.skipped].iter().for_each(|skipped| skipped.add(&kind));
    None
}

/// The ending of a file that has no known one, as it is counted.
fn ending(path: &Path) -> String {
    const LONGEST: usize = 8;
    match path.extension().and_then(|ending| ending.to_str()) {
        None => "without an ending".to_owned(),
        Some(ending) if ending.len() <= LONGEST && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!(".{}", ending.to_ascii_lowercase())
        }
        Some(_) => OTHERS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_skipped_is_counted_and_never_too_much_of_it() {
        let skipped = Skipped::default();
        (0..1000).for_each(|n| skipped.add(&format!(".{n}")));
        ["FIFO", ".7", ".7", ".8"].iter().for_each(|kind| skipped.add(kind));
        assert_eq!(skipped.counts().len(), MOST_KINDS + 1);
        assert!(skipped.to_string().starts_with("3 .7, 2 .8, 1 .0, "), "{skipped}");
        assert_eq!(skipped.counts().iter().map(|(_, number)| number).sum::<u64>(), 1004);
    }

    #[test]
    fn endings_are_counted_as_they_are_read() {
        assert_eq!(ending(Path::new("a/B.PDF")), ".pdf");
        assert_eq!(ending(Path::new(".DS_Store")), "without an ending");
        assert_eq!(ending(Path::new("a.b c")), OTHERS);
    }
}
