//! Dates as slugs print them: `02 Oct 2015`, `2 de octubre de 2015`, `02OCTUBRE2015`, `02-OCT-2015`, `02/10/2015`, `2015-10-02`,
//! `Oct 2, 2015`, `OCT.2.2015`, `16 Dic`.

use super::cursor::{Cursor, is_dash};
use crate::lexicon;
use jiff::civil::Date;

/// A date at the cursor. The inner `None`: it has no year or none that can be right, or no such day exists.
pub(super) fn take(cursor: &mut Cursor) -> Option<Option<Date>> {
    let (day, month, year) = parts(cursor)?;
    Some(year.filter(|year| YEARS.contains(year)).and_then(|year| Date::new(year, month, day).ok()))
}

/// The years in which photos were taken; any other is a slip.
const YEARS: std::ops::Range<i16> = 1826..2100;

fn parts(cursor: &mut Cursor) -> Option<Parts> {
    let mut ahead = *cursor;
    let found = [numeric, year_first, day_first, month_first].into_iter().find_map(|form| {
        ahead = *cursor;
        form(&mut ahead)
    })?;
    *cursor = ahead;
    Some(found)
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
    let separator = mark(c)?;
    let second = c.take_digits(1, 2)?;
    c.take(separator).then_some((first, second))
}

/// `2 de octubre de 2015`, `02-OCT-2015`: a mark behind the day stands behind the month, too.
fn day_first(c: &mut Cursor) -> Option<Parts> {
    let day: i8 = c.take_digits(1, 2)?.parse().ok()?;
    let mark = mark(c);
    if mark.is_none() {
        connector(c, &["de", "of"]);
    }
    let month = lexicon::month(c.take_word())?;
    if mark != Some('.') {
        c.take('.');
    }
    let year = match mark {
        Some(mark) => Some(marked_year(c, mark)?),
        None => spaced_year(c),
    };
    (1..=31).contains(&day).then_some((day, month, year))
}

/// `Oct. 2, 2015`, `OCT.2.2015`
fn month_first(c: &mut Cursor) -> Option<Parts> {
    let word = c.take_word();
    let mark = mark(c).filter(|&mark| mark != '.' || c.peek().is_some_and(|c| c.is_ascii_digit()));
    // a digit is sooner seen than a month
    let day: i8 = c.skip_space().take_digits(1, 2)?.parse().ok()?;
    let month = lexicon::month(word)?;
    let year = match mark.map(|mark| marked_year(c, mark)) {
        Some(Some(year)) => Some(year),
        Some(None) if mark != Some('.') => return None,
        _ => spaced_year(c),
    };
    (1..=31).contains(&day).then_some((day, month, year))
}

/// What parts the numbers of a date.
fn mark(c: &mut Cursor) -> Option<char> {
    let mark = c.peek().filter(|c| matches!(c, '/' | '.' | '-'))?;
    c.take(mark);
    Some(mark)
}

/// The year right behind the mark.
fn marked_year(c: &mut Cursor, mark: char) -> Option<i16> {
    let mut ahead = *c;
    let year = if ahead.take(mark) { year(&mut ahead) } else { None }?;
    *c = ahead;
    Some(year)
}

/// `2015`, `, 2015`, `del 2015`; a year with a digit lost or added is passed over.
fn spaced_year(c: &mut Cursor) -> Option<i16> {
    let mut ahead = *c;
    ahead.skip_space().take(',');
    connector(&mut ahead, &["de", "del"]);
    let year = year(&mut ahead);
    if year.is_some() || slip(&mut ahead) {
        *c = ahead;
    }
    year
}

/// `206 (`, `20166.-`: three or five digits at the end of what stands before a bracket or an end.
fn slip(c: &mut Cursor) -> bool {
    let digits = c.take_digits(3, 5);
    let behind = c.rest().trim_start();
    let ends = behind.starts_with(['(', '[']) || behind.starts_with('.') && behind[1..].trim_start().starts_with(is_dash);
    digits.is_some() && ends
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
            "02-OCTUBRE-2015",
            "2/Oct/2015",
            "02.Oct.2015",
            "OCT.02.2015",
            "Oct-02-2015",
            "octubre 2 de 2015",
        ] {
            let found = take(&mut Cursor::new(text)).flatten().map(|d| d.to_string());
            assert_eq!(found.as_deref(), Some("2015-10-02"), "{text}");
        }
        assert_eq!(take(&mut Cursor::new("16 Dic")), Some(None));
        assert_eq!(take(&mut Cursor::new("31/02/2015")), Some(None));
        for text in ["12 hombres", "12-hombres", "2-Oct", "2/Oct y", "Oct-2", "Oct/2 y"] {
            assert_eq!(take(&mut Cursor::new(text)), None, "{text}");
        }
    }

    #[test]
    fn a_slip_in_the_year_leaves_no_date() {
        let left = |text: &'static str| {
            let mut c = Cursor::new(text);
            (take(&mut c), c.rest())
        };
        assert_eq!(left("2 Oct 205 (Notimex)"), (Some(None), " (Notimex)"));
        assert_eq!(left("Oct 2, 20155.- Un"), (Some(None), ".- Un"));
        assert_eq!(left("2 Oct 0215.- Un"), (Some(None), ".- Un"));
        assert_eq!(left("2 de octubre 200 personas"), (Some(None), " 200 personas"));
        assert_eq!(left("2 de octubre, 200. Un"), (Some(None), ", 200. Un"));
        assert_eq!(left("Oct. 2.30 horas"), (Some(None), ".30 horas"));
    }
}
