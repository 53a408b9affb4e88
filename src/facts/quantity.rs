//! Numbers in running text, with what they count: `1.5 millones de vacunas`, `treinta y cinco`, `45-year-old`, `$500`, `3.6 por ciento`.

use super::numbers::{self, Part};
use super::reading::Reading;
use super::units::{self, Unit};
use crate::text::is_capitalised;
use std::ops::Range;

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Percent,
    Amount(Currency),
    Age,
    Ordinal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    Peso,
    Dollar,
    Euro,
    Pound,
    /// `$`: of pesos or dollars.
    Sign,
}

/// A number as printed.
#[derive(Debug)]
pub(crate) struct Quantity {
    pub(crate) value: f64,
    /// `1.000` is a thousand to some and one to others.
    pub(crate) other: Option<f64>,
    pub(crate) kind: Kind,
    /// The words after that may say what is counted, in lower case.
    pub(crate) counted: Vec<usize>,
    /// What is counted, where it is written in the same word: `10-meter`.
    pub(crate) unit: Option<String>,
    /// What is measured in.
    pub(crate) measure: Option<&'static Unit>,
    /// Its words.
    pub(crate) words: Range<usize>,
}

impl Quantity {
    /// Whether both may be the same number.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        let all = |q: &Self| [Some(q.value), q.other];
        all(self).into_iter().flatten().any(|a| all(other).into_iter().flatten().any(|b| near(a, b)))
    }
}

/// The numbers of a side, days aside.
pub(crate) fn find(side: &Reading) -> Vec<Quantity> {
    let days = side.days();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < side.words.len() {
        if let Some(day) = days.iter().find(|d| d.words.start == at) {
            at = day.words.end;
            continue;
        }
        match ordinal(side, at).or_else(|| number(side, at)) {
            Some((quantity, next)) => {
                found.push(quantity);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

fn ordinal(side: &Reading, at: usize) -> Option<(Quantity, usize)> {
    let word = &side.words[at];
    let digits = word.folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffixed = !digits.is_empty() && matches!(&word.folded[digits.len()..], "st" | "nd" | "rd" | "th" | "o" | "a" | "er" | "ª" | "º");
    let value = match named(side, at) {
        Some(value) => value,
        None if suffixed => digits.parse().ok()?,
        None => return None,
    };
    // an office, not a place in a row
    let next = side.words.get(at + 1).map_or("", |w| &w.folded);
    if matches!(next, "ministro" | "ministra" | "ministros" | "minister" | "ministers" | "dama" | "mandatario" | "lady") {
        return None;
    }
    let words = at..at + 1;
    Some((Quantity { value, other: None, kind: Kind::Ordinal, counted: counted(side, at + 1), unit: None, measure: None, words }, at + 1))
}

/// The value of an ordinal in words: `tercera`, `twenty-first`. A `segundo` that is counted, or `a second`, is a time.
fn named(side: &Reading, at: usize) -> Option<f64> {
    let word = &side.words[at].folded;
    let counted = at > 0 && numbers::parts(side.folded(at - 1), side.spanish).iter().any(|(part, v)| *part == Part::Small && *v != 1.0);
    if counted {
        return None;
    }
    let of = |word: &str, part| numbers::value(word, part, side.spanish);
    of(word, Part::Ordinal).or_else(|| {
        let (tens, ones) = word.split_once('-')?;
        Some(of(tens, Part::Small).filter(|tens| *tens >= 20.0)? + of(ones, Part::Ordinal)?)
    })
}

/// The numbers of the words after a number that may say what is counted.
fn counted(side: &Reading, end: usize) -> Vec<usize> {
    (end..side.words.len().min(end + 4)).collect()
}

/// A number in figures: its value, and what it is to those who separate the other way.
fn figures(text: &str) -> Option<(f64, Option<f64>)> {
    if text.len() > 20 || !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return None;
    }
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let grouped = groups.len() > 1 && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    let plain = |text: &str| text.parse::<f64>().ok();
    let last = text.rfind(['.', ',']);
    let decimal = last.and_then(|at| {
        let whole: String = text[..at].chars().filter(char::is_ascii_digit).collect();
        plain(&format!("{whole}.{}", &text[at + 1..]))
    });
    match (grouped, decimal) {
        (true, other) => Some((plain(&groups.concat())?, other.filter(|_| groups.len() == 2))),
        (false, Some(value)) => Some((value, None)),
        (false, None) => Some((plain(text)?, None)),
    }
}

/// A word that starts a number: its value; what follows a hyphen in the same word, or is glued to the figures.
fn start(word: &str, spanish: bool) -> Option<(f64, Option<f64>, Option<&str>)> {
    let (head, tail) = word.split_once('-').map_or((word, None), |(head, tail)| (head, Some(tail)));
    if let Some((value, other)) = figures(head) {
        // `3-1` is a score or a range
        let pair = tail.is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        let scaled = tail.and_then(|tail| {
            let (next, rest) = tail.split_once('-').map_or((tail, None), |(next, rest)| (next, Some(rest)));
            Some((value * numbers::value(next, Part::Scale, spanish).filter(|scale| *scale > 100.0)?, None, rest))
        });
        return scaled.or((!pair).then_some((value, other, tail)));
    }
    if let Some(glued) = glued(head).filter(|_| tail.is_none()) {
        return Some(glued);
    }
    let small = |word: &str| numbers::value(word, Part::Small, spanish);
    if let Some(value) = small(head) {
        // `thirty-five`, `ten-thousand-crown`
        let (mut value, mut tail) = (value, tail);
        while let Some(all) = tail {
            let (next, rest) = all.split_once('-').map_or((all, None), |(next, rest)| (next, Some(rest)));
            let scaled = numbers::value(next, Part::Scale, spanish).map(|scale| value * scale);
            let Some(more) = scaled.or_else(|| Some(value + small(next)?)) else { break };
            (value, tail) = (more, rest);
        }
        return Some((value, None, tail));
    }
    let scale = numbers::value(head, Part::Scale, spanish).filter(|_| tail.is_none())?;
    (head == "mil").then_some((scale, None, None))
}

/// A group of three figures, perhaps with decimals behind.
fn grouped(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let figures = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (whole.len() == 3 && figures(whole) && figures(decimals)).then(|| format!("{whole}.{decimals}").parse().ok()).flatten()
}

/// `10km`, `5m`
fn glued(word: &str) -> Option<(f64, Option<f64>, Option<&str>)> {
    let figures_end = word.find(|c: char| c.is_alphabetic()).filter(|at| *at > 0)?;
    let (value, other) = figures(&word[..figures_end])?;
    Some((value, other, Some(&word[figures_end..])))
}

/// `docena`, `medio centenar`, `half a dozen`, `medio millón`: the value, and the number of the next word. `words` counts from the first.
fn collective(side: &Reading, at: usize) -> Option<(f64, usize)> {
    let spanish = side.spanish;
    let of = |at: usize, part| numbers::value(side.folded(at), part, spanish);
    let whole = |at: usize| of(at, Part::Collective).or_else(|| of(at, Part::Scale).filter(|v| *v > 1e3 || !spanish));
    let half = of(at, Part::Fraction) == Some(0.5);
    // `a quarter of a million`
    let part = of(at, Part::Fraction).filter(|_| matches!(side.folded(at + 1), "of" | "de"));
    if let Some(part) = part {
        let next = if side.folded(at + 2) == "a" { at + 3 } else { at + 2 };
        return Some((part * whole(next)?, next + 1));
    }
    if half {
        let next = if matches!(side.folded(at + 1), "a" | "un") { at + 2 } else { at + 1 };
        let value = whole(next)?;
        return Some((value / 2.0, next + 1));
    }
    // `docenas` alone says no number
    let alone = of(at, Part::Magnitude).is_none();
    Some((of(at, Part::Collective).filter(|_| alone)?, at + 1))
}

fn number(side: &Reading, at: usize) -> Option<(Quantity, usize)> {
    let (words, spanish) = (&side.words, side.spanish);
    // of `por ciento`
    if words[at].folded == "ciento" && at > 0 && words[at - 1].folded == "por" {
        return None;
    }
    if let Some((value, end)) = collective(side, at) {
        return Some((quantity(side, at..end, value, about(side, end, value), None), end));
    }
    // `la estación Once`
    if spanish && is_capitalised(words[at].text) && !side.opens_sentence(at) && !words[at].lower.starts_with("mil") {
        return None;
    }
    let (mut value, mut other, mut unit) = start(&words[at].folded, spanish)?;
    let in_figures = words[at].text.starts_with(|c: char| c.is_ascii_digit());
    let clock = side.behind(&words[at]).starts_with(':') || side.before(&words[at]).ends_with(':');
    if clock || in_figures && (joined(side.before(&words[at]).chars().next_back()) || side.behind(&words[at]).starts_with('/')) {
        return None;
    }
    let plain = |word: &str| numbers::value(word, Part::Small, spanish);
    // `forty-four`
    let small = |word: &str| {
        plain(word).or_else(|| word.split_once('-').and_then(|(tens, ones)| Some(plain(tens).filter(|t| *t >= 20.0)? + plain(ones)?)))
    };
    let (mut end, mut whole) = (at + 1, 0.0);
    if let Some(scale) = unit.filter(|_| in_figures).and_then(|unit| {
        numbers::value(
            match unit {
                "m" => "mn",
                unit => unit,
            },
            Part::Scale,
            spanish,
        )
        .filter(|_| unit != "m" || side.before(&words[at]).ends_with(['$', '€', '£']))
    }) {
        value *= scale;
        other = other.map(|o| o * scale);
        unit = None;
    }
    // `800m` may be metres or millions
    if unit == Some("m") && other.is_none() {
        other = Some(value * 1e6);
    }
    let scaled = |at: usize| numbers::value(side.folded(at), Part::Scale, spanish).is_some();
    // `dos mil 300`, `treinta y cinco`, `one hundred and five`
    while unit.is_none() && end < words.len() && matches!(side.between(&words[end - 1], &words[end]), " " | "\u{a0}") {
        let next = &words[end].folded;
        let joiner = matches!(next.as_str(), "y" | "and");
        // `mil 200`
        let thousands = end == at + 1 && words[at].folded == "mil";
        let tens = value % 100.0 >= 20.0 && value % 10.0 == 0.0 || !spanish && value % 100.0 == 0.0;
        if let Some(scale) = numbers::value(next, Part::Scale, spanish).or_else(|| numbers::value(next, Part::Collective, spanish)) {
            let base = whole + value;
            // `dos mil millones` multiplies all, `dos millones mil` does not
            (whole, value) = if scale >= whole { (base * scale, 0.0) } else { (whole + value.max(1.0) * scale, 0.0) };
            other = other.map(|o| o * scale);
            end += 1;
        } else if joiner && matches!(words.get(end + 1).map_or("", |w| &w.folded), "medio" | "media") && whole >= 1e6 && value == 0.0 {
            // `dos millones y medio`
            value = if whole >= 1e12 { 5e11 } else { 5e5 };
            end += 2;
        } else if joiner && !in_figures && tens {
            let Some(unit) = words.get(end + 1).and_then(|w| small(&w.folded)).filter(|u| *u < 100.0 && *u > 0.0) else { break };
            value += unit;
            end += 2;
        } else if let Some(more) = small(next)
            .filter(|m| !in_figures && *m > 1.0 && (value == 0.0 || value % 100.0 == 0.0 && *m < 100.0 || tens && !spanish && *m < 10.0))
        {
            value += more;
            end += 1;
        } else if let Some(group) = grouped(next).filter(|_| in_figures && whole == 0.0 && words[at].text.len() <= 3) {
            // `853 382`, `10 405.83`
            value = value * 1e3 + group;
            end += 1;
        } else if let Some((more, _)) =
            figures(next).filter(|(m, _)| (thousands || whole >= 1e3 && value == 0.0) && *m < 1e3 && (spanish || scaled(end + 1)))
        {
            value += more;
            end += 1;
        } else {
            break;
        }
    }
    let value = whole + value;
    // `un`, `a`, `one` are hardly numbers
    if value == 1.0 && !in_figures {
        return None;
    }
    Some((quantity(side, at..end, value, other.or_else(|| about(side, end, value)), unit), end))
}

/// `una decena` and `a dozen` both say about so many.
fn about(side: &Reading, end: usize, value: f64) -> Option<f64> {
    numbers::value(side.folded(end - 1), Part::Collective, side.spanish)?;
    [(10.0, 12.0), (12.0, 10.0)].into_iter().find(|(own, _)| *own == value).map(|(_, other)| other)
}

fn quantity(side: &Reading, words: Range<usize>, value: f64, other: Option<f64>, unit: Option<&str>) -> Quantity {
    let end = words.end;
    let (kind, unit) = kind(side, words.start, end, unit, value);
    let measure = match &unit {
        Some(unit) => units::find(|at| if at == 0 { unit.split('-').next().unwrap_or_default() } else { "" }, side.spanish),
        None if matches!(kind, Kind::Plain | Kind::Age) => {
            let next = if matches!(side.folded(end), "de" | "of") { end + 1 } else { end };
            units::find(|at| side.folded(next + at), side.spanish)
        }
        None => None,
    };
    let measure = measure.map(|(unit, _)| unit);
    Quantity { value, other, kind, counted: counted(side, end), unit, measure, words }
}

/// `G20`, `12/25`: not a number of its own.
fn joined(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || c == '/')
}

fn kind(side: &Reading, at: usize, end: usize, unit: Option<&str>, value: f64) -> (Kind, Option<String>) {
    let words = &side.words;
    let word = |i: usize| words.get(i).map_or("", |w| w.folded.as_str());
    let behind = side.behind(&words[end - 1]).trim_start();
    if behind.starts_with('%') || word(end) == "percent" || matches!((word(end), word(end + 1)), ("por", "ciento") | ("per", "cent")) {
        return (Kind::Percent, None);
    }
    let named = |w: &str| match w {
        "peso" | "pesos" => Some(Currency::Peso),
        "dolar" | "dolares" | "dollar" | "dollars" => Some(Currency::Dollar),
        "euro" | "euros" => Some(Currency::Euro),
        "libra" | "libras" | "pound" | "pounds" => Some(Currency::Pound),
        _ => None,
    };
    if unit == Some("percent") || unit == Some("per") {
        return (Kind::Percent, None);
    }
    let next = if matches!(word(end), "de" | "of") { end + 1 } else { end };
    if let Some(currency) = named(word(next)).or_else(|| unit.and_then(named)) {
        return (Kind::Amount(currency), None);
    }
    match side.before(&words[at]).trim_end().chars().next_back() {
        Some('$') => return (Kind::Amount(Currency::Sign), None),
        Some('€') => return (Kind::Amount(Currency::Euro), None),
        Some('£') => return (Kind::Amount(Currency::Pound), None),
        _ => {}
    }
    let code = at.checked_sub(1).map_or("", |before| words[before].text);
    match code {
        "USD" | "US" => return (Kind::Amount(Currency::Dollar), None),
        "CAD" | "AUD" => return (Kind::Amount(Currency::Sign), None),
        "MXN" => return (Kind::Amount(Currency::Peso), None),
        "EUR" => return (Kind::Amount(Currency::Euro), None),
        "GBP" => return (Kind::Amount(Currency::Pound), None),
        _ => {}
    }
    let young = value < 125.0;
    let before = at.checked_sub(1).map_or("", word);
    let age = if side.spanish {
        word(end) == "anos" && (before == "de" || before.starts_with("cumpl") || word(end + 1) == "de" && word(end + 2) == "edad")
    } else {
        let old = unit.is_some_and(|u| u.ends_with("old")) || word(end + 1) == "old";
        let comma = at > 0
            && side.between(&words[at - 1], &words[at]) == ", "
            && is_capitalised(words[at - 1].text)
            && behind.starts_with([',', '.'])
            && words[at].text.len() < 4;
        old || matches!(before, "aged" | "turned") || comma
    };
    if age && young {
        return (Kind::Age, None);
    }
    (Kind::Plain, unit.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, spanish: bool) -> Vec<(f64, Kind)> {
        let side = Reading::of(text, 0, spanish);
        find(&side).into_iter().map(|q| (q.value, q.kind)).collect()
    }

    #[test]
    fn numbers_in_figures_and_words() {
        use Kind::{Age, Amount, Ordinal, Percent, Plain};
        let es = |text: &str| seen(text, true);
        let en = |text: &str| seen(text, false);
        assert_eq!(es("2 mil millones de dólares"), [(2e9, Amount(Currency::Dollar))]);
        assert_eq!(en("2 billion dollars"), [(2e9, Amount(Currency::Dollar))]);
        assert_eq!(es("dos mil 300 personas"), [(2300.0, Plain)]);
        assert_eq!(es("treinta y cinco casas"), [(35.0, Plain)]);
        assert_eq!(en("thirty-five houses and one hundred and five cars"), [(35.0, Plain), (105.0, Plain)]);
        assert_eq!(es("1.5 millones, 10 mil y mil"), [(1.5e6, Plain), (1e4, Plain), (1e3, Plain)]);
        assert_eq!(es("un hombre de 45 años"), [(45.0, Age)]);
        assert_eq!(en("An eight-year-old girl and Rosa, 72, ate"), [(8.0, Age), (72.0, Age)]);
        assert_eq!(es("3.6 por ciento y 14%"), [(3.6, Percent), (14.0, Percent)]);
        assert_eq!(en("in the 80th minute of the second half"), [(80.0, Ordinal), (2.0, Ordinal)]);
        assert_eq!(en("a 10-meter wall"), [(10.0, Plain)]);
    }

    #[test]
    fn days_clocks_and_names_are_no_numbers() {
        assert!(seen("El 15 de septiembre de 2016 a las 10:30 en el G20, el primer ministro comió una manzana.", true).is_empty());
        assert!(seen("On September 15, 2016, at 10:30, a prime minister ate an apple.", false).is_empty());
    }

    #[test]
    fn a_thousand_is_a_thousand() {
        let all = find(&Reading::of("1.000 casas, 1,000 casas, mil casas, 06 y 6", 0, true));
        assert!(all[0].equals(&all[1]) && all[1].equals(&all[2]) && all[3].equals(&all[4]) && !all[2].equals(&all[3]), "{all:?}");
    }
}
