use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::facts::phrases::Phrases;
use crate::facts::reading::Reading;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "house-term",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a term is not translated as the house has it",
        explanation: "The house's list of terms (`terms` in `cotejo.toml`) has another English form for a Spanish term of the caption, or says that an English form is not printed. Case and accents do not matter. Where the two sides are different texts, only forms that are not printed are reported.",
        examples: &[Example::beside(
            "[terms] \"Secretaría de Gobernación\" = [\"Interior Secretariat\"]",
            "La Secretaría de Gobernación informó sobre el caso.",
            "The Ministry of Government reported on the case.",
        )],
    },
    find: &[Find::Many(Turn::Facts, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let style = page.style;
    let Some(en) = case.en.as_ref().filter(|_| !style.terms.is_empty()) else { return Vec::new() };
    let (mut found, mut told) = (Vec::new(), BTreeSet::new());
    let because = |number: usize| style.terms[number].note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
    for (number, range) in places(&style.avoided, en) {
        told.insert(number);
        let span = en.place(&range);
        let draft = Draft::new(span, format!("`{}` is not printed here{}", shown(en.at(span)), because(number)));
        found.push(match style.terms[number].en.first() {
            Some(preferred) => draft.help(format!("write `{preferred}`")).fix(preferred.clone()),
            None => draft.help("find another word"),
        });
    }
    if case.counterpart().is_none() {
        return found;
    }
    let printed: BTreeSet<usize> = places(&style.english, en).map(|(number, _)| number).collect();
    for (number, range) in places(&style.spanish, &case.es) {
        let Some(preferred) = style.terms[number].en.first().filter(|_| !printed.contains(&number)) else { continue };
        if told.insert(number) {
            let (span, es) = (case.es.place(&range), case.es.at(case.es.place(&range)));
            let draft = Draft::new(en.span, format!("`{}` is `{preferred}` in this house{}", shown(es), because(number)));
            found.push(draft.and(span, "the Spanish").help(format!("write `{preferred}`")));
        }
    }
    found
}

/// Where a text has a term, by its number.
fn places<'r>(phrases: &'r Phrases, side: &'r Reading) -> impl Iterator<Item = (usize, Range<usize>)> + 'r {
    phrases.all(side).filter_map(|(words, lines)| lines.first().map(|(number, _)| (*number, words)))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{styled, told};
    use crate::audit::{Style, StyleTerm};

    #[test]
    fn terms_of_the_house() {
        let text = |text: &str| vec![text.to_owned()];
        let mut style = Style::default();
        let note = Some("the name since 2013".to_owned());
        style.add_term(StyleTerm { es: text("Secretaría de Gobernación"), en: text("Interior Secretariat"), avoid: Vec::new(), note });
        style.add_term(StyleTerm { es: text("colonia"), en: text("neighborhood"), avoid: text("colony"), note: None });
        let es = "La Secretaría de Gobernación abrió un parque en la colonia Lomas.";
        let wrong = "The Ministry of Government opened a park in the Lomas colony.";
        let found = styled(&style, es, wrong);
        assert_eq!(
            told(&found, "house-term"),
            ["`Secretaría de Gobernación` is `Interior Secretariat` in this house: the name since 2013", "`colony` is not printed here"]
        );
        let right = "The Interior Secretariat opened a park in the Lomas neighborhood.";
        assert!(told(&styled(&style, es, right), "house-term").is_empty());
        assert!(told(&styled(&Style::default(), es, wrong), "house-term").is_empty());
    }
}
