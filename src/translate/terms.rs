//! What in a text must come out of a translation in one way only.

use super::Direction;
use super::protect::find_word;
use crate::lexicon::{self, Institution, vocabulary};
use crate::span::Span;
use crate::text::{fold, is_capitalised, is_upper, sentences, words};

/// A name, number or term.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// Its place in the text.
    pub(super) span: Span,
    /// As printed there.
    pub(super) printed: String,
    /// As it must come out.
    pub(super) wanted: String,
    /// Other forms that will do, folded.
    accepted: Vec<String>,
}

impl Term {
    fn new(text: &str, span: Span, wanted: &str, accepted: &[String]) -> Self {
        let accepted = accepted.iter().map(|form| fold(form)).collect();
        Self { span, printed: span.of(text).to_owned(), wanted: wanted.to_owned(), accepted }
    }

    /// Whether a translation has it.
    pub(super) fn is_in(&self, translation: &str) -> bool {
        find_word(translation, &self.wanted).is_some() || {
            let folded = fold(translation);
            self.accepted.iter().any(|form| form.len() > 1 && find_word(&folded, form).is_some())
        }
    }
}

/// Words inside a name: `Lomas del Pedregal`.
const CONNECTORS: &[&str] = &["de", "del", "la", "las", "los"];

/// What comes after them is a name, whatever it says.
const BEFORE_NAMES: &[&str] =
    &["colonia", "calle", "avenida", "fraccionamiento", "barrio", "ranchería", "ejido", "municipio", "delegación", "estadio", "teatro"];

/// A Spanish word that occurs this often in 120,000 sentences is not rare enough to be a name.
const KNOWN: f32 = 3.0;

/// The terms of a text, in order.
pub(super) fn terms(text: &str, direction: &Direction) -> Vec<Term> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let spans: Vec<Span> = words(sentence.of(text)).map(|word| word.shifted(sentence.start)).collect();
        Words { text, spans, direction }.add_terms(&mut found);
    }
    found
}

/// The words of a sentence.
struct Words<'t> {
    text: &'t str,
    spans: Vec<Span>,
    direction: &'t Direction,
}

impl<'t> Words<'t> {
    fn word(&self, at: usize) -> &'t str {
        self.spans.get(at).map_or("", |span| span.of(self.text))
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.spans[from].start, self.spans[to - 1].end)
    }

    /// Whether only one blank stands between a word and the next.
    fn goes_on(&self, at: usize) -> bool {
        self.spans.get(at + 1).is_some_and(|next| &self.text[self.spans[at].end..next.start] == " ")
    }

    fn add_terms(&self, found: &mut Vec<Term>) {
        let printed: Vec<&str> = (0..self.spans.len()).map(|at| self.word(at)).collect();
        let institutions = lexicon::glossary().find(&printed);
        let mut at = 0;
        while at < self.spans.len() {
            let institution = institutions.iter().find(|(_, range)| range.start == at && !self.is_part_of_a_name(range.end));
            let (term, next) = match institution {
                Some((number, range)) => (self.institution(lexicon::glossary().get(*number), range.clone()), range.end),
                None => self
                    .place(at)
                    .or_else(|| self.name(at, &institutions))
                    .or_else(|| self.code(at))
                    .map_or((None, at + 1), |(term, next)| (Some(term), next)),
            };
            found.extend(term);
            at = next;
        }
    }

    /// `Marina` is the navy, and in `Marina Ruiz` a name.
    fn is_part_of_a_name(&self, end: usize) -> bool {
        end < self.spans.len() && self.goes_on(end - 1) && is_capitalised(self.word(end)) && lexicon::is_name(&fold(self.word(end)))
    }

    fn institution(&self, institution: &Institution, range: std::ops::Range<usize>) -> Option<Term> {
        let span = self.span(range.start, range.end);
        let printed = span.of(self.text);
        let forms = if self.direction.to == "en" { &institution.english_forms } else { &institution.spanish_forms };
        let same = |form: &&String| fold(form) == fold(printed);
        if let Some(short) = institution.acronyms.iter().find(same) {
            // an engine may know a short name that the glossary does not
            let accepted: Vec<String> = forms.iter().cloned().chain(forms.iter().map(|form| initials(form))).collect();
            return Some(Term::new(self.text, span, acronym(institution, short, forms), &accepted));
        }
        // `desapariciones forzadas` are more than one
        let many = |form: &&String| printed.starts_with(char::is_lowercase) && printed.ends_with('s') && form.ends_with('s');
        let wanted = forms.iter().find(many).or(forms.first())?;
        Some(Term::new(self.text, span, wanted, forms))
    }

    /// A place that has another name in English.
    fn place(&self, at: usize) -> Option<(Term, usize)> {
        if self.direction.to != "en" || !is_capitalised(self.word(at)) {
            return None;
        }
        (at + 1..=(at + 5).min(self.spans.len())).rev().find_map(|to| {
            let span = self.span(at, to);
            let english = lexicon::english_place(span.of(self.text)).filter(|_| !self.is_part_of_a_name(to))?;
            Some((Term::new(self.text, span, english, &[initials(english)]), to))
        })
    }

    /// A name of a person or place: it stays.
    fn name(&self, from: usize, institutions: &[(usize, std::ops::Range<usize>)]) -> Option<(Term, usize)> {
        let announced = from > 0 && BEFORE_NAMES.contains(&self.word(from - 1)) && is_capitalised(self.word(from));
        if !(announced || self.is_name(from)) {
            return None;
        }
        let open = announced || lexicon::is_name(&fold(self.word(from)));
        let (mut to, mut at) = (from + 1, from);
        while self.goes_on(at) {
            at += 1;
            if institutions.iter().any(|(_, range)| range.start == at) {
                break;
            } else if is_capitalised(self.word(at)) && (open || self.is_name(at)) {
                to = at + 1;
            } else if !CONNECTORS.contains(&self.word(at)) || at - to > 1 {
                break;
            }
        }
        // a word that is only rare may be one that an engine knows: `Gales`
        if to == from + 1 && !open {
            return None;
        }
        let span = self.span(from, to);
        Some((Term::new(self.text, span, span.of(self.text), &[]), to))
    }

    /// Whether a word is a name: a known one, or one with a capital that is no Spanish word. A sentence begins with a capital anyway.
    fn is_name(&self, at: usize) -> bool {
        let word = self.word(at);
        let lower = word.to_lowercase();
        if !is_capitalised(word) || word.chars().count() < 2 || is_upper(word) || lexicon::function_word(&lower).is_some() {
            return false;
        }
        let known = vocabulary().counts(&lower).0 >= KNOWN;
        let means = || vocabulary().find(&lower).is_some_and(|word| vocabulary().translations(word).next().is_some());
        let first = at == 0 && known && !(self.goes_on(at) && lexicon::is_name(&fold(self.word(at + 1))));
        if lexicon::is_name(&fold(word)) { !first } else { at > 0 && !known && !means() }
    }

    /// A photo's number, or an acronym that no text but this has.
    fn code(&self, at: usize) -> Option<(Term, usize)> {
        let word = self.word(at);
        let number = word.len() >= 6 && word.bytes().all(|b| b.is_ascii_digit());
        let letters = word.chars().count();
        let unknown = || {
            let (spanish, english) = vocabulary().counts(&word.to_lowercase());
            is_upper(word)
                && (3..=6).contains(&letters)
                && spanish + english == 0.0
                && (0..self.spans.len()).any(|at| !is_upper(self.word(at)))
        };
        (number || unknown()).then(|| (Term::new(self.text, self.spans[at], word, &[]), at + 1))
    }
}

/// The acronym that the forms of a language spell, where there is one; else the printed one.
fn acronym<'i>(institution: &'i Institution, printed: &'i str, forms: &[String]) -> &'i str {
    let spelt = |short: &str| forms.iter().any(|form| initials(form) == short);
    let own = institution.acronyms.iter().map(String::as_str).find(|short| spelt(short));
    own.filter(|_| !spelt(printed)).unwrap_or(printed)
}

/// `IACHR` of `Inter-American Commission on Human Rights`.
fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Vec<(String, String)> {
        terms(text, &Direction::new("es", "en")).into_iter().map(|term| (term.printed, term.wanted)).collect()
    }

    fn verbatim(text: &str) -> Vec<String> {
        wanted(text).into_iter().map(|(printed, wanted)| if printed == wanted { printed } else { format!("{printed}={wanted}") }).collect()
    }

    #[test]
    fn names_and_terms_of_the_seed() {
        let found = verbatim(
            "por parte del secretario de Gobernación, Miguel Ángel Osorio Chong, y de Petróleos Mexicanos (Pemex) en Reynosa, Tamaulipas.",
        );
        assert_eq!(
            found,
            [
                "secretario de Gobernación=Interior Secretary",
                "Miguel Ángel Osorio Chong",
                "Petróleos Mexicanos=Petroleos Mexicanos",
                "Pemex",
                "Reynosa",
                "Tamaulipas"
            ]
        );
        assert_eq!(verbatim("en la colonia Lomas del Pedregal, con la CIDH"), ["Lomas del Pedregal", "CIDH=IACHR"]);
    }

    #[test]
    fn common_words_with_capitals_are_translated() {
        assert_eq!(verbatim("El Parque de Barrio y la Universidad Autónoma del Estado"), Vec::<String>::new());
    }

    #[test]
    fn places_have_their_english_names() {
        assert_eq!(verbatim("Viajó a la Ciudad de México y a España."), ["Ciudad de México=Mexico City", "España=Spain"]);
    }

    #[test]
    fn acronyms_are_those_of_the_language() {
        assert_eq!(verbatim("La ONU y la PGR, la OMS y la Segob."), ["ONU=UN", "PGR", "OMS=WHO", "Segob"]);
        assert_eq!(verbatim("La Segob y la CIDH pidieron a Pemex"), ["Segob", "CIDH=IACHR", "Pemex"]);
        let spanish = terms("The IACHR met.", &Direction::new("en", "es"));
        assert_eq!(spanish[0].wanted, "CIDH");
    }

    #[test]
    fn one_word_is_an_office_or_a_name() {
        assert_eq!(verbatim("Ayer Marina Ruiz habló de la Marina."), ["Ruiz", "Marina=Naval Secretariat"]);
        assert_eq!(verbatim("Fuentes cercanas y Fuentes, en Gales."), ["Fuentes"]);
    }
}
