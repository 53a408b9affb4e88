//! Where output goes: standard output, or a file that is whole or absent.

use anyhow::{Context, Result};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// An open target.
pub(crate) enum Output {
    Stdout(io::Stdout),
    File { beside: NamedTempFile, path: PathBuf },
}

impl Output {
    /// Standard output for `None` or `-`; else a file beside the target, that takes its place at the end.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|p| *p != Path::new("-")) else { return Ok(Self::Stdout(io::stdout())) };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside = tempfile::Builder::new()
            .prefix(".cotejo-")
            .tempfile_in(folder)
            .with_context(|| format!("{}: cannot write in the folder {}; choose another with -o", path.display(), folder.display()))?;
        Ok(Self::File { beside, path: path.to_owned() })
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::File { mut beside, path } => {
                beside.flush()?;
                share(&beside, &path)?;
                beside.persist(&path).map_err(|e| e.error).with_context(|| format!("{}: cannot be written", path.display()))?;
                Ok(())
            }
        }
    }
}

/// Temporary files are private; the output gets the old file's permissions, or those a new file would have.
fn share(beside: &NamedTempFile, path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o644, |old| old.permissions().mode() & 0o777);
        beside.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

impl Write for &mut Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::File { beside, .. } => beside.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::File { beside, .. } => beside.flush(),
        }
    }
}
