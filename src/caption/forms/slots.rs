//! The slots of a form: what each takes of a line, and which field that is.

use crate::caption::cursor::{Cursor, is_dash};
use crate::caption::date;
use crate::caption::features::Line;
use crate::caption::house::House;
use crate::caption::labeller::Label;
use crate::lexicon::{self, CreditWord, SourceKind};
use crate::text::fold;
use crate::text::token::{Gap, Shape, Token};
use std::ops::Range;

/// A slot: its name in lower case, what it takes, its label before the body and behind it.
#[derive(Debug, PartialEq)]
pub(super) struct Slot {
    name: &'static str,
    kind: Kind,
    labels: [Label; 2],
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Number(Digits),
    Month,
    Date,
    Code,
    Place,
    Agency,
    Outlet,
    Acronym,
    Institution,
    Person,
    Handle,
    StandIn,
    Lead,
    Editor,
    Desk,
    Initials,
    Word,
}

/// How many digits: at least, at most.
type Digits = (usize, usize);

const fn slot(name: &'static str, kind: Kind, front: Label, back: Label) -> Slot {
    Slot { name, kind, labels: [front, back] }
}

/// All slots but for `body` and `text`, the caption's text.
const SLOTS: &[Slot] = &[
    slot("id", Kind::Number((8, 8)), Label::Id, Label::Credit),
    slot("code", Kind::Code, Label::Id, Label::Credit),
    slot("place", Kind::Place, Label::Place, Label::Credit),
    slot("state", Kind::Place, Label::Slug, Label::Credit),
    slot("country", Kind::Place, Label::Slug, Label::Credit),
    slot("date", Kind::Date, Label::Day, Label::CreditDay),
    slot("dateglued", Kind::Date, Label::Day, Label::CreditDay),
    slot("datenum", Kind::Date, Label::Day, Label::CreditDay),
    slot("datelong", Kind::Date, Label::Day, Label::CreditDay),
    slot("dateen", Kind::Date, Label::Day, Label::CreditDay),
    slot("day", Kind::Number((1, 2)), Label::Day, Label::CreditDay),
    slot("month", Kind::Month, Label::Day, Label::CreditDay),
    slot("year", Kind::Number((4, 4)), Label::Day, Label::CreditDay),
    slot("packed", Kind::Number((6, 6)), Label::Slug, Label::Credit),
    slot("number", Kind::Number((1, 3)), Label::Slug, Label::Credit),
    slot("agency", Kind::Agency, Label::SlugAgency, Label::Agency),
    slot("outlet", Kind::Outlet, Label::SlugAgency, Label::Agency),
    slot("acronym", Kind::Acronym, Label::Slug, Label::Agency),
    slot("institution", Kind::Institution, Label::SlugAgency, Label::Institution),
    slot("giver", Kind::Person, Label::Slug, Label::Credit),
    slot("person", Kind::Person, Label::SlugPerson, Label::Person),
    slot("initialed", Kind::Person, Label::SlugPerson, Label::Person),
    slot("handle", Kind::Handle, Label::SlugAgency, Label::Institution),
    slot("standin", Kind::StandIn, Label::Slug, Label::Credit),
    slot("standinen", Kind::StandIn, Label::Slug, Label::Credit),
    slot("lead", Kind::Lead, Label::Slug, Label::Credit),
    slot("leads", Kind::Lead, Label::Slug, Label::Credit),
    slot("photo", Kind::Lead, Label::Slug, Label::Credit),
    slot("editor", Kind::Editor, Label::Slug, Label::Editor),
    slot("desk", Kind::Desk, Label::Slug, Label::Desk),
    slot("initials", Kind::Initials, Label::Slug, Label::Credit),
    slot("word", Kind::Word, Label::Slug, Label::Credit),
];

/// The slot that a template calls so, in any case.
pub(super) fn named(name: &str) -> Option<&'static Slot> {
    SLOTS.iter().find(|slot| slot.name.eq_ignore_ascii_case(name))
}

/// The names of all slots, for a message.
pub(super) fn names() -> String {
    let names = ["body", "text"].into_iter().chain(SLOTS.iter().map(|slot| slot.name));
    names.map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
}

impl Slot {
    pub(super) fn label(&self, front: bool) -> Label {
        self.labels[usize::from(!front)]
    }

    pub(super) fn is_agency(&self) -> bool {
        self.kind == Kind::Agency
    }

    /// Whether it is the number or the name of a day, month or year.
    pub(super) fn is_part_of_day(&self) -> bool {
        matches!(self.name, "day" | "month" | "year")
    }

    /// So many tokens it takes at most.
    pub(super) fn most(&self, house: &House) -> usize {
        match self.kind {
            Kind::Number(_) | Kind::Month | Kind::Handle | Kind::Editor | Kind::Desk | Kind::Initials | Kind::Word => 1,
            Kind::Lead => 2,
            Kind::Code => 3,
            Kind::StandIn => 4,
            Kind::Agency => 6.max(house.longest()),
            Kind::Place | Kind::Person | Kind::Outlet => 8.max(house.longest()),
            Kind::Date | Kind::Acronym => 8,
            Kind::Institution => 10,
        }
    }

    /// Whether it takes these tokens, `upper` only in capitals.
    pub(super) fn takes(&self, upper: bool, line: &Line, at: Range<usize>) -> bool {
        let tokens = &line.tokens[at.clone()];
        let printed = line.printed(&at);
        let is_upper = |token: &Token| !matches!(token.shape, Shape::Lower | Shape::Capital | Shape::Mixed);
        if upper && !tokens.iter().all(is_upper) {
            return false;
        }
        let shape = tokens[0].shape;
        let source = || line.house().agency(printed).map(|source| source.kind);
        let stands_in = || source() == Some(SourceKind::StandIn);
        match self.kind {
            Kind::Number((least, most)) => shape == Shape::Number && (least..=most).contains(&printed.len()),
            Kind::Month => shape != Shape::Number && lexicon::month(printed).is_some(),
            Kind::Date => {
                let mut cursor = Cursor::new(printed);
                date::take(&mut cursor).is_some() && cursor.rest().is_empty()
            }
            Kind::Code => {
                let glued = tokens[1..].iter().all(|token| token.gap == Gap::None);
                glued && tokens.iter().all(|token| matches!(token.shape, Shape::Upper | Shape::Initial | Shape::Number | Shape::Mixed))
            }
            Kind::Place => is_name(line, tokens, false),
            Kind::Agency => source().is_some_and(|kind| kind != SourceKind::StandIn) || is_host_of_known(line, printed),
            Kind::Outlet => {
                let address = tokens.len() == 1 && matches!(shape, Shape::Address | Shape::Handle);
                (address || is_name(line, tokens, true) || source().is_some()) && !stands_in()
            }
            Kind::Acronym => {
                let dotted = |(at, token): (usize, &Token)| token.shape == if at % 2 == 0 { Shape::Initial } else { Shape::Mark('.') };
                tokens.len() == 1 && shape == Shape::Upper || tokens.len() > 1 && tokens.iter().enumerate().all(dotted)
            }
            Kind::Institution => is_name(line, tokens, true) && !stands_in(),
            Kind::Person => is_name(line, tokens, false) && source().is_none() || line.house().is_photographer(printed),
            Kind::Handle => shape == Shape::Handle,
            Kind::StandIn => {
                let of_credits = |token: &Token| {
                    let folded = fold(token.span.of(line.text()));
                    lexicon::credit_word(&folded).is_some_and(CreditWord::is_of_credits) || lexicon::is_particle(&folded)
                };
                stands_in() || tokens.iter().all(of_credits)
            }
            Kind::Lead => {
                let mut words = tokens.iter().map(|token| lexicon::credit_word(&fold(token.span.of(line.text()))));
                let joins = |word| matches!(word, Some(CreditWord::Joint | CreditWord::Lead));
                words.next() == Some(Some(CreditWord::Lead)) && words.next().is_none_or(joins)
            }
            Kind::Editor => matches!(shape, Shape::Upper) && printed.chars().count() <= 4,
            Kind::Desk => {
                let code = shape == Shape::Upper && printed.chars().count() <= 5;
                code || line.house().is_desk(printed) || lexicon::is_desk(printed)
            }
            Kind::Initials => matches!(shape, Shape::Lower | Shape::Upper) && printed.chars().count() <= 3,
            Kind::Word => !matches!(shape, Shape::Mark(_)),
        }
    }
}

/// Whether a host name is that of a source that is known by its name: `CUARTOSCURO.COM`.
fn is_host_of_known(line: &Line, printed: &str) -> bool {
    let name = printed.len().checked_sub(4).and_then(|at| printed.split_at_checked(at));
    name.is_some_and(|(name, end)| {
        end.eq_ignore_ascii_case(".com") && line.house().agency(name).is_some_and(|source| source.kind != SourceKind::StandIn)
    })
}

/// Whether tokens are printed as a name: words with a capital, and between them particles, hyphens and the stops of initials; `numbers` too, for
/// what is no person.
fn is_name(line: &Line, tokens: &[Token], numbers: bool) -> bool {
    let is_word =
        |shape: Shape| matches!(shape, Shape::Capital | Shape::Upper | Shape::Initial | Shape::Mixed) || numbers && shape == Shape::Number;
    let (first, last) = (tokens[0].shape, tokens[tokens.len() - 1].shape);
    let stop =
        |at: usize| tokens[at].shape == Shape::Mark('.') && at > 0 && tokens[at - 1].shape == Shape::Initial && tokens[at].gap == Gap::None;
    let between = |at: usize| match tokens[at].shape {
        Shape::Lower => lexicon::is_particle(tokens[at].span.of(line.text())),
        Shape::Mark(mark) => stop(at) || (is_dash(mark) || mark == '&') && tokens[at].gap == Gap::None,
        shape => is_word(shape),
    };
    is_word(first) && (is_word(last) || stop(tokens.len() - 1)) && (1..tokens.len()).all(between)
}
