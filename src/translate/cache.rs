//! What was translated before, in an SQLite file: a text is given to an engine once.

use super::{Direction, Error, Translate};
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// An engine with a memory.
pub(super) struct Cache<T> {
    engine: T,
    path: PathBuf,
    /// Which engine: rows of others are not ours.
    key: String,
    store: Mutex<Connection>,
}

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS translation (engine TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, \
                      PRIMARY KEY (engine, source)) WITHOUT ROWID";

impl<T: Translate> Cache<T> {
    /// Remembers in a file; `None` for as long as the run lasts.
    ///
    /// # Errors
    /// [`Error::Cache`] where the file is no store or cannot be written, [`Error::Foreign`] where it is one of something else.
    pub(super) fn open(engine: T, path: Option<&Path>) -> Result<Self, Error> {
        // SQLite's name for a temporary file of its own
        let path = path.unwrap_or(Path::new(""));
        let failed = |cause| Error::Cache { path: path.to_owned(), cause };
        let store = Connection::open(path).map_err(failed)?;
        store.busy_timeout(Duration::from_secs(30)).map_err(failed)?;
        // before anything is written: another program's file stays as it is
        if !is_ours(&store).map_err(failed)? {
            return Err(Error::Foreign(path.to_owned()));
        }
        let prepared = || {
            store.pragma_update(None, "journal_mode", "WAL")?;
            store.pragma_update(None, "synchronous", "NORMAL")?;
            store.execute(SCHEMA, [])
        };
        prepared().map_err(failed)?;
        let key = format!("{} {}", engine.name(), env!("CARGO_PKG_VERSION"));
        Ok(Self { engine, path: path.to_owned(), key, store: Mutex::new(store) })
    }

    fn store(&self) -> MutexGuard<'_, Connection> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, text: &str) -> rusqlite::Result<Option<String>> {
        let store = self.store();
        let mut query = store.prepare_cached("SELECT target FROM translation WHERE engine = ?1 AND source = ?2")?;
        query.query_row(params![self.key, text], |row| row.get(0)).optional()
    }

    fn add(&self, found: &[(&str, &str)]) -> rusqlite::Result<()> {
        let mut store = self.store();
        let change = store.transaction()?;
        for (source, target) in found {
            let mut insert = change.prepare_cached("INSERT OR IGNORE INTO translation VALUES (?1, ?2, ?3)")?;
            insert.execute(params![self.key, source, target])?;
        }
        change.commit()
    }
}

/// Whether a database holds translations, or nothing.
fn is_ours(store: &Connection) -> rusqlite::Result<bool> {
    let others = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'translation'";
    store.query_row(others, [], |row| row.get(0)).map(|others: i64| others == 0)
}

impl<T: Translate> Translate for Cache<T> {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn direction(&self) -> &Direction {
        self.engine.direction()
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let failed = |cause| Error::Cache { path: self.path.clone(), cause };
        let mut found: Vec<Option<Result<String, Error>>> = texts.iter().map(|text| self.find(text).map_err(failed).transpose()).collect();
        let mut asked: Vec<&str> = texts.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(text, _)| *text).collect();
        asked.sort_unstable();
        asked.dedup();
        let fresh = self.engine.translate(&asked);
        let whole: Vec<(&str, &str)> = asked.iter().zip(&fresh).filter_map(|(s, t)| Some((*s, t.as_deref().ok()?))).collect();
        if let Err(cause) = self.add(&whole) {
            log::warn!("{}", failed(cause));
        }
        let mut fresh: Vec<(&str, Option<Result<String, Error>>)> = asked.iter().copied().zip(fresh.into_iter().map(Some)).collect();
        for (text, found) in texts.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let Ok(at) = fresh.binary_search_by(|(asked, _)| (*asked).cmp(text)) else { continue };
            *found = match &fresh[at].1 {
                Some(Ok(target)) => Some(Ok(target.clone())),
                // the cause is reported once
                _ => fresh[at].1.take(),
            };
        }
        let again = || Error::Process { engine: self.name().to_owned(), what: "the same text failed before".to_owned() };
        found.into_iter().map(|found| found.unwrap_or_else(|| Err(again()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translate::testing::Engine;
    use std::sync::atomic::Ordering;

    fn engine() -> Engine {
        Engine::new("es", "en", |text| if text == "bad" { Err(Error::TooLong(3)) } else { Ok(text.to_uppercase()) })
    }

    #[test]
    fn a_text_is_translated_once_also_by_another_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.sqlite");
        let cache = Cache::open(engine(), Some(&path)).unwrap();
        let texts = ["b", "a", "b", "bad", "bad"];
        let shown = |found: Vec<Result<String, Error>>| found.into_iter().map(Result::ok).collect::<Vec<_>>();
        let expected = [Some("B".to_owned()), Some("A".to_owned()), Some("B".to_owned()), None, None];
        assert_eq!(shown(cache.translate(&texts)), expected);
        assert_eq!(cache.engine.asked.load(Ordering::Relaxed), 3);
        let again = Cache::open(engine(), Some(&path)).unwrap();
        assert_eq!(shown(again.translate(&texts)), expected);
        // only what failed
        assert_eq!(again.engine.asked.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn another_database_stays_as_it_is() {
        let file = tempfile::NamedTempFile::new().unwrap();
        Connection::open(file.path()).unwrap().execute("CREATE TABLE pairs (id)", []).unwrap();
        let before = std::fs::read(file.path()).unwrap();
        assert!(matches!(Cache::open(engine(), Some(file.path())), Err(Error::Foreign(_))));
        assert_eq!(std::fs::read(file.path()).unwrap(), before);
    }

    #[test]
    fn what_is_no_store_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "es,en\n".repeat(500)).unwrap();
        let error = Cache::open(engine(), Some(file.path())).err().unwrap().to_string();
        assert!(error.contains("not a database") && error.contains("--cache"), "{error}");
    }
}
