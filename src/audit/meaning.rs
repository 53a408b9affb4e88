//! What the two sides say: something else, less, more, or what the story says and the photo does not show.

use super::draft::Draft;
use super::finding::Severity::{Error, Warning};
use super::page::{Case, OPENING, Page, Side};
use super::words::{Word, cut, shown};
use super::{Check, check, people, text};
use crate::article::Span;
use crate::pair::Relation;
use crate::text::fold;

const FAMILY: &str = "meaning";

pub(super) const CHECKS: &[Check] = &[
    check(
        "not-a-translation",
        FAMILY,
        Error,
        "the English says something else than the Spanish caption",
        "The two are printed for the same photo, but each says something that the other does not. One of them was taken from another text, or belongs to another photo.",
        "Entrega del Parque de Barrio en Reynosa. / Osorio Chong is to prioritize this issue in the human rights policy.",
    ),
    check(
        "part-missing",
        FAMILY,
        Warning,
        "the English leaves out a part of the Spanish caption",
        "What the English says is in the Spanish, but not the other way round. Where only a person is missing, `name-missing` says so instead.",
        "En conferencia de prensa, Ana Ruiz afirmó que habrá una ley. / Ana Ruiz.",
    ),
    check(
        "content-added",
        FAMILY,
        Warning,
        "the English says more than the Spanish caption",
        "All of the Spanish is in the English, which goes on. What it adds has no source in the caption.",
        "Vecinos celebran el Día de Muertos. / Residents celebrate the Day of the Dead. Hotels are full.",
    ),
    check(
        "lifted-from-story",
        FAMILY,
        Warning,
        "the English is a sentence of the story instead of a caption",
        "The English printed with the photo stands word for word in the story and is no translation of the caption: it does not say what is seen. Names and offices that the story repeats are no finding.",
        "(story) The senator is to prioritize this issue in the policy. (caption) Is to prioritize this issue in the policy. Photo: Notimex",
    ),
];

pub(super) fn find(page: &Page, case: &Case, found: &mut Vec<Draft>) {
    let Some(en) = &case.en else { return };
    let unsaid = &case.pair.unsaid;
    match case.pair.relation {
        Relation::Mismatch if !is_said(case) => {
            let message =
                format!("the English is not what the Spanish caption says{}", listed(page, " (only in English: ", &unsaid.target));
            let other = format!("says something else{}", listed(page, ": ", &unsaid.source).trim_end_matches(')'));
            found.push(Draft::new("not-a-translation", en.span, message).and(case.es.span, other).help(anew(case)));
            found.extend(lifted(page, en));
        }
        Relation::Partial | Relation::Mismatch => {
            let less = case.pair.evidence.is_some_and(|e| e.source_covered < e.target_covered);
            let words = if less { &unsaid.source } else { &unsaid.target };
            // a person that is missing is a finding of its own, and so is a text that breaks off
            let person = |spans: &[Span], person: Option<Span>| person.is_some_and(|person| left(spans, person) < SENTENCE);
            let explained = person(words, people::only_spanish(case)) || person(words, people::only_english(case));
            let shorter = if less { en } else { &case.es };
            if words.is_empty() || explained || text::truncated(shorter, !less).is_some() {
                return;
            }
            let draft = if less {
                let message = format!("the English leaves out a part of the Spanish caption{}", listed(page, " (", words));
                Draft::new("part-missing", en.span, message).help(whole(case))
            } else {
                let message = format!("the English says more than the Spanish caption{}", listed(page, " (", words));
                Draft::new("content-added", en.span, message).help("leave out what the caption does not say")
            };
            let draft = draft.called(if less { "says less" } else { "says more" });
            let other = if less { words.first().copied() } else { None };
            found.push(match other {
                Some(first) => draft.and(Span::new(first.start, words.last().map_or(first.end, |w| w.end)), "only here"),
                None => draft.and(case.es.span, ""),
            });
        }
        Relation::Translation | Relation::Unpaired => {}
    }
}

/// Whether the English says all that the Spanish says, by its meaning and its names, and a good deal more: no mismatch to a reader.
fn is_said(case: &Case) -> bool {
    case.pair.evidence.is_some_and(|e| {
        let (source, target) = (e.source_said.unwrap_or(0.0), e.target_said.unwrap_or(0.0));
        source > 0.65 && source - target > 0.2 && e.source_names.is_none_or(|names| names > 0.99) && e.source_covered > e.target_covered
    })
}

/// So many characters of a machine's translation are shown.
const GLOSS: usize = 300;

/// What to do about a text that says something else.
fn anew(case: &Case) -> String {
    let machine = case.pair.machine.as_deref().map(|text| format!("; a machine has: {}", cut(text, GLOSS)));
    format!("translate the Spanish caption anew{}", machine.unwrap_or_default())
}

/// What to do about a text that says less: with what a machine has and the English has not.
fn whole(case: &Case) -> String {
    let missing = case.pair.machine.as_deref().map(|text| missing(text, &case.pair.unsaid.machine)).filter(|missing| !missing.is_empty());
    let machine = missing.map(|missing| format!("; only in a machine's translation: {}", missing.join(", ")));
    format!("translate the whole caption{}", machine.unwrap_or_default())
}

/// The longest stretches of a machine's translation that the English has not, as they stand.
fn missing(machine: &str, stretches: &[Span]) -> Vec<String> {
    const MOST: usize = 3;
    let mut longest: Vec<&Span> = stretches.iter().collect();
    longest.sort_by_key(|span| std::cmp::Reverse(span.end - span.start));
    longest.truncate(MOST);
    longest.sort_by_key(|span| span.start);
    longest.into_iter().map(|span| format!("`{}`", cut(span.of(machine), GLOSS / MOST))).collect()
}

/// A person aside, so many words without counterpart are a part of the text.
const SENTENCE: usize = 4;

/// How many words without counterpart are no part of a person's name.
fn left(unsaid: &[Span], person: Span) -> usize {
    unsaid.iter().filter(|s| s.start < person.start || s.end > person.end).count()
}

/// The first words of a list, in a bracket that `open` opens; nothing for none.
fn listed(page: &Page, open: &str, spans: &[Span]) -> String {
    const MOST: usize = 5;
    if spans.is_empty() {
        return String::new();
    }
    let words: Vec<String> = spans.iter().take(MOST).map(|s| format!("`{}`", shown(page.article.at(*s)))).collect();
    let more = if spans.len() > MOST { ", …" } else { "" };
    format!("{open}{}{more})", words.join(", "))
}

/// The English, where all its words stand in a row in the story.
fn lifted(page: &Page, en: &Side) -> Option<Draft> {
    en.caption?;
    let wanted: Vec<&str> = en.words.iter().map(|w: &Word| w.folded.as_str()).collect();
    if wanted.len() < OPENING {
        return None;
    }
    page.opening(&wanted).find_map(|(passage, start)| {
        if passage.raw.start < en.span.end && en.span.start < passage.raw.end {
            return None;
        }
        let text = &page.article.at(passage.body)[start..];
        let mut spans = crate::text::words(text);
        let mut end = 0;
        for word in &wanted {
            let span = spans.next()?;
            if fold(super::page::bare(span.of(text))) != *word {
                return None;
            }
            end = span.end;
        }
        let place = Span::new(start, start + end).shifted(passage.body.start);
        let draft = Draft::new("lifted-from-story", en.span, "the English is a sentence of the story, not what the photo shows".to_owned());
        Some(draft.called("stands in the story").and(place, "here").help("write what the photo shows"))
    })
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::helps;

    #[test]
    fn a_machine_points_at_what_is_missing() {
        let es = "El alcalde de Reynosa inauguró un parque para los niños del barrio. También entregó becas a estudiantes de secundaria y prometió la pavimentación de las calles.";
        let machine = "The mayor of Reynosa opened a park for the children of the neighborhood. He also handed out scholarships to high school students and promised the paving of the streets.";
        let found = helps(es, "The mayor of Reynosa opened a park for the children of the neighborhood.", machine);
        let help = &found.iter().find(|(code, _)| *code == "part-missing").unwrap().1;
        assert!(help.contains("only in a machine's translation: `") && help.contains("scholarships to high school students"), "{help}");
        assert!(!help.contains("mayor") && !help.contains("park "), "{help}");
        let found = helps(es, "Soldiers searched the border for the missing engineers, and found nobody.", machine);
        assert!(found.iter().any(|(code, help)| *code == "not-a-translation" && help.ends_with(machine)), "{found:?}");
    }
}
