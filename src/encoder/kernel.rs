//! Integer dot products: the only place with `unsafe`.
//!
//! A [`Kernel`] multiplies up to six rows of 8-bit numbers with 64 columns of 8-bit weights and adds in 32 bits. All kernels
//! give the same numbers: no sum saturates or overflows while rows and weights lie in -127..=127 and a row has at most
//! 2^16 numbers, so the order of the additions does not matter. The tests compare each with [`Portable`], which has no
//! `unsafe`.
//!
//! **Safety argument.** `unsafe` stands here for three things. (1) Vector instructions that the processor must have: the
//! kernels that need them are private, and [`run`], which alone can name them, asks the processor first. (2) Reads through pointers: every `tile` checks with
//! [`check`] that rows and weights are as long as the reads, which go up to `4 * k4` in a row and up to
//! `3 * block + 64 * k4` in the weights. (3) `sgemm` of `matrixmultiply`, which takes pointers: [`multiply`] checks the
//! lengths of all three matrices.
#![allow(unsafe_code)]

/// Columns of a tile.
pub(crate) const COLUMNS: usize = 64;
/// Rows of a tile, at most.
pub(crate) const ROWS: usize = 6;

/// The sums of a tile.
pub(crate) type Tile<const M: usize> = [[i32; COLUMNS]; M];

/// A way to compute tiles.
pub(crate) trait Kernel {
    /// Sets `tile[m][c]` to the dot product of `rows[m]` and column `c`.
    ///
    /// Weights lie in blocks of 16 columns, `block` bytes from one to the next; a block is a sequence of groups of 64: four
    /// inputs of each of the 16 columns. `sums` are the sums of the rows.
    fn tile<const M: usize>(rows: [&[i8]; M], sums: [i32; M], weights: &[u8], block: usize, tile: &mut Tile<M>);
}

/// A computation that runs on some kernel.
pub(crate) trait Task {
    /// Does it. Implementations are `#[inline(always)]`, so that the loops around the kernel are compiled for the same
    /// processor; no floating-point result depends on that, since Rust neither reorders nor fuses.
    fn run<K: Kernel>(self);
}

/// Which kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// AVX-512 with VNNI.
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// No instructions beyond those of the target (on aarch64 these include NEON).
    Portable,
}

impl Kind {
    /// All kernels of this target, fastest first.
    const ALL: &[Self] = &[
        #[cfg(target_arch = "x86_64")]
        Self::Vnni,
        #[cfg(target_arch = "x86_64")]
        Self::Avx2,
        Self::Portable,
    ];

    /// The kernels that this processor has, fastest first; the last is [`Kind::Portable`].
    pub(crate) fn available() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| kind.is_available())
    }

    /// Whether this processor has the kernel's instructions (asked once, remembered by the standard library).
    fn is_available(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vnni")
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            Self::Portable => true,
        }
    }
}

/// Runs a task on a kernel; on [`Portable`] where the processor lacks it.
pub(crate) fn run(kind: Kind, task: impl Task) {
    match kind {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the processor was just asked for the instructions
        Kind::Vnni if kind.is_available() => unsafe { x86::on_vnni(task) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above
        Kind::Avx2 if kind.is_available() => unsafe { x86::on_avx2(task) },
        _ => task.run::<Portable>(),
    }
}

/// Groups of four inputs in the rows, all of the same length.
#[inline(always)]
fn check<const M: usize>(rows: &[&[i8]; M], weights: &[u8], block: usize) -> usize {
    let k4 = rows[0].len() / 4;
    assert!(rows.iter().all(|row| row.len() == k4 * 4) && k4 <= 1 << 14);
    assert!(weights.len() >= 3 * block + 64 * k4);
    k4
}

/// The kernel that every processor has, and the twin that the others are tested against.
pub(crate) struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    fn tile<const M: usize>(rows: [&[i8]; M], _: [i32; M], weights: &[u8], block: usize, tile: &mut Tile<M>) {
        let k4 = check(&rows, weights, block);
        for (row, sums) in rows.iter().zip(tile) {
            for (b, sums) in sums.chunks_exact_mut(16).enumerate() {
                // a sum for each weight of a group; those of a column meet at the end, so that vectors need no shuffling
                let mut acc = [0_i32; 64];
                let (groups, _) = weights[b * block..][..64 * k4].as_chunks::<64>();
                for (group, inputs) in groups.iter().zip(row.as_chunks::<4>().0) {
                    for column in 0..16 {
                        for i in 0..4 {
                            acc[4 * column + i] += i32::from(i16::from(inputs[i]) * i16::from(group[4 * column + i] as i8));
                        }
                    }
                }
                for (sum, four) in sums.iter_mut().zip(acc.as_chunks::<4>().0) {
                    *sum = four.iter().sum();
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    // the loops over registers are written by number, as the instructions read
    #![allow(clippy::needless_range_loop)]

    use super::{Kernel, Task, Tile, check};
    use std::arch::x86_64::*;
    use std::mem::MaybeUninit;

    /// # Safety
    /// The processor has the instructions named.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    pub(super) unsafe fn on_vnni<T: Task>(task: T) {
        task.run::<Vnni>();
    }

    /// # Safety
    /// The processor has AVX2.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn on_avx2<T: Task>(task: T) {
        task.run::<Avx2>();
    }

    struct Vnni;

    impl Kernel for Vnni {
        #[inline(always)]
        fn tile<const M: usize>(rows: [&[i8]; M], sums: [i32; M], weights: &[u8], block: usize, tile: &mut Tile<M>) {
            let k4 = check(&rows, weights, block);
            // SAFETY: only `run` can name this type, and it has asked the processor; `check` has compared the lengths
            unsafe { vnni(rows.map(<[i8]>::as_ptr), sums, weights.as_ptr(), block, k4, tile) }
        }
    }

    /// `vpdpbusd` takes unsigned times signed: the weights are made unsigned by adding 128 (an exclusive or with 0x80), which
    /// adds 128 times the row's sum to every dot product; that is taken off at the end.
    ///
    /// # Safety
    /// The processor has the instructions named; rows have `4 * k4` bytes, the weights `3 * block + 64 * k4`.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    unsafe fn vnni<const M: usize>(rows: [*const i8; M], sums: [i32; M], weights: *const u8, block: usize, k4: usize, tile: &mut Tile<M>) {
        let flip = _mm512_set1_epi8(-128);
        let mut acc = [[_mm512_setzero_si512(); 4]; M];
        for k in 0..k4 {
            // SAFETY: 4 * k + 4 <= 4 * k4 bytes of a row, b * block + 64 * k + 64 <= 3 * block + 64 * k4 bytes of the weights
            unsafe {
                let w: [__m512i; 4] =
                    std::array::from_fn(|b| _mm512_xor_si512(flip, _mm512_loadu_si512(weights.add(b * block + 64 * k).cast())));
                for m in 0..M {
                    let inputs = _mm512_set1_epi32(rows[m].add(4 * k).cast::<i32>().read_unaligned());
                    for b in 0..4 {
                        acc[m][b] = _mm512_dpbusd_epi32(acc[m][b], w[b], inputs);
                    }
                }
            }
        }
        for m in 0..M {
            let extra = _mm512_set1_epi32(128 * sums[m]);
            for b in 0..4 {
                // SAFETY: 16 of the 64 numbers of a row of the tile
                unsafe { _mm512_storeu_si512(tile[m].as_mut_ptr().add(16 * b).cast(), _mm512_sub_epi32(acc[m][b], extra)) };
            }
        }
    }

    struct Avx2;

    impl Kernel for Avx2 {
        #[inline(always)]
        fn tile<const M: usize>(rows: [&[i8]; M], _: [i32; M], weights: &[u8], block: usize, tile: &mut Tile<M>) {
            let k4 = check(&rows, weights, block);
            // SAFETY: only `run` can name this type, and it has asked the processor; `check` has compared the lengths
            unsafe { avx2(rows, weights.as_ptr(), block, k4, tile) }
        }
    }

    /// Groups of a row that are widened to 16 bits at a time.
    const WIDENED: usize = 64;

    /// `vpmaddwd` on numbers widened to 16 bits: twice as many multiplications as with `vpmaddubsw`, but that takes unsigned times signed,
    /// and what moves the sign of the input to the weight costs more than it saves.
    ///
    /// # Safety
    /// The processor has AVX2; rows have `4 * k4` bytes, the weights `3 * block + 64 * k4`.
    #[target_feature(enable = "avx2")]
    unsafe fn avx2<const M: usize>(rows: [&[i8]; M], weights: *const u8, block: usize, k4: usize, tile: &mut Tile<M>) {
        let mut wide = [[MaybeUninit::<i16>::uninit(); 4 * WIDENED]; M];
        for from in (0..k4).step_by(WIDENED) {
            let groups = WIDENED.min(k4 - from);
            for (wide, row) in wide.iter_mut().zip(rows) {
                for (wide, byte) in wide.iter_mut().zip(&row[4 * from..4 * (from + groups)]) {
                    wide.write(i16::from(*byte));
                }
            }
            // eight columns at a time: two sums of each, which meet at the end
            for eight in 0..8 {
                let mut acc = [[_mm256_setzero_si256(); 2]; M];
                for k in 0..groups {
                    // SAFETY: the first `4 * groups` were just written; with b = eight / 2 and k' = from + k < k4, what is read of the weights
                    // ends at b * block + 64 * k' + 64 at the most, and b <= 3
                    unsafe {
                        let four = weights.add(eight / 2 * block + 64 * (from + k) + 32 * (eight % 2));
                        let w: [__m256i; 2] = std::array::from_fn(|i| _mm256_cvtepi8_epi16(_mm_loadu_si128(four.add(16 * i).cast())));
                        for m in 0..M {
                            let inputs = _mm256_set1_epi64x(wide[m].as_ptr().add(4 * k).cast::<i64>().read_unaligned());
                            for i in 0..2 {
                                acc[m][i] = _mm256_add_epi32(acc[m][i], _mm256_madd_epi16(w[i], inputs));
                            }
                        }
                    }
                }
                for m in 0..M {
                    let sums = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(acc[m][0], acc[m][1]));
                    // SAFETY: 8 of the 64 numbers of a row of the tile
                    unsafe {
                        let to: *mut __m256i = tile[m].as_mut_ptr().add(8 * eight).cast();
                        let before = if from == 0 { _mm256_setzero_si256() } else { _mm256_loadu_si256(to) };
                        _mm256_storeu_si256(to, _mm256_add_epi32(before, sums));
                    }
                }
            }
        }
    }
}

/// Adds the product of `rows` windows of `a`, each `inputs` long and `stride` after the one before, and `b`
/// (`inputs` x `outputs`) to `out` (`rows` x `outputs`). For the reference path; the last bits depend on the processor.
pub(crate) fn multiply(a: &[f32], stride: usize, rows: usize, inputs: usize, b: &[f32], outputs: usize, out: &mut [f32]) {
    if rows == 0 {
        return;
    }
    assert!(a.len() >= (rows - 1) * stride + inputs && b.len() >= inputs * outputs && out.len() >= rows * outputs);
    let (a, b, out) = (a.as_ptr(), b.as_ptr(), out.as_mut_ptr());
    // SAFETY: all three matrices lie within their slices, as just checked, and `out` is borrowed alone
    unsafe {
        matrixmultiply::sgemm(rows, inputs, outputs, 1.0, a, stride as isize, 1, b, outputs as isize, 1, 1.0, out, outputs as isize, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tile of three and of six rows, one below the other.
    struct Tiles<'a>(&'a [Vec<i8>], &'a [u8], &'a mut Vec<[i32; COLUMNS]>);

    impl Task for Tiles<'_> {
        #[inline(always)]
        fn run<K: Kernel>(self) {
            let Self(rows, weights, out) = self;
            let rows: [&[i8]; 6] = std::array::from_fn(|m| &rows[m][..]);
            let sums = rows.map(|row| row.iter().map(|v| i32::from(*v)).sum());
            let block = weights.len() / 4;
            let (mut three, mut six) = ([[0; COLUMNS]; 3], [[0; COLUMNS]; 6]);
            K::tile([rows[0], rows[1], rows[2]], [sums[0], sums[1], sums[2]], weights, block, &mut three);
            K::tile(rows, sums, weights, block, &mut six);
            out.extend(three);
            out.extend(six);
        }
    }

    fn tiles(kind: Kind, rows: &[Vec<i8>], weights: &[u8]) -> Vec<[i32; COLUMNS]> {
        let mut out = Vec::new();
        run(kind, Tiles(rows, weights, &mut out));
        out
    }

    fn number() -> impl Strategy<Value = i8> {
        prop_oneof![Just(-127_i8), Just(127), -127..=127_i8]
    }

    proptest! {
        #[test]
        fn all_kernels_give_the_same(k4 in 1..40_usize, seed in prop::collection::vec(number(), 40 * 4 * 70)) {
            let mut numbers = seed.into_iter();
            let mut take = |n: usize| numbers.by_ref().take(n).collect::<Vec<i8>>();
            let rows: Vec<Vec<i8>> = (0..6).map(|_| take(4 * k4)).collect();
            let weights: Vec<u8> = take(64 * 4 * k4).into_iter().map(|v| v as u8).collect();
            let twin = tiles(Kind::Portable, &rows, &weights);
            let by_hand: i32 = (0..4 * k4).map(|i| i32::from(rows[0][i]) * i32::from(weights[i / 4 * 64 + i % 4] as i8)).sum();
            prop_assert_eq!(twin[0][0], by_hand);
            for kind in Kind::available() {
                prop_assert_eq!(&tiles(kind, &rows, &weights), &twin, "{:?}", kind);
            }
        }
    }

    /// Slices without a byte to spare; small enough for Miri.
    #[test]
    fn nothing_is_read_behind_the_shortest_rows() {
        for k4 in 1..3 {
            let numbers = |count: usize, step: usize| (0..count).map(move |i| (i * step % 255) as i32 - 127);
            let rows: Vec<Vec<i8>> = (1..7).map(|m| numbers(4 * k4, 31 * m).map(|v| v as i8).collect()).collect();
            let weights: Vec<u8> = numbers(256 * k4, 13).map(|v| v as u8).collect();
            let twin = tiles(Kind::Portable, &rows, &weights);
            for kind in Kind::available() {
                assert_eq!(tiles(kind, &rows, &weights), twin, "{kind:?}");
            }
        }
    }

    #[test]
    fn the_longest_rows_of_extremes_neither_saturate_nor_overflow() {
        let rows = vec![vec![127_i8; 1280]; 6];
        for weight in [-127_i8, 127] {
            let weights = vec![weight as u8; 64 * 1280];
            for kind in Kind::available() {
                assert!(tiles(kind, &rows, &weights).iter().flatten().all(|sum| *sum == 1280 * 127 * i32::from(weight)), "{kind:?}");
            }
        }
    }
}
