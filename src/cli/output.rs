//! Where output goes: standard output, a pipe or device, or a file that is written completely or not at all.

use super::args::ReportFormat;
use super::place::{permissions, share, through_links};
use super::terminal::Shown;
use super::{Outcome, Usage};
use crate::read::UNFINISHED;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The message before its cause.
pub(crate) const FAILED: &str = "the output could not be written";

/// Prints on standard output what `write` writes.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Outcome> {
    let mut output = Output::open(None)?;
    let mut out = io::BufWriter::new(&mut output);
    write(&mut out).and_then(|()| out.flush()).context(FAILED)?;
    drop(out);
    output.finish()?;
    Ok(Outcome::Done)
}

/// An open target. Its errors name the place.
pub(crate) enum Output {
    Stdout(Shown<io::Stdout>),
    /// A pipe or device: nothing may take its place.
    Device {
        file: Shown<File>,
        path: PathBuf,
    },
    File {
        beside: NamedTempFile,
        path: PathBuf,
    },
}

impl Output {
    /// Standard output for `None` or `-`; else a file beside the target, that takes its place at the end.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        Self::open_beside(path, |folder, path| unfinished(path).prefix(UNFINISHED).tempfile_in(folder))
    }

    /// As [`Output::open`], for a run that has the target to itself: it takes away what a killed run `left` beside it.
    pub(crate) fn open_alone(path: Option<&Path>, left: bool) -> Result<Self> {
        Self::open_beside(path, |folder, path| {
            let name = beside(path);
            if left && fs::symlink_metadata(folder.join(&name)).is_ok_and(|meta| meta.is_file()) {
                let _ = fs::remove_file(folder.join(&name));
            }
            match unfinished(path).prefix(&name).rand_bytes(0).tempfile_in(folder) {
                // another program's: it stays
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => unfinished(path).prefix(UNFINISHED).tempfile_in(folder),
                made => made,
            }
        })
    }

    fn open_beside(path: Option<&Path>, make: impl FnOnce(&Path, &Path) -> io::Result<NamedTempFile>) -> Result<Self> {
        let Some(path) = path.filter(|p| *p != Path::new("-")) else { return Ok(Self::Stdout(Shown::new(io::stdout()))) };
        if is_folder(path) {
            bail!("{}: is a folder; name a file in it with -o", path.display());
        }
        let path = through_links(path).with_context(|| format!("{}: cannot be written; choose another with -o", path.display()))?;
        match fs::metadata(&path) {
            Ok(meta) if !meta.is_file() => {
                let file = File::options().write(true).open(&path);
                let file = file.with_context(|| format!("{}: cannot be written; choose another with -o", path.display()))?;
                return Ok(Self::Device { file: Shown::new(file), path });
            }
            _ => {}
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside = make(folder, &path)
            .map_err(without_name)
            .with_context(|| format!("{}: cannot write in the folder {}; choose another with -o", path.display(), folder.display()))?;
        Ok(Self::File { beside, path })
    }

    /// Lets colours pass to a terminal; see [`Shown::let_colours_pass`].
    pub(crate) fn let_colours_pass(&mut self) {
        match self {
            Self::Stdout(out) => out.let_colours_pass(),
            Self::Device { file, .. } => file.let_colours_pass(),
            Self::File { .. } => {}
        }
    }

    /// Puts the file in its place.
    pub(crate) fn finish(mut self) -> Result<()> {
        (&mut self).flush()?;
        match &mut self {
            Self::Stdout(out) => out.finish()?,
            Self::Device { file, .. } => file.finish()?,
            Self::File { .. } => {}
        }
        if let Self::File { beside, path } = self {
            share(beside.as_file(), &path)?;
            beside.persist(&path).map_err(|e| e.error).with_context(|| format!("{}: cannot be written", path.display()))?;
        }
        Ok(())
    }

    /// Puts the file in its place where something was read; an older file stays where nothing was.
    pub(crate) fn finish_after(self, outcome: Outcome) -> Result<Outcome> {
        if !matches!(outcome, Outcome::Nothing) {
            self.finish()?;
        }
        Ok(outcome)
    }

    fn target(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(out) => out,
            Self::Device { file, .. } => file,
            Self::File { beside, .. } => beside,
        }
    }

    /// The cause with the place and the remedy; its kind stays, since a closed pipe is no fault.
    fn placed(&self, cause: io::Error) -> io::Error {
        let place = match self {
            Self::Stdout(_) => "standard output".to_owned(),
            Self::Device { path, .. } | Self::File { path, .. } => path.display().to_string(),
        };
        io::Error::new(cause.kind(), format!("{place}: {cause}; free some room, or choose another place with -o"))
    }
}

/// Whether a path means a folder: it is named with a slash at its end, or one is there.
pub(crate) fn is_folder(path: &Path) -> bool {
    let named = path.as_os_str().as_encoded_bytes().last().is_some_and(|b| std::path::is_separator(char::from(*b)));
    named || path.is_dir()
}

/// What a temporary file's maker says, without the name that the file would have had.
fn without_name(cause: io::Error) -> io::Error {
    let said = cause.to_string();
    let plain = said.split_once(" at path ").map_or(&*said, |(plain, _)| plain);
    io::Error::new(cause.kind(), plain)
}

/// Endings that stand for a format, or for a compressed file.
const TELLING: &[&str] = &[
    "csv", "tsv", "jsonl", "ndjson", "json", "parquet", "pq", "tmx", "xlf", "xliff", "html", "htm", "sarif", "npy", "xml", "xls", "xlsx",
    "ods", "pdf", "doc", "docx", "odt", "rtf", "sqlite", "db", "po", "tbx", "mo", "feather", "arrow", "gz", "zst", "zstd", "bz2", "xz",
    "zip",
];

/// The format that the ending of the output's name stands for, by `of`; `None` where it stands for none. `writes` says which endings do.
///
/// # Errors
/// It stands for one that is not written: the file's content would not match its name.
pub(crate) fn format_by_ending<F>(path: Option<&Path>, writes: &str, of: impl Fn(&str) -> Option<F>) -> Result<Option<F>, Usage> {
    let Some(ending) = path.and_then(|path| path.extension()?.to_str()).map(str::to_ascii_lowercase) else { return Ok(None) };
    match of(&ending) {
        None if TELLING.contains(&ending.as_str()) => {
            let name = path.unwrap_or(Path::new("")).display();
            Err(Usage::new(format!("{name}: no .{ending} is written here; end the name in {writes}")))
        }
        found => Ok(found),
    }
}

/// A folder to write into; one that was made for it goes away if nothing comes into it.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    made: bool,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let made = !path.is_dir();
        if made {
            fs::create_dir_all(path).with_context(|| format!("{}: the folder cannot be made; choose another with -o", path.display()))?;
        }
        Ok(Self { path: path.to_owned(), made })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.made {
            // a folder with something in it stays
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// Writes a result as `print` has it for a person, or as one JSON object.
pub(crate) fn write_result<T: Serialize>(
    path: Option<&Path>,
    format: Option<ReportFormat>,
    found: &T,
    print: impl FnOnce(&mut dyn Write, &T) -> io::Result<()>,
) -> Result<()> {
    let by_ending = || {
        format_by_ending(path, "json or txt, or choose with --format", |ending| match ending {
            "json" => Some(ReportFormat::Json),
            _ => None,
        })
    };
    let format = format.map_or_else(by_ending, |format| Ok(Some(format)))?.unwrap_or(ReportFormat::Text);
    let mut output = Output::open(path)?;
    let mut out = &mut output;
    match format {
        ReportFormat::Text => print(&mut out, found),
        ReportFormat::Json => serde_json::to_writer_pretty(&mut out, found).map_err(io::Error::from).and_then(|()| writeln!(out)),
    }
    .context(FAILED)?;
    output.finish()
}

/// The name of the file that is to take a path's place.
pub(crate) fn beside(path: &Path) -> String {
    format!("{UNFINISHED}{}", path.file_name().unwrap_or_default().to_string_lossy())
}

/// How the file that is to take a path's place is made: always a new one, seen by no more people than the one there.
fn unfinished(path: &Path) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    if let Some(permissions) = permissions(path) {
        builder.permissions(permissions);
    }
    builder
}

impl Write for &mut Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.target().write(bytes).map_err(|cause| self.placed(cause))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target().flush().map_err(|cause| self.placed(cause))
    }
}
