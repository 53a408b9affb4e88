//! What stands before a caption's body.
//!
//! ```text
//! slug   := archive? number? place? (',' date)? source? end
//! number := photo-id '.' | '(' yymmdd ')' dash | code digits '.'     51002073.   (151002) --   MEX01.
//! place  := names (',' names)* ('(' country ')')?
//! source := '(' agency ('-' photographers)? ')'
//! end    := '.'? dash+ | ':' | nothing, behind a photo id and a source
//! ```
//!
//! Where a credit follows, less is enough:
//!
//! ```text
//! slug   := date end | date '.' | place '(' date ')' end | place ',' 'a' date '.' | place '.' dash+
//! ```

use super::PhotoId;
use super::cursor::{Cursor, is_dash, is_letter};
use super::{credit, date};
use crate::lexicon;
use crate::text::{fold, is_capitalised, is_upper};
use jiff::civil::Date;

/// A slug, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slug {
    /// Where the body starts.
    pub end: usize,
    /// `51002073`.
    pub photo_id: Option<PhotoId>,
    /// The city, without state and country.
    pub place: Option<String>,
    /// The day.
    pub date: Option<Date>,
    /// The agency's usual name.
    pub agency: Option<String>,
    /// Who stands behind the agency in the parentheses.
    pub photographers: Vec<String>,
    /// Whether the day stands alone and in figures, so that the language tells it from the month: `03/11/2020`.
    pub(super) day_or_month: bool,
    numbered: bool,
}

impl Slug {
    /// Whether it can only belong to a photo: it has a photo number or names a photographer.
    pub fn names_a_photo(&self) -> bool {
        self.numbered || self.photo_id.is_some() || !self.photographers.is_empty()
    }
}

/// Reads the slug at the start of `text`, if one stands there.
pub fn parse(text: &str) -> Option<Slug> {
    read(text, false)
}

/// Reads the slug at the start of what stands before a credit: there a day or a place alone is one, too.
pub(super) fn before_credit(text: &str) -> Option<Slug> {
    read(text, true)
}

fn read(text: &str, credited: bool) -> Option<Slug> {
    let mut slug = Slug::default();
    let mut c = Cursor::new(text);
    c.skip_space();
    let archive = archive(&mut c);
    let after_archive = c;
    number(&mut c, &mut slug);
    let body_if_only_archive = after_archive.at;
    if credited {
        weekday(&mut c);
    }
    let place = place(&mut c);
    let behind_place = c.at;
    c.take_while(|c| c.is_whitespace() || c == ',' || c == '.');
    if credited && place.is_some() {
        at_the_day(&mut c);
    }
    let before_date = c.at;
    let dated = date::take(&mut c).or_else(|| if credited { bracketed_date(&mut c) } else { None });
    let printed = &text[before_date..c.at];
    c.take_while(|c| c.is_whitespace() || c == ',');
    if dated.is_none() && c.peek() == Some('(') {
        country(&mut c);
    }
    let sourced = source(&mut c, &mut slug);
    let dated = dated.or_else(|| {
        c.take_while(|c| c.is_whitespace() || c == ',');
        date::take(&mut c)
    });
    let ended = end(&mut c);
    let known = slug.photo_id.is_some() && (dated.is_some() || sourced || ended);
    let shaped = ended && (sourced || (dated.is_some() && place.is_some()) || (slug.numbered && dated.is_some()));
    let alone = credited && !sourced && {
        let is_day = dated.flatten().is_some();
        let numeric = !printed.contains(char::is_alphabetic) || printed.starts_with(['(', '[']);
        // `El 3 de noviembre`: no place
        let set_off = place.as_ref().is_none_or(|p| p.is_sure || text[behind_place..].trim_start().starts_with([',', '(']));
        let stopped = is_day && set_off && stop(&mut c, numeric && place.is_none());
        let in_capitals = || is_upper(text[..behind_place].trim_start());
        let place_ends = ended && (in_capitals() || has_stop(&text[text.floor_char_boundary(behind_place.saturating_sub(1))..c.at]));
        is_day && (ended || stopped) || dated.is_none() && place_ends && place.as_ref().is_some_and(|p| p.is_sure)
    };
    if !(known || shaped || alone) {
        return archive.then_some(Slug { end: body_if_only_archive, ..Slug::default() });
    }
    slug.end = c.skip_space().at;
    slug.day_or_month = place.is_none() && !slug.numbered && is_day_or_month(printed);
    slug.place = place.map(|p| p.city);
    slug.date = dated.flatten();
    Some(slug)
}

/// `FOTO DE ARCHIVO-`, `ARCHIVO.-`, `FILE PHOTO:`
fn archive(c: &mut Cursor) -> bool {
    let mut ahead = *c;
    let mark = ahead.take_while(|c| is_letter(c) || c == ' ');
    let known = credit::ARCHIVES.contains(&fold(mark.trim()).as_str());
    let found = known && !ahead.take_while(|c| is_dash(c) || matches!(c, ':' | '.' | ' ')).trim().is_empty();
    if found {
        *c = ahead;
        c.skip_space();
    }
    found
}

/// `a 3 de noviembre de 2020`: the preposition.
fn at_the_day(c: &mut Cursor) {
    let mut ahead = *c;
    let word = ahead.take_word();
    if word.eq_ignore_ascii_case("a") && ahead.skip_space().peek().is_some_and(|c| c.is_ascii_digit()) {
        *c = ahead;
    }
}

/// `Martes 3 de noviembre`, `Tuesday, Nov. 3`: the day of the week.
fn weekday(c: &mut Cursor) {
    const DAYS: &[&str] = &[
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let mut ahead = *c;
    let known = DAYS.contains(&fold(ahead.take_word()).as_str());
    ahead.take_while(|c| c == ',' || c.is_whitespace());
    if known && date::take(&mut { ahead }).is_some() {
        *c = ahead;
    }
}

/// `(3 de noviembre de 2020)`
fn bracketed_date(c: &mut Cursor) -> Option<Option<Date>> {
    let mut ahead = *c;
    let close = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| ahead.take(open).then_some(close))?;
    let date = date::take(ahead.skip_space())?;
    let closed = ahead.skip_space().take(close);
    closed.then(|| *c = ahead)?;
    Some(date)
}

/// A full stop before a capital; behind a day in figures, the capital alone.
fn stop(c: &mut Cursor, numeric: bool) -> bool {
    let mut ahead = *c;
    let stopped = ahead.take('.') || ahead.skip_space().take('|');
    let spaced = !ahead.take_while(char::is_whitespace).is_empty() || c.text[..c.at].ends_with(char::is_whitespace);
    let opens = |c: char| c.is_uppercase() || matches!(c, '¿' | '¡' | '"' | '“' | '«');
    let found = (stopped || numeric) && spaced && ahead.peek().is_some_and(opens);
    if found {
        *c = ahead;
    }
    found
}

/// `.-`, `. --`
fn has_stop(mark: &str) -> bool {
    mark.find('.').is_some_and(|at| mark[at..].contains(is_dash))
}

/// `03/11/2020`: two numbers of which each can be the month, before the year.
fn is_day_or_month(date: &str) -> bool {
    let numbers: Vec<u16> = date.trim_matches(['(', ')', '[', ']']).split(['/', '.', '-']).map_while(|part| part.parse().ok()).collect();
    matches!(numbers[..], [first, second, _] if first <= 12 && second <= 12)
}

fn number(c: &mut Cursor, slug: &mut Slug) {
    let mut ahead = *c;
    if ahead.take('(') {
        if ahead.take_digits(6, 6).is_some() && ahead.take(')') && dashes(&mut ahead) {
            slug.numbered = true;
            *c = ahead;
        }
        return;
    }
    if let Some(digits) = ahead.take_digits(7, 9) {
        ahead.take_while(|c| c == '.' || c == ',' || is_dash(c) || c.is_whitespace());
        slug.photo_id = PhotoId::new(digits);
        slug.numbered = true;
        *c = ahead;
        return;
    }
    let code = ahead.take_while(|c| c.is_ascii_uppercase());
    if (2..=5).contains(&code.len()) && ahead.take_digits(1, 4).is_some() && (ahead.take('.') || ahead.peek() == Some(' ')) {
        slug.numbered = true;
        *c = ahead;
    }
    // `SAL01 .`
    c.take_while(|c| c.is_whitespace() || slug.numbered && c == '.');
}

fn dashes(c: &mut Cursor) -> bool {
    let mut ahead = *c;
    let found = ahead.take_while(|c| is_dash(c) || c.is_whitespace()).contains(is_dash);
    if found {
        *c = ahead;
    }
    found
}

/// A city, as printed.
struct Place {
    city: String,
    /// Whether it is no other name: a known city, or one before a known state or a short one.
    is_sure: bool,
}

/// The city; state and country behind it are passed over.
fn place(c: &mut Cursor) -> Option<Place> {
    let mut ahead = *c;
    ahead.skip_space();
    let city = place_name(&mut ahead)?;
    let mut place = Place { city: city.to_owned(), is_sure: lexicon::place(city).is_some() };
    *c = ahead;
    loop {
        let mut more = *c;
        more.skip_space();
        if more.take(',') && more.skip_space().peek().is_some_and(char::is_uppercase) {
            let mut dated = more;
            let state = if date::take(&mut dated).is_some() { None } else { place_name(&mut more) };
            let Some(state) = state else { break };
            let short = more.take('.') || state.ends_with('.') || is_upper(state);
            place.is_sure |= short || lexicon::place(state).is_some();
            *c = more;
        } else {
            break;
        }
    }
    country(c);
    Some(place)
}

fn country(c: &mut Cursor) {
    let mut ahead = *c;
    ahead.skip_space();
    if ahead.take('(') {
        let inside = ahead.take_while(|c| is_letter(c) || matches!(c, ' ' | '.'));
        if ahead.take(')') && !inside.is_empty() && inside.len() < 40 && !credit::names_a_source(inside) {
            ahead.skip_space().take(',');
            *c = ahead;
        }
    }
}

/// One to six words that start with a capital, with `de`, `la` ... between them.
fn place_name<'t>(c: &mut Cursor<'t>) -> Option<&'t str> {
    let start = c.at;
    let (mut end, mut count) = (c.at, 0);
    loop {
        let mut ahead = *c;
        ahead.skip_space();
        let word_start = ahead.at;
        let word = ahead.take_while(|c| is_letter(c) || matches!(c, '\'' | '’' | '-'));
        // `Jal.,` and `D.F.,`: the full stop belongs to the word, `México.-` ends the slug
        let word = word.trim_end_matches('-');
        ahead.at = word_start + word.len();
        let joins = count > 0 && matches!(fold(word).as_str(), "de" | "del" | "la" | "las" | "los" | "el" | "y" | "of" | "and");
        if word.is_empty() || count > 8 || !(is_capitalised(word) || joins) {
            break;
        }
        // `octubre 6`, `Nov. 3`
        let mut day = ahead;
        day.take('.');
        let is_date = day.skip_space().peek().is_some_and(|c| c.is_ascii_digit()) && lexicon::month(word).is_some();
        if is_date {
            break;
        }
        ahead.at = word_start + word.len();
        let letters_dotted = word.chars().count() <= 4
            && ahead.peek() == Some('.')
            && ahead.rest()[1..].starts_with([',', ' ', 'F', 'C'])
            && !ahead.rest()[1..].trim_start().starts_with(is_dash);
        if letters_dotted {
            ahead.at += 1;
        }
        if !joins {
            end = ahead.at;
        }
        count += 1;
        *c = ahead;
    }
    c.at = end;
    (end > start).then(|| c.text[start..end].trim())
}

/// `(Notimex-José Pazos)`, `(Xinhua)`, `(Notimex/ Ana Ruiz)`.
fn source(c: &mut Cursor, slug: &mut Slug) -> bool {
    let mut ahead = *c;
    if !ahead.take('(') {
        return false;
    }
    let inside = ahead.take_while(|c| c != ')' && c != '(');
    if inside.len() > 120 {
        return false;
    }
    let Some(source) = credit::source(inside) else { return false };
    ahead.take(')');
    slug.agency = Some(source.0.name.clone());
    slug.photographers = source.1;
    *c = ahead;
    true
}

/// `.-`, `. -`, `--`, `—`, `:`
fn end(c: &mut Cursor) -> bool {
    let mut ahead = *c;
    let mark = ahead.take_while(|c| is_dash(c) || matches!(c, '.' | ':' | ' ' | '\u{a0}'));
    let found = mark.contains(is_dash) || mark.contains(':');
    if found {
        *c = ahead;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bent_slugs() {
        let cases = [
            ("51002073.México,  02 Oct 2015 (Notimex- José Pazos).—En", "México", "En"),
            ("60331086. San Luis Potosí, SLP., 31 Mar 2016 (NOTIMX-Blanca Zumaya) - Se", "San Luis Potosí", "Se"),
            ("Guadalajara, Jal., 4 de mayo de 2016 (Notimex-Ana Ruiz).-El", "Guadalajara", "El"),
            ("CIUDAD DE MÉXICO, 03MAYO2016.– El", "CIUDAD DE MÉXICO", "El"),
            ("SAL01 . SAN SALVADOR (EL SALVADOR), 23/05/2015 .- El", "SAN SALVADOR", "El"),
        ];
        for (text, place, body) in cases {
            let slug = parse(text).unwrap_or_else(|| panic!("no slug: {text}"));
            assert_eq!(slug.place.as_deref(), Some(place), "{text}");
            assert_eq!(&text[slug.end..], body, "{text}");
        }
        for text in ["Villahermosa.- Un hombre", "2020-11-03 - Un hombre", "03/11/2020 Un hombre"] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(parse("Roberto Campa, undersecretary of Human Rights").is_none());
        assert!(parse("En conferencia de prensa").is_none());
    }

    #[test]
    fn before_a_credit_a_day_or_a_place_is_enough() {
        let cases = [
            ("2020-11-03 - Un hombre", "", "2020-11-03"),
            ("Villahermosa, Tab. (3 de noviembre de 2020).- Un hombre", "Villahermosa", "2020-11-03"),
            ("México, D.F., a 3 de noviembre de 2020. Un hombre", "México", "2020-11-03"),
            ("VILLAHERMOSA, TAB.- Un hombre", "VILLAHERMOSA", ""),
            ("Veracruz.— Un hombre", "Veracruz", ""),
            ("Nov. 3, 2020.- Un hombre", "", "2020-11-03"),
            ("3 de noviembre de 2020. Un hombre", "", "2020-11-03"),
            ("November 3, 2020 – Un hombre", "", "2020-11-03"),
            ("03/11/2020 Un hombre", "", "2020-11-03"),
            ("Mexico City, Nov. 3, 2020. Un hombre", "Mexico City", "2020-11-03"),
            ("Martes 3 de noviembre de 2020. Un hombre", "", "2020-11-03"),
            ("Tuesday, Nov. 3, 2020. Un hombre", "", "2020-11-03"),
            ("[3 de noviembre de 2020] Un hombre", "", "2020-11-03"),
            ("(03/11/2020) Un hombre", "", "2020-11-03"),
            ("3 nov 2020 | Un hombre", "", "2020-11-03"),
            ("VILLAHERMOSA, TABASCO: Un hombre", "VILLAHERMOSA", ""),
        ];
        for (text, place, date) in cases {
            let slug = before_credit(text).unwrap_or_else(|| panic!("no slug: {text}"));
            assert_eq!(&text[slug.end..], "Un hombre", "{text}");
            assert_eq!(slug.place.as_deref().unwrap_or_default(), place, "{text}");
            assert_eq!(slug.date.map(|d| d.to_string()).unwrap_or_default(), date, "{text}");
        }
        for text in [
            "Ana Ruiz.- Un hombre",
            "Un hombre, María López.- Dos",
            "El 3 de noviembre de 2020. Un hombre",
            "03/11 Un hombre",
            "Sonora - Un hombre",
        ] {
            assert!(before_credit(text).is_none(), "{text}");
        }
    }
}
