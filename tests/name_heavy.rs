//! Lines made almost wholly of names, in both languages (`tests/data/name_heavy.tsv`): a line is not its names.
//! `cargo run --release --example detectors` prints the figures of the detectors beside ours.

use cotejo::{Language, detect_language};

struct Line {
    language: Language,
    text: String,
}

fn all() -> Vec<Line> {
    let lines = include_str!("data/name_heavy.tsv").lines().skip(1);
    let line = |line: &str| {
        let mut cells = line.split('\t');
        let language = match cells.next() {
            Some("es") => Language::Spanish,
            Some("en") => Language::English,
            other => panic!("no language: {other:?}"),
        };
        Line { language, text: cells.nth(1).expect("three cells").to_owned() }
    };
    lines.map(line).collect()
}

#[test]
fn enough_lines_of_each_language_and_none_twice() {
    let all = all();
    for language in [Language::English, Language::Spanish] {
        assert!(all.iter().filter(|l| l.language == language).count() >= 200, "{language:?}");
    }
    let different: std::collections::HashSet<&str> = all.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(different.len(), all.len());
    let seed = include_str!("../data/articles/segob.txt");
    assert!(all.iter().all(|l| !seed.contains(&l.text)));
}

#[test]
fn ninety_nine_of_a_hundred_are_right() {
    let all = all();
    let wrong: Vec<String> = all
        .iter()
        .map(|line| (line, detect_language(&line.text)))
        .filter(|(line, detected)| detected.language != line.language)
        .map(|(line, detected)| {
            format!("{} taken for {} ({:.2}): {}", line.language.code(), detected.language.code(), detected.confidence, line.text)
        })
        .collect();
    let right = 1.0 - wrong.len() as f64 / all.len() as f64;
    assert!(right >= 0.99, "{right:.4} right\n{}", wrong.join("\n"));
}
