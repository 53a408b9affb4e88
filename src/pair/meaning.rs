//! What two texts mean to each other, in the encoder's space: whole against whole, sentence by sentence both ways, and each
//! sentence against those runs of clauses of the other side that are about as long.

use super::content::Content;
use crate::article::Span;
use crate::encoder::{Encoder, Vector};
use crate::text::clauses;

/// A text's vectors.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    /// One for each sentence, with its length in bytes.
    sentences: Vec<(Vector, f32)>,
    /// Of the whole text; that of the sentence where there is only one.
    whole: Vector,
}

/// Encodes texts in one batch: each sentence once, and the whole where it has several.
pub(super) fn encode(encoder: &Encoder, texts: &[(&str, &Content)]) -> Vec<Meaning> {
    let mut parts: Vec<&str> = Vec::new();
    for (text, content) in texts {
        parts.extend(content.sentences.iter().map(|s| s.of(text)));
        if content.sentences.len() != 1 {
            parts.push(text);
        }
    }
    let mut vectors = encoder.encode(&parts).into_iter();
    texts
        .iter()
        .filter_map(|(_, content)| {
            let sentences: Vec<(Vector, f32)> = vectors
                .by_ref()
                .take(content.sentences.len())
                .zip(&content.sentences)
                .map(|(v, s)| (v, (s.end - s.start) as f32))
                .collect();
            let whole = if sentences.len() == 1 { sentences[0].0.clone() } else { vectors.next()? };
            Some(Meaning { sentences, whole })
        })
        .collect()
}

/// One side's sentences, each by its best cosine with a sentence of the other side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Side {
    /// Weighted by length.
    pub(super) mean: f32,
    pub(super) least: f32,
}

/// How near two texts are, in cosines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Similarity {
    pub(super) whole: f32,
    pub(super) source: Side,
    pub(super) target: Side,
}

impl Meaning {
    /// Compares a Spanish text with an English one.
    pub(super) fn similarity(&self, english: &Self) -> Similarity {
        Similarity { whole: self.whole.cosine(&english.whole), source: self.side(english), target: english.side(self) }
    }

    /// How near the whole texts are.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        self.whole.cosine(&other.whole)
    }

    fn side(&self, other: &Self) -> Side {
        // a sentence of one side can be two on the other: the whole counts too
        Side::of(self.sentences.iter().map(|(vector, length)| {
            (other.sentences.iter().map(|(v, _)| vector.cosine(v)).fold(vector.cosine(&other.whole), f32::max), *length)
        }))
    }
}

impl Side {
    /// From the best cosine and the length of each sentence.
    fn of(sentences: impl Iterator<Item = (f32, f32)>) -> Self {
        let (mut sum, mut all, mut least) = (0.0, 0.0, 1.0_f32);
        for (best, length) in sentences {
            sum += best * length;
            all += length;
            least = least.min(best);
        }
        Self { mean: if all > 0.0 { sum / all } else { 0.0 }, least }
    }
}

/// A text with what was read of it.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub(super) text: &'a str,
    pub(super) content: &'a Content,
    pub(super) meaning: &'a Meaning,
}

/// How well each side says what the other says: as [`Similarity::source`] and [`Similarity::target`], but a sentence may also be
/// said by a run of clauses. `The head of the Segob, Ana Ruiz` is said by a sentence that goes on about what she did.
pub(super) fn said(encoder: &Encoder, es: Read, en: Read) -> (Side, Side) {
    let (of_source, of_target) = (runs(es, en), runs(en, es));
    let parts: Vec<&str> = of_source.iter().map(|run| run.1.of(en.text)).chain(of_target.iter().map(|run| run.1.of(es.text))).collect();
    let vectors = if parts.is_empty() { Vec::new() } else { encoder.encode(&parts) };
    let (source, target) = vectors.split_at(of_source.len().min(vectors.len()));
    (best(es, en, &of_source, source), best(en, es, &of_target, target))
}

/// For the sentences of one side, by number, the runs of clauses of the other side that may say what they say.
fn runs(of: Read, other: Read) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    for (number, sentence) in of.content.sentences.iter().enumerate() {
        let wanted = (sentence.end - sentence.start) as f32;
        let mut near: Vec<(f32, Span)> = Vec::new();
        for long in other.content.sentences.iter().filter(|s| (s.end - s.start) as f32 > wanted * LONGER) {
            let parts = clauses(other.text, *long);
            for (first, from) in parts.iter().enumerate() {
                for to in &parts[first..] {
                    let run = Span::new(from.start, to.end);
                    let ratio = (run.end - run.start) as f32 / wanted;
                    if (0.6..1.7).contains(&ratio) && run != *long {
                        near.push(((ratio.ln() - RATIO.ln()).abs(), run));
                    }
                }
            }
        }
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.extend(near.into_iter().take(MOST_RUNS).map(|(_, run)| (number, run)));
    }
    found
}

/// A sentence so many times as long as another holds more than the other says.
const LONGER: f32 = 1.4;
/// The usual length of a run against what it says.
const RATIO: f32 = 1.05;
/// So many runs are encoded for a sentence.
const MOST_RUNS: usize = 8;

fn best(of: Read, other: Read, runs: &[(usize, Span)], vectors: &[Vector]) -> Side {
    Side::of(of.meaning.sentences.iter().enumerate().map(|(number, (vector, length))| {
        let whole = other.meaning.sentences.iter().map(|(v, _)| v).chain([&other.meaning.whole]);
        let parts = runs.iter().zip(vectors).filter(|(run, _)| run.0 == number).map(|(_, v)| v);
        (whole.chain(parts).map(|v| vector.cosine(v)).fold(-1.0, f32::max), *length)
    }))
}
