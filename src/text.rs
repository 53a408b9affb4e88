//! Words, sentences and folded letters: what every stage needs to read a text.

pub(crate) mod hash;
pub(crate) mod token;
pub(crate) mod word;

use crate::span::Span;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without diacritics: `Cifrián` and `CIFRIAN` fold to `cifrian`.
pub(crate) fn fold(text: &str) -> String {
    /// What the letters of Spanish and its neighbours fold to, so that Unicode's tables are asked once.
    static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| (0..'\u{250}' as u32).filter_map(char::from_u32).map(folded).collect());
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match (c, LATIN.get(c as usize)) {
            ('\0'..='\x7f', _) => found.push(c.to_ascii_lowercase()),
            (_, Some(known)) => found.push_str(known),
            _ => found.push_str(&folded(c)),
        }
    }
    found
}

/// A character, folded: without those that only mark a letter, nothing.
fn folded(c: char) -> String {
    std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The words of a text in order: runs of letters and digits. Apostrophes, hyphens and full stops hold a word
/// together only between two letters or digits (`D.F`, `Jean-Paul`, `1,000`, `can’t`).
pub fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + text[start..].chars().next()?.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let glue = matches!(c, '\'' | '’' | '-' | '.' | ',') && {
                let before = text[..at].chars().next_back();
                let after = text[at + c.len_utf8()..].chars().next();
                holds_together(c, before, after)
            };
            if !(c.is_alphanumeric() || glue || !c.is_ascii() && is_combining_mark(c)) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        Some(Span::new(start, end))
    })
}

fn holds_together(glue: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    match glue {
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        // `EE.UU`, `1.000`, but not `institutions.NOTIMEX` or `he said.Se`
        '.' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => before.is_alphanumeric() && after.is_alphanumeric(),
    }
}

/// Whether a character ends a line.
pub(crate) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Whether the first letter is a capital.
pub(crate) fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether all letters are capitals, and there are two or more.
pub(crate) fn is_upper(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
}

/// A text in capitals as others would print it: in lower case, byte for byte in the same places. Any other as it is.
pub(crate) fn calm(text: &str) -> Cow<'_, str> {
    let count = |of: fn(&u8) -> bool| text.bytes().filter(of).count();
    if count(u8::is_ascii_lowercase) * 10 > count(u8::is_ascii_uppercase) || words(text).nth(2).is_none() {
        return Cow::Borrowed(text);
    }
    let mut calmed = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        let mut lower = c.to_lowercase();
        calmed.push(match (lower.next(), lower.next()) {
            (Some(one), None) if !begins && one.len_utf8() == c.len_utf8() => one,
            _ => c,
        });
        // a sentence keeps its capital
        begins = matches!(c, '.' | '!' | '?') || begins && !c.is_alphanumeric();
    }
    Cow::Owned(calmed)
}

/// Words after which a full stop ends no sentence, but before a number.
const ABBREVIATIONS: &[&str] = &[
    "sr", "sra", "srta", "dr", "dra", "lic", "ing", "gral", "cap", "cmdte", "prof", "profa", "arq", "mtro", "mtra", "av", "avda", "col",
    "núm", "num", "no", "art", "mr", "mrs", "ms", "st", "sen", "gov", "rep", "gen", "lt", "sgt", "jr", "vs", "etc", "inc", "corp", "ltd",
    "co", "edo", "ee", "uu", "ej", "aprox", "tel", "pág", "jal", "qro", "ver", "tamps", "mich", "gto", "oax", "chih", "coah", "sin", "son",
    "hgo", "mor", "pue", "tab", "yuc", "zac", "ags", "rev", "maj", "capt", "cmdr", "pvt", "dip", "mons", "pbro", "gob",
];

/// Words after which a full stop before a number ends no sentence.
const BEFORE_NUMBERS: &[&str] = &["no", "núm", "num", "art", "av", "avda", "col", "pág", "tel", "aprox", "vol", "sec"];

/// Months, cut short: `Nov. 3`. With a capital, since `mar` is the sea.
const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Ene", "Abr", "Ago", "Dic"];

/// The sentences of a text, without white space at their ends. Full stops of abbreviations, initials and numbers end
/// none; a full stop glued to a following capital (`said.Se`) ends one.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    // marks of one run (`...`) have the same text after them, which is looked at once
    let (mut end, mut behind) = (0, Behind::default());
    for (at, c) in text.char_indices() {
        if at < start || !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        if at >= end {
            let rest = &text[at + c.len_utf8()..];
            let after = rest.trim_start_matches(['"', '”', '’', '\'', '»', ')', ']', '.', '!', '?']);
            end = text.len() - after.len();
            behind = Behind::read(after);
        }
        if ends_sentence(&text[start..at], c, &behind) {
            found.push(Span::new(start, end));
            start = end;
        }
    }
    found.push(Span::new(start, text.len()));
    found.into_iter().map(|s| s.trimmed(text)).filter(|s| !s.is_empty()).collect()
}

/// Words that open a clause, in both languages.
const CLAUSE_OPENERS: &[&str] = &[
    "y", "e", "que", "pero", "mientras", "donde", "cuando", "quien", "quienes", "para", "and", "but", "while", "who", "which", "where",
    "when", "that", "after", "as", "durante", "tras", "during", "to",
];

/// The clauses of a sentence: cut at commas, semicolons, colons, dashes and brackets, and before words that open one.
pub(crate) fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let inside = sentence.of(text);
    let marks = inside.char_indices().filter(|(at, c)| {
        let spaced = || inside[at + c.len_utf8()..].starts_with(char::is_whitespace);
        matches!(c, ';' | '—' | '–' | '(' | ')') || matches!(c, ',' | ':') && spaced()
    });
    let mut cuts: Vec<usize> = marks.map(|(at, c)| at + c.len_utf8()).collect();
    cuts.extend(words(inside).filter(|w| CLAUSE_OPENERS.contains(&w.of(inside))).map(|w| w.start));
    cuts.push(inside.len());
    cuts.sort_unstable();
    let mut start = 0;
    let pieces = cuts.into_iter().map(|end| Span::new(std::mem::replace(&mut start, end), end));
    let bare = |piece: Span| {
        let said = piece.of(inside).trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–' | '(' | ')'));
        Span::new(piece.start, piece.start + said.len()).trimmed(inside)
    };
    pieces.map(bare).filter(|s| !s.is_empty()).map(|s| s.shifted(sentence.start)).collect()
}

/// What follows the marks that may end a sentence.
#[derive(Default)]
struct Behind {
    spaced: bool,
    /// The first character that opens nothing (a bracket, a quotation).
    next: Option<char>,
    second_is_lower: bool,
}

impl Behind {
    fn read(after: &str) -> Self {
        let openers = ['"', '“', '‘', '\'', '«', '(', '[', '¿', '¡', '-', '–', '—', ' '];
        Self {
            spaced: after.starts_with(char::is_whitespace),
            next: after.trim_start().trim_start_matches(openers).chars().next(),
            second_is_lower: after.chars().nth(1).is_some_and(char::is_lowercase),
        }
    }
}

fn ends_sentence(before: &str, mark: char, behind: &Behind) -> bool {
    let Some(next) = behind.next else { return true };
    if !(next.is_uppercase() || next.is_numeric()) {
        return false;
    }
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if !behind.spaced {
        // glued: only between a lower-case word and a capitalised one
        return next.is_uppercase() && last.chars().count() > 1 && last.chars().all(char::is_lowercase) && behind.second_is_lower;
    }
    if mark != '.' {
        return true;
    }
    let length = last.chars().count();
    if length > 5 {
        return true;
    }
    let lower = last.to_lowercase();
    let one_of = |words: &[&str]| words.contains(&lower.as_str());
    let initial = length == 1 && last.chars().all(char::is_uppercase);
    let goes_on = if next.is_numeric() { one_of(BEFORE_NUMBERS) || MONTHS.contains(&last) } else { one_of(ABBREVIATIONS) };
    !(initial || goes_on)
}

/// Whether a text ends with the end of a sentence, or with a colon.
pub(crate) fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with(['.', '!', '?', ':', '…'])
}

/// Unicode's default-ignorable characters, and those that only format.
pub(crate) fn prints_nothing(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(cut("He left. She stayed."), ["He left.", "She stayed."]);
        assert_eq!(cut("El Gral. Pérez habló. Se fue a EE.UU. con él."), ["El Gral. Pérez habló.", "Se fue a EE.UU. con él."]);
        assert_eq!(cut("“Never,” he said.Se llevó a cabo."), ["“Never,” he said.", "Se llevó a cabo."]);
        assert_eq!(cut("It cost 1.5 million."), ["It cost 1.5 million."]);
        assert_eq!(cut("In this Nov. 3, 2020, photo, a man looks at the sea."), ["In this Nov. 3, 2020, photo, a man looks at the sea."]);
        assert_eq!(
            cut("Vive en Av. 20 de Noviembre. Miran el mar. 20 llegaron."),
            ["Vive en Av. 20 de Noviembre.", "Miran el mar.", "20 llegaron."]
        );
        assert_eq!(cut(""), Vec::<&str>::new());
    }

    #[test]
    fn capitals_are_calmed() {
        assert_eq!(calm("EL NIÑO DE LEÓN SALUDA. SE VA A MÉXICO."), "El niño de león saluda. Se va a méxico.");
        for text in ["El niño saluda.", "FBI: 12", "La CNDH y el INE"] {
            assert_eq!(calm(text), text);
        }
    }

    #[test]
    fn clauses_are_what_can_be_said_apart() {
        let text = "En conferencia, el subsecretario de Gobernación, Ana Ruiz, afirmó que el gobierno (federal) irá.";
        let found: Vec<_> = clauses(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect();
        assert_eq!(
            found,
            ["En conferencia", "el subsecretario de Gobernación", "Ana Ruiz", "afirmó", "que el gobierno", "federal", "irá."]
        );
    }

    #[test]
    fn words_keep_numbers_whole() {
        let text = "El 1,000 y Jean-Paul’s D.F. can’t.";
        let found: Vec<_> = words(text).map(|s| s.of(text)).collect();
        assert_eq!(found, ["El", "1,000", "y", "Jean-Paul’s", "D", "F", "can’t"]);
    }

    #[test]
    fn folding_takes_case_and_accents() {
        assert_eq!(fold("CIFRIÁN ñandú"), "cifrian nandu");
    }
}
