use super::{differ, only_ones};
use crate::audit::checks::{Case, Check, Draft, Find, Page, Rule, Severity, Side, Turn};
use crate::facts::quantity::{Currency, Kind, Quantity};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "amount-differs",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the two sides name different sums of money",
        explanation: "Both sides name a sum, with different figures or currencies. `$` agrees with pesos and dollars; `mil millones` is a billion, a Spanish `billón` a trillion.",
        example: "Donó 50 millones de dólares. / He donated 50 million pesos.",
    },
    find: &[Find::One(Turn::Facts, find)],
};

fn find(_: &Page, case: &Case) -> Option<Draft> {
    only_ones(case, is_amount).or_else(|| currencies(case))
}

fn is_amount(kind: Kind) -> bool {
    matches!(kind, Kind::Amount(_))
}

/// The same figure, the only amount of each side, in other money.
fn currencies(case: &Case) -> Option<Draft> {
    let (source, target) = (only(&case.es)?, only(case.counterpart()?)?);
    (source.equals(target) && !same_money(source.kind, target.kind)).then(|| differ(case, source, target)).flatten()
}

/// The only amount of a side.
fn only<'s>(side: &'s Side) -> Option<&'s Quantity> {
    let mut amounts = side.quantities().iter().filter(|quantity| is_amount(quantity.kind));
    amounts.next().filter(|_| amounts.next().is_none())
}

fn same_money(a: Kind, b: Kind) -> bool {
    let sign = |k| k == Kind::Amount(Currency::Sign);
    a == b || sign(a) || sign(b)
}
