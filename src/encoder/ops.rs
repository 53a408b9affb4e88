//! The float parts, in a fixed order of additions, so that every processor gives the same bits. All are inlined into the
//! forward pass, which is compiled once for each kernel.

#![allow(clippy::needless_range_loop)] // lanes are written by number, as the processor has them

use super::kernel::COLUMNS;

/// Partial sums of a reduction.
const LANES: usize = 16;

/// Adds up the squares (or, with `SQUARES` off, the numbers): 16 partial sums, then these by halves.
#[inline(always)]
fn sum<const SQUARES: bool>(x: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    debug_assert!(rest.is_empty());
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] += if SQUARES { chunk[i] * chunk[i] } else { chunk[i] };
        }
    }
    for i in 0..8 {
        lanes[i] += lanes[i + 8];
    }
    for i in 0..4 {
        lanes[i] += lanes[i + 4];
    }
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
}

/// Mean 0 and variance 1, then `gamma * x + beta`, in place (Ba et al. 2016, "Layer Normalization").
#[inline(always)]
pub(crate) fn layer_norm(x: &mut [f32], gamma: &[f32], beta: &[f32], eps: f32) {
    let n = x.len() as f32;
    let mean = sum::<false>(x) / n;
    x.iter_mut().for_each(|v| *v -= mean);
    let deviation = (sum::<true>(x) / n + eps).sqrt();
    let factor = 1.0 / deviation;
    for ((v, g), b) in x.iter_mut().zip(gamma).zip(beta) {
        *v = *v * factor * g + b;
    }
}

/// Adds 1.5 * 2^23: the sum's low bits are the number rounded to the nearest even integer, without an instruction that
/// older processors lack.
const ROUND: f32 = 12_582_912.0;

/// Writes the nearest of 255 steps in -127..=127 for each number; gives the size of a step and the sum of the steps.
#[inline(always)]
pub(crate) fn quantise(x: &[f32], out: &mut [i8]) -> (f32, i32) {
    let mut lanes = [0.0_f32; LANES];
    for chunk in x.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            let size = chunk[i].abs();
            lanes[i] = if size > lanes[i] { size } else { lanes[i] };
        }
    }
    let mut largest = f32::MIN_POSITIVE * 256.0;
    for lane in lanes {
        largest = if lane > largest { lane } else { largest };
    }
    let factor = 127.0 / largest;
    let mut total = 0;
    for (step, v) in out.iter_mut().zip(x) {
        // the clamp is for what a foreign model may make of it: infinities
        let number = ((v * factor + ROUND).to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32).clamp(-127, 127);
        *step = number as i8;
        total += number;
    }
    (largest / 127.0, total)
}

/// Values of 6 bits from 384 bytes to 512: byte i holds value i and, above it, two bits of value 384 + i % 128.
#[inline(always)]
pub(crate) fn unpack(packed: &[u8], out: &mut [i8]) {
    let (first, rest) = out.split_at_mut(384);
    for (v, byte) in first.iter_mut().zip(packed) {
        *v = (byte & 63) as i8;
    }
    let (low, rest_of_packed) = packed.split_at(128);
    let (middle, high) = rest_of_packed.split_at(128);
    for (((v, a), b), c) in rest.iter_mut().zip(low).zip(middle).zip(high) {
        *v = (a >> 6 | b >> 6 << 2 | c >> 6 << 4) as i8;
    }
}

/// Adds to `out` the sums of a row of a tile, each worth `size * step`.
#[inline(always)]
pub(crate) fn add_scaled(sums: &[i32; COLUMNS], size: f32, step: &[f32], out: &mut [f32]) {
    for ((out, sum), step) in out.iter_mut().zip(sums).zip(step) {
        *out += *sum as f32 * size * step;
    }
}

/// `max(x, 0)`.
#[inline(always)]
pub(crate) fn relu(x: f32) -> f32 {
    if x > 0.0 { x } else { 0.0 }
}

/// The hyperbolic tangent to within 1e-6: the rational approximation of Eigen (`ptanh_float`), since the system's own
/// differs from system to system.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.905_311_5, 7.905_311_5);
    let square = x * x;
    let odd = [-2.760_768_5e-16, 2.000_188e-13, -8.604_672e-11, 5.122_297_1e-8, 1.485_722_4e-5, 6.372_619e-4, 4.893_525e-3_f32];
    let even = [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3_f32];
    let p = odd.iter().fold(0.0, |p, c| p * square + c) * x;
    let q = even.iter().fold(0.0, |q, c| q * square + c);
    p / q
}

/// Makes the length 1.
#[inline(always)]
pub(crate) fn unit(x: &mut [f32], eps: f32) {
    let factor = 1.0 / sum::<true>(x).max(eps).sqrt();
    x.iter_mut().for_each(|v| *v *= factor);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_is_that_of_the_textbook() {
        for i in -200_000..=200_000_i32 {
            let x = i as f32 / 10_000.0;
            assert!((f64::from(tanh(x)) - f64::from(x).tanh()).abs() < 1e-6, "{x}");
        }
        assert!(tanh(f32::INFINITY) <= 1.0 && tanh(f32::NEG_INFINITY) >= -1.0);
    }

    #[test]
    fn steps_are_within_half_a_step() {
        let x: Vec<f32> = (0..256).map(|i| (i as f32 * 0.37).sin() * 3.0).collect();
        let mut steps = [0; 256];
        let (size, total) = quantise(&x, &mut steps);
        assert!(x.iter().zip(steps).all(|(x, s)| (x - size * f32::from(s)).abs() <= size * 0.5001));
        assert_eq!(total, steps.iter().map(|s| i32::from(*s)).sum::<i32>());
        assert_eq!(quantise(&[0.0; 32], &mut [1; 32]).1, 0);
    }

    #[test]
    fn six_bits_come_back() {
        let values: Vec<u8> = (0..512_u32).map(|i| (i * 37 % 64) as u8).collect();
        let top = |i: usize| values[384 + i % 128] >> (2 * (i / 128)) & 3;
        let packed: Vec<u8> = (0..384).map(|i| values[i] | top(i) << 6).collect();
        let mut out = [0; 512];
        unpack(&packed, &mut out);
        assert!(out.iter().zip(values).all(|(a, b)| *a as u8 == b));
    }
}
