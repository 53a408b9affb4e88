//! A page's source to its elements, the lines printed in them, and what the head says.

use super::flow::Flow;
use super::meta::Meta;
use super::tag::Tag;
use super::tree::{Element, Tree};
use super::words::{self, Said};
use crate::article::{Origin, Span};
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

/// Reads a page's source.
pub(super) fn read(source: &str) -> Page {
    let mut reader = Reader {
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
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
        reader.take(event, Span::new(span.start, span.end));
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = html5gum::Tokenizer::new_with_emitter(source, emitter).finish();
    reader.flush();
    Page { elements: reader.tree.finish(), lines: reader.lines, images: reader.images, meta: reader.meta }
}

/// The attributes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Names,
    Role,
    Hidden,
    Style,
    Itemprop,
    Type,
    Key,
    Content,
    Datetime,
    /// Holds what a picture says.
    Said(Origin),
}

impl Attribute {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"class" | b"id" => Self::Names,
            b"role" => Self::Role,
            b"hidden" | b"aria-hidden" => Self::Hidden,
            b"style" => Self::Style,
            b"itemprop" => Self::Itemprop,
            b"type" => Self::Type,
            b"property" | b"name" => Self::Key,
            b"content" => Self::Content,
            b"datetime" => Self::Datetime,
            b"alt" => Self::Said(Origin::Alt),
            b"title" => Self::Said(Origin::Title),
            b"data-caption"
            | b"data-title"
            | b"data-description"
            | b"data-desc"
            | b"data-alt"
            | b"data-image-caption"
            | b"data-image-title"
            | b"data-image-description"
            | b"data-sub-html"
            | b"data-lightbox-caption"
            | b"data-fancybox-caption"
            | b"data-fancybox-title"
            | b"data-lightbox-title"
            | b"data-footer"
            | b"data-glightbox"
            | b"data-pie"
            | b"caption" => Self::Said(Origin::Data),
            _ => return None,
        })
    }
}

/// What lies between the line before and what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Parted {
    No,
    Line,
    Paragraph,
}

struct Reader<'p> {
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
}

impl Reader<'_> {
    fn take(&mut self, event: CallbackEvent<'_>, span: Span) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.extend_from_slice(name);
                self.attributes.clear();
                self.attribute = None;
            }
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
        let name = std::mem::take(&mut self.name);
        let attributes = std::mem::take(&mut self.attributes);
        let tag = Tag::of(&name);
        let said = self.said(tag, &attributes);
        match tag {
            Tag::Break => {
                let twice = self.parted >= Parted::Line;
                self.part(if twice { Parted::Paragraph } else { Parted::Line });
            }
            Tag::Void if name == b"hr" => self.part(Parted::Paragraph),
            Tag::Meta => self.meta.read(self.source, &attributes),
            Tag::Void => {}
            _ => {
                self.end_lost_figure(tag, said);
                if tag.parts_lines() || said.caption || said.figure {
                    self.part(Parted::Paragraph);
                } else if said.credit && self.tree.here().caption {
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
        if tag == Tag::Image {
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
        for (attribute, value) in attributes {
            if let Attribute::Said(origin) = attribute {
                self.attribute_line(at, *origin, *value);
            }
        }
    }

    fn attribute_line(&mut self, element: usize, origin: Origin, value: Span) {
        let mut flow = Flow::default();
        if origin == Origin::Data {
            flow.add_markup(self.source, value);
        } else {
            flow.add(self.source, value, true);
        }
        if !says_something(&flow.text) {
            return;
        }
        if self.parted != Parted::No {
            self.flush();
        }
        let line = Line { element, origin, paragraph: usize::MAX, flow, linked: 0 };
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
                Tag::Script if self.is_data => self.meta.data(raw),
                Tag::Title => self.meta.page_title(self.source, span),
                _ => {}
            }
            return;
        }
        if raw.trim_ascii().is_empty() {
            self.space(span.start);
            return;
        }
        let (block, figure, linked, joins) = (here.block, here.figure, here.link, here.credit);
        if self.parted != Parted::No {
            let before = self.line.as_ref().map(|line| &self.tree.elements[line.element]);
            let of_one = before.is_some_and(|e| e.figure == figure && (figure.is_some() || e.caption));
            if joins && of_one {
                self.space(span.start);
                self.parted = Parted::No;
            } else {
                self.flush();
            }
        }
        let (paragraph, flow) = (self.paragraph, Flow::default());
        let line = self.line.get_or_insert(Line { element: block, origin: Origin::Text, paragraph, flow, linked: 0 });
        let before = line.flow.text.len();
        line.flow.add(self.source, span, false);
        line.linked += if linked { line.flow.text.len() - before } else { 0 };
        self.parted = Parted::No;
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
        self.lines.extend(self.line.take().filter(|line| !line.flow.is_empty()));
        self.lines.append(&mut self.held);
    }

    /// A paragraph behind a caption, where the end tags of caption and figure are missing.
    fn end_lost_figure(&mut self, next: Tag, said: Said) {
        if next != Tag::Paragraph || said.caption || said.credit {
            return;
        }
        let top = self.tree.top();
        let in_caption = self.tree.here().tag == Tag::Figcaption;
        let begun = self.parted == Parted::No && self.line.as_ref().is_some_and(|line| line.element == top);
        if in_caption && begun {
            self.tree.close_top();
        } else if self.tree.here().tag != Tag::Figure || self.captioned != top {
            return;
        }
        if self.tree.here().tag == Tag::Figure {
            self.tree.close_top();
        }
    }

    /// What the start tag says of its element.
    fn said(&self, tag: Tag, attributes: &[(Attribute, Span)]) -> Said {
        let mut said = Said::default();
        for (attribute, value) in attributes {
            let value = self.source.get(value.start..value.end).unwrap_or_default();
            match attribute {
                Attribute::Names => said.add(words::read(value)),
                Attribute::Role => said.add(words::role(value)),
                Attribute::Itemprop => said.story |= value.eq_ignore_ascii_case("articleBody"),
                Attribute::Hidden if value != "false" => said.score -= 3,
                Attribute::Style if value.replace(' ', "").contains("display:none") => said.score -= 3,
                _ => {}
            }
        }
        said.score -= match tag {
            Tag::Navigation => 6,
            Tag::Footer => 3,
            Tag::Aside | Tag::Form => 2,
            _ => 0,
        };
        said
    }
}

/// Three words at least: what is shorter (`Photo`, `logo`, `IMG_2034.jpg`) is no caption.
fn says_something(text: &str) -> bool {
    crate::text::words(text).filter(|word| word.of(text).chars().any(char::is_alphabetic)).nth(2).is_some()
}
