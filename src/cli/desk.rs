//! What most commands begin with: an article's passages, its pairs, and what is wrong with them.

use super::machine::Machine;
use crate::audit::{Auditor, Finding, Settings, Traces};
use crate::passage::{Passage, passages};
use crate::{Article, Pair, Pairer};
use anyhow::Result;

/// Pairs and audits articles, on any number of threads.
pub(super) struct Desk {
    pairer: Pairer,
    machine: Machine,
    auditor: Auditor,
}

/// An article, read.
pub(super) struct Examined {
    pub(super) passages: Vec<Passage>,
    pub(super) pairs: Vec<Pair>,
    pub(super) findings: Vec<Finding>,
    /// For the checks that look at several articles.
    pub(super) traces: Traces,
}

impl Desk {
    pub(super) fn new(pairer: Pairer, machine: Machine, checks: Settings) -> Result<Self> {
        Ok(Self { pairer, machine, auditor: Auditor::new(checks)? })
    }

    pub(super) fn examine(&self, article: &Article) -> Examined {
        let passages = passages(article);
        let pairs = self.machine.pairs(&self.pairer, article, &passages);
        pairs.iter().for_each(|pair| tell(article, pair));
        let (findings, traces) = self.auditor.audit(article, &passages, &pairs);
        Examined { passages, pairs, findings, traces }
    }
}

/// What was decided and how nearly something else was, for -vv.
fn tell(article: &Article, pair: &Pair) {
    let place = || format!("{}:{}: {}", article.id, pair.line, pair.relation.name());
    let (Some(en), Some(evidence), Some(score)) = (&pair.en, &pair.evidence, pair.score) else {
        log::debug!("{}, since no English is likelier than none", place());
        return;
    };
    let margin = evidence.source_margin.or(evidence.source_words_margin);
    let rival =
        margin.map_or_else(|| "no other English to choose".to_owned(), |margin| format!("{margin:+.2} against the next best English"));
    log::debug!("{} with line {}, score {score:.4}, {rival}", place(), en.line);
}
