//! Numbers that disagree. A number on one side alone is no finding: only two that count the same thing and are not the same.

use super::draft::Draft;
use super::finding::Severity;
use super::page::{Case, Side};
use super::quantity::{Currency, Kind, Quantity, find as quantities};
use super::words::{may_translate, shown};
use super::{Check, check};
use crate::pair::Relation;
use Severity::Error;

const FAMILY: &str = "numbers";

pub(super) const CHECKS: &[Check] = &[
    check(
        "number-differs",
        FAMILY,
        Error,
        "the two sides count the same thing differently",
        "Both sides count the same thing, with different numbers. `1.000` and `1,000`, `06` and `6`, `dos` and `2`, `mil millones` and `billion` are the same. A number that stands on one side only is no finding of this check.",
        "Rescatistas buscan a 12 mineros. / Rescuers search for 21 miners.",
    ),
    check(
        "amount-differs",
        FAMILY,
        Error,
        "the two sides name different sums of money",
        "Both sides name a sum, with different figures or currencies. `$` agrees with pesos and dollars; `mil millones` is a billion, a Spanish `billón` a trillion.",
        "Donó 50 millones de dólares. / He donated 50 million pesos.",
    ),
    check(
        "percentage-differs",
        FAMILY,
        Error,
        "the two sides name different percentages",
        "Both sides name a percentage, and the figures differ. `por ciento`, `%`, `percent` and `per cent` are the same.",
        "La inflación llegó a 3.6 por ciento. / Inflation reached 6.3 percent.",
    ),
    check(
        "age-differs",
        FAMILY,
        Error,
        "the two sides give a person different ages",
        "Both sides tell an age (`de 45 años`, `45-year-old`, `aged 45`, `Rosa, 45,`), and it is not the same.",
        "Un hombre de 45 años fue detenido. / A 54-year-old man was arrested.",
    ),
    check(
        "ordinal-differs",
        FAMILY,
        Error,
        "the two sides give something different places in a row",
        "One side says `tercera` where the other says `second`. Offices (`primer ministro`, `first lady`) do not count.",
        "La tercera sesión del año. / The second session of the year.",
    ),
];

pub(super) fn find(case: &Case, found: &mut Vec<Draft>) {
    let Some(en) = case.en.as_ref().filter(|_| case.pair.relation != Relation::Mismatch) else { return };
    let (source, target) = (quantities(&case.es, true), quantities(en, false));
    let alone = |own: &[Quantity], others: &[Quantity]| -> Vec<usize> {
        (0..own.len()).filter(|&at| !others.iter().any(|o| o.equals(&own[at]))).collect()
    };
    let (source_alone, target_alone) = (alone(&source, &target), alone(&target, &source));
    for (code, is_kind) in KINDS {
        let of = |all: &[Quantity], alone: &[usize]| -> Vec<usize> { alone.iter().copied().filter(|&at| is_kind(all[at].kind)).collect() };
        let (es_alone, en_alone) = (of(&source, &source_alone), of(&target, &target_alone));
        let pairs: Vec<(usize, usize)> = if *code == "number-differs" {
            let same = |&(s, t): &(usize, usize)| count_the_same(&case.es, &source[s], en, &target[t]);
            es_alone.iter().flat_map(|&s| en_alone.iter().map(move |&t| (s, t))).filter(same).take(1).collect()
        } else {
            // more than one on a side: nobody can tell which disagree
            match (&es_alone[..], &en_alone[..]) {
                ([s], [t]) => vec![(*s, *t)],
                _ => Vec::new(),
            }
        };
        found.extend(pairs.into_iter().map(|(s, t)| differs(code, case, &source[s], en, &target[t])));
    }
    let amounts = |all: &[Quantity]| all.iter().filter(|q| matches!(q.kind, Kind::Amount(_))).count();
    if let (1, 1) = (amounts(&source), amounts(&target)) {
        let of = |all: &[Quantity]| all.iter().position(|q| matches!(q.kind, Kind::Amount(_)));
        if let (Some(s), Some(t)) = (of(&source), of(&target))
            && source[s].equals(&target[t])
            && !same_money(source[s].kind, target[t].kind)
        {
            found.push(differs("amount-differs", case, &source[s], en, &target[t]));
        }
    }
}

/// A check's code with the numbers that it compares.
type Compared = (&'static str, fn(Kind) -> bool);

const KINDS: &[Compared] = &[
    ("number-differs", |k| k == Kind::Plain),
    ("amount-differs", |k| matches!(k, Kind::Amount(_))),
    ("percentage-differs", |k| k == Kind::Percent),
    ("age-differs", |k| k == Kind::Age),
    ("ordinal-differs", |k| k == Kind::Ordinal),
];

fn same_money(a: Kind, b: Kind) -> bool {
    let sign = |k| k == Kind::Amount(Currency::Sign);
    a == b || sign(a) || sign(b)
}

/// Whether a word behind the one is the translation of a word behind the other, or the numbers are nearly the same.
fn count_the_same(es: &Side, source: &Quantity, en: &Side, target: &Quantity) -> bool {
    let counted = source.counted.iter().map(|&at| &es.words[at]).filter(|w| w.folded.chars().count() > 3);
    let (units, behind) = (target.unit.iter().map(String::as_str), target.counted.iter().map(|&at| en.words[at].lower.as_str()));
    let english: Vec<&str> = units.chain(behind).filter(|w| w.len() > 3).collect();
    counted.into_iter().take(3).any(|word| english.iter().take(3).any(|other| may_translate(word, other)))
        || mistyped(&source.value.to_string(), &target.value.to_string())
}

/// Whether two numbers of the same length differ by a digit, or in the order of their digits: `250` and `205`.
fn mistyped(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut digits: Vec<u8> = text.bytes().collect();
        digits.sort_unstable();
        digits
    };
    a.len() > 2 && a.len() == b.len() && (sorted(a) == sorted(b) || a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() == 1)
}

fn differs(code: &'static str, case: &Case, source: &Quantity, en: &Side, target: &Quantity) -> Draft {
    let (es, english) = (phrase(&case.es, source), phrase(en, target));
    Draft::new(code, target.span, format!("`{english}` in English, `{es}` in Spanish"))
        .called(english)
        .and(source.span, es)
        .help("check which of the two is right")
}

/// The number with the word behind it.
fn phrase(side: &Side, quantity: &Quantity) -> String {
    let end = quantity.counted.first().map_or(quantity.span.end, |&at| side.words[at].span.end);
    shown(&side.text[quantity.span.start - side.span.start..end - side.span.start])
}
