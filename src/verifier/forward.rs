//! From piece numbers to a verdict: BERT (Devlin et al. 2019) over both texts at once, and its two heads.

use super::model::{HEAD, HEADS, INNER, Layer, Model, WIDTH};
use super::ops::{exp, gelu, shares, softmax};
use crate::encoder::dense::{Rows, Windows};
use crate::encoder::kernel::{Kernel, Task};
use crate::encoder::ops::tanh;
use crate::encoder::tokenizer::Lattice;

/// Rows of attention are made as long as a multiple of this.
const LANES: usize = 16;
/// The least that the worst of a side counts, as a logarithm.
const FLOOR: f32 = -9.0;

/// Memory of a pair, used again for the next.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) lattice: Lattice,
    /// The pieces of both texts.
    pub(crate) ids: Vec<u32>,
    /// How many of them belong to the first text, `<s>` and `</s>` among them.
    pub(crate) first: usize,
    /// Where each piece begins in its text, without `<s>` and `</s>`.
    pub(crate) places: [Vec<usize>; 2],
    /// 0, 1, 2 ...
    plain: Vec<u32>,
    x: Rows,
    qkv: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
    seen: Rows,
    inner: Rows,
    ends: Rows,
    /// Of each piece: said, not said, contradicted.
    pub(crate) tags: Vec<[f32; 3]>,
    /// Translation, partial, mismatch.
    pub(crate) relation: [f32; 3],
}

/// From `scratch.ids` to `scratch.tags` and `scratch.relation`.
pub(crate) struct Forward<'a> {
    pub(crate) model: &'a Model,
    pub(crate) scratch: &'a mut Scratch,
}

impl Task for Forward<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        let Self { model, scratch } = self;
        scratch.embed(model);
        for layer in &model.layers {
            scratch.attend::<K>(model, layer);
            scratch.think::<K>(model, layer);
        }
        scratch.tag(model);
        scratch.relate::<K>(model);
    }
}

impl Scratch {
    #[inline(always)]
    fn embed(&mut self, model: &Model) {
        let pieces = self.ids.len();
        self.plain.clear();
        self.plain.extend(0..pieces as u32);
        self.x.resize(pieces, WIDTH);
        self.seen.resize(pieces, WIDTH);
        self.inner.resize(pieces, INNER);
        self.qkv.resize(pieces * 3 * WIDTH, 0.0);
        for (at, &id) in self.ids.iter().enumerate() {
            let row = self.x.row(at);
            model.embed(id, at, usize::from(at >= self.first), row);
            model.norm.apply(row, model.eps);
        }
    }

    /// Attention (Vaswani et al. 2017), added to its input and normed.
    #[inline(always)]
    fn attend<K: Kernel>(&mut self, model: &Model, layer: &Layer) {
        let pieces = self.ids.len();
        let all = Windows { starts: &self.plain, left: 0, places: (0, 1) };
        self.x.quantise_all(pieces);
        layer.qkv.begin(&mut self.qkv);
        layer.qkv.add::<K>(model.bytes(), &self.x, all, &mut self.qkv);
        let long = pieces.next_multiple_of(LANES);
        // columns behind the last piece have no share
        self.scores.clear();
        self.scores.resize(long, 0.0);
        self.keys.clear();
        self.keys.resize(HEAD * long, 0.0);
        let factor = 1.0 / (HEAD as f32).sqrt();
        for head in 0..HEADS {
            let [q, k, v] = [0, 1, 2].map(|part| part * WIDTH + head * HEAD);
            for (j, row) in self.qkv.chunks_exact(3 * WIDTH).enumerate() {
                for (d, key) in row[k..k + HEAD].iter().enumerate() {
                    self.keys[d * long + j] = *key;
                }
            }
            for i in 0..pieces {
                let query = &self.qkv[i * 3 * WIDTH + q..][..HEAD];
                self.scores.fill(0.0);
                for (query, keys) in query.iter().zip(self.keys.chunks_exact(long)) {
                    let query = query * factor;
                    self.scores.iter_mut().zip(keys).for_each(|(score, key)| *score += query * key);
                }
                self.scores[pieces..].fill(f32::NEG_INFINITY);
                softmax(&mut self.scores);
                let mut sum = [0.0_f32; HEAD];
                for (share, row) in self.scores.iter().zip(self.qkv.chunks_exact(3 * WIDTH)) {
                    sum.iter_mut().zip(&row[v..v + HEAD]).for_each(|(sum, value)| *sum += share * value);
                }
                self.seen.row(i)[head * HEAD..][..HEAD].copy_from_slice(&sum);
            }
        }
        self.seen.quantise_all(pieces);
        add_bias(&mut self.x, &layer.out.bias);
        layer.out.add::<K>(model.bytes(), &self.seen, all, &mut self.x.full);
        self.x.full.chunks_exact_mut(WIDTH).for_each(|row| layer.norms[0].apply(row, model.eps));
    }

    /// Two dense layers, added to their input and normed.
    #[inline(always)]
    fn think<K: Kernel>(&mut self, model: &Model, layer: &Layer) {
        let pieces = self.ids.len();
        let all = Windows { starts: &self.plain, left: 0, places: (0, 1) };
        self.x.quantise_all(pieces);
        layer.up.begin(&mut self.inner.full);
        layer.up.add::<K>(model.bytes(), &self.x, all, &mut self.inner.full);
        self.inner.full.iter_mut().for_each(|v| *v = gelu(*v));
        self.inner.quantise_all(pieces);
        add_bias(&mut self.x, &layer.down.bias);
        layer.down.add::<K>(model.bytes(), &self.inner, all, &mut self.x.full);
        self.x.full.chunks_exact_mut(WIDTH).for_each(|row| layer.norms[1].apply(row, model.eps));
    }

    fn tag(&mut self, model: &Model) {
        let [weights, bias] = &model.tag;
        let tags = self.x.full.chunks_exact(WIDTH).map(|row| three(row, weights, bias));
        self.tags.clear();
        self.tags.extend(tags.map(shares));
    }

    /// The relation: of the first piece, the mean of all, and for each text the worst that a piece is told.
    #[inline(always)]
    fn relate<K: Kernel>(&mut self, model: &Model) {
        let pieces = self.ids.len();
        self.ends.resize(1, 2 * WIDTH);
        let (first, mean) = self.ends.full.split_at_mut(WIDTH);
        first.copy_from_slice(&self.x.full[..WIDTH]);
        mean.fill(0.0);
        for row in self.x.full.chunks_exact(WIDTH) {
            mean.iter_mut().zip(row).for_each(|(mean, v)| *mean += v);
        }
        mean.iter_mut().for_each(|v| *v /= pieces as f32);
        self.ends.quantise_all(1);
        let mut hidden = model.hidden.bias.clone();
        let one = Windows { starts: &[0], left: 0, places: (0, 1) };
        model.hidden.add::<K>(model.bytes(), &self.ends, one, &mut hidden);
        let (a, b) = self.tags.split_at(self.first.min(self.tags.len()));
        for (worst, row) in [a, b].into_iter().flat_map(worst).zip(model.worst.chunks_exact(WIDTH)) {
            hidden.iter_mut().zip(row).for_each(|(sum, weight)| *sum += worst * weight);
        }
        hidden.iter_mut().for_each(|v| *v = tanh(*v));
        self.relation = shares(three(&hidden, &model.relation[0], &model.relation[1]));
    }
}

/// What is added to the input: its product comes later.
#[inline(always)]
fn add_bias(x: &mut Rows, bias: &[f32]) {
    x.full.chunks_exact_mut(WIDTH).for_each(|row| row.iter_mut().zip(bias).for_each(|(v, bias)| *v += bias));
}

/// The most that a piece is not said, the most that one is contradicted, and the least that one is said, as logarithms.
fn worst(tags: &[[f32; 3]]) -> [f32; 3] {
    let most = |tag: usize| tags.iter().fold(exp(FLOOR), |most, shares| if shares[tag] > most { shares[tag] } else { most });
    let least = tags.iter().fold(1.0, |least, shares| if shares[0] < least { shares[0] } else { least });
    [most(1), most(2), if least < exp(FLOOR) { exp(FLOOR) } else { least }].map(log)
}

/// The natural logarithm of a number above 0, in a fixed order: the series of the inverse hyperbolic tangent, of what is left beside a
/// power of 2.
fn log(x: f32) -> f32 {
    // the fraction of the float lies in 1..2; above the root of 2 the next power is nearer
    let (bits, root) = (x.to_bits(), 0x3fb5_04f3);
    let up = u32::from(bits & 0x7f_ffff > root & 0x7f_ffff);
    let fraction = f32::from_bits((bits & 0x7f_ffff) | (0x3f80_0000 - (up << 23)));
    let power = (bits >> 23) as i32 - 127 + up as i32;
    let s = (fraction - 1.0) / (fraction + 1.0);
    let square = s * s;
    let series = [1.0 / 9.0, 1.0 / 7.0, 1.0 / 5.0, 1.0 / 3.0, 1.0_f32].iter().fold(0.0, |sum, term| sum * square + term);
    power as f32 * std::f32::consts::LN_2 + 2.0 * s * series
}

/// A layer of three outputs.
fn three(row: &[f32], weights: &[f32], bias: &[f32]) -> [f32; 3] {
    let mut sums = [bias[0], bias[1], bias[2]];
    for (sum, weights) in sums.iter_mut().zip(weights.chunks_exact(WIDTH)) {
        for (v, weight) in row.iter().zip(weights) {
            *sum += v * weight;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::log;

    #[test]
    fn logarithms_are_those_of_the_textbook() {
        for i in 1..=20_000 {
            let x = i as f32 / 20_000.0;
            assert!((f64::from(log(x)) - f64::from(x).ln()).abs() < 2e-6, "{x}: {}", log(x));
        }
    }
}
