//! Speed of detection on pages without Spanish, beside `whatlang` and `lingua` alone on the same lines.
//!
//! ```text
//! cargo bench --bench language -- [--check] CORPUS.tsv [CORPUS.tsv or FOLDER]...
//! ```
//!
//! A corpus has three columns: document, English, Spanish. Each side of a document is a page, two sentences a paragraph; a folder holds
//! pages. Detection is what `cotejo pair` asks of a page first, [`has_spanish_caption`]; its speed is measured on the English pages of
//! the first corpus. On all pages it is compared with the full path, without any first look. Exits with an error where the two differ,
//! and with `--check` where detection is slower than the goals. (`scripts/dev bench detectors` runs it on one core.)
#![allow(missing_docs)]

use cotejo::internals::{STRETCH, UNSURE, detect_in_full, passages, sentences, surely_english, words};
use cotejo::{Article, Language, Passage, detect_language as detect, has_spanish_caption};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{Write, stdout};
use std::path::Path;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

const PARAGRAPH: usize = 2;
const ROUNDS: usize = 30;
/// Goals: MB a second, times `whatlang`, times `lingua`.
const GOALS: [f64; 3] = [100.0, 10.0, 80.0];

fn main() -> Result<(), Failure> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let Some(news) = paths.first() else {
        return Ok(writeln!(stdout(), "no corpus given: cargo bench --bench language -- CORPUS.tsv")?);
    };
    let missed = print_speed(&documents(news.as_ref(), 1)?)?;
    let mut pages = Vec::new();
    for path in paths.iter().map(Path::new) {
        if path.is_dir() {
            pages.extend(folder(path)?);
        } else {
            pages.extend(documents(path, 1)?);
            pages.extend(documents(path, 2)?);
        }
    }
    let differences: Vec<String> = pages.iter().flat_map(differences).collect();
    if !differences.is_empty() {
        return Err(format!("first look and full path differ:\n{}", differences.join("\n")).into());
    }
    let (count, blocks) = (pages.len(), pages.iter().map(|page| page.blocks.len()).sum::<usize>());
    let captioned = pages.iter().filter(|page| has_spanish_caption(page)).count();
    writeln!(
        stdout(),
        "\nthe first look says what the full path says on {count} pages, {captioned} with a Spanish caption, in all {blocks} lines and paragraphs"
    )?;
    if flags.iter().any(|flag| flag == "--check") && !missed.is_empty() {
        return Err(format!("slower than the goals: {}", missed.join(", ")).into());
    }
    Ok(())
}

/// One side of a corpus: 1 is English, 2 is Spanish.
fn documents(path: &Path, column: usize) -> Result<Vec<Article>, Failure> {
    let text = std::fs::read_to_string(path)?;
    let mut documents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let said = columns.get(column).ok_or("a corpus has three columns")?;
        documents.entry(columns[0]).or_default().push(said);
    }
    let body = |said: Vec<&str>| said.chunks(PARAGRAPH).map(|some| some.join(" ")).collect::<Vec<_>>().join("\n\n");
    Ok(documents.into_iter().map(|(id, said)| Article::from_text(id, body(said))).collect())
}

fn folder(path: &Path) -> Result<Vec<Article>, Failure> {
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry?.path();
        Ok(Article::from_text(path.display().to_string(), std::fs::read_to_string(&path)?))
    };
    std::fs::read_dir(path)?.map(read).collect()
}

/// Where the first look says something else of a page than the full path.
fn differences(page: &Article) -> Vec<String> {
    let mut found = Vec::new();
    for text in page.blocks.iter().map(|block| page.at(block.span)) {
        if detect(text).language != detect_in_full(text).language {
            found.push(format!("line: {text}"));
        }
        // what passes as English at first look is not cut into sentences: none of them may be one that it would be cut at
        if surely_english(text) {
            found.extend(
                sentences(text)
                    .into_iter()
                    .map(|s| s.of(text))
                    .filter(|said| is_sure_spanish(said))
                    .map(|said| format!("sentence: {said}")),
            );
        }
    }
    if has_spanish_caption(page) != passages(page).iter().any(|passage| is_spanish_caption(page, passage)) {
        found.push(format!("page: {}", page.id));
    }
    found
}

fn is_sure_spanish(sentence: &str) -> bool {
    let full = detect_in_full(sentence);
    full.language == Language::Spanish && full.confidence > 0.9 && words(sentence).count() >= STRETCH
}

/// As src/passage.rs decides, by the full path.
fn is_spanish_caption(page: &Article, passage: &Passage) -> bool {
    passage.caption.as_ref().is_some_and(|caption| {
        let full = detect_in_full(page.at(passage.body));
        let form = if full.confidence < UNSURE { caption.language_of_form(&page.text) } else { None };
        form.unwrap_or(full.language) == Language::Spanish
    })
}

/// Prints a table; returns the goals that were missed.
fn print_speed(english: &[Article]) -> Result<Vec<String>, Failure> {
    use lingua::Language::{English, Spanish};
    use whatlang::Lang::{Cat, Eng, Fra, Ita, Por, Ron, Spa};
    let lingua = lingua::LanguageDetectorBuilder::from_languages(&[English, Spanish]).with_preloaded_language_models().build();
    let two = whatlang::Detector::with_allowlist(vec![Eng, Spa]);
    let seven = whatlang::Detector::with_allowlist(vec![Eng, Spa, Por, Cat, Ita, Fra, Ron]);

    let lines: Vec<&str> = english.iter().flat_map(|page| page.blocks.iter().map(|block| page.at(block.span))).collect();
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    let on_pages = |look: &dyn Fn(&Article)| bytes as f64 / 1e6 / seconds(english, look);
    let on_lines = |look: &dyn Fn(&str)| on_pages(&|page| page.blocks.iter().for_each(|block| look(black_box(page.at(block.span)))));
    let pages = on_pages(&|page| _ = black_box(has_spanish_caption(page)));
    let rows = [
        ("Cotejo: has the page a Spanish caption", pages),
        ("the same with the page's lines and blocks to find", on_pages(&|page| _ = black_box(from_text(&page.text)))),
        ("Cotejo's full path, each paragraph", on_lines(&|line| _ = black_box(detect_in_full(line)))),
        ("`whatlang`, English and Spanish, each paragraph", on_lines(&|line| _ = black_box(two.detect(line)))),
        ("`whatlang`, seven languages: English, Spanish and its neighbours", on_lines(&|line| _ = black_box(seven.detect(line)))),
        ("`whatlang`, all its languages", on_lines(&|line| _ = black_box(whatlang::detect(line)))),
        ("`lingua`, English and Spanish, each paragraph", on_lines(&|line| _ = black_box(lingua.detect_language_of(line)))),
    ];

    let mut out = stdout();
    writeln!(out, "{} pages, {} paragraphs, {bytes} bytes of English news\n", english.len(), lines.len())?;
    writeln!(out, "| detection | MB/s | the first line's times |\n|---|---|---|")?;
    for (name, speed) in rows {
        writeln!(out, "| {name} | {speed:.1} | {:.1} |", pages / speed)?;
    }
    let reached = [("MB/s", pages), ("times whatlang of seven languages", pages / rows[4].1), ("times lingua", pages / rows[6].1)];
    let missed = reached.into_iter().zip(GOALS).filter(|((_, is), goal)| is < goal);
    Ok(missed.map(|((name, is), goal)| format!("{is:.1} {name} (goal {goal})")).collect())
}

fn from_text(text: &str) -> bool {
    has_spanish_caption(&Article::from_text("", black_box(text)))
}

/// For all pages: the least time of each, so that other work on the machine does not count.
fn seconds(pages: &[Article], work: &dyn Fn(&Article)) -> f64 {
    let mut least = vec![f64::INFINITY; pages.len()];
    for _ in 0..ROUNDS {
        for (page, least) in pages.iter().zip(&mut least) {
            let start = Instant::now();
            work(black_box(page));
            *least = least.min(start.elapsed().as_secs_f64());
        }
    }
    least.iter().sum()
}
