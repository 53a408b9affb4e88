use super::{listed, unexplained};
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "content-added",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the English says more than the Spanish caption",
        explanation: "All of the Spanish is in the English, which goes on. What it adds has no source in the caption.",
        examples: &[Example::of(
            "Vecinos celebran el Día de Muertos en Mixquic.",
            "Residents celebrate the Day of the Dead in Mixquic. Hotels are full and prices have doubled.",
        )],
    },
    find: &[Find::One(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let (en, words) = unexplained(case, false)?;
    let message = format!("the English says more than the Spanish caption{}", listed(page, " (", words));
    let first = words.first().map_or(en.span, |gap| gap.span);
    let draft = Draft::new(first, message).help("leave out what the caption does not say").called("says more");
    let draft = words.iter().skip(1).take(MOST).fold(draft, |draft, gap| draft.and(gap.span, "and here"));
    Some(draft.and(case.es.span, ""))
}

/// Further places that are shown.
const MOST: usize = 3;
