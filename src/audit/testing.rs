//! For the tests of the checks: two texts as a pair of captions.

use super::{Finding, Settings, Style, Traces};
use crate::article::Article;
use crate::examine::{Cotejo, Examined, Translator};
use crate::pair::Options;

/// Without the verifier: what checks find by rule does not depend on its weights.
pub(super) fn audited(article: &Article, settings: Settings) -> (Vec<Finding>, Traces) {
    let cotejo = Cotejo::builder().pairing(Options { verify: false, ..Options::default() }).checks(settings).build().unwrap();
    let Examined { findings, traces, .. } = cotejo.examine(article);
    (findings, traces)
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

/// The same with the verifier.
pub(super) fn verified_codes(es: &str, en: &str) -> String {
    sorted(&Cotejo::default().examine(&pair(es, en)).findings)
}

/// What is to be done about two bodies, where a machine translates the Spanish; without the verifier.
pub(super) fn helps(es: &str, en: &str, machine: &str) -> Vec<(&'static str, String)> {
    let article = pair(es, en);
    let machine = Some(machine.to_owned());
    let translator = Translator::new("machine", move |_, _| vec![machine.clone()]);
    let unverified = Options { verify: false, ..Options::default() };
    let Examined { findings, .. } = Cotejo::builder().pairing(unverified).translator(&translator).build().unwrap().examine(&article);
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

/// What is found in two bodies by a house's style.
pub(super) fn styled(style: &Style, es: &str, en: &str) -> Vec<Finding> {
    audited(&pair(es, en), Settings { style: style.clone(), ..Settings::default() }).0
}

/// The messages of a check.
pub(super) fn told<'f>(findings: &'f [Finding], code: &str) -> Vec<&'f str> {
    findings.iter().filter(|finding| finding.code == code).map(|finding| finding.message.as_str()).collect()
}
