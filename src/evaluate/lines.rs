//! How well lines are told apart: language and role of every passage, as `cotejo detect` writes them.
//!
//! Lines that the gold does not have count nowhere, and neither does an empty cell: who labels fifty lines scores fifty lines. Passages of
//! one line are joined by their text, the rest in order.

use super::{Error, Kind, Measure, Table, joined};
use crate::passage::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A line of either table.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(deserialize_with = "crate::row::id")]
    article: String,
    #[serde(default)]
    line: Option<usize>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

/// What is said of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    language: Option<&'static str>,
    role: Option<&'static str>,
    text: Option<String>,
}

/// For each line (article, number) its passages in order.
pub(crate) type Lines = BTreeMap<(String, usize), Vec<Said>>;

/// The languages in the order of the confusion table.
const LANGUAGES: [&str; 3] = ["es", "en", "other"];

/// Captions in the order of the confusion table.
const CAPTIONS: [&str; 4] = ["es caption", "en caption", "other caption", "no caption"];

/// Reads a table.
///
/// # Errors
/// See [`Error`]; each names the file, and the line where there is one.
pub(crate) fn read(table: &Table) -> Result<Lines, Error> {
    let roles = Role::ALL.map(Role::name);
    let mut found = Lines::new();
    for (place, record) in table.records::<Record>(Kind::Lines)? {
        let wrong = |what: String| Error::Row { place: place.clone(), what, kind: Kind::Lines };
        let record = record.map_err(wrong)?;
        // of a gold of made articles, what says something of pairs
        let Some(line) = record.line else { continue };
        let known = |cell: Option<String>, names: &[&'static str], what: &str| match cell.filter(|cell| !cell.is_empty()) {
            None => Ok(None),
            Some(cell) => names.iter().find(|name| **name == cell).copied().map(Some).ok_or_else(|| {
                wrong(format!("`{cell}` is no {what}: write {} or {}", names[..names.len() - 1].join(", "), names[names.len() - 1]))
            }),
        };
        let said = Said {
            language: known(record.language, &LANGUAGES, "language")?,
            role: known(record.role, &roles, "role")?,
            text: record.text,
        };
        found.entry((record.article, line)).or_default().push(said);
    }
    if found.is_empty() { Err(Error::Empty { path: table.name.clone(), kind: Kind::Lines }) } else { Ok(found) }
}

/// The articles of a table.
pub(crate) fn articles(all: &Lines) -> BTreeSet<&str> {
    all.keys().map(|(article, _)| article.as_str()).collect()
}

/// What [`evaluate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Evaluation {
    /// Passages in the gold.
    pub lines: usize,
    /// Of these, those that were not predicted.
    pub not_found: usize,
    /// Predicted passages that the gold does not have; they count nowhere.
    pub unjudged: usize,
    /// Spanish captions, English ones, others, and what is none; `None` where no passage of the gold has both language and role.
    pub captions: Option<Classes>,
    /// `None` where the gold has no language.
    pub language: Option<Classes>,
    /// `None` where the gold has no role.
    pub role: Option<Classes>,
}

/// How well some classes are told apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Classes {
    /// The share of passages whose class is right; one that was not found is wrong.
    pub accuracy: f64,
    /// Those that occur.
    pub classes: Vec<Class>,
    /// Gold class by predicted class, in the order of `classes`; the last column counts passages that were not found.
    pub confusion: Vec<Vec<usize>>,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Class {
    /// Its name.
    pub class: &'static str,
    /// How many there are.
    pub gold: usize,
    /// How many were predicted among the lines of the gold.
    pub predicted: usize,
    /// How good that is.
    #[serde(flatten)]
    pub measure: Measure,
}

impl Classes {
    /// Of names, gold classes and what was predicted for each; `None` where there is no gold.
    fn of(names: &[&'static str], all: &[(&'static str, Option<&'static str>)]) -> Option<Self> {
        let occurs = |name: &&&'static str| all.iter().any(|(gold, said)| gold == *name || *said == Some(**name));
        let names: Vec<&'static str> = names.iter().filter(occurs).copied().collect();
        let count = |gold: &str, said: Option<&str>| all.iter().filter(|(g, s)| *g == gold && *s == said).count();
        let confusion: Vec<Vec<usize>> =
            names.iter().map(|gold| names.iter().map(|said| count(gold, Some(*said))).chain([count(gold, None)]).collect()).collect();
        let class = |(at, class): (usize, &&'static str)| {
            let gold = confusion[at].iter().sum();
            let predicted = confusion.iter().map(|row| row[at]).sum();
            Class { class, gold, predicted, measure: Measure::of(confusion[at][at], predicted, gold) }
        };
        let right: usize = (0..names.len()).map(|at| confusion[at][at]).sum();
        let classes = names.iter().enumerate().map(class).collect();
        (!all.is_empty()).then(|| Self { accuracy: right as f64 / all.len() as f64, classes, confusion })
    }
}

/// The passages of a gold line, each with what was predicted for it.
fn beside<'s>(gold: &'s [Said], predicted: &'s [Said]) -> Vec<(&'s Said, Option<&'s Said>)> {
    let mut left: Vec<&Said> = predicted.iter().collect();
    let mut same = |wanted: &Said| {
        let at = left.iter().position(|said| wanted.text.is_some() && said.text == wanted.text)?;
        Some(left.remove(at))
    };
    let by_text: Vec<_> = gold.iter().map(|wanted| (wanted, same(wanted))).collect();
    let mut left = left.into_iter();
    by_text.into_iter().map(|(wanted, said)| (wanted, said.or_else(|| left.next()))).collect()
}

/// The class of a caption.
fn caption(said: &Said) -> Option<&'static str> {
    let (language, role) = (said.language?, said.role?);
    let is_caption = role == Role::Caption.name();
    let at = LANGUAGES.iter().position(|name| *name == language).filter(|_| is_caption).unwrap_or(CAPTIONS.len() - 1);
    Some(CAPTIONS[at])
}

/// Compares predictions with the gold.
pub(crate) fn evaluate(gold: &Lines, predicted: &Lines) -> Evaluation {
    let joined = joined(&articles(gold), &articles(predicted));
    let called = |article: &String| joined.get(article.as_str()).unwrap_or(article).clone();
    let all: usize = predicted.values().map(Vec::len).sum();
    let predicted: Lines = predicted.iter().map(|((article, line), said)| ((called(article), *line), said.clone())).collect();
    let of_line = |key| predicted.get(key).map_or(&[][..], Vec::as_slice);
    let pairs: Vec<(&Said, Option<&Said>)> = gold.iter().flat_map(|(key, wanted)| beside(wanted, of_line(key))).collect();
    let classes = |names: &[&'static str], class: fn(&Said) -> Option<&'static str>| {
        let judged = pairs.iter().filter_map(|(wanted, said)| Some((class(wanted)?, said.and_then(class))));
        Classes::of(names, &judged.collect::<Vec<_>>())
    };
    let found = pairs.iter().filter(|(_, said)| said.is_some()).count();
    Evaluation {
        lines: pairs.len(),
        not_found: pairs.len() - found,
        unjudged: all - found,
        captions: classes(&CAPTIONS, caption),
        language: classes(&LANGUAGES, |said| said.language),
        role: classes(&Role::ALL.map(Role::name), |said| said.role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Lines, Error> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(&Table::open(file.path())?)
    }

    #[test]
    fn figures_by_hand() {
        let gold = table(
            "article,line,language,role,text\na.txt,1,en,headline,Uno\na.txt,3,es,caption,Dos\na.txt,3,en,caption,Two\n\
             a.txt,5,es,caption,Tres\na.txt,7,es,,Cuatro\n",
        );
        let predicted = table(
            "article,line,language,confidence,role,text\nx/a.txt,1,en,1,body,Uno\nx/a.txt,3,en,1,caption,Two\nx/a.txt,3,en,1,caption,Dos y\n\
             x/a.txt,7,en,1,body,Cuatro\nx/a.txt,9,en,1,body,Cinco\n",
        );
        let found = evaluate(&gold.unwrap(), &predicted.unwrap());
        assert_eq!((found.lines, found.not_found, found.unjudged), (5, 1, 1));
        let language = found.language.unwrap();
        // es: line 3 and 7 are called en, line 5 is not found; en: lines 1 and 3
        assert_eq!(language.confusion, [[0, 2, 1], [0, 2, 0]]);
        assert_eq!((language.accuracy, language.classes[1].measure.precision, language.classes[1].measure.recall), (0.4, 0.5, 1.0));
        // the role of line 7 is not judged
        let role = found.role.unwrap();
        assert_eq!(
            role.classes.iter().map(|c| (c.class, c.gold, c.predicted)).collect::<Vec<_>>(),
            [("body", 0, 1), ("caption", 3, 2), ("headline", 1, 0)]
        );
        let captions = found.captions.unwrap();
        assert_eq!(captions.classes.iter().map(|c| c.class).collect::<Vec<_>>(), ["es caption", "en caption", "no caption"]);
        assert_eq!(captions.confusion, [[0, 1, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]]);
    }

    #[test]
    fn passages_of_a_line_are_joined_by_their_text() {
        let said = |language: &'static str, text: &str| Said { language: Some(language), role: None, text: Some(text.to_owned()) };
        let gold = [said("es", "Dos"), said("en", "Two")];
        // one too many before them, and the other way round
        let predicted = [said("other", "2"), said("en", "Two"), said("es", "Dos")];
        assert!(beside(&gold, &predicted).iter().all(|(wanted, said)| Some(*wanted) == *said));
        assert_eq!(beside(&gold, &predicted[..1]), [(&gold[0], Some(&predicted[0])), (&gold[1], None)]);
    }

    #[test]
    fn gold_without_roles_scores_languages() {
        let gold = table("article,line,language\na.txt,1,en\n").unwrap();
        let found = evaluate(&gold, &table("article,line,language,role\na.txt,1,en,body\n").unwrap());
        assert!(found.captions.is_none() && found.role.is_none() && found.language.unwrap().accuracy == 1.0);
    }

    #[test]
    fn a_broken_line_is_told_by_its_place() {
        for (text, wanted) in [
            ("article,line,language\na.txt,1,fr\n", ":2: `fr` is no language: write es, en or other; a line has "),
            ("article,line,role\na.txt,1,title\n", ":2: `title` is no role: write body, caption, headline or furniture; "),
            ("article,line,role\na.txt,one,body\n", ":2: line: invalid digit"),
            ("article,line,text\na.txt,1,x\n", ":1: no column `language` or `role`; "),
            ("{\"article\": \"a\", \"line\": 1, \"role\": \"body\"}\n{\"article\": \"a\", \"line\": x}\n", ":2:26: expected value; "),
            ("article,line,role\n", "holds no line; "),
        ] {
            let error = table(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
