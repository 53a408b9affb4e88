//! Decisions in SQLite: one file, in which nothing that was acknowledged is lost or overwritten.
//!
//! Decisions are only ever added. What a pair is now follows from them ([`Current::of`]); the columns `version`, `verdict` and
//! `disputed` of its row are the same, kept by a trigger so that queues need not read the log.

mod judged;
mod log;
mod queue;
#[cfg(test)]
mod tests;

pub(crate) use judged::Judged;
pub use queue::Filter;
#[cfg(test)]
use queue::{Order, Status};
pub(crate) use queue::{Overview, Position, Queue};

use super::decision::{Current, Decision};
use super::finding::Finding;
use super::item::{Item, Line, Page};
use super::name::BadName;
use crate::row::Row;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not there.
    #[error("{0}: no such file; `cotejo review` makes one")]
    NotThere(PathBuf),
    /// The file cannot be opened or made.
    #[error("{path}: {cause}; give the path of a file made by `cotejo review`, or of one that can be made")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
    /// Made by a later version.
    #[error("{path}: made by a later version of Cotejo (schema {found}, this one knows {known}); use that one")]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: usize,
        /// The last one that is known.
        known: usize,
    },
    /// Another program's database.
    #[error("{0}: a database, but not one of `cotejo review`; choose another with --db")]
    Foreign(PathBuf),
    /// There is no such pair or decision.
    #[error("there is no such pair or decision")]
    Missing,
    /// Somebody else decided in between.
    #[error("somebody decided on this pair in between; look at it again")]
    Stale,
    /// The reviewer's name is not allowed.
    #[error(transparent)]
    Name(#[from] BadName),
    /// A new reviewer who could be taken for another.
    #[error("`{name}` looks like `{other}`, who is another reviewer here; sign with a name that nobody takes for theirs")]
    Lookalike {
        /// The new name.
        name: String,
        /// The one that is there.
        other: String,
    },
    /// The decision contradicts the pair.
    #[error("{0}")]
    Refused(&'static str),
    /// SQLite failed: a full disk, a broken file.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The JSON in the database is not as this program writes it.
    #[error("the database holds what Cotejo did not write: {0}")]
    Broken(#[from] serde_json::Error),
}

/// Ignored decisions that are named.
const NAMED: usize = 3;

/// An open store. Several may be open on one file, in any number of processes.
pub struct Store {
    database: Connection,
}

/// What [`Store::add`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Pairs that are new.
    pub(crate) new: u64,
    /// Pairs that were there, and stay as they were.
    pub(crate) kept: u64,
}

/// A pair with all there is to show.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// The row as it was found.
    pub(crate) found: Row,
    /// What spoke for it, by name.
    pub(crate) evidence: BTreeMap<String, f64>,
    /// What the audit says.
    pub(crate) findings: Vec<Finding>,
    /// A machine translation of the Spanish.
    pub(crate) mt: Option<String>,
    /// The article's passages.
    pub(crate) lines: Vec<Line>,
}

/// Schemas, each from the one before it; `user_version` counts those that were run.
const MIGRATIONS: &[&str] = &[include_str!("1.sql"), include_str!("2.sql")];
/// How SQLite knows the file for ours: `COTE`.
const APPLICATION: i64 = 0x434f_5445;
/// How long one process waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(20);

impl Store {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    /// [`Error::Open`], [`Error::TooNew`], [`Error::Foreign`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::with(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a file that is there.
    ///
    /// # Errors
    /// [`Error::NotThere`], and as [`Store::open`].
    pub(crate) fn open_existing(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::NotThere(path.to_owned()));
        }
        Self::with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn with(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let refused = |cause| Error::Open { path: path.to_owned(), cause };
        let mut database = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(refused)?;
        database.busy_timeout(PATIENCE).map_err(refused)?;
        // before anything is written: another program's file stays as it is
        if !is_ours(&database).map_err(refused)? {
            return Err(Error::Foreign(path.to_owned()));
        }
        // the log is flushed to the disk before a decision is acknowledged: it survives a kill and a power cut
        database.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;").map_err(refused)?;
        database.set_prepared_statement_cache_capacity(64);
        let writing = begin(&mut database).map_err(refused)?;
        migrate(&writing, path)?;
        writing.commit()?;
        let store = Self { database };
        store.tell_contradicted(path)?;
        Ok(store)
    }

    /// Logs which decisions of an older version are ignored, since their captions have no English.
    fn tell_contradicted(&self, path: &Path) -> Result<(), Error> {
        let mut statement = self.database.prepare("SELECT article, pair_id, reviewer, action FROM contradicted ORDER BY id")?;
        let mut rows = statement.query([])?;
        let (mut all, mut named) = (0, Vec::new());
        while let Some(row) = rows.next()? {
            all += 1;
            if named.len() < NAMED {
                let [article, pair, reviewer, action] = [0, 1, 2, 3].map(|column| row.get::<_, String>(column));
                named.push(format!("{} of {} on {} in {}", action?, reviewer?, pair?, article?));
            }
        }
        if all > 0 {
            let more = if all > named.len() { format!(" and {} more", all - named.len()) } else { String::new() };
            ::log::warn!(
                "{}: {all} decisions are passed over, since their captions have no English: {}{more}; judge these captions again",
                path.display(),
                named.join(", ")
            );
        }
        Ok(())
    }

    /// Adds pages, all or none. A pair that is there, by article and `pair_id`, stays as it was, with what was decided on it; only its
    /// places follow the article.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn add(&mut self, pages: &[Page]) -> Result<Added, Error> {
        let mut added = Added::default();
        let writing = begin(&mut self.database)?;
        for page in pages.iter().filter(|page| !page.items.is_empty()) {
            add(&writing, page, &mut added)?;
        }
        writing.commit()?;
        Ok(added)
    }

    /// A pair with what is around it.
    ///
    /// # Errors
    /// [`Error::Missing`], or what the database says.
    pub(crate) fn stored(&self, id: i64) -> Result<Stored, Error> {
        let sql = "SELECT p.row, p.evidence, p.findings, p.mt, a.lines FROM pairs p JOIN articles a ON a.id = p.article WHERE p.id = ?1";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        let row = rows.next()?.ok_or(Error::Missing)?;
        Ok(Stored { found: json(row, 0)?, evidence: json(row, 1)?, findings: json(row, 2)?, mt: row.get(3)?, lines: json(row, 4)? })
    }

    /// Every pair as it is now, in the order in which they came.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn each(&self, mut take: impl FnMut(i64, &Row, &[Decision], Current)) -> Result<(), Error> {
        let mut statement = self.database.prepare("SELECT id, row, version FROM pairs ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, found): (i64, Row) = (row.get(0)?, json(row, 1)?);
            let decisions = if row.get::<_, i64>(2)? == 0 { Vec::new() } else { self.decisions(id)? };
            let current = Current::of(found.clone(), &decisions);
            take(id, &found, &decisions, current);
        }
        Ok(())
    }
}

/// A transaction that has the right to write from its start, so that what it read still holds when it writes.
fn begin(database: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    database.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// Whether a file is of this program, or empty.
fn is_ours(database: &Connection) -> rusqlite::Result<bool> {
    let application: i64 = database.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(application == APPLICATION || (application, tables) == (0, 0))
}

fn migrate(database: &Transaction<'_>, path: &Path) -> Result<(), Error> {
    let found: usize = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > MIGRATIONS.len() {
        return Err(Error::TooNew { path: path.to_owned(), found, known: MIGRATIONS.len() });
    }
    for migration in &MIGRATIONS[found..] {
        database.execute_batch(migration)?;
    }
    database.pragma_update(None, "application_id", APPLICATION)?;
    database.pragma_update(None, "user_version", MIGRATIONS.len())?;
    Ok(())
}

fn add(database: &Transaction<'_>, page: &Page, added: &mut Added) -> Result<(), Error> {
    let sql = "INSERT INTO articles (name, lines) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET lines = excluded.lines RETURNING id";
    let lines = serde_json::to_string(&page.lines)?;
    let article: i64 = database.prepare_cached(sql)?.query_row(params![page.article, lines], |row| row.get(0))?;
    let sql = "INSERT INTO pairs (article, pair_id, row, evidence, findings, mt, relation, score, photographer, certainty) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING RETURNING id";
    let mut pair = database.prepare_cached(sql)?;
    let mut check = database.prepare_cached("INSERT OR IGNORE INTO checks (code, pair) VALUES (?1, ?2)")?;
    for item in &page.items {
        let row = &item.row;
        let values = params![
            article,
            row.pair_id,
            serde_json::to_string(row)?,
            serde_json::to_string(&item.evidence)?,
            serde_json::to_string(&item.findings)?,
            item.mt,
            row.relation.name(),
            row.score,
            row.photographer,
            certainty(row.score),
        ];
        let Some(id) = pair.query_row(values, |row| row.get::<_, i64>(0)).optional()? else {
            added.kept += 1;
            follow(database, article, item)?;
            continue;
        };
        added.new += 1;
        for code in row.findings.iter().flat_map(|codes| codes.split(' ')) {
            check.execute(params![code, id])?;
        }
    }
    Ok(())
}

/// A pair that is there follows its article: places, and findings with theirs, are those of the text that the article has now. What was
/// found and decided stays; so does all of a pair that has other texts now.
fn follow(database: &Transaction<'_>, article: i64, item: &Item) -> Result<(), Error> {
    let sql = "SELECT id, row FROM pairs WHERE article = ?1 AND pair_id = ?2";
    let mut statement = database.prepare_cached(sql)?;
    let mut rows = statement.query(params![article, item.row.pair_id])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let (id, old): (i64, Row) = (row.get(0)?, json(row, 1)?);
    let texts = |row: &Row| [Some(row.es.clone()), Some(row.es_raw.clone()), row.en.clone(), row.en_raw.clone()];
    if texts(&old) != texts(&item.row) {
        return Ok(());
    }
    let Row { es_line, es_start, es_end, en_line, en_start, en_end, findings, .. } = item.row.clone();
    let new = Row { es_line, es_start, es_end, en_line, en_start, en_end, findings, ..old.clone() };
    let update = "UPDATE pairs SET row = ?2, findings = ?3 WHERE id = ?1";
    database.prepare_cached(update)?.execute(params![id, serde_json::to_string(&new)?, serde_json::to_string(&item.findings)?])?;
    database.prepare_cached("DELETE FROM checks WHERE pair = ?1")?.execute([id])?;
    let mut check = database.prepare_cached("INSERT OR IGNORE INTO checks (code, pair) VALUES (?1, ?2)")?;
    for code in new.findings.iter().flat_map(|codes| codes.split(' ')) {
        check.execute(params![code, id])?;
    }
    Ok(())
}

/// How far from a toss-up the program was: 0 to 0.5. A caption without English has no score and counts as halfway.
fn certainty(score: Option<f64>) -> f64 {
    score.map_or(0.25, |score| (score - 0.5).abs())
}

fn json<T: serde::de::DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> Result<T, Error> {
    Ok(serde_json::from_str(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)?)
}
