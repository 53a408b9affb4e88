//! The log of decisions.

use super::{Error, Store, begin, json};
use crate::review::decision::{Change, Current, Decision, Fitting};
use crate::review::name::Reviewer;
use crate::row::Row;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

/// No edited text and no note is longer, in bytes.
const LONGEST_TEXT: usize = 32 << 10;

impl Store {
    /// Adds a decision; it is on the disk when this returns. `seen` is the version that the reviewer looked at
    /// ([`Current::version`]), or `None` to decide in any case. Gives the pair as it is then.
    ///
    /// # Errors
    /// [`Error::Stale`] where somebody decided in between, [`Error::Missing`], [`Error::Refused`] for what makes no sense,
    /// [`Error::Name`] and [`Error::Lookalike`] for who could be taken for another.
    pub(crate) fn record(&mut self, pair: i64, seen: Option<i64>, reviewer: &str, change: &Change) -> Result<Current, Error> {
        let reviewer = Reviewer::new(reviewer)?;
        check(change)?;
        let writing = begin(&mut self.database)?;
        let current = current(&writing, pair)?;
        if seen.is_some_and(|seen| seen != current.version) {
            return Err(Error::Stale);
        }
        let fitting = current.fit(change.clone()).map_err(Error::Refused)?;
        if let Some(other) = lookalike(&writing, &reviewer)? {
            return Err(Error::Lookalike { name: reviewer.as_str().to_owned(), other });
        }
        decide(&writing, pair, &reviewer, &current, &fitting)?;
        let current = self::current(&writing, pair)?;
        writing.commit()?;
        Ok(current)
    }

    /// Takes back a decision of the reviewer's own; all others stand. Gives the pair's number and the pair as it is then.
    ///
    /// # Errors
    /// [`Error::Stale`] where it was taken back before, [`Error::Refused`] for another's decision, [`Error::Missing`].
    pub(crate) fn undo(&mut self, decision: i64, reviewer: &str) -> Result<(i64, Current), Error> {
        let reviewer = Reviewer::new(reviewer)?;
        let writing = begin(&mut self.database)?;
        let sql = "SELECT pair FROM decisions WHERE id = ?1";
        let pair = writing.query_row(sql, [decision], |row| row.get(0)).optional()?.ok_or(Error::Missing)?;
        let all = decisions(&writing, pair)?;
        let undone = all.iter().find(|d| d.id == decision).ok_or(Error::Missing)?;
        // an older version kept names as they were typed
        let own = undone.reviewer == reviewer.as_str() || Reviewer::new(&undone.reviewer).is_ok_and(|name| name == reviewer);
        if !own || undone.undoes.is_some() {
            return Err(Error::Refused("only a reviewer's own decisions can be taken back, and no undo"));
        }
        if undone.undone {
            return Err(Error::Stale);
        }
        append(&writing, pair, &reviewer, "undo", [&undone.after, &undone.before], Some(decision))?;
        let current = current(&writing, pair)?;
        writing.commit()?;
        Ok((pair, current))
    }

    /// The last decision of a reviewer that was not taken back.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn last_of(&self, reviewer: &str) -> Result<Option<i64>, Error> {
        let sql = "SELECT id FROM live WHERE reviewer = ?1 ORDER BY id DESC LIMIT 1";
        let reviewer = Reviewer::new(reviewer)?;
        Ok(self.database.prepare_cached(sql)?.query_row([reviewer.as_str()], |row| row.get(0)).optional()?)
    }

    /// The decisions on a pair, in order.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn decisions(&self, pair: i64) -> Result<Vec<Decision>, Error> {
        decisions(&self.database, pair)
    }

    /// A pair as it is now.
    ///
    /// # Errors
    /// [`Error::Missing`], or what the database says.
    pub(crate) fn current(&self, pair: i64) -> Result<Current, Error> {
        current(&self.database, pair)
    }
}

/// Checks that apply to the text of any pair.
fn check(change: &Change) -> Result<(), Error> {
    match change {
        Change::EditEs(text) | Change::EditEn(text) | Change::Note(text) if text.len() > LONGEST_TEXT => {
            Err(Error::Refused("the text is longer than 32 KiB"))
        }
        _ => Ok(()),
    }
}

/// Another reviewer of the store whom a new name could be taken for. A name that is there already is its own.
fn lookalike(database: &Connection, reviewer: &Reviewer) -> Result<Option<String>, Error> {
    let known = "SELECT EXISTS (SELECT 1 FROM decisions WHERE reviewer = ?1)";
    if database.prepare_cached(known)?.query_row([reviewer.as_str()], |row| row.get(0))? {
        return Ok(None);
    }
    let mut names = database.prepare_cached("SELECT DISTINCT reviewer FROM decisions")?;
    let mut names = names.query_map([], |row| row.get::<_, String>(0))?;
    Ok(names.find(|name| name.as_ref().map_or(true, |name| reviewer.resembles(name))).transpose()?)
}

fn decide(database: &Connection, pair: i64, reviewer: &Reviewer, current: &Current, fitting: &Fitting) -> Result<(), Error> {
    let change = fitting.change();
    let after = serde_json::to_value(change)?.get("after").cloned().unwrap_or_default();
    append(database, pair, reviewer, change.name(), [&current.before(change), &after], None)
}

fn append(
    database: &Connection,
    pair: i64,
    reviewer: &Reviewer,
    action: &str,
    [before, after]: [&Value; 2],
    undoes: Option<i64>,
) -> Result<(), Error> {
    let sql = "INSERT INTO decisions (pair, reviewer, time, action, before, after, undoes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let time = jiff::Timestamp::now().to_string();
    let values = params![pair, reviewer.as_str(), time, action, before.to_string(), after.to_string(), undoes];
    database.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn current(database: &Connection, pair: i64) -> Result<Current, Error> {
    let mut statement = database.prepare_cached("SELECT row FROM pairs WHERE id = ?1")?;
    let mut rows = statement.query([pair])?;
    let found: Row = json(rows.next()?.ok_or(Error::Missing)?, 0)?;
    Ok(Current::of(found, &decisions(database, pair)?))
}

fn decisions(database: &Connection, pair: i64) -> Result<Vec<Decision>, Error> {
    let sql = "SELECT d.id, d.reviewer, d.time, d.action, d.before, d.after, d.undoes, u.id IS NOT NULL \
               FROM decisions d LEFT JOIN decisions u ON u.undoes = d.id WHERE d.pair = ?1 ORDER BY d.id";
    let mut statement = database.prepare_cached(sql)?;
    let mut rows = statement.query([pair])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Decision {
            id: row.get(0)?,
            reviewer: row.get(1)?,
            time: row.get(2)?,
            action: row.get(3)?,
            before: json(row, 4)?,
            after: json(row, 5)?,
            undoes: row.get(6)?,
            undone: row.get(7)?,
        });
    }
    Ok(found)
}
