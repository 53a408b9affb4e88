//! What stands behind a caption's body: an agency's tail or a photo credit.
//!
//! ```text
//! credit := '(' inner ')' initials* | inner
//! inner  := lead? part (('/' | '|') part)* '/'? '.'?
//! lead   := 'Foto' | 'Photo' ... ('by' | 'de' | 'courtesy of')? ':'?
//! part   := agency | 'FOTO' | names | editor | desk | 'File'
//! ```

use super::cursor::{Cursor, is_dash};
use crate::article::Span;
use crate::lexicon::{self, SourceKind};
use crate::text::{fold, is_capitalised, is_upper, words};

/// A credit, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Credit {
    /// The place in the text.
    pub span: Span,
    /// The agency's usual name, or the outlet's as printed.
    pub agency: Option<&'static str>,
    /// As printed; stand-ins such as `Especial` count.
    pub photographers: Vec<String>,
    /// Initials behind the photographer.
    pub editor: Option<String>,
    /// The last code.
    pub desk: Option<String>,
}

impl Default for Span {
    fn default() -> Self {
        Self::new(0, 0)
    }
}

/// A credit is looked for in this many words at the end of a text.
const REACH: usize = 26;

/// Finds the credit that ends a text: the longest one.
pub fn find(text: &str) -> Option<Credit> {
    let starts: Vec<usize> = words(text).map(|w| w.start).collect();
    let reach = &starts[starts.len().saturating_sub(REACH)..];
    reach.iter().find_map(|&word| {
        let opened = text[..word].trim_end().ends_with(['(', '[']);
        let start = if opened { text[..word].trim_end().len() - 1 } else { word };
        let mut credit = read(&text[start..])?;
        credit.span = Span::new(start, text.len());
        Some(credit)
    })
}

/// Where a tail or a bracketed credit ends that has more text behind it.
pub fn ends_inside(text: &str) -> Option<usize> {
    let lower = fold(text);
    if !(lower.contains("/foto") || text.contains(['(', '['])) {
        return None;
    }
    words(text).find_map(|word| {
        let opened = text[..word.start].ends_with('(');
        let from = word.start - usize::from(opened);
        let end = if opened { text[from..].find(')').map(|at| from + at + 1)? } else { tail_end(text, word.start)? };
        let rest = text[end..].trim_start();
        (rest.split_whitespace().count() > 2 && !rest.starts_with('(') && read(&text[from..end]).is_some()).then_some(end)
    })
}

/// The end of a tail `AGENCY/FOTO/NAME/CODE/CODE` that starts at `start`: behind its last code.
fn tail_end(text: &str, start: usize) -> Option<usize> {
    let mut c = Cursor { text, at: start };
    lexicon::agency(c.take_while(|c| c.is_alphanumeric() || c == '.'))?;
    let (mut end, mut parts) = (None, 0);
    while c.skip_space().take('/') {
        c.skip_space();
        parts += 1;
        let code_start = c;
        let part = c.take_while(|c| c != '/' && c != '.');
        let code = part.split_whitespace().next().unwrap_or_default();
        if parts > 2 && is_code(code) {
            c = Cursor { text, at: code_start.at + code.len() };
            end = Some(c.at + usize::from(c.peek() == Some('/')));
        } else if part.len() > 60 {
            break;
        }
    }
    end
}

/// Whether the inside of a slug's parentheses is a source rather than a country.
pub(super) fn names_a_source(inside: &str) -> bool {
    source(inside).is_some()
}

/// `Notimex-José Pazos`: the agency and who stands behind it.
pub(super) fn source(inside: &str) -> Option<(&'static str, Vec<String>)> {
    let cut = inside.find(|c: char| is_dash(c) || matches!(c, '/' | '|' | ','));
    let (head, tail) = cut.map_or((inside, ""), |at| inside.split_at(at));
    let (head, tail) = match lexicon::agency(inside) {
        Some(_) => (inside, ""),
        None => (head, tail),
    };
    let agency = lexicon::agency(head).filter(|a| a.kind != SourceKind::StandIn)?;
    let tail = tail.trim_start_matches(|c: char| is_dash(c) || matches!(c, '/' | '|' | ',' | ' '));
    let tail = tail.strip_prefix("Foto").map_or(tail, |t| t.trim_start_matches([':', '/', ' ', '-']));
    Some((&agency.name, people(tail).unwrap_or_default()))
}

const LEADS: &[&str] = &[
    "foto",
    "fotos",
    "fot",
    "fto",
    "fotografia",
    "fotografias",
    "fotografo",
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
    "credits",
    "picture",
    "pic",
    "photo credit",
    "image credit",
    "credito foto",
];
const LINKS: &[&str] = &["courtesy of", "cortesia de", "by", "de", "por", "tomada de", "via", "courtesy", "cortesia"];

fn strip_folded<'t>(text: &'t str, prefixes: &[&str]) -> Option<&'t str> {
    let mut best = None;
    for prefix in prefixes {
        let mut end = 0;
        let mut wanted = prefix.split(' ').peekable();
        let mut rest = text;
        while let Some(word) = wanted.next() {
            let found: &str = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            if fold(found) != word {
                end = 0;
                break;
            }
            end += found.len();
            rest = &text[end..];
            if wanted.peek().is_some() {
                end += rest.len() - rest.trim_start().len();
                rest = &text[end..];
            }
        }
        if end > best.unwrap_or(0) {
            best = Some(end);
        }
    }
    best.map(|end| &text[end..])
}

enum Part {
    Nothing,
    Photo,
    Agency(&'static lexicon::Agency, bool),
    Code(String),
    People(Vec<String>),
    File(String),
}

fn read(text: &str) -> Option<Credit> {
    let whole = text.trim();
    let (inner, bracketed) = unwrap(whole)?;
    let mut rest = inner.trim();
    let (mut led, mut marked) = (false, false);
    if let Some(behind) = strip_folded(rest, LEADS) {
        led = true;
        rest = behind.trim_start();
        let linked = strip_folded(rest, LINKS).filter(|b| !b.starts_with(['/', '|']) && !b.trim().is_empty());
        marked = linked.is_some();
        rest = linked.unwrap_or(rest).trim_start();
        let colon = rest.trim_start_matches([':', '-', '–', '—', '/', '|', '.', ' ']);
        marked |= rest[..rest.len() - colon.len()].contains([':', '/', '|']);
        rest = colon;
    }
    let rest = rest.trim_end_matches(['.', ' ', '/', '|', ',', ';']);
    if rest.is_empty() || rest.len() > 160 {
        return None;
    }
    let mut credit = Credit::default();
    let (mut photo, mut agencies, mut named, mut slashes) = (led, 0, 0, 0);
    let mut codes = Vec::new();
    let mut files = Vec::new();
    let mut explicit_photo = false;
    for (number, part) in rest.split(['/', '|']).enumerate() {
        slashes = number;
        match part_of(part.trim(), number > 0 && (named > 0 || explicit_photo))? {
            Part::Nothing => {}
            Part::Photo => (photo, explicit_photo) = (true, true),
            Part::Agency(agency, with_photo) => {
                photo |= with_photo;
                explicit_photo |= with_photo;
                agencies += 1;
                // where two are printed (`AP/Europa Press`), the first counts
                credit.agency.get_or_insert(&agency.name);
            }
            Part::Code(code) => codes.push(code),
            Part::People(people) => {
                named += 1;
                credit.photographers.extend(people);
            }
            Part::File(word) => files.push(word),
        }
    }
    if credit.photographers.is_empty() {
        if codes.len() == 1 || codes.len() > 2 {
            credit.photographers.push(codes.remove(0));
            named += 1;
        } else {
            credit.photographers.extend(files.first().cloned());
            named += files.len();
        }
    }
    match <[String; 2]>::try_from(codes) {
        Ok([editor, desk]) => (credit.editor, credit.desk) = (Some(editor), Some(desk)),
        Err(mut codes) => match codes.pop() {
            Some(code) if lexicon::is_desk(&code) => credit.desk = Some(code),
            code => credit.editor = code,
        },
    }
    let by_word = led && (marked || agencies > 0) && agencies + named > 0;
    let by_tail = agencies > 0 && photo && (slashes > 0 || bracketed);
    let by_agency = agencies > 0 && named > 0 && slashes > 0 && (bracketed || !led);
    (by_word || by_tail || by_agency).then_some(credit)
}

/// Takes brackets off: `(Xinhua/Ana Ruiz) (jg) (ah)`. An opened bracket that is never closed is forgiven.
fn unwrap(text: &str) -> Option<(&str, bool)> {
    let Some(inside) = text.strip_prefix(['(', '[']) else { return Some((text, false)) };
    let end = inside.find([')', ']']).unwrap_or(inside.len());
    let mut behind = inside[end..].trim_start_matches([')', ']', '.', ' ']);
    while let Some(initials) = behind.strip_prefix('(') {
        let close = initials.find(')')?;
        if close > 5 || !initials[..close].chars().all(|c| c.is_alphanumeric() || c == '-') {
            return None;
        }
        behind = initials[close + 1..].trim_start_matches(['.', ' ']);
    }
    behind.is_empty().then_some((&inside[..end], true))
}

fn part_of(part: &str, may_be_code: bool) -> Option<Part> {
    if part.is_empty() {
        return Some(Part::Nothing);
    }
    let bare = part.trim_end_matches('.');
    if LEADS.contains(&fold(bare).as_str()) {
        return Some(Part::Photo);
    }
    if let Some(agency) = lexicon::agency(part).or_else(|| lexicon::agency(bare)) {
        return Some(match agency.kind {
            SourceKind::StandIn if is_file(&fold(bare)) => Part::File(bare.to_owned()),
            SourceKind::StandIn => Part::People(vec![bare.to_owned()]),
            _ => Part::Agency(agency, false),
        });
    }
    if may_be_code && is_code(bare) {
        return Some(Part::Code(bare.to_uppercase()));
    }
    // `AP Photo`, `Foto AP`, `AFP PHOTO`
    let (first, after_first) = bare.split_once(' ').unwrap_or((bare, ""));
    let (before_last, last) = bare.rsplit_once(' ').unwrap_or(("", bare));
    for (word, name) in [(first.trim_end_matches(':'), after_first), (last, before_last)] {
        if let (true, Some(agency)) = (LEADS.contains(&fold(word).as_str()), lexicon::agency(name)) {
            return Some(Part::Agency(agency, true));
        }
    }
    // `Handout via Reuters`
    if let Some(agency) = [" via ", " vía "].iter().find_map(|via| lexicon::agency(bare.rsplit_once(via)?.1)) {
        return Some(Part::Agency(agency, false));
    }
    people(bare).map(Part::People)
}

fn is_file(folded: &str) -> bool {
    matches!(folded, "file" | "file photo" | "archivo" | "foto de archivo" | "pool" | "handout")
}

/// Two to four capitals, or lower-case initials of two to four letters: an editor or a desk.
fn is_code(part: &str) -> bool {
    let count = part.chars().count();
    (2..=4).contains(&count) && part.chars().all(char::is_alphabetic) && (is_upper(part) || part.chars().all(char::is_lowercase))
}

/// The people named in a part: one to six capitalised words each, joined by `y`, `and`, `,` or `;`.
fn people(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let mut all: Vec<String> = Vec::new();
    for person in text.split([',', ';', '&']) {
        let mut name: Vec<&str> = Vec::new();
        for word in person.split_whitespace() {
            if matches!(word, "y" | "and" | "e" | "Y" | "AND" | "con" | "with") && !name.is_empty() {
                all.push(std::mem::take(&mut name).join(" "));
                continue;
            }
            let joins =
                !name.is_empty() && matches!(word, "de" | "del" | "la" | "las" | "los" | "van" | "von" | "der" | "da" | "do" | "dos");
            let shaped =
                is_capitalised(word) && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '@' | '_'));
            let handle = word.starts_with('@');
            if !(joins || shaped || handle) {
                return None;
            }
            name.push(word);
        }
        if name.len() > 6 {
            return None;
        }
        if !name.is_empty() {
            all.push(name.join(" "));
        }
    }
    // `Ana Ruiz, File`: the file word is nobody
    if all.len() > 1 {
        all.retain(|name| !is_file(&fold(name)));
    }
    (!all.is_empty()).then_some(all)
}
