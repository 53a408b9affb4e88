//! Errors of translation.

use std::path::PathBuf;
use std::time::Duration;

/// Why there is no translation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An unknown translator's name.
    #[error("{0}: no such translator; {KNOWN}")]
    Name(String),
    /// A server's name without an address that could be asked.
    #[error("{0}: no address of a server; one begins with http:// or https://, as in libretranslate:http://localhost:5000")]
    Address(String),
    /// A chain whose engines do not fit.
    #[error("{0}")]
    Chain(String),
    /// `auto` found nothing.
    #[error(
        "no translator is there: `cotejo models get es-en` fetches Firefox's model; `apt-get install apertium apertium-eng-spa` \
         installs Apertium; or name a server with --translator libretranslate:URL"
    )]
    Nobody,
    /// A model that is not there or not sound.
    #[error("{}: {what}; fetch it again with `cotejo models get PAIR`", path.display())]
    Model {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A server of models that failed, or that says or sends what cannot be trusted.
    #[error("{server}: {what}; {todo}")]
    Models {
        /// Its address.
        server: String,
        /// What happened.
        what: String,
        /// What to do.
        todo: &'static str,
    },
    /// A folder for models that cannot be written.
    #[error("{}: cannot be written: {what}; free some room, or name another folder in COTEJO_MODELS", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
    /// Apertium, or the pair of languages, is not installed.
    #[error("Apertium has no mode {mode}; it has: {has}. On Debian: apt-get install apertium {package}")]
    Mode {
        /// The mode that was asked for.
        mode: String,
        /// The modes that are there.
        has: String,
        /// Where such modes come from.
        package: &'static str,
    },
    /// A process that could not be started, died or was silent.
    #[error("{engine}: {what}")]
    Process {
        /// Its name.
        engine: String,
        /// What happened.
        what: String,
    },
    /// A text that the engine cannot take.
    #[error("a text of {0} bytes is too long to be translated")]
    TooLong(usize),
    /// A server that refused, failed or was silent.
    #[error("{server}: {what}; see that it runs and takes this, or name another with --translator")]
    Server {
        /// Its address, without the key.
        server: String,
        /// What happened.
        what: String,
    },
    /// A server that asked for too long a wait.
    #[error("{server}: it wants no request for {} s; ask for less with --requests-per-second", wait.as_secs())]
    Wait {
        /// Its address.
        server: String,
        /// For how long.
        wait: Duration,
    },
    /// Another program's database, or another file of ours.
    #[error("{}: a database, but none of translations; choose another with --cache", .0.display())]
    Foreign(PathBuf),
    /// The store of translations.
    #[error("{}: {cause}; choose another with --cache, or remove it", path.display())]
    Cache {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
}

const KNOWN: &str = "there are auto, firefox[:PAIR or FOLDER], apertium[:MODE], libretranslate:URL, apy:URL, deepl[:URL], and chains of \
                     them: apertium:es-pt_BR+firefox:pt-en";
