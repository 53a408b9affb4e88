use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::words::shown;
use crate::lexicon::{self, vocabulary};
use crate::span::Span;
use crate::text::{fold, is_upper};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "mojibake",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "letters destroyed by a wrong encoding",
        explanation: "UTF-8 read as Windows-1252 (`Ã³` for `ó`), or characters that were replaced by `\u{fffd}` or by a question mark (`entreg?`).",
        examples: &[
            Example::of("Vecinos caminan por el ZÃ³calo capitalino.", "Residents walk across the main square."),
            Example::of("Vecinos caminan por el Zócalo capitalino.", "Residents walk across the ZÃ³calo."),
        ],
    },
    find: &[Find::Many(Turn::Text, find)],
};

fn find(_: &Page, case: &Case) -> Vec<Draft> {
    case.texts().filter_map(|side| misread(side).or_else(|| asked(side))).collect()
}

/// UTF-8 that was read as Windows-1252, or a letter that was replaced.
fn misread(side: &Side) -> Option<Draft> {
    let (at, c) = side.text.char_indices().find(|&(at, c)| {
        let next = side.text[at + c.len_utf8()..].chars().next();
        match c {
            '\u{fffd}' => true,
            'Ã' | 'Â' => next.is_some_and(|n| ('\u{80}'..='\u{bf}').contains(&n) || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(n)),
            'â' => next == Some('€'),
            _ => false,
        }
    })?;
    let place = side.span.start + at;
    let word =
        side.words.iter().find(|w| w.span.start <= place && place < w.span.end).map_or(Span::new(place, place + c.len_utf8()), |w| w.span);
    let text = side.at(word);
    let draft = Draft::new(word, format!("`{}` was read in a wrong encoding", shown(text)));
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    Some(match std::str::from_utf8(&bytes) {
        Ok(right) if !lost && right != text => draft.help(format!("write `{}`", shown(right))).fix(right),
        _ => draft.help("take the text from its source again"),
    })
}

/// A question mark in the place of a letter: `Beren?ce`, `entreg? este`.
fn asked(side: &Side) -> Option<Draft> {
    let spanish = side.spanish;
    side.text.match_indices('?').find_map(|(at, mark)| {
        let (before, behind) = (&side.text[..at], &side.text[at + mark.len()..]);
        let start = before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let end = at + mark.len() + behind.find(char::is_whitespace).unwrap_or(behind.len());
        if is_address(&side.text[start..end]) {
            return None;
        }
        // two bytes of one letter leave two marks
        let behind = behind.strip_prefix('?').unwrap_or(behind);
        let left = &before
            [before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
        let right = &behind[..behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len())];
        if left.is_empty() || left.len() + right.len() > LONGEST_WORD {
            return None;
        }
        let right_form = lost_letter(left, right, spanish);
        let lost = match (&right_form, right.is_empty()) {
            (Some(_), false) => true,
            // a word that is none without its end, in the middle of a sentence that nobody asked
            (Some(_), true) => !is_known(left) || goes_on(behind) && !is_asking(before),
            (None, false) => {
                !(is_known(left) && is_known(right))
                    && right.chars().next().is_some_and(char::is_lowercase) == left.chars().any(char::is_lowercase)
            }
            (None, true) => {
                spanish
                    && left.chars().count() > 2
                    && left.chars().all(char::is_lowercase)
                    && !is_known(left)
                    && goes_on(behind)
                    && !is_asking(before)
            }
        };
        let span = Span::new(at - left.len(), side.text.len() - behind.len() + right.len());
        let shown_word = shown(span.of(side.text));
        let draft = || Draft::new(span.shifted(side.span.start), format!("`{shown_word}` has a question mark in the place of a letter"));
        lost.then(|| match &right_form {
            Some(right) => draft().help(format!("write `{right}`")).fix(right.as_str()),
            None => draft().help("take the text from its source again"),
        })
    })
}

/// No word of either language is longer, in bytes.
const LONGEST_WORD: usize = 64;

/// Whether a word between blanks is an address, in which a question mark parts the parameters from the path.
fn is_address(token: &str) -> bool {
    let inner_stop = token.match_indices('.').any(|(at, _)| {
        let next = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        next(token[..at].chars().next_back()) && next(token[at + 1..].chars().next())
    });
    token.contains(['=', '@', '&']) || token.contains("://") || token.contains("www.") || inner_stop
}

/// Whether a sentence goes on after a mark: a blank and a small letter.
fn goes_on(behind: &str) -> bool {
    let next = behind.trim_start();
    next.len() < behind.len() && next.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a question was opened and not closed.
fn is_asking(before: &str) -> bool {
    before.rfind('¿').is_some_and(|at| !before[at..].contains('?'))
}

fn is_known(word: &str) -> bool {
    let lower = word.to_lowercase();
    vocabulary().find(&lower).is_some()
}

/// The word with the letter that a question mark stands for, where that makes a word.
fn lost_letter(left: &str, right: &str, spanish: bool) -> Option<String> {
    const SPANISH: &[char] = &['ó', 'í', 'á', 'é', 'ú', 'ñ', 'ü'];
    let capital = is_upper(&format!("{left}{right}"));
    let letter = SPANISH.iter().find(|letter| {
        let lower = format!("{left}{letter}{right}").to_lowercase();
        let plain = fold(&lower);
        let (in_spanish, _) = vocabulary().find(&lower).map_or((0.0, 0.0), |word| vocabulary().counts_of(word));
        in_spanish > 0.0
            || lexicon::accented(&plain).is_some_and(|(form, _)| form == lower)
            || lower.ends_with("ción")
            || lower.ends_with("sión")
    });
    let cased = |c: char| if capital { c.to_uppercase().collect() } else { c.to_string() };
    let accented = letter.map(|letter| format!("{left}{}{right}", cased(*letter)));
    let short = !spanish && matches!(right, "s" | "t" | "re" | "ve" | "ll" | "d" | "m");
    accented.or_else(|| short.then(|| format!("{left}’{right}")))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, fixes};

    use super::super::tests::EN;

    #[test]
    fn question_marks_for_letters() {
        let es = "El subsecretario afirmó que el gobierno construirá tres escuelas en la ciudad para los niños.";
        for (broken, code) in [
            (es.replace("afirmó", "afirm?"), "mojibake"),
            (es.replace("afirmó", "afirm??"), "mojibake"),
            (es.replace("niños", "ni?os"), "mojibake"),
            (es.replace("niños.", "niños de M?xico."), "mojibake"),
            (es.replace("niños.", "niños, ¿quién pagará?"), ""),
            (es.replace("niños.", "niños: notimex.mx/nota?id=7&a=b"), ""),
            (es.replace("niños.", "niños: https://notimex.mx/nota?id"), ""),
            (es.replace("que el", "que, ¿por qué no?, el"), ""),
        ] {
            let found = codes(&broken, EN);
            assert_eq!(found.contains("mojibake"), !code.is_empty(), "{broken}: {found}");
        }
        assert_eq!(fixes(&es.replace("afirmó", "afirm?"), EN), ["afirmó"]);
        assert!(codes(es, &EN.replace("said", "didn?t say")).contains("mojibake"));
        assert!(!codes(es, &EN.replace("children.", "children. Who will pay? nobody knows.")).contains("mojibake"));
    }
}
