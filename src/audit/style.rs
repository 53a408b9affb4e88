//! A newsroom's own style: what the checks of the family `house` go by.

use crate::facts::offices::{self, Office};
use crate::facts::phrases::{Mark, Phrases};
use crate::facts::reading::Reading;
use crate::language::Language;
use crate::lexicon::within_one_slip;
use crate::text::fold;
use crate::text::word;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::finding::Severity;

/// A newsroom's own style: terms and how they are translated, people and their offices, patterns that are not printed.
///
/// ```
/// use cotejo::audit::{Settings, Style, StylePattern, StyleTerm};
/// use cotejo::{Article, Cotejo};
///
/// let mut style = Style::default();
/// style.add_term(StyleTerm {
///     es: vec!["colonia".to_owned()],
///     en: vec!["neighborhood".to_owned()],
///     avoid: vec!["colony".to_owned()],
///     note: None,
/// });
/// style.add_pattern(StylePattern::new(r"(?i)\bplease\b")?);
/// let mut settings = Settings::default();
/// settings.style = style;
/// let cotejo = Cotejo::builder().checks(settings).build()?;
///
/// let article = Article::from_text("example", "\
/// El alcalde inauguró el parque de la colonia. FOTO: ANA RUIZ/EFE
/// The mayor opened the park of the colony. Photo: Ana Ruiz/EFE");
/// let examined = cotejo.examine(&article);
/// assert!(examined.findings.iter().any(|finding| finding.code == "house-term"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Style {
    terms: Vec<StyleTerm>,
    people: Vec<StylePerson>,
    patterns: Vec<StylePattern>,
}

/// A term, and how it is translated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyleTerm {
    /// Its Spanish forms; none where only the English counts.
    pub es: Vec<String>,
    /// The English forms that the house prints, the preferred one first.
    pub en: Vec<String>,
    /// English forms that the house does not print.
    pub avoid: Vec<String>,
    /// Why, in a few words.
    pub note: Option<String>,
}

/// Somebody whose name and office the house knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StylePerson {
    /// The name as it is printed, and other forms that are right as well.
    pub names: Vec<String>,
    /// The offices in Spanish; none where nobody minds.
    pub es: Vec<String>,
    /// The offices in English.
    pub en: Vec<String>,
}

/// What is not printed.
#[derive(Clone)]
pub struct StylePattern {
    pub(super) regex: regex::Regex,
    /// Only in this language; in both where there is none.
    pub language: Option<Language>,
    /// What a finding says; that the house does not print it where there is none.
    pub message: Option<String>,
    /// How bad it is; as the check has it where there is none.
    pub severity: Option<Severity>,
    /// What to print instead; `$1` is the pattern's first group.
    pub replacement: Option<String>,
}

impl StylePattern {
    /// A pattern as the crate `regex` has them, looked for in the texts of captions, without slugs and credits.
    ///
    /// # Errors
    /// A text that says what is wrong with the expression.
    pub fn new(expression: &str) -> Result<Self, String> {
        let regex = regex::RegexBuilder::new(expression).size_limit(MOST_BYTES).build().map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => format!("the pattern takes more than {MOST_BYTES} bytes"),
            // the library draws the place below the pattern
            other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        })?;
        Ok(Self { regex, language: None, message: None, severity: None, replacement: None })
    }
}

/// A compiled pattern is no larger.
const MOST_BYTES: usize = 1 << 20;

impl fmt::Debug for StylePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StylePattern").field(&self.regex.as_str()).finish()
    }
}

impl Style {
    /// Adds a term.
    pub fn add_term(&mut self, term: StyleTerm) {
        self.terms.push(term);
    }

    /// Adds somebody.
    pub fn add_person(&mut self, person: StylePerson) {
        self.people.push(person);
    }

    /// Adds a pattern.
    pub fn add_pattern(&mut self, pattern: StylePattern) {
        self.patterns.push(pattern);
    }

    pub(super) fn compile(&self) -> Arc<Compiled> {
        Arc::new(Compiled::of(self))
    }
}

/// A style, made ready for many texts.
#[derive(Default)]
pub(super) struct Compiled {
    pub(super) terms: Vec<StyleTerm>,
    /// Forms, by the number of the term.
    pub(super) spanish: Phrases,
    pub(super) english: Phrases,
    pub(super) avoided: Phrases,
    people: Vec<Known>,
    /// Numbers of people and of their forms, by the folded words of a form.
    by_name: HashMap<Vec<String>, (usize, usize)>,
    /// The folded forms of each length in words that have a word at a place: what a form one slip away shares with it.
    by_word: HashMap<(usize, usize, String), Vec<(usize, usize)>>,
    pub(super) patterns: Vec<StylePattern>,
}

impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Compiled({} terms, {} people, {} patterns)", self.terms.len(), self.people.len(), self.patterns.len())
    }
}

/// Somebody, with the lines of the table of offices.
pub(super) struct Known {
    pub(super) person: StylePerson,
    /// The words of each form, folded.
    forms: Vec<Vec<String>>,
    es: Vec<Office>,
    en: Vec<Office>,
}

/// How a printed name stands to the house's list.
pub(super) enum Listed<'c> {
    /// In the list, by another spelling: the accents.
    Spelt(&'c str),
    /// One letter from somebody of the list.
    Slip(&'c str),
    /// In the list.
    Same(&'c Known),
}

impl Compiled {
    fn of(style: &Style) -> Self {
        let mut found = Self { terms: style.terms.clone(), patterns: style.patterns.clone(), ..Self::default() };
        for (number, term) in style.terms.iter().enumerate() {
            let add = |phrases: &mut Phrases, forms: &[String]| forms.iter().for_each(|form| phrases.add_form(form, number, Mark::Says));
            add(&mut found.spanish, &term.es);
            add(&mut found.english, &term.en);
            add(&mut found.avoided, &term.avoid);
        }
        found.spanish = found.spanish.sorted();
        found.english = found.english.sorted();
        found.avoided = found.avoided.sorted();
        for person in &style.people {
            let number = found.people.len();
            let forms: Vec<Vec<String>> = person.names.iter().map(|name| folded(name)).collect();
            for (form, words) in forms.iter().enumerate() {
                found.by_name.entry(words.clone()).or_insert((number, form));
                for (at, word) in words.iter().enumerate() {
                    found.by_word.entry((words.len(), at, word.clone())).or_default().push((number, form));
                }
            }
            let named =
                |offices: &[String], spanish| offices.iter().flat_map(|name| offices::find(&Reading::of(name, 0, spanish))).collect();
            found.people.push(Known { person: person.clone(), forms, es: named(&person.es, true), en: named(&person.en, false) });
        }
        found
    }

    /// Whether there is anything to go by.
    pub(super) fn has_people(&self) -> bool {
        !self.people.is_empty()
    }

    /// What the list has of a name, by its words without particles.
    pub(super) fn listed(&self, printed: &[&word::Word]) -> Option<Listed<'_>> {
        let words: Vec<String> = printed.iter().map(|word| word.folded.clone()).collect();
        if let Some(&(number, form)) = self.by_name.get(&words) {
            let known = &self.people[number];
            let listed = &known.person.names[form];
            let right = bare(listed).eq(printed.iter().map(|word| word.lower.clone()));
            return Some(if right { Listed::Same(known) } else { Listed::Spelt(listed) });
        }
        if words.len() < 2 {
            return None;
        }
        let near = |&(number, form): &(usize, usize)| {
            let mut unlike = self.people[number].forms[form].iter().zip(&words).filter(|(a, b)| a != b);
            let slip = unlike.next().is_some_and(|(a, b)| a.len().min(b.len()) >= SHORTEST && within_one_slip(a, b));
            (slip && unlike.next().is_none()).then(|| self.people[number].person.names[form].as_str())
        };
        let sharing = |at: usize| self.by_word.get(&(words.len(), at, words[at].clone())).into_iter().flatten();
        (0..words.len()).flat_map(sharing).find_map(near).map(Listed::Slip)
    }
}

/// In a shorter name, another letter is another name: `Ana`, `Ada`.
const SHORTEST: usize = 4;

impl Known {
    /// The offices that the list has, and as texts of one language print them.
    pub(super) fn offices(&self, spanish: bool) -> (&[Office], &[String]) {
        if spanish { (&self.es, &self.person.es) } else { (&self.en, &self.person.en) }
    }
}

/// The words of a name without particles, in lower case.
fn bare(name: &str) -> impl Iterator<Item = String> {
    word::read(name).filter(|word| !crate::lexicon::is_spanish_particle(&word.lower)).map(|word| word.lower)
}

fn folded(name: &str) -> Vec<String> {
    bare(name).map(|word| fold(&word)).collect()
}

impl StylePattern {
    /// Each place of a text that has it, with what to print instead.
    pub(super) fn find<'p>(&'p self, text: &'p str) -> impl Iterator<Item = (std::ops::Range<usize>, Option<String>)> + 'p {
        self.regex.captures_iter(text).filter_map(|captures| {
            let all = captures.get(0).filter(|all| !all.is_empty())?;
            let instead = self.replacement.as_ref().map(|replacement| {
                let mut text = String::new();
                captures.expand(replacement, &mut text);
                text
            });
            Some((all.range(), instead))
        })
    }
}
