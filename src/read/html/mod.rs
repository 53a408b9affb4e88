//! Pages. The story of a newspaper's page with its captions, wherever they stand: in `<figcaption>`, in the boxes of content systems
//! (`wp-caption`), in `alt`, `title` and the attributes of galleries (`data-caption`).
//!
//! `flow` makes text from mark-up, `tree` elements from tags, `reader` both together, which gives a `page`; `story` tells the story's lines from what
//! stands around it (by structure and by the words of `data/page/words.csv`), `parts` captions and credits from other elements, `repeated` what
//! the page says twice, `figure` which lines belong to one picture; `meta` reads headline and day, and the captions that only the page's data has.
//! Everything is linear in the page's length.

mod attribute;
mod figure;
mod flow;
mod meta;
mod page;
mod parts;
mod reader;
mod repeated;
mod story;
mod sums;
mod tag;
mod tree;
mod words;

use super::limit::PARTS;
use crate::article::{Article, Block, Origin, SourceMap};
use crate::span::Span;
use figure::{Figures, Group};
use flow::Flow;
use page::Line;
use parts::Parts;
use std::collections::{HashMap, HashSet};
use sums::Sums;

/// Whether a file is a page: by its first bytes, else by its name.
pub(super) fn is_page(name: &str, bytes: &[u8]) -> bool {
    // UTF-16 has a NUL beside each letter
    let head: Vec<u8> = bytes.iter().take(2048).filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let head = head.strip_prefix(b"\xef\xbb\xbf").or(head.strip_prefix(b"\xff\xfe")).or(head.strip_prefix(b"\xfe\xff")).unwrap_or(&head);
    starts_as_page(head.trim_ascii_start()) || {
        let ending = name.rsplit(['.', '/', '\\']).next().unwrap_or_default();
        (ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")) && !bytes.iter().take(1024).any(|b| *b == 0)
    }
}

/// The signs of <https://mimesniff.spec.whatwg.org/>, and what the parts of a page begin with.
fn starts_as_page(mut head: &[u8]) -> bool {
    while let Some(comment) = head.strip_prefix(b"<!--").or(head.strip_prefix(b"<?xml")) {
        let Some(end) = comment.iter().position(|b| *b == b'>') else { return false };
        head = comment[end + 1..].trim_ascii_start();
    }
    let signs = ["<!doctype html", "<html", "<head", "<body", "<article", "<figure", "<div", "<main", "<p", "<h1"];
    signs.iter().any(|sign| {
        let behind = head.strip_prefix(sign.as_bytes());
        behind.is_some_and(|rest| rest.first().is_none_or(|b| b.is_ascii_whitespace() || *b == b'>'))
    })
}

/// Why a page gives no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has only scripts, only pictures.
    NoText,
    /// It has more than [`PARTS`](super::limit::PARTS) lines, tags and entities: to read on would cost far more memory than the page has
    /// bytes.
    TooMany,
}

/// The article in a page's source.
///
/// A block is a paragraph, a heading, a caption or an attribute with a caption; blocks of one picture share a group.
/// [`Article::source_span`] leads from the text to the bytes of `page`.
pub(super) fn article(id: String, source: &str) -> Result<Article, Fault> {
    // the map knows where each line of the source begins; a shorter source cannot have too many
    if source.len() > PARTS && memchr::memchr2_iter(b'\n', b'\r', source.as_bytes()).take(PARTS + 1).count() > PARTS {
        return Err(Fault::TooMany);
    }
    let page = page::read(source).ok_or(Fault::TooMany)?;
    let sums = Sums::of(&page);
    let parts = Parts::of(&page, &sums);
    let (kept, headline) = story::lines(&page, &sums, &parts);
    let figures = Figures::new(&page, &sums, &parts);
    let lines: Vec<(Group, Origin, &str)> = kept
        .iter()
        .map(|&number| &page.lines[number])
        .map(|line| (figures.group(line), figures.origin(line), line.flow.text.as_str()))
        .collect();
    let doubled: HashSet<usize> = figure::doubled(&lines).into_iter().collect();
    let mut article = Article { source: SourceMap::of_lines(source), ..Article::from_text(id, "") };
    let mut groups = HashMap::new();
    let mut before: Option<&Line> = None;
    for (at, (group, origin, _)) in lines.iter().enumerate().filter(|(at, _)| !doubled.contains(at)) {
        let line = &page.lines[kept[at]];
        let credit = if origin.is_of_picture() { parts.credit(line) } else { None };
        if before.is_some_and(|before| figures.goes_on(before, line, credit)) {
            add_credit(&mut article, &line.flow);
            before = None;
            continue;
        }
        before = Some(line);
        let next = groups.len();
        let group = *groups.entry(*group).or_insert(next);
        add(&mut article, group, *origin, credit, &line.flow);
    }
    let heading = page.lines.iter().find(|line| Some(line.element) == headline).map(|line| line.flow.text.as_str());
    article.title = page.meta.headline(heading);
    article.published = page.meta.day();
    if article.blocks.is_empty() { Err(Fault::NoText) } else { Ok(article) }
}

/// Adds a block, on a line of its own; an empty line parts groups.
fn add(article: &mut Article, group: usize, origin: Origin, credit: Option<Span>, flow: &Flow) {
    if let Some(before) = article.blocks.last() {
        article.text.push_str(if before.group == group { "\n" } else { "\n\n" });
    }
    let start = article.text.len();
    article.text.push_str(&flow.text);
    article.source.append(&flow.map, start);
    let span = Span::new(start, article.text.len());
    let line = article.source.source_line(article.source.span(span).start);
    article.blocks.push(Block { span, line, origin, group, credit: credit.map(|credit| credit.shifted(start)) });
}

/// Adds a credit to the last block, behind a space that the source has not.
fn add_credit(article: &mut Article, flow: &Flow) {
    let Some(block) = article.blocks.last_mut() else { return };
    let (space, start) = (article.text.len(), article.text.len() + 1);
    article.text.push(' ');
    article.text.push_str(&flow.text);
    let place = flow.map.span(Span::new(0, 0));
    article.source.push(Span::new(space, start), place);
    article.source.append(&flow.map, start);
    block.span.end = article.text.len();
    block.credit = Some(Span::new(start, block.span.end));
}

#[cfg(test)]
mod tests;
