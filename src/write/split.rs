//! Training, development and test sets.

use super::near::mix;
use crate::text::hash::fnv1a;
use std::str::FromStr;

/// Shares of the three sets. An article falls into one of them by a hash of its name, the same one on every run, whatever else is read.
/// Its captions go there, but for those whose text another article had before ([`Dataset::split`](super::Dataset::split)).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Split([f64; 3]);

/// Why shares are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not three shares, such as 90:5:5 for train:dev:test")]
pub(crate) struct BadSplit(String);

impl Split {
    /// The sets' names.
    pub(crate) const NAMES: [&'static str; 3] = ["train", "dev", "test"];

    /// The number of the article's set.
    pub(crate) fn of(&self, article: &str) -> usize {
        // 53 bits fill a fraction
        let place = (mix(fnv1a(article.bytes())) >> 11) as f64 / (1u64 << 53) as f64 * self.0.iter().sum::<f64>();
        let [train, dev, _] = self.0;
        // a share of zero takes nothing: `place` is under the sum of all
        [place < train, place < train + dev].iter().position(|inside| *inside).unwrap_or(2)
    }
}

impl FromStr for Split {
    type Err = BadSplit;

    fn from_str(text: &str) -> Result<Self, BadSplit> {
        let bad = || BadSplit(text.to_owned());
        let shares: Vec<f64> = text.split(':').map(|share| share.trim().parse().map_err(|_| bad())).collect::<Result<_, _>>()?;
        let shares: [f64; 3] = shares.try_into().map_err(|_| bad())?;
        let whole: f64 = shares.iter().sum();
        if shares.iter().all(|share| *share >= 0.0) && whole > 0.0 && whole.is_finite() { Ok(Self(shares)) } else { Err(bad()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_kept_and_articles_stay() {
        let split: Split = "90:5:5".parse().unwrap();
        let mut counts = [0; 3];
        for n in 0..10_000 {
            counts[split.of(&format!("articles/{n}.txt"))] += 1;
        }
        assert!((8900..9100).contains(&counts[0]) && (400..600).contains(&counts[1]) && (400..600).contains(&counts[2]), "{counts:?}");
        // must never change: corpora that were published would leak from one set into another
        let names = ["data/articles/segob.txt", "https://example.org/3", "b", "c", "d", "e", "f", "g"];
        let thirds: Split = "1:1:1".parse().unwrap();
        assert_eq!(names.map(|name| thirds.of(name)), [1, 0, 0, 1, 1, 2, 2, 1]);
    }

    #[test]
    fn a_share_of_zero_gets_nothing() {
        let split: Split = "1:0:1".parse().unwrap();
        assert!((0..1000).all(|n| split.of(&n.to_string()) != 1));
    }

    #[test]
    fn what_is_not_three_shares_is_refused() {
        for bad in ["", "90:10", "90:5:5:1", "a:b:c", "-1:1:1", "0:0:0", "NaN:1:1", "inf:1:1"] {
            assert!(bad.parse::<Split>().is_err(), "{bad}");
        }
        assert!(" 8 : 1.5 : 0.5".parse::<Split>().is_ok());
    }
}
