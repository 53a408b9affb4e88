//! Language detection beside `whatlang` and `lingua` alone, on labelled lines.
//!
//! ```text
//! cargo run --release --example detectors -- [--held-out] FILE.tsv...
//! ```
//!
//! A file is tab-separated: `language` (en, es or any other code; eng, spa ...) first, `text` last, with or without a header. For each
//! language it prints how many in a hundred of its lines each detector gives the right answer (English, Spanish, or neither), and how
//! many it takes for Spanish: as they are, and behind a name; Cotejo also as captions of a page in English, with a credit in Spanish.
//! `--held-out` reads every second line of each language, those that `scripts/dev fit languages` does not.

use cotejo::{Article, Language, detect_language as detect, has_spanish_caption};
use std::collections::BTreeMap;

type Voice = (&'static str, fn(&str) -> Language);

const VOICES: [Voice; 3] = [("cotejo", |text| detect(text).language), ("whatlang", whatlang), ("lingua", lingua)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let mut out = std::io::stdout();
    for path in paths {
        let mut lines = lines(&std::fs::read_to_string(&path)?);
        if flags.iter().any(|flag| flag == "--held-out") {
            lines.values_mut().for_each(|lines| *lines = lines.iter().skip(1).step_by(2).cloned().collect());
        }
        print(&mut out, &path, &lines)?;
    }
    Ok(())
}

/// The lines of each language.
fn lines(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with("language\t")) {
        if let (Some((code, _)), Some((_, said))) = (line.split_once('\t'), line.rsplit_once('\t')) {
            lines.entry(code.to_owned()).or_default().push(said.to_owned());
        }
    }
    lines
}

fn print(out: &mut impl std::io::Write, path: &str, lines: &BTreeMap<String, Vec<String>>) -> std::io::Result<()> {
    let names = VOICES.map(|(name, _)| format!("{name:>9}")).concat();
    writeln!(out, "{path}\n{:<10} {:>6}  {:<27}  {:<27}  taken for Spanish", "", "", "right", "taken for Spanish")?;
    writeln!(out, "{:<10} {:>6}  {names}  {names}  {names}  {:>9}", "language", "lines", "caption")?;
    for (code, lines) in lines {
        let wanted = match code.as_str() {
            "en" | "eng" => Language::English,
            code if code.starts_with("es") || code.starts_with("spa") => Language::Spanish,
            _ => Language::Other,
        };
        let share = |is: &dyn Fn(&str) -> bool| {
            let count = lines.iter().filter(|line| is(line)).count();
            format!("{:>8.1}%", 100.0 * count as f64 / lines.len() as f64)
        };
        let right = VOICES.map(|(_, voice)| share(&|line| voice(line) == wanted)).concat();
        let spanish = VOICES.map(|(_, voice)| share(&|line| voice(line) == Language::Spanish)).concat();
        let named = VOICES.map(|(_, voice)| share(&|line| voice(&behind_a_name(line)) == Language::Spanish)).concat();
        let captions = share(&|line| has_spanish_caption(&page(line)));
        writeln!(out, "{code:<10} {:>6}  {right}  {spanish}  {named}  {captions}", lines.len())?;
    }
    writeln!(out, "the second time behind a name, as in {:?}\n", behind_a_name("A line."))
}

fn behind_a_name(line: &str) -> String {
    const NAMES: [&str; 5] = ["Carlos Pérez", "Ana Ruiz", "Los Angeles", "Donald Trump", "Real Madrid"];
    let mut rest = line.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_lowercase).collect();
    format!("{}, {first}{}", NAMES[line.len() % NAMES.len()], rest.as_str())
}

/// An English story with the line as a caption.
fn page(line: &str) -> Article {
    let story = "The mayor opened the park on Monday and said that the families who live around it had waited for years.";
    Article::from_text("", format!("{story}\n\n{line} (Foto: EFE/Ana Ruiz)\n\n{story}"))
}

/// With all its languages.
fn whatlang(text: &str) -> Language {
    match whatlang::detect_lang(text) {
        Some(whatlang::Lang::Eng) => Language::English,
        Some(whatlang::Lang::Spa) => Language::Spanish,
        _ => Language::Other,
    }
}

/// English and Spanish, accurate mode.
fn lingua(text: &str) -> Language {
    use std::sync::LazyLock;
    static DETECTOR: LazyLock<lingua::LanguageDetector> =
        LazyLock::new(|| lingua::LanguageDetectorBuilder::from_languages(&[lingua::Language::English, lingua::Language::Spanish]).build());
    let spanish = DETECTOR.compute_language_confidence(text, lingua::Language::Spanish);
    if spanish > 0.5 { Language::Spanish } else { Language::English }
}
