//! Speed of detection on pages without Spanish, beside `whatlang` and `lingua` alone on the same lines.
//!
//! ```text
//! cargo bench --bench language -- [--check] FILE.tsv...
//! ```
//!
//! A file is a parallel corpus: document, English, Spanish. A document is a page, two English sentences a paragraph. Detection is what
//! `cotejo pair` asks of a page first: [`has_spanish_caption`]. Its speed is measured on the first file. On all of them it is compared
//! with the full path, without any first look: on every line, paragraph and sentence in both languages, and on every page, with and
//! without one of its Spanish sentences as a caption. Exits with an error where the two differ, and with `--check` where detection is
//! slower than the goals.
//! (`scripts/compare_detectors.sh` runs it on one core.)
#![allow(missing_docs)]

use cotejo::article::Article;
use cotejo::language::{Language, detect, detect_in_full, surely_english};
use cotejo::passage::{has_spanish_caption, passages};
use cotejo::text::{sentences, words};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{Write, stdout};
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

const PARAGRAPH: usize = 2;
/// As in src/passage.rs.
const STRETCH: usize = 5;
const ROUNDS: usize = 30;
/// Goals: MB a second, times `whatlang`, times `lingua`.
const GOALS: [f64; 3] = [100.0, 10.0, 80.0];

fn main() -> Result<(), Failure> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let files = paths.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let corpora: Vec<Corpus> = files.iter().map(|text| Corpus::read(text)).collect();
    let Some(news) = corpora.first() else {
        return Ok(writeln!(stdout(), "no corpus given: cargo bench --bench language -- FILE.tsv")?);
    };
    let missed = print_speed(news)?;
    let differences: Vec<String> = corpora.iter().flat_map(differences).collect();
    if !differences.is_empty() {
        return Err(format!("first look and full path differ:\n{}", differences.join("\n")).into());
    }
    let texts: usize = corpora.iter().map(|c| c.sentences.len() + c.lines().count()).sum();
    writeln!(
        stdout(),
        "\nthe first look says what the full path says: {texts} lines and paragraphs in two languages, their sentences, all pages"
    )?;
    if flags.iter().any(|flag| flag == "--check") && !missed.is_empty() {
        return Err(format!("slower than the goals: {}", missed.join(", ")).into());
    }
    Ok(())
}

struct Corpus<'t> {
    pages: Vec<Article>,
    /// With the same page and a caption in Spanish.
    captioned: Vec<Article>,
    sentences: Vec<&'t str>,
}

impl<'t> Corpus<'t> {
    fn read(pairs: &'t str) -> Self {
        let mut documents: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        let mut all = Vec::new();
        for line in pairs.lines() {
            let mut columns = line.splitn(3, '\t');
            if let (Some(document), Some(english), Some(spanish)) = (columns.next(), columns.next(), columns.next()) {
                documents.entry(document).or_default().push((english, spanish));
                all.extend([english, spanish]);
            }
        }
        let body = |said: &[(&str, &str)]| {
            said.chunks(PARAGRAPH).map(|some| some.iter().map(|s| s.0).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n\n")
        };
        let pages = documents.iter().map(|(id, said)| Article::from_text(*id, body(said)));
        let captioned = documents.iter().map(|(id, said)| {
            let caption = format!("\n\nMéxico, 02 Oct 2015 (Notimex-Ana Ruiz).- {} NOTIMEX/FOTO/ANA RUIZ/COR/POL/\n", said[0].1);
            Article::from_text(*id, body(said) + &caption)
        });
        Self { pages: pages.collect(), captioned: captioned.collect(), sentences: all }
    }

    /// The paragraphs of the pages without Spanish.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flat_map(|page| page.blocks.iter().map(|block| page.at(block.span)))
    }
}

/// Where the first look says something else than the full path.
fn differences(corpus: &Corpus) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |text: &str| {
        if detect(text).language != detect_in_full(text).language {
            found.push(format!("line: {text}"));
        }
    };
    corpus.sentences.iter().for_each(|text| compare(text));
    corpus.lines().for_each(&mut compare);
    // a paragraph that passes as English at first look is not cut into sentences: none of them may be Spanish as far as cuts go
    for text in corpus.lines().filter(|text| surely_english(text)) {
        let spanish = |said: &&str| {
            let full = detect_in_full(said);
            full.language == Language::Spanish && full.confidence > 0.9 && words(said).count() >= STRETCH
        };
        found.extend(sentences(text).into_iter().map(|s| s.of(text)).filter(spanish).map(|said| format!("sentence: {said}")));
    }
    for (pages, wanted) in [(&corpus.pages, false), (&corpus.captioned, true)] {
        for page in pages {
            let full = passages(page).iter().any(|p| p.caption.is_some() && detect_in_full(page.at(p.body)).language == Language::Spanish);
            if has_spanish_caption(page) != full || full != wanted {
                found.push(format!("page: {}, with a caption: {wanted}", page.id));
            }
        }
    }
    found
}

/// Prints a table; returns the goals that were missed.
fn print_speed(corpus: &Corpus) -> Result<Vec<String>, Failure> {
    use lingua::Language::{English, Spanish};
    use whatlang::Lang::{Cat, Eng, Fra, Ita, Por, Ron, Spa};
    let lingua = lingua::LanguageDetectorBuilder::from_languages(&[English, Spanish]).with_preloaded_language_models().build();
    let two = whatlang::Detector::with_allowlist(vec![Eng, Spa]);
    let seven = whatlang::Detector::with_allowlist(vec![Eng, Spa, Por, Cat, Ita, Fra, Ron]);

    let bytes: usize = corpus.lines().map(str::len).sum();
    let on_pages = |look: &dyn Fn(&Article)| bytes as f64 / 1e6 / seconds(&corpus.pages, look);
    let on_lines = |look: &dyn Fn(&str)| on_pages(&|page| page.blocks.iter().for_each(|block| look(black_box(page.at(block.span)))));
    let pages = on_pages(&|page| _ = black_box(has_spanish_caption(page)));
    let rows = [
        ("Cotejo: has the page a Spanish caption", pages),
        ("the same with the page's lines and blocks to find", on_pages(&|page| _ = black_box(from_text(&page.text)))),
        ("Cotejo's full path, each paragraph", on_lines(&|line| _ = black_box(detect_in_full(line)))),
        ("`whatlang`, English and Spanish, each paragraph", on_lines(&|line| _ = black_box(two.detect(line)))),
        ("`whatlang`, the seven languages that Cotejo tells apart", on_lines(&|line| _ = black_box(seven.detect(line)))),
        ("`whatlang`, all its languages", on_lines(&|line| _ = black_box(whatlang::detect(line)))),
        ("`lingua`, English and Spanish, each paragraph", on_lines(&|line| _ = black_box(lingua.detect_language_of(line)))),
    ];

    let mut out = stdout();
    writeln!(out, "{} pages, {} paragraphs, {bytes} bytes of English news\n", corpus.pages.len(), corpus.lines().count())?;
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
