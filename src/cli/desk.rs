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
        let (findings, traces) = self.auditor.audit(article, &passages, &pairs);
        Examined { passages, pairs, findings, traces }
    }
}
