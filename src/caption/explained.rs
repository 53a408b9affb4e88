//! How a line is read, part by part, and why not otherwise: for `cotejo forms try`.

use super::house::Known;
use super::labeller::Label;
use super::{Caption, House, LIKELY, Markup, Reading, Refusal, fields, forms, read, wrapping};
use crate::span::Span;

/// A line as it is read.
pub(crate) struct Explained<'h> {
    /// What its parts are, in order; `around` is what was taken off: numbers, brackets, labels.
    pub(crate) parts: Vec<Part>,
    /// The probability that it has slug or credit; 1 where a label says that it is a caption.
    pub(crate) probability: f32,
    /// What it is as a caption, or why it is none.
    pub(crate) caption: Result<Caption, Refusal>,
    /// The known form that it has: the house's first, else that of data/forms.csv which reads it alike, of the agency that it names if there is one.
    pub(crate) form: Option<&'h Known>,
    /// Whether the form is the house's.
    pub(crate) own: bool,
}

/// Some tokens that have the same field.
pub(crate) struct Part {
    /// The name of the field.
    pub(crate) field: &'static str,
    /// Where it stands.
    pub(crate) span: Span,
    /// What the field says, where it says something.
    pub(crate) value: Option<String>,
}

/// Reads a line and keeps how.
pub(crate) fn explain<'h>(text: &str, house: &'h House) -> Explained<'h> {
    let whole = Span::new(0, text.len());
    let reading = Reading::of(text, whole, wrapping::peel(text, whole), Markup::default(), house);
    let caption = read(text, whole, Markup::default(), house);
    let values = caption.iter().flat_map(Caption::sources).flat_map(|source| source.said()).collect::<Vec<_>>();
    let value = |span: Span| values.iter().find(|(place, _)| *place == span).map(|(_, value)| value.clone());
    let inside = reading.peeled.inside;
    let fields = fields::runs(&reading.line, &reading.labels, 0, reading.labels.len()).into_iter().map(|(label, span)| {
        let span = span.shifted(inside.start);
        Part { field: label.name(), span, value: value(span) }
    });
    let around =
        |span: Span| Some(span.trimmed(text)).filter(|span| !span.is_empty()).map(|span| Part { field: "around", span, value: None });
    let [before, behind] = [Span::new(0, inside.start), Span::new(inside.end, text.len())].map(around);
    let parts = before.into_iter().chain(fields).chain(behind).collect();
    let probability = caption.as_ref().map_or(reading.probability, |caption| caption.probability);
    let own = house.forms().iter().find(|known| reading.own.is_some_and(|form| std::ptr::eq(*known, form)));
    let agency = caption.as_ref().ok().and_then(Caption::agency);
    let embedded = || {
        let same = |(at, (one, other)): (usize, (&Label, &Label))| one == other || reading.line.is_mark(at);
        let same = |labels: Vec<Label>| labels.iter().zip(&reading.labels).enumerate().all(same);
        let alike = |known: &&Known| known.template.labels(&reading.line).is_some_and(same);
        let of_agency = |known: &&Known| agency.is_some() && known.agency.as_deref() == agency;
        let of_nobody = |known: &&Known| known.agency.is_none();
        let alike: Vec<&Known> = forms::known().iter().filter(alike).collect();
        let found = alike.iter().find(|known| of_agency(known)).or_else(|| alike.iter().find(|known| of_nobody(known)));
        found.or(alike.first()).copied()
    };
    let form = if caption.is_ok() { own.or_else(embedded) } else { None };
    Explained { parts, probability, form, own: own.is_some(), caption }
}

impl Refusal {
    /// Why, in a sentence.
    pub(crate) fn reason(self, probability: f32) -> String {
        match self {
            Self::Boilerplate => "it names another page, or who wrote this one".to_owned(),
            Self::Bare => format!("it has no slug and no credit (probability {probability:.3})"),
            Self::Unlikely => format!("the probability {probability:.3} that it has a slug or a credit is below {LIKELY}"),
            Self::CreditAlone => "it is a credit and nothing else".to_owned(),
            Self::SaysNothing => "its slug or credit names nobody, as a dateline does".to_owned(),
        }
    }
}
