//! Models from Mozilla's Remote Settings, or from a mirror. A server is not trusted: all that it sends has a limit and a time, and a file
//! takes its place when its size and checksum have been seen.

use super::super::{Direction, Error};
use super::record::{List, Record, shown};
use super::sums::{Sums, beside, copy, sum_of};
use super::{State, folder, sums};
use std::fs;
use std::io::{self, ErrorKind, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;
use ureq::http::Uri;

/// Where the list of models is kept.
const RECORDS: &str = "https://firefox.settings.services.mozilla.com";
/// Where the models are.
const FILES: &str = "https://firefox-settings-attachments.cdn.mozilla.net";
const COLLECTION: &str = "v1/buckets/main/collections/translations-models-v2/records";

/// The pairs that the server has, as far as they can be fetched.
///
/// # Errors
/// [`Error::Models`] where it cannot be reached or answers with something else.
pub(crate) fn available() -> Result<Vec<String>, Error> {
    Mirror::of_environment().available()
}

/// Fetches a pair, or what of it has changed, and checks it. Returns its folder.
///
/// # Errors
/// As [`Mirror::get`].
pub(crate) fn get(direction: &Direction) -> Result<PathBuf, Error> {
    Mirror::of_environment().get(direction, &folder())
}

/// How much is taken from a server, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the list of models.
    pub list: u64,
    /// Bytes of a file as it is sent.
    pub packed: u64,
    /// Bytes of a file, unpacked.
    pub unpacked: u64,
    /// How long a server may be silent.
    pub silence: Duration,
    /// How long a file may take.
    pub whole: Duration,
    /// How often a file is asked for; each time from where the last one broke off.
    pub attempts: u32,
    /// How long to wait before the second attempt; before each further one, twice as long.
    pub pause: Duration,
}

impl Default for Limits {
    /// Several times what Mozilla's models have.
    fn default() -> Self {
        Self {
            list: 16 << 20,
            packed: 256 << 20,
            unpacked: 512 << 20,
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(1800),
            attempts: 4,
            pause: Duration::from_millis(500),
        }
    }
}

const REDIRECTS: usize = 5;

/// A server of models.
pub struct Mirror {
    records: String,
    files: String,
    limits: Limits,
    agent: ureq::Agent,
}

/// Why an answer did not come, and whether it may come if it is asked for again.
struct Failure {
    what: String,
    again: bool,
}

impl Failure {
    fn new(again: bool, what: impl Into<String>) -> Self {
        Self { what: what.into(), again }
    }
}

const NO_NETWORK: &str = "see that it can be reached; without a network, put a model's files into a folder and name it with --translator \
                          firefox:FOLDER";
const NOT_TRUSTED: &str = "nothing was kept; try again later, or another server in COTEJO_MODELS_URL (Mozilla's where it is not set)";

impl Mirror {
    /// The server in `COTEJO_MODELS_URL`, else Mozilla's.
    fn of_environment() -> Self {
        match std::env::var("COTEJO_MODELS_URL").ok().filter(|url| !url.is_empty()) {
            Some(url) => Self::new(&url, Limits::default()),
            None => Self::of(RECORDS.to_owned(), FILES.to_owned(), Limits::default()),
        }
    }

    /// A server that has what Mozilla's two have.
    pub fn new(url: &str, limits: Limits) -> Self {
        let url = url.trim_end_matches('/');
        Self::of(url.to_owned(), url.to_owned(), limits)
    }

    fn of(records: String, files: String, limits: Limits) -> Self {
        let settings = ureq::Agent::config_builder()
            .timeout_connect(Some(limits.silence.min(Duration::from_secs(10))))
            .timeout_recv_response(Some(limits.silence))
            .timeout_per_read(Some(limits.silence))
            .timeout_global(Some(limits.whole))
            // each is looked at before it is followed
            .max_redirects(0)
            .http_status_as_error(false);
        Self { records, files, limits, agent: settings.build().into() }
    }

    /// The pairs that the server has, as far as they can be fetched.
    ///
    /// # Errors
    /// [`Error::Models`] where it cannot be reached or answers with something else.
    pub fn available(&self) -> Result<Vec<String>, Error> {
        Ok(self.list()?.pairs())
    }

    /// Fetches a pair into its folder below `root`, or what of it has changed. All files are fetched and checked before the first takes
    /// its place. Returns the pair's folder.
    ///
    /// # Errors
    /// [`Error::Models`] where the server cannot be reached, has no such pair, or says or sends what cannot be trusted;
    /// [`Error::Folder`] where nothing can be written.
    pub fn get(&self, direction: &Direction, root: &Path) -> Result<PathBuf, Error> {
        let files = self.list()?.files(&direction.from, &direction.to).map_err(|what| self.refused(what))?;
        let place = root.join(direction.to_string());
        fs::create_dir_all(&place).map_err(|cause| unwritten(&place, &cause))?;
        let filled = self.fill(&place, &files);
        if filled.is_err() {
            // a folder that holds nothing says that a model is there
            let _ = fs::remove_dir(&place);
        }
        filled.map(|()| place)
    }

    fn fill(&self, place: &Path, files: &[Record]) -> Result<(), Error> {
        let (mut sums, mut fetched) = (Sums::default(), Vec::new());
        for file in files {
            if !sum_of(&place.join(&file.name)).is_ok_and(|sum| sum == file.sum) {
                fetched.push((self.fetch(file, place)?, place.join(&file.name)));
            }
            sums.add(&file.name, &file.sum);
        }
        let former = Sums::read(place).ok().flatten().unwrap_or_default();
        for (file, path) in fetched {
            file.persist(path).map_err(|failed| unwritten(place, &failed.error))?;
        }
        // of an older model: it would be taken for a part of this one
        for name in sums.gone_from(&former) {
            let _ = fs::remove_file(place.join(name));
        }
        sums.write(place).map_err(|cause| unwritten(place, &cause))?;
        if sums::state(place) == State::Sound {
            return Ok(());
        }
        let what = "there are other files beside the model's, and they would be taken for its own; remove this folder".to_owned();
        Err(Error::Model { path: place.to_owned(), what })
    }

    fn list(&self) -> Result<List, Error> {
        let mut bytes = Vec::new();
        let url = format!("{}/{COLLECTION}", self.records);
        self.download(&url, self.limits.list, |body, _| {
            bytes.clear();
            body.read_to_end(&mut bytes).map(drop)
        })?;
        List::parse(&bytes).map_err(|what| self.refused(what))
    }

    /// A file, unpacked and checked, beside its place.
    fn fetch(&self, file: &Record, place: &Path) -> Result<NamedTempFile, Error> {
        let unwritten = |cause: io::Error| unwritten(place, &cause);
        let wrong = |what: String| self.refused(format!("{}: {what}", file.name));
        if let Some(size) = file.packed.filter(|size| *size > self.limits.packed).or(file.size.filter(|size| *size > self.limits.unpacked))
        {
            return Err(wrong(format!("it is said to have {size} bytes, and no model has so many")));
        }
        let mut packed = tempfile::tempfile_in(place).map_err(unwritten)?;
        let url = format!("{}/{}", self.files, file.location);
        self.download(&url, file.packed.unwrap_or(self.limits.packed), |body, from| {
            packed.set_len(from)?;
            packed.seek(io::SeekFrom::Start(from))?;
            io::copy(body, &mut packed).map(drop)
        })?;
        packed.rewind().map_err(unwritten)?;
        let most = file.size.unwrap_or(self.limits.unpacked);
        let mut out = beside(place).map_err(unwritten)?;
        let unpacked = zstd::Decoder::new(packed).and_then(|mut packed| copy(&mut packed, out.as_file_mut(), most));
        let sum = unpacked.map_err(|cause| match cause.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => unwritten(cause),
            ErrorKind::FileTooLarge => wrong(format!("it unpacks to more than {most} bytes")),
            _ => wrong(format!("it cannot be unpacked: {cause}")),
        })?;
        if sum != file.sum {
            return Err(wrong(format!("its SHA-256 is {sum}, and {} was announced", file.sum)));
        }
        Ok(out)
    }

    /// Gives the body to `take`, from the start or from where it broke off.
    fn download(&self, url: &str, most: u64, mut take: impl FnMut(&mut dyn Read, u64) -> io::Result<()>) -> Result<(), Error> {
        let (mut pause, mut have) = (self.limits.pause, 0);
        for attempt in 1.. {
            let failure = match self.attempt(url, most, &mut have, &mut take) {
                Ok(()) => break,
                Err(failure) => failure,
            };
            if !failure.again || attempt >= self.limits.attempts {
                let todo = if failure.again { NO_NETWORK } else { NOT_TRUSTED };
                return Err(Error::Models { server: url.to_owned(), what: failure.what, todo });
            }
            log::info!("{url}: {}; again in {} s", failure.what, pause.as_secs_f32());
            std::thread::sleep(pause);
            pause *= 2;
        }
        Ok(())
    }

    fn attempt(
        &self,
        url: &str,
        most: u64,
        have: &mut u64,
        take: &mut impl FnMut(&mut dyn Read, u64) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let answer = self.ask(url, *have)?;
        if answer.status() != 206 {
            *have = 0;
        }
        if answer.body().content_length().is_some_and(|length| length > most - *have) {
            return Err(Failure::new(false, format!("it sends more than {most} bytes")));
        }
        let from = *have;
        // one more than may come
        let mut body = Counted { body: answer.into_body().into_reader().take(most - from + 1), count: 0, failed: None };
        let taken = take(&mut body, from);
        *have = from + body.count;
        match (body.failed, taken) {
            _ if *have > most => Err(Failure::new(false, format!("it sends more than {most} bytes"))),
            (Some(what), _) => Err(Failure::new(true, format!("it broke off after {have} bytes: {what}"))),
            (None, Err(cause)) => Err(Failure::new(false, format!("what it sends cannot be kept: {cause}"))),
            (None, Ok(())) => Ok(()),
        }
    }

    fn ask(&self, url: &str, from: u64) -> Result<ureq::http::Response<ureq::Body>, Failure> {
        let mut uri: Uri = url.parse().map_err(|_| Failure::new(false, "this is no address that begins with http:// or https://"))?;
        for _ in 0..=REDIRECTS {
            if !is_web(&uri) {
                return Err(Failure::new(false, "this is no address that begins with http:// or https://"));
            }
            let mut request = self.agent.get(uri.clone());
            if from > 0 {
                request = request.header("range", format!("bytes={from}-"));
            }
            let answer = request.call().map_err(|cause| Failure::new(true, cause.to_string()))?;
            match answer.status().as_u16() {
                200 | 206 => return Ok(answer),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
                    uri = joined(&uri, to)
                        .ok_or_else(|| Failure::new(false, format!("it sends on to {}, which is not followed", shown(to))))?;
                }
                status => return Err(Failure::new(status == 429 || status >= 500, format!("status {status}"))),
            }
        }
        Err(Failure::new(false, format!("it sends on more than {REDIRECTS} times")))
    }

    fn refused(&self, what: String) -> Error {
        Error::Models { server: self.records.clone(), what, todo: NOT_TRUSTED }
    }
}

fn unwritten(place: &Path, cause: &io::Error) -> Error {
    Error::Folder { path: place.to_owned(), what: cause.to_string() }
}

fn is_web(uri: &Uri) -> bool {
    matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
}

/// Where a server sends on to; what is safe is never followed by what is not.
fn joined(from: &Uri, to: &str) -> Option<Uri> {
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    let whole = match to {
        _ if to.starts_with("//") => format!("{scheme}:{to}"),
        _ if to.starts_with('/') => format!("{scheme}://{authority}{to}"),
        _ => to.to_owned(),
    };
    whole.parse().ok().filter(|uri: &Uri| is_web(uri) && (scheme == "http" || uri.scheme_str() == Some("https")))
}

/// A body whose own failures are distinguished from those of where it goes to.
struct Counted<R> {
    body: R,
    count: u64,
    failed: Option<String>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.body.read(buffer).inspect_err(|cause| self.failed = Some(cause.to_string()))?;
        self.count += read as u64;
        Ok(read)
    }
}
