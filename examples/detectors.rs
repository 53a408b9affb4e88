//! Language detection beside `whatlang` and `lingua` alone, on labelled lines.
//!
//! ```text
//! cargo run --release --example detectors -- FILE.tsv...
//! ```
//!
//! A file is tab-separated with a header: `language` (en, es or any other code; eng, spa ...) first, `text` last. For each language
//! it prints how many of its lines each detector gives the right answer (English, Spanish, or neither), and how many lines of other
//! languages pass as Spanish with a confidence of 0.9 or more.

use cotejo::{Language, detect_language};
use std::collections::BTreeMap;

type Answer = (Language, f32);
type Voice = (&'static str, fn(&str) -> Answer);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let voices: [Voice; 3] = [("cotejo", cotejo), ("whatlang", whatlang), ("lingua", lingua)];
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout();
    for path in paths {
        let lines = lines(&std::fs::read_to_string(&path)?);
        print(&mut out, &path, &lines, &voices)?;
    }
    Ok(())
}

fn lines(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| Some((line.split('\t').next()?.to_owned(), line.rsplit('\t').next()?.to_owned()));
    text.lines().skip(1).filter_map(pair).collect()
}

fn print(out: &mut impl std::io::Write, path: &str, lines: &[(String, String)], voices: &[Voice]) -> std::io::Result<()> {
    writeln!(out, "{path}")?;
    writeln!(out, "{:<10} {:>6}  {}", "language", "lines", voices.iter().map(|v| format!("{:>9}", v.0)).collect::<String>())?;
    let mut right: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    let mut passed = vec![0; voices.len()];
    for (code, text) in lines {
        let wanted = match code.as_str() {
            "en" | "eng" => Language::English,
            code if code.starts_with("es") || code.starts_with("spa") => Language::Spanish,
            _ => Language::Other,
        };
        let count = right.entry(code).or_insert((0, vec![0; voices.len()]));
        count.0 += 1;
        for (at, (_, voice)) in voices.iter().enumerate() {
            let (language, confidence) = voice(text);
            count.1[at] += usize::from(language == wanted);
            passed[at] += usize::from(wanted == Language::Other && language == Language::Spanish && confidence >= 0.9);
        }
    }
    for (code, (all, hits)) in right {
        let shares: String = hits.iter().map(|hit| format!("{:>8.2}%", 100.0 * *hit as f64 / all as f64)).collect();
        writeln!(out, "{code:<10} {all:>6}  {shares}")?;
    }
    writeln!(out, "{:<17}  {}\n", "taken for es ≥0.9", passed.iter().map(|n| format!("{n:>9}")).collect::<String>())
}

fn cotejo(text: &str) -> Answer {
    let found = detect_language(text);
    (found.language, found.confidence)
}

/// With the languages that Cotejo tells apart.
fn whatlang(text: &str) -> Answer {
    use whatlang::Lang;
    let known = vec![Lang::Eng, Lang::Spa, Lang::Por, Lang::Cat, Lang::Ita, Lang::Fra, Lang::Ron];
    match whatlang::Detector::with_allowlist(known).detect(text) {
        Some(info) if info.lang() == Lang::Eng => (Language::English, info.confidence() as f32),
        Some(info) if info.lang() == Lang::Spa => (Language::Spanish, info.confidence() as f32),
        Some(info) => (Language::Other, info.confidence() as f32),
        None => (Language::Other, 0.0),
    }
}

/// English and Spanish, accurate mode.
fn lingua(text: &str) -> Answer {
    use std::sync::LazyLock;
    static DETECTOR: LazyLock<lingua::LanguageDetector> =
        LazyLock::new(|| lingua::LanguageDetectorBuilder::from_languages(&[lingua::Language::English, lingua::Language::Spanish]).build());
    let spanish = DETECTOR.compute_language_confidence(text, lingua::Language::Spanish) as f32;
    if spanish > 0.5 { (Language::Spanish, spanish) } else { (Language::English, 1.0 - spanish) }
}
