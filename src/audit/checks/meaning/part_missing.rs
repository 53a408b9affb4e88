use super::{GLOSS, listed, unexplained};
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::cut;
use crate::span::Span;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "part-missing",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the English leaves out a part of the Spanish caption",
        explanation: "What the English says is in the Spanish, but not the other way round. Where only a person is missing, `name-missing` says so instead.",
        examples: &[Example::of(
            "En conferencia de prensa, la senadora Ana Torres afirmó que habrá una ley contra la tortura.",
            "Senator Ana Torres.",
        )],
    },
    find: &[Find::One(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let (en, words) = unexplained(case, true)?;
    let message = format!("the English leaves out a part of the Spanish caption{}", listed(page, " (", words));
    let draft = Draft::new(en.span, message).help(whole(case)).called("says less");
    Some(words.iter().take(MOST).fold(draft, |draft, gap| draft.and(gap.span, "only here")))
}

/// Places that are shown.
const MOST: usize = 4;

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
