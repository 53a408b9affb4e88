//! Meaning: text in, unit vector out, English and Spanish in one space. The model is embedded in the program.
//!
//! ```
//! use cotejo::encoder::Encoder;
//!
//! let vectors = Encoder::embedded().encode(&[
//!     "The mayor opened a new park on Tuesday.",
//!     "El alcalde inauguró el martes un nuevo parque.",
//!     "El peso cayó 1.2 por ciento frente al dólar.",
//! ]);
//! assert!(vectors[0].cosine(&vectors[1]) > 0.8);
//! assert!(vectors[0].cosine(&vectors[2]) < 0.4);
//! ```
//!
//! It is the convolutional *Universal Sentence Encoder, multilingual* (Yang et al. 2020), pruned to two languages by
//! `scripts/dev make encoder`; `data/encoder/PROVENANCE.md` says from what. With the embedded weights, of 8 bits, a text's
//! vector is the same to the last bit on every processor, alone or among others.
//!
//! The way of a text: `tokenizer` (piece numbers) → `known` (what the first layers make of a piece, looked up) → `forward` (the
//! other layers, see `dense` and `ops`, on the processor's `kernel`) → [`Vector`]. `model` says what a model folder holds.

pub(crate) mod dense;
mod error;
mod forward;
pub(crate) mod kernel;
mod known;
pub(crate) mod model;
pub(crate) mod ops;
mod reading;
pub(crate) mod tokenizer;
mod vector;
mod vocabulary;

pub use error::Error;
pub use vector::Vector;

pub(crate) use reading::Reading;

use crate::span::Span;
use forward::{Head, Scratch, Tail, Trunk};
use kernel::Kind;
use known::Known;
use model::{Aligned, Model};
use std::borrow::Cow;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use tokenizer::Tokenizer;

/// Pieces of a text that are encoded, `<s>` and `</s>` among them; what follows is ignored. About 8,000 characters.
pub const MAX_PIECES: usize = 2048;

/// Pieces of a batch: their numbers between the layers stay in the second-level cache.
const BATCH: usize = 128;
/// Sentences that go through the last layers together: these have as many weights as the others, but only one row per sentence.
const SENTENCES: usize = 48;
/// Pieces of which the first layers' numbers are kept: 13 KB each.
const KNOWN: usize = 4096;

/// Forces the weights to a multiple of 64, where vectors do not straddle cache lines.
#[repr(C, align(64))]
struct Page<T: ?Sized>(T);

static WEIGHTS: &Page<[u8]> = &Page(*include_bytes!("../../data/encoder/encoder.safetensors"));
static PIECES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pieces.bin"));

/// A sentence encoder. Threads may share one; each call works for itself.
pub struct Encoder {
    model: Model,
    tokenizer: Tokenizer,
    known: Known,
    kind: Kind,
    /// Memory of finished calls, for the next ones.
    pool: Mutex<Vec<Scratch>>,
}

impl Encoder {
    /// The encoder in the program. The first call reads a header and checks the weights (a millisecond); weights are used
    /// where they lie.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Encoder> = LazyLock::new(|| {
            let model = Model::new(Aligned::Embedded(&WEIGHTS.0), "embedded encoder");
            let tokenizer = Tokenizer::new(Cow::Borrowed(PIECES));
            // build.rs made the tables, `scripts/dev make encoder` the weights, and every test that encodes comes by here
            Encoder::new(model.expect("the embedded weights are sound"), tokenizer.expect("the embedded vocabulary is sound"))
        });
        &EMBEDDED
    }

    /// Another encoder of the same shape: a folder with `encoder.safetensors` and `pieces.model`, as
    /// `scripts/dev make encoder` writes it. Weights may be of 8 bits or `F32`; with `F32` the last bits of a vector depend
    /// on the processor.
    ///
    /// # Errors
    /// What is missing or malformed, with the file, the tensor and what to do.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let read = |name: &str| {
            let path = folder.join(name);
            let file = path.to_string_lossy().into_owned();
            std::fs::read(&path).map(|bytes| (file.clone(), bytes)).map_err(|cause| Error::Unreadable { file, cause })
        };
        let (file, bytes) = read("encoder.safetensors")?;
        let model = Model::new(Aligned::copy(&bytes), &file)?;
        let (file, bytes) = read("pieces.model")?;
        let wrong = |cause: String| Error::Vocabulary { file: file.clone(), cause };
        let block = vocabulary::compile(&bytes).map_err(wrong)?;
        let tokenizer = Tokenizer::new(Cow::Owned(block)).ok_or_else(|| wrong("the model is too large".to_owned()))?;
        if tokenizer.len() != model.len() {
            return Err(wrong(format!("{} pieces, but the table has {} rows", tokenizer.len(), model.len())));
        }
        Ok(Self::new(model, tokenizer))
    }

    fn new(model: Model, tokenizer: Tokenizer) -> Self {
        let kind = Kind::available().next().unwrap_or(Kind::Portable);
        Self { known: Known::new(model.len(), KNOWN), model, tokenizer, kind, pool: Mutex::default() }
    }

    /// The vectors of texts, in their order. Any text will do; the empty one and those of blanks have the vector of nothing
    /// said. Line breaks count as blanks. Of very long texts the first [`MAX_PIECES`] pieces count.
    pub fn encode<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Vector> {
        let mut vectors = Vec::with_capacity(texts.len());
        self.forward(&mut vectors, &mut Vec::new(), texts.len(), |scratch, at| {
            self.tokenizer.encode(texts[at].as_ref(), MAX_PIECES, &mut scratch.lattice, &mut scratch.ids, |_| ());
            0
        });
        vectors
    }

    /// Reads texts once, so that their parts have vectors too: each text with the places where a part may begin, in order.
    pub(crate) fn read(&self, texts: &[(&str, Vec<usize>)]) -> Vec<Reading> {
        let (mut vectors, mut sums) = (Vec::with_capacity(texts.len()), Vec::new());
        let mut pieces: Vec<Vec<u32>> = Vec::with_capacity(texts.len());
        self.forward(&mut vectors, &mut sums, texts.len(), |scratch, at| {
            let (text, starts) = &texts[at];
            let first = scratch.parts.len();
            // what stands before the first place belongs to it; without any place, all to the edges
            let part = |place: usize| starts.partition_point(|start| *start <= place).max(1).min(starts.len()) as u32;
            let (ids, parts) = (scratch.ids.len(), &mut scratch.parts);
            parts.push(reading::EDGES);
            self.tokenizer.encode(text, MAX_PIECES, &mut scratch.lattice, &mut scratch.ids, |place| parts.push(part(place)));
            parts.push(reading::EDGES);
            parts[first..].reverse();
            parts.truncate(first + scratch.ids.len() - ids - 1);
            parts.push(reading::EDGES);
            let mut counts = vec![0; starts.len() + 1];
            parts[first..].iter().for_each(|part| counts[*part as usize] += 1);
            pieces.push(counts);
            starts.len() + 1
        });
        let mut sums = sums.chunks_exact(Vector::DIMENSIONS);
        let readings = vectors.into_iter().zip(pieces).zip(texts);
        readings
            .map(|((whole, pieces), (_, starts))| {
                let sums = sums.by_ref().take(pieces.len()).flatten().copied().collect();
                Reading::new(whole, starts.clone(), pieces, sums)
            })
            .collect()
    }

    /// The vectors of parts, each as it stands in its text: what is said around it has a little say.
    pub(crate) fn parts(&self, asked: &[(&Reading, Span)]) -> Vec<Vector> {
        let mut scratch = self.lock().pop().unwrap_or_default();
        let mut vectors = Vec::with_capacity(asked.len());
        for batch in asked.chunks(SENTENCES) {
            for (reading, span) in batch {
                reading.add(*span, &mut scratch);
            }
            kernel::run(self.kind, Tail { model: &self.model, scratch: &mut scratch, out: &mut vectors });
        }
        self.lock().push(scratch);
        vectors
    }

    /// Runs this many texts through the layers. `next` adds the pieces of a text, and says into how many parts it falls.
    fn forward(&self, vectors: &mut Vec<Vector>, parts: &mut Vec<f32>, texts: usize, mut next: impl FnMut(&mut Scratch, usize) -> usize) {
        let mut scratch = self.lock().pop().unwrap_or_default();
        let (model, known) = (&self.model, &self.known);
        for at in 0..texts {
            let before = scratch.ids.len();
            let count = next(&mut scratch, at);
            scratch.lengths.push(scratch.ids.len() - before);
            scratch.counts.push(count);
            if scratch.ids.len() >= BATCH {
                kernel::run(self.kind, Trunk { model, known, scratch: &mut scratch });
            }
            if scratch.waiting() >= SENTENCES {
                kernel::run(self.kind, Head { model, scratch: &mut scratch, out: vectors, parts });
            }
        }
        kernel::run(self.kind, Trunk { model, known, scratch: &mut scratch });
        kernel::run(self.kind, Head { model, scratch: &mut scratch, out: vectors, parts });
        self.lock().push(scratch);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        // a panic elsewhere leaves the pool as it was: scratch is out of it while in use
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pieces of a text, as numbers of lines of `pieces.model`: `<s>` first, `</s>` last.
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        self.tokenizer.encode(text, MAX_PIECES, &mut Default::default(), &mut ids, |_| ());
        ids
    }

    /// The number that a piece has in the unpruned vocabulary; `None` for what is no piece.
    pub fn original_piece(&self, piece: u32) -> Option<u32> {
        ((piece as usize) < self.model.len()).then(|| self.model.original(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_gives_the_same_bits() {
        let texts: Vec<String> = (0..40).map(|i| "El alcalde inauguró el parque, said the mayor in 2015. ".repeat(i % 7)).collect();
        let vectors = |kind: Kind| {
            let model = Model::new(Aligned::Embedded(&WEIGHTS.0), "embedded").unwrap();
            let encoder = Encoder { kind, ..Encoder::new(model, Tokenizer::new(Cow::Borrowed(PIECES)).unwrap()) };
            encoder.encode(&texts)
        };
        let portable = vectors(Kind::Portable);
        for kind in Kind::available() {
            assert!(vectors(kind) == portable, "{kind:?}");
        }
    }

    #[test]
    fn what_is_looked_up_is_what_would_be_computed() {
        let texts = ["El alcalde inauguró el parque, dijo el alcalde.", "", "The mayor opened the park.", "El alcalde"];
        let with_room = |room: usize| {
            let model = Model::new(Aligned::Embedded(&WEIGHTS.0), "embedded").unwrap();
            let known = Known::new(model.len(), room);
            Encoder { known, ..Encoder::new(model, Tokenizer::new(Cow::Borrowed(PIECES)).unwrap()) }
        };
        let (none, few, all) = (with_room(0), with_room(5), with_room(KNOWN));
        let computed = none.encode(&texts);
        for encoder in [&none, &few, &all] {
            for _ in 0..2 {
                assert!(encoder.encode(&texts) == computed);
            }
        }
    }
}
