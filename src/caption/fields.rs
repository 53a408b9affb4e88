//! From labels to fields: what slug and credit of a caption say, each with its place.

use super::cursor::{Cursor, is_dash};
use super::labeller::Label;
use super::{House, PhotoId, date, features::Line};
use crate::lexicon::{self, Agency, CreditWord, SourceKind};
use crate::span::Span;
use crate::text::{fold, words};
use jiff::civil::Date;

/// A field's value and where it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<T = String> {
    /// What it says.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// Who made a picture, as slug or credit say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Source {
    /// All of the slug, or of the credit.
    pub span: Span,
    /// The agency's usual name, or the outlet's or institution's as printed: the credit line of IPTC.
    pub agency: Option<Field>,
    /// What the tables say that the agency is.
    pub(crate) kind: Option<SourceKind>,
    /// The photographers, as printed.
    pub photographers: Vec<Field>,
    /// The day.
    pub date: Option<Field<Date>>,
    /// Whether day and month may be exchanged: `02/10/2015`.
    pub(super) day_or_month: bool,
    /// The agency's number of the picture (slug).
    pub photo_id: Option<Field<PhotoId>>,
    /// The city (slug).
    pub place: Option<Field>,
    /// The editor's initials (credit).
    pub editor: Option<Field>,
    /// The desk's code (credit).
    pub desk: Option<Field>,
}

impl Source {
    /// Reads the fields of some tokens of a line.
    pub(super) fn read(line: &Line, labels: &[Label], from: usize, to: usize) -> Self {
        let text = line.text();
        let whole = Span::new(line.tokens[from].span.start, line.tokens[to - 1].span.end);
        let mut found = Self { span: whole, ..Self::default() };
        let (mut credited, mut institution) = (None, None);
        for (label, span) in runs(line, labels, from, to) {
            let printed = span.of(text);
            let field = || Some(Field { value: printed.to_owned(), span });
            match label {
                Label::Id => found.photo_id = found.photo_id.or_else(|| PhotoId::new(printed).map(|value| Field { value, span })),
                Label::Place => found.place = found.place.or_else(field),
                Label::Day | Label::CreditDay => {
                    let day = date::take(&mut Cursor::new(printed)).flatten();
                    found.day_or_month |= printed.contains('/');
                    found.date = found.date.or_else(|| day.map(|value| Field { value, span }));
                }
                Label::SlugAgency | Label::Agency => credited = credited.or_else(|| agency(line.house(), printed, span)),
                Label::Institution => institution = institution.or_else(|| agency(line.house(), printed, span)),
                Label::SlugPerson | Label::Person => found.photographers.extend(person(line.house(), printed, span)),
                Label::Editor => found.editor = found.editor.or_else(field),
                Label::Desk => found.desk = found.desk.or_else(field),
                Label::Body | Label::Slug | Label::Credit => {}
            }
        }
        // eight digits in a slug are the number of a photo, whatever stands before them
        if found.photo_id.is_none() {
            let slug = line.tokens[from..to].iter().zip(&labels[from..to]).filter(|(_, label)| label.is_slug());
            let number = |span: Span| PhotoId::new(span.of(text)).map(|value| Field { value, span });
            found.photo_id = slug.map(|(token, _)| token.span).find_map(number);
        }
        if let Some((agency, kind)) = credited.or(institution) {
            (found.agency, found.kind) = (Some(agency), kind);
        }
        found
    }

    /// Moves all places.
    pub(super) fn shift(&mut self, by: usize) {
        self.span = self.span.shifted(by);
        let texts = [&mut self.agency, &mut self.place, &mut self.editor, &mut self.desk].into_iter().flatten();
        texts.chain(&mut self.photographers).for_each(|field| field.span = field.span.shifted(by));
        self.date.iter_mut().for_each(|field| field.span = field.span.shifted(by));
        self.photo_id.iter_mut().for_each(|field| field.span = field.span.shifted(by));
    }

    /// Reads the month first, as in English: `02/10/2015`.
    pub(super) fn exchange(&mut self) {
        if let Some(field) = &mut self.date {
            field.value = Date::new(field.value.year(), field.value.day(), field.value.month()).unwrap_or(field.value);
        }
    }

    /// Whether nobody is named, no picture numbered, and no word of credits is there. A name that no table knows has a capital, or is an address.
    pub(super) fn says_nothing(&self, text: &str) -> bool {
        let printed = self.span.of(text);
        let is_of_credits = |word: Span| {
            let folded = fold(word.of(printed));
            lexicon::credit_word(&folded).is_some_and(CreditWord::is_of_credits) && lexicon::function_word(&folded).is_none()
        };
        let is_name = |field: &Field| field.value.contains(|c: char| c.is_uppercase() || matches!(c, '.' | '@' | '_'));
        let named = self.kind.is_some() || self.agency.iter().chain(&self.photographers).any(is_name);
        !named && self.photo_id.is_none() && !words(printed).any(is_of_credits)
    }

    /// Whether more than a name behind a text says that it is a credit: a word of credits leads it (`Foto:`, `Cortesía`), or a mark parts it from
    /// the text (`| LÍBERO`). In brackets (`(Ana Ruiz)`) it must be a photographer: the sources of quotations stand there, too.
    pub(crate) fn is_set_off(&self, text: &str) -> bool {
        let printed = self.span.of(text);
        let first = words(printed).next().map(|word| fold(word.of(printed)));
        let led =
            first.and_then(|word| lexicon::credit_word(&word)).is_some_and(|word| matches!(word, CreditWord::Lead | CreditWord::Origin));
        led || match printed.chars().next() {
            Some('(' | '[') => !self.photographers.is_empty(),
            first => first.is_some_and(|c| !c.is_alphanumeric()),
        }
    }

    /// Whether it names a news or photo agency of the tables, or is numbered or signed as agencies do: a photo number, a tail of editor and desk.
    pub(super) fn is_of_agency(&self) -> bool {
        let known = matches!(self.kind, Some(SourceKind::Agency | SourceKind::Stock));
        known || self.photo_id.is_some() || self.editor.is_some() && self.desk.is_some()
    }

    /// What its fields say, with their places.
    pub(super) fn said(&self) -> impl Iterator<Item = (Span, String)> {
        let texts = [&self.agency, &self.place, &self.editor, &self.desk].into_iter().flatten().chain(&self.photographers);
        let days = self.date.iter().map(|field| (field.span, field.value.to_string()));
        let ids = self.photo_id.iter().map(|field| (field.span, field.value.as_str().to_owned()));
        texts.map(|field| (field.span, field.value.clone())).chain(days).chain(ids)
    }

    /// Whether nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.agency.is_none() && self.photographers.is_empty()
    }
}

/// Runs of tokens with one label.
pub(super) fn runs(line: &Line, labels: &[Label], from: usize, to: usize) -> Vec<(Label, Span)> {
    let mut found: Vec<(Label, Span)> = Vec::new();
    for (token, &label) in line.tokens[from..to].iter().zip(&labels[from..to]) {
        match found.last_mut() {
            Some((last, whole)) if *last == label => whole.end = token.span.end,
            _ => found.push((label, token.span)),
        }
    }
    found
}

/// An agency by its usual name, any other source as printed; and what the tables say that it is.
fn agency(house: &House, printed: &str, span: Span) -> Option<(Field, Option<SourceKind>)> {
    let (value, known) = name(house, printed, &['@', '\'', '"'])?;
    Some((Field { value: known.map_or(value, |known| known.name.clone()), span }, known.map(|known| known.kind)))
}

/// The name of one photographer, without the notices behind it (`SEARCH`, `TPX`). Nobody has figures in a name.
fn person(house: &House, printed: &str, span: Span) -> Option<Field> {
    let is_notice = |word: &str| lexicon::credit_word(&fold(word)) == Some(CreditWord::Notice);
    let mut bare = printed.trim_end();
    while let Some((rest, _)) = bare.rsplit_once(char::is_whitespace).filter(|(_, last)| is_notice(last)) {
        bare = rest.trim_end();
    }
    let named = name(house, bare, &[]).map(|(value, _)| value);
    let is_name = |value: &String| !value.contains(|c: char| c.is_ascii_digit()) || house.is_photographer(value);
    named.filter(is_name).map(|value| Field { value, span })
}

/// A name without the marks around it, `marks` too, and with one blank between its words, and the source that the tables know by it; `None` for
/// what only stands for somebody.
fn name<'h>(house: &'h House, printed: &str, marks: &[char]) -> Option<(String, Option<&'h Agency>)> {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '/' | '|' | ':' | ',' | '(' | ')') || is_dash(c) || marks.contains(&c);
    let bare = printed.trim_matches(is_around);
    let known = house.agency(bare);
    let stands_in = known.is_some_and(|known| known.kind == SourceKind::StandIn) && !house.is_photographer(bare);
    (!bare.is_empty() && !stands_in).then(|| (bare.split_whitespace().collect::<Vec<_>>().join(" "), known))
}
