//! The checks: a file per check, a folder per family.
//!
//! To add one: a file `FAMILY/CODE.rs` with its `RULE`, its `mod` line and a line in the family's `RULES`. What `cotejo checks`, the
//! page of the checks and SARIF say of it comes from there. What several checks read is worked out once: by the [`Case`], its
//! [`Side`]s or the [`Page`].

mod house;
mod language;
mod meaning;
mod numbers;
mod people;
mod photo;
mod text;
mod time_and_place;

use super::draft::Draft;
use super::finding::Severity;
use super::page::{Case, Page, Side};
use super::words::shown;
use crate::facts::{Difference, Kind};
use crate::span::Span;
use serde::Serialize;
use std::fmt;

/// A check: what it looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// Its stable name, as options and outputs have it.
    pub code: &'static str,
    /// The family that it belongs to: `meaning`, `people`, `photo`, `time-and-place`, `numbers`, `language`, `text`, `house`.
    pub family: &'static str,
    /// How bad its findings are, unless the settings say otherwise.
    pub severity: Severity,
    /// What it finds, in a line.
    pub title: &'static str,
    /// Why that is wrong, when it stays silent, what to do: a paragraph.
    pub explanation: &'static str,
    /// Captions that it finds fault with: in both languages where it compares them, else one for each language that it reads.
    pub examples: &'static [Example],
}

/// A Spanish caption and its English counterpart, one of them with a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Example {
    /// What else it takes: another text of the page or of another article, or a list of the house; empty for nothing.
    pub beside: &'static str,
    /// The Spanish text; empty for none.
    pub es: &'static str,
    /// The English text; empty for none.
    pub en: &'static str,
}

impl Example {
    const fn of(es: &'static str, en: &'static str) -> Self {
        Self::beside("", es, en)
    }

    const fn beside(beside: &'static str, es: &'static str, en: &'static str) -> Self {
        Self { beside, es, en }
    }
}

/// On one line: `Spanish / English`, and what stands beside in brackets.
impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = [self.es, self.en].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" / ");
        match self.beside {
            "" => f.write_str(&texts),
            beside => write!(f, "{texts} (beside: {})", beside.replace('\n', " / ")),
        }
    }
}

/// A check with the function that finds it.
struct Rule {
    check: Check,
    find: &'static [Find],
}

/// A finding with the number of its pair, where it is about one.
type OfPair = (Option<usize>, Draft);

/// Where a check looks.
enum Find {
    /// At a pair, for one finding at most.
    One(Turn, fn(&Page<'_>, &Case<'_>) -> Option<Draft>),
    /// At a pair.
    Many(Turn, fn(&Page<'_>, &Case<'_>) -> Vec<Draft>),
    /// At the whole page.
    OnPage(fn(&Page<'_>) -> Vec<OfPair>),
}

/// Findings of a pair that start at the same byte stand in the order of their turns, then of their steps ([`Draft::step`]), then of the
/// list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// What the two sides say, and of whom.
    Said,
    /// Two credits of the photo.
    Credits,
    /// The photo's number, tail and age.
    Photo,
    /// The days of one side.
    Days,
    /// Days, places and numbers of both sides.
    Facts,
    /// The words of one side.
    Words,
    /// The text of one side.
    Text,
}

/// All checks by families, in the order in which they are listed.
const FAMILIES: [&[Rule]; 8] =
    [meaning::RULES, people::RULES, photo::RULES, time_and_place::RULES, numbers::RULES, language::RULES, text::RULES, house::RULES];

fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// All checks, in the order in which they are listed.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    rules().map(|rule| &rule.check)
}

/// The first thing of some kinds that the two sides of a pair state differently.
fn apart(case: &Case, kinds: &[Kind], help: &str) -> Option<Draft> {
    apart_where(case, |difference| kinds.contains(&difference.kind), help)
}

/// The first thing that the two sides of a pair state differently, of those that are wanted.
fn apart_where(case: &Case, wanted: impl Fn(&Difference) -> bool, help: &str) -> Option<Draft> {
    let places = |d: &Difference| Some((d.es?, d.en?));
    let (there, here) = case.apart().find(|d| wanted(d)).and_then(places)?;
    let (es, en) = (with_next(&case.es, there), with_next(case.en.as_ref()?, here));
    let draft = Draft::new(here, format!("`{en}` in English, `{es}` in Spanish"));
    Some(draft.called(en).and(there, es).help(help))
}

/// What stands at a place; a number with the word after it.
fn with_next(side: &Side, place: Span) -> String {
    let at = side.words.partition_point(|word| word.span.start < place.end);
    let number = side.at(place).ends_with(|c: char| c.is_ascii_digit());
    let next = side.words.get(at).filter(|_| number && side.joined(at));
    shown(side.at(Span::new(place.start, next.map_or(place.end, |word| word.span.end))))
}

/// What a check found.
pub(super) struct Found {
    /// The number of the pair that it is about.
    pub(super) pair: Option<usize>,
    pub(super) check: &'static Check,
    pub(super) draft: Draft,
}

/// What the checks find: pair by pair, then what they find on the whole page.
pub(super) fn find(page: &Page<'_>) -> Vec<Found> {
    let mut all = Vec::new();
    for (at, case) in page.cases.iter().enumerate() {
        let mut own = Vec::new();
        for Rule { check, find } in rules() {
            let mut add = |turn: Turn, draft: Draft| own.push((turn, Found { pair: Some(at), check, draft }));
            for find in *find {
                match find {
                    Find::One(turn, find) => find(page, case).into_iter().for_each(|draft| add(*turn, draft)),
                    Find::Many(turn, find) => find(page, case).into_iter().for_each(|draft| add(*turn, draft)),
                    Find::OnPage(_) => {}
                }
            }
        }
        own.sort_by_key(|(turn, found)| (*turn, found.draft.step));
        all.extend(own.into_iter().map(|(_, found)| found));
    }
    let mut on_page = Vec::new();
    for Rule { check, find } in rules() {
        for find in *find {
            if let Find::OnPage(find) = find {
                on_page.extend(find(page).into_iter().map(|(pair, draft)| Found { pair, check, draft }));
            }
        }
    }
    on_page.sort_by_key(|found| found.pair.unwrap_or(usize::MAX));
    all.extend(on_page);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::audit::{Across, Settings, Style, StylePattern, StylePerson, StyleTerm};
    use crate::examine::{Cotejo, Examined};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_check_is_told_apart_and_explained() {
        let mut seen = BTreeSet::new();
        for check in checks() {
            assert!(seen.insert(check.code), "{}", check.code);
            assert!(check.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", check.code);
            assert!(!check.title.is_empty() && check.explanation.len() > 40 && !check.examples.is_empty(), "{}", check.code);
            assert!(!checks().any(|other| other.family == check.code));
        }
    }

    /// A page with the example's captions, printed as an agency prints them.
    fn page(example: &Example) -> String {
        let es = match example.es {
            "" => String::new(),
            slug if slug.starts_with("60331") => format!("{slug}\n"),
            body => format!("60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- {body} NOTIMEX/FOTO/ANA RUIZ/COR/POL/\n"),
        };
        let en = match example.en {
            "" => String::new(),
            credited if credited.contains("Photo: ") => credited.to_owned(),
            body => format!("{body} Photo: Notimex/Ana Ruiz"),
        };
        let story = "The city council met on Thursday to discuss the plans for the coming year, officials said.";
        // a day stands above the story
        let (above, below) = if example.beside.starts_with("Wednesday") { (example.beside, "") } else { ("", example.beside) };
        format!("City News\n{above}\n\n{story}\n\n{below}\n\n{es}{en}\n")
    }

    /// What a house's lists have, as the examples say.
    fn style() -> Style {
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut style = Style::default();
        style.add_term(StyleTerm { es: all(&["Secretaría de Gobernación"]), en: all(&["Interior Secretariat"]), ..StyleTerm::default() });
        style.add_person(StylePerson { names: all(&["Claudia Sheinbaum"]), es: all(&["presidenta"]), en: all(&["president"]) });
        style.add_pattern(StylePattern::new(r"(?i)\bpls\b").unwrap());
        style
    }

    #[test]
    fn every_example_is_found() {
        let cotejo = Cotejo::builder().checks(Settings { style: style(), ..Settings::default() }).build().unwrap();
        for check in checks() {
            for (at, example) in check.examples.iter().enumerate() {
                let mut across = Across::default();
                let other = Example::of(example.beside, "");
                let elsewhere = check.code == "name-elsewhere";
                if elsewhere {
                    across.add(cotejo.examine(&Article::from_text("other", page(&other).replace("60331086", "60331087"))).traces);
                }
                let text = page(&Example { beside: if elsewhere { "" } else { example.beside }, ..*example });
                let article = Article::from_text("a", text);
                let Examined { findings, traces, .. } = cotejo.examine(&article);
                let found: Vec<&str> = findings.iter().chain(&across.add(traces)).map(|finding| finding.code).collect();
                assert!(found.contains(&check.code), "{} {at}: {found:?}", check.code);
            }
        }
    }

    #[test]
    fn a_check_is_a_file() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/audit/checks");
        for check in checks() {
            let file = folder.join(check.family.replace('-', "_")).join(format!("{}.rs", check.code.replace('-', "_")));
            assert!(file.is_file(), "{}", file.display());
        }
    }
}
