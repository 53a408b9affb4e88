//! Where models of Firefox Translations are kept, and where they come from: Mozilla's Remote Settings, or a mirror of it.

#[cfg(feature = "net")]
mod fetch;
#[cfg(feature = "net")]
mod record;
mod sums;

#[cfg(feature = "net")]
pub use fetch::{Limits, Mirror};
#[cfg(feature = "net")]
pub(crate) use fetch::{available, get};
pub(super) use sums::Sums;

use super::Error;
use std::fs;
use std::path::PathBuf;

/// The folder with a folder for each pair: `COTEJO_MODELS`, else `cotejo/models` in the user's cache.
pub(crate) fn folder() -> PathBuf {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || named("XDG_CACHE_HOME").or_else(|| named("LOCALAPPDATA")).or_else(|| Some(named("HOME")?.join(".cache")));
    named("COTEJO_MODELS").unwrap_or_else(|| cache().unwrap_or_default().join("cotejo").join("models"))
}

/// How a model on disk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Every file is as it was fetched.
    Sound,
    /// Put there by hand: nothing to compare with.
    Unknown,
    /// A file is missing, has changed or came later, or the checksums are none.
    Broken,
}

impl State {
    /// A word for a table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Unknown => "no checksums",
            Self::Broken => "broken",
        }
    }
}

/// The pairs in the folder, each with its size in bytes and its state.
///
/// # Errors
/// [`Error::Model`] where the folder is there and cannot be read.
pub(crate) fn list() -> Result<Vec<(String, u64, State)>, Error> {
    let root = folder();
    if !root.exists() {
        return Ok(Vec::new());
    }
    let failed = |cause: std::io::Error| Error::Model { path: root.clone(), what: cause.to_string() };
    let mut found = Vec::new();
    for entry in fs::read_dir(&root).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| path.is_dir() && !n.starts_with('.')) {
            let files = fs::read_dir(&path).map_err(failed)?.flatten();
            let size = files.filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum();
            found.push((name.to_owned(), size, sums::state(&path)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
