//! Text to piece numbers, as SentencePiece's unigram model does it (Kudo 2018, "Subword Regularization").
//!
//! Our own, since the crates read the model at every start: `fxtranslate::spm::SpmVocab`, with which the tests compare every
//! number, takes 7 ms for that and 58 µs for a sentence of news, where these tables take nothing and 5 µs.

use super::vocabulary::HEAD;
use std::borrow::Cow;

/// Bytes of a text that are read; the rest is ignored.
const MAX_BYTES: usize = 1 << 17;

/// What SentencePiece writes for a blank.
const BLANK: &[u8] = "\u{2581}".as_bytes();

/// The tables of a vocabulary.
pub(crate) struct Tokenizer {
    pieces: Trie,
    rules: Trie,
    scores: Vec<f32>,
    replacements: Cow<'static, [u8]>,
    /// ASCII that stands for itself, whatever ASCII follows.
    plain: [bool; 128],
    begin: u32,
    end: u32,
    unknown: u32,
    unknown_score: f32,
}

/// Memory of one text's segmentation, used again for the next.
#[derive(Default)]
pub(crate) struct Lattice {
    text: Vec<u8>,
    /// For every byte of it the place in the text that was given.
    places: Vec<u32>,
    /// For every byte offset: the best score of a path to it, the offset and the piece that it comes from.
    best: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Node {
    score: f32,
    from: u32,
    piece: u32,
}

const UNREACHED: Node = Node { score: f32::NEG_INFINITY, from: 0, piece: 0 };

impl Tokenizer {
    /// Reads a block made by [`super::vocabulary::compile`]; `None` where its lengths do not add up.
    pub(crate) fn new(block: Cow<'static, [u8]>) -> Option<Self> {
        let head: Vec<u32> = block.get(..HEAD * 4)?.chunks_exact(4).map(number).collect();
        let [count, pieces, rules, replacements, begin, end, unknown, unknown_score, _] = *head.first_chunk::<HEAD>()?;
        let mut at = HEAD * 4;
        let mut cut = |length: usize| {
            let part = at..at + length;
            at = part.end;
            slice(&block, part)
        };
        let pieces = Trie(cut(pieces as usize)?);
        let rules = Trie(cut(rules as usize)?);
        let scores = cut(count as usize * 4)?.chunks_exact(4).map(|n| f32::from_bits(number(n))).collect();
        let replacements = cut(replacements as usize)?;
        let mut plain = [false; 128];
        for first in 0..128_u8 {
            plain[usize::from(first)] = rules.longest(&[first]).is_none()
                && rules.step(Trie::ROOT, first).is_none_or(|node| (0..128).all(|next| rules.step(node, next).is_none()));
        }
        let unknown_score = f32::from_bits(unknown_score);
        Some(Self { pieces, rules, scores, replacements, plain, begin, end, unknown, unknown_score })
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.scores.len()
    }

    /// Adds the numbers of a text's pieces to `ids`: `<s>`, the pieces, `</s>`, at most `limit` in all. `found` is told the place of
    /// each piece between these two, the last first, also of those after the limit.
    pub(crate) fn encode(&self, text: &str, limit: usize, lattice: &mut Lattice, ids: &mut Vec<u32>, mut found: impl FnMut(usize)) {
        let start = ids.len();
        self.normalize(head(text).as_bytes(), lattice);
        self.search(lattice);
        let mut at = lattice.text.len();
        while at > 0 {
            let node = lattice.best[at];
            at = node.from as usize;
            // neighbouring unknown characters are one unknown piece
            if !(node.piece == self.unknown && ids.len() > start && ids.last() == Some(&self.unknown)) {
                ids.push(node.piece);
                found(lattice.places[at] as usize);
            }
        }
        ids.push(self.begin);
        ids[start..].reverse();
        ids.truncate(start + limit - 1);
        ids.push(self.end);
    }

    /// Writes the normalised text: rules applied, blanks collapsed and escaped, one in front. A blank has the place of what follows it.
    fn normalize(&self, text: &[u8], lattice: &mut Lattice) {
        let Lattice { text: out, places, .. } = lattice;
        out.clear();
        places.clear();
        let (mut at, mut after_blank) = (0, true);
        while let Some(&first) = text.get(at) {
            let plain = first < 128 && self.plain[usize::from(first)] && text.get(at + 1).is_none_or(u8::is_ascii);
            let (part, length) = if plain { (&text[at..at + 1], 1) } else { self.rewritten(&text[at..]) };
            for &byte in part {
                if byte != b' ' {
                    if after_blank {
                        out.extend_from_slice(BLANK);
                    }
                    out.push(byte);
                    places.resize(out.len(), at as u32);
                }
                after_blank = byte == b' ';
            }
            at += length;
        }
        while out.ends_with(BLANK) {
            out.truncate(out.len() - BLANK.len());
            places.truncate(out.len());
        }
    }

    /// What the longest rule makes of the head of a text, and the bytes it covers.
    fn rewritten<'a>(&'a self, text: &'a [u8]) -> (&'a [u8], usize) {
        let rule = self.rules.longest(text).and_then(|(at, length)| Some((self.replacements.get(at as usize..)?, length)));
        match rule {
            Some((tail, length)) => (&tail[..tail.iter().position(|b| *b == 0).unwrap_or(tail.len())], length),
            None => {
                let length = text.iter().skip(1).take_while(|b| **b & 0xc0 == 0x80).count() + 1;
                (&text[..length], length)
            }
        }
    }

    /// Viterbi: the likeliest way to every offset.
    fn search(&self, lattice: &mut Lattice) {
        let Lattice { text, best, .. } = lattice;
        best.clear();
        best.resize(text.len() + 1, UNREACHED);
        best[0].score = 0.0;
        let mut at = 0;
        while at < text.len() {
            let here = best[at].score;
            let character = text[at + 1..].iter().take_while(|b| **b & 0xc0 == 0x80).count() + 1;
            let mut covered = false;
            let mut relax = |length: usize, piece: u32, score: f32| {
                let node = &mut best[at + length];
                if here + score > node.score {
                    *node = Node { score: here + score, from: at as u32, piece };
                }
            };
            self.pieces.prefixes(&text[at..], |piece, length| {
                covered |= length == character;
                let score = self.scores.get(piece as usize).copied().unwrap_or(self.unknown_score);
                relax(length, piece, score);
            });
            if !covered {
                relax(character, self.unknown, self.unknown_score);
            }
            at += character;
        }
    }
}

/// The part of a text that is read, cut between characters.
fn head(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b))
}

#[allow(clippy::ptr_arg)] // a part of what is borrowed is borrowed too
fn slice(block: &Cow<'static, [u8]>, part: std::ops::Range<usize>) -> Option<Cow<'static, [u8]>> {
    match block {
        Cow::Borrowed(bytes) => bytes.get(part).map(Cow::Borrowed),
        Cow::Owned(bytes) => bytes.get(part).map(|b| Cow::Owned(b.to_vec())),
    }
}

/// A double array in the layout of darts-clone, which SentencePiece's rules come in and `yada` builds. Offsets that lead
/// outside find nothing.
struct Trie(Cow<'static, [u8]>);

impl Trie {
    const ROOT: u32 = 0;

    #[inline]
    fn unit(&self, at: u32) -> Option<u32> {
        let at = at as usize * 4;
        self.0.get(at..at + 4)?.first_chunk().map(|n| u32::from_le_bytes(*n))
    }

    /// Where the children of a node begin.
    #[inline]
    fn children(node: u32, unit: u32) -> u32 {
        node ^ ((unit >> 10) << ((unit & 0x200) >> 6))
    }

    /// The node that a byte leads to.
    #[inline]
    fn step(&self, node: u32, byte: u8) -> Option<u32> {
        let child = Self::children(node, self.unit(node)?) ^ u32::from(byte);
        (byte != 0 && self.unit(child)? & 0x8000_00ff == u32::from(byte)).then_some(child)
    }

    /// Calls `found` with value and length of every key that the text begins with, shortest first.
    #[inline]
    fn prefixes(&self, text: &[u8], mut found: impl FnMut(u32, usize)) {
        let Some(mut children) = self.unit(Self::ROOT).map(|root| Self::children(Self::ROOT, root)) else { return };
        for (i, &byte) in text.iter().enumerate() {
            let node = children ^ u32::from(byte);
            let Some(unit) = self.unit(node).filter(|unit| byte != 0 && unit & 0x8000_00ff == u32::from(byte)) else { return };
            children = Self::children(node, unit);
            if unit & 0x100 != 0 {
                let Some(leaf) = self.unit(children) else { return };
                found(leaf & 0x7fff_ffff, i + 1);
            }
        }
    }

    fn longest(&self, text: &[u8]) -> Option<(u32, usize)> {
        let mut longest = None;
        self.prefixes(text, |value, length| longest = Some((value, length)));
        longest
    }
}
