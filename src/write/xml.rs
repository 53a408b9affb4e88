//! Writes XML elements and escapes every character that a parser would change or refuse.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

/// The characters that XML 1.0 has no way to write (section 2.2, `Char`).
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A document that is written from front to back.
pub(super) struct Xml<W: Write> {
    out: Writer<BufWriter<W>>,
    /// Characters that XML forbids, written as U+FFFD so far.
    pub(super) replaced: u64,
}

impl<W: Write> Xml<W> {
    /// Writes the declaration.
    pub(super) fn new(target: W) -> io::Result<Self> {
        let mut xml = Self { out: Writer::new(BufWriter::new(target)), replaced: 0 };
        xml.out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.line()?;
        Ok(xml)
    }

    /// An element's start.
    pub(super) fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let tag = self.tag(name, attributes);
        self.out.write_event(Event::Start(tag))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let tag = self.tag(name, attributes);
        self.out.write_event(Event::Empty(tag))
    }

    /// An element's end.
    pub(super) fn end(&mut self, name: &str) -> io::Result<()> {
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Text between tags.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        let escaped = self.escape(text);
        self.out.write_event(Event::Text(BytesText::from_escaped(escaped)))
    }

    /// Text between tags, in which `instead` writes the characters that XML forbids.
    pub(super) fn text_with(&mut self, text: &str, mut instead: impl FnMut(&mut Self, char) -> io::Result<()>) -> io::Result<()> {
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_forbidden(*c)) {
            self.text(&rest[..at])?;
            instead(self, c)?;
            rest = &rest[at + c.len_utf8()..];
        }
        self.text(rest)
    }

    /// An element that holds a text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.start(name, attributes)?;
        self.text(text)?;
        self.end(name)
    }

    /// A line end between elements, for people and for tools that work by line.
    pub(super) fn line(&mut self) -> io::Result<()> {
        self.out.get_mut().write_all(b"\n")
    }

    /// Ends the elements that are still open, each on its own line, and hands everything to the target.
    pub(super) fn close(&mut self, names: &[&str]) -> io::Result<()> {
        for name in names {
            self.end(name)?;
            self.line()?;
        }
        self.out.get_mut().flush()
    }

    fn tag<'n>(&mut self, name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
        let mut tag = name.to_owned();
        for (key, value) in attributes {
            let value = self.escape(value);
            // a proof: writing into a string cannot fail
            write!(tag, " {key}=\"{value}\"").expect("a string takes everything");
        }
        BytesStart::from_content(tag, name.len())
    }

    /// Escapes for text and attributes alike. Line ends and tabs become references: a parser makes blanks of those in attributes,
    /// and LF of every CR.
    fn escape<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\r' | '\n' | '\t') || is_forbidden(c);
        if !text.contains(special) {
            return Cow::Borrowed(text);
        }
        let mut escaped = String::with_capacity(text.len() + 16);
        for c in text.chars() {
            match c {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\r' => escaped.push_str("&#13;"),
                '\n' => escaped.push_str("&#10;"),
                '\t' => escaped.push_str("&#9;"),
                c if is_forbidden(c) => {
                    self.replaced += 1;
                    escaped.push('\u{fffd}');
                }
                c => escaped.push(c),
            }
        }
        Cow::Owned(escaped)
    }
}

/// For tests: a document as a parser reads it.
#[cfg(test)]
pub(super) mod tree {
    use quick_xml::Reader;
    use quick_xml::escape::resolve_predefined_entity;
    use quick_xml::events::Event;

    /// An element.
    #[derive(Debug, Default)]
    pub(in crate::write) struct Element {
        pub(in crate::write) name: String,
        pub(in crate::write) attributes: Vec<(String, String)>,
        pub(in crate::write) children: Vec<Element>,
        /// The text of the element and of those in it; `cp` gives its character.
        pub(in crate::write) text: String,
    }

    impl Element {
        pub(in crate::write) fn all(&self, name: &str) -> Vec<&Self> {
            self.children.iter().flat_map(|c| if c.name == name { vec![c] } else { c.all(name) }).collect()
        }

        pub(in crate::write) fn attribute(&self, name: &str) -> Option<&str> {
            self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
        }
    }

    pub(in crate::write) fn forbidden_replaced(text: &str) -> String {
        text.chars().map(|c| if super::is_forbidden(c) { '\u{fffd}' } else { c }).collect()
    }

    fn element(tag: &quick_xml::events::BytesStart<'_>) -> Element {
        let name = tag.name().as_ref().to_owned();
        let attributes = tag.attributes().map(|a| {
            let a = a.unwrap();
            let value = a.value.to_string();
            assert!(!value.contains(['\n', '\t', '\r', '<']), "a parser would change it");
            (a.key.as_ref().to_owned(), quick_xml::escape::unescape(&value).unwrap().into_owned())
        });
        Element { attributes: attributes.collect(), name, ..Element::default() }
    }

    fn close(open: &mut [Element], mut done: Element) {
        if done.name == "cp" {
            let code = u32::from_str_radix(done.attribute("hex").unwrap(), 16).unwrap();
            done.text = char::from_u32(code).unwrap().to_string();
        }
        let parent = open.last_mut().unwrap();
        parent.text.push_str(&done.text);
        parent.children.push(done);
    }

    /// Reads a document whole.
    pub(in crate::write) fn parse(bytes: &[u8]) -> Element {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(!text.chars().any(super::is_forbidden), "not well-formed");
        let mut reader = Reader::from_str(text);
        let mut open = vec![Element::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(element(&tag)),
                Event::Empty(tag) => close(&mut open, element(&tag)),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    close(&mut open, done);
                }
                Event::Text(text) => {
                    open.last_mut().unwrap().text.push_str(&text);
                }
                Event::GeneralRef(name) => {
                    let text = match name.resolve_char_ref().unwrap() {
                        Some(c) => c.to_string(),
                        None => resolve_predefined_entity(&name).unwrap().to_owned(),
                    };
                    open.last_mut().unwrap().text.push_str(&text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1);
        open.pop().unwrap()
    }
}
