//! A layer: rows times weights. In 8 bits with integer sums, or in full precision.

use super::kernel::{self, COLUMNS, Kernel, ROWS, Tile};
use super::ops;
use std::ops::Range;

/// A layer's weights.
pub(crate) enum Weights {
    /// 8 bits, at this place of the model's bytes, and the size of a step of each output.
    Eight {
        /// Where.
        at: Range<usize>,
        /// For each output.
        step: Vec<f32>,
    },
    /// Full precision, inputs x outputs.
    Full(Vec<f32>),
}

/// Weights and bias (empty for none).
pub(crate) struct Dense {
    pub(crate) weights: Weights,
    pub(crate) bias: Vec<f32>,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
}

/// Rows of numbers, all of one width, and the same in steps of 8 bits once [`Rows::quantise`] has run.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) width: usize,
    pub(crate) full: Vec<f32>,
    pub(crate) steps: Vec<i8>,
    pub(crate) size: Vec<f32>,
    pub(crate) sum: Vec<i32>,
}

impl Rows {
    /// Makes room for this many rows. Their numbers are what they were, or 0.
    pub(crate) fn resize(&mut self, rows: usize, width: usize) {
        self.width = width;
        self.full.resize(rows * width, 0.0);
        self.steps.resize(rows * width, 0);
        self.size.resize(rows, 0.0);
        self.sum.resize(rows, 0);
    }

    /// A row.
    #[inline(always)]
    pub(crate) fn row(&mut self, row: usize) -> &mut [f32] {
        &mut self.full[row * self.width..][..self.width]
    }

    /// Sets a row to zeros, in both forms.
    #[inline(always)]
    pub(crate) fn clear(&mut self, row: usize) {
        self.row(row).fill(0.0);
        self.steps[row * self.width..][..self.width].fill(0);
        (self.size[row], self.sum[row]) = (0.0, 0);
    }

    /// Brings the steps of a row up to date.
    #[inline(always)]
    pub(crate) fn quantise(&mut self, row: usize) {
        let part = row * self.width..(row + 1) * self.width;
        (self.size[row], self.sum[row]) = ops::quantise(&self.full[part.clone()], &mut self.steps[part]);
    }
}

impl Rows {
    /// Brings the steps of the first rows up to date.
    #[inline(always)]
    pub(crate) fn quantise_all(&mut self, rows: usize) {
        for row in 0..rows {
            self.quantise(row);
        }
    }

    /// Puts 0 for every number below.
    #[inline(always)]
    pub(crate) fn rectify(&mut self) {
        for v in &mut self.full {
            *v = ops::relu(*v);
        }
    }
}

/// Which windows of rows a layer reads: for row number i of the output those whose first place is at `starts[i]`.
#[derive(Clone, Copy)]
pub(crate) struct Windows<'a> {
    pub(crate) starts: &'a [u32],
    /// Taken from each start.
    pub(crate) left: usize,
    /// From the first place of the window that is read to the last, exclusive: the weights of the others are left out.
    pub(crate) places: (usize, usize),
}

impl Dense {
    /// Whether the layer takes steps of 8 bits.
    pub(crate) fn is_eight(&self) -> bool {
        matches!(self.weights, Weights::Eight { .. })
    }

    /// For weights in 8 bits the sum of each column, else nothing.
    pub(crate) fn column_sums(&self, bytes: &[u8]) -> Vec<f32> {
        let Weights::Eight { at, step } = &self.weights else { return Vec::new() };
        let mut sums = vec![0; self.outputs];
        for (block, sums) in bytes[at.clone()].chunks_exact(16 * self.inputs).zip(sums.chunks_exact_mut(16)) {
            for group in block.chunks_exact(64) {
                for (sum, weights) in sums.iter_mut().zip(group.chunks_exact(4)) {
                    *sum += weights.iter().map(|w| i32::from(*w as i8)).sum::<i32>();
                }
            }
        }
        sums.iter().zip(step).map(|(sum, step)| *sum as f32 * step).collect()
    }

    /// Fills `out` (as many rows as windows) with the bias, or zeros.
    #[inline(always)]
    pub(crate) fn begin(&self, out: &mut [f32]) {
        if self.bias.is_empty() {
            return out.fill(0.0);
        }
        out.chunks_exact_mut(self.outputs).for_each(|row| row.copy_from_slice(&self.bias));
    }

    /// Adds the product of every window with the weights to the rows of `out`.
    #[inline(always)]
    pub(crate) fn add<K: Kernel>(&self, bytes: &[u8], rows: &Rows, windows: Windows<'_>, out: &mut [f32]) {
        debug_assert!(rows.width * windows.places.1 <= self.inputs);
        match &self.weights {
            Weights::Eight { at, step } => self.add_eight::<K>(&bytes[at.clone()], step, rows, windows, out),
            Weights::Full(weights) => self.add_full(weights, rows, windows, out),
        }
    }

    /// 64 columns at a time; of these the part that meets one row of the window, which fits the first-level cache; then six
    /// windows at a time. So every row keeps its own size of a step.
    #[inline(always)]
    fn add_eight<K: Kernel>(&self, weights: &[u8], step: &[f32], rows: &Rows, windows: Windows<'_>, out: &mut [f32]) {
        let block = 16 * self.inputs;
        let mut tile: Tile<ROWS> = [[0; COLUMNS]; ROWS];
        for (panel, weights) in weights.chunks_exact(4 * block).enumerate() {
            let columns = panel * COLUMNS..(panel + 1) * COLUMNS;
            let place = Place { step: &step[columns.clone()], columns, outputs: self.outputs, block };
            for j in windows.places.0..windows.places.1 {
                let part = &weights[j * rows.width * 16..];
                let shift = |start: u32| start as usize + j - windows.left;
                let mut at = 0;
                while at < windows.starts.len() {
                    let starts = &windows.starts[at..];
                    let out = &mut out[at * self.outputs..];
                    // written out, since a closure would not be compiled for the kernel's processor
                    match starts.len() {
                        ROWS.. => place.tile::<K, ROWS>(rows, std::array::from_fn(|m| shift(starts[m])), part, &mut tile, out),
                        5 => place.tile::<K, 5>(rows, std::array::from_fn(|m| shift(starts[m])), part, &mut tile, out),
                        4 => place.tile::<K, 4>(rows, std::array::from_fn(|m| shift(starts[m])), part, &mut tile, out),
                        3 => place.tile::<K, 3>(rows, std::array::from_fn(|m| shift(starts[m])), part, &mut tile, out),
                        2 => place.tile::<K, 2>(rows, std::array::from_fn(|m| shift(starts[m])), part, &mut tile, out),
                        _ => place.tile::<K, 1>(rows, [shift(starts[0])], part, &mut tile, out),
                    }
                    at += ROWS.min(starts.len());
                }
            }
        }
    }

    fn add_full(&self, weights: &[f32], rows: &Rows, windows: Windows<'_>, out: &mut [f32]) {
        let (first, last) = windows.places;
        let inputs = (last - first) * rows.width;
        let weights = &weights[first * rows.width * self.outputs..];
        let mut at = 0;
        for run in windows.starts.chunk_by(|a, b| a + 1 == *b) {
            let from = (run[0] as usize + first - windows.left) * rows.width;
            let out = &mut out[at * self.outputs..(at + run.len()) * self.outputs];
            kernel::multiply(&rows.full[from..], rows.width, run.len(), inputs, weights, self.outputs, out);
            at += run.len();
        }
    }
}

/// Where the sums of a tile come from and go.
struct Place<'a> {
    step: &'a [f32],
    columns: Range<usize>,
    outputs: usize,
    block: usize,
}

impl Place<'_> {
    #[inline(always)]
    fn tile<K: Kernel, const M: usize>(&self, rows: &Rows, at: [usize; M], weights: &[u8], tile: &mut Tile<ROWS>, out: &mut [f32]) {
        let Some(tile) = tile.first_chunk_mut::<M>() else { return };
        let (mut inputs, mut totals) = ([&rows.steps[..0]; M], [0; M]);
        for m in 0..M {
            inputs[m] = &rows.steps[at[m] * rows.width..][..rows.width];
            totals[m] = rows.sum[at[m]];
        }
        K::tile(inputs, totals, weights, self.block, tile);
        for m in 0..M {
            let out = &mut out[m * self.outputs..][self.columns.clone()];
            ops::add_scaled(&tile[m], rows.size[at[m]], self.step, out);
        }
    }
}
