//! A page's source to its elements, the lines printed in them, and what the head says.

use super::flow::Flow;
use super::meta::Meta;
use super::reader::Reader;
use super::tree::Element;
use crate::article::{Origin, residue};
use crate::span::Span;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use std::convert::Infallible;

/// A line as a reader sees it, or an attribute that says something.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The box that it stands in; the element itself for an attribute.
    pub(super) element: usize,
    pub(super) origin: Origin,
    /// Lines parted by a single `<br>` share a number.
    pub(super) paragraph: usize,
    pub(super) flow: Flow,
    /// So many of its bytes lie inside links.
    pub(super) linked: usize,
    /// Where in it the credit of a picture's attributes begins.
    pub(super) credited: Option<usize>,
    /// A shortcode says that it is a caption: `[caption id="attachment_7"]`.
    pub(super) shortcode: bool,
    /// Where in it the text of each element begins, in order: the innermost one around it.
    pub(super) runs: Vec<(usize, usize)>,
}

impl Line {
    pub(super) fn new(element: usize, origin: Origin, paragraph: usize, flow: Flow) -> Self {
        Self { element, origin, paragraph, flow, linked: 0, credited: None, shortcode: false, runs: Vec::new() }
    }

    /// The line without what a content system has left in it.
    pub(super) fn without_residue(mut self) -> Self {
        let residue = residue(&self.flow.text);
        if residue.is_empty() {
            return self;
        }
        let is_caption = |span: &Span| ["[caption", "[wp_caption"].iter().any(|code| span.of(&self.flow.text).starts_with(code));
        self.shortcode = residue.iter().any(is_caption);
        self.flow = self.flow.without(residue, self.runs.iter_mut().map(|(_, start)| start));
        self.linked = self.linked.min(self.flow.text.len());
        self
    }
}

/// A page, read and not yet judged.
#[derive(Debug)]
pub(super) struct Page {
    /// In the order of their start tags.
    pub(super) elements: Vec<Element>,
    pub(super) lines: Vec<Line>,
    /// The numbers of elements that show a picture, in order.
    pub(super) images: Vec<usize>,
    pub(super) meta: Meta,
}

/// Reads a page's source; `None` where it is made of too many parts.
pub(super) fn read(source: &str) -> Option<Page> {
    let mut reader = Reader::new(source);
    tokens(source, |event, span| reader.take(event, span));
    reader.finish()
}

/// Gives every tag, attribute and stretch of text to `take`, with its place.
pub(super) fn tokens(source: &str, mut take: impl FnMut(CallbackEvent<'_>, Span)) {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
        take(event, Span::new(span.start, span.end));
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = html5gum::Tokenizer::new_with_emitter(source, emitter).finish();
}
