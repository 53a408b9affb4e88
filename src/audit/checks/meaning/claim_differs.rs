use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::pair::{Gap, Relation};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "claim-differs",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the English contradicts the Spanish caption in a word or phrase",
        explanation: "Both say the same but for a place that contradicts the other side: a negation, an opposite, another act or thing, a rumour told as a fact. Numbers, days, places, persons and offices have codes of their own, and where one of these explains it, this check is silent. It speaks where the verifier takes the two for a mismatch with a score below 0.08: so it does of four in a thousand human translations, and of half of the contradictions.",
        examples: &[Example::of("El equipo perdió el partido en casa.", "The team won the match at home.")],
    },
    find: &[Find::One(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let en = case.counterpart().filter(|_| case.pair.relation == Relation::Mismatch)?;
    // what has a check of its own is told there
    let unlikely = case.pair.score.is_some_and(|score| score < UNLIKELY);
    if !unlikely || case.apart().next().is_some() || case.alike().next().is_some() {
        return None;
    }
    let sure = |gap: &&Gap| gap.contradicted && gap.probability.is_some_and(|p| p > SURE);
    let [there, here] =
        [&case.pair.unsaid.source, &case.pair.unsaid.target].map(|gaps| gaps.iter().filter(sure).copied().collect::<Vec<_>>());
    let message = match (there.first(), here.first()) {
        (Some(there), Some(here)) => {
            format!("`{}` in English, `{}` in Spanish", shown(page.article.at(here.span)), shown(page.article.at(there.span)))
        }
        (None, Some(here)) => format!("the Spanish says something else than `{}`", shown(page.article.at(here.span))),
        (Some(there), None) => format!("the English says something else than `{}`", shown(page.article.at(there.span))),
        (None, None) => return None,
    };
    let mut draft =
        Draft::new(here.first().map_or(en.span, |gap| gap.span), message).help("say what the Spanish says, or correct the Spanish");
    for gap in here.iter().skip(1).take(MOST) {
        draft = draft.and(gap.span, "and here");
    }
    for gap in there.iter().take(MOST) {
        draft = draft.and(gap.span, "the Spanish");
    }
    Some(draft)
}

/// So unlikely must a translation be. Of 1,400 human translations of six corpora, each with the weights of the others, 0.4 % are mismatches below
/// this score; of the mismatches 46 % (`scripts/dev fit relation --dump`).
const UNLIKELY: f32 = 0.08;
/// So likely must a word be contradicted, to the verifier.
const SURE: f32 = 0.8;
/// Places of a side that are shown beside the first.
const MOST: usize = 3;

#[cfg(test)]
mod tests {
    use crate::audit::testing::verified_codes as codes;

    #[test]
    fn an_opposite_is_told_and_no_other_text() {
        let es = "La fiscalía descartó que el incendio del mercado fuera intencional.";
        assert_eq!(codes(es, "Prosecutors ruled out that the market fire was set on purpose."), "");
        assert_eq!(codes(es, "Prosecutors confirmed that the market fire was set on purpose."), "claim-differs");
    }
}
