//! Places and those who are from there: `Guadalajara`, `Austria`, `hondureño`.

use super::phrases::{Mark, Phrases};
use super::reading::Reading;
use crate::lexicon::{self, table};
use crate::text::{fold, is_capitalised};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// `Toluca`
    City,
    /// `Jalisco`
    State,
    /// `Puebla`, both.
    CityAndState,
    /// `Baviera`
    Region,
    /// `Austria`
    Country,
    /// `Europa`
    Continent,
    /// `Unión Europea`, no place.
    Union,
}

impl Size {
    /// Whether two places of these sizes, both known by different names, must be two.
    pub(crate) fn are_apart(self, other: Self) -> bool {
        let state = |size| matches!(size, Self::State | Self::CityAndState);
        let city = |size| matches!(size, Self::City | Self::CityAndState);
        self == other && self != Self::Union || state(self) && state(other) || city(self) && city(other)
    }
}

/// A known place.
struct Known {
    size: Size,
    /// The place that it lies in.
    lies_in: Option<usize>,
}

/// All known places, and how they and those from there are called.
struct Gazetteer {
    places: Vec<Known>,
    /// In English and in Spanish.
    names: [Phrases; 2],
    of: [Phrases; 2],
}

/// A Spanish word of origin in its other forms.
fn declined(form: &str) -> Vec<String> {
    let plain = || {
        form.chars()
            .map(|c| match c {
                'á' => 'a',
                'é' => 'e',
                'í' => 'i',
                'ó' => 'o',
                c => c,
            })
            .collect::<String>()
    };
    if let Some(stem) = form.strip_suffix('o') {
        return ["o", "a", "os", "as"].map(|end| format!("{stem}{end}")).to_vec();
    }
    if form.ends_with(['e', 'a', 'í']) {
        return vec![form.to_owned(), format!("{form}s"), format!("{form}es")];
    }
    [form.to_owned()].into_iter().chain(["a", "es", "as"].map(|end| format!("{}{end}", plain()))).collect()
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut places: Vec<Known> = Vec::new();
    let mut numbers: HashMap<(String, bool), usize> = HashMap::new();
    let (mut names, mut of) = ([Phrases::default(), Phrases::default()], [Phrases::default(), Phrases::default()]);
    let mut number = |places: &mut Vec<Known>, name: &str, size: Size| {
        *numbers.entry((fold(name), matches!(size, Size::Country | Size::Union))).or_insert_with(|| {
            places.push(Known { size, lies_in: None });
            places.len() - 1
        })
    };
    for line in table(include_str!("../../data/lexicon/countries.csv")) {
        let at = number(&mut places, &line[1], Size::Country);
        names[0].add(&line[1], at);
        names[1].add(&line[0], at);
    }
    for line in table(include_str!("../../data/lexicon/gazetteer.csv")) {
        let size = match &line[0] {
            "city" => Size::City,
            "state" => Size::State,
            "city-and-state" => Size::CityAndState,
            "region" => Size::Region,
            "continent" => Size::Continent,
            "union" => Size::Union,
            _ => Size::Country,
        };
        let first = line[2].split('|').next().unwrap_or_default();
        let at = number(&mut places, first, size);
        if !line[3].is_empty() {
            places[at].lies_in = Some(number(&mut places, &line[3], Size::Country));
        }
        places[at].size = size;
        names[0].add(&line[2], at);
        names[1].add(&line[1], at);
        // Spanish prints English names too
        line[2].split('|').filter(|form| form.len() > 3).for_each(|form| names[1].add(form, at));
        for form in line[4].split('|').filter(|form| !form.is_empty()).flat_map(declined) {
            of[1].add(&form, at);
        }
        for form in line[5].split('|').filter(|form| !form.is_empty()) {
            of[0].add(form, at);
            of[0].add(&format!("{form}s"), at);
        }
    }
    let mexico = number(&mut places, "Mexico", Size::Country);
    for line in table(include_str!("../../data/lexicon/cities.csv")) {
        let name = fold(&line[0]);
        let word = |at: usize| name.split(' ').nth(at).unwrap_or_default();
        let known = names[1].find(word).is_some_and(|(length, _)| length == name.split(' ').count());
        if known {
            continue;
        }
        let at = number(&mut places, &line[0], Size::City);
        places[at].lies_in = Some(mexico);
        for side in &mut names {
            side.add(&line[0], at);
            // `Comitán de Domínguez` is called `Comitán`
            if let Some((short, _)) = line[0].split_once(" de ").filter(|(short, _)| short.len() > 4) {
                side.add_form(short, at, Mark::May);
            }
        }
    }
    Gazetteer { places, names: names.map(Phrases::sorted), of: of.map(Phrases::sorted) }
});

/// A place as a text names it.
#[derive(Debug)]
pub(crate) struct Mentioned {
    /// Its numbers: some names are those of several places.
    pub(crate) places: Vec<usize>,
    /// What it is, the first of them.
    pub(crate) size: Size,
    /// Whether the word says who is from there.
    pub(crate) of: bool,
    /// Whether it can be nothing else; a Spanish word of origin with a capital may be a surname.
    pub(crate) states: bool,
    /// Its words.
    pub(crate) words: Range<usize>,
}

impl Mentioned {
    /// Whether both may be one place, or one lies in the other.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let lies_in = |at: usize| GAZETTEER.places[at].lies_in;
        self.places.iter().any(|&a| other.places.iter().any(|&b| a == b || lies_in(a) == Some(b) || lies_in(b) == Some(a)))
    }

    /// Whether both are the same place.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.places.iter().any(|a| other.places.contains(a))
    }
}

/// `German-born`
fn says_origin(tail: &str) -> bool {
    matches!(
        tail,
        "born" | "led" | "backed" | "made" | "speaking" | "owned" | "built" | "based" | "language" | "style" | "controlled" | "run"
    )
}

/// Words after which a place stands.
fn leads(word: &str) -> bool {
    matches!(
        word,
        "en" | "de" | "desde" | "hasta" | "hacia" | "a" | "in" | "at" | "from" | "near" | "of" | "to" | "del" | "por" | "outside"
    )
}

/// The places that a text names, in order.
pub(crate) fn find(side: &Reading) -> Vec<Mentioned> {
    let gazetteer = &*GAZETTEER;
    let language = usize::from(side.spanish);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < side.words.len() {
        let word = |ahead: usize| side.folded(at + ahead);
        // `Zurich-based`
        let head = |ahead: usize| if ahead == 0 { word(0).split_once('-').map_or("", |(head, _)| head) } else { word(ahead) };
        let capital = is_capitalised(side.words[at].text);
        let names = &gazetteer.names[language];
        // `Middle-East`, `East-Jerusalem`
        let parts: Vec<&str> = word(0).split('-').collect();
        let whole = || {
            names.find(|ahead| parts.get(ahead).copied().unwrap_or_default()).filter(|(length, _)| *length == parts.len() && *length > 1)
        };
        let last = || {
            parts
                .split_last()
                .filter(|(_, rest)| !rest.is_empty())
                .and_then(|(last, _)| names.find(|ahead| if ahead == 0 { last } else { "" }))
        };
        let joined = || whole().or_else(last).map(|(_, lines)| (1, lines));
        let place = || names.find(word).or_else(|| names.find(head)).or_else(joined).filter(|_| capital);
        // Spanish writes origins small: `Arnoldo Alemán` is a name
        let cased = if side.spanish { !capital || side.opens_sentence(at) } else { capital };
        let born = || side.words[at].folded.split_once('-').is_some_and(|(_, tail)| says_origin(tail));
        let of = || {
            gazetteer.of[language]
                .find(word)
                .or_else(|| gazetteer.of[language].find(head).filter(|_| born()))
                .filter(|_| capital || side.spanish)
        };
        let Some((length, lines, from)) = place().map(|(n, l)| (n, l, false)).or_else(|| of().map(|(n, l)| (n, l, true))) else {
            at += 1;
            continue;
        };
        let words = at..at + length;
        if from || stands_alone(side, &words) {
            let places: Vec<usize> = lines.iter().map(|(line, _)| *line).collect();
            let states = !from || cased;
            found.push(Mentioned { size: gazetteer.places[places[0]].size, places, of: from, states, words: words.clone() });
        }
        at = words.end;
    }
    found
}

/// Whether a place's name is no part of a longer name, and no person's.
fn stands_alone(side: &Reading, words: &Range<usize>) -> bool {
    let first = &side.words[words.start];
    let capital = |at: usize| side.words.get(at).is_some_and(|w| is_capitalised(w.text) && w.text.chars().count() > 1);
    // `Ana Guerrero`, not `Ciudad Guerrero`; `Mayor of`, `Monterrey Mayor` are no names
    let before = side.joined(words.start) && {
        let word = &side.words[words.start - 1];
        capital(words.start - 1) && !side.opens_sentence(words.start - 1) && lexicon::cue(&word.lower).is_none()
            || lexicon::is_given(&word.folded) && capital(words.start - 1)
    };
    let behind = side.joined(words.end) && capital(words.end) && side.words[words.end].text.chars().any(char::is_lowercase) && {
        let next = &side.words[words.end];
        side.spanish || lexicon::name_form(&next.folded).is_some()
    };
    let surname = words.len() == 1 && lexicon::name_form(&first.folded).is_some();
    let led = words.start > 0 && leads(&side.words[words.start - 1].lower);
    !(before || behind) && (!surname || led)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, spanish: bool) -> Vec<(String, Size)> {
        let side = Reading::of(text, 0, spanish);
        find(&side).into_iter().map(|m| (side.place(&m.words).of(text).to_owned(), m.size)).collect()
    }

    #[test]
    fn places_and_who_is_from_there() {
        let found = seen("La alcaldesa hondureña de Guadalajara viajó a Puebla y a la Ciudad de México con Ana Guerrero.", true);
        let sizes =
            [("hondureña", Size::Country), ("Guadalajara", Size::City), ("Puebla", Size::CityAndState), ("Ciudad de México", Size::City)];
        assert_eq!(found, sizes.map(|(name, size)| (name.to_owned(), size)));
        assert_eq!(seen("Spaniards from Havana", false).len(), 2);
    }
}
