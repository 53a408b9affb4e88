//! Articles: captions, languages, pairs, findings.

use crate::sound::{COTEJO, assert_cut_well, assert_inside, assert_sound};
use crate::text;
use cotejo::audit::Across;
use cotejo::internals::{Audited, Cells, FindingFormat, Shown, Terminal, show, surely_english};
use cotejo::{Article, Examined, Language, Span, detect_language, parse_caption};
use std::sync::{Arc, Mutex};

/// The grammar of captions, on a line.
pub fn caption(bytes: &[u8]) {
    let text = text(bytes);
    let whole = Span::new(0, text.len());
    if let Some(caption) = parse_caption(&text, whole) {
        assert_eq!(caption.raw, whole);
        assert_inside(whole, caption.body);
        let _ = (caption.body.of(&text), caption.language_of_form(&text));
        for source in [&caption.slug, &caption.credit].into_iter().flatten() {
            assert_inside(whole, source.span);
            assert!(caption.body.end <= source.span.start || caption.body.start >= source.span.end, "body and credit overlap");
            let _ = source.span.of(&text);
        }
        if let (Some(id), Some(date)) = (caption.photo_id(), caption.date()) {
            id.agrees_with(date);
        }
    }
}

/// The language of a text, and where an article is cut.
pub fn language(bytes: &[u8]) {
    let text = text(bytes);
    let detected = detect_language(&text);
    assert!((0.5..=1.0).contains(&detected.confidence), "{detected:?}");
    assert!(!surely_english(&text) || detected.language == Language::English);
    assert_cut_well(&Article::from_text("fuzz", text));
}

/// Everything that becomes of an article.
pub fn align(bytes: &[u8]) {
    assert_sound(&Article::from_text("fuzz", text(bytes)));
}

/// What the audit finds, shown in every way.
pub fn audit(bytes: &[u8]) {
    let article = Article::from_text("fuzz", text(bytes));
    let Examined { pairs, mut findings, traces, .. } = COTEJO.examine(&article);
    findings.extend(Across::default().add(traces));
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        assert_eq!(article.text.get(label.place().start..label.place().end), label.span().map(|span| article.at(span)));
        let _ = label.place().text();
    }
    let pairs = pairs.iter().map(|pair| Shown::new(&article, pair)).collect();
    let audited = Audited { article: article.id.clone(), href: None, pairs, findings };
    let terminal = FindingFormat::Text(Terminal { width: 80, colour: true });
    for format in
        [terminal, FindingFormat::Json, FindingFormat::Sarif, FindingFormat::Github, FindingFormat::Html, FindingFormat::Csv(Cells::Safe)]
    {
        let shown = shown(format, &audited);
        let count = match format {
            FindingFormat::Json => shown.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object")).count(),
            FindingFormat::Csv(_) => csv::Reader::from_reader(shown.as_bytes()).records().map(|row| row.expect("a row")).count(),
            FindingFormat::Sarif => {
                let sarif: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
                sarif["runs"][0]["results"].as_array().expect("results").len()
            }
            _ => continue,
        };
        assert_eq!(count, audited.findings.len(), "{format:?}");
    }
}

fn shown(format: FindingFormat, audited: &Audited) -> String {
    let out = Memory::default();
    let mut show = show(format, Box::new(out.clone())).expect("memory takes everything");
    show.add(audited).expect("memory takes everything");
    show.finish().expect("memory takes everything");
    drop(show);
    let bytes = out.0.lock().expect("nobody panicked").clone();
    String::from_utf8(bytes).expect("UTF-8")
}

#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
