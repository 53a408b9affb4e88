use super::{alone, differ};
use crate::audit::checks::{Case, Check, Draft, Find, Page, Rule, Severity, Side, Turn};
use crate::facts::quantity::{Kind, Quantity};
use crate::facts::reading::may_translate;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "number-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides count the same thing differently",
        explanation: "Both sides count the same thing, with different numbers. `1.000` and `1,000`, `06` and `6`, `dos` and `2`, `mil millones` and `billion` are the same. A number that stands on one side only is no finding of this check.",
        example: "Rescatistas buscan a 12 mineros. / Rescuers search for 21 miners.",
    },
    find: &[Find::One(Turn::Facts, find)],
};

fn find(_: &Page, case: &Case) -> Option<Draft> {
    let (source, target) = alone(case, |kind| kind == Kind::Plain)?;
    let en = case.en.as_ref()?;
    let mut pairs = source.iter().flat_map(|s| target.iter().map(move |t| (*s, *t)));
    pairs.find(|(s, t)| count_the_same(&case.es, s, en, t)).and_then(|(s, t)| differ(case, s, t))
}

/// Whether a word after the one is the translation of a word after the other, or the numbers are nearly the same.
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
