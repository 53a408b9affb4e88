//! An article and the places in it. An [`Article`] owns its text; everything else points into it by [`Span`].

mod residue;
mod source;
mod view;

pub(crate) use crate::span::Span;
#[cfg(feature = "read")]
pub(crate) use residue::residue;
pub(crate) use source::SourceMap;
#[cfg(feature = "read")]
pub(crate) use view::entity;
pub(crate) use view::shown;

use jiff::civil::Date;

/// Where in a page a block was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// A line of plain text, or a paragraph.
    Text,
    /// A heading of a page.
    Heading,
    /// A page's quotation: `<blockquote>`.
    Quotation,
    /// A picture's caption below it: `<figcaption>` and what newspapers use in its place.
    Figcaption,
    /// A picture's `alt` attribute.
    Alt,
    /// The `title` attribute of a picture or of the link around it.
    Title,
    /// An attribute that galleries and lightboxes show: `data-caption` and the like.
    Data,
}

impl Origin {
    /// Whether it was printed with a picture.
    pub const fn is_of_picture(self) -> bool {
        !matches!(self, Self::Text | Self::Heading | Self::Quotation)
    }
}

/// A line (or paragraph) of an article, without white space at its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// The place in the article's text.
    pub span: Span,
    /// 1-based line of the source.
    pub line: usize,
    /// Where it was printed.
    pub origin: Origin,
    /// Blocks that stand together share a number: no blank line between them, or one figure for all (`alt` and `<figcaption>`).
    pub group: usize,
    /// The words of it that name who made the picture, where they stand in an element of their own: `<cite>`, `class="credit"`. At its end or
    /// its beginning, or all of it.
    pub credit: Option<Span>,
}

/// One article: its text as a reader sees it, cut into blocks.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Article {
    /// A name that is the same on every run: the path, URL or record id.
    pub id: String,
    /// The headline, where the format tells it.
    pub title: Option<String>,
    /// The day of publication, where the format tells it.
    pub published: Option<Date>,
    /// The whole text; all spans point into it.
    pub text: String,
    /// The lines that hold something, in order.
    pub blocks: Vec<Block>,
    /// Where the text stands in the source: the same place for plain text, somewhere in the mark-up for a page.
    pub(crate) source: SourceMap,
}

impl Article {
    /// Cuts plain text into an article: a line is a block, blank lines separate groups.
    ///
    /// Lines end with LF, CR, CRLF, U+2028 or U+2029. Characters that print nothing are left out, entities (`&oacute;`) and C1 controls
    /// are read as the letters that they were (NEL ends lines only where nothing else does); [`Article::source_span`] leads to the bytes of `text` as given.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        let given = text.into();
        let (text, source) = view::read(&given).unwrap_or_else(|| (given, SourceMap::default()));
        let blocks = blocks(&text);
        Self { id: id.into(), title: None, published: None, text, blocks, source }
    }

    /// The text with every character as it stands: whoever shows articles must not rely on how they were read.
    #[cfg(test)]
    pub(crate) fn verbatim(id: &str, text: &str) -> Self {
        Self { text: text.to_owned(), blocks: blocks(text), ..Self::from_text(id, "") }
    }

    /// The text under a span of this article.
    pub fn at(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The place in the source of a span of the text: bytes of the plain text itself, or of the page's source (as UTF-8).
    pub fn source_span(&self, span: Span) -> Span {
        self.source.span(span)
    }

    /// A span of the text as it was printed: the bytes of a plain text itself; of a page what it shows, without mark-up.
    pub fn printed(&self, span: Span) -> &str {
        self.source.printed(span).unwrap_or_else(|| self.at(span))
    }

    /// The source that [`Article::source_span`] points into.
    pub fn source_text(&self) -> &str {
        self.source.text().unwrap_or(&self.text)
    }

    /// The 1-based line of the source on which a place of some block stands.
    pub fn line_at(&self, place: usize) -> usize {
        self.source.line(place).unwrap_or_else(|| self.blocks.get(self.block_at(place)).map_or(1, |block| block.line))
    }

    /// The number of the block that a place of the text stands in, or after.
    pub(crate) fn block_at(&self, place: usize) -> usize {
        self.blocks.partition_point(|block| block.span.start <= place).saturating_sub(1)
    }

    /// The 1-based line and column, in characters, of both ends of a span in the source. The second stands after its last character.
    pub fn positions(&self, span: Span) -> [(usize, usize); 2] {
        let source = self.source_span(span);
        [(span.start, source.start), (span.end.max(span.start + 1) - 1, source.end)].map(|(inside, place)| {
            self.source.position(place).unwrap_or_else(|| {
                let at = self.blocks.partition_point(|block| block.span.start <= inside);
                let (first, line) = at.checked_sub(1).map_or((0, 1), |at| (self.blocks[at].span.start, self.blocks[at].line));
                let before = &self.text[..first];
                let first = before.rfind(is_line_end).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
                (line, self.source.characters(&self.text, first, place) + 1)
            })
        })
    }
}

pub(crate) use crate::text::is_line_end;

/// Blanks, controls and what prints nothing carry no text.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || shown(c).is_none()
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut found, mut line, mut group, mut open) = (Vec::new(), 1, 0, false);
    let mut start = 0;
    while start <= text.len() {
        let rest = &text[start..];
        let length = rest.find(is_line_end).unwrap_or(rest.len());
        let inside = rest[..length].trim_start_matches(is_blank);
        let first = start + length - inside.len();
        let inside = inside.trim_end_matches(is_blank);
        if inside.is_empty() {
            group += usize::from(open);
            open = false;
        } else {
            let span = Span::new(first, first + inside.len());
            found.push(Block { span, line, origin: Origin::Text, group, credit: None });
            open = true;
        }
        let ending = &rest[length..];
        let step = if ending.starts_with("\r\n") { 2 } else { ending.chars().next().map_or(1, char::len_utf8) };
        start += length + step;
        line += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(usize, usize, String)> {
        let article = Article::from_text("a", text);
        article.blocks.iter().map(|b| (b.line, b.group, article.at(b.span).to_owned())).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let lines = seen("one\r\ntwo\rthree\u{2029}four\u{2028}five\nsix\u{85}");
        assert_eq!(lines.iter().map(|l| l.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        assert_eq!((lines[4].2.as_str(), lines[5].2.as_str()), ("five", "six…"));
    }

    #[test]
    fn blank_lines_separate_groups_and_white_space_is_left_out() {
        let lines = seen("\u{feff}one \n\n \n  two\nthree\n");
        assert_eq!(lines, [(1, 0, "one".into()), (4, 1, "two".into()), (5, 1, "three".into())]);
    }

    #[test]
    fn places_behind_what_prints_nothing_are_those_of_the_source() {
        let text = "\u{feff}uno\n\u{200b}dos\u{2028} tr&eacute;s\u{ad} cu\u{200d}atro";
        let article = Article::from_text("a", text);
        let block = article.blocks[2].clone();
        assert_eq!((article.at(block.span), article.printed(block.span)), ("trés cuatro", "tr&eacute;s\u{ad} cu\u{200d}atro"));
        assert_eq!((block.line, article.line_at(block.span.start)), (3, 3));
        let last = Span::new(block.span.end - 6, block.span.end);
        assert_eq!(article.positions(last), [(3, 15), (3, 22)]);
        assert_eq!((article.source_text(), article.source_span(last).end), (text, text.len()));
    }

    #[test]
    fn nothing_gives_no_block() {
        assert!(seen("").is_empty());
        assert!(seen("\n \r\n\t").is_empty());
    }
}
