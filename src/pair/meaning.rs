//! What two texts mean to each other, in the encoder's space: whole against whole, sentence by sentence both ways, and each
//! sentence against those runs of clauses of the other side that are about as long.

use super::content::Content;
use crate::encoder::{Encoder, Reading, Vector};
use crate::span::Span;
use crate::text::clauses;

/// A text's vectors.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    reading: Reading,
    /// One for each sentence, with its length in bytes.
    sentences: Vec<(Vector, f32)>,
}

/// Encodes texts in one batch: each is read once; sentences have their vectors as parts of it.
pub(super) fn encode(encoder: &Encoder, texts: &[(&str, &Content)]) -> Vec<Meaning> {
    let starts = |(text, content): &(&str, &Content)| content.sentences.iter().flat_map(|s| starts(text, *s)).collect();
    let cut: Vec<(&str, Vec<usize>)> = texts.iter().map(|of| (of.0, starts(of))).collect();
    let readings = encoder.read(&cut);
    let asked: Vec<(&Reading, Span)> = readings
        .iter()
        .zip(texts)
        .filter(|(_, (_, content))| content.sentences.len() > 1)
        .flat_map(|(reading, (_, content))| content.sentences.iter().map(move |s| (reading, *s)))
        .collect();
    let mut vectors = encoder.parts(&asked).into_iter();
    let meaning = |(reading, (_, content)): (Reading, &(&str, &Content))| {
        let lengths = content.sentences.iter().map(|s| (s.end - s.start) as f32);
        let sentences = match content.sentences.len() {
            1 => lengths.map(|length| (reading.whole().clone(), length)).collect(),
            _ => lengths.zip(&mut vectors).map(|(length, vector)| (vector, length)).collect(),
        };
        Meaning { reading, sentences }
    };
    readings.into_iter().zip(texts).map(meaning).collect()
}

/// Where the clauses of a sentence begin; the first with the sentence.
fn starts(text: &str, sentence: Span) -> impl Iterator<Item = usize> {
    std::iter::once(sentence.start).chain(clauses(text, sentence).into_iter().map(|c| c.start).filter(move |start| *start > sentence.start))
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
        Similarity { whole: self.cosine(english), source: self.side(english), target: english.side(self) }
    }

    /// How near the whole texts are.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        self.reading.whole().cosine(other.reading.whole())
    }

    fn side(&self, other: &Self) -> Side {
        // a sentence of one side can be two on the other: the whole counts too
        Side::of(self.sentences.iter().map(|(vector, length)| {
            (other.sentences.iter().map(|(v, _)| vector.cosine(v)).fold(vector.cosine(other.reading.whole()), f32::max), *length)
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
    let parts = of_source.iter().map(|run| (&en.meaning.reading, run.1)).chain(of_target.iter().map(|run| (&es.meaning.reading, run.1)));
    let vectors = encoder.parts(&parts.collect::<Vec<_>>());
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

/// A sentence this many times as long as another says more than the other.
const LONGER: f32 = 1.4;
/// The usual length of a run against what it says.
const RATIO: f32 = 1.05;
/// Runs that are encoded for a sentence, at most.
const MOST_RUNS: usize = 8;

fn best(of: Read, other: Read, runs: &[(usize, Span)], vectors: &[Vector]) -> Side {
    Side::of(of.meaning.sentences.iter().enumerate().map(|(number, (vector, length))| {
        let whole = other.meaning.sentences.iter().map(|(v, _)| v).chain([other.meaning.reading.whole()]);
        let parts = runs.iter().zip(vectors).filter(|(run, _)| run.0 == number).map(|(_, v)| v);
        (whole.chain(parts).map(|v| vector.cosine(v)).fold(-1.0, f32::max), *length)
    }))
}
