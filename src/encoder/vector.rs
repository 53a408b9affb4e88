//! A sentence's place in the encoder's space.

use super::model::WIDTH;

/// A unit vector of 512 numbers. Texts that say the same, in either language, point nearly the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector([f32; WIDTH]);

impl Vector {
    /// How many numbers a vector has.
    pub const DIMENSIONS: usize = WIDTH;

    /// A vector of these numbers, which must be [`Vector::DIMENSIONS`] and of length 1.
    pub(crate) fn new(numbers: &[f32]) -> Option<Self> {
        numbers.try_into().ok().map(Self)
    }

    /// The numbers.
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// The cosine of the angle between two vectors, -1..=1: about 0.8 for a translation, under 0.45 for another sentence of
    /// the same document. Added up in a fixed order, so that every processor gives the same bits.
    pub fn cosine(&self, other: &Self) -> f32 {
        let mut lanes = [0.0_f32; 16];
        for (a, b) in self.0.chunks_exact(16).zip(other.0.chunks_exact(16)) {
            for i in 0..16 {
                lanes[i] += a[i] * b[i];
            }
        }
        lanes.iter().sum::<f32>().clamp(-1.0, 1.0)
    }
}
