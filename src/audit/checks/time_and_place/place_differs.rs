use crate::audit::checks::{Case, Check, Draft, Find, Page, Rule, Severity, Side, Turn};
use crate::lexicon;
use crate::span::Span;
use crate::text::{fold, is_capitalised};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "place-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different places",
        explanation: "One side says `en Toluca`, the other `in Puebla`. CDMX, D.F. and Mexico City are one place; a city is not compared with a state or a country.",
        example: "en Ecatepec / in Tijuana",
    },
    find: &[Find::One(Turn::Facts, find)],
};

fn find(_: &Page, case: &Case) -> Option<Draft> {
    let (es, en) = (&case.es, case.counterpart()?);
    let (source, target) = (places(es, &["en"]), places(en, &["in", "at"]));
    let ([there], [here]) = (&source[..], &target[..]) else { return None };
    // the place may be named without `in`
    let elsewhere = |side: &Side, name: &str| fold(side.text).contains(name);
    let (spanish, english) = (es.at(there.0), en.at(here.0));
    let known = elsewhere(es, here.1) || elsewhere(en, there.1) || elsewhere(es, &fold(english)) || elsewhere(en, &fold(spanish));
    if here.1 == there.1 || known || !are_apart(size(here.1), size(there.1)) {
        return None;
    }
    let draft = Draft::new(here.0, format!("`{english}` in English, `{spanish}` in Spanish"));
    Some(draft.and(there.0, spanish).help("check the place"))
}

/// What a place is; some names are a city's and its state's.
#[derive(PartialEq, Clone, Copy)]
enum Size {
    City,
    State,
    CityAndState,
    Country,
}

const STATES: &[&str] = &[
    "baja california",
    "baja california sur",
    "chiapas",
    "coahuila",
    "guerrero",
    "hidalgo",
    "jalisco",
    "state of mexico",
    "michoacan",
    "morelos",
    "nayarit",
    "nuevo leon",
    "quintana roo",
    "sinaloa",
    "sonora",
    "tabasco",
    "tamaulipas",
    "yucatan",
];
const CITIES_AND_STATES: &[&str] = &[
    "aguascalientes",
    "campeche",
    "chihuahua",
    "colima",
    "durango",
    "guanajuato",
    "oaxaca",
    "puebla",
    "queretaro",
    "san luis potosi",
    "tlaxcala",
    "veracruz",
    "zacatecas",
];

fn size(place: &str) -> Size {
    match place {
        _ if STATES.contains(&place) => Size::State,
        _ if CITIES_AND_STATES.contains(&place) => Size::CityAndState,
        _ if lexicon::is_country(place) => Size::Country,
        _ => Size::City,
    }
}

/// Whether two places of these sizes, both known by different names, must be two.
fn are_apart(a: Size, b: Size) -> bool {
    a == b || matches!((a, b), (Size::State, Size::CityAndState) | (Size::CityAndState, Size::State))
}

/// The known places after `en` or `in`: the words of each, and its one name.
fn places(side: &Side, prepositions: &[&str]) -> Vec<(Span, &'static str)> {
    let mut found = Vec::new();
    for at in 1..side.words.len() {
        if !is_capitalised(side.words[at].text) || !prepositions.contains(&side.words[at - 1].lower.as_str()) {
            continue;
        }
        let start = side.words[at].span.start;
        let longest = (at..side.words.len().min(at + 5)).rev().find_map(|end| {
            let span = Span::new(start, side.words[end].span.end);
            let known = lexicon::place(side.at(span))?;
            // `en Hidalgo del Parral`: the name goes on
            let on = side.words.get(end + 1).is_some_and(|w| is_capitalised(w.text) && side.between(&side.words[end], w) == " ");
            (!on).then_some((span, known))
        });
        found.extend(longest);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn places() {
        let es = "La policía detuvo a los ladrones en Ciudad de México.";
        for (place, code) in [("Mexico City", ""), ("Monterrey", "place-differs"), ("Jalisco", ""), ("the capital", "")] {
            assert_eq!(codes(es, &format!("Police arrested the thieves in {place}.")), code, "{place}");
        }
    }
}
