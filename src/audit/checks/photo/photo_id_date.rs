use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::span::Span;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "photo-id-date",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the photo number is not of the caption's day",
        explanation: "A Notimex number is the year's last digit, month, day and the number of the day; the caption is dated otherwise.",
        examples: &[Example::of(
            "60331086. México, 30 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/",
            "The mayor opened the park.",
        )],
    },
    find: &[Find::One(Turn::Photo, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let es = &case.pair.es;
    let (id, date) = (es.photo_id()?, es.date()?);
    if id.agrees_with(date) {
        return None;
    }
    let at = es.raw.start + page.article.at(es.raw).find(id.as_str()).unwrap_or(0);
    let message = format!("photo number {} is not of {date}", id.as_str());
    Some(Draft::new(Span::new(at, at + id.as_str().len()), message).help("check the number against the day"))
}
