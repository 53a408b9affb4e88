//! The tables of `data/lexicon/*.csv`, compiled in. To add an agency, a month's spelling or an institution, add a line there.

mod block;

use crate::text::fold;
use block::Block;
pub(crate) use block::WordId;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// Any other, or none (numbers, symbols).
    Other,
}

impl Language {
    /// `en`, `es` or `other`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Other => "other",
        }
    }
}

/// What stands in a credit as its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// A news or photo agency.
    Agency,
    /// A newspaper, station or site.
    Outlet,
    /// A picture library.
    Stock,
    /// Printed where nobody is named: `Especial`, `Cortesía`, `File`.
    StandIn,
}

impl SourceKind {
    /// The kind that a table calls so.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "agency" => Self::Agency,
            "outlet" => Self::Outlet,
            "stock" => Self::Stock,
            "stand-in" => Self::StandIn,
            _ => return None,
        })
    }
}

/// One line of `agencies.csv`.
#[derive(Debug, Clone)]
pub(crate) struct Agency {
    /// The form that rows carry.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
}

/// An institution, office or fixed term: its forms in both languages.
#[derive(Debug)]
pub(crate) struct Institution {
    /// The preferred Spanish form.
    pub spanish: String,
    /// The preferred English form.
    pub english: String,
    /// All forms of its Spanish name, the preferred one first.
    pub spanish_forms: Vec<String>,
    /// All forms of its English name, the preferred one first.
    pub english_forms: Vec<String>,
    /// Its short names in both languages.
    pub acronyms: Vec<String>,
    /// Every English form, folded.
    pub english_folded: Vec<String>,
    /// Whether it is a person's office.
    pub is_office: bool,
    /// Whether it is an institution, no office and no fixed term.
    pub is_institution: bool,
}

pub(crate) fn table(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    let reader = csv::Reader::from_reader(text.as_bytes());
    // the tables are part of the program, and a test reads every line of each
    reader.into_records().map(|record| record.expect("a table of data/lexicon is not CSV"))
}

fn forms(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|form| !form.is_empty())
}

struct Agencies {
    all: Vec<Agency>,
    by_form: HashMap<String, usize>,
    /// Long forms of news agencies, where a slip is forgiven.
    long: Vec<(String, usize)>,
}

static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| {
    let (mut all, mut by_form, mut long) = (Vec::new(), HashMap::new(), Vec::new());
    for line in table(include_str!("../../data/lexicon/agencies.csv")) {
        let kind = SourceKind::of_name(&line[2]).expect("a kind of source");
        for form in std::iter::once(&line[0]).chain(forms(&line[1])).map(fold) {
            if form.len() >= LONG && kind == SourceKind::Agency {
                long.push((form.clone(), all.len()));
            }
            by_form.entry(form).or_insert(all.len());
        }
        all.push(Agency { name: line[0].to_owned(), kind });
    }
    Agencies { all, by_form, long }
});

/// A form of an agency or a month with at least this many bytes may have a slip.
const LONG: usize = 7;

/// The agency printed as `form`: in any case, with or without accents, with one slip in a name of six letters or more.
pub(crate) fn agency(form: &str) -> Option<&'static Agency> {
    let folded = fold(form.trim());
    let known = folded_source(&folded);
    if known.is_some() {
        return known;
    }
    if folded.len() < LONG - 1 || folded.contains(' ') {
        return None;
    }
    let Agencies { all, long, .. } = &*AGENCIES;
    let near = long.iter().find(|(form, _)| within_one_slip(form, &folded));
    near.map(|(_, at)| &all[*at])
}

/// The source printed as `form`, without any slip: a cheap question.
pub(crate) fn source(form: &str) -> Option<&'static Agency> {
    folded_source(&fold(form))
}

fn folded_source(folded: &str) -> Option<&'static Agency> {
    AGENCIES.by_form.get(folded).map(|&at| &AGENCIES.all[at])
}

/// What a word does in a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CreditWord {
    /// Leads a credit: `Foto`, `Crédito`.
    Lead,
    /// Stands between the parts of a credit: `por`, `via`.
    Joint,
    /// Stands for a photographer, or says where the picture is from.
    Origin,
    /// A part of the names of outlets and agencies.
    Outlet,
    /// A part of the names of institutions.
    Institution,
    /// A part of notices behind a credit, and of sentences too.
    Notice,
}

impl CreditWord {
    /// Whether it is no part of a name, and no sentence has it: it leads a credit, joins its parts or says where the picture is from.
    pub(crate) const fn is_of_credits(self) -> bool {
        matches!(self, Self::Lead | Self::Joint | Self::Origin)
    }
}

static CREDIT_WORDS: LazyLock<HashMap<String, (CreditWord, Option<Language>)>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in table(include_str!("../../data/lexicon/credit_words.csv")) {
        let kind = match &line[0] {
            "outlet" => CreditWord::Outlet,
            "institution" => CreditWord::Institution,
            "notice" => CreditWord::Notice,
            "lead" | "credit" => CreditWord::Lead,
            "joint" => CreditWord::Joint,
            _ => CreditWord::Origin,
        };
        let language = match &line[1] {
            "es" => Some(Language::Spanish),
            "en" => Some(Language::English),
            _ => None,
        };
        for word in forms(&line[2]) {
            words.entry(fold(word)).or_insert((kind, language));
        }
    }
    words
});

/// What a folded word does in credits.
pub(crate) fn credit_word(folded: &str) -> Option<CreditWord> {
    CREDIT_WORDS.get(folded).map(|(kind, _)| *kind)
}

/// The language of a folded word that leads credits or says where the picture is from; `None` where both use it.
pub(crate) fn credit_language(folded: &str) -> Option<Language> {
    CREDIT_WORDS.get(folded).and_then(|(_, language)| *language)
}

/// Lower-case words inside names and between them; of the value, whether Spanish personal names have them.
static PARTICLES: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let lines = include_str!("../../data/lexicon/particles.csv").lines().skip(1);
    lines.filter_map(|line| line.split_once(',')).map(|(word, language)| (word, language == "es")).collect()
});

/// Whether a lower-case word stands inside names and between them, of people, institutions and outlets.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains_key(word)
}

/// Whether it stands inside the names of Spanish people.
pub(crate) fn is_spanish_particle(word: &str) -> bool {
    PARTICLES.get(word).is_some_and(|spanish| *spanish)
}

/// Whether two folded words differ by at most one letter lost, added, exchanged or two neighbours swapped.
pub(crate) fn within_one_slip(a: &str, b: &str) -> bool {
    // a character has four bytes at most; a slip leaves the first letter or the last, but in words of two
    let (x, y) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 4 || a.len() > 8 && x.first() != y.first() && x.last() != y.last() {
        return false;
    }
    // nothing is allocated: every word before a slash is compared with every agency
    let (mut a, mut b) = (a.chars(), b.chars());
    while let (Some(x), Some(y)) = (a.clone().next(), b.clone().next())
        && x == y
    {
        a.next();
        b.next();
    }
    while let (Some(x), Some(y)) = (a.clone().next_back(), b.clone().next_back())
        && x == y
    {
        a.next_back();
        b.next_back();
    }
    match ([a.next(), a.next(), a.next()], [b.next(), b.next(), b.next()]) {
        ([_, None, None], [_, None, None]) => true,
        ([Some(a0), Some(a1), None], [Some(b0), Some(b1), None]) => a0 == b1 && a1 == b0,
        _ => false,
    }
}

static MONTHS: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for line in table(include_str!("../../data/lexicon/months.csv")) {
        let number = line[0].parse().expect("a month's number");
        for form in std::iter::once(&line[2]).chain(forms(&line[3])) {
            months.insert(fold(form), number);
        }
    }
    months
});

/// The number (1..=12) of a month written in Spanish or English, in full or short, with one slip in a long form.
pub(crate) fn month(form: &str) -> Option<i8> {
    let folded = fold(form);
    let slip = || {
        let near = MONTHS.iter().filter(|(name, _)| name.len() >= LONG && within_one_slip(name, &folded));
        near.map(|(_, &number)| number).min()
    };
    MONTHS.get(&folded).copied().or_else(|| if folded.len() < LONG - 1 { None } else { slip() })
}

static MONTH_NAMES: LazyLock<HashMap<String, (i8, bool)>> = LazyLock::new(|| {
    let lines = table(include_str!("../../data/lexicon/months.csv"));
    let name = |line: csv::StringRecord| (fold(&line[2]), (line[0].parse().expect("a month's number"), &line[1] == "es"));
    lines.map(name).collect()
});

/// The number (1..=12) of a month whose name in full a folded word is, and whether the name is Spanish.
pub(crate) fn month_name(folded: &str) -> Option<(i8, bool)> {
    MONTH_NAMES.get(folded).copied()
}

/// Days of the week: number, Spanish and English name.
static WEEKDAYS: LazyLock<Vec<(i8, [String; 2])>> = LazyLock::new(|| {
    let lines = table(include_str!("../../data/lexicon/weekdays.csv"));
    lines.map(|line| (line[0].parse().expect("a number"), [line[1].to_owned(), line[2].to_owned()])).collect()
});

static WEEKDAY_NAMES: LazyLock<HashMap<String, (i8, Language)>> = LazyLock::new(|| {
    let names =
        |(number, [es, en]): &(i8, [String; 2])| [(fold(es), (*number, Language::Spanish)), (fold(en), (*number, Language::English))];
    WEEKDAYS.iter().flat_map(names).collect()
});

/// The day of the week, 1 (Monday) to 7, that a folded word names, and in which language.
pub(crate) fn weekday(folded: &str) -> Option<(i8, Language)> {
    WEEKDAY_NAMES.get(folded).copied()
}

/// The name of a day of the week, 1 (Monday) to 7.
pub(crate) fn weekday_name(number: i8, language: Language) -> Option<&'static str> {
    let (_, [es, en]) = WEEKDAYS.iter().find(|day| day.0 == number)?;
    Some(if language == Language::Spanish { es } else { en })
}

static DESKS: LazyLock<HashSet<String>> =
    LazyLock::new(|| table(include_str!("../../data/lexicon/desks.csv")).map(|line| line[0].to_owned()).collect());

/// Whether a code in capitals is a known desk (`POL`, `DEP`). Desks are an open vocabulary: no is not a proof.
pub(crate) fn is_desk(code: &str) -> bool {
    DESKS.contains(code)
}

/// Folded, with one kind of apostrophe and no hyphen.
fn fold_word(word: &str) -> String {
    fold(word).replace('’', "'")
}

/// A printed form of an institution.
struct Form {
    /// Folded.
    words: Vec<String>,
    institution: usize,
    /// The first word as the table prints it.
    case: Case,
}

/// How the first word must be printed.
#[derive(PartialEq)]
enum Case {
    /// `human rights`: any way.
    Any,
    /// `Gobernación`: with a capital.
    Capital,
    /// `WHO`: in capitals, since `who` is a word.
    Upper,
}

/// Institutions by the folded words of their forms.
pub(crate) struct Glossary {
    institutions: Vec<Institution>,
    by_first_word: HashMap<String, Vec<Form>>,
}

static GLOSSARY: LazyLock<Glossary> = LazyLock::new(|| {
    let mut glossary = Glossary { institutions: Vec::new(), by_first_word: HashMap::new() };
    for line in table(include_str!("../../data/lexicon/institutions.csv")) {
        let at = glossary.institutions.len();
        for form in forms(&line[1]).chain(forms(&line[2])).chain(forms(&line[3])) {
            let words: Vec<String> = crate::text::words(form).map(|w| fold_word(w.of(form))).collect();
            let case = match form.split_whitespace().next() {
                Some(word) if words.len() == 1 && crate::text::is_upper(word) => Case::Upper,
                Some(word) if crate::text::is_capitalised(word) => Case::Capital,
                _ => Case::Any,
            };
            if let Some(first) = words.first().cloned() {
                glossary.by_first_word.entry(first).or_default().push(Form { words, institution: at, case });
            }
        }
        let all = |cell: &str| forms(cell).map(str::to_owned).collect::<Vec<_>>();
        let [spanish_forms, english_forms, acronyms] = [&line[1], &line[2], &line[3]].map(all);
        let first = |forms: &[String]| forms.first().cloned().unwrap_or_default();
        let (spanish, english) = (first(&spanish_forms), first(&english_forms));
        let english_folded = english_forms.iter().map(|form| fold(form)).collect();
        let (is_office, is_institution) = (&line[0] == "office", &line[0] == "institution");
        let institution =
            Institution { spanish, english, spanish_forms, english_forms, acronyms, english_folded, is_office, is_institution };
        glossary.institutions.push(institution);
    }
    for forms in glossary.by_first_word.values_mut() {
        forms.sort_by_key(|form| (std::cmp::Reverse(form.words.len()), form.institution));
    }
    glossary
});

/// The glossary of institutions, offices and fixed terms.
pub(crate) fn glossary() -> &'static Glossary {
    &GLOSSARY
}

impl Glossary {
    /// The institutions that a text names, each with the numbers `from..to` of its words; the longest form wins.
    ///
    /// `words` are the words as printed. A form that the table prints with a capital is only found with one.
    pub(crate) fn find(&self, words: &[&str]) -> Vec<(usize, std::ops::Range<usize>)> {
        let folded: Vec<String> = words.iter().map(|w| fold_word(w)).collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while at < words.len() {
            let printed = |case: &Case| match case {
                Case::Any => true,
                Case::Capital => crate::text::is_capitalised(words[at]),
                Case::Upper => crate::text::is_upper(words[at]),
            };
            let forms = self.by_first_word.get(&folded[at]).map_or(&[][..], Vec::as_slice);
            match forms.iter().find(|form| printed(&form.case) && folded[at..].starts_with(&form.words)) {
                Some(form) => {
                    found.push((form.institution, at..at + form.words.len()));
                    at += form.words.len();
                }
                None => at += 1,
            }
        }
        found
    }

    /// The institution with that number.
    pub(crate) fn get(&self, number: usize) -> &Institution {
        &self.institutions[number]
    }
}

static PLACES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    for line in table(include_str!("../../data/lexicon/cities.csv")) {
        places.insert(fold(&line[0]), fold(&line[0]));
    }
    for line in table(include_str!("../../data/lexicon/countries.csv")) {
        places.insert(fold(&line[0]), fold(&line[1]));
        places.insert(fold(&line[1]), fold(&line[1]));
    }
    for line in table(include_str!("../../data/lexicon/places.csv")) {
        for form in forms(&line[0]).chain(forms(&line[1])) {
            places.insert(fold(form), fold(&line[1]));
        }
    }
    places
});

/// One name for a place in both languages (`Ciudad de México`, `CDMX` and `Mexico City` agree), or `None` for an unknown one.
pub(crate) fn place(form: &str) -> Option<&'static str> {
    PLACES.get(&fold(form)).map(String::as_str)
}

static ENGLISH_PLACES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    for line in table(include_str!("../../data/lexicon/countries.csv")) {
        places.insert(fold(&line[0]), line[1].to_owned());
    }
    for line in table(include_str!("../../data/lexicon/places.csv")) {
        let english = forms(&line[1]).next().unwrap_or_default();
        places.extend(forms(&line[0]).map(|form| (fold(form), english.to_owned())));
    }
    places
});

/// What a place that has another name in English is called there.
pub(crate) fn english_place(spanish: &str) -> Option<&'static str> {
    ENGLISH_PLACES.get(&fold(spanish)).map(String::as_str)
}

static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut names = HashSet::new();
    for line in table(include_str!("../../data/lexicon/names.csv")) {
        names.extend(line[0].split_whitespace().map(fold));
    }
    for place in PLACES.keys().filter(|place| !place.contains(' ')) {
        names.insert(place.clone());
    }
    names
});

static EXONYMS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for line in table(include_str!("../../data/lexicon/exonyms.csv")) {
        names.entry(fold(&line[0])).or_default().extend(forms(&line[1]).map(fold));
    }
    names
});

/// What a folded Spanish name of a person is in other languages, folded: `pablo` is `paul`.
pub(crate) fn exonyms(spanish: &str) -> &'static [String] {
    EXONYMS.get(spanish).map_or(&[], Vec::as_slice)
}

static MORE_GIVEN: LazyLock<HashSet<String>> =
    LazyLock::new(|| table(include_str!("../../data/lexicon/given_names.csv")).map(|line| fold(&line[0])).collect());

/// Whether a folded word is a given name, of any country.
pub(crate) fn is_given_anywhere(folded: &str) -> bool {
    is_given(folded) || MORE_GIVEN.contains(folded) || EXONYMS.contains_key(folded)
}

static ACCENTS: LazyLock<HashMap<String, (String, AccentKind)>> = LazyLock::new(|| {
    let kind = |word: &str| if word == "word" { AccentKind::Word } else { AccentKind::Verb };
    table(include_str!("../../data/lexicon/accents.csv")).map(|line| (line[0].to_owned(), (line[1].to_owned(), kind(&line[2])))).collect()
});

/// What a Spanish word without its accent should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccentKind {
    /// `tambien`: no word without its accent.
    Word,
    /// `afirmo`: another person of the verb, or `recibio`, none.
    Verb,
}

/// The right form of a lower-case Spanish word that has lost its accent, where there is no doubt (in a caption, for verbs).
pub(crate) fn accented(lower: &str) -> Option<(&'static str, AccentKind)> {
    ACCENTS.get(lower).map(|(right, kind)| (right.as_str(), *kind))
}

static NAME_FORMS: LazyLock<HashMap<String, (String, bool)>> = LazyLock::new(|| {
    let mut forms: HashMap<String, (String, bool)> = HashMap::new();
    for line in table(include_str!("../../data/lexicon/names.csv")) {
        for word in line[0].split_whitespace() {
            let known = forms.entry(fold(word)).or_insert_with(|| (word.to_lowercase(), false));
            known.1 |= &line[1] == "given";
        }
    }
    forms
});

/// How a folded name is written, in lower case: `sanchez` is `sánchez`.
pub(crate) fn name_form(folded: &str) -> Option<&'static str> {
    NAME_FORMS.get(folded).map(|form| form.0.as_str())
}

/// Whether a folded word is a given name.
pub(crate) fn is_given(folded: &str) -> bool {
    NAME_FORMS.get(folded).is_some_and(|form| form.1)
}

/// Whether a folded word is a given name, a surname or a one-word place.
pub(crate) fn is_name(folded: &str) -> bool {
    NAMES.contains(folded)
}

/// What is known of words: how often each stands in either language, and what it is in the other.
pub(crate) struct Vocabulary(Block);

/// The vocabulary of both languages.
pub(crate) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary(Block::new(include_bytes!(concat!(env!("OUT_DIR"), "/words.bin")))));
    &VOCABULARY
}

impl Vocabulary {
    /// A lower-case word, where it is known; Spanish ones also without their accents.
    pub(crate) fn find(&self, word: &str) -> Option<WordId> {
        self.0.find(word)
    }

    /// How often a lower-case word was seen in Spanish and in English text of equal size (120,000 sentences each).
    pub(crate) fn counts(&self, word: &str) -> (f32, f32) {
        self.find(word).map_or((0.0, 0.0), |word| self.counts_of(word))
    }

    /// The same of a word that was found.
    pub(crate) fn counts_of(&self, word: WordId) -> (f32, f32) {
        self.0.counts(word)
    }

    /// What a Spanish word is in English, with probabilities.
    pub(crate) fn translations(&self, spanish: WordId) -> impl Iterator<Item = (WordId, f32)> + '_ {
        self.0.translations(spanish)
    }
}

/// The languages of `function_words.csv`: English, Spanish, Portuguese, Galician, Catalan, Italian, French, Romanian.
pub(crate) const FUNCTION_LANGUAGES: usize = 8;

static FUNCTION_WORDS: LazyLock<HashMap<String, [f32; FUNCTION_LANGUAGES]>> = LazyLock::new(|| {
    let lines = table(include_str!("../../data/lexicon/function_words.csv"));
    let rates = |line: &csv::StringRecord| std::array::from_fn(|at| line[at + 1].parse().unwrap_or(0.0));
    lines.map(|line| (line[0].to_owned(), rates(&line))).collect()
});

/// How often a lower-case function word stands in a thousand words of each language.
pub(crate) fn function_word(word: &str) -> Option<&'static [f32; FUNCTION_LANGUAGES]> {
    FUNCTION_WORDS.get(word)
}

/// All of them, with their rates.
pub(crate) fn function_words() -> impl Iterator<Item = (&'static str, &'static [f32; FUNCTION_LANGUAGES])> {
    FUNCTION_WORDS.iter().map(|(word, rates)| (word.as_str(), rates))
}

static CUES: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    let language = |code: &str| if code == "es" { Language::Spanish } else { Language::English };
    table(include_str!("../../data/lexicon/cues.csv")).map(|line| (line[1].to_owned(), language(&line[0]))).collect()
});

/// The language of a lower-case word that speaks for it even with a capital: offices, verbs of headlines, function words.
pub(crate) fn cue(lower: &str) -> Option<Language> {
    CUES.get(lower).copied()
}

/// Whom a word makes a text's speaker, or whom it speaks to. What says so describes no picture, but for one in whose album it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// `I`
    Myself,
    /// `you`
    Addressee,
    /// `my`, `your`, `our`
    Owner,
    /// `we`
    Group,
    /// `quien siembra`
    Anyone,
}

static SPEAKERS: LazyLock<HashMap<String, Speaker>> = LazyLock::new(|| {
    let kinds = [
        ("self", Speaker::Myself),
        ("addressee", Speaker::Addressee),
        ("owner", Speaker::Owner),
        ("group", Speaker::Group),
        ("anyone", Speaker::Anyone),
    ];
    let mut found = HashMap::new();
    for line in table(include_str!("../../data/lexicon/speakers.csv")) {
        // a proof: a test reads every line
        let kind = kinds.iter().find(|(name, _)| *name == &line[0]).expect("a kind of speaker").1;
        found.extend(forms(&line[2]).map(|word| (word.to_owned(), kind)));
    }
    found
});

/// No word of a speaker is longer, in bytes.
const LONGEST_SPEAKER: usize = 8;

/// Whom a word speaks of.
pub(crate) fn speaker(word: &str) -> Option<Speaker> {
    if word.len() > LONGEST_SPEAKER { None } else { SPEAKERS.get(&word.to_lowercase()).copied() }
}

/// What lines of a page hold that are no captions: `label`, `start` or `few`, and the folded words.
pub(crate) fn boilerplate() -> impl Iterator<Item = (String, String)> {
    table(include_str!("../../data/lexicon/boilerplate.csv")).map(|line| (line[0].to_owned(), line[2].to_owned()))
}

/// All words that speak for a language even with a capital.
pub(crate) fn cues() -> impl Iterator<Item = (&'static str, Language)> {
    CUES.iter().map(|(word, language)| (word.as_str(), *language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tables_read() {
        assert_eq!(agency("CUARTOSCURO.COM").unwrap().name, "Cuartoscuro");
        assert_eq!(agency("notimx").unwrap().name, "Notimex");
        assert!(agency("Pazos").is_none());
        assert_eq!((month("Sept"), month("dicembre"), month("MAYO"), month("Foto")), (Some(9), Some(12), Some(5), None));
        assert!(is_desk("POL"));
        assert!(glossary().institutions.len() >= 150);
        assert_eq!(place("CDMX"), place("Ciudad de México"));
        assert!(is_name("zumaya") || is_name("garcia"));
        assert!(vocabulary().counts("gobierno").0 > 0.0);
        assert!(function_word("não").is_some());
        assert_eq!(cue("governor"), Some(Language::English));
    }

    #[test]
    fn institutions_agree_over_languages() {
        let find = |text: &str| {
            let words: Vec<&str> = crate::text::words(text).map(|w| w.of(text)).collect();
            glossary().find(&words).into_iter().map(|(number, _)| number).collect::<Vec<_>>()
        };
        assert_eq!(find("de Gobernación")[0], find("the Interior Secretariat")[0]);
        assert_eq!(find("la CIDH")[0], find("the Inter-American Commission on Human Rights")[0]);
    }

    #[test]
    fn one_slip_is_a_letter_or_two_neighbours() {
        for (a, b) in [
            ("notimex", "notimex"),
            ("notimex", "notimx"),
            ("notimex", "notimeex"),
            ("notimex", "notinex"),
            ("notimex", "ontimex"),
            ("aaa", "aa"),
            ("ñ", ""),
        ] {
            assert!(within_one_slip(a, b) && within_one_slip(b, a), "{a} {b}");
        }
        for (a, b) in [("notimex", "notmix"), ("notimex", "noximet"), ("abcd", "badc"), ("ab", ""), ("", "xy"), ("ñu", "un")] {
            assert!(!within_one_slip(a, b) && !within_one_slip(b, a), "{a} {b}");
        }
    }
}
