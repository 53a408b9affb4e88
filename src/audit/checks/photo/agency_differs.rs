use super::compared;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::credits::Credited;
use crate::lexicon::SourceKind;
use crate::text::fold;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "agency-differs",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the photo has another agency elsewhere",
        explanation: "Slug, tail and English credit name the agency; they are not the same. Only agencies are compared, no newspapers.",
        examples: &[Example::of(
            "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/",
            "The mayor opened the park. Photo: Cuartoscuro/Ana Ruiz",
        )],
    },
    find: &[Find::Many(Turn::Credits, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    compared(case, |one, other| agencies(page, one, other))
}

fn agencies(page: &Page, one: &Credited, other: &Credited) -> Option<Draft> {
    // the usual names of agencies
    fn known(credited: &Credited) -> Option<&str> {
        credited.agency.as_deref().filter(|_| credited.kind == Some(SourceKind::Agency))
    }
    let (here, there) = (known(one)?, known(other)?);
    // EFE shares its pictures with EPA and its Central American house
    let shared = |name: &str| matches!(name, "EFE" | "EPA" | "ACAN-EFE");
    // a credit of two agencies (`AP/Europa Press`) is known by its first
    let both = |credited: &Credited, name: &str| fold(page.article.at(credited.span)).contains(&fold(name));
    let same = here == there || shared(here) && shared(there);
    if same || both(one, there) || both(other, here) {
        return None;
    }
    let draft = Draft::new(one.span, format!("the agency is {here} here, {there} there"));
    Some(draft.and(other.span, there).help("check whose photo it is"))
}
