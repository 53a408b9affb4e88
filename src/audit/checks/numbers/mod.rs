//! Numbers that disagree. A number on one side alone is no finding: only two that count the same thing and are not the same.

mod age_differs;
mod amount_differs;
mod number_differs;
mod ordinal_differs;
mod percentage_differs;

use super::{Case, Draft, Rule, Side};
use crate::audit::words::shown;
use crate::facts::quantity::{Kind, Quantity};
use crate::span::Span;

const FAMILY: &str = "numbers";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] =
    &[number_differs::RULE, amount_differs::RULE, percentage_differs::RULE, age_differs::RULE, ordinal_differs::RULE];

/// The numbers of a kind that only one side has, the Spanish and the English ones.
fn alone<'s>(case: &'s Case, is_kind: impl Fn(Kind) -> bool) -> Option<(Vec<&'s Quantity>, Vec<&'s Quantity>)> {
    let en = case.counterpart()?;
    let of = |side: &'s Side, alone: &[usize]| -> Vec<&'s Quantity> {
        alone.iter().map(|&at| &side.quantities()[at]).filter(|quantity| is_kind(quantity.kind)).collect()
    };
    let [source, target] = case.unmatched();
    Some((of(&case.es, source), of(en, target)))
}

/// The one number of a kind that only the Spanish has, and the one that only the English has. Where a side has more, nobody can tell
/// which disagree.
fn only_ones(case: &Case, is_kind: impl Fn(Kind) -> bool) -> Option<Draft> {
    let (source, target) = alone(case, is_kind)?;
    let ([source], [target]) = (&source[..], &target[..]) else { return None };
    differ(case, source, target)
}

fn differ(case: &Case, source: &Quantity, target: &Quantity) -> Option<Draft> {
    let (es, english) = (phrase(&case.es, source), phrase(case.en.as_ref()?, target));
    let draft = Draft::new(target.span, format!("`{english}` in English, `{es}` in Spanish"));
    Some(draft.called(english).and(source.span, es).help("check which of the two is right"))
}

/// The number with the word after it.
fn phrase(side: &Side, quantity: &Quantity) -> String {
    let end = quantity.counted.first().map_or(quantity.span.end, |&at| side.words[at].span.end);
    shown(side.at(Span::new(quantity.span.start, end)))
}
