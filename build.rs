//! Compiles the embedded encoder's vocabulary into the tables that its tokenizer walks, so that no start pays for it.

#[path = "src/encoder/vocabulary.rs"]
mod vocabulary;

use std::path::Path;

fn main() {
    let model = "data/encoder/pieces.model";
    println!("cargo::rerun-if-changed={model}");
    println!("cargo::rerun-if-changed=src/encoder/vocabulary.rs");
    let bytes = std::fs::read(model).unwrap_or_else(|e| panic!("{model}: {e}"));
    let block = vocabulary::compile(&bytes).unwrap_or_else(|e| panic!("{model}: {e}"));
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("pieces.bin"), block).expect("OUT_DIR can be written");
}
