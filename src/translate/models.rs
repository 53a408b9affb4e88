//! Where models of Firefox Translations are kept, and where they come from: Mozilla's Remote Settings, or a mirror of it.

use super::Error;
use fxtranslate::cache::sha256_hex;
use std::fs;
use std::path::{Path, PathBuf};

/// Checksums of a model's files, as `sha256sum` writes and checks them.
const SUMS: &str = "SHA256SUMS";

/// The folder with a folder for each pair: `COTEJO_MODELS`, else `cotejo/models` in the user's cache.
pub fn folder() -> PathBuf {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || named("XDG_CACHE_HOME").or_else(|| named("LOCALAPPDATA")).or_else(|| Some(named("HOME")?.join(".cache")));
    named("COTEJO_MODELS").unwrap_or_else(|| cache().unwrap_or_default().join("cotejo").join("models"))
}

/// How a model on disk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Every file is as it was fetched.
    Sound,
    /// Put there by hand: nothing to compare with.
    Unknown,
    /// A file is missing or has changed.
    Broken,
}

impl State {
    /// A word for a table.
    pub fn name(self) -> &'static str {
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
pub fn list() -> Result<Vec<(String, u64, State)>, Error> {
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
            found.push((name.to_owned(), size, state(&path)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// Compares a model's files with their checksums.
fn state(folder: &Path) -> State {
    let Ok(sums) = fs::read_to_string(folder.join(SUMS)) else { return State::Unknown };
    let sound = |line: &str| {
        let (sum, name) = line.split_once("  ")?;
        (sum_of(&folder.join(name)).ok()? == sum).then_some(())
    };
    if sums.lines().all(|line| sound(line).is_some()) { State::Sound } else { State::Broken }
}

fn sum_of(path: &Path) -> std::io::Result<String> {
    fs::read(path).map(|bytes| sha256_hex(&bytes))
}

#[cfg(feature = "net")]
pub use fetch::{available, get};

#[cfg(feature = "net")]
mod fetch {
    use super::super::Direction;
    use super::{Error, SUMS, folder, sum_of};
    use fxtranslate::cache::{Cache, ModelFiles, ensure_model};
    use fxtranslate::fetch::{DownloadOutcome, Fetch, FetchError, Sink, status_is_retryable};
    use fxtranslate::remote::{self, Record};
    use std::fs;
    use std::io::{Read, SeekFrom, Write};
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    /// The pairs that the server has.
    ///
    /// # Errors
    /// [`Error::Server`] where it cannot be reached.
    pub fn available() -> Result<Vec<String>, Error> {
        Ok(remote::pairs(&records()?).into_iter().map(|(from, to)| format!("{from}-{to}")).collect())
    }

    /// Fetches a pair, or what of it has changed, and checks it. Returns its folder.
    ///
    /// # Errors
    /// [`Error::Server`] where it cannot be reached, has no such pair or what came is not what it announced.
    pub fn get(direction: &Direction) -> Result<PathBuf, Error> {
        let failed = |what: String| Error::Server { server: server(), what };
        let cache = Cache::with_root(folder());
        let files = ensure_model(&Http::new(), &cache, &records()?, &direction.from, &direction.to).map_err(failed)?;
        let place = cache.pair_dir(&direction.from, &direction.to);
        let written = sums(&files).and_then(|sums| put(&place.join(SUMS), &sums));
        written.map_err(|cause| Error::Model { path: place.clone(), what: cause.to_string() })?;
        Ok(place)
    }

    /// Writes a small file, whole or not at all, in the place of whatever stands there: a link is replaced, not followed.
    fn put(path: &Path, text: &str) -> std::io::Result<()> {
        let mut made = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // less what the umask forbids
            made.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut beside = made.tempfile_in(path.parent().unwrap_or(Path::new("")))?;
        beside.write_all(text.as_bytes())?;
        beside.persist(path).map(drop).map_err(|error| error.error)
    }

    fn sums(files: &ModelFiles) -> std::io::Result<String> {
        let mut paths: Vec<&PathBuf> = [&files.model, &files.src_vocab, &files.trg_vocab].into_iter().chain(&files.lex).collect();
        paths.sort();
        paths.dedup();
        let line = |path: &&PathBuf| Ok(format!("{}  {}\n", sum_of(path)?, path.file_name().unwrap_or_default().to_string_lossy()));
        paths.iter().map(line).collect()
    }

    /// A mirror that serves what Mozilla's servers do, instead of them.
    fn mirror() -> Option<String> {
        std::env::var("COTEJO_MODELS_URL").ok().filter(|url| !url.is_empty()).map(|url| url.trim_end_matches('/').to_owned())
    }

    fn server() -> String {
        mirror().unwrap_or_else(|| remote::PROD_ENDPOINT.to_owned())
    }

    fn records() -> Result<Vec<Record>, Error> {
        let no_network = "without a network, put a model's files into a folder and name it with --translator firefox:FOLDER";
        remote::fetch_records(&Http::new()).map_err(|what| Error::Server { server: server(), what: format!("{what}; {no_network}") })
    }

    /// `fxtranslate` asks, our one HTTP client answers.
    struct Http(ureq::Agent);

    impl Http {
        fn new() -> Self {
            let settings = ureq::Agent::config_builder().timeout_connect(Some(Duration::from_secs(10)));
            // a slow line may take long, a dead one may not
            Self(
                settings
                    .timeout_recv_response(Some(Duration::from_secs(30)))
                    .timeout_global(Some(Duration::from_secs(1800)))
                    .build()
                    .into(),
            )
        }

        fn call(&self, url: &str, from: u64) -> Result<ureq::http::Response<ureq::Body>, FetchError> {
            let url = mirror()
                .map_or_else(|| url.to_owned(), |mirror| url.replace(remote::PROD_ENDPOINT, &mirror).replace(remote::CDN_ROOT, &mirror));
            let mut request = self.0.get(&url);
            if from > 0 {
                request = request.header("range", format!("bytes={from}-"));
            }
            request.call().map_err(|cause| {
                let retryable = !matches!(&cause, ureq::Error::StatusCode(code) if !status_is_retryable(*code));
                FetchError { message: format!("{url}: {cause}"), retryable }
            })
        }
    }

    impl Fetch for Http {
        fn get(&self, url: &str) -> Result<Vec<u8>, String> {
            let answer = self.call(url, 0).map_err(|error| error.message)?;
            answer.into_body().read_to_vec().map_err(|cause| format!("{url}: {cause}"))
        }

        fn get_to(
            &self,
            url: &str,
            from: u64,
            sink: &mut dyn Sink,
            progress: &mut dyn FnMut(u64, Option<u64>),
        ) -> Result<DownloadOutcome, FetchError> {
            let answer = self.call(url, from)?;
            let resumed = answer.status() == 206;
            let start = if resumed { from } else { 0 };
            let total = answer.body().content_length().map(|rest| start + rest);
            let failed = |retryable: bool| move |cause: std::io::Error| FetchError { message: cause.to_string(), retryable };
            sink.seek(SeekFrom::Start(start)).map_err(failed(false))?;
            let (mut body, mut piece, mut done) = (answer.into_body().into_reader(), vec![0; 1 << 16], start);
            loop {
                let read = body.read(&mut piece).map_err(failed(true))?;
                if read == 0 {
                    return Ok(DownloadOutcome { resumed, total });
                }
                sink.write_all(&piece[..read]).map_err(failed(false))?;
                done += read as u64;
                progress(done, total);
            }
        }
    }
}
