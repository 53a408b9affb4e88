//! What a Spanish and an English text have to do with each other, read together by a small model: whether they translate each other, and
//! word by word what the other does not say or contradicts.
//!
//! It is the lower half of *multilingual-e5-small* (Wang et al. 2024, "Multilingual E5 Text Embeddings"), fitted by `scripts/dev fit verifier`
//! and made into data by `scripts/dev make verifier`; `data/verifier/PROVENANCE.md` says on what. With the embedded weights, of 8 and 4 bits,
//! a verdict is the same to the last bit on every processor.
//!
//! The way of a pair: the encoder's `tokenizer`, on the verifier's own pieces → `forward` (see `ops`, and the encoder's `dense` and `kernel`) →
//! [`Verdict`]. `model` says what the container holds.

mod forward;
mod model;
mod ops;

use crate::encoder::kernel::{self, Kind};
use crate::encoder::model::Aligned;
use crate::encoder::tokenizer::Tokenizer;
use crate::span::Span;
use crate::text;
use forward::{Forward, Scratch};
use model::Model;
use std::borrow::Cow;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Forces the weights to a multiple of 64, where vectors do not straddle cache lines.
#[repr(C, align(64))]
struct Page<T: ?Sized>(T);

static WEIGHTS: &Page<[u8]> = &Page(*include_bytes!("../../data/verifier/verifier.safetensors"));
static PIECES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/verifier-pieces.bin"));

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The Spanish one.
    Spanish,
    /// The English one.
    English,
}

/// What the other text has to do with a word; the three add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Word {
    /// The text that it stands in.
    pub(crate) side: Side,
    /// Its place there, in bytes.
    pub(crate) span: Span,
    /// How likely it is said.
    pub(crate) said: f32,
    /// How likely it is left out.
    pub(crate) not_said: f32,
    /// How likely something else is said instead.
    pub(crate) contradicted: f32,
}

/// What the model makes of a pair. The probabilities of the three relations add up to 1; they are the model's own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    /// How likely both say the same.
    pub(crate) translation: f32,
    /// How likely one leaves something out, and that is all.
    pub(crate) partial: f32,
    /// How likely they contradict each other, or each says what the other does not.
    pub(crate) mismatch: f32,
    /// The words of both texts, in order, Spanish ones first. Of very long texts those behind the part that is read are missing.
    pub(crate) words: Vec<Word>,
    /// Whether both texts were read to the end.
    pub(crate) whole: bool,
}

/// Reads pairs. Threads may share one; each call works for itself.
pub(crate) struct Verifier {
    model: Model,
    tokenizer: Tokenizer,
    kind: Kind,
    /// Memory of finished calls, for the next ones.
    pool: Mutex<Vec<Scratch>>,
}

impl Verifier {
    /// The verifier in the program. The first call reads a header and checks the weights; they are used where they lie.
    pub(crate) fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Verifier> = LazyLock::new(|| {
            let model = Model::new(Aligned::Embedded(&WEIGHTS.0), "embedded verifier");
            let tokenizer = Tokenizer::new(Cow::Borrowed(PIECES));
            // build.rs made the tables, `scripts/dev make verifier` the weights, and every test that verifies comes by here
            Verifier::new(model.expect("the embedded weights are sound"), tokenizer.expect("the embedded vocabulary is sound"))
        });
        &EMBEDDED
    }

    fn new(model: Model, tokenizer: Tokenizer) -> Self {
        debug_assert_eq!(model.len(), tokenizer.len());
        let kind = Kind::available().next().unwrap_or(Kind::Portable);
        Self { model, tokenizer, kind, pool: Mutex::default() }
    }

    /// What a Spanish and an English text have to do with each other. Any texts will do; of very long ones (about 190 pieces, 700 characters)
    /// the beginning counts.
    pub(crate) fn verify(&self, es: &str, en: &str) -> Verdict {
        let mut scratch = self.lock().pop().unwrap_or_default();
        self.read(es, en, &mut scratch);
        kernel::run(self.kind, Forward { model: &self.model, scratch: &mut scratch });
        let [translation, partial, mismatch] = scratch.relation;
        let mut words = Vec::new();
        let second = scratch.first + 1;
        for (side, text, pieces, first) in [(Side::Spanish, es, &scratch.places[0], 1), (Side::English, en, &scratch.places[1], second)] {
            let mut at = 0;
            for span in text::words(text) {
                let from = at + pieces[at..].partition_point(|place| *place < span.start);
                at = from + pieces[from..].partition_point(|place| *place < span.end);
                // a word whose first letters hang on to a mark before it belongs to the piece of that mark
                let from = if from == at { from.saturating_sub(1) } else { from };
                let own = scratch.tags.get(first + from..first + at.max(from + 1)).unwrap_or_default();
                if own.is_empty() || at == pieces.len() && pieces.len() == self.limit() {
                    break;
                }
                let mean = |tag: usize| own.iter().map(|shares| shares[tag]).sum::<f32>() / own.len() as f32;
                words.push(Word { side, span, said: mean(0), not_said: mean(1), contradicted: mean(2) });
            }
        }
        let whole = scratch.places.iter().all(|pieces| pieces.len() < self.limit());
        self.lock().push(scratch);
        Verdict { translation, partial, mismatch, words, whole }
    }

    /// Pieces of a text that are read, without `<s>` and `</s>`.
    fn limit(&self) -> usize {
        self.model.places() / 2 - 2
    }

    /// Cuts both texts into pieces: `<s> es </s> </s> en </s>`.
    fn read(&self, es: &str, en: &str, scratch: &mut Scratch) {
        let Scratch { lattice, ids, first, places, .. } = scratch;
        ids.clear();
        for (text, places) in [es, en].into_iter().zip(places) {
            *first = ids.len();
            places.clear();
            self.tokenizer.encode(text, self.limit() + 2, lattice, ids, |place| places.push(place));
            places.reverse();
            places.truncate(ids.len() - *first - 2);
        }
        let end = ids.last().copied().unwrap_or_default();
        ids[*first] = end;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        // a panic elsewhere leaves the pool as it was: scratch is out of it while in use
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
