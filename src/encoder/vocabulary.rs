//! From a SentencePiece `.model` to the tables that the tokenizer walks: one block of bytes, made at build time for the
//! embedded vocabulary (`build.rs` includes this file) and at run time for another one.
//!
//! The block, all numbers little-endian 32 bits: the [`Layout`] fields, then the double array of the pieces, the double
//! array of the normaliser's rules, the pieces' scores, the rules' replacements (each ended by NUL).

use std::collections::BTreeMap;

/// Numbers at the head of the block.
#[allow(dead_code)] // build.rs only writes blocks
pub(crate) const HEAD: usize = 9;

/// `NORMAL` and `USER_DEFINED` of SentencePiece's `sentencepiece_model.proto`.
const NORMAL: u64 = 1;
const USER_DEFINED: u64 = 4;
const UNKNOWN: u64 = 2;

/// What an unknown character costs more than the unlikeliest piece (SentencePiece's `kUnkPenalty`).
const UNKNOWN_PENALTY: f32 = 10.0;

struct Piece<'a> {
    text: &'a [u8],
    score: f32,
    kind: u64,
}

/// Compiles a serialized `ModelProto` of a unigram model that escapes blanks and puts one in front, as by default.
///
/// # Errors
/// What is wrong with the model, in words.
pub(crate) fn compile(model: &[u8]) -> Result<Vec<u8>, String> {
    let (mut pieces, mut charsmap) = (Vec::new(), &[][..]);
    for field in Fields(model) {
        match field? {
            (1, Value::Bytes(piece)) => pieces.push(piece_of(piece)?),
            (2, Value::Bytes(trainer)) => check_trainer(trainer)?,
            (3, Value::Bytes(normalizer)) => charsmap = charsmap_of(normalizer)?,
            _ => {}
        }
    }
    let find = |text: &str| pieces.iter().position(|p| p.text == text.as_bytes()).ok_or(format!("the piece {text} is missing"));
    let (begin, end) = (find("<s>")?, find("</s>")?);
    let unknown = pieces.iter().position(|p| p.kind == UNKNOWN).ok_or("no piece is of the kind UNKNOWN")?;
    let normal = || pieces.iter().filter(|p| p.kind == NORMAL).map(|p| p.score);
    let (least, most) = (normal().fold(f32::INFINITY, f32::min), normal().fold(f32::NEG_INFINITY, f32::max));
    // as in SentencePiece: whole user-defined pieces beat every other way to cut their text
    let score = |p: &Piece| if p.kind == USER_DEFINED { p.text.len() as f32 * most - 0.1 } else { p.score };
    let mut keys = BTreeMap::new();
    for (id, piece) in pieces.iter().enumerate().filter(|(_, p)| matches!(p.kind, NORMAL | USER_DEFINED)) {
        if piece.text.is_empty() || piece.text.contains(&0) {
            return Err(format!("piece {id} is empty or holds a NUL"));
        }
        keys.insert(piece.text, id as u32);
    }
    let keys: Vec<(&[u8], u32)> = keys.into_iter().collect();
    let trie = yada::builder::DoubleArrayBuilder::build(&keys).map_err(|e| format!("the pieces make no trie: {e:?}"))?;
    let rules_len = charsmap.first_chunk().map_or(0, |n| u32::from_le_bytes(*n) as usize);
    let charsmap = charsmap.get(4..).unwrap_or_default();
    let (rules, replacements) = charsmap.split_at_checked(rules_len).ok_or("the normaliser's rules are cut off")?;

    let lengths = [pieces.len(), trie.len(), rules.len(), replacements.len(), begin, end, unknown];
    let mut block: Vec<u8> = lengths.iter().flat_map(|n| (*n as u32).to_le_bytes()).collect();
    block.extend((least - UNKNOWN_PENALTY).to_le_bytes());
    block.extend(0_u32.to_le_bytes());
    block.extend(trie);
    block.extend(rules);
    block.extend(pieces.iter().flat_map(|p| score(p).to_le_bytes()));
    block.extend(replacements);
    Ok(block)
}

fn piece_of(message: &[u8]) -> Result<Piece<'_>, String> {
    let mut piece = Piece { text: &[], score: 0.0, kind: NORMAL };
    for field in Fields(message) {
        match field? {
            (1, Value::Bytes(text)) => piece.text = text,
            (2, Value::Fixed(score)) => piece.score = f32::from_le_bytes(score),
            (3, Value::Number(kind)) => piece.kind = kind,
            _ => {}
        }
    }
    Ok(piece)
}

/// Refuses what is not a unigram model, and byte fallback.
fn check_trainer(message: &[u8]) -> Result<(), String> {
    for field in Fields(message) {
        match field? {
            (3, Value::Number(kind)) if kind != 1 => return Err("not a unigram model".to_owned()),
            (35, Value::Number(1)) => return Err("byte fallback is not supported".to_owned()),
            _ => {}
        }
    }
    Ok(())
}

fn charsmap_of(message: &[u8]) -> Result<&[u8], String> {
    let mut charsmap = &[][..];
    for field in Fields(message) {
        match field? {
            (2, Value::Bytes(bytes)) => charsmap = bytes,
            (3..=5, Value::Number(0)) => return Err("the normaliser must add, escape and collapse blanks".to_owned()),
            _ => {}
        }
    }
    Ok(charsmap)
}

/// One value of a protobuf message.
enum Value<'a> {
    Number(u64),
    Fixed([u8; 4]),
    Bytes(&'a [u8]),
}

/// The fields of a protobuf message: number and value.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(usize::try_from(count).ok()?)?;
        self.0 = rest;
        Some(head)
    }

    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = self.number()?;
        let value = match tag & 7 {
            0 => Value::Number(self.number()?),
            1 => Value::Bytes(self.take(8)?),
            2 => {
                let length = self.number()?;
                Value::Bytes(self.take(length)?)
            }
            5 => Value::Fixed(*self.take(4)?.first_chunk()?),
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field().ok_or_else(|| "not a protobuf message, or cut off".to_owned());
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}
