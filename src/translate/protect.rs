//! Names and terms come out of an engine as they should: a name as it is, an institution as the glossary has it.
//!
//! An engine translates a text as it is. What it made of a name or term is looked for where it came out wrong: as the engine translates
//! it alone, else as what looks most like it; that is put right. Where nothing is found, the text is translated again with a placeholder
//! in the term's place, which says nothing in any language and so goes through. Of a whole caption only the body is translated; slug
//! and credit stay.

use super::terms::{Term, terms};
use super::{Direction, Error, Translate};
use crate::caption;
use crate::span::Span;
use crate::text::{fold, words};
use std::collections::HashMap;

/// An engine with protection of names and terms.
pub struct Protected<T> {
    engine: T,
}

impl<T: Translate> Protected<T> {
    /// Puts protection around an engine.
    pub fn new(engine: T) -> Self {
        Self { engine }
    }

    /// What the engine makes of each term alone.
    fn literally<'j>(&self, jobs: &'j [Job]) -> HashMap<&'j str, String> {
        let mut printed: Vec<&str> = jobs.iter().flat_map(|job| &job.wrong).map(|term| term.printed.as_str()).collect();
        printed.sort_unstable();
        printed.dedup();
        let said = if printed.is_empty() { Vec::new() } else { self.engine.translate(&printed) };
        printed.into_iter().zip(said).filter_map(|(printed, said)| Some((printed, said.ok()?))).collect()
    }
}

/// A text with terms that came out wrong.
struct Job {
    /// Its number in the batch.
    at: usize,
    /// Its terms,
    terms: Vec<Term>,
    /// and those that came out wrong.
    wrong: Vec<Term>,
}

impl<T: Translate> Translate for Protected<T> {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn direction(&self) -> &Direction {
        self.engine.direction()
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let bodies: Vec<Span> = texts.iter().map(|text| body(text)).collect();
        let said: Vec<&str> = texts.iter().zip(&bodies).map(|(text, body)| body.of(text)).collect();
        let mut found = self.engine.translate(&said);
        let job = |(at, (body, found)): (usize, (&&str, &Result<String, Error>))| {
            let terms = terms(body, self.direction());
            let wrong = missing(&terms, found.as_deref().ok()?);
            (!wrong.is_empty()).then_some(Job { at, terms, wrong })
        };
        let jobs: Vec<Job> = said.iter().zip(&found).enumerate().filter_map(job).collect();
        let literal = self.literally(&jobs);
        let mut masked = Vec::new();
        for job in &jobs {
            let Ok(text) = &mut found[job.at] else { continue };
            *text = repaired(std::mem::take(text), &job.wrong, &literal);
            let lost = missing(&job.terms, text);
            if !lost.is_empty() {
                masked.push((job, mask(said[job.at], &lost), lost));
            }
        }
        let again: Vec<&str> = masked.iter().map(|(_, text, _)| text.as_str()).collect();
        let answers = if again.is_empty() { Vec::new() } else { self.engine.translate(&again) };
        for ((job, _, lost), answer) in masked.iter().zip(answers) {
            let (Ok(answer), Ok(text)) = (answer, &mut found[job.at]) else { continue };
            let answer = unmasked(answer, said[job.at], lost);
            let answer = repaired(answer, &job.terms, &literal);
            // an engine may lose a placeholder, or another name
            if missing(&job.terms, &answer).len() < lost.len() {
                *text = answer;
            }
        }
        let whole = |((text, body), found): ((&&str, Span), Result<String, Error>)| {
            found.map(|said| format!("{}{said}{}", &text[..body.start], &text[body.end..]))
        };
        texts.iter().zip(bodies).zip(found).map(whole).collect()
    }
}

/// The terms that a translation does not have.
fn missing(terms: &[Term], translation: &str) -> Vec<Term> {
    terms.iter().filter(|term| !term.is_in(translation)).cloned().collect()
}

/// The text with what an engine made of terms put right, where that is found.
fn repaired(text: String, terms: &[Term], literal: &HashMap<&str, String>) -> String {
    terms.iter().fold(text, |text, term| {
        if term.is_in(&text) {
            return text;
        }
        let literal = literal.get(term.printed.as_str()).and_then(|said| find_word(&lower(&text), &lower(said)));
        // what a term is in another language looks like nothing that could be found
        match literal.or_else(|| (term.wanted == term.printed).then(|| likest(&text, term))?) {
            Some(at) => format!("{}{}{}", &text[..at.start], term.wanted, &text[at.end..]),
            None => text,
        }
    })
}

/// What of a text is to be translated: of a caption, what it says.
fn body(text: &str) -> Span {
    caption::parse(text, Span::new(0, text.len())).map_or(Span::new(0, text.len()), |caption| caption.body)
}

/// A word that no language has: letters and digits, as in the name of a thing. Another one where the text has it.
fn placeholder(body: &str, number: usize) -> String {
    let head = ["QX", "ZX", "XJ", "QJ"].into_iter().find(|head| !body.contains(head)).unwrap_or("XQZ");
    format!("{head}{}", number + 1)
}

fn mask(body: &str, terms: &[Term]) -> String {
    let (mut out, mut end) = (String::new(), 0);
    for (number, term) in terms.iter().enumerate() {
        out.push_str(&body[end..term.span.start]);
        out.push_str(&placeholder(body, number));
        end = term.span.end;
    }
    out + &body[end..]
}

/// The answer with terms in the places of placeholders.
fn unmasked(mut answer: String, body: &str, terms: &[Term]) -> String {
    for (number, term) in terms.iter().enumerate() {
        if let Some(at) = find_word(&answer, &placeholder(body, number)) {
            answer.replace_range(at.start..at.end, &term.wanted);
        }
    }
    answer
}

/// Where a word or words stand in a text, not as parts of others.
pub(super) fn find_word(text: &str, wanted: &str) -> Option<Span> {
    if wanted.is_empty() {
        return None;
    }
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let spans = text.match_indices(wanted).map(|(at, _)| Span::new(at, at + wanted.len()));
    let mut whole = spans.filter(|at| !inside(text[..at.start].chars().next_back()) && !inside(text[at.end..].chars().next()));
    whole.next()
}

/// Lower case where that has the same length, so that places stay.
fn lower(text: &str) -> String {
    text.chars().map(|c| c.to_lowercase().next().filter(|l| l.len_utf8() == c.len_utf8()).unwrap_or(c)).collect()
}

/// How similar a name and an engine's version of it are at least: `Lomas do Pedregal`.
const ALIKE: f32 = 0.7;

/// Words of a text that share most pairs of letters with a term.
fn likest(text: &str, term: &Term) -> Option<Span> {
    let spans: Vec<Span> = words(text).collect();
    let length = words(&term.printed).count();
    let windows = (length.saturating_sub(1).max(1)..=length + 1).flat_map(|n| spans.windows(n));
    let places = windows.map(|words| Span::new(words[0].start, words[words.len() - 1].end));
    let scored = places.map(|place| (alike(place.of(text), &term.printed), place));
    scored.filter(|(score, _)| *score >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
}

/// Dice's coefficient of the pairs of letters, 0..=1.
fn alike(a: &str, b: &str) -> f32 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = fold(text).chars().collect();
        letters.windows(2).map(|w| (w[0], w[1])).collect()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let shared = a.iter().filter(|pair| b.iter().position(|p| p == *pair).map(|at| b.swap_remove(at)).is_some()).count();
    if all == 0 { 0.0 } else { 2.0 * shared as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translate::testing::Engine;

    /// Translates word by word, badly: names as well.
    fn engine() -> Protected<Engine> {
        Protected::new(Engine::new("es", "en", |text| {
            let worse =
                [("Petróleos Mexicanos", "Mexican Oils"), ("CIDH", "CIDH"), ("Lomas del Pedregal", "Lomas do Pedregal"), ("el ", "the ")];
            Ok(worse.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)))
        }))
    }

    fn said(engine: &Protected<Engine>, text: &str) -> String {
        engine.translate(&[text]).pop().unwrap().unwrap()
    }

    const TEXT: &str = "el director de Petróleos Mexicanos (Pemex) y la CIDH en la colonia Lomas del Pedregal";

    #[test]
    fn terms_come_out_as_the_glossary_has_them_and_names_as_they_are() {
        let expected = "the director de Petroleos Mexicanos (Pemex) y la IACHR en la colonia Lomas del Pedregal";
        assert_eq!(said(&engine(), TEXT), expected);
    }

    #[test]
    fn what_is_found_nowhere_gets_a_placeholder() {
        let stubborn = |loses: &'static str| {
            Protected::new(Engine::new("es", "en", move |text| {
                let said = text.replace("la CIDH", if text == "CIDH" { "CIDH" } else { "they" }).replace("Pemex", "Oils");
                Ok(said.replace(loses, "it"))
            }))
        };
        assert_eq!(said(&stubborn("-"), "con la CIDH y Pemex"), "con la IACHR y Pemex");
        // lost: as good as without
        assert_eq!(said(&stubborn("QX1"), "con la CIDH y Pemex"), "con they y Pemex");
    }

    #[test]
    fn slug_and_credit_stay() {
        let caption = "51002073. México 02 Oct 2015 (Notimex-José Pazos).-el perro. NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL";
        assert_eq!(said(&engine(), caption), caption.replace("el perro", "the perro"));
    }

    #[test]
    fn placeholders_are_whole_words_and_another_where_the_text_has_them() {
        assert_eq!(find_word("QX12 QX1", "QX1"), Some(Span::new(5, 8)));
        assert_eq!(placeholder("the QX1", 0), "ZX1");
    }
}
