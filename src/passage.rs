//! An article cut into passages: stretches of one block in one language, each with its part in the page.
//!
//! A block is cut where a slug starts inside it, behind a tail that has more text behind it, and between sentences where
//! the language changes for good. Then every passage is read as a caption, and the language of its body is asked.

use crate::article::{Article, Span};
use crate::caption::{self, Caption, credit, slug};
use crate::language::{Detected, Language, detect};
use crate::text::{sentences, words};

/// The part that a passage plays in its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A paragraph of the story.
    Body,
    /// A photo's caption.
    Caption,
    /// The headline, or a line above the story that looks like one.
    Headline,
    /// The paper's name, the day, and other lines that belong to the page.
    Furniture,
}

impl Role {
    /// The word that `cotejo detect` prints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Headline => "headline",
            Self::Furniture => "furniture",
        }
    }
}

/// A stretch of a block in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The number of the block in [`Article::blocks`].
    pub block: usize,
    /// 1-based line of the source.
    pub line: usize,
    /// All of it, as printed.
    pub raw: Span,
    /// What it says: without slug and credit.
    pub body: Span,
    /// The language of the body.
    pub detected: Detected,
    /// Its part in the page.
    pub role: Role,
    /// Its fields, where it was printed as a caption.
    pub caption: Option<Caption>,
}

impl Passage {
    /// Whether it is in that language.
    pub fn is(&self, language: Language) -> bool {
        self.detected.language == language
    }
}

/// Cuts an article into passages, in order.
pub fn passages(article: &Article) -> Vec<Passage> {
    let text = &article.text;
    let mut found = Vec::new();
    for (number, block) in article.blocks.iter().enumerate() {
        for raw in cut(text, block.span) {
            let caption = caption::parse(text, raw);
            let body = caption.as_ref().map_or(raw, |c| c.body);
            let detected = detect(if body.is_empty() { raw.of(text) } else { body.of(text) });
            let role = if caption.is_some() { Role::Caption } else { Role::Body };
            found.push(Passage { block: number, line: block.line, raw, body, detected, role, caption });
        }
    }
    follow_the_page(text, &mut found);
    give_roles(article, &mut found);
    found
}

/// A few words that say nothing (a masthead, a name) are in the language of the page.
fn follow_the_page(text: &str, passages: &mut [Passage]) {
    let english: usize = passages.iter().filter(|p| p.is(Language::English) && p.caption.is_none()).map(|p| p.raw.of(text).len()).sum();
    let spanish: usize = passages.iter().filter(|p| p.is(Language::Spanish) && p.caption.is_none()).map(|p| p.raw.of(text).len()).sum();
    if english <= spanish {
        return;
    }
    for passage in passages {
        let few = words(passage.raw.of(text)).count() <= 5;
        if few && passage.caption.is_none() && !passage.is(Language::English) && passage.detected.confidence < 0.9 {
            passage.detected = Detected { language: Language::English, confidence: 0.5 };
        }
    }
}

/// The passages of a block.
fn cut(text: &str, block: Span) -> Vec<Span> {
    let inside = block.of(text);
    let mut cuts = hard_cuts(inside);
    cuts.push(inside.len());
    let (mut found, mut start) = (Vec::new(), 0);
    for end in cuts {
        let piece = Span::new(start, end).trimmed(inside);
        if !piece.is_empty() {
            found.extend(language_cuts(inside, piece).into_iter().map(|s| s.shifted(block.start)));
        }
        start = end;
    }
    found
}

/// Where a caption begins or ends inside a block.
fn hard_cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    while let Some(end) = credit::ends_inside(&text[from..]) {
        from += end;
        cuts.push(from);
    }
    for sentence in slug_places(text) {
        if sentence > 0 && slug::parse(&text[sentence..]).is_some_and(|s| s.names_a_photo()) {
            cuts.push(sentence);
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Where a slug could start: a photo number, or a sentence that has a bracketed source early on.
fn slug_places(text: &str) -> Vec<usize> {
    let numbers = words(text).filter(|w| {
        let digits = w.of(text);
        matches!(digits.len(), 6 | 8) && digits.bytes().all(|b| b.is_ascii_digit())
    });
    let mut places: Vec<usize> = numbers.map(|w| w.start - usize::from(text[..w.start].ends_with('('))).collect();
    if text.contains("(") && places.is_empty() {
        places.extend(sentences(text).into_iter().skip(1).map(|s| s.start));
    }
    places
}

/// A language counts as changed for this many words or more.
const STRETCH: usize = 5;

/// Cuts between sentences where English turns to Spanish or back, both sides long and sure enough.
fn language_cuts(text: &str, piece: Span) -> Vec<Span> {
    let inside = piece.of(text);
    let sentences = sentences(inside);
    if sentences.len() < 2 {
        return vec![piece];
    }
    let mut runs: Vec<(Language, Span, bool)> = Vec::new();
    for sentence in sentences {
        let detected = detect(sentence.of(inside));
        let sure = detected.confidence > 0.9 && detected.language != Language::Other && words(sentence.of(inside)).count() >= STRETCH;
        match runs.last_mut() {
            Some((language, span, strong)) if *language == detected.language || !sure || !*strong => {
                // what is not sure belongs to what stands before it
                if sure && !*strong {
                    (*language, *strong) = (detected.language, true);
                }
                span.end = sentence.end;
            }
            _ => runs.push((detected.language, sentence, sure)),
        }
    }
    runs.into_iter().map(|(_, span, _)| span.shifted(piece.start)).collect()
}

fn give_roles(article: &Article, passages: &mut [Passage]) {
    let text = &article.text;
    let ends_a_sentence =
        |p: &Passage| p.raw.of(text).trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with(['.', '!', '?', ':', '…']);
    let story = passages.iter().position(|p| p.caption.is_none() && ends_a_sentence(p) && words(p.raw.of(text)).count() > 12);
    let mut headline = false;
    for at in 0..story.unwrap_or(0).min(passages.len()) {
        let passage = &passages[at];
        if passage.caption.is_some() || ends_a_sentence(passage) {
            continue;
        }
        let said = passage.raw.of(text);
        let count = words(said).count();
        let dated = said.chars().any(|c| c.is_ascii_digit()) && count <= 7;
        passages[at].role = if count <= 3 || dated { Role::Furniture } else { Role::Headline };
        headline |= count > 3;
    }
    let _ = headline;
    // a line that stands in one group with a Spanish caption is the English caption, credit or not
    let groups: Vec<usize> = passages.iter().map(|p| article.blocks[p.block].group).collect();
    for at in 0..passages.len() {
        if passages[at].role != Role::Body || !passages[at].is(Language::English) {
            continue;
        }
        let size = groups.iter().filter(|g| **g == groups[at]).count();
        let beside = |other: Option<&Passage>| {
            other.is_some_and(|p| p.caption.is_some() && p.is(Language::Spanish) && groups[at] == article.blocks[p.block].group)
        };
        let previous = at.checked_sub(1).and_then(|i| passages.get(i));
        if size <= 3 && (beside(previous) || beside(passages.get(at + 1))) {
            passages[at].role = Role::Caption;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, &'static str)> {
        let article = Article::from_text("a", text);
        passages(&article).into_iter().map(|p| (article.at(p.raw).to_owned(), p.detected.language.code())).collect()
    }

    #[test]
    fn a_block_in_two_languages_is_cut() {
        let english = "The senators will discuss the new law on Tuesday afternoon.";
        let spanish = "Los senadores discutirán la nueva ley el martes por la tarde.";
        for (first, second, codes) in [(english, spanish, ["en", "es"]), (spanish, english, ["es", "en"])] {
            let cut = seen(&format!("{first} {second}"));
            assert_eq!(cut.iter().map(|c| c.1).collect::<Vec<_>>(), codes);
            assert_eq!((cut[0].0.as_str(), cut[1].0.as_str()), (first, second));
        }
        let glued =
            format!("{english} 51002073. México, 02 Oct 2015 (Notimex-José Pazos).-{spanish} NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL {english}");
        assert_eq!(seen(&glued).iter().map(|c| c.1).collect::<Vec<_>>(), ["en", "es", "en"]);
    }
}
