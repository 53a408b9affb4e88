//! What is wrong with a text by itself.

use super::draft::Draft;
use super::finding::Severity::{Error, Warning};
use super::page::{Case, Side};
use super::words::{Word, shown};
use super::{Check, check};
use crate::article::Span;
use crate::lexicon::{self, AccentKind, vocabulary};
use crate::text::{fold, is_capitalised, is_upper};

const FAMILY: &str = "text";

pub(super) const CHECKS: &[Check] = &[
    check(
        "truncated",
        FAMILY,
        Error,
        "the text breaks off",
        "It ends with a comma or a word after which something must come: `de`, `con`, `the`, `and`.",
        "Estudiantes protestan contra el aumento de las",
    ),
    check(
        "unbalanced",
        FAMILY,
        Warning,
        "a quotation mark or bracket without its other half",
        "Brackets and quotation marks open and close in pairs. Only whole texts are looked at, not sentences of a paragraph; where both sides leave a quotation open, they quote a part of something longer, and nothing is said.",
        "Dijo “gracias al público.",
    ),
    check(
        "mojibake",
        FAMILY,
        Error,
        "letters destroyed by a wrong encoding",
        "UTF-8 read as Windows-1252 (`Ã³` for `ó`), or characters that were replaced by `\u{fffd}` or by a question mark (`entreg?`).",
        "El ZÃ³calo capitalino",
    ),
    check(
        "accents-lost",
        FAMILY,
        Warning,
        "Spanish words that have lost their accents",
        "Words that are none without their accent: `tambien`, `victimas`, all that end in `-cion`. Words that exist both ways (`publico`, `esta`) are left alone.",
        "Despues de la votacion",
    ),
    check(
        "doubled-word",
        FAMILY,
        Warning,
        "the same word twice in a row",
        "Names (`Duran Duran`) and words that are doubled on purpose (`that that`, `muy muy`) are left alone.",
        "en en Los Pinos",
    ),
    check(
        "verb-accent",
        FAMILY,
        Warning,
        "a Spanish verb in the past has lost its accent",
        "Captions tell what others did: `afirmo` is `afirmó`. Quotations, `yo` and nouns (`el anuncio`) are left alone.",
        "El subsecretario afirmo que",
    ),
];

pub(super) fn find(case: &Case, found: &mut Vec<Draft>) {
    spanish(&case.es, found);
    let english = case.en.as_ref().filter(|en| en.whole);
    either(&case.es, true, found);
    if let Some(en) = english {
        either(en, false, found);
    }
    let marks = [Some(&case.es).filter(|es| es.whole), english].map(|side| side.and_then(unbalanced));
    // both sides quote a part of something longer, whose other half was left where it stood
    let excerpt = marks.iter().all(|mark| mark.as_ref().is_some_and(|(c, _)| is_quotation(*c)));
    if !excerpt {
        found.extend(marks.into_iter().flatten().map(|(_, draft)| draft));
    }
}

fn either(side: &Side, spanish: bool, found: &mut Vec<Draft>) {
    if side.whole {
        found.extend(truncated(side, spanish));
    }
    found.extend(mojibake(side).or_else(|| asked(side, spanish)));
    found.extend(doubled(side));
}

const ES_OPEN: &[&str] = &[
    "de", "del", "la", "las", "los", "el", "un", "una", "con", "en", "para", "por", "y", "e", "que", "al", "su", "sus", "durante", "entre",
    "sobre", "desde", "hasta", "sin", "se",
];
const EN_OPEN: &[&str] = &[
    "of", "the", "a", "an", "with", "and", "to", "for", "from", "by", "at", "its", "their", "his", "during", "between", "or", "but", "into",
];

/// Of these, the ones that no English sentence ends with: `hard to climb out of.` is whole.
const EN_NEVER_LAST: &[&str] = &["the", "a", "an", "and", "its", "their", "his", "or", "but"];

/// Where a text breaks off.
pub(super) fn truncated(side: &Side, spanish: bool) -> Option<Draft> {
    let (last, text) = (side.words.last()?, side.text.trim_end());
    let behind = side.behind(last).trim();
    let open = match (spanish, behind) {
        (true, _) => ES_OPEN,
        (false, ".") => EN_NEVER_LAST,
        _ => EN_OPEN,
    };
    let word = open.contains(&last.text) && behind.chars().all(|c| matches!(c, '.' | '…' | ','));
    let comma = side.comma || text.ends_with(',');
    (side.words.len() > 3 && (word || comma)).then(|| {
        let message = format!("the text breaks off behind `{}`", shown(last.text));
        Draft::new("truncated", last.span, message).help("print the whole text")
    })
}

const PAIRS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('“', '”'), ('«', '»'), ('¿', '?'), ('¡', '!')];

fn is_quotation(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»')
}

/// The first mark without its other half.
fn unbalanced(side: &Side) -> Option<(char, Draft)> {
    let mark = |at: usize, c: char| {
        let span = Span::new(side.span.start + at, side.span.start + at + c.len_utf8());
        (c, Draft::new("unbalanced", span, format!("`{c}` has no other half")).help("add the other half, or take this one away"))
    };
    for &(open, close) in &PAIRS[..4] {
        let mut opened: Vec<usize> = Vec::new();
        for (at, c) in side.text.char_indices() {
            // `1)` and smileys
            let listed = c == ')' && side.text[..at].chars().next_back().is_some_and(|b| b.is_ascii_digit()) && opened.is_empty();
            if c == open {
                opened.push(at);
            } else if c == close && !listed && opened.pop().is_none() {
                return Some(mark(at, c));
            }
        }
        if let Some(&at) = opened.first() {
            return Some(mark(at, open));
        }
    }
    // a mark behind a figure is inches
    let straight: Vec<usize> = side.text.match_indices('"').map(|(at, _)| at).collect();
    let inches = |at: &usize| side.text[..*at].ends_with(|c: char| c.is_ascii_digit());
    (straight.len() % 2 == 1 && !straight.iter().any(inches)).then(|| mark(straight[straight.len() - 1], '"'))
}

fn mojibake(side: &Side) -> Option<Draft> {
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
    let text = &side.text[word.start - side.span.start..word.end - side.span.start];
    let draft = Draft::new("mojibake", word, format!("`{}` was read in a wrong encoding", shown(text)));
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    Some(match std::str::from_utf8(&bytes) {
        Ok(right) if !lost && right != text => draft.help(format!("write `{}`", shown(right))).fix(right),
        _ => draft.help("take the text from its source again"),
    })
}

/// A question mark in the place of a letter: `Beren?ce`, `entreg? este`.
fn asked(side: &Side, spanish: bool) -> Option<Draft> {
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
        let draft = || {
            Draft::new("mojibake", span.shifted(side.span.start), format!("`{shown_word}` has a question mark in the place of a letter"))
        };
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

/// Whether a sentence goes on behind a mark: a blank and a small letter.
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

const TWICE: &[&str] =
    &["that", "had", "ha", "muy", "so", "very", "bye", "no", "sí", "more", "is", "in", "más", "poco", "nos", "her", "do"];

fn doubled(side: &Side) -> Option<Draft> {
    let pair = side.words.windows(2).find(|pair| {
        let same = pair[0].lower == pair[1].lower && !is_capitalised(pair[1].text);
        let number = pair[0].text.starts_with(|c: char| c.is_ascii_digit());
        same && !number && !TWICE.contains(&pair[0].lower.as_str()) && side.between(&pair[0], &pair[1]).trim().is_empty()
    })?;
    let span = Span::new(pair[0].span.start, pair[1].span.end);
    let draft = Draft::new("doubled-word", span, format!("`{}` stands twice", shown(pair[1].text)));
    Some(draft.help("take one away").fix(pair[0].text))
}

/// Accents that Spanish words must have: verbs one by one, other words together.
fn spanish(side: &Side, found: &mut Vec<Draft>) {
    let mut lost: Vec<(&Word, String)> = Vec::new();
    for (at, word) in side.words.iter().enumerate() {
        if !word.text.is_ascii() || is_upper(word.text) || is_capitalised(word.text) && !side.opens_sentence(at) {
            continue;
        }
        match right_form(&word.lower) {
            Some((right, AccentKind::Verb)) if tells(side, at) => {
                let draft = Draft::new("verb-accent", word.span, format!("`{}` is `{right}` here", word.text));
                found.push(draft.help(format!("write `{right}`")).fix(right));
            }
            Some((right, AccentKind::Word)) => lost.push((word, right)),
            _ => {}
        }
    }
    let Some((first, right)) = lost.first() else { return };
    let words: Vec<String> = lost.iter().take(4).map(|(w, _)| format!("`{}`", w.text)).collect();
    let message = format!("{} without accent", words.join(", "));
    let cased = if is_capitalised(first.text) { capital(right) } else { right.clone() };
    let draft = Draft::new("accents-lost", first.span, message).help(format!("write `{cased}`")).fix(cased);
    found.push(lost[1..].iter().take(3).fold(draft, |draft, (word, right)| draft.and(word.span, right.clone())));
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// By the table; every word in `-cion` and `-sion` has its accent there.
fn right_form(lower: &str) -> Option<(String, AccentKind)> {
    let ending = lower.len() > 5 && (lower.ends_with("cion") || lower.ends_with("sion"));
    if ending {
        return Some((format!("{}ón", &lower[..lower.len() - 2]), AccentKind::Word));
    }
    lexicon::accented(lower).map(|(right, kind)| (right.to_owned(), kind))
}

/// Whether a verb there tells what somebody did: no quotation, no `yo`, no noun behind an article or a preposition.
fn tells(side: &Side, at: usize) -> bool {
    const NOUN: &[&str] = &[
        "el", "un", "del", "al", "su", "este", "ese", "cada", "de", "en", "por", "con", "sin", "como", "gran", "nuevo", "primer", "otro",
        "yo", "que", "no", "me", "tu", "mi", "es", "ante", "tras", "para", "y", "o", "todo", "dicho", "cuando", "si",
    ];
    const ONLY_VERB: &[&str] = &["que", "se"];
    let word = &side.words[at];
    let before = at.checked_sub(1).map_or("", |i| side.words[i].lower.as_str());
    let behind = side.words.get(at + 1).map_or("", |w| w.lower.as_str());
    // endings in -io are no word at all without the accent, save the noun `presidio`
    let none = word.lower.ends_with("io") && !matches!(word.lower.as_str(), "presidio" | "anuncio");
    let speaks = side.words.iter().any(|w| matches!(w.lower.as_str(), "yo" | "me" | "mi" | "mis"));
    let text = side.before(word);
    let open = text.matches(['“', '«']).count() > text.matches(['”', '»']).count() || text.matches('"').count() % 2 == 1;
    !open
        && (none || !speaks && (!NOUN.contains(&before) || ONLY_VERB.contains(&behind) && matches!(before, "y" | "que" | "no" | "cuando")))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, fixes};

    const EN: &str = "The undersecretary said that the government will build three schools in the city for the children.";

    #[test]
    fn spanish_accents() {
        for (es, code) in [
            ("El subsecretario afirmó que el gobierno construirá tres escuelas en la ciudad para los niños.", ""),
            ("El subsecretario afirmo que el gobierno construirá tres escuelas en la ciudad para los niños.", "verb-accent"),
            ("El subsecretario afirmó tambien que el gobierno construirá tres escuelas en la ciudad para los niños.", "accents-lost"),
            ("El subsecretario afirmó, tras el anuncio, que el gobierno construirá tres escuelas en la ciudad para los niños.", ""),
            ("“Afirmo que el gobierno construirá tres escuelas en la ciudad”, dijo el subsecretario a los niños.", ""),
        ] {
            assert_eq!(codes(es, EN), code, "{es}");
        }
        assert_eq!(fixes("El subsecretario afirmo que el gobierno construirá tres escuelas en la ciudad para los niños.", EN), ["afirmó"]);
    }

    #[test]
    fn broken_texts() {
        let es = "El subsecretario afirmó que el gobierno construirá tres escuelas en la ciudad para los niños.";
        for (broken, code) in [
            (es.replace(" niños.", ""), "truncated"),
            (es.replace("que el", "que el el"), "doubled-word"),
            (es.replace("afirmó", "afirmÃ³"), "mojibake"),
            (es.replace("tres", "(tres"), "unbalanced"),
            (es.replace("tres", "«tres»"), ""),
            (es.replace("tres", "\"tres"), "unbalanced"),
        ] {
            assert_eq!(codes(&broken, EN), code, "{broken}");
        }
        assert_eq!(fixes(&es.replace("afirmó", "afirmÃ³"), EN), ["afirmó"]);
        let english = "The undersecretary said \"the government will build three schools in the city for the children.";
        assert_eq!(codes(&es.replace("el gobierno", "\"el gobierno"), english), "", "an excerpt of a quotation");
        let english = "The undersecretary said that the government will build three schools in the city that the children dream of.";
        assert_eq!(codes(es, english), "", "English may end so");
    }

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
