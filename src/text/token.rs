//! Tokens: words, numbers, marks, addresses, with how each is printed and what stands before it.

use crate::span::Span;
use crate::text::is_upper;
use unicode_normalization::char::is_combining_mark;

/// How a token is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// `casa`
    Lower,
    /// `Casa`
    Capital,
    /// `CASA`
    Upper,
    /// `J`, one capital
    Initial,
    /// `elDiario`, `McDonald`
    Mixed,
    /// Digits only.
    Number,
    /// `@anaruiz`, `#reforma`
    Handle,
    /// `cuartoscuro.com`, `ana@example.org`, `https://…`
    Address,
    /// A character that is no letter and no digit.
    Mark(char),
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// White space.
    Space,
    /// An end of a line.
    Line,
}

/// A word, a number, an address or a mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its place in the text.
    pub(crate) span: Span,
    /// How it is printed.
    pub(crate) shape: Shape,
    /// What stands before it.
    pub(crate) gap: Gap,
}

/// Ends of host names.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "mx", "es", "ar", "co", "pe", "cl", "uy", "bo", "ec", "ve", "cr", "gt", "hn", "sv", "ni", "pa", "do", "cu", "pr",
    "info", "tv", "news", "us", "uk", "gob", "gov", "edu", "eu", "cat", "digital", "online", "press", "io", "me",
];

/// The tokens of a text, in order. A hyphen and a full stop part words (`Notimex-José`, `marzo.Ana`), an apostrophe does not; digits and letters
/// that touch are parted (`03MARZO2016`).
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (len, shape) = address(rest, text[..at].chars().next_back())
            .map(|len| (len, Shape::Address))
            .or_else(|| handle(rest).map(|len| (len, Shape::Handle)))
            .unwrap_or_else(|| plain(rest, c));
        let before = found.last().map_or("", |last| &text[last.span.end..at]);
        let gap = match before {
            _ if found.is_empty() => Gap::Line,
            "" => Gap::None,
            _ if before.contains(super::is_line_end) => Gap::Line,
            _ => Gap::Space,
        };
        found.push(Token { span: Span::new(at, at + len), shape, gap });
        at += len;
    }
    found
}

/// So many full stops or hyphens are one mark: `...`, `--`.
const LONGEST_MARK: usize = 3;

/// A word, a number or a mark at the start of a text.
fn plain(rest: &str, first: char) -> (usize, Shape) {
    let run = |is: &dyn Fn(char) -> bool| rest.char_indices().find(|(_, c)| !is(*c)).map_or(rest.len(), |(at, _)| at);
    if first.is_numeric() {
        return (run(&char::is_numeric), Shape::Number);
    }
    if !first.is_alphabetic() {
        let most = if matches!(first, '.' | '-') { LONGEST_MARK } else { 1 };
        return (first.len_utf8() * rest.chars().take(most).take_while(|c| *c == first).count(), Shape::Mark(first));
    }
    let in_word = |at: usize, c: char| {
        c.is_alphabetic()
            || !c.is_ascii() && is_combining_mark(c)
            || matches!(c, '\'' | '’')
                && rest[..at].ends_with(char::is_alphabetic)
                && rest[at + c.len_utf8()..].starts_with(char::is_alphabetic)
    };
    let len = rest.char_indices().find(|&(at, c)| !in_word(at, c)).map_or(rest.len(), |(at, _)| at);
    (len, shape(&rest[..len]))
}

fn shape(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase);
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_uppercase() { upper += 1 } else { lower += 1 }
    }
    match (capital, upper, lower) {
        (true, 0, 0) => Shape::Initial,
        (true, 0, _) => Shape::Capital,
        (true, ..) if is_upper(word) => Shape::Upper,
        (false, 0, _) => Shape::Lower,
        _ => Shape::Mixed,
    }
}

/// No address and no handle is longer, in bytes. A longer run of letters and full stops is looked at so far only, once per word.
const LONGEST: usize = 254;

/// `@anaruiz`, `#reforma`
fn handle(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix(['@', '#'])?;
    let name = &name[..name.floor_char_boundary(LONGEST)];
    let len = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(name.len());
    let len = name[..len].trim_end_matches('.').len();
    (len > 1).then_some(1 + len)
}

/// A host name, an e-mail address or a link.
fn address(rest: &str, before: Option<char>) -> Option<usize> {
    let printed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ñ');
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) || before.is_some_and(|c| c.is_alphanumeric() || c == '.') {
        return None;
    }
    if rest.starts_with("http") && rest[4..].trim_start_matches('s').starts_with("://") {
        return Some(rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '"' | '>' | '|')).unwrap_or(rest.len()));
    }
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let whole = &rest[..rest.find(|c| !printed(c)).unwrap_or(rest.len())];
    let whole = whole.trim_end_matches(['.', '-', '_', '@']);
    let (name, end) = whole.rsplit_once('.')?;
    let known = DOMAINS.iter().any(|domain| domain.eq_ignore_ascii_case(end));
    // `marzo.Es` is the end of a sentence
    let cased = end.chars().all(char::is_lowercase) || is_upper(end) && is_upper(name);
    (known && cased && name.len() > 1 && !name.ends_with('.')).then_some(whole.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_marks_and_addresses() {
        let cut = |text: &'static str| tokens(text).iter().map(|t| t.span.of(text)).collect::<Vec<_>>();
        assert_eq!(cut("03MARZO2016.- Ana"), ["03", "MARZO", "2016", ".", "-", "Ana"]);
        assert_eq!(cut("(Notimex-José Pazos)"), ["(", "Notimex", "-", "José", "Pazos", ")"]);
        assert_eq!(cut("marzo.Irene"), ["marzo", ".", "Irene"]);
        assert_eq!(cut("ANA/CUARTOSCURO.COM y @ana_r. elDiario.es"), ["ANA", "/", "CUARTOSCURO.COM", "y", "@ana_r", ".", "elDiario.es"]);
        assert_eq!(cut("R. D. D'Ors -- fin..."), ["R", ".", "D", ".", "D'Ors", "--", "fin", "..."]);
        let shapes = tokens("casa Casa CASA J 15 McCain @ana (");
        let shapes: Vec<Shape> = shapes.iter().map(|t| t.shape).collect();
        use Shape::*;
        assert_eq!(shapes, [Lower, Capital, Upper, Initial, Number, Mixed, Handle, Mark('(')]);
        let gaps: Vec<Gap> = tokens("a b\nc.d").iter().map(|t| t.gap).collect();
        assert_eq!(gaps, [Gap::Line, Gap::Space, Gap::Line, Gap::None, Gap::None]);
    }
}
