//! A text read once, of whose parts vectors can be had without reading them again.
//!
//! Between the pieces of a text and its vector stands a sum over the pieces. So the sums of parts are kept, and a part's vector needs only
//! the layers after the sum. Its pieces were read beside their neighbours: the widest window reaches four pieces out.

use super::forward::Scratch;
use super::vector::Vector;
use crate::span::Span;

/// The part that `<s>` and `</s>` make; every vector has it.
pub(super) const EDGES: u32 = 0;

/// A text, read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    whole: Vector,
    /// Where the parts begin, in bytes; part 0, [`EDGES`], aside.
    starts: Vec<usize>,
    /// How many pieces each part has.
    pieces: Vec<u32>,
    /// The sum of each part.
    sums: Vec<f32>,
}

impl Reading {
    pub(super) fn new(whole: Vector, starts: Vec<usize>, pieces: Vec<u32>, sums: Vec<f32>) -> Self {
        Self { whole, starts, pieces, sums }
    }

    /// The vector of the whole text: as if it had been encoded alone.
    pub(crate) fn whole(&self) -> &Vector {
        &self.whole
    }

    /// Adds the row of those parts that begin in a place.
    pub(super) fn add(&self, place: Span, scratch: &mut Scratch) {
        let at = |place: usize| 1 + self.starts.partition_point(|start| *start < place);
        let (first, last) = (at(place.start), at(place.end));
        let parts = || std::iter::once(EDGES as usize).chain(first..last);
        let pieces = parts().map(|part| self.pieces[part] as usize).sum();
        scratch.push(parts().map(|part| &self.sums[part * Vector::DIMENSIONS..][..Vector::DIMENSIONS]), pieces);
    }
}

#[cfg(test)]
mod tests {
    use crate::encoder::Encoder;
    use crate::span::Span;

    const TEXT: &str =
        "El alcalde inauguró el parque; the mayor thanked the neighbours. El peso cayó frente al dólar, dijo el banco central.";

    fn starts() -> Vec<usize> {
        ["El alcalde", "the mayor", "El peso", "dijo el"].iter().map(|part| TEXT.find(part).unwrap()).collect()
    }

    #[test]
    fn the_whole_is_as_if_encoded_alone_and_the_sum_of_its_parts() {
        let encoder = Encoder::embedded();
        let readings = encoder.read(&[("", Vec::new()), (TEXT, starts()), ("Hola.", vec![0]), ("Hola.", Vec::new())]);
        let alone = encoder.encode(&["", TEXT, "Hola.", "Hola."]);
        for (reading, alone) in readings.iter().zip(&alone) {
            assert_eq!(reading.whole(), alone);
        }
        let all = encoder.parts(&[(&readings[1], Span::new(0, TEXT.len())), (&readings[2], Span::new(0, 5))]);
        for (all, alone) in all.iter().zip(&alone[1..]) {
            assert!(all.cosine(alone) > 0.999, "{}", all.cosine(alone));
        }
    }

    #[test]
    fn parts_are_near_to_what_they_are_alone() {
        let encoder = Encoder::embedded();
        let readings = encoder.read(&[(TEXT, starts())]);
        let mut ends = starts().split_off(1);
        ends.push(TEXT.len());
        let places: Vec<Span> = starts().into_iter().zip(ends).map(|(start, end)| Span::new(start, end)).collect();
        let asked: Vec<_> = places.iter().map(|place| (&readings[0], *place)).collect();
        let alone = encoder.encode(&places.iter().map(|place| place.of(TEXT)).collect::<Vec<_>>());
        let parts = encoder.parts(&asked);
        for (at, part) in parts.iter().enumerate() {
            let others = (0..alone.len()).filter(|other| *other != at).map(|other| part.cosine(&alone[other]));
            let (own, next) = (part.cosine(&alone[at]), others.fold(-1.0, f32::max));
            assert!(own > 0.8 && own > next + 0.3, "{own} {next}");
        }
    }
}
