//! Texts that hold mark-up: what content systems give as `body_html` or `content.rendered`.

use super::{html, limit};
use crate::article::{Article, Block, SourceMap};
use crate::span::Span;

/// What the texts of records are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextFormat {
    /// Told by each text: mark-up parts its paragraphs, or lines do.
    #[default]
    Auto,
    /// HTML.
    Html,
    /// Plain text, whatever it looks like.
    Text,
}

/// Elements that part a text.
const PARTING: &[&str] = &[
    "p",
    "br",
    "div",
    "figure",
    "figcaption",
    "img",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "tbody",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "hr",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "iframe",
    "script",
    "style",
    "picture",
    "video",
    "dl",
    "dd",
    "dt",
    "center",
];

/// Whether a text is HTML, by its look: it begins with mark-up that parts it, or has more such tags than ends of lines between words.
/// A stray `<`, a word in bold or a tag that is talked about make no page.
pub(super) fn is_html(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim();
    // so far nothing but blanks and comments stands before
    let (mut tags, mut first, mut begun, mut breaks) = (0_usize, false, false, false);
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|open| at + open) {
        begun |= !text[at..open].trim().is_empty();
        let rest = &text[open..];
        let skipped = [("<!--", "-->"), ("<?xml", ">")]
            .iter()
            .find_map(|(from, to)| Some(rest.strip_prefix(from)?.find(to)? + from.len() + to.len()));
        if let Some(length) = skipped {
            at = open + length;
            continue;
        }
        if !begun && rest.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html")) {
            return true;
        }
        let (parts, length) = tag(rest).map_or((None, 1), |(name, length)| (PARTING.iter().find(|tag| **tag == name), length));
        if let Some(name) = parts {
            tags += 1;
            first |= !begun;
            breaks |= ["br", "img", "hr"].contains(name);
        }
        begun = true;
        at = open + length;
    }
    match tags {
        0 => false,
        1 => (first || breaks) && line_ends(text) == 0,
        _ => first || tags > line_ends(text),
    }
}

/// The name of a tag at the beginning, in lower case, and its length.
fn tag(text: &str) -> Option<(String, usize)> {
    /// Attributes that are longer are none.
    const LONGEST: usize = 1 << 13;
    let inside = text.strip_prefix('<')?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let length = inside.find(|c: char| !c.is_ascii_alphanumeric()).filter(|length| (1..=16).contains(length))?;
    let behind = inside.as_bytes()[length];
    if !(behind == b'>' || behind == b'/' || behind.is_ascii_whitespace()) {
        return None;
    }
    let end = memchr::memchr(b'>', &text.as_bytes()[..text.len().min(LONGEST)])?;
    Some((inside[..length].to_ascii_lowercase(), end + 1))
}

/// Ends of lines that part words, with no tag on either side.
fn line_ends(text: &str) -> usize {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let mut count = 0;
    while let Some(line) = lines.next() {
        count += usize::from(lines.peek().is_some_and(|next| !line.ends_with('>') && !next.starts_with('<')));
    }
    count
}

/// The article of a record's texts, which stand in it as paragraphs. Spans lead into the texts, as they stand with an empty line between.
///
/// # Errors
/// It is made of too many parts.
pub(super) fn article(id: String, mut texts: Vec<String>, format: TextFormat) -> Result<Article, TooMany> {
    texts.iter().try_for_each(|text| limit::fits(text).map_err(|_| TooMany))?;
    let is_html = |text: &String| match format {
        TextFormat::Auto => is_html(text),
        TextFormat::Html => true,
        TextFormat::Text => false,
    };
    let marked: Vec<bool> = texts.iter().map(is_html).collect();
    if texts.len() == 1 && marked[0] {
        return Ok(page(id.clone(), &texts[0])?.unwrap_or_else(|| Article::from_text(id, "")));
    }
    if !marked.contains(&true) {
        let text = if texts.len() == 1 { texts.remove(0) } else { texts.join(BETWEEN) };
        return Ok(Article::from_text(id, text));
    }
    let source = texts.join(BETWEEN);
    let mut whole = Article { source: SourceMap::of_lines(&source), ..Article::from_text(id, "") };
    let mut start = 0;
    for (text, is_html) in texts.iter().zip(marked) {
        let part = if is_html { page(String::new(), text)? } else { Some(Article::from_text("", text.as_str())) };
        if let Some(part) = part {
            add(&mut whole, part, start);
        }
        start += text.len() + BETWEEN.len();
    }
    Ok(whole)
}

/// A text, or all of them, are made of more parts than an article.
#[derive(Debug)]
pub(super) struct TooMany;

/// The article of a page; `None` where it holds no text.
fn page(id: String, source: &str) -> Result<Option<Article>, TooMany> {
    match html::article(id, source) {
        Ok(article) => Ok(Some(article)),
        Err(html::Fault::NoText) => Ok(None),
        Err(html::Fault::TooMany) => Err(TooMany),
    }
}

const BETWEEN: &str = "\n\n";

/// Adds an article whose source begins at `start` of the whole one's.
fn add(whole: &mut Article, part: Article, start: usize) {
    if part.blocks.is_empty() {
        return;
    }
    if !whole.blocks.is_empty() {
        whole.text.push_str(BETWEEN);
    }
    let (offset, groups) = (whole.text.len(), whole.blocks.last().map_or(0, |block| block.group + 1));
    whole.text.push_str(&part.text);
    if part.source.has_pieces() {
        whole.source.append_from(&part.source, offset, start);
    } else {
        whole.source.push(Span::new(offset, offset + part.text.len()), Span::new(start, start + part.text.len()));
    }
    let source = &whole.source;
    let blocks = part.blocks.iter().map(|block| {
        let span = block.span.shifted(offset);
        let credit = block.credit.map(|credit| credit.shifted(offset));
        Block { span, line: source.source_line(source.span(span).start), origin: block.origin, group: groups + block.group, credit }
    });
    whole.blocks.extend(blocks);
    whole.title = whole.title.take().or(part.title);
    whole.published = whole.published.or(part.published);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_by_its_look() {
        let is = [
            "<p>One.</p><p>Two.</p>",
            "<!-- wp:paragraph -->\n<p>One\ntwo\nthree.</p>\n<!-- /wp:paragraph -->\n<p>Two.</p>",
            "One.<br><br>Two.<br/>Three.",
            "Uno.<br />One.",
            "<!doctype html>\n<html><body>One\ntwo",
            "\n <div class=\"a\">One\ntwo\nthree</div>",
            "<strong>Lead</strong> One.</p>\n<p>Two.</p>",
            "<P>One.</P>",
        ];
        is.iter().for_each(|text| assert!(is_html(text), "{text}"));
        let is_not = [
            "",
            "One.\n\nTwo.",
            "If a < b and b > c, then a <br",
            "The <b>mayor</b> spoke.\nThen she left.",
            "<b>MEXICO CITY</b> (AP) - The mayor spoke.\n\nThen she left.",
            "The tag <p> opens a paragraph.\nThe tag </p> ends one.\nNobody needs it.\nReally.",
            "Write to <press@example.org>.\nOr <p@example.org>.",
            "<p> is a tag.\nIt opens a paragraph.",
            "<3 <pal>",
        ];
        is_not.iter().for_each(|text| assert!(!is_html(text), "{text}"));
    }

    #[test]
    fn several_texts_are_paragraphs_and_lead_to_their_places() {
        let texts = vec!["<p>A &amp; b.</p><p>C.</p>".to_owned(), "Plain é.\nMore.".to_owned()];
        let source = texts.join(BETWEEN);
        let article = article("a".into(), texts, TextFormat::Auto).unwrap();
        let said: Vec<_> = article.blocks.iter().map(|block| article.at(block.span)).collect();
        assert_eq!(said, ["A & b.", "C.", "Plain é.", "More."]);
        let places: Vec<_> = article.blocks.iter().map(|block| article.source_span(block.span).of(&source)).collect();
        assert_eq!(places, ["A &amp; b.", "C.", "Plain é.", "More."]);
        assert_eq!(article.blocks.iter().map(|block| block.line).collect::<Vec<_>>(), [1, 1, 3, 4]);
        assert_eq!(article.blocks[2].group, article.blocks[3].group);
    }
}
