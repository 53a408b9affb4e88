//! Mark-up to the text that a browser shows, every character with its place in the source.

use super::page::tokens;
use super::tag::Tag;
use crate::article::{SourceMap, entity as spelt_out, shown};
use crate::span::Span;
use html5gum::emitters::callback::CallbackEvent;
use std::borrow::Cow;

/// A line of a page while it is put together: entities resolved, white space collapsed, no mark-up.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    /// What it says so far, without white space at its ends.
    pub(super) text: String,
    /// Where that stands.
    pub(super) map: SourceMap,
    /// White space that is printed only if something follows.
    gap: Option<Span>,
}

impl Flow {
    /// Adds a stretch of the page's source. `attribute` for the value of one: there `&copy=` is no entity.
    pub(super) fn add(&mut self, page: &str, source: Span, attribute: bool) {
        decode(page, source, '&', |raw| undone(raw, attribute), |said, place| self.print(said, place));
    }

    /// Adds an attribute whose value is mark-up in its turn (`data-image-caption="&lt;p&gt;..."`).
    pub(super) fn add_markup(&mut self, page: &str, source: Span) {
        self.add_spelt(&Spelt::of(page, source, '&', |raw| entity(raw, true)));
    }

    /// Adds a string of JSON, which may be mark-up in its turn; `source` is what stands between its quotation marks.
    pub(super) fn add_json(&mut self, page: &str, source: Span) {
        self.add_spelt(&Spelt::of(page, source, '\\', json));
    }

    /// What an attribute whose value is JSON says under a key.
    pub(super) fn of_json(page: &str, source: Span, key: &str) -> impl Iterator<Item = Self> {
        let whole = Spelt::of(page, source, '&', |raw| entity(raw, true));
        let places: Vec<Span> = json_strings(&whole.text, key).collect();
        places.into_iter().map(move |place| {
            let mut flow = Self::default();
            flow.add_spelt(&whole.spelt(place, '\\', json));
            flow
        })
    }

    fn add_spelt(&mut self, markup: &Spelt) {
        for (run, parted) in strings(&markup.text) {
            if parted {
                self.space(markup.map.span(Span::new(run.start, run.start)));
            }
            decode(&markup.text, run, '&', |raw| undone(raw, false), |said, place| self.print(said, markup.map.span(place)));
        }
    }

    /// Adds white space that the source has not, where the browser starts a new box.
    pub(super) fn space(&mut self, place: Span) {
        self.gap.get_or_insert(place);
    }

    /// The line without stretches of it; `places` in it, in order, are moved to where they stand then.
    pub(super) fn without<'a>(&self, stretches: Vec<Span>, places: impl Iterator<Item = &'a mut usize>) -> Self {
        let mut rest = Self::default();
        let (mut left, mut places) = (stretches.into_iter().peekable(), places.peekable());
        for (at, c) in self.text.char_indices() {
            while let Some(place) = places.next_if(|place| **place <= at) {
                *place = rest.text.len();
            }
            let place = self.map.span(Span::new(at, at + c.len_utf8()));
            while left.next_if(|span| span.end <= at).is_some() {}
            if left.peek().is_some_and(|span| span.start <= at) {
                rest.space(Span::new(place.start, place.start));
            } else {
                rest.print(c.encode_utf8(&mut [0; 4]), place);
            }
        }
        rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn print(&mut self, said: &str, place: Span) {
        for c in said.chars().filter_map(shown) {
            if c.is_whitespace() {
                self.gap = Some(self.gap.map_or(place, |gap| Span::new(gap.start, place.end.max(gap.end))));
                continue;
            }
            if c.is_control() {
                continue;
            }
            if let Some(gap) = self.gap.take().filter(|_| !self.text.is_empty()) {
                self.push(' ', gap);
            }
            self.push(c, place);
        }
    }

    fn push(&mut self, c: char, place: Span) {
        let start = self.text.len();
        self.text.push(c);
        self.map.push(Span::new(start, self.text.len()), place);
    }
}

/// A stretch of source with what is spelt out in it resolved.
struct Spelt {
    text: String,
    map: SourceMap,
}

impl Spelt {
    /// Reads what stands behind a sign.
    fn of(page: &str, source: Span, sign: char, spelt: impl Fn(&str) -> Option<(Cow<'_, str>, usize)>) -> Self {
        let mut read = Self { text: String::new(), map: SourceMap::default() };
        decode(page, source, sign, spelt, |said, place| {
            read.map.push(Span::new(read.text.len(), read.text.len() + said.len()), place);
            read.text.push_str(said);
        });
        read
    }

    /// The same for a part of it, which leads to the first source.
    fn spelt(&self, part: Span, sign: char, spelt: impl Fn(&str) -> Option<(Cow<'_, str>, usize)>) -> Self {
        let mut read = Self { text: String::new(), map: SourceMap::default() };
        decode(&self.text, part, sign, spelt, |said, place| {
            read.map.push(Span::new(read.text.len(), read.text.len() + said.len()), self.map.span(place));
            read.text.push_str(said);
        });
        read
    }
}

/// Where the strings stand, without their quotation marks, that a key of some JSON has as values.
pub(super) fn json_strings<'s>(script: &'s str, key: &'s str) -> impl Iterator<Item = Span> + 's {
    let bytes = script.as_bytes();
    script.match_indices(key).filter(move |(at, _)| *at > 0 && bytes[at - 1] == b'"').filter_map(move |(at, _)| {
        let behind = script[at + key.len()..].strip_prefix('"')?.trim_ascii_start();
        let value = behind.strip_prefix(':')?.trim_ascii_start().strip_prefix('"')?;
        let start = script.len() - value.len();
        let mut end = start;
        while bytes.get(end).is_some_and(|byte| *byte != b'"') {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        (end < bytes.len() && script.is_char_boundary(end)).then(|| Span::new(start, end))
    })
}

/// Gives every character of a stretch of source to `take`, with its place; what is spelt out behind `sign` comes at once.
fn decode(page: &str, source: Span, sign: char, spelt: impl Fn(&str) -> Option<(Cow<'_, str>, usize)>, mut take: impl FnMut(&str, Span)) {
    // the tokenizer cuts at ASCII marks, so there is always text here; should it not, nothing is read
    let raw = page.get(source.start..source.end).unwrap_or_default();
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let mut length = c.len_utf8();
        let mut said = Cow::Borrowed(&raw[at..at + length]);
        if c == sign
            && let Some((decoded, printed)) = spelt(&raw[at..])
        {
            (said, length) = (decoded, printed);
        }
        take(&said, Span::new(at, at + length).shifted(source.start));
        at += length;
    }
}

/// An entity of what is shown: what was escaped twice (`&amp;oacute;`) is meant as one.
fn undone(raw: &str, attribute: bool) -> Option<(Cow<'_, str>, usize)> {
    let twice = ["&amp;", "&#38;", "&#x26;"].iter().any(|escaped| raw.starts_with(escaped));
    if twice { spelt_out(raw) } else { entity(raw, attribute) }
}

/// An escape of JSON: what it stands for, and how long it is printed. Two of them may make one letter.
fn json(raw: &str) -> Option<(Cow<'_, str>, usize)> {
    let length = if raw.starts_with("\\u") {
        // a proof: a letter outside of the first 65,536 is a pair of which the first begins so
        let pair = raw.as_bytes().get(2).is_some_and(|b| b | 0x20 == b'd') && raw.get(3..4).is_some_and(|c| "89abAB".contains(c));
        if pair { 12 } else { 6 }
    } else {
        2
    };
    let letter: String = serde_json::from_str(&format!("\"{}\"", raw.get(..length)?)).ok()?;
    Some((Cow::Owned(letter), length))
}

/// More than the longest name of an entity, `CounterClockwiseContourIntegral`.
const LONGEST: usize = 40;

/// What the entity at the start of `raw` stands for, and how long it is printed.
fn entity(raw: &str, attribute: bool) -> Option<(Cow<'_, str>, usize)> {
    let letters = raw.bytes().skip(1).take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let closed = raw[1 + letters..].starts_with(';');
    let length = 1 + letters + usize::from(closed);
    if attribute && !closed && raw[length..].starts_with('=') {
        return None;
    }
    let printed = &raw[..length];
    let decoded = if attribute { htmlize::unescape_attribute(printed) } else { htmlize::unescape(printed) };
    (decoded != printed).then_some((decoded, length))
}

/// The stretches of text between the tags of a piece of mark-up, each with whether it begins a line.
fn strings(markup: &str) -> Vec<(Span, bool)> {
    let (mut found, mut hidden, mut parted) = (Vec::new(), false, false);
    tokens(markup, |event, span| match event {
        CallbackEvent::OpenStartTag { name } => {
            hidden = matches!(name, b"script" | b"style");
            parted |= Tag::of(name).parts_lines();
        }
        CallbackEvent::EndTag { name } => {
            hidden = false;
            parted |= Tag::of(name).parts_lines();
        }
        CallbackEvent::String { .. } if !hidden => found.push((span, std::mem::take(&mut parted))),
        _ => {}
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str, attribute: bool) -> Flow {
        let mut flow = Flow::default();
        flow.add(page, Span::new(0, page.len()), attribute);
        flow
    }

    fn source_of<'p>(page: &'p str, flow: &Flow, said: &str) -> &'p str {
        let at = flow.text.find(said).unwrap();
        flow.map.span(Span::new(at, at + said.len())).of(page)
    }

    #[test]
    fn entities_and_white_space_are_read_as_a_browser_does() {
        let page = " Jos&eacute;\n\t Pazos&nbsp;&#8212; A&amp;B, 3 &lt 4 &bogus; &#x41;&shy;b ";
        let flow = read(page, false);
        assert_eq!(flow.text, "José Pazos — A&B, 3 < 4 &bogus; Ab");
        assert_eq!(source_of(page, &flow, "José"), "Jos&eacute;");
        assert_eq!(source_of(page, &flow, "Pazos —"), "Pazos&nbsp;&#8212;");
        assert_eq!(source_of(page, &flow, "B, 3"), "B, 3");
        assert_eq!(source_of(page, &flow, "Ab"), "&#x41;&shy;b");
    }

    #[test]
    fn addresses_in_attributes_keep_their_parameters() {
        assert_eq!(read("?a=1&copy=2&reg;", true).text, "?a=1&copy=2®");
        assert_eq!(read("?a=1&copy=2", false).text, "?a=1©=2");
    }

    #[test]
    fn mark_up_in_an_attribute_is_read_and_traced() {
        let page = "&lt;p class=&quot;x&quot;&gt;Ana &amp;amp; &lt;b&gt;Jos&lt;/b&gt;&amp;eacute;&lt;/p&gt;&lt;p&gt;Luis&lt;/p&gt;";
        let mut flow = Flow::default();
        flow.add_markup(page, Span::new(0, page.len()));
        assert_eq!(flow.text, "Ana & José Luis");
        assert_eq!(source_of(page, &flow, "José"), "Jos&lt;/b&gt;&amp;eacute;");
        assert_eq!(source_of(page, &flow, "Luis"), "Luis");
    }
}
