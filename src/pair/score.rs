//! How much the evidence is worth: small gradient-boosted trees, fitted by `scripts/dev fit score` (Friedman 2001, "Greedy function
//! approximation: a gradient boosting machine").
//!
//! `belongs` gives the probability that two texts belong together (captions of one photo, or a caption and the passage that
//! translates it). Given that they do, `mismatch` gives the probability that each says something that the other does not, and `partial`,
//! if not so, that one says more than the other. `near`, `mismatch_near` and `partial_near` say the same where the encoder was not
//! asked. Where a machine translated the Spanish, `belongs_machine` and the others of that ending are added to what these say
//! (`scripts/dev fit machine`).
//!
//! Where the verifier read the two texts, it is asked instead: `partial_verified` and `mismatch_verified` are linear (multinomial logistic
//! regression against translation; `scripts/dev fit relation`).

use super::evidence::{ABSENT, Evidence, ITEMS};
use std::sync::LazyLock;

/// How two sides that belong together stand to each other, as probabilities that sum to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Relations {
    /// The English says what the Spanish says.
    pub translation: f32,
    /// One of the two says only a part of the other.
    pub partial: f32,
    /// One says something that the other does not.
    pub mismatch: f32,
}

/// What can be wrong with a file of weights.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {what}; make the file with scripts/dev fit score")]
pub struct BadModel {
    line: usize,
    what: String,
}

/// A step of a tree: `features[item] <= threshold` goes left.
#[derive(Debug, Clone, Copy)]
enum Node {
    Split { item: u8, threshold: f32, left: u32, right: u32 },
    Leaf(f32),
}

/// A sum of trees.
#[derive(Debug, Clone, Default)]
struct Trees {
    base: f32,
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Trees {
    fn sum(&self, features: &[f32]) -> f32 {
        self.base + self.roots.iter().map(|&root| self.leaf(root, features)).sum::<f32>()
    }

    fn leaf(&self, mut at: usize, features: &[f32]) -> f32 {
        loop {
            match self.nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split { item, threshold, left, right } => {
                    at = if features[usize::from(item)] <= threshold { left } else { right } as usize;
                }
            }
        }
    }
}

/// Three questions, each answered without the encoder, with it, and what a machine's translation adds.
const NAMES: [&str; 9] =
    ["near", "mismatch_near", "partial_near", "belongs", "mismatch", "partial", "belongs_machine", "mismatch_machine", "partial_machine"];
/// Where in [`NAMES`] each way of answering begins.
const NEAR: usize = 0;
const FULL: usize = 3;
const MACHINE: usize = 6;

/// Log odds of partial and of mismatch against translation, of what the verifier and the encoder say.
#[derive(Debug, Clone, Default)]
struct Linear {
    base: f32,
    /// Item and weight.
    weights: Vec<(u8, f32)>,
}

const LINEAR: [&str; 2] = ["partial_verified", "mismatch_verified"];

impl Linear {
    fn sum(&self, features: &[f32]) -> f32 {
        self.base + self.weights.iter().map(|(item, weight)| weight * leaning(features[usize::from(*item)])).sum::<f32>()
    }
}

/// A probability as log odds, no further than 7 from even: how a linear sum takes it; 0 for what is unknown.
fn leaning(probability: f32) -> f32 {
    if probability == ABSENT {
        return 0.0;
    }
    let p = probability.clamp(0.0, 1.0);
    ((p + 1e-3) / (1.0 - p + 1e-3)).ln()
}

/// The weights.
#[derive(Debug, Clone, Default)]
pub struct Model {
    trees: [Trees; NAMES.len()],
    linear: [Linear; LINEAR.len()],
}

impl Model {
    /// The weights in the program.
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            // a proof: every test that pairs reads it
            let parts = [
                include_str!("../../data/model/score.csv"),
                include_str!("../../data/model/machine.csv"),
                include_str!("../../data/model/relation.csv"),
            ];
            parts.into_iter().try_fold(Model::default(), Model::with).expect("data/model is sound")
        });
        &MODEL
    }

    /// Reads weights as `data/model/score.csv` has them: `model,node,item,threshold,left,right,value`. A line without `node` gives a
    /// model's base; a node without `item` is a leaf; children stand after their parents; a node that is nobody's child is a root. Of the
    /// linear ones, an `item` without `node` has the weight of its log odds.
    ///
    /// # Errors
    /// The line that breaks this, or names an item that this version does not know.
    pub fn parse(text: &str) -> Result<Self, BadModel> {
        Self::default().with(text)
    }

    fn with(self, text: &str) -> Result<Self, BadModel> {
        let mut model = self;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for (number, record) in reader.records().enumerate() {
            let line = number + 2;
            let wrong = |what: &str| BadModel { line, what: what.to_owned() };
            let record = record.map_err(|e| BadModel { line, what: e.to_string() })?;
            if record.len() != 7 {
                return Err(wrong("not seven cells"));
            }
            let figure = |cell: usize| record[cell].parse::<f32>().ok().filter(|x| x.is_finite()).ok_or_else(|| wrong("not a number"));
            let item = || {
                let known = (0..).zip(ITEMS).find(|(_, item)| item.0 == &record[2]);
                known.map(|(at, _)| at).ok_or_else(|| wrong("no evidence of that name"))
            };
            if let Some(at) = LINEAR.iter().position(|n| *n == &record[0]) {
                let linear = &mut model.linear[at];
                match record[2].is_empty() {
                    true => linear.base = figure(6)?,
                    false => linear.weights.push((item()?, figure(6)?)),
                }
                continue;
            }
            let at = NAMES.iter().position(|n| *n == &record[0]).ok_or_else(|| wrong("no model of that name"))?;
            let trees = &mut model.trees[at];
            if record[1].is_empty() {
                trees.base = figure(6)?;
                continue;
            }
            if record[1].parse() != Ok(trees.nodes.len()) {
                return Err(wrong("nodes are not numbered from 0 in order"));
            }
            trees.nodes.push(if record[2].is_empty() {
                Node::Leaf(figure(6)?)
            } else {
                let item = item()?;
                let child = |cell: usize| record[cell].parse().ok().filter(|&c: &u32| c as usize > trees.nodes.len());
                let (left, right) = child(4).zip(child(5)).ok_or_else(|| wrong("a child stands before its parent"))?;
                Node::Split { item, threshold: figure(3)?, left, right }
            });
        }
        for (trees, name) in model.trees.iter_mut().zip(NAMES) {
            let whole = |child: &u32| (*child as usize) < trees.nodes.len();
            let mut children = vec![false; trees.nodes.len()];
            for node in &trees.nodes {
                if let Node::Split { left, right, .. } = node {
                    if !whole(left) || !whole(right) {
                        return Err(BadModel { line: 1, what: format!("{name}: a node's child is missing") });
                    }
                    children[*left as usize] = true;
                    children[*right as usize] = true;
                }
            }
            trees.roots = (0..children.len()).filter(|&at| !children[at]).collect();
        }
        Ok(model)
    }

    /// Log odds that the two belong together, from what needs no encoder.
    pub(crate) fn near(&self, evidence: &Evidence) -> f32 {
        self.trees[NEAR].sum(&evidence.features())
    }

    /// Log odds that the two belong together.
    pub(crate) fn belongs(&self, evidence: &Evidence) -> f32 {
        self.odds(0, evidence)
    }

    /// What they are to each other, if they belong together.
    pub(crate) fn relations(&self, evidence: &Evidence) -> Relations {
        if evidence.verified.is_some() && self.linear.iter().any(|linear| !linear.weights.is_empty()) {
            let features = evidence.features();
            // the largest is taken out before the exponential
            let [partial, mismatch] = [0, 1].map(|at| self.linear[at].sum(&features));
            let most = partial.max(mismatch).max(0.0);
            let [translation, partial, mismatch] = [0.0, partial, mismatch].map(|odds| (odds - most).exp());
            let sum = translation + partial + mismatch;
            return Relations { translation: translation / sum, partial: partial / sum, mismatch: mismatch / sum };
        }
        let [mismatch, partial] = [1, 2].map(|question| probability(self.odds(question, evidence)));
        let partial = (1.0 - mismatch) * partial;
        Relations { translation: 1.0 - mismatch - partial, partial, mismatch }
    }

    /// Log odds of one of the questions.
    fn odds(&self, question: usize, evidence: &Evidence) -> f32 {
        let features = evidence.features();
        let way = if evidence.similarity.is_some() { FULL } else { NEAR };
        let machine = evidence.machine.map_or(0.0, |_| self.trees[MACHINE + question].sum(&features));
        self.trees[way + question].sum(&features) + machine
    }
}

/// Log odds as a probability.
pub(super) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::Verified;

    const HEADER: &str = "model,node,item,threshold,left,right,value\n";

    #[test]
    fn trees_are_summed() {
        let rows = "belongs,,,,,,0.5\nbelongs,0,credit,0.5,1,2,\nbelongs,1,,,,,-1\nbelongs,2,,,,,2\nbelongs,3,,,,,0.25\n";
        let model = Model::parse(&format!("{HEADER}{rows}")).unwrap();
        let with = |credit| model.belongs(&Evidence { credit, similarity: Some(0.5), ..Evidence::default() });
        assert_eq!((with(Some(1.0)), with(Some(0.0)), with(None)), (2.75, -0.25, -0.25));
    }

    #[test]
    fn a_machine_adds_to_what_is_said_without_it() {
        let rows = "belongs,,,,,,0.5\nbelongs_machine,,,,,,2\n";
        let model = Model::parse(&format!("{HEADER}{rows}")).unwrap();
        let with = |machine| model.belongs(&Evidence { machine, similarity: Some(0.5), ..Evidence::default() });
        assert_eq!((with(None), with(Some(0.3))), (0.5, 2.5));
    }

    #[test]
    fn without_the_encoder_other_weights_answer() {
        let rows = "belongs,,,,,,0.5\nmismatch,,,,,,-9\nnear,,,,,,2\nmismatch_near,,,,,,9\n";
        let model = Model::parse(&format!("{HEADER}{rows}")).unwrap();
        let [with, without] = [Some(0.5), None].map(|similarity| Evidence { similarity, ..Evidence::default() });
        assert_eq!((model.belongs(&with), model.belongs(&without), model.near(&with)), (0.5, 2.0, 2.0));
        assert!(model.relations(&with).mismatch < 0.1 && model.relations(&without).mismatch > 0.9);
    }

    #[test]
    fn what_the_verifier_says_is_weighed_by_its_log_odds() {
        let rows = "mismatch,,,,,,9\nmismatch_verified,,,,,,-1\nmismatch_verified,,contradicted,,,,2\npartial_verified,,,,,,-9\n";
        let model = Model::parse(&format!("{HEADER}{rows}")).unwrap();
        let mismatch = |verified| model.relations(&Evidence { verified, similarity: Some(0.5), ..Evidence::default() }).mismatch;
        let contradicted = |contradicted| Some(Verified { contradicted, ..Verified::default() });
        assert!(mismatch(contradicted(0.9)) > 0.9 && mismatch(contradicted(0.1)) < 0.1);
        // even odds leave the base
        assert!((mismatch(contradicted(0.5)) - probability(-1.0)).abs() < 0.01);
        assert!(mismatch(None) > 0.99, "without the verifier the trees answer");
        let trees_alone = Model::parse(&format!("{HEADER}mismatch,,,,,,9\n")).unwrap();
        let evidence = Evidence { verified: contradicted(0.1), similarity: Some(0.5), ..Evidence::default() };
        assert!(trees_alone.relations(&evidence).mismatch > 0.99);
    }

    #[test]
    fn broken_weights_are_told_by_line() {
        for (rows, line) in [
            ("belongs,,,,,,x\n", 2),
            ("nobody,,,,,,1\n", 2),
            ("belongs,,,,,,1\nbelongs,0,credit,0.5,0,1,\n", 3),
            ("belongs,1,,,,,1\n", 2),
            ("belongs,0,mood,0.5,1,2,\n", 2),
            ("mismatch_verified,,mood,,,,1\n", 2),
            ("belongs,0,credit,0.5,1,2,\n", 1),
        ] {
            let error = Model::parse(&format!("{HEADER}{rows}")).unwrap_err();
            assert_eq!(error.line, line, "{error}");
        }
    }
}
