//! Places, persons and other names that disagree.

use super::names::Mention;
use super::numbers::roman;
use super::places::{self, Mentioned};
use super::reading::{COMMON, Reading, SEEN, may_translate};
use super::{Found, Kind};
use crate::lexicon::{self, vocabulary};
use crate::text::word::Word;
use crate::text::{is_capitalised, is_upper};
use std::ops::Range;

pub(super) fn compare(found: &mut Found) {
    let (es, en) = (places::find(found.es), places::find(found.en));
    let (spanish, english) = geography(found, &es, &en);
    names(found, (&es, spanish), (&en, english));
}

/// Known places that only one side names; gives back those that are in no difference yet.
fn geography(found: &mut Found, es: &[Mentioned], en: &[Mentioned]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (source, target) = (only_here(es, en, found.es, found.en), only_here(en, es, found.en, found.es));
    let pairs: Vec<(&Mentioned, &Mentioned)> =
        source.iter().flat_map(|a| target.iter().map(move |b| (*a, *b))).filter(|(a, b)| a.size.are_apart(b.size)).collect();
    if let [(a, b)] = pairs[..] {
        found.apart(Kind::Place, &a.words, &b.words, source.len() == 1 && target.len() == 1);
        return (Vec::new(), Vec::new());
    }
    if !pairs.is_empty() && source.len() == target.len() {
        source
            .iter()
            .zip(&target)
            .filter(|(a, b)| a.size.are_apart(b.size))
            .for_each(|(a, b)| found.apart(Kind::Place, &a.words, &b.words, false));
        return (Vec::new(), Vec::new());
    }
    // a place that one side names twice, the other once and then another one
    let twice = match (&source[..], &target[..]) {
        ([], [b]) => named_more_often(es, en, b).map(|a| (a, *b)),
        ([a], []) => named_more_often(en, es, a).map(|b| (*a, b)),
        _ => None,
    };
    if let Some((a, b)) = twice {
        found.apart(Kind::Place, &a.words, &b.words, false);
        return (Vec::new(), Vec::new());
    }
    let named = |all: Vec<&Mentioned>| {
        all.into_iter().filter(|p| !p.of && p.size != places::Size::Union).map(|p| p.words.clone()).collect::<Vec<_>>()
    };
    (named(source), named(target))
}

/// The places of a side that the other names neither itself nor by a place that only the other names and that lies around or in it.
fn only_here<'p>(own: &'p [Mentioned], others: &[Mentioned], side: &Reading, other: &Reading) -> Vec<&'p Mentioned> {
    // `Australian` is no other way to write `austriaca`
    let known = |at: usize| others.iter().any(|place| place.words.contains(&at));
    let unknown = |word: &Word| {
        let same = |(at, there): (usize, &Word)| !known(at) && is_same(word, there, side.spanish);
        other.words.iter().enumerate().any(same)
    };
    let mut alone: Vec<&Mentioned> = Vec::new();
    for place in own {
        let named = || place.words.clone().any(|at| side.words[at].folded.len() > 3 && unknown(&side.words[at]));
        let again = alone.iter().any(|known| known.is(place));
        let around = |there: &&Mentioned| !own.iter().any(|here| here.is(there));
        let said = others.iter().any(|there| there.is(place)) || others.iter().filter(around).any(|there| there.may_be(place));
        if place.states && !again && !said && !named() {
            alone.push(place);
        }
    }
    alone
}

/// Of as many places of one size on both sides, the one that `own` names once more than the others do, who name `instead`.
fn named_more_often<'p>(own: &'p [Mentioned], others: &[Mentioned], instead: &Mentioned) -> Option<&'p Mentioned> {
    let like = |place: &&Mentioned| place.size == instead.size;
    let count = |all: &[Mentioned], place: &Mentioned| all.iter().filter(|there| there.is(place)).count();
    let equal = own.iter().filter(like).count() == others.iter().filter(like).count();
    own.iter().filter(like).find(|place| equal && count(own, place) == count(others, place) + count(others, instead))
}

/// Names that only one side has, among them known places.
fn names(found: &mut Found, (es, places): (&[Mentioned], Vec<Range<usize>>), (en, beyond_places): (&[Mentioned], Vec<Range<usize>>)) {
    let left = |side: &Reading, places: &[Mentioned], other: &Reading| -> Vec<(Range<usize>, bool)> {
        // `Helena` is a Greek woman only where nothing else is named
        let known = |range: &Range<usize>| {
            let covers = |p: &Mentioned| p.states || p.words == *range && range.len() == 1;
            places.iter().any(|p| p.words.start < range.end && range.start < p.words.end && covers(p))
        };
        let mut alone: Vec<(Range<usize>, bool)> = Vec::new();
        for mention in side.mentions() {
            let range = unsaid_part(named_part(mention, side), side, other);
            let parts = || side.words[range.clone()].iter().filter(|word| is_capitalised(word.text));
            let again = || alone.iter().any(|(there, _)| parts().any(|w| side.words[there.clone()].iter().any(|t| t.folded == w.folded)));
            let timed = parts().any(|word| lexicon::month(word.text).is_some() || lexicon::weekday(&word.folded).is_some());
            let measured = range.len() == 1 && matches!(side.folded(range.start), "fahrenheit" | "celsius" | "richter");
            if !timed && !measured && parts().all(|word| !said(word, other, side.spanish)) && !known(&range) && !again() {
                let person = is_person(&side.words[range.clone()], mention, side);
                alone.push((range, person));
            }
        }
        alone
    };
    let (source, target) = (left(found.es, es, found.en), left(found.en, en, found.es));
    let persons =
        |all: &[(Range<usize>, bool)]| all.iter().filter(|(_, person)| *person).map(|(words, _)| words.clone()).collect::<Vec<_>>();
    let (people, there) = (persons(&source), persons(&target));
    let others =
        |all: &[(Range<usize>, bool)]| all.iter().filter(|(_, person)| !*person).map(|(words, _)| words.clone()).collect::<Vec<_>>();
    let (rest, beyond) = (others(&source), others(&target));
    if people.len() == there.len() {
        found.left(Kind::Person, &people, &there, rest.is_empty() && beyond.is_empty());
    } else if let (1, 1) = (source.len(), target.len()) {
        // one is a person beyond doubt, the other may be
        found.apart(Kind::Person, &source[0].0, &target[0].0, false);
        places.iter().for_each(|words| found.only_spanish(Kind::Place, words));
        beyond_places.iter().for_each(|words| found.only_english(Kind::Place, words));
        return;
    } else {
        found.left(Kind::Person, &people, &there, false);
    }
    // a known place and a name that is none, one on each side
    let placed = [&places, &beyond_places].map(|all| all.first().cloned());
    let one = |rest: &[Range<usize>], places: &[Range<usize>]| match (rest, places) {
        ([one], []) | ([], [one]) => Some(one.clone()),
        _ => None,
    };
    let proper =
        |side: &Reading, words: &Range<usize>, place: &Option<Range<usize>>| place.as_ref() == Some(words) || is_proper(side, words);
    if let (Some(a), Some(b)) = (one(&rest, &places), one(&beyond, &beyond_places))
        && (!rest.is_empty() || !beyond.is_empty())
        && proper(found.es, &a, &placed[0])
        && proper(found.en, &b, &placed[1])
    {
        let place = stands_for_place(found.es, &a) && stands_for_place(found.en, &b) || placed.iter().any(Option::is_some);
        found.apart(if place { Kind::Place } else { Kind::Organisation }, &a, &b, false);
    } else {
        places.iter().for_each(|words| found.only_spanish(Kind::Place, words));
        beyond_places.iter().for_each(|words| found.only_english(Kind::Place, words));
        rest.iter().for_each(|words| found.only_spanish(Kind::Person, words));
        beyond.iter().for_each(|words| found.only_english(Kind::Person, words));
    }
}

/// The words of a name; of `Daily Variety Todd McCarthy` those of the person, of `Martin Sander de la Universidad de Bonn` too.
fn named_part(mention: &Mention, side: &Reading) -> Range<usize> {
    let range = mention.range();
    let given = |at: usize| lexicon::is_given_anywhere(&side.words[at].folded);
    let capital = |at: usize| is_capitalised(side.words[at].text);
    let start = (range.start + 1..range.end.saturating_sub(1))
        .find(|&at| capital(at) && given(at) && !given(at - 1) && capital(at - 1) && capital(at + 1));
    let start = start.filter(|_| !given(range.start) && lexicon::name_form(&side.words[range.start].folded).is_none());
    let start = start.unwrap_or(range.start);
    // what `de` leads to behind two words of a person is where that one is from
    let long = |at: usize| at >= start + 2 && given(start);
    let end = (start + 1..range.end).find(|&at| !capital(at) && long(at) && lexicon::name_form(side.folded(range.end - 1)).is_none());
    start..end.unwrap_or(range.end)
}

/// The words of a name behind those that the other side says too: of `Istmo de Tehuantepec`, beside `Isthmus`, the last.
fn unsaid_part(range: Range<usize>, side: &Reading, other: &Reading) -> Range<usize> {
    let capital = |at: usize| is_capitalised(side.words[at].text);
    let mut start = range.start;
    while let Some(next) = (start + 1..range.end).find(|&at| capital(at))
        && next > start + 1
        && said(&side.words[start], other, side.spanish)
    {
        start = next;
    }
    start..range.end
}

/// Whether a name is a person's: two words or more, the first a given name.
fn is_person(words: &[Word], mention: &Mention, side: &Reading) -> bool {
    let capitals = words.iter().filter(|w| is_capitalised(w.text)).count();
    let named = lexicon::is_given_anywhere(&words[0].folded) || mention.is_person(side);
    named && capitals > 1 && capitals < 6 && words.iter().all(|w| !is_upper(w.text) || roman(w.text).is_some())
}

/// Whether no word of a name is a word of the language: `Laico`, `Council` may be said in many ways.
fn is_proper(side: &Reading, words: &Range<usize>) -> bool {
    side.words[words.clone()].iter().all(|word| {
        let (es, en) = vocabulary().counts(&word.lower);
        let (own, foreign) = if side.spanish { (es, en) } else { (en, es) };
        let strange = own < 1.0 && foreign < 20.0 && !is_derived(&word.folded, side.spanish);
        lexicon::is_name(&word.folded) || roman(word.text).is_some() || !is_capitalised(word.text) || strange
    })
}

/// Whether a word has an ending that makes words of a language, not names: `Fecundidad`, `Pragmatism`, `Republican`.
fn is_derived(folded: &str, spanish: bool) -> bool {
    const SPANISH: &[&str] = &["dad", "dades", "cion", "ciones", "sion", "ismo", "miento", "ales", "istas", "ados", "adas", "ores", "anza"];
    const ENGLISH: &[&str] =
        &["tion", "tions", "sion", "ity", "ism", "ment", "ics", "ness", "ian", "ians", "ican", "icans", "ists", "crats", "ance"];
    let endings = if spanish { SPANISH } else { ENGLISH };
    endings.iter().any(|ending| folded.ends_with(ending))
}

fn stands_for_place(side: &Reading, words: &Range<usize>) -> bool {
    let before = words.start.checked_sub(1).map_or("", |at| side.folded(at));
    let possessive = side.behind(&side.words[words.end - 1]).starts_with(['\'', '’']);
    matches!(before, "en" | "de" | "del" | "a" | "in" | "at" | "of" | "from" | "near" | "to" | "desde" | "hacia") || possessive
}

/// Whether the other side says a word of a name in its own way, or translates it.
fn said(word: &Word, other: &Reading, spanish: bool) -> bool {
    spelled(word, other, spanish) || other.words.iter().any(|there| if spanish { translates(word, there) } else { translates(there, word) })
}

/// Whether the other side has a word of a name: the same, spelled otherwise, in another language.
fn spelled(word: &Word, other: &Reading, spanish: bool) -> bool {
    other.words.iter().any(|there| is_same(word, there, spanish))
}

/// Whether a word of the other side is a word of a name: the same, spelled otherwise, in another language.
fn is_same(word: &Word, there: &Word, spanish: bool) -> bool {
    let own = word.folded.as_str();
    let (es, en) = if spanish { (own, there.folded.as_str()) } else { (there.folded.as_str(), own) };
    there.folded == own
        || is_capitalised(there.text) && resembles(own, &there.folded)
        || lexicon::exonyms(es).iter().any(|form| form == en)
        || there.folded.split('-').any(|part| part.len() > 2 && part == own)
        || own.split('-').any(|part| part.len() > 2 && part == there.folded)
}

/// Whether a word of a Spanish name is translated by an English one: `Banco`, `Bank`; `Democracia`, `Democracy`.
fn translates(es: &Word, en: &Word) -> bool {
    let known = vocabulary();
    let (Some(source), Some(target)) = (known.find(&es.lower), known.find(&en.lower)) else { return false };
    // of rare words the table knows little, and what often stands in English translates nothing
    if known.counts_of(source).0 < SEEN || known.counts_of(target).1 > COMMON || lexicon::is_given_anywhere(&es.folded) {
        return false;
    }
    let alike = es.folded.len() > 4 && is_capitalised(en.text) && may_translate(es, &en.lower);
    en.folded.len() > 2 && (known.translations(source).any(|(word, p)| word == target && p > 0.12) || alike)
}

/// Whether two folded names are one as two languages write it: `jruschov`, `khrushchev`.
pub(super) fn resembles(a: &str, b: &str) -> bool {
    if lexicon::is_name(a) && lexicon::is_name(b) {
        return lexicon::within_one_slip(a, b) && a.len() > 4;
    }
    if a.len() > 3 && lexicon::within_one_slip(a, b) {
        return true;
    }
    let head = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    if head >= 4 && head * 2 >= a.len().min(b.len()) && !lexicon::is_given_anywhere(a) && !lexicon::is_given_anywhere(b) {
        return true;
    }
    let close = |a: &[u8], b: &[u8]| edits(a, b) * 3 <= a.len().max(b.len());
    let (x, y) = (heard(a), heard(b));
    close(a.as_bytes(), b.as_bytes()) || x.len().min(y.len()) > 2 && x[0] == y[0] && (close(&x, &y) && x.len().max(y.len()) > 3 || x == y)
}

/// The consonants of a name, those that transcriptions confuse as one.
fn heard(name: &str) -> Vec<u8> {
    let mut sounds: Vec<u8> = Vec::new();
    for c in name.replace("ph", "f").bytes() {
        let c = match c {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'\'' | b'-' => continue,
            b'k' | b'q' | b'c' | b'g' | b'j' | b'x' => b'k',
            b'w' | b'v' | b'b' | b'f' => b'v',
            b'z' | b's' => b's',
            b'd' | b't' => b't',
            b'm' | b'n' => b'n',
            c => c,
        };
        if sounds.last() != Some(&c) {
            sounds.push(c);
        }
    }
    sounds
}

/// Letters lost, added or exchanged between two short words.
fn edits(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let exchanged = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
