//! The tokenizer's events to elements and lines.

use super::attribute::{self, Attribute};
use super::flow::Flow;
use super::meta::Meta;
use super::page::{Line, Page, tokens};
use super::tag::Tag;
use super::tree::Tree;
use super::words::Said;
use crate::article::Origin;
use crate::read::limit::PARTS;
use crate::span::Span;
use html5gum::emitters::callback::CallbackEvent;

/// What lies between the line before and what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Parted {
    No,
    Line,
    Paragraph,
}

/// Puts lines and elements together, event by event.
pub(super) struct Reader<'p> {
    source: &'p str,
    tree: Tree,
    lines: Vec<Line>,
    images: Vec<usize>,
    meta: Meta,
    line: Option<Line>,
    /// What pictures inside the open line say: it comes behind the line.
    held: Vec<Line>,
    parted: Parted,
    paragraph: usize,
    /// The last figure whose caption was opened.
    captioned: usize,
    /// The open script is JSON-LD.
    is_data: bool,
    name: Vec<u8>,
    attributes: Vec<(Attribute, Span)>,
    attribute: Option<Attribute>,
    /// Tags, and stretches of text that are mapped to the source one by one.
    parts: usize,
}

/// A tag has no more attributes that matter.
const MOST_ATTRIBUTES: usize = 256;
/// A script with data about the page is no longer: as values it takes many times its bytes.
const MOST_DATA: usize = 1 << 20;

impl<'p> Reader<'p> {
    /// A reader of a page's source.
    pub(super) fn new(source: &'p str) -> Self {
        Self {
            source,
            tree: Tree::new(),
            lines: Vec::new(),
            images: Vec::new(),
            meta: Meta::default(),
            line: None,
            held: Vec::new(),
            parted: Parted::Paragraph,
            paragraph: 0,
            captioned: usize::MAX,
            is_data: false,
            name: Vec::new(),
            attributes: Vec::new(),
            attribute: None,
            parts: 0,
        }
    }

    /// The page, when the source is at its end; `None` where it had too many parts.
    pub(super) fn finish(mut self) -> Option<Page> {
        if self.parts > PARTS {
            return None;
        }
        self.flush();
        let captions = self.meta.take_captions().into_iter().filter(|flow| says_something(&flow.text));
        self.lines.extend(captions.enumerate().map(|(number, flow)| Line::new(0, Origin::Data, number, flow)));
        Some(Page { elements: self.tree.finish(), lines: self.lines, images: self.images, meta: self.meta })
    }

    /// Reads the tokenizer's next event, which stands at `span`.
    pub(super) fn take(&mut self, event: CallbackEvent<'_>, span: Span) {
        // the tokenizer cannot be told to end, but what it still says costs nothing
        if self.parts > PARTS {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.extend_from_slice(name);
                self.attributes.clear();
                self.attribute = None;
            }
            CallbackEvent::AttributeName { .. } if self.attributes.len() >= MOST_ATTRIBUTES => self.attribute = None,
            CallbackEvent::AttributeName { name } => {
                self.attribute = Attribute::of(name);
                if self.attribute == Some(Attribute::Hidden) && name == b"hidden" {
                    self.attributes.push((Attribute::Hidden, Span::default()));
                }
            }
            CallbackEvent::AttributeValue { .. } => {
                if let Some(attribute) = self.attribute.take() {
                    self.attributes.push((attribute, span));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing, span.end),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { .. } => self.text(span),
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool, place: usize) {
        self.parts += 1;
        let name = std::mem::take(&mut self.name);
        let attributes = std::mem::take(&mut self.attributes);
        let tag = Tag::of(&name);
        let said = attribute::said(self.source, tag, &attributes);
        match tag {
            Tag::Break => {
                let twice = self.parted >= Parted::Line;
                self.part(if twice { Parted::Paragraph } else { Parted::Line });
            }
            Tag::Void if name == b"hr" => self.part(Parted::Paragraph),
            Tag::Meta => self.meta.read(self.source, &attributes),
            Tag::Void => {}
            _ => {
                self.end_lost_figure(tag, said, place);
                if tag.parts_lines() || said.caption || said.figure {
                    self.part(Parted::Paragraph);
                } else if said.credit || tag == Tag::Cite {
                    self.space(place);
                }
                let at = self.tree.open(&name, tag, said);
                self.opened(at, tag, &attributes);
                let closes = name == b"img" || name == b"image" || self_closing && (self.tree.here().hidden || name.contains(&b'-'));
                if closes {
                    self.tree.close_top();
                }
            }
        }
        (self.name, self.attributes) = (name, attributes);
    }

    fn opened(&mut self, at: usize, tag: Tag, attributes: &[(Attribute, Span)]) {
        let said = self.tree.here().said;
        if tag == Tag::Image || said.picture && tag != Tag::Link {
            self.images.push(at);
        }
        if tag == Tag::Figcaption {
            self.captioned = self.tree.here().figure.unwrap_or(usize::MAX);
        }
        if tag == Tag::Time
            && let Some((_, value)) = attributes.iter().find(|(a, _)| *a == Attribute::Datetime)
        {
            self.meta.time(self.source.get(value.start..value.end).unwrap_or_default());
        }
        let kind = attributes.iter().find(|(a, _)| *a == Attribute::Type);
        self.is_data =
            tag == Tag::Script && kind.is_some_and(|(_, s)| self.source.get(s.start..s.end).unwrap_or_default().contains("ld+json"));
        if self.tree.here().hidden {
            return;
        }
        let credit = attributes.iter().find(|(a, _)| *a == Attribute::Credit).map(|(_, value)| *value);
        for (attribute, value) in attributes {
            match attribute {
                Attribute::Said(origin) => self.attribute_line(at, *origin, *value, credit),
                Attribute::Gallery => self.gallery(at, *value),
                // on what holds more than a picture it tells what happens at a click
                Attribute::Label if matches!(tag, Tag::Image | Tag::Figure) || said.picture || said.figure => {
                    self.attribute_line(at, Origin::Title, *value, None);
                }
                _ => {}
            }
        }
    }

    fn attribute_line(&mut self, element: usize, origin: Origin, value: Span, credit: Option<Span>) {
        if !self.has_room_for(value) || !credit.is_none_or(|credit| self.has_room_for(credit)) {
            return;
        }
        let mut flow = Flow::default();
        if origin == Origin::Data {
            flow.add_markup(self.source, value);
        } else {
            flow.add(self.source, value, true);
        }
        if !says_something(&flow.text) {
            return;
        }
        let mut credited = None;
        if let Some(credit) = credit.filter(|_| origin == Origin::Data) {
            let before = flow.text.len();
            flow.space(Span::new(credit.start, credit.start));
            flow.add_markup(self.source, credit);
            credited = (flow.text.len() > before).then_some(before);
        }
        self.add_line(Line { credited, ..Line::new(element, origin, usize::MAX, flow) });
    }

    /// The captions of a gallery that a script will show: `data-gallery='[{"src": ..., "caption": ...}]'`.
    fn gallery(&mut self, element: usize, value: Span) {
        let raw = self.source.get(value.start..value.end).unwrap_or_default();
        if raw.len() > MOST_DATA || !raw.contains("caption") || !self.has_room_for(value) {
            return;
        }
        for flow in Flow::of_json(self.source, value, "caption").take(MOST_ATTRIBUTES) {
            if says_something(&flow.text) {
                self.add_line(Line::new(element, Origin::Data, usize::MAX, flow));
            }
        }
    }

    /// Adds what an attribute says.
    fn add_line(&mut self, line: Line) {
        self.parts += 1 + line.flow.map.pieces();
        if self.parted != Parted::No {
            self.flush();
        }
        if self.line.is_some() { self.held.push(line) } else { self.lines.push(line) }
    }

    fn end(&mut self, name: &[u8]) {
        let tag = Tag::of(name);
        let boxed = tag.is_inline() && self.tree.here().block == self.tree.top();
        if boxed || tag.parts_lines() {
            self.part(Parted::Paragraph);
        }
        if name == b"br" {
            self.part(Parted::Line);
        }
        self.tree.close(name);
    }

    fn text(&mut self, span: Span) {
        let raw = self.source.get(span.start..span.end).unwrap_or_default();
        let here = self.tree.here();
        if here.hidden {
            match here.tag {
                Tag::Script if self.is_data && raw.len() <= MOST_DATA => self.meta.data(self.source, span),
                Tag::Title => self.meta.page_title(self.source, span),
                _ => {}
            }
            return;
        }
        if here.tag == Tag::Unscripted && !self.tree.is_entered() && raw.contains('<') {
            self.unscripted(span);
            return;
        }
        if here.unscripted && here.figure.is_none() {
            return;
        }
        if raw.trim_ascii().is_empty() {
            self.space(span.start);
            return;
        }
        if !self.has_room_for(span) {
            return;
        }
        let here = self.tree.here();
        let (at, block, linked) = (self.tree.top(), here.block, here.link);
        if self.parted != Parted::No {
            self.flush();
        }
        let (paragraph, flow) = (self.paragraph, Flow::default());
        let line = self.line.get_or_insert_with(|| Line::new(block, Origin::Text, paragraph, flow));
        let (before, pieces) = (line.flow.text.len(), line.flow.map.pieces());
        line.flow.add(self.source, span, false);
        if line.flow.text.len() > before && line.runs.last().is_none_or(|(last, _)| *last != at) {
            line.runs.push((at, before));
        }
        self.parts += line.flow.map.pieces() - pieces;
        line.linked += if linked { line.flow.text.len() - before } else { 0 };
        self.parted = Parted::No;
    }

    /// Reads what is shown where scripts do not run: the tokenizer took it for text.
    fn unscripted(&mut self, span: Span) {
        let around = self.tree.enter();
        let inner = self.source.get(span.start..span.end).unwrap_or_default();
        tokens(inner, |event, place| self.take(event, place.shifted(span.start)));
        self.tree.leave(around);
    }

    /// Whether a stretch of source can fall into so few pieces that there is room for them; if not, reading ends. What reads it cannot end in
    /// its midst.
    fn has_room_for(&mut self, span: Span) -> bool {
        let raw = self.source.get(span.start..span.end).unwrap_or_default().as_bytes();
        // each of these may stand alone, with text before it: entities, mark-up in attributes, white space but for single spaces,
        // letters that print nothing
        let parts = |at: usize| match raw[at] {
            b'&' | b'<' | 0..=0x1f | 0x7f | 0xc2 | 0xe1..=0xe3 | 0xef => true,
            b' ' => raw.get(at + 1) == Some(&b' '),
            _ => false,
        };
        let most = if raw.len() < PARTS / 4 { raw.len() } else { 2 * (0..raw.len()).filter(|&at| parts(at)).take(PARTS).count() + 1 };
        if self.parts + most > 2 * PARTS {
            self.parts = PARTS + 1;
        }
        self.parts <= PARTS
    }

    fn space(&mut self, place: usize) {
        if let Some(line) = &mut self.line {
            line.flow.space(Span::new(place, place));
        }
    }

    fn part(&mut self, how: Parted) {
        self.parted = self.parted.max(how);
    }

    fn flush(&mut self) {
        self.paragraph += usize::from(self.parted == Parted::Paragraph);
        self.parted = Parted::No;
        self.lines.extend(self.line.take().map(Line::without_residue).filter(|line| !line.flow.is_empty()));
        self.lines.append(&mut self.held);
    }

    /// A paragraph behind a caption, where the end tags of caption and figure are missing.
    fn end_lost_figure(&mut self, next: Tag, said: Said, place: usize) {
        if next != Tag::Paragraph || said.caption || said.credit {
            return;
        }
        let top = self.tree.top();
        let in_caption = self.tree.here().tag == Tag::Figcaption;
        let begun = self.parted == Parted::No && self.line.as_ref().is_some_and(|line| line.element == top);
        if in_caption && begun && !self.caption_ends_soon(place) {
            self.tree.close_top();
        } else if self.tree.here().tag != Tag::Figure || self.captioned != top {
            return;
        }
        if self.tree.here().tag == Tag::Figure {
            self.tree.close_top();
        }
    }

    /// Whether the open caption's own end tag is within sight, so that a paragraph can belong to it.
    fn caption_ends_soon(&self, place: usize) -> bool {
        let ahead = &self.source.as_bytes()[place..self.source.len().min(place + SIGHT)];
        let name = b"figcaption";
        let next = ahead.windows(name.len()).position(|w| w.eq_ignore_ascii_case(name));
        next.is_some_and(|at| at > 0 && ahead[at - 1] == b'/')
    }
}

/// A caption of more bytes is none.
const SIGHT: usize = 2048;

/// Three words at least: what is shorter (`Photo`, `logo`, `IMG_2034.jpg`) is no caption.
fn says_something(text: &str) -> bool {
    crate::text::words(text).filter(|word| word.of(text).chars().any(char::is_alphabetic)).nth(2).is_some()
}
