//! Numbers in running text, with what they count: `1.5 millones de vacunas`, `treinta y cinco`, `45-year-old`, `$500`, `3.6 por ciento`.

use super::page::Side;
use crate::span::Span;
use crate::text::is_capitalised;

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Percent,
    Amount(Currency),
    Age,
    Ordinal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Currency {
    Peso,
    Dollar,
    Euro,
    Pound,
    /// `$`: of pesos or dollars.
    Sign,
}

/// A number as printed.
#[derive(Debug)]
pub(super) struct Quantity {
    pub(super) value: f64,
    /// `1.000` is a thousand to some and one to others.
    pub(super) other: Option<f64>,
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// The words after that may say what is counted, in lower case.
    pub(super) counted: Vec<usize>,
    /// What is counted, where it is written in the same word: `10-meter`.
    pub(super) unit: Option<String>,
}

impl Quantity {
    /// Whether both may be the same number.
    pub(super) fn equals(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        let all = |q: &Self| [Some(q.value), q.other];
        all(self).into_iter().flatten().any(|a| all(other).into_iter().flatten().any(|b| near(a, b)))
    }
}

const ES_SMALL: &[(&str, f64)] = &[
    ("un", 1.0),
    ("una", 1.0),
    ("uno", 1.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("seis", 6.0),
    ("siete", 7.0),
    ("ocho", 8.0),
    ("nueve", 9.0),
    ("diez", 10.0),
    ("once", 11.0),
    ("doce", 12.0),
    ("trece", 13.0),
    ("catorce", 14.0),
    ("quince", 15.0),
    ("dieciseis", 16.0),
    ("diecisiete", 17.0),
    ("dieciocho", 18.0),
    ("diecinueve", 19.0),
    ("veinte", 20.0),
    ("veintiuno", 21.0),
    ("veintidos", 22.0),
    ("veintitres", 23.0),
    ("veinticuatro", 24.0),
    ("veinticinco", 25.0),
    ("veintiseis", 26.0),
    ("veintisiete", 27.0),
    ("veintiocho", 28.0),
    ("veintinueve", 29.0),
    ("treinta", 30.0),
    ("cuarenta", 40.0),
    ("cincuenta", 50.0),
    ("sesenta", 60.0),
    ("setenta", 70.0),
    ("ochenta", 80.0),
    ("noventa", 90.0),
    ("cien", 100.0),
    ("ciento", 100.0),
    ("doscientos", 200.0),
    ("trescientos", 300.0),
    ("cuatrocientos", 400.0),
    ("quinientos", 500.0),
    ("seiscientos", 600.0),
    ("setecientos", 700.0),
    ("ochocientos", 800.0),
    ("novecientos", 900.0),
    ("doscientas", 200.0),
    ("trescientas", 300.0),
    ("quinientas", 500.0),
];

const EN_SMALL: &[(&str, f64)] = &[
    ("a", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

const ES_SCALES: &[(&str, f64)] = &[("mil", 1e3), ("millon", 1e6), ("millones", 1e6), ("billon", 1e12), ("billones", 1e12)];
const EN_SCALES: &[(&str, f64)] = &[("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];

const ORDINALS: &[(&str, f64)] = &[
    ("primer", 1.0),
    ("primero", 1.0),
    ("primera", 1.0),
    ("segundo", 2.0),
    ("segunda", 2.0),
    ("tercer", 3.0),
    ("tercero", 3.0),
    ("tercera", 3.0),
    ("cuarto", 4.0),
    ("cuarta", 4.0),
    ("quinto", 5.0),
    ("quinta", 5.0),
    ("sexto", 6.0),
    ("sexta", 6.0),
    ("septimo", 7.0),
    ("septima", 7.0),
    ("octavo", 8.0),
    ("octava", 8.0),
    ("noveno", 9.0),
    ("novena", 9.0),
    ("decimo", 10.0),
    ("decima", 10.0),
    ("first", 1.0),
    ("second", 2.0),
    ("third", 3.0),
    ("fourth", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];

fn look(table: &[(&str, f64)], word: &str) -> Option<f64> {
    table.iter().find(|(form, _)| *form == word).map(|(_, value)| *value)
}

/// The numbers of a side, days aside.
pub(super) fn find(side: &Side) -> Vec<Quantity> {
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

/// The numbers of those that the others do not have.
pub(super) fn unmatched(own: &[Quantity], others: &[Quantity]) -> Vec<usize> {
    (0..own.len()).filter(|&at| !others.iter().any(|o| o.equals(&own[at]))).collect()
}

fn ordinal(side: &Side, at: usize) -> Option<(Quantity, usize)> {
    let word = &side.words[at];
    let digits = word.folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffixed = !digits.is_empty() && matches!(&word.folded[digits.len()..], "st" | "nd" | "rd" | "th" | "o" | "a" | "er" | "ª" | "º");
    let value = match look(ORDINALS, &word.folded) {
        Some(value) => value,
        None if suffixed => digits.parse().ok()?,
        None => return None,
    };
    // an office, not a place in a row
    let next = side.words.get(at + 1).map_or("", |w| &w.folded);
    if matches!(next, "ministro" | "ministra" | "ministros" | "dama" | "mandatario" | "lady") {
        return None;
    }
    Some((Quantity { value, other: None, kind: Kind::Ordinal, span: word.span, counted: Vec::new(), unit: None }, at + 1))
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

/// A word that starts a number: its value; what follows a hyphen in the same word.
fn start(word: &str, spanish: bool) -> Option<(f64, Option<f64>, Option<&str>)> {
    let (head, tail) = word.split_once('-').map_or((word, None), |(head, tail)| (head, Some(tail)));
    if let Some((value, other)) = figures(head) {
        return Some((value, other, tail));
    }
    let (small, scales) = tables(spanish);
    if let Some(value) = look(small, head) {
        // `thirty-five`
        let unit = tail.map(|t| t.split_once('-').map_or((t, None), |(unit, rest)| (unit, Some(rest))));
        return Some(match unit.and_then(|(unit, rest)| Some((look(small, unit)?, rest))) {
            Some((unit, rest)) => (value + unit, None, rest),
            None => (value, None, tail),
        });
    }
    let scale = look(scales, head).filter(|_| tail.is_none())?;
    (head == "mil").then_some((scale, None, None))
}

/// Words with their numbers.
type Values = &'static [(&'static str, f64)];

fn tables(spanish: bool) -> (Values, Values) {
    if spanish { (ES_SMALL, ES_SCALES) } else { (EN_SMALL, EN_SCALES) }
}

fn number(side: &Side, at: usize) -> Option<(Quantity, usize)> {
    let (words, spanish) = (&side.words, side.spanish);
    // of `por ciento`
    if words[at].folded == "ciento" && at > 0 && words[at - 1].folded == "por" {
        return None;
    }
    let (mut value, mut other, unit) = start(&words[at].folded, spanish)?;
    let in_figures = words[at].text.starts_with(|c: char| c.is_ascii_digit());
    let clock = side.behind(&words[at]).starts_with(':') || side.before(&words[at]).ends_with(':');
    if clock || in_figures && (joined(side.before(&words[at]).chars().next_back()) || side.behind(&words[at]).starts_with('/')) {
        return None;
    }
    let (small, scales) = tables(spanish);
    let (mut end, mut whole) = (at + 1, 0.0);
    // `dos mil 300`, `treinta y cinco`, `one hundred and five`
    while unit.is_none() && end < words.len() && side.between(&words[end - 1], &words[end]) == " " {
        let next = &words[end].folded;
        let joiner = matches!(next.as_str(), "y" | "and");
        let tens = value % 100.0 >= 20.0 && value % 10.0 == 0.0 || !spanish && value % 100.0 == 0.0;
        if let Some(scale) = look(scales, next) {
            let base = whole + value;
            // `dos mil millones` multiplies all, `dos millones mil` does not
            (whole, value) = if scale >= whole { (base * scale, 0.0) } else { (whole + value.max(1.0) * scale, 0.0) };
            other = other.map(|o| o * scale);
            end += 1;
        } else if joiner && !in_figures && tens {
            let Some(unit) = words.get(end + 1).and_then(|w| look(small, &w.folded)).filter(|u| *u < 100.0 && *u > 0.0) else { break };
            value += unit;
            end += 2;
        } else if let Some(more) =
            look(small, next).filter(|m| !in_figures && *m > 1.0 && (value == 0.0 || value % 100.0 == 0.0 && *m < 100.0))
        {
            value += more;
            end += 1;
        } else if in_figures && whole == 0.0 && next.len() == 3 && words[at].text.len() <= 3 && next.bytes().all(|b| b.is_ascii_digit()) {
            // `853 382`
            value = value * 1e3 + figures(next).map_or(0.0, |f| f.0);
            end += 1;
        } else if let Some((more, _)) = figures(next).filter(|(m, _)| whole >= 1e3 && value == 0.0 && *m < 1e3 && spanish) {
            value = more;
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
    let span = Span::new(words[at].span.start, words[end - 1].span.end);
    let (kind, unit) = kind(side, at, end, unit, value);
    let counted = (end..words.len().min(end + 4)).collect();
    Some((Quantity { value, other, kind, span, counted, unit }, end))
}

/// `G20`, `12/25`: not a number of its own.
fn joined(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || c == '/')
}

fn kind(side: &Side, at: usize, end: usize, unit: Option<&str>, value: f64) -> (Kind, Option<String>) {
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
    let next = if matches!(word(end), "de" | "of") { end + 1 } else { end };
    if let Some(currency) = named(word(next)).or_else(|| unit.and_then(named)) {
        return (Kind::Amount(currency), None);
    }
    match side.before(&words[at]).chars().next_back() {
        Some('$') => return (Kind::Amount(Currency::Sign), None),
        Some('€') => return (Kind::Amount(Currency::Euro), None),
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
    use crate::article::Article;

    fn seen(text: &str, spanish: bool) -> Vec<(f64, Kind)> {
        let article = Article::from_text("a", text);
        let side = Side::of(&article, Span::new(0, text.len()), None, true, spanish);
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
        let article = Article::from_text("a", "1.000 casas, 1,000 casas, mil casas, 06 y 6");
        let all = find(&Side::of(&article, Span::new(0, article.text.len()), None, true, true));
        assert!(all[0].equals(&all[1]) && all[1].equals(&all[2]) && all[3].equals(&all[4]) && !all[2].equals(&all[3]), "{all:?}");
    }
}
