//! The photo's fields: number, day, photographer and agency in the slug, the tail and the English credit.

use super::draft::Draft;
use super::finding::Severity::{Note, Warning};
use super::page::{Case, Page};
use super::words::shown;
use super::{Check, check};
use crate::article::Span;
use crate::caption::{credit, slug};
use crate::lexicon::{self, SourceKind};
use crate::pair::evidence::same_person;
use crate::text::{fold, is_upper};
use std::collections::HashMap;

const FAMILY: &str = "photo";

pub(super) const CHECKS: &[Check] = &[
    check(
        "photo-id-date",
        FAMILY,
        Warning,
        "the photo number is not of the caption's day",
        "A Notimex number is the year's last digit, month, day and the number of the day; the caption is dated otherwise.",
        "51003073. México, 02 Oct 2015 (Notimex-José Pazos).-",
    ),
    check(
        "credit-differs",
        FAMILY,
        Warning,
        "the photo has another photographer elsewhere",
        "Slug, tail and English credit name the photographer; they are not the same person. Accents, capitals, a slip and a second surname are forgiven, and so are stand-ins such as `Especial`.",
        "NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL / Photo: Notimex/Javier Lira",
    ),
    check(
        "agency-differs",
        FAMILY,
        Warning,
        "the photo has another agency elsewhere",
        "Slug, tail and English credit name the agency; they are not the same. Only agencies are compared, no newspapers.",
        "NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL / Photo: Cuartoscuro/José Pazos",
    ),
    check(
        "tail-malformed",
        FAMILY,
        Warning,
        "the tail is not agency/FOTO/photographer/editor/desk",
        "A tail that starts with `NOTIMEX/` lacks a part or has one too many. Other agencies' credits have no fixed form.",
        "NOTIMEX/FOTO/JOSÉ PAZOS//POL",
    ),
    check(
        "same-photo",
        FAMILY,
        Warning,
        "the same photo has another caption elsewhere",
        "The photo number stands before another text, in this article or in one before it of the run.",
        "51002073 ... En conferencia de prensa / 51002073 ... Entrega de un parque",
    ),
    check(
        "same-caption",
        FAMILY,
        Note,
        "the same caption stands under several photos",
        "The same words with another photo number, in this article or in one before it of the run. Series of one event are printed so; copied captions too.",
        "51002073 ... Entrega de un parque / 51002074 ... Entrega de un parque",
    ),
];

/// What a caption's slug or tail says, with its place.
struct Told {
    agency: Option<String>,
    photographers: Vec<String>,
    span: Span,
}

pub(super) fn find(page: &Page, case: &Case, found: &mut Vec<Draft>) {
    let es = &case.pair.es;
    let raw = page.article.at(es.raw);
    let body = es.body.start - es.raw.start;
    let head = slug::parse(&raw[..body]).map(|s| Told {
        agency: s.agency,
        photographers: s.photographers,
        span: Span::new(es.raw.start, es.body.start).trimmed(&page.article.text),
    });
    let told = |span: Span| {
        let read = credit::find(page.article.at(span));
        Told {
            agency: read.as_ref().and_then(|c| c.agency.clone()),
            photographers: read.map(|c| c.photographers).unwrap_or_default(),
            span,
        }
    };
    let tail = es.credit.map(told);
    let english = case.en.as_ref().and_then(|en| en.caption?.credit).map(told);
    if let (Some(id), Some(date)) = (&es.photo_id, es.date)
        && !id.agrees_with(date)
    {
        let at = raw.find(id.as_str()).unwrap_or(0);
        let span = Span::new(es.raw.start + at, es.raw.start + at + id.as_str().len());
        let message = format!("photo number {} is not of {date}", id.as_str());
        found.push(Draft::new("photo-id-date", span, message).help("check the number against the day"));
    }
    for (one, other) in [(&tail, &head), (&english, &head), (&english, &tail)] {
        let (Some(one), Some(other)) = (one, other) else { continue };
        for draft in photographers(page, one, other).into_iter().chain(agencies(page, one, other)) {
            // where slug and tail both say otherwise, once is enough
            if !found.iter().any(|told| told.code == draft.code && told.start() == draft.start()) {
                found.push(draft);
            }
        }
    }
    if let Some(tail) = &tail {
        found.extend(malformed(page, tail.span));
    }
}

fn photographers(page: &Page, one: &Told, other: &Told) -> Option<Draft> {
    let people = |told: &Told| -> Vec<String> {
        let stands_in = |name: &&String| lexicon::agency(name).is_none() && !is_initials(name);
        told.photographers.iter().filter(stands_in).cloned().collect()
    };
    let (here, there) = (people(one), people(other));
    if here.is_empty() || there.is_empty() {
        return None;
    }
    // an institution in the photographer's place is printed short here and in full there
    let single = |names: &[String]| names.iter().any(|n| !n.contains(' '));
    if single(&here) != single(&there) {
        return None;
    }
    let same = |a: &String, b: &String| same_person(a, b);
    if !here.iter().any(|a| there.iter().any(|b| same(a, b))) {
        let (here, there) = (here.join(", "), there.join(", "));
        let message = format!("the photographer is `{}` here, `{}` there", shown(&here), shown(&there));
        let draft = Draft::new("credit-differs", within(page, one.span, &here), message);
        return Some(draft.and(within(page, other.span, &there), "").help("check who took the photo"));
    }
    // one person, a slip apart
    let apart = |a: &String| {
        there.iter().find(|b| same(a, b) && fold(a).len() == fold(b).len() && fold(a) != fold(b)).map(|b| (a.clone(), b.clone()))
    };
    let (a, b) = here.iter().find_map(apart)?;
    let draft = Draft::new("name-typo", within(page, one.span, &a), format!("`{}` and `{}` are one photographer", shown(&a), shown(&b)));
    Some(draft.and(within(page, other.span, &b), "as here").help("check which of the two is right"))
}

fn is_initials(name: &str) -> bool {
    name.chars().count() < 5 && is_upper(name)
}

/// Where a credit prints a name; all of it where that cannot be told.
fn within(page: &Page, span: Span, name: &str) -> Span {
    let text = page.article.at(span);
    text.find(name).map_or(span, |at| Span::new(span.start + at, span.start + at + name.len()))
}

fn agencies(page: &Page, one: &Told, other: &Told) -> Option<Draft> {
    let known = |told: &Told| lexicon::agency(told.agency.as_deref()?).filter(|a| a.kind == SourceKind::Agency);
    let (here, there) = (known(one)?, known(other)?);
    // EFE shares its pictures with EPA and its Central American house
    let shared = |name: &str| matches!(name, "EFE" | "EPA" | "ACAN-EFE");
    // a credit of two agencies (`AP/Europa Press`) is known by its first
    let both = |told: &Told, name: &str| fold(page.article.at(told.span)).contains(&fold(name));
    let same = here.name == there.name || shared(&here.name) && shared(&there.name);
    if same || both(one, &there.name) || both(other, &here.name) {
        return None;
    }
    let draft = Draft::new("agency-differs", one.span, format!("the agency is {} here, {} there", here.name, there.name));
    Some(draft.and(other.span, there.name.clone()).help("check whose photo it is"))
}

/// `NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL`, the last slash optional.
fn malformed(page: &Page, span: Span) -> Option<Draft> {
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
    let draft = Draft::new("tail-malformed", span, format!("the tail `{}` has {wrong}", shown(tail)));
    Some(draft.help("a tail is NOTIMEX/FOTO/PHOTOGRAPHER/EDITOR/DESK"))
}

/// Captions of this page that share a number and not their words, or their words and not a number.
pub(super) fn find_on_page(page: &Page) -> Vec<(usize, Draft)> {
    let mut found = Vec::new();
    let (mut by_number, mut by_words): (HashMap<String, usize>, HashMap<String, usize>) = (HashMap::new(), HashMap::new());
    for (at, case) in page.cases.iter().enumerate() {
        let Some(id) = &case.pair.es.photo_id else { continue };
        let words = said(&case.es.words);
        if let Some(first) = by_number.get(id.as_str())
            && said(&page.cases[*first].es.words) != words
        {
            let message = format!("photo {} has another caption in this article", id.as_str());
            let draft = Draft::new("same-photo", case.es.span, message).and(page.cases[*first].es.span, "the other");
            found.push((at, draft.help("check the photo number")));
        }
        if let Some(first) = by_words.get(&words) {
            let other = page.cases[*first].pair.es.photo_id.as_ref().filter(|other| *other != id);
            found.extend(other.map(|other| {
                let message = format!("photos {} and {} have the same caption", other.as_str(), id.as_str());
                (at, Draft::new("same-caption", case.es.span, message).and(page.cases[*first].es.span, "the other"))
            }));
        }
        by_number.entry(id.as_str().to_owned()).or_insert(at);
        by_words.entry(words).or_insert(at);
    }
    found
}

/// The words of a caption, folded: what two printings of one caption share.
pub(super) fn said(words: &[super::words::Word]) -> String {
    words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes_of;

    const SAID: &str = "El alcalde inauguró el parque en la colonia Roma.";
    const ENGLISH: &str = "The mayor opened the park in the Roma neighborhood.";

    fn seen(id: &str, slug: &str, tail: &str, credit: &str) -> String {
        codes_of(&format!("{id}. México, 31 Mar 2016 (Notimex-{slug}).- {SAID} {tail}\n{ENGLISH} {credit}"))
    }

    #[test]
    fn fields_that_agree() {
        for (slug, tail, credit) in [
            ("Ana Ruiz", "NOTIMEX/FOTO/ANA RUIZ/COR/POL/", "Photo: Notimex/Ana Ruiz"),
            ("José Ruiz", "NOTIMEX/FOTO/JOSE RUIZ/COR/POL", "Photo: Notimex/Jose Ruiz"),
            ("Especial", "NOTIMEX/FOTO/ESPECIAL/COR/POL", "Photo: Notimex"),
            ("Ana Ruiz", "NOTIMEX/FOTO/ANA RUIZ/COR/POL", "Photo: Notimex/Special"),
        ] {
            assert_eq!(seen("60331086", slug, tail, credit), "", "{slug} {tail} {credit}");
        }
    }

    #[test]
    fn fields_that_disagree() {
        let (slug, tail, credit) = ("Ana Ruiz", "NOTIMEX/FOTO/ANA RUIZ/COR/POL/", "Photo: Notimex/Ana Ruiz");
        assert_eq!(seen("60330086", slug, tail, credit), "photo-id-date");
        assert_eq!(seen("60331086", slug, "NOTIMEX/FOTO/JAVIER LIRA/COR/POL/", credit), "credit-differs");
        assert_eq!(seen("60331086", slug, tail, "Photo: Notimex/Javier Lira"), "credit-differs");
        assert_eq!(seen("60331086", slug, tail, "Photo: Cuartoscuro/Ana Ruiz"), "agency-differs");
        assert_eq!(seen("60331086", slug, tail, "Photo: Cuartoscuro/Javier Lira"), "agency-differs credit-differs");
        assert_eq!(seen("60331086", slug, "NOTIMEX/FOTO/ANA RUIZ//POL/", credit), "tail-malformed");
        assert_eq!(seen("60331086", slug, "NOTIMEX/FOTO/ANA RUIZ/POL/", credit), "tail-malformed");
    }
}
