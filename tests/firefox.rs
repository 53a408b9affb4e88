//! A real model of Firefox Translations; `scripts/dev check engines` fetches one and says where it is.

use cotejo::internals::Firefox;
use cotejo::translate::Translate;
use std::path::PathBuf;

#[test]
#[ignore = "needs the model in COTEJO_PT_EN; writes to COTEJO_PT_EN_TO; for scripts/dev check engines"]
fn sentences_alone_and_together_are_the_same() {
    let place = |name: &str| PathBuf::from(std::env::var_os(name).expect(name));
    let engine = Firefox::open(&place("COTEJO_PT_EN")).expect("a model");
    let sentences: Vec<&str> = include_str!("data/portuguese.txt").lines().collect();
    let said = |texts: &[&str]| -> Vec<String> { engine.translate(texts).into_iter().map(|text| text.expect("a translation")).collect() };
    let together = said(&sentences);
    let alone: Vec<String> = sentences.iter().flat_map(|sentence| said(&[sentence])).collect();
    assert_eq!(together, alone);
    let paragraph = sentences.join(" ");
    assert_eq!(said(&[&paragraph]), [together.join(" ")]);
    let long = sentences.join(" e ").replace('.', "");
    assert!(said(&[&long])[0].len() > 500, "what is longer than the model's window is not cut off");
    assert_eq!(said(&["", " "]), ["", " "]);
    std::fs::write(place("COTEJO_PT_EN_TO"), together.join("\n") + "\n").expect("a file");
}
