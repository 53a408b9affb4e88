//! A data set: rows in one part, or in three, with the figures for its card.

use super::sides::Sides;
use super::{Cells, Reason, Records, RowFormat, Split, Written};
use crate::row::Row;
use std::collections::BTreeMap;
use std::io;

/// Names that are counted one by one; the rest is counted together.
const NAMES: usize = 1000;

/// What was written into a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Statistics {
    /// Articles with at least one row, where the rows of an article come together.
    pub articles: u64,
    /// Rows, each a Spanish caption.
    pub rows: u64,
    /// Rows with an English side.
    pub paired: u64,
    /// Rows by relation.
    pub relations: BTreeMap<&'static str, u64>,
    /// Rows by score: from 0.0, from 0.1, ... from 0.9.
    pub scores: [u64; 10],
    /// Rows by agency; `-` for none, `…` for all beyond the first thousand names.
    pub agencies: BTreeMap<String, u64>,
    /// Rows by the article's site, where its name is a URL, in the same way.
    pub sites: BTreeMap<String, u64>,
    last: Option<String>,
}

impl Statistics {
    fn count(&mut self, row: &Row) {
        if self.last.as_ref() != Some(&row.article) {
            self.articles += 1;
            self.last = Some(row.article.clone());
        }
        self.rows += 1;
        self.paired += u64::from(row.en.is_some());
        *self.relations.entry(row.relation.name()).or_default() += 1;
        if let Some(score) = row.score {
            self.scores[((score * 10.0) as usize).min(9)] += 1;
        }
        count(&mut self.agencies, row.agency.as_deref().unwrap_or("-"));
        if let Some(site) = site(&row.article) {
            count(&mut self.sites, site);
        }
    }

    /// Both together.
    pub(crate) fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.rows += other.rows;
        self.paired += other.paired;
        other.relations.iter().for_each(|(name, rows)| *self.relations.entry(name).or_default() += rows);
        self.scores.iter_mut().zip(other.scores).for_each(|(mine, rows)| *mine += rows);
        for (mine, theirs) in [(&mut self.agencies, &other.agencies), (&mut self.sites, &other.sites)] {
            theirs.iter().for_each(|(name, rows)| *mine.entry(name.clone()).or_default() += rows);
        }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    if let Some(rows) = counts.get_mut(name) {
        *rows += 1;
    } else if counts.len() < NAMES {
        counts.insert(name.to_owned(), 1);
    } else {
        *counts.entry("…".to_owned()).or_default() += 1;
    }
}

fn site(article: &str) -> Option<&str> {
    let (_, rest) = article.split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|site| !site.is_empty())
}

/// One writer for all rows, or one for each set of a split.
pub(crate) struct Dataset<'w> {
    format: RowFormat,
    sides: Option<Sides>,
    /// Rows of one article that are still to get their side.
    waiting: Vec<Row>,
    outcome: Written,
    cells: Cells,
    parts: Vec<(Box<dyn Records<Row> + 'w>, Statistics)>,
}

impl<'w> Dataset<'w> {
    /// All rows into one writer of a format.
    pub(crate) fn whole(format: RowFormat, writer: Box<dyn Records<Row> + 'w>) -> Self {
        Self {
            format,
            sides: None,
            waiting: Vec::new(),
            outcome: Written::default(),
            cells: Cells::Plain,
            parts: vec![(writer, Statistics::default())],
        }
    }

    /// Rows into three writers of a format, in the order of [`Split::NAMES`]. An article is in one set. Equal and nearly
    /// equal texts, in Spanish or English, are in one set too: that of the first. A row that is like texts of another set than its article
    /// is left out.
    pub(crate) fn split(split: Split, format: RowFormat, writers: [Box<dyn Records<Row> + 'w>; 3]) -> Self {
        let parts = writers.into_iter().map(|writer| (writer, Statistics::default())).collect();
        Self { format, sides: Some(Sides::new(split)), waiting: Vec::new(), outcome: Written::default(), cells: Cells::Plain, parts }
    }

    /// How cells are written.
    #[must_use]
    pub(crate) fn cells(self, cells: Cells) -> Self {
        Self { cells, ..self }
    }

    /// What was written by each writer.
    pub(crate) fn statistics(&self) -> Vec<Statistics> {
        self.parts.iter().map(|(_, statistics)| statistics.clone()).collect()
    }
}

/// More rows of an article are not waited for: those that came decide for it.
const MOST_WAITING: usize = 1 << 12;

impl Dataset<'_> {
    fn put(&mut self, row: &Row, part: usize) -> io::Result<()> {
        let (writer, statistics) = &mut self.parts[part];
        if self.format.refuses(row).is_none() {
            statistics.count(row);
        }
        if self.cells == Cells::Plain { writer.add(row) } else { writer.add(&self.cells.row(row.clone())) }
    }

    /// Writes the rows that wait, each into the set of its article.
    fn put_waiting(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        let sides = self.sides.as_mut().map(|sides| sides.of_article(&rows)).unwrap_or_default();
        for (row, side) in rows.iter().zip(sides) {
            match side {
                Some(side) => self.put(row, side)?,
                None => self.outcome.leave_out(Reason::Between),
            }
        }
        Ok(())
    }
}

impl Records<Row> for Dataset<'_> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        // rows that are not written do not connect texts
        if self.sides.is_none() || self.format.refuses(row).is_some() {
            return self.put(row, 0);
        }
        let same = self.waiting.last().is_none_or(|last| last.article == row.article);
        if !same || self.waiting.len() >= MOST_WAITING {
            self.put_waiting()?;
        }
        self.waiting.push(row.clone());
        Ok(())
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.put_waiting()?;
        let mut outcome = std::mem::take(&mut self.outcome);
        for (writer, _) in &mut self.parts {
            outcome.add(writer.finish()?);
        }
        Ok(outcome)
    }
}
