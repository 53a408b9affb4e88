//! The container: a safetensors file. Shapes, with V pieces, P places, W = 384, and matrices M that are `I8` (outputs / 16, inputs / 4, 16, 4)
//! with a tensor `NAME.step` (outputs) and a bias `NAME.bias`, as the encoder's:
//!
//! | tensor | shape | what |
//! |---|---|---|
//! | `table` | U8 (V, 216) | embeddings, 12 blocks of 32 numbers a row: a step (16-bit float), then 16 bytes with a number of 4 bits, less 8, in each half |
//! | `places`, `side` | F32 (P * W), F32 (2 * W) | added to the embedding: for the place in the pair, and for the text |
//! | `norm` | `.gamma` `.beta`, F32 (W) | norm of that sum |
//! | `N.qkv` `N.out` `N.up` `N.down` | M | for each layer N from 0: W-3W, W-W, W-4W, 4W-W |
//! | `N.norm1` `N.norm2` | `.gamma` `.beta` | norms after attention and after the dense layers |
//! | `tag`, `tag.bias` | F32 (3 * W), F32 (3) | outputs x inputs: said, not said, contradicted |
//! | `hidden` | M | 2W-W: of the first piece and of the mean of all |
//! | `hidden.worst` | F32 (6 * W) | inputs x outputs: of what the tags say at worst |
//! | `relation`, `relation.bias` | F32 (3 * W), F32 (3) | translation, partial, mismatch |
//! | `eps` | F32 (1) | of the norms |

use crate::encoder::dense::Dense;
use crate::encoder::model::{Aligned, Reader};
use crate::encoder::{Error, ops};
use safetensors::Dtype;
use std::ops::Range;

/// Numbers of a piece between the layers.
pub(crate) const WIDTH: usize = 384;
/// Numbers of a piece within the dense layers.
pub(crate) const INNER: usize = 4 * WIDTH;
/// Heads of attention.
pub(crate) const HEADS: usize = 12;
/// Numbers of a head.
pub(crate) const HEAD: usize = WIDTH / HEADS;
/// Numbers that share a step in the table.
const BLOCK: usize = 32;
/// Bytes of a block.
const PACKED: usize = 2 + BLOCK / 2;
/// Bytes of a row of the table.
const ROW: usize = WIDTH / BLOCK * PACKED;

/// A norm's factors and what it adds.
pub(crate) struct Norm([Vec<f32>; 2]);

impl Norm {
    /// Norms a row in place.
    #[inline(always)]
    pub(crate) fn apply(&self, row: &mut [f32], eps: f32) {
        ops::layer_norm(row, &self.0[0], &self.0[1], eps);
    }
}

/// A layer of BERT.
pub(crate) struct Layer {
    pub(crate) qkv: Dense,
    pub(crate) out: Dense,
    pub(crate) up: Dense,
    pub(crate) down: Dense,
    pub(crate) norms: [Norm; 2],
}

/// The weights, where they lie.
pub(crate) struct Model {
    bytes: Aligned,
    table: Range<usize>,
    places: Vec<f32>,
    sides: Vec<f32>,
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
    pub(crate) tag: [Vec<f32>; 2],
    pub(crate) hidden: Dense,
    pub(crate) worst: Vec<f32>,
    pub(crate) relation: [Vec<f32>; 2],
    pub(crate) eps: f32,
}

impl Model {
    /// Reads a container; `file` is its name in messages. Matrices stay where they are.
    ///
    /// # Errors
    /// What is missing or malformed.
    pub(crate) fn new(bytes: Aligned, file: &str) -> Result<Self, Error> {
        let reader = Reader::open(bytes.bytes(), file)?;
        let table = reader.view("table", Dtype::U8)?;
        let [_, ROW] = *table.shape() else { return Err(reader.wrong("table", format!("shape {:?}, not [V, {ROW}]", table.shape()))) };
        let norm = |name: &str| -> Result<Norm, Error> {
            Ok(Norm([reader.floats(&format!("{name}.gamma"), Some(WIDTH))?, reader.floats(&format!("{name}.beta"), Some(WIDTH))?]))
        };
        let dense = |name: &str, inputs: usize, outputs: usize| reader.dense(name, inputs, outputs, Some(&format!("{name}.bias")));
        let mut layers = Vec::new();
        while reader.has(&format!("{}.qkv", layers.len())) {
            let n = layers.len();
            layers.push(Layer {
                qkv: dense(&format!("{n}.qkv"), WIDTH, 3 * WIDTH)?,
                out: dense(&format!("{n}.out"), WIDTH, WIDTH)?,
                up: dense(&format!("{n}.up"), WIDTH, INNER)?,
                down: dense(&format!("{n}.down"), INNER, WIDTH)?,
                norms: [norm(&format!("{n}.norm1"))?, norm(&format!("{n}.norm2"))?],
            });
        }
        let places = reader.floats("places", None)?;
        if places.is_empty() || places.len() % WIDTH != 0 {
            return Err(reader.wrong("places", "not whole rows".to_owned()));
        }
        Ok(Self {
            table: reader.range(&table),
            places,
            sides: reader.floats("side", Some(2 * WIDTH))?,
            norm: norm("norm")?,
            layers,
            tag: [reader.floats("tag", Some(3 * WIDTH))?, reader.floats("tag.bias", Some(3))?],
            hidden: dense("hidden", 2 * WIDTH, WIDTH)?,
            worst: reader.floats("hidden.worst", Some(6 * WIDTH))?,
            relation: [reader.floats("relation", Some(3 * WIDTH))?, reader.floats("relation.bias", Some(3))?],
            eps: reader.floats("eps", Some(1))?[0],
            bytes,
        })
    }

    /// The file's bytes, in which matrices lie.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.bytes()
    }

    /// How many pieces have an embedding.
    pub(crate) fn len(&self) -> usize {
        self.table.len() / ROW
    }

    /// How many pieces a pair may have.
    pub(crate) fn places(&self) -> usize {
        self.places.len() / WIDTH
    }

    /// Writes what the first layer is given of a piece, before the norm.
    #[inline(always)]
    pub(crate) fn embed(&self, piece: u32, place: usize, side: usize, out: &mut [f32]) {
        let row = &self.bytes()[self.table.clone()][piece as usize * ROW..][..ROW];
        for (block, out) in row.chunks_exact(PACKED).zip(out.chunks_exact_mut(BLOCK)) {
            let step = half(block[0], block[1]);
            let (low, high) = out.split_at_mut(BLOCK / 2);
            for ((low, high), byte) in low.iter_mut().zip(high).zip(&block[2..]) {
                *low = f32::from((byte & 15) as i8 - 8) * step;
                *high = f32::from((byte >> 4) as i8 - 8) * step;
            }
        }
        let (place, side) = (&self.places[place * WIDTH..][..WIDTH], &self.sides[side * WIDTH..][..WIDTH]);
        for ((v, place), side) in out.iter_mut().zip(place).zip(side) {
            *v = *v + place + side;
        }
    }
}

/// A 16-bit float (IEEE 754 binary16); infinities and what is no number do not occur in tables.
#[inline(always)]
fn half(low: u8, high: u8) -> f32 {
    let bits = u32::from(high) << 8 | u32::from(low);
    let magnitude = bits & 0x7fff;
    // moved to where a 32-bit float has exponent and fraction, and scaled by the difference of the biases: right for small ones too
    let value = f32::from_bits(magnitude << 13) * f32::from_bits((254 - 15) << 23);
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read() {
        for (bits, wanted) in
            [(0x3c00_u16, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0x0400, 6.103_515_6e-5), (0, 0.0)]
        {
            let [low, high] = bits.to_le_bytes();
            assert_eq!(half(low, high), wanted);
        }
    }
}
