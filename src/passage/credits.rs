//! English credits in a form that no grammar knows, told by the Spanish captions of the page: `... Galo Cañas for Cuartoscuro`,
//! `... Cuartoscuro photo`.

use super::{Passage, Role};
use crate::article::Span;
use crate::caption::Caption;
use crate::language::Language;
use crate::text::{fold, is_capitalised, words};

/// Finds them, and reads the passages that have one as captions.
pub(super) fn tell(text: &str, passages: &mut [Passage]) {
    let spanish = passages.iter().filter(|p| p.is(Language::Spanish)).filter_map(|p| p.caption.as_ref());
    let (mut people, mut agencies): (Vec<String>, Vec<String>) = Default::default();
    for caption in spanish {
        // one word alone may stand in any sentence
        people.extend(caption.photographers.iter().filter(|name| name.contains(' ')).cloned());
        agencies.extend(caption.agency.clone());
    }
    let sources = |names: Vec<String>| names.into_iter().map(|name| (fold(&name), name)).collect();
    let known = Known { people: sources(people), agencies: sources(agencies) };
    let without = passages.iter_mut().filter(|p| p.is(Language::English) && p.caption.is_none() && p.role != Role::Headline);
    for passage in without {
        let body = passage.body.of(text);
        let Some((start, photographer, agency)) = known.find(body) else { continue };
        let said = Span::new(passage.body.start, passage.body.start + start);
        passage.body = Span::new(said.start, said.start + said.of(text).trim_end_matches(sets_off).len());
        passage.role = Role::Caption;
        passage.caption = Some(Caption {
            raw: passage.raw,
            body: passage.body,
            agency: agency.cloned(),
            photographers: photographer.into_iter().cloned().collect(),
            credit: Some(Span::new(said.end, passage.raw.end)),
            ..Caption::default()
        });
    }
}

fn sets_off(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | '[' | '|' | '/' | '*' | '-' | '–' | '—')
}

/// Who took the pictures of the Spanish captions, folded and as printed.
struct Known {
    people: Vec<(String, String)>,
    agencies: Vec<(String, String)>,
}

/// A credit of this kind has so many words at most.
const LONGEST: usize = 10;

impl Known {
    /// Where the credit starts that ends a text behind a sentence, with the photographer and the agency that it shares with a Spanish one.
    fn find(&self, text: &str) -> Option<(usize, Option<&String>, Option<&String>)> {
        let near = text.floor_char_boundary(text.len().saturating_sub(120));
        let named = |names: &'_ [(String, String)], tail: &str| names.iter().position(|(name, _)| has_words(tail, name));
        let whole = fold(&text[near..]);
        if named(&self.people, &whole).is_none() && named(&self.agencies, &whole).is_none() {
            return None;
        }
        let mut starts: Vec<usize> = words(&text[near..]).map(|word| near + word.start).collect();
        starts.drain(..starts.len().saturating_sub(LONGEST));
        starts.into_iter().find_map(|start| {
            let before = text[..start].trim_end_matches(sets_off);
            let tail = &text[start..];
            if before.is_empty() || !before.ends_with(['.', '!', '?', '…', '"', '”', '’', '»']) || !is_credit(tail) {
                return None;
            }
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
const JOINING: &[&str] = &["by", "for", "from", "of", "the", "to", "and", "with", "de", "y"];

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
