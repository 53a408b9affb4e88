//! Who took a photo: what slug, tail and English credit of a caption say.

use super::page::Case;
use crate::article::Article;
use crate::caption::Source;
use crate::lexicon::{self, SourceKind};
use crate::span::Span;
use crate::text::is_upper;

/// What a caption's slug or credit says, with its place.
pub(super) struct Credited {
    pub(super) agency: Option<String>,
    /// What the tables say that the agency is.
    pub(super) kind: Option<SourceKind>,
    /// Without stand-ins and initials.
    pub(super) people: Vec<String>,
    pub(super) span: Span,
}

/// The credits of a photo.
pub(super) struct Credits {
    head: Option<Credited>,
    tail: Option<Credited>,
    english: Option<Credited>,
}

impl Credits {
    pub(super) fn read(case: &Case) -> Self {
        let es = &case.pair.es;
        let english = case.en.as_ref().and_then(|en| en.caption).filter(|caption| caption.own_credit().is_some());
        Self {
            head: es.slug.as_ref().map(Credited::new),
            tail: es.credit.as_ref().filter(|_| es.own_credit().is_some()).map(Credited::new),
            english: english.and_then(|caption| caption.credit.as_ref()).map(Credited::new),
        }
    }

    /// Each two of them, the one at fault first.
    pub(super) fn compared(&self) -> impl Iterator<Item = (&Credited, &Credited)> {
        let two = [(&self.tail, &self.head), (&self.english, &self.head), (&self.english, &self.tail)];
        two.into_iter().filter_map(|(one, other)| Some((one.as_ref()?, other.as_ref()?)))
    }
}

impl Credited {
    fn new(source: &Source) -> Self {
        let people = source.photographers.iter().map(|field| &field.value);
        let is_person = |name: &&String| lexicon::agency(name).is_none() && !is_initials(name);
        let agency = source.agency.as_ref().map(|field| field.value.clone());
        Self { agency, kind: source.kind, people: people.filter(is_person).cloned().collect(), span: source.span }
    }

    /// Whether the photographers of both can be compared: an institution in their place is printed short here and in full there.
    pub(super) fn compares_with(&self, other: &Self) -> bool {
        let single = |credited: &Self| credited.people.iter().any(|name| !name.contains(' '));
        !self.people.is_empty() && !other.people.is_empty() && single(self) == single(other)
    }

    /// Where it prints a name; all of it where that is unknown.
    pub(super) fn place(&self, article: &Article, name: &str) -> Span {
        let at = article.at(self.span).find(name);
        at.map_or(self.span, |at| Span::new(self.span.start + at, self.span.start + at + name.len()))
    }
}

fn is_initials(name: &str) -> bool {
    name.chars().count() < 5 && is_upper(name)
}
