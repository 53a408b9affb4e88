//! Code-switching: where the language changes inside a text, between two sentences or at a mark that parts them.

use super::STRETCH;
use crate::language::{Language, detect, nothing_strange, surely_english};
use crate::span::Span;
use crate::text::{sentences, words};

/// Where English turns to Spanish or back in a body, both sides long and sure enough: the end of what stands before and the start of what
/// stands behind. Nowhere in what is printed surely in English, `raw`, of which it is the body; what somebody says in quotation marks is
/// no turn.
pub(super) fn find(text: &str, raw: Span, body: Span) -> Vec<(usize, usize)> {
    let inside = body.of(text);
    if surely_english(raw.of(text)) || body != raw && surely_english(inside) {
        return Vec::new();
    }
    let stretches = stretches(inside);
    if stretches.len() < 2 {
        return Vec::new();
    }
    let mut turns = Vec::new();
    let mut before: Option<(Language, usize)> = None;
    let mut quotes = Quotes::default();
    for Stretch { span, least } in stretches {
        let said = span.of(inside);
        quotes.read(inside, span.start);
        let is_quoted = quotes.are_open() || span.start > 0 && said.starts_with(['"', '“', '«', '‘']);
        if is_quoted || spoken(said).nth(least - 1).is_none() {
            continue;
        }
        let detected = detect(said);
        let sure = match detected.language {
            Language::Other => false,
            _ if least == FEW => detected.confidence > super::UNSURE,
            Language::English => detected.confidence > super::SURE,
            Language::Spanish => detected.confidence > super::SURE && !nothing_strange(said),
        };
        // what is not sure belongs to what stands before it
        if !sure {
            continue;
        }
        if let Some((language, end)) = before
            && language != detected.language
        {
            // marks between the two belong to neither
            let end = if inside[end..span.start].trim().chars().all(is_parting) { end } else { span.start };
            turns.push((body.start + end, body.start + span.start));
        }
        before = Some((detected.language, span.end));
    }
    turns
}

/// The words of a text but for those of mark-up, formulas and addresses, which are in no language.
fn spoken(text: &str) -> impl Iterator<Item = Span> {
    let is_code = |printed: &str| printed.contains(['=', '<', '>', '@', '\\']) || printed.contains("://");
    text.split_whitespace().filter(move |printed| !is_code(printed)).flat_map(words)
}

struct Stretch {
    span: Span,
    /// So many words must be there for its language to count.
    least: usize,
}

/// Sentences, cut again at marks that part two texts: `/`, `|`, a dash with space around, a bracket that holds all the rest, a tab, and where
/// one text was printed right behind the other. Two dashes, or a bracket with more behind it, hold what is said by the way.
fn stretches(text: &str) -> Vec<Stretch> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let inside = sentence.of(text);
        let mut start = 0;
        let mut least = STRETCH;
        let mut add = |start: usize, end: usize, least| {
            let span = Span::new(start, end).trimmed(inside);
            if !span.is_empty() {
                found.push(Stretch { span: span.shifted(sentence.start), least });
            }
        };
        for (mark, c) in marks(inside) {
            // a slash or bar says more than a dash, which may stand in any sentence
            let next = if matches!(c, Some('/' | '|' | '\t')) { FEW } else { STRETCH };
            add(start, mark.start, least.min(next));
            (start, least) = (mark.end, next);
        }
        add(start, inside.len(), least);
    }
    found
}

/// The places of a sentence that may part two texts, with the mark that stands there, if any.
fn marks(sentence: &str) -> Vec<(Span, Option<char>)> {
    let is_gap = |c: char| c.is_whitespace() || is_parting(c);
    let whole = sentence.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    // brackets before it have more behind them
    let closed = whole.strip_suffix(')').unwrap_or(whole).rfind(')').unwrap_or_default();
    let mut found = Vec::new();
    let mut before = None;
    for (at, c) in sentence.char_indices() {
        let end = at + c.len_utf8();
        let set_off = || before.is_none_or(is_gap);
        let parts = match c {
            '\t' | '|' => true,
            '(' => at >= closed && set_off(),
            // `día/A day`, `día / A day`, but `y/o`
            '/' => sentence[end..].starts_with(is_gap) && set_off() || sentence[end..].starts_with(char::is_uppercase),
            _ => is_parting(c) && set_off() && sentence[end..].starts_with(is_gap),
        };
        if parts {
            found.push((Span::new(at, end), Some(c)));
        } else if c.is_uppercase() && before.is_some_and(|before| before.is_lowercase() || matches!(before, '.' | '!' | '?')) {
            // `España` and `Nurse` without a blank
            found.push((Span::new(at, at), None));
        }
        before = Some(c);
    }
    let is_dash = |(_, c): &(Span, Option<char>)| matches!(c, Some('-' | '–' | '—'));
    if found.iter().filter(|mark| is_dash(mark)).count() > 1 {
        found.retain(|mark| !is_dash(mark));
    }
    found
}

/// Beside a slash or bar, so many words are enough.
const FEW: usize = 3;

fn is_parting(c: char) -> bool {
    matches!(c, '/' | '|' | '\t' | '-' | '–' | '—' | '•' | '(')
}

/// The quotation marks up to a place of a text.
#[derive(Default)]
struct Quotes {
    read: usize,
    straight: usize,
    /// Opened less closed.
    round: isize,
    pointed: isize,
}

impl Quotes {
    /// Reads on to a place.
    fn read(&mut self, text: &str, to: usize) {
        for c in text[self.read..to].chars() {
            self.straight += usize::from(c == '"');
            self.round += isize::from(c == '“') - isize::from(c == '”');
            self.pointed += isize::from(c == '«') - isize::from(c == '»');
        }
        self.read = to;
    }

    fn are_open(&self) -> bool {
        self.straight % 2 == 1 || self.round > 0 || self.pointed > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let all = Span::new(0, text.len());
        let mut start = 0;
        let ends = find(text, all, all).into_iter().chain([(text.len(), text.len())]);
        ends.map(|(end, next)| text[std::mem::replace(&mut start, next)..end].trim()).collect()
    }

    #[test]
    fn marks_part_two_languages() {
        let (spanish, english) =
            ("Los vecinos caminan entre el agua tras las lluvias.", "The neighbors walk through the water after the rain.");
        for mark in [" ", " / ", " // ", " | ", " - ", " – ", "\t", " • "] {
            assert_eq!(cut(&format!("{spanish}{mark}{english}")), [spanish, english], "{mark}");
            assert_eq!(cut(&format!("{english}{mark}{spanish}")), [english, spanish], "{mark}");
        }
        for glue in ["", "/"] {
            assert_eq!(cut(&format!("{spanish}{glue}{english}")), [spanish, english], "{glue}");
            assert_eq!(
                cut(&format!("{}{glue}{spanish}", english.trim_end_matches('.'))),
                [english.trim_end_matches('.'), spanish],
                "{glue}"
            );
        }
        let bare = |text: &'static str| text.trim_end_matches('.');
        assert_eq!(cut(&format!("{} / {}", bare(spanish), bare(english))), [bare(spanish), bare(english)]);
        for [first, second] in
            [["Los vecinos caminan", "The neighbors walk in water"], ["El comedor a medianoche", "The Dining Hall at Midnight"]]
        {
            assert_eq!(cut(&format!("{first} / {second}")), [first, second]);
            assert_eq!(cut(&format!("{second}/{first}")), [second, first]);
        }
    }

    #[test]
    fn what_somebody_says_is_no_turn() {
        for text in [
            "“I want to go home,” she said. “Mi familia está en Honduras y yo estoy sola aquí con mis hijos.”",
            "\"I want to go home,\" she said. \"Mi familia está en Honduras. Yo estoy sola aquí con los niños.\"",
            "El equipo The Rolling Stones llegó al estadio - como siempre - a las ocho de la noche.",
            "Los vecinos =HYPERLINK(\"http://the.new/house\") <b>that's<b> caminan entre el agua tras las lluvias.",
            "El plan produjo el centro deportivo (2003), the South Campus Residence Hall and dining commons (2009) y otras obras.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }
}
