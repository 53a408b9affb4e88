//! What the checks read: an article's pairs with their words, and what the page says of names and days.

use super::words::{Word, read};
use crate::article::{Article, Span};
use crate::caption::Caption;
use crate::language::Language;
use crate::pair::Pair;
use crate::passage::{Passage, Role};
use crate::text::{fold, is_capitalised, is_upper, words};
use jiff::civil::Date;
use std::collections::HashMap;

/// No caption is longer; what stands behind is not read, so that checks have an end.
const MOST: usize = 1 << 13;
/// Places of a name that are remembered.
const MOST_PLACES: usize = 64;

/// One side of a pair.
pub(super) struct Side<'a> {
    /// What it says.
    pub(super) span: Span,
    pub(super) text: &'a str,
    pub(super) words: Vec<Word<'a>>,
    pub(super) caption: Option<&'a Caption>,
    /// Whether it is all of a passage, not some sentences of a paragraph or the start of a very long one.
    pub(super) whole: bool,
    /// Whether a comma stands between it and a credit that begins with a capital.
    pub(super) comma: bool,
}

impl<'a> Side<'a> {
    pub(super) fn of(article: &'a Article, body: Span, caption: Option<&'a Caption>, whole: bool) -> Self {
        let all = article.at(body);
        let text = &all[..all.floor_char_boundary(MOST)];
        let span = Span::new(body.start, body.start + text.len());
        let behind = caption.filter(|c| c.raw.end > body.end).map(|c| article.at(Span::new(body.end, c.raw.end)));
        let comma =
            behind.and_then(|behind| behind.strip_prefix(',')).is_some_and(|credit| credit.trim_start().starts_with(char::is_uppercase));
        Self { span, text, words: read(text, body.start), caption, whole: whole && text.len() == all.len(), comma }
    }

    /// What stands between the ends of two words of it.
    pub(super) fn between(&self, before: &Word, after: &Word) -> &'a str {
        &self.text[before.span.end - self.span.start..after.span.start - self.span.start]
    }

    /// What stands behind a word, up to the end.
    pub(super) fn behind(&self, word: &Word) -> &'a str {
        &self.text[word.span.end - self.span.start..]
    }

    /// What stands before a word, from the start.
    pub(super) fn before(&self, word: &Word) -> &'a str {
        &self.text[..word.span.start - self.span.start]
    }

    /// Whether the word opens a sentence.
    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        let before = self.before(&self.words[at]).trim_end_matches(|c: char| c.is_whitespace() || "“\"'«(¿¡".contains(c));
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '…'])
    }
}

/// A pair with its words.
pub(super) struct Case<'a> {
    pub(super) pair: &'a Pair,
    pub(super) es: Side<'a>,
    pub(super) en: Option<Side<'a>>,
}

/// A place where a name is printed on the page.
pub(super) struct Printed<'a> {
    pub(super) form: &'a str,
    pub(super) span: Span,
    /// Folded words before and behind.
    pub(super) before: String,
    pub(super) behind: String,
    pub(super) english: bool,
}

/// An article, read for its checks.
pub(super) struct Page<'a> {
    pub(super) article: &'a Article,
    pub(super) passages: &'a [Passage],
    pub(super) cases: Vec<Case<'a>>,
    /// Words with a capital, not all in capitals, by how they fold.
    pub(super) names: HashMap<String, Vec<Printed<'a>>>,
    /// When it was published, and where it says so.
    pub(super) published: Option<(Date, Option<Span>)>,
}

impl<'a> Page<'a> {
    pub(super) fn read(article: &'a Article, passages: &'a [Passage], pairs: &'a [Pair]) -> Self {
        let case = |pair: &'a Pair| Case {
            pair,
            es: Side::of(article, pair.es.body, Some(&pair.es), true),
            en: pair.en.as_ref().map(|en| {
                let whole = passages.iter().any(|p| p.raw == en.raw);
                Side::of(article, en.body, en.caption.as_ref(), whole)
            }),
        };
        let cases = pairs.iter().map(case).collect();
        Self { article, passages, cases, names: names(article, passages), published: published(article) }
    }

    /// Paragraphs of the story in English.
    pub(super) fn story(&self) -> impl Iterator<Item = &'a Passage> {
        self.passages.iter().filter(|p| p.role == Role::Body && p.caption.is_none() && p.is(Language::English))
    }
}

fn names<'a>(article: &'a Article, passages: &[Passage]) -> HashMap<String, Vec<Printed<'a>>> {
    let mut found: HashMap<String, Vec<Printed>> = HashMap::new();
    for passage in passages {
        let text = article.at(passage.body);
        let spans: Vec<Span> = words(text).collect();
        for (at, span) in spans.iter().enumerate() {
            let form = bare(span.of(text));
            if !is_capitalised(form) || is_upper(form) || form.len() < 3 || form.len() > 60 {
                continue;
            }
            let places = found.entry(fold(form)).or_default();
            if places.len() < MOST_PLACES {
                let near = |at: Option<usize>| at.and_then(|i| spans.get(i)).map(|s| fold(cut(s.of(text)))).unwrap_or_default();
                places.push(Printed {
                    form,
                    span: Span::new(span.start, span.start + form.len()).shifted(passage.body.start),
                    before: near(at.checked_sub(1)),
                    behind: near(Some(at + 1)),
                    english: passage.is(Language::English),
                });
            }
        }
    }
    found
}

/// A word without the English possessive.
pub(super) fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(60)]
}

/// So many lines at the top may say the day.
const TOP: usize = 8;

fn published(article: &Article) -> Option<(Date, Option<Span>)> {
    if let Some(date) = article.published {
        return Some((date, None));
    }
    article.blocks.iter().take(TOP).find_map(|block| {
        let side = Side::of(article, block.span, None, true);
        if side.words.len() > 9 {
            return None;
        }
        super::dates::find(&side).into_iter().find_map(|found| Some((found.date()?, Some(found.span))))
    })
}
