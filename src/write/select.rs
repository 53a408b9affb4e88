//! Which rows are written: by score, by relation, once per text, once per photo.

use super::near::Seen;
use super::{Reason, Records, Written};
use crate::caption::Form;
use crate::pair::Relation;
use crate::row::Row;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

/// How far back [`Dedup::Exact`] looks, in rows that it kept: about 100 MB.
pub(crate) const EXACT_WINDOW: usize = 1 << 20;

/// Which rows are the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dedup {
    /// Both sides are the same, byte by byte, whatever the photo and the day.
    Exact,
    /// The same as [`Dedup::Exact`] has it, or nearly the same by MinHash (see [`NEAR_WINDOW`](super::NEAR_WINDOW)), with the same numbers and dates in the texts and the
    /// same day in the slug.
    Near,
}

/// What is asked for. The default is every row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Choice {
    /// Only rows with at least this score; rows without a score have none.
    pub min_score: Option<f64>,
    /// Only these relations; none means all.
    pub relations: Vec<Relation>,
    /// Only captions that were known by these; none means all.
    pub forms: Vec<Form>,
    /// Only the first row of each text.
    pub dedup: Option<Dedup>,
    /// Only the row with the best score of each photo, the first of equals.
    pub one_per_photo: bool,
}

impl Choice {
    /// Why a row is not asked for, by its score, relation and form alone.
    pub(crate) fn refuses(&self, row: &Row) -> Option<Reason> {
        if self.min_score.is_some_and(|least| row.score.is_none_or(|score| score < least)) {
            return Some(Reason::LowScore);
        }
        let other = !self.relations.is_empty() && !self.relations.contains(&row.relation);
        if other {
            return Some(Reason::OtherRelation);
        }
        let other = !self.forms.is_empty() && row.form.is_none_or(|form| !self.forms.contains(&form));
        other.then_some(Reason::OtherForm)
    }
}

/// Passes on the rows that are asked for.
///
/// Score, relation and form decide first, then the text, then the photo. All but the photo decide row by row; memory is bounded by the
/// windows of [`Dedup`]. For one row per photo, the rows wait in a temporary file until [`Records::finish`], and about 100 bytes per
/// photo in memory.
pub(crate) struct Select<S> {
    choice: Choice,
    texts: Option<Texts>,
    photos: Option<Photos>,
    outcome: Written,
    next: S,
}

impl<S: Records<Row>> Select<S> {
    /// Passes on to `next`.
    ///
    /// # Errors
    /// No temporary file can be made.
    pub(crate) fn new(choice: Choice, next: S) -> io::Result<Self> {
        let texts = choice.dedup.map(Texts::new);
        let photos = if choice.one_per_photo { Some(Photos::new()?) } else { None };
        Ok(Self { choice, texts, photos, outcome: Written::default(), next })
    }

    /// Counts a row that is not to be passed on.
    pub(crate) fn leave_out(&mut self, reason: Reason) {
        self.outcome.leave_out(reason);
    }

    /// What the rows were passed on to.
    pub(crate) fn into_inner(self) -> S {
        self.next
    }

    fn refused(&mut self, row: &Row) -> Option<Reason> {
        let duplicate = || self.texts.as_mut().is_some_and(|texts| texts.have(row)).then_some(Reason::Duplicate);
        self.choice.refuses(row).or_else(duplicate)
    }
}

impl<S: Records<Row>> Records<Row> for Select<S> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        if let Some(reason) = self.refused(row) {
            self.outcome.leave_out(reason);
            return Ok(());
        }
        match &mut self.photos {
            Some(photos) => photos.keep(row),
            None => self.next.add(row),
        }
    }

    fn finish(&mut self) -> io::Result<Written> {
        if let Some(photos) = self.photos.take() {
            let (next, outcome) = (&mut self.next, &mut self.outcome);
            photos.replay(|row, best| {
                if best {
                    return next.add(row);
                }
                outcome.leave_out(Reason::SamePhoto);
                Ok(())
            })?;
        }
        self.outcome.add(self.next.finish()?);
        Ok(std::mem::take(&mut self.outcome))
    }
}

/// The texts that were passed on.
struct Texts {
    keys: HashSet<u128>,
    /// The keys, oldest first.
    order: VecDeque<u128>,
    near: Option<Seen>,
}

impl Texts {
    fn new(dedup: Dedup) -> Self {
        let near = (dedup == Dedup::Near).then(|| Seen::new(super::near::WINDOW));
        Self { keys: HashSet::new(), order: VecDeque::new(), near }
    }

    /// Whether the row's text was seen; from now on it was.
    fn have(&mut self, row: &Row) -> bool {
        let key = hash(&(&row.es, &row.en));
        if !self.keys.insert(key) {
            return true;
        }
        self.order.push_back(key);
        if self.order.len() > EXACT_WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.keys.remove(&oldest);
        }
        self.near.as_mut().is_some_and(|near| near.have(row))
    }
}

/// 128 bits, so that two different values never meet in practice. The same within a run, which is all that is needed.
fn hash(value: &impl Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        value.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// Rows that wait until the best of each photo is known.
struct Photos {
    spool: BufWriter<File>,
    rows: u64,
    /// For each photo the best score so far and the number of its row.
    best: HashMap<u128, (f64, u64)>,
}

/// The photo's number where there is one, else what else tells photos apart.
fn photo(row: &Row) -> u128 {
    match &row.photo_id {
        Some(id) => hash(&id),
        None => hash(&(&row.photographer, &row.date, &row.place, &row.es)),
    }
}

impl Photos {
    fn new() -> io::Result<Self> {
        let spool = tempfile::tempfile()
            .map_err(|e| io::Error::new(e.kind(), format!("no temporary file can be made; set TMPDIR to a folder with room: {e}")))?;
        Ok(Self { spool: BufWriter::new(spool), rows: 0, best: HashMap::new() })
    }

    fn keep(&mut self, row: &Row) -> io::Result<()> {
        // scores are never negative
        let found = (row.score.unwrap_or(-1.0), self.rows);
        match self.best.entry(photo(row)) {
            Entry::Vacant(photo) => {
                photo.insert(found);
            }
            Entry::Occupied(mut best) => {
                if found.0 > best.get().0 {
                    best.insert(found);
                }
            }
        }
        self.rows += 1;
        serde_json::to_writer(&mut self.spool, row)?;
        self.spool.write_all(b"\n")
    }

    /// Gives every row in order, and whether it is its photo's best.
    fn replay(self, mut each: impl FnMut(&Row, bool) -> io::Result<()>) -> io::Result<()> {
        let mut spool = self.spool.into_inner().map_err(io::IntoInnerError::into_error)?;
        spool.rewind()?;
        for (number, line) in (0..).zip(BufReader::new(spool).lines()) {
            let row: Row = serde_json::from_str(&line?)?;
            let best = self.best.get(&photo(&row)).is_some_and(|best| best.1 == number);
            each(&row, best)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::testing::row;

    struct Kept(Vec<Row>);

    impl Records<Row> for Kept {
        fn add(&mut self, row: &Row) -> io::Result<()> {
            self.0.push(row.clone());
            Ok(())
        }

        fn finish(&mut self) -> io::Result<Written> {
            Ok(Written { rows: self.0.len() as u64, ..Written::default() })
        }
    }

    /// The ids that are passed on.
    fn kept(choice: Choice, rows: &[Row]) -> (Vec<String>, Written) {
        let mut select = Select::new(choice, Kept(Vec::new())).unwrap();
        rows.iter().for_each(|row| select.add(row).unwrap());
        let outcome = select.finish().unwrap();
        (select.into_inner().0.into_iter().map(|row| row.pair_id).collect(), outcome)
    }

    fn named(id: &str) -> Row {
        Row { pair_id: id.into(), ..row() }
    }

    #[test]
    fn by_score_and_relation() {
        let rows = [
            named("a"),
            Row { score: Some(0.2), ..named("b") },
            Row { relation: Relation::Partial, ..named("c") },
            Row { relation: Relation::Unpaired, en: None, score: None, ..named("d") },
        ];
        let (ids, outcome) = kept(Choice { min_score: Some(0.9312), ..Choice::default() }, &rows);
        assert_eq!(ids, ["a", "c"]);
        assert_eq!(outcome.left_out[&Reason::LowScore], 2);
        let relations = vec![Relation::Partial, Relation::Unpaired];
        assert_eq!(kept(Choice { relations, ..Choice::default() }, &rows).0, ["c", "d"]);
        assert_eq!(kept(Choice::default(), &rows).0, ["a", "b", "c", "d"]);
    }

    #[test]
    fn by_form() {
        let rows = [named("a"), Row { form: Some(Form::Markup), ..named("b") }, Row { form: None, ..named("c") }];
        let (ids, outcome) = kept(Choice { forms: vec![Form::Agency], ..Choice::default() }, &rows);
        assert_eq!((ids, outcome.left_out[&Reason::OtherForm]), (vec!["a".to_owned()], 2));
    }

    #[test]
    fn exact_is_both_sides() {
        let rows = [
            named("a"),
            named("b"),
            Row { en: None, ..named("c") },
            Row { en: Some(String::new()), ..named("d") },
            Row { date: None, ..named("e") },
        ];
        assert_eq!(kept(Choice { dedup: Some(Dedup::Exact), ..Choice::default() }, &rows).0, ["a", "c", "d"]);
    }

    #[test]
    fn near_is_at_least_exact() {
        let rows = [
            named("a"),
            Row { date: Some("2017-01-01".into()), photo_id: Some("1".into()), ..named("b") },
            Row { date: None, ..named("c") },
            Row { es: "El alcalde inauguró el parque".into(), ..named("d") },
        ];
        assert_eq!(kept(Choice { dedup: Some(Dedup::Exact), ..Choice::default() }, &rows).0, ["a", "d"]);
        assert_eq!(kept(Choice { dedup: Some(Dedup::Near), ..Choice::default() }, &rows).0, ["a"]);
    }

    #[test]
    fn the_best_of_a_photo_in_the_order_of_the_input() {
        let rows = [
            Row { score: Some(0.5), ..named("a") },
            Row { photo_id: Some("2".into()), ..named("b") },
            Row { score: Some(0.9), ..named("c") },
            Row { score: Some(0.9), ..named("d") },
            Row { photo_id: None, ..named("e") },
            Row { photo_id: None, place: None, ..named("f") },
            Row { photo_id: None, score: None, ..named("g") },
        ];
        let (ids, outcome) = kept(Choice { one_per_photo: true, ..Choice::default() }, &rows);
        assert_eq!(ids, ["b", "c", "e", "f"]);
        assert_eq!((outcome.left_out[&Reason::SamePhoto], outcome.rows), (3, 4));
    }
}
