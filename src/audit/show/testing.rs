//! Findings for the tests of the formats.

use super::{Audited, FindingFormat, show};
use crate::article::Article;
use crate::audit::{Finding, Fix, Label, Severity};
use crate::span::Span;
use crate::testing::Memory;

/// A finding about a word on the second line of `a:b,c.txt`, compared with the same word on the third.
pub(super) fn finding(word: &str, message: &str) -> Finding {
    let text = format!("One.\nEl {word} dice\n{word} says");
    let article = Article::verbatim("a:b,c.txt", &text);
    let labels: Vec<Label> =
        text.match_indices(word).map(|(at, _)| Label::here(&article, Span::new(at, at + word.len()), format!("here {word}"))).collect();
    let fix = Fix { start: labels[0].place().start, end: labels[0].place().end, replacement: "Anna".to_owned() };
    Finding {
        code: "name-spelling",
        severity: Severity::Warning,
        message: message.to_owned(),
        pair_id: Some("60f47e2b8dc788b7".to_owned()),
        labels,
        help: Some("write \"Anna\"".to_owned()),
        fix: Some(fix),
    }
}

impl From<Finding> for Audited {
    fn from(finding: Finding) -> Self {
        Self { article: finding.article().to_owned(), findings: vec![finding], ..Self::default() }
    }
}

/// Texts that are difficult for formats.
pub(super) const HOSTILE: &[&str] = &[
    "Ana",
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script><!--<script>",
    "]]>",
    "&amp;&#0;\"'`",
    "\u{1b}[31mred\u{7}\u{0}\u{9b}x",
    "\u{202e}cba\u{2066}\u{200f}",
    "=1+1",
    "@SUM(A1)",
    "-x, %0A::error::x",
    "\\u003c\\",
    "🦀e\u{301}世界",
    "javascript:alert(1)",
];

/// Findings about each of these, about a megabyte on one line, and about nothing in particular.
pub(super) fn hostile() -> Audited {
    let long = "ñandú <&> \u{202e}".repeat(80_000);
    let mut findings: Vec<Finding> = HOSTILE.iter().map(|text| finding(text, &format!("{text} is wrong\r\n{text}"))).collect();
    findings.push(finding(&long, &long));
    Audited { article: "a:b,c.txt".to_owned(), findings, ..Audited::default() }
}

/// What a format makes of it.
pub(super) fn written(format: FindingFormat, audited: &Audited) -> String {
    let memory = Memory::default();
    let mut shown = show(format, Box::new(memory.clone())).unwrap();
    shown.add(audited).unwrap();
    shown.finish().unwrap();
    drop(shown);
    let bytes = memory.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

/// An article of that many pairs with a finding on every third.
pub(super) fn report(pairs: usize) -> Audited {
    use crate::Cotejo;
    const PHOTOGRAPHERS: [&str; 4] = ["Ana Ruiz", "José Pazos", "Luz Gómez", "Raúl Peña"];
    const THINGS: [(&str, &str); 3] = [("el parque", "the park"), ("la escuela", "the school"), ("el puente", "the bridge")];
    let caption = |n: usize| {
        let (who, (es, en)) = (PHOTOGRAPHERS[n % 4], THINGS[n % 3]);
        let year = 2010 + n % 7;
        format!(
            "México, 31 Mar {year} (Notimex-{who}).- El alcalde inauguró {es} número {n}. NOTIMEX/FOTO/{}/COR/POL/\n\
             The mayor opened {en} number {n}. Photo: Notimex/{who}\n",
            who.to_uppercase()
        )
    };
    let cotejo = Cotejo::default();
    let mut audited = Audited { article: "many.txt".to_owned(), href: Some("many.txt".to_owned()), ..Audited::default() };
    for n in 0..pairs {
        let article = Article::from_text("many.txt", caption(n));
        let found = cotejo.examine(&article).pairs;
        for pair in &found {
            audited.pairs.push(super::Shown::new(&article, pair));
        }
        if let (0, Some(pair)) = (n % 3, found.first()) {
            let start = article.text.find("alcalde").unwrap();
            let label = Label::here(&article, Span::new(start, start + 7), "the mayor");
            audited.findings.push(Finding { pair_id: Some(pair.id.clone()), labels: vec![label], ..finding("Ana", "the mayor of what?") });
        }
    }
    audited
}
