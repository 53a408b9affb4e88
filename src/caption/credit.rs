//! What stands behind a caption's body: an agency's tail or a photo credit.
//!
//! ```text
//! credit  := '(' inner ')' ('(' initials ')')* | inner
//! inner   := lead? part (('/' | '|') part)* '/'? '.'?
//! lead    := ('Foto' | 'Photo' | 'Crédito' ...) (':' | '/' | '|' | 'by' | 'de' | 'courtesy of' ...)?
//! part    := agency | 'FOTO' | 'AP Foto' | people | editor | desk | 'File'
//! ```

use super::cursor::{Cursor, is_dash};
use super::people::{is_file, people};
use crate::article::Span;
use crate::lexicon::{self, Agency, SourceKind};
use crate::text::{fold, is_capitalised, is_upper, words};
use std::borrow::Cow;

/// A credit, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// The place in the text.
    pub span: Span,
    /// The agency's usual name, or the outlet's as printed.
    pub agency: Option<String>,
    /// As printed; stand-ins such as `Especial` count.
    pub photographers: Vec<String>,
    /// Initials behind the photographer.
    pub editor: Option<String>,
    /// The last code.
    pub desk: Option<String>,
}

/// A credit is looked for in this many words, and bytes, at the end of a text.
const REACH: (usize, usize) = (26, 240);

/// Finds the credit that ends a text: the longest one.
pub fn find(text: &str) -> Option<Credit> {
    let near = text.floor_char_boundary(text.len().saturating_sub(REACH.1));
    // never from the middle of a word
    let near = if near == 0 { 0 } else { near + text[near..].find(char::is_whitespace)? };
    if !may_hold_credit(&text[near..]) {
        return None;
    }
    let starts: Vec<usize> = words(&text[near..]).map(|w| near + w.start).collect();
    let slash = near + text[near..].rfind(['/', '|']).unwrap_or_default();
    starts[starts.len().saturating_sub(REACH.0)..].iter().find_map(|&word| {
        let place = Place::of(text, word);
        // inside a sentence only a lead, or parts between slashes
        let may_be = place.opens()
            || word < slash && text[word..slash].find(['/', '|']).unwrap_or(slash - word) <= LONGEST_SOURCE
            || is_lead(Cursor::new(&text[word..]).take_word());
        if may_be { read(&text[place.start..], &place) } else { None }
    })
}

/// So many bytes stand before the slash of a credit that begins inside a sentence: an agency's name, hardly more.
const LONGEST_SOURCE: usize = 60;

/// A cheap look that spares ordinary sentences the grammar.
fn may_hold_credit(tail: &str) -> bool {
    tail.contains(['/', '|', ':', '(', '[']) || tail.contains("oto") || tail.contains("OTO") || tail.contains("Images")
}

/// Where a credit would start, and what stands before it.
struct Place {
    start: usize,
    /// A bracket opens here.
    bracketed: bool,
    /// A sentence, a bar or a dash ends here, or nothing stands before.
    after_break: bool,
}

impl Place {
    fn of(text: &str, word: usize) -> Self {
        let before = text[..word].trim_end();
        let bracketed = before.ends_with(['(', '[']);
        let start = if bracketed { before.len() - 1 } else { word };
        let before = text[..start].trim_end();
        let after_break = before.is_empty()
            || before.ends_with(['.', '!', '?', '…', '"', '”', '’', '\'', '»', ')', ']', '|', '/', ';'])
            || before.ends_with(is_dash);
        Self { start, bracketed, after_break }
    }

    fn opens(&self) -> bool {
        self.bracketed || self.after_break
    }
}

const LEADS: &[&str] = &[
    "foto",
    "fotos",
    "fot",
    "fto",
    "fotografia",
    "fotografias",
    "fotografo",
    "fotografa",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photographer",
    "image",
    "images",
    "imagen",
    "imagenes",
    "credit",
    "credito",
    "creditos",
    "credits",
    "picture",
    "pic",
    "photo credit",
    "photo credits",
    "image credit",
    "credito foto",
    "credito de foto",
    "cortesia",
    "courtesy",
    "via",
];

const LINKS: &[&str] = &["courtesy of", "cortesia de", "tomada de", "by", "de", "por", "via", "courtesy", "cortesia", "of"];

/// Whether a lead may start with the word.
fn is_lead(word: &str) -> bool {
    if !matches!(word.as_bytes().first().map(u8::to_ascii_lowercase), Some(b'f' | b'p' | b'i' | b'c' | b'v')) {
        return false;
    }
    let folded = fold(word);
    LEADS.iter().any(|lead| lead.split(' ').next() == Some(&folded))
}

/// What stands before the first part.
#[derive(Default)]
struct Lead {
    printed: bool,
    /// By a colon, slash or bar.
    marked: bool,
    /// By `by`, `de` ...
    linked: bool,
    capital: bool,
}

fn take_lead(text: &str) -> (Lead, &str) {
    let lead = if is_lead(Cursor::new(text).skip_space().take_word()) { strip_folded(text, LEADS) } else { None };
    let Some(behind) = lead else { return (Lead::default(), text) };
    let mut lead = Lead { printed: true, capital: is_capitalised(text), ..Lead::default() };
    let mut rest = behind.trim_start();
    if let Some(behind) = strip_folded(rest, LINKS).filter(|b| !b.starts_with(['/', '|']) && !b.trim().is_empty()) {
        lead.linked = true;
        rest = behind.trim_start();
    }
    let bare = rest.trim_start_matches(|c: char| is_dash(c) || matches!(c, ':' | '/' | '|' | '.' | ' '));
    lead.marked = rest[..rest.len() - bare.len()].contains([':', '/', '|']);
    let bare = if lead.linked { strip_folded(bare, &["la", "el", "los", "las", "the"]).map_or(bare, str::trim_start) } else { bare };
    (lead, bare)
}

/// Takes the longest of some folded phrases off the start of a text.
fn strip_folded<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    let mut behind_first = Cursor::new(text);
    let first = fold(behind_first.skip_space().take_word());
    let longest = phrases.iter().filter_map(|phrase| {
        let mut words = phrase.split(' ');
        let mut c = behind_first;
        let whole = words.next() == Some(&first) && words.all(|wanted| fold(c.skip_space().take_word()) == wanted);
        whole.then_some(c.at)
    });
    longest.max().map(|end| &text[end..])
}

enum Part {
    Nothing,
    Photo,
    Agency(&'static Agency),
    /// `AP Foto`, `AFP PHOTO`
    AgencyPhoto(&'static Agency),
    Code(String),
    People(Vec<String>),
    File(String),
}

/// The parts between the slashes, counted.
#[derive(Default)]
struct Parts {
    agencies: Vec<&'static Agency>,
    photo: bool,
    people: Vec<Vec<String>>,
    codes: Vec<String>,
    files: Vec<String>,
    first_is_people: bool,
    slashes: usize,
}

impl Parts {
    fn read(text: &str) -> Option<Self> {
        let mut parts = Self::default();
        for (number, part) in text.split(['/', '|']).enumerate() {
            parts.slashes = number;
            let may_be_code = number > 0 && (parts.photo || !parts.people.is_empty());
            match part_of(part.trim(), may_be_code)? {
                Part::Nothing => {}
                Part::Photo => parts.photo = true,
                Part::Agency(agency) => parts.agencies.push(agency),
                Part::AgencyPhoto(agency) => {
                    parts.photo = true;
                    parts.agencies.push(agency);
                }
                Part::Code(code) => parts.codes.push(code),
                Part::People(people) => {
                    parts.first_is_people |= number == 0;
                    parts.people.push(people);
                }
                Part::File(word) => parts.files.push(word),
            }
        }
        Some(parts)
    }

    fn is_credit(&self, lead: &Lead, place: &Place) -> bool {
        let (agency, named) = (!self.agencies.is_empty(), !(self.people.is_empty() && self.files.is_empty() && self.codes.is_empty()));
        let placed = place.opens() || lead.capital;
        if self.first_is_people && !lead.printed && !place.opens() {
            return false;
        }
        let led = lead.printed && placed && (agency || lead.marked && named || lead.linked && named && place.opens());
        let tail = agency && (self.photo || lead.printed) && (self.slashes > 0 || place.bracketed);
        let wire = self.agencies.first().is_some_and(|a| a.kind == SourceKind::Agency);
        // `NTX/JCR/MGT` below an article: who wrote it
        let initials = self.people.iter().flatten().all(|name| is_code(name)) && self.files.is_empty();
        let signed = initials && self.slashes > 1 && !self.photo && !lead.printed;
        let by_agency = !signed && agency && named && self.slashes > 0 && (wire && !self.first_is_people || place.opens());
        let stock = !lead.printed && self.agencies.first().is_some_and(|a| a.kind == SourceKind::Stock) && place.opens();
        led || tail || by_agency || stock
    }

    fn into_credit(mut self, led: bool, span: Span) -> Credit {
        // `Foto: Ana Ruiz / La Voz del Norte`: a paper that no table knows
        let outlet = (led && self.agencies.is_empty() && self.people.len() == 2).then(|| self.people.pop()).flatten();
        // where two are printed (`AP/Europa Press`), the first counts
        let agency = self.agencies.first().map(|a| a.name.clone()).or_else(|| outlet.map(|words| words.join(", ")));
        let mut photographers: Vec<String> = self.people.into_iter().flatten().collect();
        if photographers.is_empty() {
            if self.codes.len() == 1 || self.codes.len() > 2 {
                photographers.push(self.codes.remove(0));
            } else {
                photographers.extend(self.files.into_iter().next());
            }
        }
        let (editor, desk) = match self.codes.as_slice() {
            [editor, desk, ..] => (Some(editor.clone()), Some(desk.clone())),
            [code] if lexicon::is_desk(code) => (None, Some(code.clone())),
            [code] => (Some(code.clone()), None),
            [] => (None, None),
        };
        Credit { span, agency, photographers, editor, desk }
    }
}

fn read(text: &str, place: &Place) -> Option<Credit> {
    let inner = if place.bracketed { unwrap(text)? } else { text };
    let (lead, rest) = take_lead(inner.trim());
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '|' | ',' | ';' | ')' | ']'));
    if rest.is_empty() || rest.len() > 160 {
        return None;
    }
    // `notimex/foto/óscar villafaña/jcl/seg`: a tail wholly in lower case
    let lower = rest.matches('/').count() > 2 && !rest.chars().any(char::is_uppercase);
    let rest = if lower { Cow::Owned(titled(rest)) } else { Cow::Borrowed(rest) };
    let parts = Parts::read(&rest)?;
    parts.is_credit(&lead, place).then(|| parts.into_credit(lead.printed, Span::new(place.start, place.start + text.len())))
}

/// Every word of three letters or more behind a slash or blank with a capital.
fn titled(text: &str) -> String {
    let parts = text.split_inclusive(['/', ' ']).map(|part| {
        let mut chars = part.chars();
        let is_name = part.trim_end_matches(['/', ' ']).chars().count() > 3;
        chars.next().filter(|_| is_name).map_or_else(|| part.to_owned(), |first| first.to_uppercase().chain(chars).collect())
    });
    parts.collect()
}

/// Takes brackets off: `(Xinhua/Ana Ruiz) (jg) (ah)`. An opened bracket that is never closed is forgiven.
fn unwrap(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['(', '['])?;
    let end = inside.find([')', ']']).unwrap_or(inside.len());
    let mut behind = inside[end..].trim_start_matches([')', ']', '.', ' ', '\u{a0}']);
    while let Some(initials) = behind.strip_prefix('(') {
        let close = initials.find(')')?;
        if close > 5 || !initials[..close].chars().all(|c| c.is_alphanumeric() || c == '-') {
            return None;
        }
        behind = initials[close + 1..].trim_start_matches(['.', ' ']);
    }
    behind.is_empty().then_some(&inside[..end])
}

fn part_of(part: &str, may_be_code: bool) -> Option<Part> {
    let bare = part.trim_end_matches('.');
    if bare.is_empty() {
        return Some(Part::Nothing);
    }
    let agency = lexicon::agency(bare);
    if agency.is_some_and(is_file) {
        return Some(Part::File(bare.to_owned()));
    }
    let stopped = || if bare.len() < part.len() { lexicon::agency(part) } else { None };
    if let Some(agency) = stopped().or(agency) {
        return Some(match agency.kind {
            SourceKind::StandIn => Part::People(vec![bare.to_owned()]),
            _ => Part::Agency(agency),
        });
    }
    if LEADS.contains(&fold(bare).as_str()) {
        return Some(Part::Photo);
    }
    if may_be_code && is_code(bare) {
        return Some(Part::Code(bare.to_uppercase()));
    }
    // `AP Photo`, `Foto AP`, `AFP PHOTO`
    let first = bare.split_once(' ').map(|(word, name)| (word.trim_end_matches(':'), name));
    let last = bare.rsplit_once(' ').map(|(name, word)| (word, name));
    let with_lead = first.into_iter().chain(last).find_map(|(word, name)| {
        let known = LEADS.contains(&fold(word).as_str());
        known.then(|| lexicon::agency(name)).flatten().filter(|a| a.kind != SourceKind::StandIn)
    });
    if let Some(agency) = with_lead {
        return Some(Part::AgencyPhoto(agency));
    }
    // `Handout via Reuters`
    if let Some(agency) = [" via ", " vía "].iter().find_map(|via| lexicon::agency(bare.rsplit_once(via)?.1)) {
        return Some(Part::Agency(agency));
    }
    people(bare).map(Part::People)
}

/// Two to four capitals, or lower-case initials of two to four letters: an editor or a desk.
fn is_code(part: &str) -> bool {
    let count = part.chars().count();
    (2..=4).contains(&count) && part.chars().all(char::is_alphabetic) && (is_upper(part) || part.chars().all(char::is_lowercase))
}

/// Where tails and bracketed credits end that have more text behind them.
pub fn inner_ends(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    if memchr::memchr3(b'/', b'(', b'[', bytes).is_none() {
        return found;
    }
    let mut slash = memchr::memchr_iter(b'/', bytes).peekable();
    for word in words(text) {
        if found.last().is_some_and(|end| word.start < *end) {
            continue;
        }
        while slash.next_if(|at| *at < word.start).is_some() {}
        let near_slash = slash.peek().is_some_and(|at| at - word.start < REACH.1);
        let before = text[..word.start].trim_end();
        // a tail has a slash, a bracketed credit its bracket
        if !near_slash && !before.ends_with(['(', '[']) {
            continue;
        }
        let place = Place::of(text, word.start);
        let end = if place.bracketed {
            let bytes = &text.as_bytes()[place.start..text.len().min(place.start + 160)];
            bytes.iter().position(|b| matches!(b, b')' | b']')).map(|at| place.start + at + 1)
        } else {
            tail_end(text, word.start)
        };
        let Some(end) = end else { continue };
        let near = text.floor_char_boundary(end + REACH.1);
        let rest = text[end..near].trim_start();
        // `(Notimex/Ana Ruiz).-` is a slug's source
        let in_slug = rest.trim_start_matches(['.', ' ']).starts_with(|c| is_dash(c) || c == ':');
        if !in_slug && rest.split_whitespace().nth(2).is_some() && !rest.starts_with('(') && read(&text[place.start..end], &place).is_some()
        {
            found.push(end);
        }
    }
    found
}

/// The end of a tail (`AGENCY/FOTO/NAME/CODE/CODE`, `FOTO: NAME/AGENCY`) that starts at `start`: behind its last code or agency.
fn tail_end(text: &str, start: usize) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(start + REACH.1)];
    let agency_at = |c: &mut Cursor| lexicon::agency(c.take_while(|c| c.is_alphanumeric() || c == '.').trim_end_matches('.'));
    let mut c = Cursor { text, at: start };
    let word = { c }.take_word();
    let lead = is_lead(word) && LEADS.contains(&fold(word).as_str());
    if lead {
        c.take_word();
        c.skip_space().take(':');
        c.skip_space();
        let name = c.take_while(|c| c != '/' && c != '.' && c != '\n');
        if name.len() > 80 {
            return None;
        }
    } else {
        let mut behind = c;
        behind.take_while(|c| c.is_alphanumeric() || c == '.');
        if behind.skip_space().peek() != Some('/') {
            return None;
        }
        agency_at(&mut c)?;
    }
    let mut end = None;
    let mut parts = 0;
    while c.skip_space().take('/') {
        c.skip_space();
        parts += 1;
        let part = c;
        let inside = c.take_while(|c| c != '/' && c != '.' && c != '\n');
        let code = inside.split_whitespace().next().unwrap_or_default();
        let mut agency = part;
        if parts > 2 && is_code(code) {
            c = Cursor { text, at: part.at + code.len() };
            end = Some(c.at + usize::from(c.peek() == Some('/')));
        } else if lead && agency_at(&mut agency).is_some() {
            let printed = agency.at - usize::from(text[..agency.at].ends_with('.'));
            c = Cursor { text, at: printed };
            end = Some(printed);
        } else if inside.len() > 60 {
            break;
        }
    }
    // a part that is none of these goes on behind it
    end.filter(|&end| !text[end..].starts_with('/'))
}

/// Whether the inside of a slug's parentheses is a source rather than a country.
pub(super) fn names_a_source(inside: &str) -> bool {
    source(inside).is_some()
}

/// `Notimex-José Pazos`: the agency and who stands behind it.
pub(super) fn source(inside: &str) -> Option<(&'static Agency, Vec<String>)> {
    let cut = inside.find(|c: char| is_dash(c) || matches!(c, '/' | '|' | ','));
    let (head, tail) = match (lexicon::agency(inside), cut) {
        (None, Some(at)) => inside.split_at(at),
        _ => (inside, ""),
    };
    let agency = lexicon::agency(head).filter(|a| a.kind != SourceKind::StandIn)?;
    let tail = tail.trim_start_matches(|c: char| is_dash(c) || matches!(c, '/' | '|' | ',' | ' '));
    let tail = strip_folded(tail, &["foto"]).map_or(tail, |t| t.trim_start_matches([':', '/', ' ', '-']));
    let names: Option<Vec<_>> = tail.split('/').map(people).collect();
    Some((agency, names.unwrap_or_default().concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<String> {
        let credit = find(text)?;
        let body = text[..credit.span.start].trim();
        Some(format!("{body} [{}] {}", credit.agency.unwrap_or_default(), credit.photographers.join("; ")))
    }

    #[test]
    fn names_of_the_body_stay_in_the_body() {
        assert_eq!(
            seen("Ganó el portero Alisson Becker del Liverpool. FOTO/NOTIMEX/RAMÓN DE LA ROSA/JLP/JUS/").as_deref(),
            Some("Ganó el portero Alisson Becker del Liverpool. [Notimex] RAMÓN DE LA ROSA")
        );
        assert_eq!(seen("Hablaron CBS, ABC, NBC y MSNBC. EFE/Ana Ruiz").as_deref(), Some("Hablaron CBS, ABC, NBC y MSNBC. [EFE] Ana Ruiz"));
        assert_eq!(seen("The mayor of La Paz. Photo by Ana Ruiz").as_deref(), Some("The mayor of La Paz. [] Ana Ruiz"));
    }

    #[test]
    fn an_outlet_that_no_table_knows_is_taken_as_printed() {
        assert_eq!(seen("Llegó. Foto: Ana Ruiz / La Voz del Norte").as_deref(), Some("Llegó. [La Voz del Norte] Ana Ruiz"));
        assert_eq!(seen("She left. (Getty Images)").as_deref(), Some("She left. [Getty Images] "));
    }

    #[test]
    fn a_sentence_about_photos_is_no_credit() {
        for text in [
            "El alcalde compartió una foto de Ana Ruiz",
            "She posted a photo of the house",
            "They spoke to the Fox/CNN panel",
            "Ana Ruiz told Reuters",
            "The plan was announced on Monday. (Reuters)",
            "El plan se anunció el lunes. EFE",
            "El plan se anunció el lunes. NTX/JCR/MGT",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn credits_with_text_behind_them() {
        for (text, behind) in [
            ("Uno. NOTIMEX/FOTO/ANA RUIZ/JPF/POL The mayor opened it.", " The mayor opened it."),
            ("Uno. (Foto: Notimex/Ana Ruiz) The mayor opened it.", " The mayor opened it."),
            ("Uno. FOTO: ANA RUIZ/CUARTOSCURO.COM The mayor opened it.", " The mayor opened it."),
        ] {
            let ends = inner_ends(text);
            assert_eq!(ends.iter().map(|&end| &text[end..]).collect::<Vec<_>>(), [behind], "{text}");
        }
        assert!(inner_ends("The head of the Segob (the Interior Secretariat) and/or the others came.").is_empty());
    }
}
