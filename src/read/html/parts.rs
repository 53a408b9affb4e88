//! Which elements are captions and which words of a line are its credit: what is called so and is no larger than one.

use super::page::{Line, Page};
use super::sums::Sums;
use super::tag::Tag;
use crate::span::Span;
use crate::text::{ends_a_sentence, is_capitalised, sentences, words};

/// The captions and credits of a page.
pub(super) struct Parts<'p> {
    page: &'p Page,
    /// Whether each element is a caption or stands inside one.
    caption: Vec<bool>,
    /// How much text stands in each element that is called a credit, in bytes, those inside it aside.
    credit: Vec<usize>,
}

/// No caption has more bytes,
const LONGEST_CAPTION: usize = 2000;
/// or more lines.
const MOST_LINES: usize = 12;
/// No credit has more bytes.
const LONGEST_CREDIT: usize = 120;
/// A credit that nothing names has no more words.
const MOST_WORDS: usize = 8;
/// A credit that stands alone has no more long words that are no names.
const MOST_SAID: usize = 2;

impl<'p> Parts<'p> {
    pub(super) fn of(page: &'p Page, sums: &Sums) -> Self {
        let elements = &page.elements;
        let mut caption = vec![false; elements.len()];
        // parents stand before their children
        for at in 1..elements.len() {
            let element = &elements[at];
            let is_called = element.said.caption || element.tag == Tag::Figcaption;
            caption[at] = caption[element.parent] || is_called && is_small(sums, at);
        }
        let mut credit = vec![0; elements.len()];
        for line in &page.lines {
            for (element, span) in runs(line) {
                if let Some(called) = elements[element].credit {
                    credit[called] += span.end - span.start;
                }
            }
        }
        // what holds a caption is none: `<div class="cutline-byline"><span class="cutline">`
        for element in elements.iter().filter(|element| element.said.caption || element.tag == Tag::Figcaption) {
            let mut around = elements[element.parent].credit;
            while let Some(at) = around.filter(|&at| credit[at] <= LONGEST_CREDIT) {
                credit[at] = usize::MAX;
                around = elements[elements[at].parent].credit;
            }
        }
        Self { page, caption, credit }
    }

    /// Whether an element is a caption or stands inside one.
    pub(super) fn is_caption(&self, element: usize) -> bool {
        self.caption[element]
    }

    /// The words of a picture's line that name who made it, where they stand in an element of their own.
    pub(super) fn credit(&self, line: &Line) -> Option<Span> {
        let text = &line.flow.text;
        if let Some(start) = line.credited {
            return Some(Span::new(start, text.len()).trimmed(text));
        }
        // a full stop behind a credit is in no element of its own
        let says = |(_, span): &(usize, Span)| span.of(text).chars().any(char::is_alphanumeric);
        let runs: Vec<(usize, Span)> = runs(line).filter(says).collect();
        let credit = |(element, _): &&(usize, Span)| self.is_credit(*element);
        let behind = runs.iter().rev().take_while(credit).last().map(|(_, first)| Span::new(first.start, text.len()));
        let before = || runs.iter().take_while(credit).last().map(|(_, last)| Span::new(0, last.end));
        let found = behind.or_else(before).or_else(|| self.unnamed(line, &runs)).map(|span| span.trimmed(text));
        found.filter(|span| span.of(text).chars().any(char::is_alphabetic) && (span.of(text) != text || is_of_names(text)))
    }

    /// Whether an element is a credit or stands inside one.
    fn is_credit(&self, element: usize) -> bool {
        self.page.elements[element].credit.is_some_and(|called| self.credit[called] <= LONGEST_CREDIT)
    }

    /// Names in the last element of a caption, behind a sentence or other elements: `... de la plaza. <span>Ana Ruiz / EFE</span>`.
    fn unnamed(&self, line: &Line, runs: &[(usize, Span)]) -> Option<Span> {
        let text = &line.flow.text;
        let own = |run: &(usize, Span)| self.outermost(line.element, run.0);
        let last = own(runs.last().filter(|_| self.caption[line.element])?)?;
        let others = runs.iter().rev().skip_while(|run| own(run) == Some(last)).count();
        let start = runs.get(others)?.1.start;
        let (before, said) = (text[..start].trim_end(), text[start..].trim_start());
        let parted = ends_a_sentence(before) || said.starts_with('(') || runs[..others].iter().all(|run| own(run).is_some());
        let names = words(said).all(|word| is_name(word.of(said))) && words(said).nth(MOST_WORDS).is_none();
        (others > 0 && !before.is_empty() && parted && names).then(|| Span::new(start, text.len()))
    }

    /// The outermost element around an element that stands inside a box; none where the box itself holds the text.
    fn outermost(&self, block: usize, element: usize) -> Option<usize> {
        let parents = std::iter::successors(Some(element), |&at| Some(self.page.elements[at].parent));
        parents.take(DEEPEST).take_while(|&at| at > block).last()
    }
}

/// Whether an element holds no more than a picture with its caption. What holds more is called so for another reason, or has lost its end tag.
pub(super) fn is_small(sums: &Sums, element: usize) -> bool {
    sums.text[element] <= LONGEST_CAPTION && sums.lines[element] <= MOST_LINES
}

/// Whether a text that is called a credit is one and not a caption of the same name: one sentence, mostly of names.
fn is_of_names(text: &str) -> bool {
    sentences(text).len() <= 1 && words(text).filter(|word| !is_name(word.of(text))).count() <= MOST_SAID
}

/// Whether a word is a name or stands between names.
fn is_name(word: &str) -> bool {
    word.chars().count() < 4 || is_capitalised(word)
}

/// Text stands no deeper inside the elements of its line.
const DEEPEST: usize = 16;

/// The stretches of a line, each with the innermost element around it.
pub(super) fn runs(line: &Line) -> impl Iterator<Item = (usize, Span)> {
    let ends = line.runs.iter().skip(1).map(|(_, start)| *start).chain([line.flow.text.len()]);
    line.runs.iter().zip(ends).map(|((element, start), end)| (*element, Span::new(*start, end)))
}
