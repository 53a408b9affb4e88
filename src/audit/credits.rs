//! Who took a photo: what slug, tail and English credit of a caption say.

use super::page::Case;
use crate::article::Article;
use crate::caption::{credit, slug};
use crate::lexicon;
use crate::span::Span;
use crate::text::is_upper;

/// What a caption's slug or credit says, with its place.
pub(super) struct Credited {
    pub(super) agency: Option<String>,
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
    pub(super) fn read(article: &Article, case: &Case) -> Self {
        let es = &case.pair.es;
        let credited = |span: Span, agency: Option<String>, photographers: Vec<String>| {
            let is_person = |name: &String| lexicon::agency(name).is_none() && !is_initials(name);
            Credited { agency, people: photographers.into_iter().filter(is_person).collect(), span }
        };
        let credit = |span: Span| match credit::find(article.at(span)) {
            Some(read) => credited(span, read.agency, read.photographers),
            None => credited(span, None, Vec::new()),
        };
        let before = Span::new(es.raw.start, es.body.start);
        let head = slug::parse(article.at(before));
        Self {
            head: head.map(|read| credited(before.trimmed(&article.text), read.agency, read.photographers)),
            tail: es.credit.map(credit),
            english: case.en.as_ref().and_then(|en| en.caption?.credit).map(credit),
        }
    }

    /// Each two of them, the one at fault first.
    pub(super) fn compared(&self) -> impl Iterator<Item = (&Credited, &Credited)> {
        let two = [(&self.tail, &self.head), (&self.english, &self.head), (&self.english, &self.tail)];
        two.into_iter().filter_map(|(one, other)| Some((one.as_ref()?, other.as_ref()?)))
    }
}

impl Credited {
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
