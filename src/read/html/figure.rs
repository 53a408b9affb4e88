//! Which lines belong to one picture, and which of them are printed twice.

use super::page::{Line, Page};
use super::parts::{Parts, is_small};
use super::sums::Sums;
use super::tag::Tag;
use crate::article::Origin;
use crate::caption;
use crate::language::{Language, detect};
use crate::span::Span;
use crate::text::{fold, words};
use std::collections::HashMap;

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Group {
    /// The element of a figure, or of a picture without one.
    Picture(usize),
    /// The number of a paragraph.
    Paragraph(usize),
    /// The number of a picture that only the page's data tells of.
    Head(usize),
}

/// Reads lines in the light of the pictures near them.
pub(super) struct Figures<'p> {
    page: &'p Page,
    sums: &'p Sums,
    parts: &'p Parts<'p>,
}

/// A paragraph with more lines than this is not the caption of the picture in it.
const CAPTION_LINES: usize = 4;
/// So far up from a caption its picture is looked for.
const REACH: usize = 4;

impl<'p> Figures<'p> {
    pub(super) fn new(page: &'p Page, sums: &'p Sums, parts: &'p Parts<'p>) -> Self {
        Self { page, sums, parts }
    }

    /// What a line belongs to.
    pub(super) fn group(&self, line: &Line) -> Group {
        let element = &self.page.elements[line.element];
        let paragraph = Group::Paragraph(line.paragraph);
        if let Some(figure) = self.figure(line.element) {
            return Group::Picture(figure);
        }
        if line.element == 0 && line.origin != Origin::Text {
            return Group::Head(line.paragraph);
        }
        if line.origin != Origin::Text {
            return Group::Picture(self.near(line.element).unwrap_or(line.element));
        }
        let is_caption = line.shortcode || self.parts.is_caption(line.element) && element.tag != Tag::Heading;
        let holds_picture = self.sums.images[line.element] > 0 && self.sums.lines[line.element] <= CAPTION_LINES;
        match self.near(line.element).filter(|_| is_caption || holds_picture) {
            Some(picture) => Group::Picture(picture),
            None => paragraph,
        }
    }

    /// Where a line was printed.
    pub(super) fn origin(&self, line: &Line) -> Origin {
        let element = &self.page.elements[line.element];
        let in_figure = self.figure(line.element).is_some_and(|figure| self.sums.images[figure] > 0);
        match (line.origin, element.tag) {
            (Origin::Text, _) if line.shortcode || in_figure || self.parts.is_caption(line.element) => Origin::Figcaption,
            (Origin::Text, Tag::Heading | Tag::MainHeading) => Origin::Heading,
            (Origin::Text, _) if self.is_quoted(line.element) => Origin::Quotation,
            (origin, _) => origin,
        }
    }

    /// Whether an element stands in a quotation.
    fn is_quoted(&self, at: usize) -> bool {
        let elements = &self.page.elements;
        std::iter::successors(Some(at), |&at| Some(elements[at].parent)).take(REACH).any(|at| elements[at].tag == Tag::Quote)
    }

    /// Whether a line goes on with the words of the one before it: a credit in a box of its own, in one figure or behind its caption.
    pub(super) fn goes_on(&self, before: &Line, line: &Line, credit: Option<Span>) -> bool {
        let is_credit = credit == Some(Span::new(0, line.flow.text.len())) && line.origin == Origin::Text;
        let [figure, other] = [before, line].map(|line| self.page.elements[line.element].figure);
        let of_one = figure == other && (figure.is_some() || self.parts.is_caption(before.element));
        is_credit && of_one && self.origin(before) == Origin::Figcaption && self.parts.credit(before).is_none()
    }

    /// The figure around an element, if it is one: not a table's or a quotation's, and not half of the page.
    fn figure(&self, at: usize) -> Option<usize> {
        self.page.elements[at].figure.filter(|&figure| is_small(self.sums, figure))
    }

    /// The figure or picture that an element stands beside: the picture in it, else the last one before it in the nearest element
    /// around it that has any, else the first one behind.
    fn near(&self, at: usize) -> Option<usize> {
        let elements = &self.page.elements;
        let mut around = at;
        for _ in 0..REACH {
            if self.sums.images[around] > 0 || elements[around].parent == 0 {
                break;
            }
            around = elements[around].parent;
        }
        let images = &self.page.images;
        let inside = &images[images.partition_point(|&i| i < around)..images.partition_point(|&i| i < elements[around].end)];
        let before = inside.partition_point(|&image| image <= at).checked_sub(1).map(|last| inside[last]);
        let image = before.or_else(|| inside.first().copied())?;
        Some(self.figure(image).unwrap_or(image))
    }
}

/// Of lines that say the same of one picture, the numbers of all but the one that a reader sees best: `alt` beside the same
/// `<figcaption>`, also where the attribute has only a part of it.
pub(super) fn doubled(lines: &[(Group, Origin, &str)]) -> Vec<usize> {
    let mut by_picture: HashMap<Group, Vec<usize>> = HashMap::new();
    for (number, (group, _, _)) in lines.iter().enumerate().filter(|(_, line)| matches!(line.0, Group::Picture(_))) {
        by_picture.entry(*group).or_default().push(number);
    }
    let mut found = Vec::new();
    for mut numbers in by_picture.into_values().filter(|numbers| numbers.len() > 1) {
        numbers.sort_by_key(|&number| (rank(lines[number].1), number));
        let mut kept: Vec<Vec<String>> = Vec::new();
        let mut captions = Captions::default();
        for number in numbers {
            let (_, origin, text) = lines[number];
            let said: Vec<String> = words(text).take(MOST_WORDS).map(|word| fold(word.of(text))).collect();
            // beyond any real figure only the nearest are compared, so that time stays linear
            let mut near = kept.iter().rev().take(NEAR);
            let twice = match origin {
                Origin::Text | Origin::Heading | Origin::Quotation => false,
                Origin::Figcaption => near.any(|other| *other == said),
                _ => near.any(|other| says_the_same(&said, other)) || captions.in_language_of(text),
            };
            if origin == Origin::Figcaption {
                captions.add(text);
            }
            if twice { found.push(number) } else { kept.push(said) }
        }
    }
    found.sort_unstable();
    found
}

/// The languages of a picture's captions below it. An attribute in one of them only describes the picture once more, but where it has an
/// agency's form.
#[derive(Default)]
struct Captions {
    languages: Vec<Language>,
}

impl Captions {
    fn add(&mut self, text: &str) {
        let language = || detect(text).language;
        // a credit alone is in no language
        if self.languages.len() < NEAR && words(text).nth(LEAST - 1).is_some() {
            self.languages.push(language());
        }
    }

    fn in_language_of(&self, text: &str) -> bool {
        let has_form = || caption::parse(text, Span::new(0, text.len())).is_some();
        !self.languages.is_empty() && self.languages.contains(&detect(text).language) && !has_form()
    }
}

/// A caption that says something has so many words.
const LEAST: usize = 5;

/// Whether words of an attribute are mostly those of another line of the picture, in part or with more around them. A translation
/// shares no more than its names.
fn says_the_same(said: &[String], other: &[String]) -> bool {
    let mut left: HashMap<&str, usize> = HashMap::new();
    other.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let mut shared = 0;
    for word in said {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    // where the attribute says more than twice as much, it says something else
    let least = said.len().min(other.len()).max(said.len() / 2);
    shared * 5 >= least * 4
}

/// So many lines of one picture are compared with each other,
const NEAR: usize = 32;
/// by so many of their words.
const MOST_WORDS: usize = 400;

fn rank(origin: Origin) -> u8 {
    match origin {
        Origin::Text | Origin::Heading | Origin::Quotation | Origin::Figcaption => 0,
        Origin::Alt => 1,
        Origin::Title => 2,
        Origin::Data => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_in_alt_and_figcaption_counts_once() {
        let one = Group::Picture(1);
        let text = "El alcalde abrió el parque. EFE/Ana Ruiz";
        let lines = [
            (one, Origin::Alt, "El alcalde abrió el parque."),
            (one, Origin::Title, text),
            (one, Origin::Figcaption, text),
            (Group::Picture(2), Origin::Alt, text),
            (one, Origin::Data, "The mayor opened the park."),
        ];
        assert_eq!(doubled(&lines), [0, 1]);
    }
}
