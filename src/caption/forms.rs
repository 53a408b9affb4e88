//! Forms of captions as data: templates over typed slots (`{PLACE}, {DATE}.- {body} FOTO: {person}/{agency}`), and the engine that matches one
//! against the tokens of a line from both ends.
//!
//! `<a¦b>` is one of several, `\n` a new line, `\|` a bar. Marks and words stand for themselves; blanks and the length of dashes do not matter.
//! A slot in capitals takes what is printed in capitals.

mod slots;

use super::cursor::is_dash;
use super::features::Line;
use super::house::Known;
use super::labeller::Label;
use crate::lexicon;
use crate::text::fold;
use crate::text::token::{Gap, Shape, tokens};
use slots::Slot;
use std::sync::LazyLock;

/// What can be wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// It is empty.
    #[error("a form is empty; write one such as `{{body}} FOTO: {{person}}/{{agency}}`, or leave it out")]
    Empty,
    /// It has no body, or one choice in it has none.
    #[error("`{0}` has no {{body}}; write {{body}} where the caption's text stands")]
    NoBody(String),
    /// It has more than one body.
    #[error("`{0}` has two bodies; a form is of one caption")]
    TwoBodies(String),
    /// It is a body and nothing else.
    #[error("`{0}` would match every line; say what stands before or behind the {{body}}")]
    OnlyBody(String),
    /// There is no such slot.
    #[error("`{form}` has a slot {{{slot}}}, and there is none; the slots are {known}", known = slots::names())]
    UnknownSlot {
        /// The template.
        form: String,
        /// The slot.
        slot: String,
    },
    /// A bracket is open.
    #[error("`{0}` has an open {{ without its }}")]
    Open(String),
    /// Its choices can be combined in too many ways.
    #[error("`{0}` can be printed in more than {most} ways; write it as several forms", most = MOST_WAYS)]
    TooMany(String),
}

/// A form's choices may be combined in so many ways.
const MOST_WAYS: usize = 512;

/// A credit has no more tokens.
const LONGEST_CREDIT: usize = 60;

/// A form of captions.
#[derive(Clone)]
pub(crate) struct Template {
    printed: String,
    ways: Vec<Way>,
}

/// A template after its choices: what stands before the body and behind it.
#[derive(Debug, Clone, PartialEq)]
struct Way {
    front: Vec<Piece>,
    back: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// A mark.
    Mark(char),
    /// A word or number, folded.
    Word(String),
    /// A slot, and whether it takes capitals only.
    Slot(&'static Slot, bool),
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.printed.fmt(f)
    }
}

impl Template {
    /// Reads a template.
    pub(crate) fn new(printed: &str) -> Result<Self, FormError> {
        if printed.trim().is_empty() {
            return Err(FormError::Empty);
        }
        let mut texts = Vec::new();
        choose(&printed.replace("\\n", "\n").replace("\\|", "|"), &mut texts);
        if texts.len() > MOST_WAYS {
            return Err(FormError::TooMany(printed.to_owned()));
        }
        let mut ways: Vec<Way> = Vec::with_capacity(texts.len());
        for text in texts {
            let way = Way::new(&text, printed)?;
            // a choice of blanks is none
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        Ok(Self { printed: printed.to_owned(), ways })
    }

    /// The template as written.
    pub(crate) fn as_str(&self) -> &str {
        &self.printed
    }

    /// The labels of a line's tokens, where it has the form from its first token to its last.
    pub(super) fn labels(&self, line: &Line) -> Option<Vec<Label>> {
        self.ways.iter().find_map(|way| way.labels(line))
    }

    /// Whether a line is what stands behind the body and nothing else; slots alone, without a mark or word, do not tell.
    pub(super) fn is_credit(&self, line: &Line) -> bool {
        let tells = |way: &&Way| way.back.iter().any(|piece| !matches!(piece, Piece::Slot(..)));
        let fits = |way: &Way| fit(&way.back, line, 0, Some(line.tokens.len()), &mut Vec::new());
        !line.tokens.is_empty() && self.ways.iter().filter(tells).any(fits)
    }
}

/// A template with one of each `<a¦b>`, the innermost first, in all ways, as far as there are not too many.
fn choose(form: &str, found: &mut Vec<String>) {
    if found.len() > MOST_WAYS {
        return;
    }
    let choice = form.match_indices('>').find_map(|(end, _)| {
        let start = form[..end].rfind('<')?;
        form[start..end].contains('¦').then_some((start, end))
    });
    match choice {
        Some((start, end)) => {
            form[start + 1..end].split('¦').for_each(|one| choose(&format!("{}{one}{}", &form[..start], &form[end + 1..]), found));
        }
        None => found.push(form.to_owned()),
    }
}

impl Way {
    fn new(text: &str, form: &str) -> Result<Self, FormError> {
        let of = form.to_owned();
        let (mut parts, mut rest) = (vec![Vec::new()], text);
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').ok_or_else(|| FormError::Open(of.clone()))?;
            parts.last_mut().into_iter().for_each(|part| literal(before, part));
            rest = behind;
            if matches!(name, "body" | "text") {
                parts.push(Vec::new());
                continue;
            }
            let slot = slots::named(name).ok_or_else(|| FormError::UnknownSlot { form: of.clone(), slot: name.to_owned() })?;
            // a host name is one token, and the tables know it
            if slot.is_agency() && rest.get(..4).is_some_and(|end| end.eq_ignore_ascii_case(".com")) {
                rest = &rest[4..];
            }
            let upper = name.chars().all(char::is_uppercase);
            parts.last_mut().into_iter().for_each(|part| part.push(Piece::Slot(slot, upper)));
        }
        parts.last_mut().into_iter().for_each(|part| literal(rest, part));
        let mut parts = parts.into_iter();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(front), Some(back), None) if front.is_empty() && back.is_empty() => Err(FormError::OnlyBody(of)),
            (Some(front), Some(back), None) => Ok(Self { front, back }),
            (_, None, _) => Err(FormError::NoBody(of)),
            _ => Err(FormError::TwoBodies(of)),
        }
    }

    fn labels(&self, line: &Line) -> Option<Vec<Label>> {
        let count = line.tokens.len();
        let mut before = Vec::new();
        if !fit(&self.front, line, 0, None, &mut before) {
            return None;
        }
        let start = before.last().copied().unwrap_or(0);
        let (from, behind) = self.credit(line, start)?;
        if !(start..from).any(|at| !line.is_mark(at)) {
            return None;
        }
        let mut labels = vec![Label::Body; count];
        give(&self.front, line, 0, &before, true, &mut labels);
        give(&self.back, line, from, &behind, false, &mut labels);
        Some(labels)
    }

    /// Where what stands behind the body begins, and where its pieces end: behind a mark or on a line of its own where that can be, else the
    /// longest.
    fn credit(&self, line: &Line, start: usize) -> Option<(usize, Vec<usize>)> {
        let count = line.tokens.len();
        if self.back.is_empty() {
            return Some((count, Vec::new()));
        }
        let fits = |from: usize| {
            let mut ends = Vec::new();
            fit(&self.back, line, from, Some(count), &mut ends).then_some((from, ends))
        };
        let first = (start + 1).max(count.saturating_sub(LONGEST_CREDIT));
        let parted = |from: &usize| line.is_mark(*from - 1) || line.tokens[*from].gap == Gap::Line;
        (first..count).filter(parted).find_map(fits).or_else(|| (first..count).find_map(fits))
    }
}

/// Adds the marks and words of a text.
fn literal(text: &str, part: &mut Vec<Piece>) {
    part.extend(tokens(text).into_iter().map(|token| match token.shape {
        Shape::Mark(mark) => Piece::Mark(mark),
        _ => Piece::Word(fold(token.span.of(text))),
    }));
}

impl Piece {
    /// Where it may end that begins at a token: the longest first.
    fn ends(&self, line: &Line, at: usize) -> Vec<usize> {
        let Some(token) = line.tokens.get(at) else { return Vec::new() };
        let one = |fits: bool| if fits { vec![at + 1] } else { Vec::new() };
        match (self, token.shape) {
            (Self::Mark(wanted), Shape::Mark(mark)) => one(*wanted == mark || is_dash(*wanted) && is_dash(mark)),
            (Self::Word(wanted), shape) => one(!matches!(shape, Shape::Mark(_)) && fold(token.span.of(line.text())) == *wanted),
            (Self::Slot(slot, upper), _) => {
                let most = slot.most(line.house()).min(line.tokens.len() - at);
                (at + 1..=at + most).rev().filter(|end| slot.takes(*upper, line, at..*end)).collect()
            }
            (Self::Mark(_), _) => Vec::new(),
        }
    }
}

/// Whether pieces fit the tokens from `at`, to `end` where one is given; with where each of them ends.
fn fit(pieces: &[Piece], line: &Line, at: usize, end: Option<usize>, ends: &mut Vec<usize>) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return end.is_none_or(|end| at == end) };
    piece.ends(line, at).into_iter().any(|to| {
        ends.push(to);
        let fits = fit(rest, line, to, end, ends);
        if !fits {
            ends.pop();
        }
        fits
    })
}

/// Gives the tokens of pieces their labels. What joins the parts of a day is of it.
fn give(pieces: &[Piece], line: &Line, from: usize, ends: &[usize], front: bool, labels: &mut [Label]) {
    let plain = if front { Label::Slug } else { Label::Credit };
    let is_of_day = |at: usize| matches!(&pieces[at], Piece::Slot(slot, _) if slot.is_part_of_day());
    let slot = |at: &usize| matches!(pieces[*at], Piece::Slot(..));
    let mut start = from;
    for (at, &end) in ends.iter().enumerate() {
        let label = match &pieces[at] {
            Piece::Slot(slot, _) => slot.label(front),
            _ => {
                let joins = (0..at).rev().find(slot).is_some_and(is_of_day) && (at + 1..pieces.len()).find(slot).is_some_and(is_of_day);
                match (joins, line.is_of_agency(start), front) {
                    (true, _, true) => Label::Day,
                    (true, _, false) => Label::CreditDay,
                    (false, true, true) => Label::SlugAgency,
                    (false, true, false) => Label::Agency,
                    _ => plain,
                }
            }
        };
        labels[start..end].fill(label);
        start = end;
    }
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let lines = lexicon::table(include_str!("../../data/forms.csv"));
    let own = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    // the forms are part of the program, and a test reads every line
    let known = |line: csv::StringRecord| Known {
        template: Template::new(&line[0]).expect("a form"),
        agency: own(&line[1]),
        language: own(&line[2]),
        seen: line[3].to_owned(),
    };
    lines.map(known).collect()
});

/// The forms of data/forms.csv.
pub(crate) fn known() -> &'static [Known] {
    &KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line's fields are, joined by bars.
    fn read(form: &str, text: &str) -> Option<String> {
        let (line, template) = (Line::new(text), Template::new(form).unwrap());
        let labels = template.labels(&line)?;
        let mut runs: Vec<(Label, std::ops::Range<usize>)> = Vec::new();
        for (at, label) in labels.into_iter().enumerate() {
            match runs.last_mut() {
                Some((last, tokens)) if *last == label => tokens.end = at + 1,
                _ => runs.push((label, at..at + 1)),
            }
        }
        let fields = runs.into_iter().filter(|(label, _)| !matches!(label, Label::Slug | Label::Credit));
        Some(fields.map(|(label, tokens)| format!("{label:?}={}", line.printed(&tokens))).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn slots_from_both_ends() {
        for (form, text, fields) in [
            (
                "{place}, {day}{MONTH}{year}.- {body}",
                "Ciudad de México, 03MARZO2016.– Protesta en Reforma.",
                "Place=Ciudad de México|Day=03MARZO2016|Body=Protesta en Reforma.",
            ),
            (
                "{body} FOTO: {person}/{agency}",
                "Protesta en Reforma. FOTO: Ana de la Ruiz / Cuartoscuro",
                "Body=Protesta en Reforma.|Person=Ana de la Ruiz|Agency=Cuartoscuro",
            ),
            (
                "{body} FOTO: {PERSON}/{AGENCY}.COM",
                "Protesta. FOTO: ANA RUIZ/CUARTOSCURO.COM",
                "Body=Protesta.|Person=ANA RUIZ|Agency=CUARTOSCURO.COM",
            ),
            ("{body} {person}<¦, {handle}>", "Un hombre pasa. Ana Ruiz, @anar", "Body=Un hombre pasa.|Person=Ana Ruiz|Institution=@anar"),
            (
                "{body} {person}/{agency}",
                "Un hombre pasa por Puebla. J. Ruiz/AP",
                "Body=Un hombre pasa por Puebla.|Person=J. Ruiz|Agency=AP",
            ),
            ("{body} (AP Foto/{person})", "Un hombre pasa (AP Foto/Ana Ruiz)", "Body=Un hombre pasa|Agency=AP|Person=Ana Ruiz"),
            (
                "{body}, a {day} de {month} de {year}",
                "Un hombre pasa, a 3 de marzo de 2016",
                "Body=Un hombre pasa|CreditDay=3 de marzo de 2016",
            ),
            ("{id}. {body} {editor}/{desk}", "51002073. Un hombre pasa. JPF/POL", "Id=51002073|Body=Un hombre pasa.|Editor=JPF|Desk=POL"),
        ] {
            assert_eq!(read(form, text).as_deref(), Some(fields), "{form}: {text}");
        }
        for (form, text) in [
            ("{body} FOTO: {person}/{agency}", "Protesta en Reforma. FOTO: Especial"),
            ("{body} FOTO: {PERSON}", "Protesta en Reforma. FOTO: Ana Ruiz"),
            ("{body} FOTO: {person}", "FOTO: Ana Ruiz"),
            ("{body} FOTO: {person}", "Protesta. FOTO: Ana Ruiz llegó ayer a la plaza."),
            ("{place}, {date}.- {body}", "Los vecinos, 3 de marzo.- Protesta"),
        ] {
            assert_eq!(read(form, text), None, "{form}: {text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_template() {
        let error = |form: &str| Template::new(form).map(|_| ()).unwrap_err();
        assert_eq!(error(" "), FormError::Empty);
        assert_eq!(error("FOTO: {person}"), FormError::NoBody("FOTO: {person}".into()));
        assert_eq!(
            error("{body} {foto}").to_string().split("; the slots").next(),
            Some("`{body} {foto}` has a slot {foto}, and there is none")
        );
        for (form, said) in [
            ("{body} {text}", "two bodies"),
            ("{body}", "every line"),
            ("<{body}¦> FOTO", "no {body}"),
            ("{body} {person", "without its }"),
            (&format!("{{body}} FOTO{}", "<.¦,>".repeat(12)), "512 ways"),
        ] {
            assert!(error(form).to_string().contains(said), "{form}: {}", error(form));
        }
    }

    #[test]
    fn every_embedded_form_is_read() {
        assert!(known().len() > 200);
        let cuartoscuro = known().iter().filter(|form| form.agency.as_deref() == Some("Cuartoscuro")).count();
        assert!(cuartoscuro > 3, "{cuartoscuro}");
    }

    #[test]
    fn long_lines_take_no_time() {
        let text = "Ana Ruiz de la Paz ".repeat(20_000);
        assert_eq!(read("{person} {person} {person} {place}, {date}.- {body} {person} {person} {outlet} x", &text), None);
    }
}
