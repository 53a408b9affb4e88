//! What stands between the slashes of a credit: agencies, people, codes.

use super::Credit;
use super::lead::{Lead, is_picture};
use super::place::Place;
use crate::caption::people::{is_file, is_role, people};
use crate::lexicon::{self, Agency, SourceKind};
use crate::span::Span;
use crate::text::is_upper;

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

/// The parts, counted.
#[derive(Default)]
pub(super) struct Parts {
    agencies: Vec<&'static Agency>,
    photo: bool,
    people: Vec<Vec<String>>,
    codes: Vec<String>,
    files: Vec<String>,
    first_is_people: bool,
    /// Slashes, and what stands for one.
    slashes: usize,
    /// `Ana Ruiz (EFE)`, `Ana Ruiz - EFE`
    set_off: bool,
}

impl Parts {
    /// Reads all parts; behind a lead, commas and dashes set an agency off too.
    pub(super) fn read(text: &str, led: bool) -> Option<Self> {
        let mut parts = Self::default();
        for (number, part) in text.split(['/', '|', '·']).enumerate() {
            parts.slashes += usize::from(number > 0);
            parts.add(part.trim(), number == 0, led)?;
        }
        Some(parts)
    }

    fn add(&mut self, part: &str, first: bool, led: bool) -> Option<()> {
        // `Handout via Reuters`, `Ana Ruiz via AP`
        let may_be = part.as_bytes().contains(&b'v');
        let via = [" via ", " vía "].iter().filter(|_| may_be).find_map(|via| part.rsplit_once(via));
        let via = via.filter(|(_, source)| lexicon::agency(source).is_some());
        if let Some((head, source)) = via {
            self.slashes += 1;
            self.add(head, first, led)?;
            return self.add(source, false, led);
        }
        if let Some((head, source)) = two_of(part, led) {
            self.set_off = true;
            self.slashes += 1;
            self.add(head, first, led)?;
            return self.add(source, false, led);
        }
        let may_be_code = !first && (self.photo || !self.people.is_empty());
        match part_of(part, may_be_code, led)? {
            Part::Nothing => {}
            Part::Photo => self.photo = true,
            Part::Agency(agency) => self.agencies.push(agency),
            Part::AgencyPhoto(agency) => {
                self.photo = true;
                self.agencies.push(agency);
            }
            Part::Code(code) => self.codes.push(code),
            Part::People(people) => {
                self.first_is_people |= first;
                self.people.push(people);
            }
            Part::File(word) => self.files.push(word),
        }
        Some(())
    }

    pub(super) fn is_credit(&self, lead: &Lead, place: &Place) -> bool {
        let (agency, named) = (!self.agencies.is_empty(), !(self.people.is_empty() && self.files.is_empty() && self.codes.is_empty()));
        // `... en la plaza foto: AFP`
        let placed = place.opens() || lead.capital || lead.pictured && lead.marked && agency;
        if self.first_is_people && !lead.printed && !place.opens() || lead.printed && lead.stopped && !place.opens() {
            return false;
        }
        // `MEXICO CITY (AP)`, `Ciudad de México - AFP`
        if self.set_off && !lead.printed && !self.names_somebody(place) {
            return false;
        }
        let by_whom = lead.marked && named
            || place.opens() && named && (lead.linked || lead.pictured && lead.capital && (self.only_people() || self.of_archive()));
        let led = lead.printed && placed && if lead.sourced { agency && lead.marked } else { agency || by_whom };
        let tail = agency && (self.photo || lead.printed && !lead.sourced) && (self.slashes > 0 || place.bracketed);
        let wire = self.agencies.first().is_some_and(|a| a.kind == SourceKind::Agency);
        // `NTX/JCR/MGT` below an article: who wrote it
        let initials = self.people.iter().flatten().all(|name| is_code(name)) && self.files.is_empty();
        let signed = initials && self.slashes > 1 && !self.photo && !lead.printed;
        let by_agency = !signed && agency && named && self.slashes > 0 && (wire && !self.first_is_people || place.opens());
        let stock = !lead.printed && self.agencies.first().is_some_and(|a| a.kind == SourceKind::Stock) && place.opens();
        led || tail || by_agency || stock
    }

    fn only_people(&self) -> bool {
        self.people.len() == 1 && self.slashes == 0
    }

    /// `FOTO ARCHIVO/ANA RUIZ`
    fn of_archive(&self) -> bool {
        !self.files.is_empty() && !self.people.is_empty()
    }

    /// Whether a person of two words or more is named, and no place, behind a text.
    fn names_somebody(&self, place: &Place) -> bool {
        let person = |name: &String| name.contains(' ') && lexicon::place(name).is_none();
        !place.first && self.people.iter().flatten().any(person)
    }

    /// Whether it is nothing but one source: `EFE`, `Especial`.
    pub(super) fn is_bare(&self) -> bool {
        let sources = self.agencies.len() + self.people.len() + self.files.len();
        sources == 1 && self.slashes == 0 && !self.photo && self.codes.is_empty()
    }

    pub(super) fn into_credit(mut self, led: bool, span: Span) -> Credit {
        let bare = !led && self.is_bare();
        // `Foto: Ana Ruiz / La Voz del Norte`, `Foto: INAH/Ana Ruiz`: a paper or an office that no table knows
        let outlet = if led && self.agencies.is_empty() && self.people.len() == 2 {
            // `Cortesía / Ana Ruiz`
            let stands_in = |names: &[String]| matches!(names, [name] if lexicon::agency(name).is_some());
            let short =
                |names: &[String]| matches!(names, [name] if is_upper(name) && !name.contains(' ') && name.chars().count() <= SHORT);
            let in_full = |names: &[String]| names.iter().all(|name| name.contains(' '));
            // `Cortesía INBA / Ana Ruiz`
            let by_courtesy = |names: &[String]| matches!(names, [name] if name.starts_with("Cortesía ") || name.starts_with("Courtesy "));
            match (&self.people[0], &self.people[1]) {
                (first, _) if by_courtesy(first) => {
                    let office = self.people.remove(0).concat();
                    office.split_once(' ').map(|(_, name)| vec![name.to_owned()])
                }
                (first, _) if stands_in(first) => {
                    self.people.remove(0);
                    None
                }
                (first, second) if short(first) && in_full(second) => Some(self.people.remove(0)),
                _ => self.people.pop(),
            }
        } else {
            None
        };
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
        Credit { span, agency, photographers, editor, desk, bare }
    }
}

/// The short name of an office has so many letters at most.
const SHORT: usize = 7;

/// `Ana Ruiz (EFE)`, `Ana Ruiz – EFE`, `EFE – Ana Ruiz`, `Ana Ruiz, EFE`: somebody and an agency, in the order printed. Without a lead a comma
/// may list people, the last with a paper's name.
fn two_of(part: &str, led: bool) -> Option<(&str, &str)> {
    if !part.contains(['(', ',', '-', '–', '—']) || lexicon::agency(part).is_some() {
        return None;
    }
    let named = |source: &str| lexicon::agency(source).is_some_and(|a| a.kind != SourceKind::StandIn || led && is_file(a));
    let cut = |mark: &str| part.rsplit_once(mark).filter(|(head, source)| !head.trim().is_empty() && named(source));
    let is_sentence =
        |head: &str| head.trim_end().strip_suffix('.').is_some_and(|said| said.rsplit(' ').next().is_some_and(|word| word.len() > 3));
    let may_be = |(head, source): &(&str, &str)| !head.trim().is_empty() && !is_sentence(head) && named(source);
    let bracketed = part.trim_end_matches([')', '.']).rsplit_once('(').filter(may_be);
    let dashed =
        || [" - ", " – ", " — "].iter().find_map(|mark| cut(mark).or_else(|| part.split_once(mark).filter(|(head, _)| named(head))));
    // `Notimex-Ana Ruiz`
    let glued = || part.split_once('-').filter(|(head, behind)| led && named(head) && people(behind).is_some());
    let by_wire = |source: &str| lexicon::agency(source).is_some_and(|a| a.kind == SourceKind::Agency);
    let listed = || [", de ", ", "].iter().find_map(|mark| cut(mark)).filter(|(_, source)| led || by_wire(source));
    let (head, source) = bracketed.or_else(dashed).or_else(listed).or_else(glued)?;
    Some((head.trim(), source.trim()))
}

fn part_of(part: &str, may_be_code: bool, led: bool) -> Option<Part> {
    let bare = part.trim_end_matches('.');
    if bare.is_empty() {
        return Some(Part::Nothing);
    }
    let agency = lexicon::agency(bare);
    if agency.is_some_and(is_file) {
        return Some(Part::File(bare.to_owned()));
    }
    // `FOTO/ENVIADO/ANA RUIZ`
    if may_be_code && is_role(bare) {
        return Some(Part::Nothing);
    }
    let stopped = || if bare.len() < part.len() { lexicon::agency(part) } else { None };
    if let Some(agency) = stopped().or(agency) {
        return Some(match agency.kind {
            SourceKind::StandIn => Part::People(vec![bare.to_owned()]),
            _ => Part::Agency(agency),
        });
    }
    if is_picture(bare) {
        return Some(Part::Photo);
    }
    if may_be_code && is_code(bare) {
        return Some(Part::Code(bare.to_uppercase()));
    }
    // `AP Photo`, `Foto AP`, `AFP PHOTO`
    let first = bare.split_once(' ').map(|(word, name)| (word.trim_end_matches(':'), name));
    let last = bare.rsplit_once(' ').map(|(name, word)| (word, name));
    let with_lead = first.into_iter().chain(last).find_map(|(word, name)| {
        // `EFE file`, `archivo EFE`
        let known = is_picture(word) || lexicon::agency(word).is_some_and(is_file);
        known.then(|| lexicon::agency(name)).flatten().filter(|a| a.kind != SourceKind::StandIn)
    });
    if let Some(agency) = with_lead {
        return Some(Part::AgencyPhoto(agency));
    }
    // `Las Meninas. /EFE`: a sentence ends there, and no name
    people(if led { bare } else { part }).map(Part::People)
}

/// Two to four capitals, or lower-case initials of two to four letters: an editor or a desk.
pub(super) fn is_code(part: &str) -> bool {
    let count = part.chars().count();
    (2..=4).contains(&count) && part.chars().all(char::is_alphabetic) && (is_upper(part) || part.chars().all(char::is_lowercase))
}
