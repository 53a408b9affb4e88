use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::lexicon;
use crate::text::fold;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "tail-malformed",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the tail is not agency/FOTO/photographer/editor/desk",
        explanation: "A tail that starts with `NOTIMEX/` lacks a part or has one too many. Other agencies' credits have no fixed form.",
        examples: &[Example::of(
            "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ//POL",
            "The mayor opened the park.",
        )],
    },
    find: &[Find::One(Turn::Photo, find)],
};

/// `NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL`, the last slash optional.
fn find(page: &Page, case: &Case) -> Option<Draft> {
    let span = case.pair.es.own_credit()?;
    let tail = page.article.at(span).trim_end_matches(['.', ' ']);
    let parts: Vec<&str> = tail.strip_suffix('/').unwrap_or(tail).split('/').map(str::trim).collect();
    if parts.len() < 2 || lexicon::agency(parts[0]).is_none_or(|a| a.name != "Notimex") {
        return None;
    }
    let code = |part: &str, least: usize| (least..=4).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic);
    let wrong = match parts[..] {
        _ if parts.contains(&"") => "an empty part",
        [_, photo, ..] if !fold(photo).starts_with("fot") => "no `FOTO` behind the agency",
        [_, _] => "no photographer",
        [_, _, _] => "neither editor nor desk",
        [_, _, _, one] if lexicon::is_desk(one) => "no editor",
        [_, _, _, _] => "no desk",
        [_, _, _, editor, _] if !code(editor, 2) => "no editor's initials before the desk",
        [_, _, _, _, desk] if !code(desk, 2) => "no desk at its end",
        [_, _, _, _, _] => return None,
        _ => "more than five parts",
    };
    let draft = Draft::new(span, format!("the tail `{}` has {wrong}", shown(tail)));
    Some(draft.help("a tail is NOTIMEX/FOTO/PHOTOGRAPHER/EDITOR/DESK"))
}
