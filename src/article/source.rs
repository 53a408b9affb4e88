//! Where an article's text stands in the source that it was read from.

use super::Span;
use std::sync::{Arc, OnceLock};

/// A map from places in the text to places in the source. The default one maps every place to itself and costs nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SourceMap {
    /// In the order of the text, without overlap.
    pieces: Vec<Piece>,
    /// First byte of each line of the source but the first.
    lines: Vec<usize>,
    /// The source itself, to count characters in; empty where the text is its own source.
    page: Arc<str>,
    counted: Counted,
    /// The source is plain text, which is printed as it stands; of a page only its text is.
    plain: bool,
}

/// How many characters stand before every [`STEP`]th byte of the source, counted when somebody first asks: the places on a very long
/// line are then known without counting again for each.
#[derive(Debug, Clone, Default)]
struct Counted(OnceLock<Vec<usize>>);

const STEP: usize = 1024;

impl Counted {
    /// The number of characters before a place.
    fn before(&self, source: &str, place: usize) -> usize {
        let bytes = source.as_bytes();
        let begun = |bytes: &[u8]| bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
        let counts = self.0.get_or_init(|| {
            let add = |sum: &mut usize, step: &[u8]| Some(std::mem::replace(sum, *sum + begun(step)));
            bytes.chunks(STEP).scan(0, add).collect()
        });
        let step = (place / STEP).min(counts.len().saturating_sub(1));
        counts.get(step).copied().unwrap_or_default() + bytes.get(step * STEP..place).map_or(0, begun)
    }
}

/// What was counted says nothing of its own.
impl PartialEq for Counted {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Counted {}

/// A stretch of the text and what it was made from: the same bytes where both are of one length, else an entity or a
/// run of white space that can only be mapped as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    text: Span,
    source: Span,
}

impl Piece {
    fn is_verbatim(&self) -> bool {
        self.text.end - self.text.start == self.source.end - self.source.start
    }
}

// some of it is for pages alone
#[cfg_attr(not(feature = "read"), allow(dead_code))]
impl SourceMap {
    /// A map without pieces, that knows where the lines of `source` begin: after LF, CR and CRLF.
    pub(crate) fn of_lines(source: &str) -> Self {
        let bytes = source.as_bytes();
        let ends = (0..bytes.len()).filter(|&at| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        Self { lines: ends.map(|at| at + 1).collect(), page: source.into(), ..Self::default() }
    }

    /// A map without pieces of a plain text, whose lines end so.
    pub(crate) fn of_text(source: &str, is_end: impl Fn(char) -> bool) -> Self {
        let ends = source.match_indices(is_end).map(|(at, end)| at + end.len());
        let ends = ends.filter(|&at| !(source[..at].ends_with('\r') && source[at..].starts_with('\n')));
        Self { pieces: Vec::new(), lines: ends.collect(), page: source.into(), plain: true, ..Self::default() }
    }

    /// Adds the next stretch of the text. What goes on where the last one ended, in text and source, is joined to it.
    pub(crate) fn push(&mut self, text: Span, source: Span) {
        let next = Piece { text, source };
        if let Some(last) = self
            .pieces
            .last_mut()
            .filter(|last| last.is_verbatim() && next.is_verbatim() && last.text.end == text.start && last.source.end == source.start)
        {
            last.text.end = text.end;
            last.source.end = source.end;
            return;
        }
        self.pieces.push(next);
    }

    /// How many stretches of text it keeps apart.
    pub(crate) fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// Adds the pieces of a map of another text, which now begins at `start` of this one.
    pub(crate) fn append(&mut self, other: &Self, start: usize) {
        self.append_from(other, start, 0);
    }

    /// The same for a map of another source, too, which now begins at `source` of this one.
    pub(crate) fn append_from(&mut self, other: &Self, start: usize, source: usize) {
        for piece in &other.pieces {
            self.push(piece.text.shifted(start), piece.source.shifted(source));
        }
    }

    /// Whether the text is anything else than its source.
    pub(crate) fn has_pieces(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// The source of a span of the text. Both ends move outwards where they fall inside something that maps as a whole.
    pub(crate) fn span(&self, span: Span) -> Span {
        if self.pieces.is_empty() {
            return span;
        }
        let start = self.place(span.start).map_or(0, |(piece, inside)| piece.source.start + inside);
        if span.is_empty() {
            return Span::new(start, start);
        }
        let end = self
            .place(span.end - 1)
            .map_or(start, |(piece, inside)| if piece.is_verbatim() { piece.source.start + inside + 1 } else { piece.source.end });
        Span::new(start, end.max(start))
    }

    /// What was printed at a span of the text; `None` where that is the text itself.
    pub(crate) fn printed(&self, span: Span) -> Option<&str> {
        let source = self.span(span);
        self.plain.then(|| self.page.get(source.start..source.end)).flatten()
    }

    /// The source; `None` where the text is its own.
    pub(crate) fn text(&self) -> Option<&str> {
        (self.plain || !self.pieces.is_empty()).then_some(&*self.page)
    }

    /// The 1-based line of a place of the text; `None` where the text is its own source.
    pub(crate) fn line(&self, place: usize) -> Option<usize> {
        (!self.pieces.is_empty()).then(|| self.source_line(self.span(Span::new(place, place)).start))
    }

    /// The 1-based line of a place of the source.
    pub(crate) fn source_line(&self, place: usize) -> usize {
        self.lines.partition_point(|&first| first <= place) + 1
    }

    /// The 1-based line and column (in characters) of a place of the source; `None` where the text is its own source.
    pub(crate) fn position(&self, place: usize) -> Option<(usize, usize)> {
        if self.pieces.is_empty() {
            return None;
        }
        let line = self.source_line(place);
        let first = line.checked_sub(2).map_or(0, |at| self.lines[at]);
        let inside = self.page.get(first..place).is_some();
        Some((line, if inside { self.characters(&self.page, first, place) } else { 0 } + 1))
    }

    /// The number of characters from one place to another of the source, which is always the same text.
    pub(super) fn characters(&self, source: &str, from: usize, to: usize) -> usize {
        self.counted.before(source, to).saturating_sub(self.counted.before(source, from))
    }

    /// The piece of a place, or the one before it, and how far the place lies inside.
    fn place(&self, place: usize) -> Option<(Piece, usize)> {
        let at = self.pieces.partition_point(|piece| piece.text.start <= place).checked_sub(1)?;
        let piece = self.pieces[at];
        let length = piece.text.end - piece.text.start;
        Some((piece, if piece.is_verbatim() { (place - piece.text.start).min(length) } else { 0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_pieces_everything_is_where_it_is() {
        assert_eq!(SourceMap::default().span(Span::new(3, 9)), Span::new(3, 9));
        assert_eq!(SourceMap::default().line(3), None);
    }

    #[test]
    fn entities_map_as_a_whole_and_letters_one_by_one() {
        // "a&amp;bc" read as "a&bc", from byte 10 on
        let mut map = SourceMap::of_lines("\n\r\n\r12345a&amp;bc");
        map.push(Span::new(0, 1), Span::new(10, 11));
        map.push(Span::new(1, 2), Span::new(11, 16));
        map.push(Span::new(2, 3), Span::new(16, 17));
        map.push(Span::new(3, 4), Span::new(17, 18));
        assert_eq!(map.pieces.len(), 3);
        assert_eq!(map.span(Span::new(0, 4)), Span::new(10, 18));
        assert_eq!(map.span(Span::new(1, 2)), Span::new(11, 16));
        assert_eq!(map.span(Span::new(3, 4)), Span::new(17, 18));
        assert_eq!(map.span(Span::new(2, 2)), Span::new(16, 16));
        assert_eq!(map.line(0), Some(4));
    }

    #[test]
    fn characters_of_a_long_line_are_counted_once() {
        let text = "añ€😀b".repeat(1000);
        let map = SourceMap::default();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (number, &place) in places.iter().enumerate().step_by(7).chain([(places.len() - 1, &text.len())]) {
            assert_eq!(map.characters(&text, 0, place), number);
            assert_eq!(map.characters(&text, places[number / 2], place), number - number / 2);
        }
        assert_eq!(map.characters(&text, 0, 0), 0);
        assert_eq!(SourceMap::default().characters("", 0, 0), 0);
    }

    #[test]
    fn columns_count_the_characters_of_the_source() {
        let source = "<p>\nñ&amp;é b</p>";
        let mut map = SourceMap::of_lines(source);
        map.push(Span::new(0, 2), Span::new(4, 6));
        map.push(Span::new(2, 3), Span::new(6, 11));
        map.push(Span::new(3, 7), Span::new(11, 15));
        assert_eq!(map.position(4), Some((2, 1)));
        assert_eq!(map.position(source.find('é').unwrap()), Some((2, 7)));
        assert_eq!(map.position(source.len()), Some((2, 14)));
        assert_eq!(SourceMap::default().position(3), None);
    }
}
