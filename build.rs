//! Compiles the pieces of the embedded encoder and verifier, and the vocabulary of both languages into the tables that the program walks, so that no
//! start pays for reading them.

#[path = "src/lexicon/block.rs"]
mod block;
#[path = "src/text"]
mod text {
    pub(crate) mod hash;
}
#[path = "src/encoder/vocabulary.rs"]
mod vocabulary;

use block::Entry;
use std::collections::BTreeMap;
use std::path::Path;

fn main() {
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(Path::new(&out).join(name), bytes).expect("OUT_DIR can be written");
    println!("cargo::rerun-if-changed=src/encoder/vocabulary.rs");
    println!("cargo::rerun-if-changed=src/lexicon/block.rs");
    println!("cargo::rerun-if-changed=src/text/hash.rs");
    for (model, name) in [("data/encoder/pieces.model", "pieces.bin"), ("data/verifier/pieces.model", "verifier-pieces.bin")] {
        println!("cargo::rerun-if-changed={model}");
        let bytes = std::fs::read(model).unwrap_or_else(|e| panic!("{model}: {e}"));
        write(name, vocabulary::compile(&bytes).unwrap_or_else(|e| panic!("{model}: {e}")));
    }
    write("words.bin", block::compile(&words()));
}

/// The lines of a table without its header.
fn table(path: &str) -> impl Iterator<Item = csv::StringRecord> {
    println!("cargo::rerun-if-changed={path}");
    let reader = csv::Reader::from_path(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    reader.into_records().map(move |line| line.unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// News words that the translations lack count as seen so often.
const NEWS_WORD: f32 = 8.0;

fn words() -> BTreeMap<String, Entry> {
    let mut words: BTreeMap<String, Entry> = BTreeMap::new();
    for line in table("data/lexicon/translations.csv") {
        let number = |cell: usize| line[cell].parse::<f32>().unwrap_or_else(|_| panic!("translations.csv: {line:?}: not a number"));
        let (es, en, probability, count) = (&line[0], &line[1], number(2), number(3));
        words.entry(en.to_owned()).or_default().counts[1] += probability * count;
        let entry = words.entry(es.to_owned()).or_default();
        entry.counts[0] = count;
        entry.translations.push((en.to_owned(), probability));
    }
    for line in table("data/lexicon/words.csv") {
        let seen = &mut words.entry(line[1].to_owned()).or_default().counts[usize::from(&line[0] != "es")];
        *seen = if *seen == 0.0 { NEWS_WORD } else { *seen };
    }
    without_accents(&mut words);
    words
}

/// Desks lose accents: a Spanish word is also known without them, where that is no word of its own.
fn without_accents(words: &mut BTreeMap<String, Entry>) {
    let mut plain: BTreeMap<String, Entry> = BTreeMap::new();
    for (word, entry) in words.iter().filter(|(word, entry)| !word.is_ascii() && entry.counts[0] > 0.0) {
        let bare: String = word.chars().map(bare).collect();
        if bare != *word && !words.contains_key(&bare) {
            let other = plain.entry(bare).or_default();
            other.counts[0] += entry.counts[0];
            other.translations.extend(entry.translations.iter().cloned());
        }
    }
    words.extend(plain);
}

fn bare(c: char) -> char {
    match c {
        'á' | 'à' | 'â' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        c => c,
    }
}
