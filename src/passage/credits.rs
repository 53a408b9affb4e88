//! Credits that only the other language tells: `... (AP)` behind what a story could say, `... (Galo Cañas)`, `... Galo Cañas for Cuartoscuro`,
//! `... Cuartoscuro photo`. Two texts that stand together and name the same source are captions of the same picture.

use super::{Passage, Role};
use crate::article::{Article, is_line_end};
use crate::caption::Caption;
use crate::caption::people::people;
use crate::language::{Language, nothing_strange};
use crate::lexicon::{self, SourceKind};
use crate::span::Span;
use crate::text::{fold, is_capitalised, words};
use std::collections::BTreeSet;

/// Whether a text may be a Spanish caption that only its neighbour tells; a cheap look.
pub(super) fn may_share(text: &str) -> bool {
    // the last word of most paragraphs has no capital
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = bare.bytes().rposition(|b| !(b.is_ascii_alphanumeric() || b >= 0x80)).map_or(0, |at| at + 1);
    bare[last..].starts_with(char::is_uppercase) && tail(text).is_some() && !nothing_strange(text)
}

/// Reads Spanish texts as captions that name whom the English beside them names; `ends` says which passages end what was printed as one.
pub(super) fn share(text: &str, passages: &mut [Passage], ends: &[bool]) {
    for at in 0..passages.len() {
        let passage = &passages[at];
        let sure = passage.is(Language::Spanish) && passage.detected.confidence >= super::SURE && passage.caption.is_none();
        if !(sure && ends[at] && may_share(passage.raw.of(text))) {
            continue;
        }
        let body = passage.body.of(text);
        let Some(start) = tail(body) else { continue };
        let printed = &body[start..];
        for beside in [at + 1, at.wrapping_sub(1)] {
            let Some(english) = passages.get(beside).filter(|p| p.is(Language::English)) else { continue };
            if let Some(caption) = &english.caption {
                let Some((person, source)) = caption.shared(printed) else { continue };
                passages[at].add_credit(text, start, person, source);
                break;
            }
            // neither has a credit that a form tells: both name the same
            let other = english.body.of(text);
            let Some(own) = named(body, start) else { continue };
            let Some((end, theirs)) = tail(other).and_then(|end| Some((end, named(other, end)?))).filter(|(_, theirs)| own.is(theirs))
            else {
                continue;
            };
            for (passage, start, Named { person, agency }) in [(at, start, own), (beside, end, theirs)] {
                passages[passage].add_credit(text, start, person.map(str::to_owned), agency.map(str::to_owned));
            }
            break;
        }
    }
}

/// Gives Spanish texts the credit that stands below their English: a line in each language, and one credit on a line of its own under both.
pub(super) fn give_below(article: &Article, passages: &mut [Passage]) {
    let group = |passage: &Passage| article.blocks[passage.block].group;
    for at in 1..passages.len() {
        let (before, english) = (&passages[at - 1], &passages[at]);
        let open = before.caption.as_ref().is_none_or(|own| own.credit.is_none() && own.agency.is_none() && own.photographers.is_empty());
        let sure = before.is(Language::Spanish) && before.detected.confidence >= super::SURE && open && group(before) == group(english);
        let Some(caption) = english.caption.as_ref().filter(|_| sure && english.is(Language::English)) else { continue };
        if caption.credit.is_some_and(|credit| stands_alone(&article.text, english, credit)) {
            let caption = caption.shared_with(before.raw, before.body);
            passages[at - 1].role = Role::Caption;
            passages[at - 1].caption = Some(caption);
        }
    }
}

/// Whether a passage's credit stands on a line of its own behind the body.
fn stands_alone(text: &str, passage: &Passage, credit: Span) -> bool {
    passage.body.end <= credit.start && text[passage.body.end..credit.start].contains(is_line_end)
}

/// Whether a text that was printed in several lines may have its credit on the last, as [`give_below`] asks; a cheap look.
pub(super) fn may_give(text: &str) -> bool {
    text.contains(is_line_end)
}

/// Who is all of a credit that no form tells: an agency, or somebody in brackets.
struct Named<'t> {
    person: Option<&'t str>,
    agency: Option<&'static str>,
}

impl Named<'_> {
    fn is(&self, other: &Named) -> bool {
        self.agency == other.agency && self.person.map(fold) == other.person.map(fold)
    }
}

/// Whom a credit names that starts at a place of a text and ends it.
fn named(text: &str, start: usize) -> Option<Named<'_>> {
    let agency = agency(&text[start..]);
    if agency.is_some() {
        return Some(Named { person: None, agency });
    }
    let name = bracketed(text, start)?;
    let is_one = people(name).is_some_and(|all| all.len() == 1 && name.contains(' '));
    is_one.then_some(Named { person: Some(name), agency: None })
}

/// What stands in the brackets that end a text, where it starts at a place.
fn bracketed(text: &str, start: usize) -> Option<&str> {
    text[..start].ends_with('(').then(|| text[start..].trim_end_matches('.').strip_suffix(')')).flatten()
}

/// The agency that is all of a credit.
fn agency(credit: &str) -> Option<&'static str> {
    let bare = credit.trim_matches(|c: char| !c.is_alphanumeric());
    lexicon::agency(bare).filter(|agency| agency.kind == SourceKind::Agency).map(|agency| agency.name.as_str())
}

impl Caption {
    /// Which of its photographers and whether its agency a text names.
    fn shared(&self, text: &str) -> Option<(Option<String>, Option<String>)> {
        let folded = fold(text);
        let person = self.photographers.iter().find(|name| name.contains(' ') && has_words(&folded, &fold(name)));
        let source = self.agency.as_ref().filter(|name| agency(text) == Some(name) || has_words(&folded, &fold(name)));
        (person.is_some() || source.is_some()).then(|| (person.cloned(), source.cloned()))
    }
}

impl Passage {
    /// Reads it as a caption whose credit starts at a place of its body.
    fn add_credit(&mut self, text: &str, start: usize, photographer: Option<String>, agency: Option<String>) {
        let said = Span::new(self.body.start, self.body.start + start);
        self.body = Span::new(said.start, said.start + said.of(text).trim_end_matches(sets_off).len());
        self.role = Role::Caption;
        self.caption = Some(Caption {
            raw: self.raw,
            body: self.body,
            agency,
            photographers: photographer.into_iter().collect(),
            credit: Some(Span::new(said.end, self.raw.end)),
            ..Caption::default()
        });
    }
}

/// Where the words of a credit start that end a text.
fn tail(text: &str) -> Option<usize> {
    let near = text.floor_char_boundary(text.len().saturating_sub(NEAR));
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    // mostly no sentence and no bracket ends there
    if !text[bare.len()..].starts_with(')') {
        memchr::memrchr3(b'.', b'!', b'?', bare.as_bytes().get(near..)?)?;
    }
    starts(text, near).find(|&start| is_credit(&text[start..]))
}

/// Where a credit may start near the end of a text: behind a sentence, or in the brackets that end it.
fn starts(text: &str, near: usize) -> impl Iterator<Item = usize> {
    let mut starts: Vec<usize> = words(&text[near..]).map(|word| near + word.start).collect();
    starts.drain(..starts.len().saturating_sub(LONGEST));
    starts.into_iter().filter(|&start| {
        let before = text[..start].trim_end_matches(sets_off);
        !before.is_empty() && (before.ends_with(['.', '!', '?', '…', '"', '”', '’', '»']) || bracketed(text, start).is_some())
    })
}

/// Reads English texts as captions that name whom a Spanish caption of the page names.
pub(super) fn tell(text: &str, passages: &mut [Passage]) {
    let spanish = passages.iter().filter(|p| p.is(Language::Spanish)).filter_map(|p| p.caption.as_ref());
    let (mut people, mut agencies): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    for caption in spanish {
        // one word alone may stand in any sentence
        people.extend(caption.photographers.iter().filter(|name| name.contains(' ')).cloned());
        agencies.extend(caption.agency.clone());
    }
    let sources = |names: BTreeSet<String>| names.into_iter().take(MOST).map(|name| (fold(&name), name)).collect();
    let known = Known { people: sources(people), agencies: sources(agencies) };
    let without = passages.iter_mut().filter(|p| p.is(Language::English) && p.caption.is_none() && p.role != Role::Headline);
    for passage in without {
        if let Some((start, photographer, agency)) = known.find(passage.body.of(text)) {
            passage.add_credit(text, start, photographer.cloned(), agency.cloned());
        }
    }
}

fn sets_off(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | '[' | '|' | '/' | '*' | '-' | '–' | '—')
}

/// So many names are looked for at most: a page with more is an archive, and every English text of it is searched.
const MOST: usize = 256;

/// Who took the pictures of the Spanish captions, folded and as printed.
struct Known {
    people: Vec<(String, String)>,
    agencies: Vec<(String, String)>,
}

/// A credit of this kind has so many words at most,
const LONGEST: usize = 10;
/// and so many bytes.
const NEAR: usize = 120;

impl Known {
    /// Where the credit starts that ends a text behind a sentence, with the photographer and the agency that it shares with a Spanish one.
    fn find(&self, text: &str) -> Option<(usize, Option<&String>, Option<&String>)> {
        let near = text.floor_char_boundary(text.len().saturating_sub(NEAR));
        let named = |names: &'_ [(String, String)], tail: &str| names.iter().position(|(name, _)| has_words(tail, name));
        let whole = fold(&text[near..]);
        if named(&self.people, &whole).is_none() && named(&self.agencies, &whole).is_none() {
            return None;
        }
        starts(text, near).find_map(|start| {
            let tail = Some(&text[start..]).filter(|tail| is_credit(tail))?;
            let folded = fold(tail);
            let (person, agency) = (named(&self.people, &folded), named(&self.agencies, &folded));
            // an agency alone may have told the story
            let found = person.is_some() || agency.is_some() && says_picture(&folded, tail);
            found.then(|| (start, person.map(|at| &self.people[at].1), agency.map(|at| &self.agencies[at].1)))
        })
    }
}

/// Folded words of credits, and those that join them.
const OF_PICTURES: &[&str] = &[
    "photo",
    "photos",
    "picture",
    "pictures",
    "image",
    "images",
    "photograph",
    "photographs",
    "credit",
    "courtesy",
    "copyright",
    "handout",
    "shot",
    "supplied",
    "provided",
    "taken",
    "special",
    "file",
    "via",
];
const JOINING: &[&str] = &["by", "for", "from", "of", "the", "to", "and", "with", "de", "por", "y"];

/// Whether a text has only names, numbers and words of credits.
fn is_credit(text: &str) -> bool {
    words(text).all(|word| {
        let word = word.of(text);
        is_capitalised(word) || word.chars().all(|c| c.is_ascii_digit()) || {
            let folded = fold(word);
            OF_PICTURES.contains(&folded.as_str()) || JOINING.contains(&folded.as_str())
        }
    })
}

fn says_picture(folded: &str, printed: &str) -> bool {
    printed.contains(':') || words(folded).any(|word| OF_PICTURES.contains(&word.of(folded)))
}

/// Whether a folded text holds a folded name, as whole words.
fn has_words(text: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_took_the_spanish_picture_tells_the_english_credit() {
        let names = |name: &str| vec![(fold(name), name.to_owned())];
        let known = Known { people: names("Galo Cañas"), agencies: names("Cuartoscuro") };
        let seen =
            |text: &str| known.find(text).map(|(start, person, agency)| (text[start..].to_owned(), person.is_some(), agency.is_some()));
        let said = "The teachers marched toward the main square.";
        for (credit, person, agency) in [
            ("Galo Canas via Cuartoscuro", true, true),
            ("Galo Cañas for Cuartoscuro", true, true),
            ("Cuartoscuro photo by Galo Cañas", true, true),
            ("Cuartoscuro photo", false, true),
            ("Pictures: Cuartoscuro", false, true),
            ("By Galo Cañas/Cuartoscuro", true, true),
            ("Galo Cañas, Cuartoscuro", true, true),
            ("Supplied by Galo Cañas", true, false),
            ("Phoot: Cuartoscuro/Galo Cañas 1/3", true, true),
        ] {
            assert_eq!(seen(&format!("{said} {credit}")), Some((credit.to_owned(), person, agency)), "{credit}");
        }
        for text in [
            "The teachers marched. Galo Cañas was there for Cuartoscuro.",
            "The teachers marched toward Cuartoscuro",
            "Teachers marched. Cuartoscuro",
            "Galo Cañas for Cuartoscuro",
            "The teachers marched with Galo Cañas",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }
}
