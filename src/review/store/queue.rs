//! Which pairs are shown, in which order, page by page.

use super::{Error, Store};
use rusqlite::types::ToSql;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which pairs are wanted; the default is all that nobody judged.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Filter {
    /// Which pairs, by how far their review is.
    pub(crate) status: Status,
    /// The relation that the program found.
    pub(crate) relation: Option<String>,
    /// At least this score.
    pub(crate) min_score: Option<f64>,
    /// At most this score.
    pub(crate) max_score: Option<f64>,
    /// With a finding of this check.
    pub(crate) check: Option<String>,
    /// Of this photographer.
    pub(crate) photographer: Option<String>,
    /// With a decision of this reviewer.
    pub(crate) reviewer: Option<String>,
    /// The reviewer who asks; for [`Status::Mine`].
    pub(crate) me: Option<String>,
    /// In which order.
    pub(crate) order: Order,
}

/// How far the review of a pair is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// Nobody judged it.
    #[default]
    Open,
    /// The reviewer who asks did not judge it; others may have.
    Mine,
    /// Somebody judged it.
    Decided,
    /// Reviewers differ.
    Disputed,
    /// All.
    All,
}

/// The order of a queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Order {
    /// Least certain first.
    #[default]
    Uncertain,
    /// As the pairs came: article by article.
    Page,
}

/// A place in a queue: what comes next comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Position {
    /// How certain the program was of the pair there.
    pub(crate) certainty: f64,
    /// The pair's number.
    pub(crate) id: i64,
}

/// Some pairs of a queue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Queue {
    /// Their numbers, in order.
    pub(crate) ids: Vec<i64>,
    /// The last one's place; `None` where nothing follows.
    pub(crate) next: Option<Position>,
}

/// What is in a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// All pairs.
    pub pairs: u64,
    /// Pairs with a verdict.
    pub decided: u64,
    /// Pairs on which reviewers differ.
    pub(crate) disputed: u64,
    /// Pairs by relation, as found.
    pub(crate) relations: BTreeMap<String, u64>,
    /// The checks that found something.
    pub(crate) checks: Vec<String>,
    /// The photographers with the most pairs, at most 500.
    pub(crate) photographers: Vec<String>,
    /// Who decided something.
    pub(crate) reviewers: Vec<String>,
}

impl Store {
    /// Some pairs after a place, or from the start.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn queue(&self, filter: &Filter, after: Option<Position>, limit: u32) -> Result<Queue, Error> {
        let mut query = Query::of(filter);
        let order = match filter.order {
            Order::Uncertain => "p.certainty, p.id",
            Order::Page => "p.id",
        };
        match (after, filter.order) {
            (None, _) => {}
            (Some(place), Order::Uncertain) => {
                query.with("(p.certainty, p.id) > (?, ?)", [Box::new(place.certainty) as Box<dyn ToSql>, Box::new(place.id)])
            }
            (Some(place), Order::Page) => query.with("p.id > ?", [Box::new(place.id) as _]),
        }
        let sql = format!("SELECT p.certainty, p.id FROM pairs p WHERE {} ORDER BY {order} LIMIT {limit}", query.condition());
        let mut statement = self.database.prepare_cached(&sql)?;
        let place = |row: &rusqlite::Row<'_>| Ok(Position { certainty: row.get(0)?, id: row.get(1)? });
        let places: Vec<Position> = statement.query_map(query.values().as_slice(), place)?.collect::<Result<_, _>>()?;
        let next = places.last().copied().filter(|_| places.len() == limit as usize);
        Ok(Queue { ids: places.into_iter().map(|place| place.id).collect(), next })
    }

    /// How many pairs a filter lets through.
    ///
    /// # Errors
    /// What the database says.
    pub fn count(&self, filter: &Filter) -> Result<u64, Error> {
        let query = Query::of(filter);
        let sql = format!("SELECT count(*) FROM pairs p WHERE {}", query.condition());
        Ok(self.database.prepare_cached(&sql)?.query_row(query.values().as_slice(), |row| row.get(0))?)
    }

    /// What is in the store.
    ///
    /// # Errors
    /// What the database says.
    pub fn overview(&self) -> Result<Overview, Error> {
        let count = |sql: &str| self.database.prepare_cached(sql)?.query_row([], |row| row.get(0));
        let names =
            |sql: &str| -> rusqlite::Result<Vec<String>> { self.database.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect() };
        let mut relations = self.database.prepare_cached("SELECT relation, count(*) FROM pairs GROUP BY relation")?;
        let relations = relations.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Overview {
            pairs: count("SELECT count(*) FROM pairs")?,
            decided: count("SELECT count(*) FROM pairs WHERE verdict IS NOT NULL")?,
            disputed: count("SELECT count(*) FROM pairs WHERE disputed")?,
            relations,
            checks: names("SELECT DISTINCT code FROM checks ORDER BY code")?,
            photographers: names(
                "SELECT photographer FROM pairs WHERE photographer IS NOT NULL GROUP BY photographer ORDER BY count(*) DESC, photographer LIMIT 500",
            )?,
            reviewers: names("SELECT DISTINCT reviewer FROM decisions ORDER BY reviewer")?,
        })
    }
}

/// Conditions, and the values of their question marks.
struct Query {
    conditions: Vec<&'static str>,
    values: Vec<Box<dyn ToSql>>,
}

impl Query {
    fn of(filter: &Filter) -> Self {
        let mut query = Self { conditions: Vec::new(), values: Vec::new() };
        match filter.status {
            Status::All => {}
            Status::Open => query.with("p.verdict IS NULL", []),
            Status::Decided => query.with("p.verdict IS NOT NULL", []),
            Status::Disputed => query.with("p.disputed", []),
            Status::Mine => {
                let me = filter.me.clone().unwrap_or_default();
                query.with("NOT EXISTS (SELECT 1 FROM standing s WHERE s.pair = p.id AND s.reviewer = ?)", [Box::new(me) as _]);
            }
        }
        let text = |value: &Option<String>| value.clone().filter(|text| !text.is_empty()).map(|text| Box::new(text) as Box<dyn ToSql>);
        let number = |value: Option<f64>| value.map(|number| Box::new(number) as Box<dyn ToSql>);
        let all = [
            ("p.relation = ?", text(&filter.relation)),
            ("p.score >= ?", number(filter.min_score)),
            ("p.score <= ?", number(filter.max_score)),
            ("EXISTS (SELECT 1 FROM checks c WHERE c.code = ? AND c.pair = p.id)", text(&filter.check)),
            ("p.photographer = ?", text(&filter.photographer)),
            ("EXISTS (SELECT 1 FROM decisions d WHERE d.reviewer = ? AND d.pair = p.id)", text(&filter.reviewer)),
        ];
        for (condition, value) in all {
            if let Some(value) = value {
                query.with(condition, [value]);
            }
        }
        query
    }

    fn with(&mut self, condition: &'static str, values: impl IntoIterator<Item = Box<dyn ToSql>>) {
        self.conditions.push(condition);
        self.values.extend(values);
    }

    fn condition(&self) -> String {
        if self.conditions.is_empty() { "TRUE".to_owned() } else { self.conditions.join(" AND ") }
    }

    fn values(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(AsRef::as_ref).collect()
    }
}
