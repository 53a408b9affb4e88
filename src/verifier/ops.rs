//! What attention and its layers need beside sums: exponentials, in a fixed order of operations, so that every processor gives the same
//! bits. All are inlined into the forward pass, which is compiled once for each kernel.

/// Lanes of a sum.
const LANES: usize = 16;

/// The exponential of a number up to 0, to within 2e-7 of its size; below -87 it is 0. The system's own differs from system to system.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    /// 1.5 * 2^23: what is added to it is rounded to a whole number in its low bits.
    const ROUND: f32 = 12_582_912.0;
    let held = if x < -87.0 { -87.0 } else { x };
    let whole = (held * std::f32::consts::LOG2_E + ROUND) - ROUND;
    // ln 2 in two parts (Cody and Waite), so that the difference is exact
    let rest = (held - whole * 0.693_359_4) - whole * -2.121_944_4e-4;
    // Cephes, expf.c
    let terms = [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5_f32];
    let mut p = 0.0;
    for term in terms {
        p = p * rest + term;
    }
    let value = p * rest * rest + rest + 1.0;
    let scale = f32::from_bits((((whole as i32) + 127) << 23) as u32);
    if x < -87.0 { 0.0 } else { value * scale }
}

/// `x` times the normal distribution's share below `x` (Hendrycks and Gimpel 2016, "Gaussian Error Linear Units"), by the error function of
/// Abramowitz and Stegun, 7.1.26: within 1.5e-7 of it.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let terms = [1.061_405_4, -1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6_f32];
    let mut p = 0.0;
    for term in terms {
        p = p * t + term;
    }
    let tail = 0.5 * p * t * exp(-z * z);
    x * if x < 0.0 { tail } else { 1.0 - tail }
}

/// Shares that add up to 1, in proportion to the exponentials, in place. The row's length is a multiple of 16.
#[inline(always)]
pub(crate) fn softmax(row: &mut [f32]) {
    let mut most = [f32::NEG_INFINITY; LANES];
    for chunk in row.as_chunks::<LANES>().0 {
        for (most, v) in most.iter_mut().zip(chunk) {
            *most = if *v > *most { *v } else { *most };
        }
    }
    let mut largest = f32::NEG_INFINITY;
    for lane in most {
        largest = if lane > largest { lane } else { largest };
    }
    let mut sums = [0.0; LANES];
    for chunk in row.as_chunks_mut::<LANES>().0 {
        for (sum, v) in sums.iter_mut().zip(chunk) {
            *v = exp(*v - largest);
            *sum += *v;
        }
    }
    let mut total = 0.0;
    for sum in sums {
        total += sum;
    }
    let factor = 1.0 / total;
    row.iter_mut().for_each(|v| *v *= factor);
}

/// The same of three numbers, one after the other.
pub(crate) fn shares(logits: [f32; 3]) -> [f32; 3] {
    let largest = logits.iter().fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
    let powers = logits.map(|v| exp(v - largest));
    let total = powers[0] + powers[1] + powers[2];
    powers.map(|v| v / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_those_of_the_textbook() {
        for i in 0..=900_000 {
            let x = -i as f32 / 10_000.0;
            let wanted = f64::from(x).exp();
            assert!((f64::from(exp(x)) - wanted).abs() <= 3e-7 * wanted + 2e-38, "{x}: {} {wanted}", exp(x));
        }
        assert_eq!((exp(0.0), exp(f32::NEG_INFINITY), exp(-88.0)), (1.0, 0.0, 0.0));
    }

    #[test]
    fn shares_add_up() {
        let mut row: Vec<f32> = (0..48).map(|i| (i as f32 * 0.7).sin() * 9.0).collect();
        row[47] = f32::NEG_INFINITY;
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6 && row[47] == 0.0);
        let [a, b, c] = shares([1.0, 2.0, 3.0]);
        assert!((a - 0.090_030_57).abs() < 1e-6 && (b - 0.244_728_48).abs() < 1e-6 && (c - 0.665_240_9).abs() < 1e-6);
    }

    #[test]
    fn gelu_is_that_of_the_paper() {
        for (x, wanted) in
            [(0.0, 0.0), (1.0, 0.841_344_8), (-1.0, -0.158_655_25), (3.0, 2.995_95), (-3.0, -0.004_049_69), (9.0, 9.0), (-9.0, 0.0)]
        {
            assert!((gelu(x) - wanted).abs() < 1e-6, "{x}: {}", gelu(x));
        }
    }
}
