//! For the tests of the checks: two texts as a pair of captions.

use super::{Auditor, Finding, Settings, Traces};
use crate::article::Article;
use crate::pair::{Options, Pairer};
use crate::passage::passages;

pub(super) fn audited(article: &Article, settings: Settings) -> (Vec<Finding>, Traces) {
    let pairs = Pairer::new(Options::default()).unwrap().pairs(article);
    Auditor::new(settings).unwrap().audit(article, &passages(article), &pairs)
}

fn pair(es: &str, en: &str) -> Article {
    Article::from_text(
        "a",
        format!("México, 31 Mar 2016 (Notimex-Ana Ruiz).- {es} NOTIMEX/FOTO/ANA RUIZ/COR/POL/\n{en} Photo: Notimex/Ana Ruiz"),
    )
}

fn sorted(findings: &[Finding]) -> String {
    let codes: std::collections::BTreeSet<&str> = findings.iter().map(|f| f.code).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

/// The codes for two bodies with the same credit.
pub(super) fn codes(es: &str, en: &str) -> String {
    sorted(&audited(&pair(es, en), Settings::default()).0)
}

/// What is to be done about two bodies, where a machine translates the Spanish.
pub(super) fn helps(es: &str, en: &str, machine: &str) -> Vec<(&'static str, String)> {
    let article = pair(es, en);
    let passages = passages(&article);
    let pairs = Pairer::new(Options::default()).unwrap().pairs_of(&article, &passages, Some(&|_| vec![Some(machine.to_owned())]));
    let (findings, _) = Auditor::new(Settings::default()).unwrap().audit(&article, &passages, &pairs);
    findings.into_iter().filter_map(|f| Some((f.code, f.help?))).collect()
}

/// The codes for a page.
pub(super) fn codes_of(page: &str) -> String {
    sorted(&audited(&Article::from_text("a", page), Settings::default()).0)
}

/// The replacements that are proposed for two bodies.
pub(super) fn fixes(es: &str, en: &str) -> Vec<String> {
    audited(&pair(es, en), Settings::default()).0.into_iter().filter_map(|f| f.fix).map(|f| f.replacement).collect()
}
