//! How Spanish or English a word looks, by its trigrams of letters. The table is fitted by `scripts/dev fit shapes`.

const SYMBOLS: usize = 30;
const EDGE: usize = 29;
static TABLE: &[u8; SYMBOLS * SYMBOLS * SYMBOLS] = include_bytes!("../../data/model/shapes.bin");

fn symbol(c: char) -> usize {
    match c {
        'a'..='z' => c as usize - 'a' as usize,
        'ñ' => 26,
        'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü' => 27,
        _ => 28,
    }
}

/// Natural log odds that a lower-case word is Spanish and not English; within ±3.
pub(super) fn spanish_odds(word: &str) -> f32 {
    let (mut first, mut second, mut sum) = (EDGE, EDGE, 0);
    for third in word.chars().map(symbol).chain([EDGE]) {
        sum += i32::from(TABLE[(first * SYMBOLS + second) * SYMBOLS + third] as i8);
        (first, second) = (second, third);
    }
    // trigrams overlap: their sum claims more than it knows
    (sum as f32 / 16.0 * 0.45).clamp(-3.0, 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_look_like_their_language() {
        for word in ["exvocera", "teletrabajadores", "desazolve", "reencarpetado"] {
            assert!(spanish_odds(word) > 0.5, "{word} {}", spanish_odds(word));
        }
        for word in ["midfielder", "taekwondo-fighting", "overtaking", "kingmaker"] {
            assert!(spanish_odds(word) < -0.5, "{word} {}", spanish_odds(word));
        }
    }
}
