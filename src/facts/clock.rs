//! Times of day: `14:30`, `2:30 p.m.`, `las ocho de la mañana`, `noon`.

use super::numbers::{self, Part};
use super::reading::Reading;
use std::ops::Range;

/// A time of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clock {
    minutes: u16,
    /// Whether it says which half of the day.
    whole: bool,
    /// Whether it can be nothing else; `2:30` alone may be how long a race took.
    pub(crate) sure: bool,
    /// Its words.
    pub(crate) words: Range<usize>,
}

/// Minutes of half a day.
const HALF: u16 = 12 * 60;

impl Clock {
    /// Whether both may be the same time.
    pub(crate) fn is(&self, other: &Self) -> bool {
        if self.whole && other.whole { self.minutes == other.minutes } else { self.minutes % HALF == other.minutes % HALF }
    }

    /// The hour, as it may be printed.
    pub(crate) fn hour(&self) -> u16 {
        self.minutes / 60
    }
}

fn digits(text: &str, most: u16) -> Option<u16> {
    (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten().filter(|n| *n <= most)
}

/// The times that a text names, in order.
pub(crate) fn find(side: &Reading) -> Vec<Clock> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < side.words.len() {
        match read(side, at) {
            Some(clock) => {
                at = clock.words.end;
                found.push(clock);
            }
            None => at += 1,
        }
    }
    found
}

fn read(side: &Reading, at: usize) -> Option<Clock> {
    let word = |i: usize| side.folded(i);
    let fixed = match word(at) {
        "noon" | "midday" | "mediodia" => Some(HALF),
        "midnight" | "medianoche" => Some(0),
        _ => None,
    };
    if let Some(minutes) = fixed {
        return Some(Clock { minutes, whole: true, sure: true, words: at..at + 1 });
    }
    let before = at.checked_sub(1).map_or("", word);
    // `cinco menos diez`, `ten to six`
    let counted = at > 1 && numbers::value(word(at - 2), Part::Small, side.spanish).is_some();
    if matches!(before, "menos" | "to" | "past") && counted {
        return None;
    }
    let led = if side.spanish {
        matches!(before, "las" | "la")
    } else {
        matches!(before, "at" | "until" | "from" | "by" | "before" | "after" | "around")
    };
    let hour;
    let (mut minute, mut end, mut figures) = (0, at + 1, true);
    let colon = at + 1 < side.words.len() && side.between(&side.words[at], &side.words[at + 1]) == ":";
    let continued = side.words.get(at + 2).is_some_and(|w| side.between(&side.words[at + 1], w) == ":");
    if let (Some(h), Some(m)) = (digits(word(at), 24), digits(word(at + 1), 59).filter(|_| colon && !continued && word(at + 1).len() == 2))
    {
        (hour, minute, end) = (h, m, at + 2);
    } else if let Some((h, m)) = word(at).split_once('.').and_then(|(h, m)| Some((digits(h, 24)?, digits(m, 59).filter(|_| m.len() == 2)?)))
    {
        (hour, minute) = (h, m);
    } else if let Some((h, m)) = word(at).split_once('h').and_then(|(h, m)| Some((digits(h, 24)?, digits(m, 59).filter(|_| m.len() == 2)?)))
    {
        // `20h45`; `2h45` may be how long something took
        return Some(Clock { minutes: h % 24 * 60 + m, whole: h > 12, sure: h > 12 || led, words: at..at + 1 });
    } else if let Some((h, half)) =
        word(at).split_at_checked(word(at).len().saturating_sub(2)).filter(|(_, half)| matches!(*half, "am" | "pm"))
    {
        // `8pm`
        let hour = digits(h, 12)? % 12 + if half == "pm" { 12 } else { 0 };
        return Some(Clock { minutes: hour * 60, whole: true, sure: true, words: at..at + 1 });
    } else if let Some((h, m)) = spelled(word(at)).filter(|_| !side.spanish) {
        return Some(Clock { minutes: h * 60 + m, whole: false, sure: false, words: at..at + 1 });
    } else if let Some(h) = digits(word(at), 24) {
        hour = h;
    } else if let Some(h) = numbers::value(word(at), Part::Small, side.spanish).filter(|h| *h >= 1.0 && *h <= 12.0) {
        hour = h as u16;
        figures = false;
    } else {
        return None;
    }
    let printed = end > at + 1 || word(at).contains('.');
    if side.spanish && matches!(word(end), "y" | "con") {
        match word(end + 1) {
            "media" => (minute, end) = (30, end + 2),
            "cuarto" => (minute, end) = (15, end + 2),
            other => {
                let more = numbers::value(other, Part::Small, true).filter(|m| led && *m < 60.0 && !figures);
                if let Some(more) = more {
                    (minute, end) = (more as u16, end + 2);
                }
            }
        }
    }
    let half = marked(side, end);
    if let Some((part, length)) = half {
        let hour = match part {
            Half::Morning => hour % 12,
            Half::Afternoon if hour < 12 => hour + 12,
            Half::Night if hour == 12 => 0,
            Half::Night if (5..12).contains(&hour) => hour + 12,
            _ => hour,
        };
        return Some(Clock { minutes: hour % 24 * 60 + minute, whole: true, sure: true, words: at..end + length });
    }
    let a_las = at > 1 && matches!(word(at - 2), "a" | "desde" | "hasta" | "de" | "entre" | "y" | "sobre");
    let hours = matches!(word(end), "horas" | "hrs" | "h" | "hours") && printed && (led || hour > 12 || !word(at).contains('.'))
        || matches!(word(end), "o'clock" | "oclock" | "o’clock");
    let hours =
        hours || led && side.spanish && matches!(word(end), "horas" | "hrs" | "h") && before == "las" && figures && a_las && hour < 24;
    // `at 10.30`, `las diez y media`
    let halves = side.spanish && led && end > at + 1;
    if printed && word(at).contains('.') && !hours {
        let at_that = before == "at" && minute < 60;
        return at_that.then_some(Clock { minutes: hour % 24 * 60 + minute, whole: hour > 12, sure: false, words: at..end });
    }
    if halves && !printed && !hours {
        return Some(Clock { minutes: hour % 24 * 60 + minute, whole: hour > 12, sure: false, words: at..end });
    }
    if hours {
        let sure = led || !side.spanish;
        return Some(Clock { minutes: hour % 24 * 60 + minute, whole: hour > 12 && hour < 25, sure, words: at..end + 1 });
    }
    printed.then_some(Clock { minutes: hour % 24 * 60 + minute, whole: hour > 12, sure: led, words: at..end })
}

/// `nine-thirty`
fn spelled(word: &str) -> Option<(u16, u16)> {
    let (hour, minute) = word.split_once('-')?;
    let value = |word: &str| numbers::value(word, Part::Small, false);
    let (hour, minute) = (value(hour).filter(|h| (1.0..=12.0).contains(h))?, value(minute).filter(|m| (10.0..60.0).contains(m))?);
    Some((hour as u16, minute as u16))
}

enum Half {
    Morning,
    Afternoon,
    Night,
}

/// `p.m.`, `de la mañana`, `in the evening` and how many words it has.
fn marked(side: &Reading, end: usize) -> Option<(Half, usize)> {
    let word = |i: usize| side.folded(end + i);
    match word(0) {
        "am" => return Some((Half::Morning, 1)),
        "pm" => return Some((Half::Afternoon, 1)),
        "a" if word(1) == "m" => return Some((Half::Morning, 2)),
        "p" if word(1) == "m" => return Some((Half::Afternoon, 2)),
        "de" | "in" if matches!(word(1), "la" | "the") => {}
        "at" if word(1) == "night" => return Some((Half::Night, 2)),
        _ => return None,
    }
    Some(match word(2) {
        "manana" | "madrugada" | "morning" => (Half::Morning, 3),
        "tarde" | "afternoon" => (Half::Afternoon, 3),
        "noche" | "evening" => (Half::Night, 3),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_in_both_languages() {
        let one = |text: &str, spanish| find(&Reading::of(text, 0, spanish)).into_iter().next();
        for (es, en, same) in [
            ("a las 14:30 horas", "at 2:30 p.m.", true),
            ("a las 14:30", "at 3:30 p.m.", false),
            ("a las ocho de la mañana", "at 8 a.m. Sunday", true),
            ("a las ocho de la noche", "at 8 a.m.", false),
            ("a las siete y media de la tarde", "at 7:30 p.m.", true),
            ("a las 20 horas", "at 8 p.m.", true),
            ("el martes por la noche (20h45)", "on Tuesday evening (20.45 hrs)", true),
            ("al mediodía", "at noon", true),
            ("a las 12 de la noche", "at midnight", true),
        ] {
            let (es, en) = (one(es, true).expect(es), one(en, false).expect(en));
            assert_eq!(es.is(&en), same, "{es:?} {en:?}");
        }
        assert_eq!(one("tras 14 horas de vuelo", true), None);
        assert_eq!(one("la 8 y las doce casas", true), None);
    }
}
