//! Offices, institutions, kinship, gender, age and sides that disagree.

use super::names::Mention;
use super::naming::resembles;
use super::offices::{self, Office};
use super::people::{self, Class, Who};
use super::reading::{Reading, may_translate, translates};
use super::time::contrasted;
use super::{Found, Kind, unequal};
use crate::lexicon::glossary;
use crate::text::word::Word;
use crate::text::{fold, is_capitalised, words};
use std::ops::Range;

pub(super) fn compare(found: &mut Found) {
    offices(found);
    institutions(found);
    persons(found);
    contrasted(found, "side", Kind::Side);
    contrasted(found, "direction", Kind::Side);
}

/// Words between an office and the name of who may have it.
const NEAR: usize = 6;
/// Words between an office and the name of who has it, where no other name can be meant.
const BESIDE: usize = 3;

/// Whether the same person stands within some words of both.
fn same_holder(es: &Reading, source: &Range<usize>, en: &Reading, target: &Range<usize>, most: usize) -> bool {
    let near = |side: &Reading, words: &Range<usize>| -> Vec<String> {
        let away = |m: &&Mention| m.range().start.saturating_sub(words.end).max(words.start.saturating_sub(m.range().end)) <= most;
        side.mentions().iter().filter(away).flat_map(|m| m.folded(side)).filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    let there = near(en, target);
    near(es, source).iter().any(|word| there.iter().any(|other| other == word || resembles(word, other)))
}

fn offices(found: &mut Found) {
    let (es, en) = (found.es, found.en);
    let (source, target) = (offices::find(es), offices::find(en));
    former(found, &source, &target);
    if by_holder(found, &source, &target) || by_glossary(found, &source, &target) {
        return;
    }
    // the glossary may know that two are one
    let shared = |own: &Reading, words: &Range<usize>, other: &Reading| {
        let inside = own.institutions().iter().filter(|(_, range)| range.start <= words.start && words.end <= range.end);
        inside.map(|(number, _)| number).any(|number| other.institutions().iter().any(|(there, _)| there == number))
    };
    let translated = |office: &Office, said: bool| {
        let at = office.words.start;
        let single = office.words.len() == 1 && !office.is_portfolio();
        single
            && if said {
                en.words.iter().any(|w| translates(&es.words[at], w))
            } else {
                es.words.iter().any(|w| translates(w, &en.words[at]))
            }
    };
    let spanish: Vec<&Office> = unequal(&source, &target, Office::may_be)
        .into_iter()
        .filter(|o| o.says && !o.is_kinship() && !shared(es, &o.words, en) && !translated(o, true))
        .collect();
    let english: Vec<&Office> = unequal(&target, &source, Office::may_be)
        .into_iter()
        .filter(|o| o.says && !o.is_kinship() && !shared(en, &o.words, es) && !translated(o, false))
        .collect();
    let pairs: Vec<(&Office, &Office)> = spanish.iter().flat_map(|a| english.iter().map(move |b| (*a, *b))).collect();
    let portfolio = |(a, b): &&(&Office, &Office)| a.is_portfolio() && b.is_portfolio();
    let one_person = |(a, b): &&(&Office, &Office)| !a.is_portfolio() && !b.is_portfolio() && same_holder(es, &a.words, en, &b.words, NEAR);
    if let Some((a, b)) = pairs.iter().find(one_person) {
        let certain = a.class() != "work" && b.class() != "work" || same_holder(es, &a.words, en, &b.words, BESIDE);
        found.apart(Kind::Office, &a.words, &b.words, certain);
    } else if let ([(a, b)], true) = (&pairs[..], pairs.iter().any(|pair| portfolio(&pair))) {
        found.apart(Kind::Office, &a.words, &b.words, same_holder(es, &a.words, en, &b.words, NEAR));
    } else if let [(a, b)] = pairs[..]
        && a.is_portfolio() == b.is_portfolio()
    {
        // a calling may be told in other words, an office hardly
        found.apart(Kind::Office, &a.words, &b.words, a.class() == b.class() && a.class() != "work");
    }
}

/// Offices beside the same person, none of which may be the other: `diputado Ana Ruiz`, `Senator Ana Ruiz`.
fn by_holder(found: &mut Found, source: &[Office], target: &[Office]) -> bool {
    let (es, en) = (found.es, found.en);
    let beside = |office: &Office, person: &Range<usize>| office.distance(person) <= BESIDE;
    for person in es.mentions().iter().filter(|m| m.words(es).len() > 1) {
        let folded = person.folded(es);
        let same = |m: &&Mention| m.folded(en).iter().filter(|word| word.len() > 2 && folded.contains(word)).count() > 1;
        let Some(there) = en.mentions().iter().find(same) else { continue };
        let of = |all: &[Office], range: &Range<usize>| -> Vec<usize> {
            let plain = |o: &Office| o.says && !o.is_portfolio() && !o.is_kinship() && o.class() != "work";
            (0..all.len()).filter(|&at| plain(&all[at]) && beside(&all[at], range)).collect()
        };
        let (own, other) = (of(source, person.range()), of(target, there.range()));
        let shared = own.iter().any(|&a| target.iter().any(|b| source[a].may_be(b) && beside(b, there.range())))
            || other.iter().any(|&b| source.iter().any(|a| a.may_be(&target[b]) && beside(a, person.range())));
        if let (false, Some(&a), Some(&b)) = (shared, own.first(), other.first()) {
            found.apart(Kind::Office, &source[a].words, &target[b].words, true);
            return true;
        }
    }
    false
}

/// The one office of the glossary on each side, beside the same name, and not the same.
fn by_glossary(found: &mut Found, source: &[Office], target: &[Office]) -> bool {
    let (es, en) = (found.es, found.en);
    let only = |side: &Reading| -> Option<(usize, Range<usize>)> {
        let mut all = side.institutions().iter().filter(|(number, _)| glossary().get(*number).is_office);
        let first = all.next()?.clone();
        all.next().is_none().then_some(first)
    };
    let (Some((one, there)), Some((other, here))) = (only(es), only(en)) else { return false };
    let (a, b) = (glossary().get(one), glossary().get(other));
    let folded = |form: &str| words(form).map(|w| fold(w.of(form))).collect::<Vec<_>>();
    let (left, right) = (folded(&a.spanish), folded(&b.spanish));
    // general forms of the same office agree
    let general = left.iter().all(|w| right.contains(w)) || right.iter().all(|w| left.contains(w));
    let names = |side: &Reading, range: &Range<usize>| -> Vec<String> {
        let behind = side.words[range.end..].iter().take(3);
        behind.filter(|w| is_capitalised(w.text)).map(|w| w.folded.clone()).collect()
    };
    let person = names(es, &there);
    // `Mayor` for `Mexico City Mayor`
    let printed = fold(en.at(en.place(&here)));
    let short = a.english_folded.iter().any(|form| form.contains(&printed));
    // `jefe de gobierno` is also a prime minister
    let whole = |all: &'_ [Office], words: &Range<usize>| all.iter().position(|office| office.words == *words);
    let may_be = matches!((whole(source, &there), whole(target, &here)), (Some(a), Some(b)) if source[a].may_be(&target[b]));
    let apart = one != other && !general && !short && !may_be && names(en, &here).iter().any(|name| person.contains(name));
    if apart {
        found.apart(Kind::Office, &there, &here, true);
    }
    apart
}

/// `exgobernador`, `governor`: one of each side, and only one side says that it was left.
fn former(found: &mut Found, source: &[Office], target: &[Office]) {
    for a in source {
        let there: Vec<&Office> = target.iter().filter(|b| a.may_be(b)).collect();
        let here = source.iter().filter(|o| o.may_be(a)).count();
        if let ([b], 1) = (&there[..], here)
            && a.former != b.former
            && a.says
            && b.says
            && a.class() != "work"
        {
            let said = |side: &Reading| side.words.iter().any(|w| says_left(&w.folded));
            if !(if a.former { said(found.en) } else { said(found.es) }) {
                found.apart(Kind::Office, &a.words, &b.words, same_holder(found.es, &a.words, found.en, &b.words, NEAR));
            }
        }
    }
}

/// Words by which an office may be said to have been left, in either language.
fn says_left(folded: &str) -> bool {
    folded.starts_with("ex")
        || matches!(
            folded,
            "former"
                | "onetime"
                | "antiguo"
                | "antigua"
                | "entonces"
                | "then"
                | "ousted"
                | "late"
                | "anterior"
                | "previous"
                | "fue"
                | "was"
                | "were"
                | "old"
                | "deposed"
                | "depuesto"
                | "depuesta"
                | "retired"
                | "retirado"
                | "retirada"
                | "emerito"
                | "emeritus"
                | "extinto"
                | "past"
                | "fallecido"
                | "destituido"
                | "destituida"
                | "dimitido"
                | "formerly"
                | "pasado"
                | "outgoing"
                | "saliente"
                | "divorced"
                | "estranged"
        )
}

/// The institutions that a text names, those of offices too (`titular del IMSS`).
fn within(side: &Reading) -> Vec<(usize, Range<usize>)> {
    let inside = side.institutions().iter().flat_map(|(number, words)| {
        let printed: Vec<&str> = side.words[words.clone()].iter().skip(1).map(|w| w.text).collect();
        let deeper = if glossary().get(*number).is_office { glossary().find(&printed) } else { Vec::new() };
        let shifted = deeper.into_iter().map(|(number, range)| (number, range.start + words.start + 1..range.end + words.start + 1));
        shifted.chain(std::iter::once((*number, words.clone())))
    });
    inside.collect()
}

/// Institutions of the glossary.
fn institutions(found: &mut Found) {
    let (es, en) = (found.es, found.en);
    let known = glossary();
    let left = |own: &Reading, other: &Reading| -> Vec<Range<usize>> {
        let text = fold(other.text);
        let there = |number: usize| {
            let institution = known.get(number);
            let forms = if own.spanish { &institution.english_forms } else { &institution.spanish_forms };
            let printed = |form: &String| text.contains(&fold(form));
            let acronym = |form: &String| other.words.iter().any(|w| w.text.eq_ignore_ascii_case(form));
            within(other).iter().any(|(there, _)| *there == number) || forms.iter().any(printed) || institution.acronyms.iter().any(acronym)
        };
        let translated = |words: &Range<usize>| {
            let long: Vec<&Word> = own.words[words.clone()].iter().filter(|word| word.folded.len() > 3).collect();
            let told = long.iter().filter(|word| {
                other.words.iter().any(|w| {
                    w.folded == word.folded
                        || w.folded.len() > 3 && if own.spanish { may_translate(word, &w.lower) } else { may_translate(w, &word.lower) }
                })
            });
            told.count() * 2 > long.len()
        };
        let named =
            within(own).into_iter().filter(|(number, words)| known.get(*number).is_institution && !there(*number) && !translated(words));
        named.map(|(_, words)| words).collect()
    };
    let (source, target) = (left(es, en), left(en, es));
    if let ([a], [b]) = (&source[..], &target[..]) {
        let named = |side: &Reading, words: &Range<usize>| {
            let number = within(side).iter().find(|(_, range)| range == words).map(|(number, _)| *number);
            number.is_some_and(|number| !known.get(number).acronyms.is_empty())
        };
        found.apart(Kind::Organisation, a, b, named(es, a) && named(en, b));
    } else {
        source.iter().for_each(|words| found.only_spanish(Kind::Organisation, words));
        target.iter().for_each(|words| found.only_english(Kind::Organisation, words));
    }
}

/// Kinship, gender and age.
fn persons(found: &mut Found) {
    let (es, en) = (people::find(found.es), people::find(found.en));
    for (classes, kind) in
        [(&[Class::Child, Class::Adult, Class::Role][..], Kind::Gender), (&[Class::Kin], Kind::Person), (&[Class::Age], Kind::Age)]
    {
        let of = |all: &[Who]| all.iter().filter_map(|who| who.within(classes)).collect::<Vec<_>>();
        let (source, target) = (of(&es), of(&en));
        let said = |all: Vec<&Who>| all.into_iter().filter(|who| who.says).map(|who| (who.words.clone(), who.female())).collect::<Vec<_>>();
        let (a, b) = (said(unequal(&source, &target, Who::may_be)), said(unequal(&target, &source, Who::may_be)));
        let ([(spanish, one)], [(english, other)]) = (&a[..], &b[..]) else { continue };
        let genders = one.is_some() && other.is_some() && one != other;
        match kind {
            Kind::Gender if !genders => {}
            Kind::Person => {
                let owned = owned(found.es, spanish) && owned(found.en, english);
                found.apart(if genders { Kind::Gender } else { Kind::Person }, spanish, english, owned);
            }
            _ => found.apart(kind, spanish, english, true),
        }
    }
    grammatical(found);
}

/// Whether it is said whose relative somebody is: `su madre`, `Ana's brother`.
fn owned(side: &Reading, words: &Range<usize>) -> bool {
    let Some(before) = words.start.checked_sub(1) else { return false };
    let possessive = side.before(&side.words[words.start]).trim_end().ends_with(['s', '\'', '’']) && !side.spanish;
    let behind = matches!(side.folded(words.end), "de" | "del" | "of");
    matches!(
        side.folded(before),
        "su" | "sus" | "mi" | "tu" | "his" | "her" | "their" | "its" | "my" | "your" | "our" | "nuestro" | "nuestra"
    ) || possessive
        || behind
}

/// `la cadete`, `a male cadet`
fn grammatical(found: &mut Found) {
    let (es, en) = (found.es, found.en);
    for at in 0..en.words.len().saturating_sub(1) {
        let female = match en.words[at].folded.as_str() {
            "female" => true,
            "male" => false,
            _ => continue,
        };
        let said =
            |w: &Word| ["femenin", "mujer", "masculin", "varon", "hombre", "hembra", "macho"].iter().any(|s| w.folded.starts_with(s));
        let noun = &en.words[at + 1].lower;
        if noun.len() < 4 || es.words.iter().any(said) {
            continue;
        }
        let article = |i: usize| match es.folded(i) {
            "la" | "una" => Some(true),
            "el" | "un" | "al" | "del" => Some(false),
            _ => None,
        };
        let same: Vec<usize> = (1..es.words.len())
            .filter(|&i| article(i - 1).is_some() && !es.words[i].folded.ends_with('o') && may_translate(&es.words[i], noun))
            .collect();
        if let [i] = same[..]
            && article(i - 1) != Some(female)
        {
            found.apart(Kind::Gender, &(i - 1..i + 1), &(at..at + 2), true);
        }
    }
}
