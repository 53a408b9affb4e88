//! Output paths: links are resolved, no input is overwritten, and permissions are kept.

use super::Usage;
use std::fs::{self, File, Permissions};
use std::io;
use std::path::{Path, PathBuf};

/// Links that are followed one after the other; Linux has the same limit.
const LINKS: usize = 40;

/// The path behind links, which stay as they are. For a link to a missing file, the path of that file.
///
/// # Errors
/// The links lead back to themselves, or cannot be read.
pub(crate) fn through_links(path: &Path) -> io::Result<PathBuf> {
    if let Ok(real) = fs::canonicalize(path) {
        return Ok(real);
    }
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if !is_link(&path) {
            return Ok(path);
        }
        let leads = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(leads);
    }
    Err(io::Error::other("the link leads back to itself"))
}

pub(crate) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

/// Whether anything is there, even a dangling link.
pub(crate) fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Refuses to replace a file that was not named and was not written by this program.
pub(crate) fn foreign(path: &Path) -> Usage {
    let message =
        "is there already, and nothing tells that this program wrote it; choose another place with -o, or replace it with --force";
    Usage::new(format!("{}: {message}", path.display()))
}

/// The mode of the file that is to replace `path`: that of the file there, else read and write for everybody, less the umask
/// (which the system takes off when the file is made).
#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).map_or(0o666, |old| old.permissions().mode() & 0o777)
}

/// The permissions that a file gets when it is made to take the place of `path` later.
#[cfg(unix)]
pub(crate) fn permissions(path: &Path) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(mode(path)))
}

#[cfg(not(unix))]
pub(crate) fn permissions(_: &Path) -> Option<Permissions> {
    None
}

/// Gives a file the permissions of the one whose place it takes; without one it keeps its own.
pub(crate) fn share(file: &File, path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if path.is_file() {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(Permissions::from_mode(mode(path)))?;
    }
    #[cfg(not(unix))]
    let _ = (file, path);
    Ok(())
}

/// Opens a file of ours for reading and writing, or makes it, seen by no more people than the output beside it; whatever it holds
/// stays. Never through a link, and never what is no file.
pub(crate) fn open_own(path: &Path, output: &Path) -> io::Result<File> {
    let other = || Err(io::Error::other("a link or no file, and not of this program's making"));
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => return other(),
        _ => {}
    }
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // the owner needs to read and write it, whatever the output's mode is
        options.mode(mode(output) & 0o666 | 0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    #[cfg(not(unix))]
    let _ = output;
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { other() }
}

/// The identity of a file, whatever its name; `None` for pipes and devices.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    #[cfg(unix)]
    place: (u64, u64),
    #[cfg(not(unix))]
    place: PathBuf,
}

impl Identity {
    #[cfg(unix)]
    fn of(meta: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        meta.is_file().then(|| Self { place: (meta.dev(), meta.ino()) })
    }

    #[cfg(unix)]
    fn at(path: &Path) -> Option<Self> {
        Self::of(&fs::metadata(path).ok()?)
    }

    #[cfg(not(unix))]
    fn at(path: &Path) -> Option<Self> {
        let place = fs::canonicalize(path).ok()?;
        place.is_file().then(|| Self { place })
    }

    /// What a standard stream is redirected from or to.
    #[cfg(unix)]
    fn of_stream(stream: impl std::os::fd::AsFd) -> Option<Self> {
        Self::of(&File::from(stream.as_fd().try_clone_to_owned().ok()?).metadata().ok()?)
    }

    #[cfg(not(unix))]
    fn of_stream<T>(_: T) -> Option<Self> {
        None
    }
}

/// The files that a command was given by name: what it reads, and what it writes.
#[derive(Debug, Default)]
pub(crate) struct Named {
    reads: Vec<PathBuf>,
    /// Each with the option that names another.
    writes: Vec<(PathBuf, &'static str)>,
}

impl Named {
    /// Inputs, of which `-` and no path at all mean standard input. Folders and patterns are no files: what is found in them and is
    /// also written is no input.
    pub(crate) fn inputs(self, paths: &[PathBuf]) -> Self {
        if paths.is_empty() { self.reads([Path::new("-")]) } else { self.reads(paths) }
    }

    /// Files that are read, whatever for.
    pub(crate) fn reads<P: AsRef<Path>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.reads.extend(paths.into_iter().map(|path| path.as_ref().to_owned()));
        self
    }

    /// The output; `-` and none mean standard output.
    pub(crate) fn output(self, path: Option<&Path>) -> Self {
        self.writes("-o", [path.unwrap_or(Path::new("-"))])
    }

    /// Files that are written, and the option by which.
    pub(crate) fn writes<P: AsRef<Path>>(mut self, option: &'static str, paths: impl IntoIterator<Item = P>) -> Self {
        self.writes.extend(paths.into_iter().map(|path| (path.as_ref().to_owned(), option)));
        self
    }

    /// Refuses what would destroy a file that is read, or one of two that are written: by what the files are, not by their names.
    pub(crate) fn check(&self) -> Result<(), Usage> {
        let stream = |path: &Path| path == Path::new("-");
        let read = |path: &PathBuf| if stream(path) { Identity::of_stream(io::stdin()) } else { Identity::at(path) };
        let reads: Vec<_> = self.reads.iter().filter_map(|path| Some((path, read(path)?))).collect();
        let mut before: Vec<(&str, Identity)> = Vec::new();
        for (path, option) in &self.writes {
            let Some(file) = (if stream(path) { Identity::of_stream(io::stdout()) } else { Identity::at(path) }) else { continue };
            let shown = if stream(path) { "standard output".to_owned() } else { path.display().to_string() };
            if let Some((input, _)) = reads.iter().find(|(_, read)| *read == file) {
                let same = match (stream(input), *input == path) {
                    (true, _) => ", which standard input is read from".to_owned(),
                    (_, true) => ", which is read".to_owned(),
                    (_, false) => format!(" is the file {}, which is read", input.display()),
                };
                return Err(Usage::new(format!("{shown}{same}: writing would destroy it; choose another place with {option}")));
            }
            if let Some((other, _)) = before.iter().find(|(other, same)| *other != *option && *same == file) {
                return Err(Usage::new(format!("{shown}: is written by {other} and by {option}; choose another place for one of them")));
            }
            before.push((option, file));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_has_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("b", at("a")).unwrap();
        std::os::unix::fs::symlink("c", at("b")).unwrap();
        assert_eq!(through_links(&at("a")).unwrap(), at("c"));
        std::os::unix::fs::symlink("a", at("c")).unwrap();
        assert!(through_links(&at("a")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_the_same_under_every_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "a").unwrap();
        fs::write(at("d"), "a").unwrap();
        fs::hard_link(at("a"), at("b")).unwrap();
        std::os::unix::fs::symlink("b", at("c")).unwrap();
        for name in ["a", "b", "c", "./a"] {
            assert!(Named::default().reads([at("a")]).output(Some(&at(name))).check().is_err(), "{name}");
        }
        assert!(Named::default().reads([at("a")]).output(Some(&at("d"))).check().is_ok());
        assert!(Named::default().writes("--db", [at("a")]).output(Some(&at("b"))).check().is_err());
        assert!(Named::default().reads([folder.path()]).output(Some(&at("a"))).check().is_ok(), "a folder is read, not its file");
    }
}
