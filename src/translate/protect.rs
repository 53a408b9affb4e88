//! Names and terms come out of an engine as they should: a name as it is, an institution as the glossary has it.
//!
//! An engine translates a text as it is first. Where a name or term came out wrong, the text is translated again with a placeholder in
//! its place, which says nothing in any language and so goes through. An engine may lose a placeholder too: then what it made of the
//! term is looked for and put right. Of a whole caption only the body is translated; slug and credit stay.

use super::terms::{Term, terms};
use super::{Direction, Error, Translate};
use crate::article::Span;
use crate::caption;
use crate::text::{fold, words};

/// An engine whose names and terms are seen to.
pub struct Protected<T> {
    engine: T,
}

impl<T: Translate> Protected<T> {
    /// Puts protection around an engine.
    pub fn new(engine: T) -> Self {
        Self { engine }
    }

    /// What the engine makes of a text where nothing is protected.
    fn literally(&self, text: &str) -> Option<String> {
        self.engine.translate(&[text]).pop()?.ok()
    }

    /// Puts right what an engine made of a term: as it translates the term alone, else what looks most like it.
    fn repair(&self, text: &str, term: &Term) -> String {
        let literal = self.literally(&term.printed);
        let place = literal.and_then(|said| find_word(&fold_same_length(text), &fold_same_length(&said))).or_else(|| likest(text, term));
        place.map_or_else(|| text.to_owned(), |at| format!("{}{}{}", &text[..at.start], term.wanted, &text[at.end..]))
    }
}

/// A text with terms that came out wrong.
struct Job<'t> {
    /// Its number in the batch.
    at: usize,
    body: &'t str,
    /// What placeholders stand for.
    masked: Vec<Term>,
    /// What lost its placeholder.
    lost: Vec<Term>,
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
        let mut jobs: Vec<Job<'_>> = Vec::new();
        for (at, (body, found)) in said.iter().zip(&found).enumerate() {
            let Ok(text) = found else { continue };
            let masked: Vec<Term> = terms(body, self.direction()).into_iter().filter(|term| !term.is_in(text)).collect();
            if !masked.is_empty() {
                jobs.push(Job { at, body, masked, lost: Vec::new() });
            }
        }
        // once with all placeholders, once without those that were lost
        for last in [false, true] {
            let masked: Vec<String> = jobs.iter().map(|job| mask(job.body, &job.masked)).collect();
            let answers = self.engine.translate(&masked.iter().map(String::as_str).collect::<Vec<_>>());
            let mut again = Vec::new();
            for (mut job, answer) in jobs.into_iter().zip(answers) {
                let Ok(answer) = answer else { continue };
                let (text, lost) = unmask(&answer, job.body, &job.masked);
                if lost.is_empty() || last {
                    job.lost.extend(lost.into_iter().map(|at| job.masked[at].clone()));
                    let whole = job.lost.iter().filter(|term| !term.is_in(&text)).fold(text.clone(), |text, term| self.repair(&text, term));
                    found[job.at] = Ok(whole);
                } else {
                    let (gone, kept) = job.masked.into_iter().enumerate().partition::<Vec<_>, _>(|(at, _)| lost.contains(at));
                    job.lost.extend(gone.into_iter().map(|(_, term)| term));
                    job.masked = kept.into_iter().map(|(_, term)| term).collect();
                    again.push(job);
                }
            }
            jobs = again;
        }
        let whole = |((text, body), found): ((&&str, Span), Result<String, Error>)| {
            found.map(|said| format!("{}{said}{}", &text[..body.start], &text[body.end..]))
        };
        texts.iter().zip(bodies).zip(found).map(whole).collect()
    }
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

/// The answer with terms in the places of placeholders, and the numbers of the terms whose placeholder is not there once.
fn unmask(answer: &str, body: &str, terms: &[Term]) -> (String, Vec<usize>) {
    let (mut text, mut lost) = (answer.to_owned(), Vec::new());
    for (number, term) in terms.iter().enumerate() {
        let mark = placeholder(body, number);
        match find_word(&text, &mark) {
            Some(at) if find_word(&text[at.end..], &mark).is_none() => text.replace_range(at.start..at.end, &term.wanted),
            _ => lost.push(number),
        }
    }
    (text, lost)
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
fn fold_same_length(text: &str) -> String {
    text.chars().map(|c| c.to_lowercase().next().filter(|l| l.len_utf8() == c.len_utf8()).unwrap_or(c)).collect()
}

/// Words of a text that share most pairs of letters with a term.
fn likest(text: &str, term: &Term) -> Option<Span> {
    let spans: Vec<Span> = words(text).collect();
    let length = words(&term.printed).count();
    let windows = (length.saturating_sub(1).max(1)..=length + 1).flat_map(|n| spans.windows(n));
    let places = windows.map(|words| Span::new(words[0].start, words[words.len() - 1].end));
    let scored = places.map(|place| (alike(place.of(text), &term.printed), place));
    scored.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
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
    fn engine(loses: &'static [&'static str]) -> Protected<Engine> {
        Protected::new(Engine::new("es", "en", move |text| {
            let worse = [("Petróleos Mexicanos", "Mexican Oils"), ("CIDH", "CIDH"), ("Lomas del Pedregal", "Lomas do Pedregal"), ("el ", "the ")];
            let said = worse.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
            Ok(loses.iter().fold(said, |text, lost| text.replace(lost, "thing")))
        }))
    }

    fn said(engine: &Protected<Engine>, text: &str) -> String {
        engine.translate(&[text]).pop().unwrap().unwrap()
    }

    const TEXT: &str = "el director de Petróleos Mexicanos (Pemex) y la CIDH en la colonia Lomas del Pedregal";

    #[test]
    fn terms_come_out_as_the_glossary_has_them_and_names_as_they_are() {
        let expected = "the director de Petroleos Mexicanos (Pemex) y la IACHR en la colonia Lomas del Pedregal";
        assert_eq!(said(&engine(&[]), TEXT), expected);
    }

    #[test]
    fn a_lost_placeholder_is_no_lost_term() {
        // which of the three stands for which is found out by losing each
        for lost in [&["QX1"][..], &["QX2"], &["QX3"], &["QX1", "QX2", "QX3"]] {
            let text = said(&engine(lost), TEXT);
            assert!(text.contains("Petroleos Mexicanos (Pemex)") && text.contains("IACHR") && text.contains("Lomas del Pedregal"), "{text}");
        }
    }

    #[test]
    fn slug_and_credit_stay() {
        let caption = "51002073. México 02 Oct 2015 (Notimex-José Pazos).-el perro. NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL";
        assert_eq!(said(&engine(&[]), caption), caption.replace("el perro", "the perro"));
    }

    #[test]
    fn placeholders_are_whole_words_and_another_where_the_text_has_them() {
        assert_eq!(find_word("QX12 QX1", "QX1"), Some(Span::new(5, 8)));
        assert_eq!(placeholder("the QX1", 0), "ZX1");
    }
}
