//! Dates as slugs print them: `02 Oct 2015`, `2 de octubre de 2015`, `02OCTUBRE2015`, `02/10/2015`, `2015-10-02`, `Oct 2, 2015`, `16 Dic`.

use super::cursor::Cursor;
use crate::lexicon;
use jiff::civil::Date;

/// A date at the cursor. The inner `None`: it has no year, or no such day exists.
pub(super) fn take(cursor: &mut Cursor) -> Option<Option<Date>> {
    let mut ahead = *cursor;
    let (day, month, year) = [numeric, year_first, day_first, month_first].into_iter().find_map(|form| {
        ahead = *cursor;
        form(&mut ahead)
    })?;
    *cursor = ahead;
    Some(year.and_then(|year| Date::new(year, month, day).ok()))
}

type Parts = (i8, i8, Option<i16>);

/// `dd/mm/yyyy`, also with full stops or hyphens.
fn numeric(c: &mut Cursor) -> Option<Parts> {
    let (day, month) = two_numbers(c, 1, 2)?;
    Some((day.parse().ok()?, month.parse().ok()?, Some(year(c)?)))
}

/// `yyyy-mm-dd`, as ISO 8601 has it, also with slashes or full stops.
fn year_first(c: &mut Cursor) -> Option<Parts> {
    let (year, month) = two_numbers(c, 4, 4)?;
    Some((c.take_digits(1, 2)?.parse().ok()?, month.parse().ok()?, Some(year.parse().ok()?)))
}

/// The first two numbers of three that have the same mark between them; the first has `least` to `most` digits.
fn two_numbers<'t>(c: &mut Cursor<'t>, least: usize, most: usize) -> Option<(&'t str, &'t str)> {
    let first = c.take_digits(least, most)?;
    let separator = c.peek().filter(|s| matches!(s, '/' | '.' | '-'))?;
    c.take(separator);
    let second = c.take_digits(1, 2)?;
    c.take(separator).then_some((first, second))
}

fn day_first(c: &mut Cursor) -> Option<Parts> {
    let day: i8 = c.take_digits(1, 2)?.parse().ok()?;
    connector(c, &["de", "of"]);
    let month = lexicon::month(c.take_word())?;
    c.take('.');
    let mut ahead = *c;
    ahead.skip_space().take(',');
    connector(&mut ahead, &["de", "del"]);
    let year = year(&mut ahead);
    if year.is_some() {
        *c = ahead;
    }
    (1..=31).contains(&day).then_some((day, month, year))
}

fn month_first(c: &mut Cursor) -> Option<Parts> {
    let word = c.take_word();
    c.take('.');
    // a digit is sooner seen than a month
    let day: i8 = c.skip_space().take_digits(1, 2)?.parse().ok()?;
    let month = lexicon::month(word)?;
    let mut ahead = *c;
    ahead.skip_space().take(',');
    let year = year(ahead.skip_space());
    if year.is_some() {
        *c = ahead;
    }
    (1..=31).contains(&day).then_some((day, month, year))
}

fn connector(c: &mut Cursor, wanted: &[&str]) {
    let mut ahead = *c;
    let word = ahead.skip_space().take_word();
    if wanted.iter().any(|w| w.eq_ignore_ascii_case(word)) {
        *c = ahead;
    }
    c.skip_space();
}

/// Four digits, or two that stand for 1970 to 2069.
fn year(c: &mut Cursor) -> Option<i16> {
    let mut ahead = *c;
    ahead.take('\'');
    let digits = ahead.take_digits(2, 4).filter(|d| d.len() != 3)?;
    let number: i16 = digits.parse().ok()?;
    *c = ahead;
    Some(match digits.len() {
        4 => number,
        _ if number < 70 => 2000 + number,
        _ => 1900 + number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form() {
        for text in [
            "02 Oct 2015",
            "2 de octubre de 2015",
            "02OCTUBRE2015",
            "02/10/2015",
            "2 oct. 2015",
            "Oct 2, 2015",
            "02 OCT 15",
            "2 de Octubre del 2015",
            "2015-10-02",
            "Oct. 2, 2015",
        ] {
            let found = take(&mut Cursor::new(text)).flatten().map(|d| d.to_string());
            assert_eq!(found.as_deref(), Some("2015-10-02"), "{text}");
        }
        assert_eq!(take(&mut Cursor::new("16 Dic")), Some(None));
        assert_eq!(take(&mut Cursor::new("31/02/2015")), Some(None));
        assert_eq!(take(&mut Cursor::new("12 hombres")), None);
    }
}
