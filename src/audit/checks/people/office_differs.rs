use crate::audit::checks::{Case, Check, Draft, Find, Page, Rule, Severity, Side, Turn};
use crate::lexicon::glossary;
use crate::span::Span;
use crate::text::{fold, is_capitalised, words};
use std::ops::Range;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "office-differs",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a person has another office on the other side",
        explanation: "Through the glossary of institutions, the office before or behind a name is another one than on the other side. General forms of the same office agree (`subsecretario` with `undersecretary for human rights`).",
        example: "El secretario de Hacienda, Luis Videgaray / Interior Secretary Luis Videgaray",
    },
    find: &[Find::One(Turn::Said, find)],
};

/// The one office of each side, beside the same name, and not the same.
fn find(_: &Page, case: &Case) -> Option<Draft> {
    let (es, en) = (&case.es, case.counterpart()?);
    let (source, target) = (office(es)?, office(en)?);
    let (a, b) = (glossary().get(source.0), glossary().get(target.0));
    let folded = |form: &str| words(form).map(|w| fold(w.of(form))).collect::<Vec<_>>();
    let (left, right) = (folded(&a.spanish), folded(&b.spanish));
    let general = left.iter().all(|w| right.contains(w)) || right.iter().all(|w| left.contains(w));
    let beside = |side: &Side, range: &Range<usize>| -> Vec<String> {
        let behind = side.words[range.end..].iter().take(3);
        behind.filter(|w| is_capitalised(w.text)).map(|w| w.folded.clone()).collect()
    };
    let span = |side: &Side, range: &Range<usize>| Span::new(side.words[range.start].span.start, side.words[range.end - 1].span.end);
    let (there, here) = (span(es, &source.1), span(en, &target.1));
    let person = beside(es, &source.1);
    let printed = fold(en.at(here));
    // `Mayor` for `Mexico City Mayor`
    let short = a.english_folded.iter().any(|form| form.contains(&printed));
    if source.0 == target.0 || general || short || !beside(en, &target.1).iter().any(|name| person.contains(name)) {
        return None;
    }
    let message = format!("`{}` in English, `{}` in Spanish", en.at(here), es.at(there));
    let draft = Draft::new(here, message).and(there, format!("that is `{}`", a.english));
    Some(draft.help(format!("`{}` is `{}` in English", es.at(there), a.english)))
}

/// The only office that a side names.
fn office<'s>(side: &'s Side) -> Option<&'s (usize, Range<usize>)> {
    let mut all = side.institutions().iter().filter(|(number, _)| glossary().get(*number).is_office);
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn an_office_through_the_glossary() {
        let es = "El secretario de Hacienda, Luis Videgaray Caso, presentó el presupuesto ante los diputados.";
        assert_eq!(codes(es, "Finance Secretary Luis Videgaray Caso presented the budget to the deputies."), "");
        assert_eq!(codes(es, "Interior Secretary Luis Videgaray Caso presented the budget to the deputies."), "office-differs");
    }
}
