use super::compared;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::pair::evidence::same_person;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "credit-differs",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the photo has another photographer elsewhere",
        explanation: "Slug, tail and English credit name the photographer; they are not the same person. Accents, capitals, a slip and a second surname are forgiven, and so are stand-ins such as `Especial`.",
        examples: &[Example::of(
            "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/",
            "The mayor opened the park. Photo: Notimex/Javier Lira",
        )],
    },
    find: &[Find::Many(Turn::Credits, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    compared(case, |one, other| {
        if !one.compares_with(other) || one.people.iter().any(|a| other.people.iter().any(|b| same_person(a, b))) {
            return None;
        }
        let (here, there) = (one.people.join(", "), other.people.join(", "));
        let message = format!("the photographer is `{}` here, `{}` there", shown(&here), shown(&there));
        let draft = Draft::new(one.place(page.article, &here), message);
        Some(draft.and(other.place(page.article, &there), "").help("check who took the photo"))
    })
}
