//! The gold set of the audit: `tests/data/audit/clean.jsonl`, captions without fault, and `faults.jsonl`, the same with planted ones.

use cotejo::audit::checks;
use cotejo::{Article, Cotejo};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Clean {
    id: String,
    split: String,
    es: String,
    en: String,
    story: Vec<String>,
}

/// A clean pair with edits: `(side, find, replace)`; `*` finds the whole line, side `story` adds a paragraph (`date` as what is found: a
/// line at the top), side `line` one at the end.
#[derive(Deserialize)]
struct Fault {
    id: String,
    split: String,
    of: String,
    edits: Vec<(String, String, String)>,
    codes: BTreeSet<String>,
}

/// An article with what is wrong with it.
pub(crate) struct Item {
    #[allow(dead_code)] // for the example that lists what is wrong
    pub(crate) id: String,
    pub(crate) held_out: bool,
    pub(crate) article: Article,
    pub(crate) expected: BTreeSet<String>,
}

fn lines<T: for<'de> Deserialize<'de>>(text: &'static str) -> impl Iterator<Item = T> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of the gold set"))
}

/// All items, the clean ones first.
pub(crate) fn items() -> Vec<Item> {
    let clean: Vec<Clean> = lines(include_str!("../data/audit/clean.jsonl")).collect();
    let pages = clean.iter().map(|c| item(&c.id, &c.split, page("", &c.story, &c.es, &c.en, &[]), BTreeSet::new()));
    let faulty = lines::<Fault>(include_str!("../data/audit/faults.jsonl")).map(|fault| {
        let base = clean.iter().find(|c| c.id == fault.of).expect("a clean pair");
        let (mut es, mut en, mut story, mut date) = (base.es.clone(), base.en.clone(), base.story.clone(), String::new());
        let mut more: Vec<&str> = Vec::new();
        for (side, find, put) in &fault.edits {
            match (side.as_str(), find.as_str()) {
                ("story", "date") => date.clone_from(put),
                ("story", _) => story.push(put.clone()),
                ("line", _) => more.push(put),
                ("es", "*") => es.clone_from(put),
                ("en", "*") => en.clone_from(put),
                ("es", _) => es = replaced(&es, find, put),
                (_, _) => en = replaced(&en, find, put),
            }
        }
        item(&fault.id, &fault.split, page(&date, &story, &es, &en, &more), fault.codes)
    });
    pages.chain(faulty).collect()
}

fn replaced(text: &str, find: &str, put: &str) -> String {
    assert!(text.contains(find), "`{find}` is not in `{text}`");
    text.replacen(find, put, 1)
}

fn page(date: &str, story: &[String], es: &str, en: &str, more: &[&str]) -> String {
    let head = if date.is_empty() { String::new() } else { format!("{date}\n\n") };
    format!("The Morning Record\n{head}\n{}\n\n{es}\n{en}\n\n{}\n", story.join("\n\n"), more.join("\n"))
}

fn item(id: &str, split: &str, page: String, expected: BTreeSet<String>) -> Item {
    Item { id: id.to_owned(), held_out: split == "held-out", article: Article::from_text(id, page), expected }
}

/// What the audit finds: the codes, each once.
pub(crate) fn found(items: &[Item]) -> Vec<BTreeSet<&'static str>> {
    let cotejo = Cotejo::default();
    let codes = |item: &Item| cotejo.examine(&item.article).findings.iter().map(|f| f.code).collect();
    items.iter().map(codes).collect()
}

/// Right, too many, too few: by family.
#[derive(Default, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
}

impl Counts {
    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    pub(crate) fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }
}

/// Counts by family of the items that `wanted` chooses.
pub(crate) fn counted(items: &[Item], found: &[BTreeSet<&'static str>], wanted: impl Fn(&Item) -> bool) -> BTreeMap<&'static str, Counts> {
    let mut all: BTreeMap<&'static str, Counts> = checks().map(|c| (c.family, Counts::default())).collect();
    for (item, found) in items.iter().zip(found).filter(|(item, _)| wanted(item)) {
        for check in checks() {
            let counts = all.entry(check.family).or_default();
            match (found.contains(check.code), item.expected.contains(check.code)) {
                (true, true) => counts.right += 1,
                (true, false) => counts.wrong += 1,
                (false, true) => counts.missed += 1,
                (false, false) => {}
            }
        }
    }
    all
}
