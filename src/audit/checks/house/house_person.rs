use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::style::{Known, Listed};
use crate::audit::words::shown;
use crate::facts::names::Mention;
use crate::facts::offices;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "house-person",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a name or an office is not as the house's list of people has it",
        explanation: "The list (`people` in `cotejo.toml`) has the name with other accents or one letter apart, or another office than the one that stands beside the name. Offices are compared where the table of offices knows them; one that the list prints word by word is always right. A former office is left alone.",
        examples: &[Example::beside(
            "[people] \"Claudia Sheinbaum\" = [\"presidenta\", \"president\"]",
            "La presidenta Claudia Sheinbaum visitó Reynosa.",
            "Mayor Claudia Sheinbaum visited Reynosa.",
        )],
    },
    find: &[Find::Many(Turn::Facts, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    if !page.style.has_people() {
        return Vec::new();
    }
    case.texts().flat_map(|side| side.mentions().iter().filter_map(|mention| of_mention(page, side, mention)).collect::<Vec<_>>()).collect()
}

fn of_mention(page: &Page, side: &Side, mention: &Mention) -> Option<Draft> {
    let span = mention.span(side);
    let printed = shown(side.at(span));
    match page.style.listed(&mention.words(side))? {
        Listed::Spelt(name) | Listed::Slip(name) => {
            let draft = Draft::new(span, format!("`{printed}` is `{name}` in the house's list of people"));
            Some(draft.help(format!("write `{name}`, or add `{printed}` to the list")).fix(name))
        }
        Listed::Same(known) => other_office(side, mention, known, &printed),
    }
}

/// No office stands farther from its name, in words.
const BESIDE: usize = 2;

fn other_office(side: &Side, mention: &Mention, known: &Known, printed: &str) -> Option<Draft> {
    let (listed, names) = known.offices(side.spanish);
    let preferred = names.first().filter(|_| !listed.is_empty())?;
    let beside = |office: &&offices::Office| {
        office.says && !office.former && !office.is_kinship() && !office.is_portfolio() && office.distance(mention.range()) <= BESIDE
    };
    let all = offices::find(side);
    let near: Vec<&offices::Office> = all.iter().filter(beside).collect();
    if near.is_empty() || near.iter().any(|office| listed.iter().any(|own| own.may_be(office))) {
        return None;
    }
    let span = side.place(&near[0].words);
    let draft = Draft::new(span, format!("{printed} is `{preferred}` in the house's list of people, `{}` here", shown(side.at(span))));
    Some(draft.help(format!("write `{preferred}`, or correct the list")))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{styled, told};
    use crate::audit::{Style, StylePerson};

    #[test]
    fn people_of_the_house() {
        let text = |text: &str| vec![text.to_owned()];
        let mut style = Style::default();
        style.add_person(StylePerson { names: text("Irene Salcedo Núñez"), es: text("alcaldesa"), en: text("mayor") });
        let es = "La alcaldesa Irene Salcedo Núñez abrió un parque.";
        for (es, en, said) in [
            (es, "Mayor Irene Salcedo Núñez opened a park.", &[][..]),
            (
                es,
                "Governor Irene Salcedo Núñez opened a park.",
                &["Irene Salcedo Núñez is `mayor` in the house's list of people, `Governor` here"],
            ),
            (es, "Former Governor Irene Salcedo Núñez opened a park.", &[]),
            (
                es,
                "Mayor Irene Salzedo Núñez opened a park.",
                &["`Irene Salzedo Núñez` is `Irene Salcedo Núñez` in the house's list of people"],
            ),
            (
                "La alcaldesa Irene Salcedo Nuñez abrió un parque.",
                "Mayor Irene Salcedo Núñez opened a park.",
                &["`Irene Salcedo Nuñez` is `Irene Salcedo Núñez` in the house's list of people"],
            ),
        ] {
            assert_eq!(told(&styled(&style, es, en), "house-person"), said, "{es} {en}");
        }
    }
}
