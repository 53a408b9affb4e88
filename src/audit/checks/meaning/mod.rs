//! What the two sides say: something else, less, more, or what the story says and the photo does not show.

mod claim_differs;
mod content_added;
mod lifted_from_story;
mod not_a_translation;
mod part_missing;
mod two_translations;

use super::text::breaks_off;
use super::{Case, Page, Rule, Side};
use crate::audit::words::shown;
use crate::pair::{Gap, Relation};
use crate::span::Span;

const FAMILY: &str = "meaning";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] = &[
    not_a_translation::RULE,
    claim_differs::RULE,
    part_missing::RULE,
    content_added::RULE,
    lifted_from_story::RULE,
    two_translations::RULE,
];

/// The English, where it says something else than the Spanish.
fn says_something_else<'s, 'a>(case: &'s Case<'a>) -> Option<&'s Side<'a>> {
    case.en.as_ref().filter(|_| case.is_another_text() && !is_said(case))
}

/// Where one side says less, the English if `less`, else the Spanish: the English, and the words without counterpart.
fn unexplained<'s, 'a>(case: &'s Case<'a>, less: bool) -> Option<(&'s Side<'a>, &'a [Gap])> {
    let en = case.en.as_ref()?;
    let lopsided = match case.pair.relation {
        Relation::Partial => true,
        Relation::Mismatch => case.is_another_text() && is_said(case),
        Relation::Translation | Relation::Unpaired => false,
    };
    if !lopsided || less != case.pair.evidence.is_some_and(|e| e.english_says_less()) {
        return None;
    }
    let words = if less { &case.pair.unsaid.source } else { &case.pair.unsaid.target };
    // a person that is missing is a finding of its own, and so is a text that breaks off
    let person = |person: Option<Span>| person.is_some_and(|person| left(words, person) < SENTENCE);
    let spelling = words.len() < SENTENCE && case.alike().next().is_some();
    let explained = spelling || person(case.only_spanish()) || person(case.only_english());
    let shorter = if less { en } else { &case.es };
    (!words.is_empty() && !explained && breaks_off(shorter, false).is_none()).then_some((en, &words[..]))
}

/// Whether the English says all that the Spanish says, by its meaning and its names, and a good deal more: no mismatch to a reader. Where
/// the verifier was asked, it told.
fn is_said(case: &Case) -> bool {
    case.pair.evidence.filter(|e| e.verified.is_none()).is_some_and(|e| {
        let (source, target) = (e.source_said.unwrap_or(0.0), e.target_said.unwrap_or(0.0));
        source > 0.65 && source - target > 0.2 && e.source_names.is_none_or(|names| names > 0.99) && e.source_covered > e.target_covered
    })
}

/// Characters of a machine translation that are shown.
const GLOSS: usize = 300;

/// This many words without counterpart, names of persons not counted, are a part of the text.
const SENTENCE: usize = 4;

/// How many words without counterpart are no part of a person's name.
fn left(unsaid: &[Gap], person: Span) -> usize {
    unsaid.iter().filter(|gap| gap.span.start < person.start || gap.span.end > person.end).count()
}

/// The first words of a list, in a bracket that `open` opens; nothing for none.
fn listed(page: &Page, open: &str, gaps: &[Gap]) -> String {
    const MOST: usize = 5;
    if gaps.is_empty() {
        return String::new();
    }
    let words: Vec<String> = gaps.iter().take(MOST).map(|gap| format!("`{}`", shown(page.article.at(gap.span)))).collect();
    let more = if gaps.len() > MOST { ", …" } else { "" };
    format!("{open}{}{more})", words.join(", "))
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
