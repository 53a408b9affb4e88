//! Numbers, sums, shares, ages, measures, scores and years that disagree.

use super::clock;
use super::dates;
use super::numbers::{self, Part};
use super::quantity::{Currency, Kind as Counts, Quantity};
use super::reading::{Reading, may_translate, translates};
use super::{Found, Kind};
use crate::text::is_capitalised;
use crate::text::word::Word;
use std::ops::Range;

/// What a side states in numbers.
struct Stated<'q> {
    numbers: Vec<&'q Quantity>,
    /// Years, each with its word.
    years: Vec<(usize, i16)>,
    /// `3-1`
    scores: Vec<(usize, [u32; 2])>,
    /// `cientos de miles`: so many at least.
    magnitudes: Vec<(Range<usize>, f64)>,
    /// `triple`
    multiples: Vec<(usize, f64)>,
    /// `XIX`
    romans: Vec<(usize, f64)>,
    /// What words and figures of any kind say, or may say.
    said: Vec<f64>,
    /// Low places in a row, which are said by no number: `segunda`, `two`.
    places: Vec<f64>,
}

impl<'q> Stated<'q> {
    fn of(side: &'q Reading) -> Self {
        let clocks = clock::find(side);
        let timed = |at: &Range<usize>| clocks.iter().any(|c| c.words.start < at.end && at.start < c.words.end);
        let mut stated = Self {
            numbers: Vec::new(),
            years: side.days().iter().filter_map(|day| Some((day.words.end - 1, day.year?))).collect(),
            scores: Vec::new(),
            magnitudes: Vec::new(),
            multiples: Vec::new(),
            romans: Vec::new(),
            said: Vec::new(),
            places: Vec::new(),
        };
        let mut magnitude_at = 0;
        let mut counted = vec![false; side.words.len()];
        for quantity in side.quantities() {
            counted[quantity.words.clone()].fill(true);
        }
        for (at, word) in side.words.iter().enumerate() {
            let score = score(word.text);
            if !counted[at] && score.is_none() {
                stated.listen(side, at);
            }
            if let Some(score) = score {
                stated.scores.push((at, score));
            }
            stated.years.extend(span_of_years(word.text).into_iter().flatten().map(|year| (at, year)));
            if let Some(roman) = numbers::roman(word.text) {
                stated.romans.push((at, roman));
                stated.said.push(roman);
            }
            if let Some(value) = numbers::value(&word.folded, Part::Multiple, side.spanish) {
                stated.multiples.push((at, value));
            }
            if at >= magnitude_at
                && let Some((value, end)) = magnitude(side, at)
            {
                stated.magnitudes.push((at..end, value));
                magnitude_at = end;
            }
        }
        for quantity in side.quantities() {
            let low = quantity.kind == Counts::Ordinal && quantity.value <= LOW;
            let said = if low { &mut stated.places } else { &mut stated.said };
            said.extend([Some(quantity.value), quantity.other].into_iter().flatten());
            let at = quantity.words.start;
            let decade = quantity.unit.as_deref() == Some("s");
            if timed(&quantity.words) || decade || part_of_name(side, quantity) {
                continue;
            }
            if let Some(year) = year(side, quantity) {
                stated.years.push((at, year));
            } else if matches!(side.folded(quantity.words.end), "veces" | "times") {
                stated.multiples.push((at, quantity.value));
            } else {
                stated.numbers.push(quantity);
            }
        }
        stated
    }

    /// What a word says or may say.
    fn listen(&mut self, side: &Reading, at: usize) {
        let word = &side.words[at].folded;
        for (part, value) in
            word.split('-').chain(word.contains('-').then_some(word.as_str())).flat_map(|word| numbers::parts(word, side.spanish))
        {
            match part {
                Part::Fraction => self.said.extend([*value, 1.0 / value, value * 100.0]),
                Part::Ordinal if *value <= LOW => self.places.push(*value),
                _ => self.said.push(*value),
            }
        }
        if word.contains(['.', ',']) {
            return;
        }
        let mut run = String::new();
        for c in word.chars().chain(std::iter::once(' ')) {
            if c.is_ascii_digit() {
                run.push(c);
            } else if !run.is_empty() {
                let value: f64 = run.parse().unwrap_or_default();
                self.said.push(value);
                if run.len() == 4 && value % 10.0 == 0.0 {
                    self.said.push(value % 100.0);
                }
                run.clear();
            }
        }
    }

    /// Whether it says a value in any way.
    fn says(&self, value: f64) -> bool {
        value <= 1.0 && value.fract() == 0.0 || self.said.iter().any(|said| near(*said, value))
    }

    /// Whether it states, perhaps otherwise, what a number of the other side does.
    fn explains(&self, quantity: &Quantity) -> bool {
        let ordinal = quantity.kind == Counts::Ordinal;
        let equal = |q: &&Quantity| {
            let row = (q.kind == Counts::Ordinal) == ordinal || q.value > LOW;
            row && q.equals(quantity) || measured_alike(q, quantity)
        };
        self.numbers.iter().any(equal)
            || [Some(quantity.value), quantity.other].into_iter().flatten().any(|value| (!ordinal || value > 1.0) && self.says(value))
            || ordinal && self.places.iter().any(|place| near(*place, quantity.value))
            || self.magnitudes.iter().any(|(_, least)| quantity.value >= *least && quantity.value < least * 100.0)
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-4 * a.abs().max(b.abs())
}

/// The highest place in a row that no number says.
const LOW: f64 = 12.0;

/// Whether two measures are the same, perhaps in other units.
fn measured_alike(a: &Quantity, b: &Quantity) -> bool {
    let (Some(one), Some(other)) = (a.measure, b.measure) else { return false };
    let values = |q: &Quantity| [Some(q.value), q.other].into_iter().flatten().collect::<Vec<_>>();
    values(a).iter().any(|x| values(b).iter().any(|y| one.agrees(*x, other, *y)))
}

/// `3-1`, `6–4`
fn score(text: &str) -> Option<[u32; 2]> {
    let (a, b) = text.split_once(['-', '–'])?;
    let number = |text: &str| (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten();
    Some([number(a)?, number(b)?])
}

/// `1925-2008`
fn span_of_years(text: &str) -> Option<[i16; 2]> {
    let (from, to) = text.split_once(['-', '–'])?;
    let year = |text: &str| if text.len() == 4 { text.parse().ok().filter(|y| (1000..2100).contains(y)) } else { None };
    Some([year(from)?, year(to)?])
}

/// `cientos`, `decenas de miles`, `millones de`: the value and the number of the next word.
fn magnitude(side: &Reading, at: usize) -> Option<(f64, usize)> {
    let of = |at: usize| numbers::value(side.folded(at), Part::Magnitude, side.spanish);
    let plural = |at: usize| of(at).or_else(|| matches!(side.folded(at), "millones").then_some(1e6));
    // a number is counted in them
    let counted = at > 0 && {
        let before = side.folded(at - 1);
        before.ends_with(|c: char| c.is_ascii_digit())
            || numbers::parts(before, side.spanish).iter().any(|(part, _)| matches!(part, Part::Small | Part::Scale))
    };
    let value = plural(at).filter(|_| !counted)?;
    let joiner = |at: usize| matches!(side.folded(at), "de" | "of");
    if let Some(more) = plural(at + 2).filter(|_| joiner(at + 1)) {
        return Some((value * more, at + 3));
    }
    let vague = matches!(side.folded(at), "tens" | "scores" | "billions");
    (!vague || joiner(at + 1)).then_some((value, at + 1))
}

/// `Boeing 747`, `Sub-17`, `Línea 12`: a number that is a part of a name is no count; so is one of a list.
fn part_of_name(side: &Reading, quantity: &Quantity) -> bool {
    let at = quantity.words.start;
    let before = side.before(&side.words[at]);
    before.ends_with(['#', '/', '@']) || side.behind(&side.words[quantity.words.end - 1]).starts_with(['/', '@'])
}

/// A number that is a year.
fn year(side: &Reading, quantity: &Quantity) -> Option<i16> {
    let at = quantity.words.start;
    if quantity.kind != Counts::Plain || quantity.words.len() > 1 || quantity.measure.is_some() {
        return None;
    }
    let year = dates::year(side, at)?;
    let bracket = side.before(&side.words[at]).ends_with('(');
    let led = matches!(side.folded(at.wrapping_sub(1)), "en" | "in" | "since" | "desde");
    let counts = side.joined(at + 1) && {
        let next = &side.words[at + 1];
        // a plural noun behind `de 2000` is counted
        next.lower.ends_with('s') && next.lower.len() > 4 && !is_capitalised(next.text)
    };
    (led || bracket || !counts).then_some(year)
}

/// What kind of statement a number makes.
fn kind(quantity: &Quantity) -> Kind {
    match quantity.kind {
        Counts::Percent => Kind::Percent,
        Counts::Amount(_) => Kind::Money,
        Counts::Age => Kind::Age,
        Counts::Ordinal => Kind::Ordinal,
        Counts::Plain if quantity.measure.is_some() => Kind::Unit,
        Counts::Plain => Kind::Number,
    }
}

pub(super) fn compare(found: &mut Found) {
    let (mut es, mut en) = (Stated::of(found.es), Stated::of(found.en));
    // what one side prints as a score or a range, the other may print as two numbers
    let more = |own: &Stated, other: &Stated| {
        let alone = own.scores.iter().skip(other.scores.len()).flat_map(|(_, score)| score.map(f64::from));
        alone.collect::<Vec<_>>()
    };
    let (here, there) = (more(&es, &en), more(&en, &es));
    es.said.extend(here);
    en.said.extend(there);
    scores(found, &es, &en);
    years(found, &es, &en);
    vague(found, &es, &en);
    romans(found, &es, &en);
    units(found, &es, &en);
    let source: Vec<&Quantity> = es.numbers.iter().filter(|q| !en.explains(q)).copied().collect();
    let target: Vec<&Quantity> = en.numbers.iter().filter(|q| !es.explains(q)).copied().collect();
    currencies(found, &es, &en);
    numbers_left(found, source, target);
}

/// The same figure in units that disagree: `seis segundos`, `six minutes`.
fn units(found: &mut Found, es: &Stated, en: &Stated) {
    let alone = |own: &Stated, q: &Quantity| !own.numbers.iter().any(|other| measured_alike(other, q));
    for a in &es.numbers {
        let apart = |b: &&&Quantity| {
            let dimension = |q: &Quantity| q.measure.map(|unit| unit.dimension.as_str());
            dimension(a).is_some() && dimension(a) == dimension(b) && a.equals(b)
        };
        if alone(en, a)
            && let Some(b) = en.numbers.iter().find(apart)
            && alone(es, b)
        {
            found.apart(Kind::Unit, &a.words, &b.words, true);
        }
    }
}

fn scores(found: &mut Found, es: &Stated, en: &Stated) {
    let same = |a: &[u32; 2], b: &[u32; 2]| a == b || a[0] == b[1] && a[1] == b[0];
    // `3 a 1`
    let spelled = |score: &[u32; 2], other: &Stated| score.iter().all(|n| *n <= 1 || other.says(f64::from(*n)));
    let left = |own: &Stated, other: &Stated| -> Vec<Range<usize>> {
        let alone = own.scores.iter().filter(|(_, a)| !other.scores.iter().any(|(_, b)| same(a, b)));
        alone.filter(|(_, a)| !other.scores.is_empty() || !spelled(a, other)).map(|(at, _)| *at..*at + 1).collect()
    };
    let (mut source, mut target) = (left(es, en), left(en, es));
    let certain = source.len() == 1 && target.len() == 1;
    // what one side prints as a score and the other in words
    if source.is_empty() && es.scores.is_empty() && target.len() == 1 {
        source = said_as_score(found.es);
    } else if target.is_empty() && en.scores.is_empty() && source.len() == 1 {
        target = said_as_score(found.en);
    }
    found.left(Kind::Score, &source, &target, certain);
    if let (true, true, Some((at, _)), Some((there, _))) =
        (es.scores.len() != en.scores.len(), source.len() != target.len(), es.scores.last(), en.scores.last())
    {
        found.apart(Kind::Score, &(*at..*at + 1), &(*there..*there + 1), false);
    }
}

/// `3 a 1`, `dos goles a uno`
fn said_as_score(side: &Reading) -> Vec<Range<usize>> {
    let number = |at: usize| {
        let word = side.folded(at);
        word.parse::<f64>().ok().or_else(|| numbers::value(word, Part::Small, side.spanish)).filter(|n| *n < 20.0)
    };
    let joiner = |at: usize| matches!(side.folded(at), "a" | "por" | "to");
    let range = |at: usize| {
        number(at)?;
        let next = if matches!(side.folded(at + 1), "goles" | "tantos" | "goals") { at + 2 } else { at + 1 };
        (joiner(next) && number(next + 1).is_some()).then_some(at..next + 2)
    };
    (0..side.words.len()).find_map(range).into_iter().collect()
}

fn years(found: &mut Found, es: &Stated, en: &Stated) {
    let left = |own: &Stated, other: &Stated| -> Vec<Range<usize>> {
        let said = |year: i16| {
            other.says(f64::from(year))
                || other.years.iter().any(|(_, there)| *there == year)
                || other.says(f64::from(year % 100)) && year % 10 == 0
        };
        let mut alone: Vec<&(usize, i16)> = own.years.iter().filter(|(_, year)| !said(*year)).collect();
        alone.sort_by_key(|(at, year)| (*year, *at));
        alone.dedup_by_key(|(_, year)| *year);
        alone.into_iter().map(|(at, _)| *at..*at + 1).collect()
    };
    let (source, target) = (left(es, en), left(en, es));
    // days say it already
    let told = |found: &Found| found.all.iter().any(|d| d.kind == Kind::Year);
    if !told(found) {
        found.left(Kind::Year, &source, &target, true);
    }
}

/// Orders of magnitude and multiples.
fn vague(found: &mut Found, es: &Stated, en: &Stated) {
    let left = |own: &Stated, other: &Stated| -> Vec<Range<usize>> {
        let stated = |value: f64| {
            other.magnitudes.iter().any(|(_, there)| near(*there, value))
                || other.numbers.iter().any(|q| q.value >= value * 0.999 && q.value < value * 100.0)
                || other.says(value)
        };
        own.magnitudes.iter().filter(|(_, value)| !stated(*value)).map(|(words, _)| words.clone()).collect()
    };
    let (source, target) = (left(es, en), left(en, es));
    if let ([a], [b]) = (&source[..], &target[..]) {
        found.apart(Kind::Quantity, a, b, es.magnitudes.len() == 1 && en.magnitudes.len() == 1);
    }
    let left = |own: &Stated, other: &Stated| -> Vec<Range<usize>> {
        let alone =
            own.multiples.iter().filter(|(_, value)| !other.multiples.iter().any(|(_, there)| near(*there, *value)) && !other.says(*value));
        alone.map(|(at, _)| *at..*at + 1).collect()
    };
    let (source, target) = (left(es, en), left(en, es));
    if let ([a], [b]) = (&source[..], &target[..]) {
        found.apart(Kind::Quantity, a, b, true);
    }
}

fn romans(found: &mut Found, es: &Stated, en: &Stated) {
    let left = |own: &Stated, other: &Stated| -> Vec<Range<usize>> {
        own.romans.iter().filter(|(_, value)| !other.says(*value)).map(|(at, _)| *at..*at + 1).collect()
    };
    let (source, target) = (left(es, en), left(en, es));
    if let ([a], [b]) = (&source[..], &target[..]) {
        found.apart(Kind::Ordinal, a, b, true);
    }
}

/// The same figure in other money.
fn currencies(found: &mut Found, es: &Stated, en: &Stated) {
    let amounts = |stated: &Stated| {
        stated
            .numbers
            .iter()
            .filter_map(|q| matches!(q.kind, Counts::Amount(_)).then_some(*q).map(|q| (q.value, q.kind, q.words.clone())))
            .collect::<Vec<_>>()
    };
    let money = |a: Counts, b: Counts| {
        let dollar = |k| k == Counts::Amount(Currency::Sign);
        let signed = |k| matches!(k, Counts::Amount(Currency::Peso | Currency::Dollar | Currency::Sign));
        a == b || dollar(a) && signed(b) || dollar(b) && signed(a)
    };
    let (source, target) = (amounts(es), amounts(en));
    for (value, kind, words) in &source {
        let equal: Vec<_> = target.iter().filter(|t| near(t.0, *value)).collect();
        if let [(_, there, english)] = equal[..]
            && !money(*kind, *there)
            && !target.iter().any(|t| money(*kind, t.1))
        {
            found.apart(Kind::Money, words, english, true);
        }
    }
}

/// Whether a word after the one number is the translation of a word after the other.
fn count_the_same(es: &Reading, source: &Quantity, en: &Reading, target: &Quantity) -> bool {
    let counted = source.counted.iter().map(|&at| &es.words[at]).filter(|w| w.folded.chars().count() > 3);
    let (units, behind) = (target.unit.iter().map(String::as_str), target.counted.iter().map(|&at| en.words[at].lower.as_str()));
    let english: Vec<&str> = units.chain(behind).filter(|w| w.len() > 3).collect();
    counted.into_iter().take(3).any(|word| english.iter().take(3).any(|other| may_translate(word, other)))
}

/// Whether two numbers could stand for one another.
fn comparable(a: &Quantity, b: &Quantity) -> bool {
    let (one, other) = (kind(a), kind(b));
    let measured = match (a.measure, b.measure) {
        (Some(a), Some(b)) => a.dimension == b.dimension,
        _ => true,
    };
    let like = |a: Kind, b: Kind| match a {
        Kind::Number => matches!(b, Kind::Unit | Kind::Age | Kind::Ordinal | Kind::Money),
        Kind::Unit => matches!(b, Kind::Age | Kind::Ordinal),
        _ => false,
    };
    measured && (one == other || like(one, other) || like(other, one))
}

/// Pairs what numbers are left, those that count the same first.
fn numbers_left(found: &mut Found, mut source: Vec<&Quantity>, mut target: Vec<&Quantity>) {
    let (es, en) = (found.es, found.en);
    let strict = source.len() == 1 && target.len() == 1;
    let mut told: Vec<(&Quantity, &Quantity, bool)> = Vec::new();
    // those that count the same thing
    source.retain(|a| {
        let same = target.iter().position(|b| comparable(a, b) && count_the_same(es, a, en, b));
        let Some(at) = same else { return true };
        told.push((a, target.remove(at), true));
        false
    });
    for wanted in [Kind::Percent, Kind::Money, Kind::Age, Kind::Ordinal, Kind::Unit, Kind::Number] {
        let of = |all: &[&Quantity]| all.iter().filter(|q| kind(q) == wanted).count();
        if of(&source) != of(&target) {
            continue;
        }
        let alone = of(&source) == 1;
        source.retain(|a| {
            if kind(a) != wanted {
                return true;
            }
            let Some(at) = target.iter().position(|b| kind(b) == wanted && comparable(a, b)) else { return true };
            let sure = alone && (strict || matches!(wanted, Kind::Percent | Kind::Age | Kind::Money));
            told.push((a, target.remove(at), sure));
            false
        });
    }
    if let ([a], [b]) = (&source[..], &target[..])
        && comparable(a, b)
    {
        told.push((a, b, strict));
        (source, target) = (Vec::new(), Vec::new());
    }
    for (a, b, sure) in told {
        let stated = if kind(a) == Kind::Number { kind(b) } else { kind(a) };
        let money = kind(a) == Kind::Money && kind(b) == Kind::Money;
        let converted = money
            && a.kind != b.kind
            && !matches!((a.kind, b.kind), (Counts::Amount(Currency::Sign), _) | (_, Counts::Amount(Currency::Sign)));
        // `first` is often no place in a row, and what is counted as one may be said as none
        let ordinals = a.kind == Counts::Ordinal && b.kind == Counts::Ordinal && count_the_same(es, a, en, b);
        let small = (a.value <= 1.0 || b.value <= 1.0) && !ordinals;
        let adverb = small && (is_first(a) || is_first(b));
        if !converted && !adverb && !a.equals(b) {
            found.apart(stated, &a.words, &b.words, sure && !small);
        }
    }
    let singles = [ones(es), ones(en)];
    for a in source {
        if is_first(a) {
            continue;
        }
        match one_of(&singles[1], |at| a.counted.iter().take(2).any(|&c| plural(&es.words[c]) && translates(&es.words[c], &en.words[at]))) {
            Some(words) => found.apart(kind(a), &a.words, &words, true),
            None => found.only_spanish(kind(a), &a.words),
        }
    }
    for b in target {
        if is_first(b) {
            continue;
        }
        match one_of(&singles[0], |at| b.counted.iter().take(3).any(|&c| plural(&en.words[c]) && translates(&es.words[at], &en.words[c]))) {
            Some(words) => found.apart(kind(b), &words, &b.words, true),
            None => found.only_english(kind(b), &b.words),
        }
    }
}

/// `first`, often no place in a row.
fn is_first(quantity: &Quantity) -> bool {
    quantity.kind == Counts::Ordinal && quantity.value <= 1.0
}

fn plural(word: &Word) -> bool {
    word.folded.len() > 4 && word.folded.ends_with('s')
}

/// Nouns behind `un`, `una`, `one`: each with the words that count it. `a` counts nothing.
fn ones(side: &Reading) -> Vec<(Range<usize>, usize)> {
    let one = |at: usize| matches!(side.folded(at), "un" | "una" | "one" | "a" | "an");
    (0..side.words.len().saturating_sub(1)).filter(|&at| one(at) && side.joined(at + 1)).map(|at| (at..at + 1, at + 1)).collect()
}

fn one_of(all: &[(Range<usize>, usize)], counts: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let mut same = all.iter().filter(|(_, noun)| counts(*noun));
    let (words, _) = same.next()?;
    same.next().is_none().then(|| words.clone())
}
