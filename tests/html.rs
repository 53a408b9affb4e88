//! Pages in the shapes of real newspapers (`tests/pages/`), with the rows that they give beside them as `NAME.jsonl`: first a line
//! about the page, then one row per pair, without score and similarity, which the next fit changes.
//!
//! `SNAPSHOTS=overwrite cargo test --release --test all html::` renews them.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use cotejo::read::{self, Input};
use cotejo::{Article, Cotejo, Origin, Pair, Relation, Row};
use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("tests/pages").unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|e| e == "html" || e == "htm"));
    found.sort();
    found
}

fn article(path: &Path) -> Article {
    read::article(&Input::File(path.to_owned()), &read::Options::default()).unwrap()
}

fn pairs(article: &Article) -> Vec<Pair> {
    Cotejo::default().examine(article).pairs
}

fn rows(article: &Article) -> Vec<Row> {
    Cotejo::default().rows(article).into_iter().map(|row| Row { findings: None, ..row }).collect()
}

/// A page's text, as offsets count it.
fn source(path: &Path) -> String {
    String::from_utf8(fs::read(path).unwrap()).unwrap_or_else(|e| encoding_rs::WINDOWS_1252.decode(e.as_bytes()).0.into_owned())
}

#[test]
fn twelve_pages_give_their_rows() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite");
    let pages = pages();
    assert_eq!(pages.len(), 12);
    for path in pages {
        let article = article(&path);
        let published = article.published.map(|day| day.to_string());
        let mut seen = format!("{}\n", serde_json::json!({ "title": article.title, "published": published }));
        for row in rows(&article) {
            let mut row = serde_json::to_value(row).unwrap();
            row.as_object_mut().unwrap().retain(|key, value| !["score", "similarity"].contains(&key.as_str()) && !value.is_null());
            seen += &format!("{row}\n");
        }
        let stored = path.with_extension("jsonl");
        if overwrite {
            fs::write(&stored, &seen).unwrap();
        }
        assert_eq!(seen, fs::read_to_string(&stored).unwrap_or_default(), "{}", path.display());
    }
}

/// Mark-up to text in another way than the reader's: tags cut out, entities resolved, white space gone.
fn bare(source: &str, origin: Origin) -> String {
    let without_tags = |text: &str| {
        let mut inside = 0;
        text.chars()
            .filter(|c| {
                if *c == '<' {
                    inside = 1
                };
                let keep = inside == 0;
                if *c == '>' {
                    inside = 0
                };
                keep
            })
            .collect::<String>()
    };
    let mut text = if origin == Origin::Data { htmlize::unescape(source).into_owned() } else { source.to_owned() };
    text = htmlize::unescape(without_tags(&text)).into_owned();
    text.retain(|c| !c.is_whitespace());
    text
}

#[test]
fn spans_lead_to_what_they_say() {
    for path in pages() {
        let (article, source) = (article(&path), source(&path));
        assert!(article.blocks.len() > 5, "{}", path.display());
        for block in &article.blocks {
            let printed = article.source_span(block.span).of(&source);
            let mut said = article.at(block.span).to_owned();
            said.retain(|c| !c.is_whitespace());
            assert_eq!(bare(printed, block.origin), said, "{}", path.display());
            let line = source[..article.source_span(block.span).start].matches('\n').count() + 1;
            assert_eq!(block.line, line, "{}", path.display());
        }
    }
}

#[test]
fn nothing_beside_the_story_is_read() {
    let beside = [
        "cookie",
        "Read also",
        "Related",
        "Share",
        "Copyright",
        "Otro Nombre",
        "OTRO NOMBRE",
        "LUIS MEZA",
        "Leave a Reply",
        "Sections",
        "logo",
    ];
    for path in pages() {
        let article = article(&path);
        for words in beside {
            assert!(!article.text.contains(words), "{}: {words}", path.display());
        }
    }
}

/// What a row says, without where it stands and what it is called.
fn said(article: &Article) -> Vec<serde_json::Value> {
    let mut rows: Vec<_> = rows(article).iter().map(|row| serde_json::to_value(row).unwrap()).collect();
    for row in &mut rows {
        let places = ["article", "pair_id", "es_line", "en_line", "es_start", "es_end", "en_start", "en_end"];
        row.as_object_mut().unwrap().retain(|key, _| !places.contains(&key.as_str()));
    }
    rows
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('á', "&aacute;")
}

#[test]
fn the_seed_as_text_and_as_a_page_gives_the_same_pairs() {
    let text = fs::read_to_string("data/articles/segob.txt").unwrap();
    let expected = said(&Article::from_text("segob", &*text));
    assert_eq!(expected.len(), 2);
    let frame = |story: &str| {
        format!(
            "<!doctype html><html><head><title>x</title></head><body><nav><a href=/>Home of the paper</a></nav><article>\n{story}</article>\
             <footer><p>All rights reserved by the paper.</p></footer></body></html>"
        )
    };
    let groups: Vec<Vec<&str>> = text.split("\n\n").map(|group| group.lines().collect()).collect();
    let lines = |group: &Vec<&str>| format!("<p>{}</p>\n", group.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br>\n"));
    let paragraphs: String = groups.iter().map(lines).collect();
    let figure = |group: &Vec<&str>| match group[..] {
        [es, en] if es.contains("NOTIMEX/FOTO") => {
            format!("<figure><img src=x alt=\"{}\">\n<figcaption>{}</figcaption></figure>\n", escaped(es), escaped(en))
        }
        _ => lines(group),
    };
    let figures: String = groups.iter().map(figure).collect();
    assert!(figures.matches("<figcaption>").count() == 2);
    let folder = tempfile::tempdir().unwrap();
    for story in [paragraphs, figures] {
        let path = folder.path().join("segob.html");
        fs::write(&path, frame(&story)).unwrap();
        assert_eq!(said(&article(&path)), expected);
    }
}

#[test]
fn a_page_and_its_text_give_the_same_pairs() {
    for path in pages() {
        let page = article(&path);
        let text = Article::from_text(&*page.id, &*page.text);
        let sides = |article: &Article| {
            // a mismatch is held together by its figure alone
            let side = |pair: &Pair| {
                let en = pair.en.as_ref().filter(|_| pair.relation != Relation::Mismatch);
                (article.at(pair.es.body).to_owned(), en.map(|en| article.at(en.body).to_owned()))
            };
            pairs(article).iter().map(side).collect::<Vec<_>>()
        };
        assert_eq!(sides(&text), sides(&page), "{}", path.display());
    }
}

fn from_page(name: &str, page: &str) -> Article {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, page).unwrap();
    article(&path)
}

const ES: &str = "El alcalde inauguró el parque de la colonia. EFE/Ana Ruiz";
const EN: &str = "The mayor opened the park of the district. EFE/Ana Ruiz";

#[test]
fn alt_and_figcaption_are_one_figure() {
    for (figure, pairs_found) in [
        (format!("<figure><img alt='{ES}'><figcaption>{EN}</figcaption></figure>"), 1),
        (format!("<figure><img alt='{EN}'><figcaption>{ES}</figcaption></figure>"), 1),
        (format!("<div class=wp-caption><img alt='{ES}'><p class=wp-caption-text>{EN}</p></div>"), 1),
        (format!("<div><a data-caption='{ES}'><img alt='{EN}'></a></div>"), 1),
        (format!("<figure><img alt='{ES}' title='{ES}'><figcaption>{ES}<p>{EN}</figcaption></figure>"), 1),
    ] {
        let page = from_page(
            "a.html",
            &format!("<html><h1>Park opens</h1><p>A story of some length about the park.</p>{figure}<p>More of it.</p>"),
        );
        let found = pairs(&page);
        assert_eq!(found.len(), pairs_found, "{figure}");
        assert_eq!(found[0].en.as_ref().map(|en| page.at(en.raw)), Some(EN), "{figure}");
        assert_eq!(found[0].evidence.unwrap().figure, Some(1.0), "{figure}");
    }
}

#[test]
fn a_page_without_text_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.html");
    fs::write(&path, "<!doctype html><div id=root></div><script>start()</script>").unwrap();
    let error = read::article(&Input::File(path), &read::Options::default()).unwrap_err().to_string();
    assert!(error.ends_with("app.html: a page with no text; if scripts fill it in, save it from a browser after it has loaded"), "{error}");
}
