//! How much the evidence is worth: two small logistic models, fitted by `scripts/fit_score.py`.
//!
//! `match` gives the probability that two passages belong together (the same photo's captions, or a caption and the passage
//! that translates it). `relation` tells, given that they do, a translation from a partial one and from another statement.

use super::evidence::{Evidence, FEATURES};
use std::sync::LazyLock;

/// How two sides that belong together stand to each other, as probabilities that sum to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relations {
    /// The English says what the Spanish says.
    pub translation: f32,
    /// One of the two says only a part of the other.
    pub partial: f32,
    /// One says something that the other does not.
    pub mismatch: f32,
}

struct Model {
    belongs: [f32; FEATURES.len()],
    relations: [[f32; FEATURES.len()]; 3],
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let mut model = Model { belongs: [0.0; FEATURES.len()], relations: [[0.0; FEATURES.len()]; 3] };
    let mut reader = csv::Reader::from_reader(include_str!("../../data/model/score.csv").as_bytes());
    for record in reader.records().flatten() {
        let Some(at) = FEATURES.iter().position(|f| *f == &record[0]) else { continue };
        let weight = |column: usize| record[column].parse().unwrap_or(0.0);
        model.belongs[at] = weight(1);
        for (relation, weights) in model.relations.iter_mut().enumerate() {
            weights[at] = weight(2 + relation);
        }
    }
    model
});

fn dot(weights: &[f32], features: &[f32]) -> f32 {
    weights.iter().zip(features).map(|(w, f)| w * f).sum()
}

/// Log odds that the two belong together.
pub fn belongs(evidence: &Evidence) -> f32 {
    dot(&MODEL.belongs, &evidence.features())
}

/// What they are to each other, if they belong together.
pub fn relations(evidence: &Evidence) -> Relations {
    let features = evidence.features();
    let odds = MODEL.relations.map(|weights| dot(&weights, &features));
    let highest = odds.iter().copied().fold(f32::MIN, f32::max);
    let [translation, partial, mismatch] = odds.map(|odd| (odd - highest).exp());
    let sum = translation + partial + mismatch;
    Relations { translation: translation / sum, partial: partial / sum, mismatch: mismatch / sum }
}
