//! From piece numbers to vectors: the convolutional Universal Sentence Encoder (Yang et al. 2020, "Multilingual Universal
//! Sentence Encoder for Semantic Retrieval"), for several sentences at once.

use super::dense::{Rows, Windows};
use super::kernel::{Kernel, Task};
use super::known::{self, Known};
use super::model::{BRANCH, FEATURES, Model, ORDERS, WIDTH};
use super::ops::{layer_norm, relu, tanh, unit, unpack};
use super::tokenizer::Lattice;
use super::vector::Vector;

/// Zero rows between sentences: the widest window reaches two tokens out on either side.
const GAP: usize = 2;

/// Memory of a batch, used again for the next.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) lattice: Lattice,
    /// The pieces of all sentences, one after the other.
    pub(crate) ids: Vec<u32>,
    /// How many pieces each sentence has.
    pub(crate) lengths: Vec<usize>,
    /// Into how many parts each sentence falls; 0 for none.
    pub(crate) counts: Vec<usize>,
    /// The part that each piece belongs to, of the sentences that fall into parts.
    pub(crate) parts: Vec<u32>,
    /// What waits for the last layers: how many pieces each row of `sums` has, or each row of `mean`.
    summed: Vec<usize>,
    /// Which of these rows are parts.
    of_part: Vec<bool>,
    /// 0, 1, 2 ... : windows of one row.
    plain: Vec<u32>,
    /// Where each token's row lies among the padded rows.
    padded: Vec<u32>,
    /// The pieces of the batch that are not known yet, in order, and what the first layers make of them.
    new: Vec<u32>,
    numbers: Vec<f32>,
    embedding: Rows,
    projected: Vec<f32>,
    alone: Rows,
    branch: Rows,
    convolved: Vec<f32>,
    features: Vec<f32>,
    sums: Rows,
    mean: Rows,
    y0: Rows,
    y1: Rows,
    y2: Rows,
    z: Vec<f32>,
}

/// The first half: from the sentences in `scratch.ids` to their sums, which wait in `scratch`.
pub(crate) struct Trunk<'a> {
    pub(crate) model: &'a Model,
    pub(crate) known: &'a Known,
    pub(crate) scratch: &'a mut Scratch,
}

impl Task for Trunk<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        let Self { model, known, scratch } = self;
        scratch.learn::<K>(model, known);
        scratch.place();
        scratch.embed(model);
        let numbers = std::mem::take(&mut scratch.numbers);
        let tokens = scratch.look_up(known, &numbers);
        for i in 0..ORDERS.len() {
            scratch.convolve::<K>(model, i, &tokens);
        }
        drop(tokens);
        scratch.numbers = numbers;
        scratch.sum(model);
    }
}

/// The second half: from the sums that wait to vectors, which are added to `out`. Sums of parts are added to `parts` when the first of
/// these layers has met them: it is linear, so those of neighbours can be added up.
pub(crate) struct Head<'a> {
    pub(crate) model: &'a Model,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) out: &'a mut Vec<Vector>,
    pub(crate) parts: &'a mut Vec<f32>,
}

impl Task for Head<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        self.scratch.shrink::<K>(self.model, self.parts);
        self.scratch.finish::<K>(self.model, self.out);
    }
}

/// The layers after [`Head::parts`]: from the rows of [`Scratch::push`] to vectors, which are added to `out`.
pub(crate) struct Tail<'a> {
    pub(crate) model: &'a Model,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) out: &'a mut Vec<Vector>,
}

impl Task for Tail<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self) {
        self.scratch.finish::<K>(self.model, self.out);
    }
}

impl Scratch {
    /// How many rows wait for the last layers.
    pub(crate) fn waiting(&self) -> usize {
        self.summed.len()
    }

    /// Adds a row for [`Tail`]: the sum of parts, and how many pieces these have.
    pub(crate) fn push<'s>(&mut self, sums: impl Iterator<Item = &'s [f32]>, pieces: usize) {
        let row = self.summed.len();
        self.summed.push(pieces);
        self.mean.resize(row + 1, WIDTH);
        let mean = self.mean.row(row);
        mean.fill(0.0);
        for sum in sums {
            mean.iter_mut().zip(sum).for_each(|(mean, v)| *mean += v);
        }
    }

    /// Makes room for the batch and finds each token's place.
    #[inline(always)]
    fn place(&mut self) {
        let tokens = self.ids.len();
        let sentences = self.lengths.len();
        self.padded.clear();
        let rows = tokens + GAP * (sentences + 1);
        self.branch.resize(rows, BRANCH);
        let mut at = 0;
        for &length in &self.lengths {
            (at..at + GAP).for_each(|gap| self.branch.clear(gap));
            at += GAP;
            self.padded.extend(at as u32..(at + length) as u32);
            at += length;
        }
        (at..at + GAP).for_each(|gap| self.branch.clear(gap));
        self.convolved.resize(tokens * BRANCH, 0.0);
        self.features.resize(tokens * FEATURES, 0.0);
        self.sums.resize(self.summed.len() + sentences + self.counts.iter().sum::<usize>(), FEATURES);
    }

    /// Computes what is not known of the batch's pieces.
    #[inline(always)]
    fn learn<K: Kernel>(&mut self, model: &Model, known: &Known) {
        self.new.clear();
        self.new.extend(self.ids.iter().filter(|id| known.get(**id).is_none()));
        self.new.sort_unstable();
        self.new.dedup();
        let count = self.new.len();
        if count == 0 {
            return;
        }
        self.plain.clear();
        self.plain.extend(0..count as u32);
        self.numbers.resize(count * known::NUMBERS, 0.0);
        self.project::<K>(model);
        for (i, &(length, _)) in ORDERS.iter().enumerate() {
            self.alone.resize(count, BRANCH);
            for (row, projected) in self.projected.chunks_exact(3 * BRANCH).enumerate() {
                self.alone.row(row).copy_from_slice(&projected[known::projection(i)]);
            }
            self.alone.quantise_all(count);
            self.convolved.resize(count * BRANCH, 0.0);
            for place in 0..length {
                let windows = Windows { starts: &self.plain, left: place, places: (place, place + 1) };
                self.convolved.fill(0.0);
                model.branches[i].first.add::<K>(model.bytes(), &self.alone, windows, &mut self.convolved);
                for (numbers, convolved) in self.numbers.chunks_exact_mut(known::NUMBERS).zip(self.convolved.chunks_exact(BRANCH)) {
                    numbers[known::at_place(i, place)].copy_from_slice(convolved);
                }
            }
        }
        for (numbers, projected) in self.numbers.chunks_exact_mut(known::NUMBERS).zip(self.projected.chunks_exact(3 * BRANCH)) {
            numbers[..3 * BRANCH].copy_from_slice(projected);
        }
        for (&id, numbers) in self.new.iter().zip(self.numbers.chunks_exact(known::NUMBERS)) {
            known.keep(id, numbers);
        }
    }

    /// The three branches' inputs of the new pieces, under one norm. The table's own steps are the steps of the projection's input.
    #[inline(always)]
    fn project<K: Kernel>(&mut self, model: &Model) {
        self.embedding.resize(self.new.len(), WIDTH);
        self.projected.resize(self.new.len() * 3 * BRANCH, 0.0);
        model.proj.begin(&mut self.projected);
        for (row, &id) in self.new.iter().enumerate() {
            let (packed, group) = model.row(id);
            let (scale, low) = (model.scale[group], model.low[group]);
            let steps = &mut self.embedding.steps[row * WIDTH..][..WIDTH];
            unpack(packed, steps);
            self.embedding.size[row] = scale;
            self.embedding.sum[row] = steps.iter().map(|v| i32::from(*v)).sum();
            if model.proj.is_eight() {
                let projected = &mut self.projected[row * 3 * BRANCH..][..3 * BRANCH];
                projected.iter_mut().zip(&model.low_projected[group]).for_each(|(v, low)| *v += low);
            } else {
                let full = &mut self.embedding.full[row * WIDTH..][..WIDTH];
                full.iter_mut().zip(&*steps).for_each(|(v, step)| *v = f32::from(*step) * scale + low);
            }
        }
        let windows = Windows { starts: &self.plain, left: 0, places: (0, 1) };
        model.proj.add::<K>(model.bytes(), &self.embedding, windows, &mut self.projected);
        let [gamma, beta] = &model.proj_norm;
        self.projected.chunks_exact_mut(3 * BRANCH).for_each(|row| layer_norm(row, gamma, beta, model.eps));
    }

    /// Unpacks the embeddings.
    #[inline(always)]
    fn embed(&mut self, model: &Model) {
        let mut steps = [0; WIDTH];
        for (features, &id) in self.features.chunks_exact_mut(FEATURES).zip(&self.ids) {
            let (packed, group) = model.row(id);
            let (scale, low) = (model.scale[group], model.low[group]);
            unpack(packed, &mut steps);
            for (feature, step) in features.iter_mut().zip(&steps) {
                *feature = f32::from(*step) * scale + low;
            }
        }
    }

    /// What the first layers make of each token's piece, which is known or new; `numbers` are those of the new ones.
    fn look_up<'k>(&self, known: &'k Known, numbers: &'k [f32]) -> Vec<&'k [f32]> {
        let new = |id: u32| self.new.binary_search(&id).map_or(&[][..], |at| &numbers[at * known::NUMBERS..][..known::NUMBERS]);
        self.ids.iter().map(|&id| known.get(id).unwrap_or_else(|| new(id))).collect()
    }

    /// Two convolutions, each after a rectifier and added to its input.
    #[inline(always)]
    fn convolve<K: Kernel>(&mut self, model: &Model, i: usize, tokens: &[&[f32]]) {
        let (length, left) = ORDERS[i];
        let layers = &model.branches[i];
        let mut rest = tokens;
        let mut padded = self.padded.iter();
        for &tokens in &self.lengths {
            let sentence = rest.split_off(..tokens).unwrap_or_default();
            for t in 0..tokens {
                let Some(&row) = padded.next() else { break };
                let x = self.branch.row(row as usize);
                let mut sum = [0.0_f32; BRANCH];
                sum.copy_from_slice(&layers.first.bias);
                for (place, at) in (0..length).filter_map(|place| Some((place, (t + place).checked_sub(left)?))) {
                    if let Some(numbers) = sentence.get(at) {
                        sum.iter_mut().zip(&numbers[known::at_place(i, place)]).for_each(|(sum, v)| *sum += v);
                    }
                }
                for ((x, own), sum) in x.iter_mut().zip(&sentence[t][known::projection(i)]).zip(&sum) {
                    *x = own + relu(*sum);
                }
                self.branch.quantise(row as usize);
            }
        }
        let windows = Windows { starts: &self.padded, left, places: (0, length) };
        layers.second.begin(&mut self.convolved);
        layers.second.add::<K>(model.bytes(), &self.branch, windows, &mut self.convolved);
        for (t, (convolved, &row)) in self.convolved.chunks_exact(BRANCH).zip(&self.padded).enumerate() {
            let features = &mut self.features[t * FEATURES + WIDTH + i * BRANCH..][..BRANCH];
            for ((feature, c), h) in features.iter_mut().zip(convolved).zip(&*self.branch.row(row as usize)) {
                *feature = relu(*c) + h;
            }
        }
    }

    /// The normed features of each sentence's tokens, added up: of all, and of each part.
    #[inline(always)]
    fn sum(&mut self, model: &Model) {
        let [gamma, beta] = &model.norm;
        let mut rows = self.features.chunks_exact_mut(FEATURES);
        let mut parts = self.parts.iter();
        for (&length, &count) in self.lengths.iter().zip(&self.counts) {
            let whole = self.summed.len();
            self.summed.push(length);
            self.summed.resize(whole + 1 + count, 0);
            self.of_part.push(false);
            self.of_part.resize(whole + 1 + count, true);
            (whole..=whole + count).for_each(|row| self.sums.row(row).fill(0.0));
            for row in rows.by_ref().take(length) {
                layer_norm(row, gamma, beta, model.eps);
                self.sums.row(whole).iter_mut().zip(&*row).for_each(|(sum, v)| *sum += v);
                if count > 0
                    && let Some(&part) = parts.next()
                {
                    let sum = self.sums.row(whole + 1 + part as usize);
                    sum.iter_mut().zip(&*row).for_each(|(sum, v)| *sum += v);
                }
            }
        }
        self.ids.clear();
        self.lengths.clear();
        self.counts.clear();
        self.parts.clear();
    }

    /// The layer after the sums. Parts go out, the rest stays in `mean`.
    #[inline(always)]
    fn shrink<K: Kernel>(&mut self, model: &Model, parts: &mut Vec<f32>) {
        let rows = self.summed.len();
        self.mean.resize(rows, WIDTH);
        self.plain.clear();
        self.plain.extend(0..rows as u32);
        let windows = Windows { starts: &self.plain, left: 0, places: (0, 1) };
        self.sums.quantise_all(rows);
        self.mean.full.fill(0.0);
        model.cnn.add::<K>(model.bytes(), &self.sums, windows, &mut self.mean.full);
        let mut kept = 0;
        for row in 0..rows {
            if self.of_part[row] {
                parts.extend_from_slice(self.mean.row(row));
            } else {
                self.mean.full.copy_within(row * WIDTH..(row + 1) * WIDTH, kept * WIDTH);
                self.summed[kept] = self.summed[row];
                kept += 1;
            }
        }
        self.summed.truncate(kept);
        self.of_part.clear();
    }

    /// The layers after `mean`.
    #[inline(always)]
    fn finish<K: Kernel>(&mut self, model: &Model, out: &mut Vec<Vector>) {
        let sentences = self.summed.len();
        self.mean.resize(sentences, WIDTH);
        self.y0.resize(sentences, 320);
        self.y1.resize(sentences, 320);
        self.y2.resize(sentences, WIDTH);
        self.z.resize(sentences * WIDTH, 0.0);
        self.plain.clear();
        self.plain.extend(0..sentences as u32);
        let windows = Windows { starts: &self.plain, left: 0, places: (0, 1) };
        let bytes = model.bytes();
        for (s, &length) in self.summed.iter().enumerate() {
            let (length, factor) = (length as f32, 1.0 / (length as f32).sqrt());
            self.mean.row(s).iter_mut().zip(&model.cnn.bias).for_each(|(v, bias)| *v = (*v + length * bias) * factor);
        }
        self.mean.quantise_all(sentences);
        self.y0.full.fill(0.0);
        model.d0.add::<K>(bytes, &self.mean, windows, &mut self.y0.full);
        self.y0.rectify();
        self.y0.quantise_all(sentences);
        self.y1.full.fill(0.0);
        model.p1.add::<K>(bytes, &self.mean, windows, &mut self.y1.full);
        model.d1.add::<K>(bytes, &self.y0, windows, &mut self.y1.full);
        self.y1.rectify();
        self.y1.quantise_all(sentences);
        self.y2.full.fill(0.0);
        model.d2.add::<K>(bytes, &self.y1, windows, &mut self.y2.full);
        self.y2.rectify();
        self.y2.quantise_all(sentences);
        self.z.fill(0.0);
        model.p3.add::<K>(bytes, &self.y1, windows, &mut self.z);
        model.d3.add::<K>(bytes, &self.y2, windows, &mut self.z);
        for row in self.z.chunks_exact_mut(WIDTH) {
            row.iter_mut().for_each(|v| *v = tanh(*v));
            unit(row, model.eps);
            out.extend(Vector::new(row));
        }
        self.summed.clear();
    }
}
