//! What the words of `class` and `id` say of an element. The words stand in `data/page/words.csv`: below 0 for what is
//! beside the story, above 0 for pictures.

use std::collections::HashMap;
use std::sync::LazyLock;

static WORDS: LazyLock<HashMap<&str, i32>> = LazyLock::new(|| {
    let table = include_str!("../../../data/page/words.csv");
    let rows = table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?.parse().ok()?))
    });
    rows.collect()
});

/// Words that a picture's caption is called by.
const CAPTION: &[&str] = &["caption", "captions", "figcaption", "cutline", "leyenda", "epigrafe", "piefoto", "pie"];
/// Words that a credit beside a caption is called by.
const CREDIT: &[&str] = &["credit", "credits", "credito", "creditos", "photographer", "fotografo", "source", "fuente", "author", "autor"];
/// Words that the story's text is called by, as whole names.
const STORY: &[&str] = &[
    "entry-content",
    "post-content",
    "article-body",
    "article-content",
    "article__body",
    "article__content",
    "article-text",
    "story-body",
    "story-content",
    "story__body",
    "node__content",
    "field-name-body",
    "field--name-body",
    "nota-cuerpo",
    "cuerpo-nota",
    "articlebody",
    "articletext",
    "storytext",
    "nota-contenido",
];
/// Behind these a word tells what is there or not there, not what the element is: `has-sidebar`.
const ABOUT: &[&str] = &["has", "with", "no", "not", "without", "is", "show", "hide"];

/// What an element's names say of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Below 0 for what is beside the story, above 0 for pictures.
    pub(super) score: i32,
    /// It is a picture's caption.
    pub(super) caption: bool,
    /// It is a credit.
    pub(super) credit: bool,
    /// It holds a picture and its caption (`wp-caption`).
    pub(super) figure: bool,
    /// It is the story's text.
    pub(super) story: bool,
}

impl Said {
    /// Adds what another attribute says.
    pub(super) fn add(&mut self, other: Self) {
        self.score += other.score;
        self.caption |= other.caption;
        self.credit |= other.credit;
        self.figure |= other.figure;
        self.story |= other.story;
    }
}

/// Reads the value of a `role`.
pub(super) fn role(value: &str) -> Said {
    let beside = ["navigation", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "alert"];
    let score = if beside.iter().any(|role| value.eq_ignore_ascii_case(role)) { -3 } else { 0 };
    Said { score, figure: value.eq_ignore_ascii_case("figure"), story: value.eq_ignore_ascii_case("main"), ..Said::default() }
}

/// Reads the value of a `class` or `id`.
pub(super) fn read(names: &str) -> Said {
    let mut said = Said::default();
    // a page's layout has been seen with hundreds of names; what a hostile one has more says nothing new
    for name in names.split_ascii_whitespace().take(64).filter(|name| name.len() <= 128) {
        let whole = name.to_ascii_lowercase();
        said.story |= STORY.contains(&whole.as_str());
        said.figure |= whole == "wp-caption" || whole == "image-with-caption";
        let words = split(name);
        for (at, word) in words.iter().enumerate() {
            if at > 0 && ABOUT.contains(&words[at - 1].as_str()) {
                continue;
            }
            said.score += WORDS.get(word.as_str()).copied().unwrap_or(0);
            said.caption |= CAPTION.contains(&word.as_str()) && !said.figure;
            said.credit |= CREDIT.contains(&word.as_str());
        }
    }
    said
}

/// `wp-caption_textBox` as `wp`, `caption`, `text`, `box`.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            // a proof: there is always a last word
            words.last_mut().expect("begun with one").extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(split("wp-caption_textBox"), ["wp", "caption", "text", "box"]);
        assert_eq!(split("--"), Vec::<String>::new());
    }

    #[test]
    fn what_an_element_is_and_what_it_has_are_two() {
        assert!(read("related-posts").score < 0);
        assert_eq!(read("site has-sidebar no-comments").score, 0);
        assert!(read("wp-caption-text").caption && !read("wp-caption-text").figure);
        assert!(read("wp-caption alignleft").figure && !read("wp-caption alignleft").caption);
        assert!(read("entry-content").story);
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../../../data/page/words.csv");
        assert_eq!(WORDS.len(), table.lines().count() - 1);
    }
}
