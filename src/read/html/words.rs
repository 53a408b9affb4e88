//! What the words of `class` and `id` say of an element. The words stand in `data/page/words.csv`: below 0 for what is
//! beside the story, above 0 for pictures; `is` tells what is called so.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A line of the table.
#[derive(Debug, Clone, Copy)]
struct Word {
    score: i32,
    is: Part,
}

/// What an element of a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Caption,
    Credit,
    Neither,
}

static WORDS: LazyLock<HashMap<&str, Word>> = LazyLock::new(|| {
    let table = include_str!("../../../data/page/words.csv");
    let rows = table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (word, score) = (cells.next()?, cells.next()?.parse().ok()?);
        let is = match cells.next()? {
            "caption" => Part::Caption,
            "credit" => Part::Credit,
            _ => Part::Neither,
        };
        Some((word, Word { score, is }))
    });
    rows.collect()
});

/// What machines begin with that describe a picture, from `data/page/machines.csv`.
static MACHINES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../../data/page/machines.csv");
    table.lines().skip(1).filter_map(|line| line.split(',').next()).collect()
});

/// Whether no person has said what is seen in a picture.
pub(super) fn is_of_machine(text: &str) -> bool {
    let text: String = text.chars().take(64).flat_map(char::to_lowercase).collect();
    MACHINES.iter().any(|beginning| text.starts_with(beginning))
}

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
    /// It shows a picture, without being `<img>`.
    pub(super) picture: bool,
    /// It is a link to another page: a number for that page.
    pub(super) leads: Option<u64>,
}

impl Said {
    /// Adds what another attribute says.
    pub(super) fn add(&mut self, other: Self) {
        self.score += other.score;
        self.caption |= other.caption;
        self.credit |= other.credit;
        self.figure |= other.figure;
        self.story |= other.story;
        self.picture |= other.picture;
        self.leads = self.leads.or(other.leads);
    }
}

/// Reads the value of a `role`.
pub(super) fn role(value: &str) -> Said {
    let beside = ["navigation", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "alert"];
    let score = if beside.iter().any(|role| value.eq_ignore_ascii_case(role)) { -3 } else { 0 };
    let is = |role: &str| value.eq_ignore_ascii_case(role);
    Said { score, figure: is("figure"), picture: is("img"), story: is("main"), ..Said::default() }
}

/// Reads the value of an `itemprop`, as <https://schema.org/ImageObject> names them.
pub(super) fn itemprop(value: &str) -> Said {
    let is = |name: &&str| value.eq_ignore_ascii_case(name);
    let credits = ["creditText", "copyrightHolder", "copyrightNotice", "author", "creator"];
    Said { story: is(&"articleBody"), caption: is(&"caption"), credit: credits.iter().any(is), ..Said::default() }
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
        let mut is = Part::Neither;
        for (at, word) in words.iter().enumerate() {
            if at > 0 && ABOUT.contains(&words[at - 1].as_str()) {
                continue;
            }
            let Some(word) = WORDS.get(word.as_str()) else { continue };
            said.score += word.score;
            // the last word counts: `caption__credit` is the credit in a caption
            is = if word.is == Part::Neither { is } else { word.is };
        }
        said.caption |= is == Part::Caption && !said.figure;
        said.credit |= is == Part::Credit;
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
        assert!(read("caption__credit").credit && !read("caption__credit").caption);
        assert!(read("photo-credit-caption").caption && !read("photo-credit-caption").credit);
    }

    #[test]
    fn a_machine_is_told_from_a_person() {
        assert!(is_of_machine("Puede ser una imagen de 2 personas") && is_of_machine("Image may contain: sky"));
        assert!(!is_of_machine("Una imagen de la Virgen recorre la plaza"));
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../../../data/page/words.csv");
        assert_eq!(WORDS.len(), table.lines().count() - 1);
    }
}
