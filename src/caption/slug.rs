//! What stands before a caption's body.
//!
//! ```text
//! slug   := archive? number? place? ((',' | ';') weekday? date)? source? end
//!         | archive? number? date ','? place source? end | archive? photo-id ('.' dash+ | ':')
//! number := photo-id '.' | '(' yymmdd ')' dash | code digits '.'     51002073.   (151002) --   MEX01.
//! place  := names (',' names)* ('(' country ')')?
//! source := '(' agency ('-' photographers)? ')'
//! end    := '.'? dash+ | ':' | nothing, behind a photo id and a source
//! ```
//!
//! Where a credit follows, less is enough:
//!
//! ```text
//! slug   := date end | date '.' | place '(' date ')' end | place ',' 'a' date '.' | place '.' dash+ | PLACE dash date (end | '.')
//! ```
//!
//! Where a photo id stands or a credit follows, slips in the source are forgiven:
//!
//! ```text
//! source := open agency (' ' | '_') photographers close | open photographers '-' agency close
//! ```
//!
//! and behind a photo id or, where a credit follows, a full date, so are a lost bracket or the lost agency, with `end` behind them:
//!
//! ```text
//! source := open photographers close '.' dash+ | open? agency '-' photographers close? '.' dash+
//! ```

use super::PhotoId;
use super::cursor::{Cursor, is_dash, is_letter};
use super::people::people;
use super::{credit, date};
use crate::lexicon::{self, Agency, SourceKind};
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
    let number = number(&mut c, &mut slug);
    let behind_number = c.at;
    let body_if_only_archive = after_archive.at;
    if credited {
        weekday(&mut c);
    }
    let mut place = place(&mut c);
    let (placed, behind_place) = (place.is_some(), c.at);
    let in_capitals = || is_upper(text[..behind_place].trim_start());
    let behind_dash = place.as_ref().is_some_and(|p| p.is_sure) && dash_before_day(&mut c, in_capitals);
    c.take_while(|c| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
    if placed {
        weekday(&mut c);
    }
    if credited && placed {
        at_the_day(&mut c);
    }
    let before_date = c.at;
    let dated = date::take(&mut c).or_else(|| if credited { bracketed_date(&mut c) } else { None });
    let printed = &text[before_date..c.at];
    let comma = c.take_while(|c| c.is_whitespace() || matches!(c, ',' | ';')).contains(',');
    if dated.is_none() && c.peek() == Some('(') {
        country(&mut c);
    }
    if dated.is_some() && !placed {
        place = place_behind_day(&mut c, comma);
    }
    let slips = Slips {
        order: slug.photo_id.is_some() || credited && (placed || dated.is_some()),
        loss: slug.photo_id.is_some() || credited && dated.flatten().is_some(),
    };
    let sourced = source(&mut c, &mut slug, slips);
    let dated = dated.or_else(|| {
        c.take_while(|c| c.is_whitespace() || c == ',');
        date::take(&mut c)
    });
    // `Panamá, 26 jun 2016 (EFE/Ana Ruiz). El buque`: who took the picture is named, so that a full stop is enough
    let signed = sourced && dated.is_some() && place.is_some() && !slug.photographers.is_empty();
    let ended = end(&mut c) || signed && stop(&mut c, false);
    let is_sure = place.as_ref().is_some_and(|p| p.is_sure);
    let known = slug.photo_id.is_some()
        && match number.ended {
            false => dated.is_some() || sourced || ended,
            // what follows may be the body
            true => sourced || is_sure && (dated.is_some() || ended) || dated.is_some() && ended,
        };
    let shaped = ended && (sourced || (dated.is_some() && place.is_some()) || (slug.numbered && dated.is_some()));
    let alone = credited && !sourced && {
        let is_day = dated.flatten().is_some() || behind_dash;
        let numeric = !printed.contains(char::is_alphabetic) || printed.starts_with(['(', '[']);
        // `El 3 de noviembre`: no place
        let set_off = place.as_ref().is_none_or(|p| p.is_sure || text[behind_place..].trim_start().starts_with([',', '(']));
        let stopped = is_day && set_off && stop(&mut c, numeric && place.is_none());
        let place_ends = ended && (in_capitals() || has_stop(&text[text.floor_char_boundary(behind_place.saturating_sub(1))..c.at]));
        is_day && (ended || stopped) || dated.is_none() && place_ends && is_sure
    };
    if number.ended && !(known || shaped || alone) {
        slug.end = behind_number;
        return Some(slug);
    }
    if !(known || shaped || alone) {
        return archive.then_some(Slug { end: body_if_only_archive, ..Slug::default() });
    }
    slug.end = c.skip_space().at;
    let country_first = !placed && place.is_some() && printed.contains('.');
    slug.day_or_month = !placed && !country_first && !slug.numbered && is_day_or_month(printed);
    slug.place = place.map(|p| if country_first { p.last } else { p.city });
    slug.date = dated.flatten().or_else(|| number.day.filter(|&day| dated.is_some() && date::is_day_of(printed, day)));
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
    let mut ahead = *c;
    let word = ahead.take_word();
    ahead.take_while(|c| c == ',' || c.is_whitespace());
    // digits are sooner seen than names
    if !word.is_empty() && date::take(&mut { ahead }).is_some() && lexicon::weekday(&fold(word)).is_some() {
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

/// What else a number says.
#[derive(Default)]
struct Number {
    /// Whether it is a photo id behind which a slug can end.
    ended: bool,
    /// The day of `(151002)`.
    day: Option<Date>,
}

fn number(c: &mut Cursor, slug: &mut Slug) -> Number {
    let mut ahead = *c;
    let bracketed = ahead.take('(');
    if let Some(digits) = ahead.take_digits(7, 9) {
        if bracketed && !ahead.take(')') {
            return Number::default();
        }
        let mark = ahead.take_while(|c| matches!(c, '.' | ',' | ';' | ':') || is_dash(c) || c.is_whitespace());
        slug.photo_id = PhotoId::new(digits);
        slug.numbered = true;
        *c = ahead;
        let has_day = slug.photo_id.is_some() && ("01"..="12").contains(&&digits[1..3]) && ("01"..="31").contains(&&digits[3..5]);
        return Number { ended: has_day && (mark.contains(':') || has_stop(mark)), day: None };
    }
    if bracketed {
        let Some(digits) = ahead.take_digits(6, 6) else { return Number::default() };
        if ahead.take(')') && dashes(&mut ahead) {
            slug.numbered = true;
            *c = ahead;
        }
        return Number { ended: false, day: date::packed(digits) };
    }
    let code = ahead.take_while(|c| c.is_ascii_uppercase());
    if (2..=5).contains(&code.len()) && ahead.take_digits(1, 4).is_some() && (ahead.take('.') || ahead.peek() == Some(' ')) {
        slug.numbered = true;
        *c = ahead;
    }
    // `SAL01 .`
    c.take_while(|c| c.is_whitespace() || slug.numbered && c == '.');
    Number::default()
}

fn dashes(c: &mut Cursor) -> bool {
    let mut ahead = *c;
    let found = ahead.take_while(|c| is_dash(c) || c.is_whitespace()).contains(is_dash);
    if found {
        *c = ahead;
    }
    found
}

/// `LIMA, PERÚ - MAYO 12`: the dash between a place in capitals and a day.
fn dash_before_day(c: &mut Cursor, in_capitals: impl Fn() -> bool) -> bool {
    let mut ahead = *c;
    let found = dashes(&mut ahead) && date::take(&mut { ahead }).is_some() && in_capitals();
    if found {
        *c = ahead;
    }
    found
}

/// `12 May 2016, México (Notimex-Ana Ruiz)`, `12.05.2016, México, Ciudad de México:`
fn place_behind_day(c: &mut Cursor, comma: bool) -> Option<Place> {
    let mut ahead = *c;
    let place = place(&mut ahead)?;
    let behind = *ahead.skip_space();
    let sourced = || source(&mut { behind }, &mut Slug::default(), Slips { order: true, loss: false });
    // the full stop of `Tab.-` belongs to the place
    let stopped = || is_stopped(behind) || ahead.text[..ahead.at].ends_with('.') && end(&mut { behind });
    let ended = comma && place.is_sure && (behind.peek() == Some(':') || stopped());
    (ended || sourced()).then(|| *c = ahead)?;
    Some(place)
}

/// A city, as printed.
struct Place {
    city: String,
    /// The last of the names: the city, where the country stands first.
    last: String,
    /// Whether it is no other name: a known city, or one before a known state or a short one.
    is_sure: bool,
}

/// The city; state and country behind it are passed over.
fn place(c: &mut Cursor) -> Option<Place> {
    let mut ahead = *c;
    ahead.skip_space();
    let city = place_name(&mut ahead)?;
    let mut place = Place { city: city.to_owned(), last: city.to_owned(), is_sure: lexicon::place(city).is_some() };
    *c = ahead;
    loop {
        let mut more = *c;
        more.skip_space();
        if more.take(',') && more.skip_space().peek().is_some_and(char::is_uppercase) {
            let mut dated = more;
            weekday(&mut dated);
            let state = if date::take(&mut dated).is_some() { None } else { place_name(&mut more) };
            let Some(state) = state else { break };
            let short = more.take('.') || state.ends_with('.') || is_upper(state);
            place.is_sure |= short || lexicon::place(state).is_some();
            place.last = state.to_owned();
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
        if ahead.take(')') && !inside.is_empty() && inside.len() < 40 && !credit::names_a_source(inside) && slipped(inside).is_none() {
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
        let letters_dotted = word.chars().count() <= 4 && ahead.peek() == Some('.') && goes_on(word, &ahead.rest()[1..]);
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

/// Whether a full stop behind a short word belongs to it: `Jal.,`, `Q. Roo`, `S.L.P.`, `EE.UU.`, but not `Lima.-`.
fn goes_on(word: &str, behind: &str) -> bool {
    let spaced = behind.starts_with([',', ';', ' ']) && !behind.trim_start().starts_with(is_dash);
    // `DF.En` begins a sentence
    let initials = || match word.chars().count() {
        1 => true,
        length => length == 2 && is_upper(word) && behind.chars().nth(1).is_some_and(char::is_uppercase),
    };
    spaced || behind.starts_with(char::is_uppercase) && initials()
}

/// The slips that a source may have.
#[derive(Clone, Copy)]
struct Slips {
    /// Another mark than `-` between agency and photographer, the photographer first, or square brackets.
    order: bool,
    /// A lost bracket, a lost agency.
    loss: bool,
}

/// An agency, with its photographers.
type Source = (Option<&'static Agency>, Vec<String>);

/// `(Notimex-José Pazos)`, `(Xinhua)`, `(Notimex/ Ana Ruiz)`; with what slips may be forgiven.
fn source(c: &mut Cursor, slug: &mut Slug, slips: Slips) -> bool {
    let mut ahead = *c;
    let opened = ahead.take('(') || slips.order && ahead.take('[');
    if !opened && !slips.loss {
        return false;
    }
    let found = (if slips.loss { torn_source(&mut ahead, opened) } else { None }).or_else(|| {
        if !opened {
            return None;
        }
        let inside = ahead.take_while(|c| !matches!(c, '(' | ')' | '[' | ']'));
        let whole = ahead.take(')') || ahead.take(']');
        if inside.len() > LONGEST_SOURCE {
            return None;
        }
        let lone = || full_names(inside).filter(|names| names.iter().all(|name| lexicon::place(name).is_none()) && is_stopped(ahead));
        let known = credit::source(inside).or_else(|| if slips.order { slipped(inside) } else { None });
        let known = known.map(|(agency, names)| (Some(agency), names));
        known.or_else(|| if slips.loss && whole { Some((None, lone()?)) } else { None })
    });
    let Some((agency, photographers)) = found else { return false };
    slug.agency = agency.map(|agency| agency.name.clone());
    slug.photographers = photographers;
    *c = ahead;
    true
}

/// No source is longer, in bytes.
const LONGEST_SOURCE: usize = 120;

/// `Notimex-Ana Ruiz).-`, `(Notimex-Ana Ruiz.-`: a bracket is lost.
fn torn_source(c: &mut Cursor, opened: bool) -> Option<Source> {
    let rest = &c.rest()[..c.rest().floor_char_boundary(LONGEST_SOURCE)];
    let stop = rest.match_indices('.').map(|(at, _)| at).find(|at| rest[at + 1..].trim_start().starts_with(is_dash))?;
    let inside = &rest[..stop];
    let closed = inside.trim_end().strip_suffix([')', ']']);
    let inside = match closed {
        Some(_) if opened => return None,
        closed => closed.unwrap_or(inside),
    };
    if inside.contains(['(', ')', '[', ']']) {
        return None;
    }
    let (agency, names) = credit::source(inside).filter(|(_, names)| !names.is_empty())?;
    c.at += stop;
    Some((Some(agency), names))
}

/// `Notimex Ana Ruiz`, `Notimex_Ana Ruiz`, `Ana Ruiz-Notimex`
fn slipped(inside: &str) -> Option<(&'static Agency, Vec<String>)> {
    let agency = |form: &str| lexicon::agency(form.trim()).filter(|agency| agency.kind != SourceKind::StandIn);
    let mut blanks = inside.char_indices().rev().filter(|&(_, c)| c == ' ' || c == '_');
    let first = blanks.find_map(|(at, _)| Some((agency(&inside[..at])?, full_names(&inside[at + 1..])?)));
    first.or_else(|| {
        let (head, tail) = inside.rsplit_once(|c| is_dash(c) || matches!(c, '/' | ','))?;
        Some((agency(tail)?, full_names(head)?))
    })
}

/// The people named by two words or more, or those who stand for them: `Ana Ruiz`, `Especial`.
fn full_names(text: &str) -> Option<Vec<String>> {
    let is_full = |name: &String| match lexicon::agency(name) {
        Some(agency) => agency.kind == SourceKind::StandIn,
        None => name.contains(' '),
    };
    people(text.trim()).filter(|names| names.iter().all(is_full))
}

/// Whether `.-` stands at the cursor.
fn is_stopped(mut c: Cursor) -> bool {
    let from = c.at;
    end(&mut c) && has_stop(&c.text[from..c.at])
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
            ("Ciudad de Panamá, 26 jun 2016 (EFE/Ana Ruiz). El", "Ciudad de Panamá", "El"),
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

    /// A slug before the body `Los maestros marcharon.`: place, date, photo id, agency, photographers.
    fn told(slug: &str, credited: bool) -> Option<[String; 5]> {
        let text = format!("{slug}Los maestros marcharon.");
        let found = read(&text, credited)?;
        assert_eq!(&text[found.end..], "Los maestros marcharon.", "{slug}");
        let date = found.date.map(|d| d.to_string()).unwrap_or_default();
        let id = found.photo_id.map(|id| id.as_str().to_owned()).unwrap_or_default();
        Some([found.place.unwrap_or_default(), date, id, found.agency.unwrap_or_default(), found.photographers.join("; ")])
    }

    #[test]
    fn slips_of_places_and_days() {
        for (slug, place, date) in [
            ("CIUDAD DE MÉXICO, 12-MAYO-2016.- ", "CIUDAD DE MÉXICO", "2016-05-12"),
            ("CIUDAD DE MÉXICO, 12-May-2016.- ", "CIUDAD DE MÉXICO", "2016-05-12"),
            ("Ciudad de México, 12/May/2016.- ", "Ciudad de México", "2016-05-12"),
            ("CIUDAD DE MÉXICO, MAY.12.2016.- ", "CIUDAD DE MÉXICO", "2016-05-12"),
            ("CIUDAD DE MÉXICO; 12MAYO2016.- ", "CIUDAD DE MÉXICO", "2016-05-12"),
            ("Ciudad de México, jueves 12 de mayo de 2016.- ", "Ciudad de México", "2016-05-12"),
            ("CIUDAD DE MÉXICO, JUEVES 12 DE MAYO DE 2016.- ", "CIUDAD DE MÉXICO", "2016-05-12"),
            ("CIUDAD DE MÉXICO, MÉXICO - 12 DE MAYO: ", "CIUDAD DE MÉXICO", ""),
            ("LIMA, PERÚ - MAYO 12. ", "LIMA", ""),
            ("MEXICO CITY, MEXICO - MAY 12: ", "MEXICO CITY", ""),
            ("MEXICO CITY, MEXICO - MAY 12, 2016: ", "MEXICO CITY", "2016-05-12"),
            ("12.05.2016, México, Ciudad de México: ", "Ciudad de México", "2016-05-12"),
            ("12 de mayo de 2016, Villahermosa, Tab.- ", "Villahermosa", "2016-05-12"),
            ("San Luis Potosí, S.L.P.- ", "San Luis Potosí", ""),
            ("Monterrey, N.L., 12 de mayo de 2016.- ", "Monterrey", "2016-05-12"),
            ("La Paz, B.C.S., a 12 de mayo de 2016. ", "La Paz", "2016-05-12"),
            ("(160512) -- MÉXICO, mayo 12 (Xinhua) -- ", "MÉXICO", "2016-05-12"),
            ("(160512) -- MÉXICO, mayo 13 (Xinhua) -- ", "MÉXICO", ""),
        ] {
            let found = told(slug, true).unwrap_or_else(|| panic!("no slug: {slug}"));
            assert_eq!((found[0].as_str(), found[1].as_str()), (place, date), "{slug}");
        }
    }

    #[test]
    fn slips_behind_a_photo_id() {
        for slug in [
            "60512033. San Luis Potosí, S.L.P., 12 May 2016 (Notimex-Galo Cañas).- ",
            "60512033. San Luis Potosí, S.L.P. 12 May 2016 (Notimex-Galo Cañas).- ",
            "60512033. San Luis Potosí; 12 May 2016 (Notimex-Galo Cañas).- ",
            "60512033. San Luis Potosí, 12/May/2016 (Notimex-Galo Cañas).- ",
            "60512033: San Luis Potosí, 12 May 2016 (Notimex-Galo Cañas).- ",
            "(60512033) San Luis Potosí, 12 May 2016 (Notimex-Galo Cañas).- ",
            "60512033.- San Luis Potosí, 12 May 2016 (Notimex-Galo Cañas).- ",
            "60512033. 12 May 2016, San Luis Potosí (Notimex-Galo Cañas).- ",
            "60512033. San Luis Potosí, 12 May 2016 (Notimex Galo Cañas).- ",
            "60512033. San Luis Potosí, 12 May 2016 (Notimex_Galo Cañas).- ",
            "60512033. San Luis Potosí, 12 May 2016 (Galo Cañas-Notimex).- ",
            "60512033. San Luis Potosí, 12 May 2016 [Notimex-Galo Cañas].- ",
            "60512033. San Luis Potosí, 12 May 2016 Notimex-Galo Cañas).- ",
            "60512033. San Luis Potosí, 12 May 2016 (Notimex-Galo Cañas.- ",
        ] {
            let found = told(slug, false).unwrap_or_else(|| panic!("no slug: {slug}"));
            assert_eq!(found, ["San Luis Potosí", "2016-05-12", "60512033", "Notimex", "Galo Cañas"], "{slug}");
        }
        for (slug, rest) in [
            ("60512033.- ", ["", "", "60512033", "", ""]),
            ("(60512033).- ", ["", "", "60512033", "", ""]),
            ("60512033. México, 12 May (Notimex-Galo Cañas).- ", ["México", "", "60512033", "Notimex", "Galo Cañas"]),
            ("60512033. México, 12 May 206 (Notimex-Galo Cañas).- ", ["México", "", "60512033", "Notimex", "Galo Cañas"]),
            ("60512033. México, 12 May 2016 (Galo Cañas).- ", ["México", "2016-05-12", "60512033", "", "Galo Cañas"]),
            ("60512033. Houston, EE.UU., 12 May 2016 (EFE).- ", ["Houston", "2016-05-12", "60512033", "EFE", ""]),
            ("60512033. Cancún, Q. Roo, 12 May 2016 (Notimex-Especial).- ", ["Cancún", "2016-05-12", "60512033", "Notimex", "Especial"]),
        ] {
            assert_eq!(told(slug, false).unwrap_or_else(|| panic!("no slug: {slug}")), rest, "{slug}");
        }
    }

    #[test]
    fn what_only_looks_like_a_slip() {
        // datelines name no photographer
        for text in [
            "CARACAS, 13 May. (Notimérica/EP) - La Asamblea",
            "MORELIA, Mich., 2 de junio de 2015 (Quadratín).- La Policía",
            "TOLUCA, Méx., 23 mar (El Sol de México).- Transportistas",
            "Lima, 12 de mayo de 2016 (Gaceta Andina).- La Policía",
            "MÉXICO, 16 Dic (Notimex).- La Comisión",
        ] {
            assert!(!parse(text).is_some_and(|slug| slug.names_a_photo()), "{text}");
        }
        for text in [
            "Roberto Campa (PRI) habló",
            "Mexico (AP) and others",
            "Perú - 12 de mayo: un hombre",
            "AMLO - 12 hombres",
            "María López; 12 mujeres.- Dos",
            "12 de mayo, Ana Ruiz: una mujer",
            "El jueves 12 de mayo de 2016. Un hombre",
            "55123499.- Un hombre",
            "60512033 personas",
        ] {
            assert!(before_credit(text).is_none(), "{text}");
        }
        // the day alone
        for (text, body) in [
            ("03/11/2020 México - Estados Unidos", "México - Estados Unidos"),
            ("3 de noviembre de 2020.- Ana Ruiz: una mujer", "Ana Ruiz: una mujer"),
            ("60512033.- Ana: una mujer", "Ana: una mujer"),
            ("Lima, 12 de mayo de 2016 (Estados Unidos).- Un hombre", ""),
        ] {
            assert_eq!(before_credit(text).map(|slug| &text[slug.end..]).unwrap_or_default(), body, "{text}");
        }
    }
}
