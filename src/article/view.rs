//! What a reader sees of a plain text. Some characters print nothing and stand in the middle of words and names; some are damaged or
//! spelt out (`&oacute;`); what a content system should have made a picture of stands between them. They are taken out or undone once, before
//! anything is read, and a map leads back to what was printed.

use super::residue::residue;
use super::{SourceMap, Span, is_line_end};
use crate::text::prints_nothing;
use std::borrow::Cow;

/// The text as it is read, and where it stands in `source`; `None` where every character is read as it stands.
pub(super) fn read(source: &str) -> Option<(String, SourceMap)> {
    let mut odds = Odds::of(source);
    let mut odd = odds.next(0)?;
    // where nothing else ends lines, and some are empty, NEL is no ellipsis of Windows-1252 but what EBCDIC has for a line's end
    let nel_ends_lines = source.contains("\u{85}\u{85}") && !source.contains(['\n', '\r']);
    let lines = SourceMap::of_text(source, |c| is_line_end(c) || nel_ends_lines && c == '\u{85}');
    let (mut text, mut map) = (String::with_capacity(source.len()), lines);
    let mut add = |said: &str, place: Span| {
        let start = text.len();
        if !said.is_empty() {
            map.push(Span::new(start, start + said.len()), place);
            text.push_str(said);
        }
        text.ends_with('\r')
    };
    let mut start = 0;
    loop {
        let returned = add(&source[start..odd.at], Span::new(start, odd.at));
        let end = odd.at + odd.length;
        let printed = &source[odd.at..end];
        // between CR and LF nothing goes away: they would become one line end
        let kept = returned && odd.said.is_empty() && source[end..].trim_start_matches(|c| shown(c).is_none()).starts_with('\n');
        let beside_blank = || {
            let blank = |c: char| c.is_whitespace() && !is_line_end(c);
            source[..odd.at].ends_with(blank) || source[end..].starts_with(blank)
        };
        if nel_ends_lines && printed == "\u{85}" {
            add("\n", Span::new(odd.at, end));
        } else if kept {
            add(printed, Span::new(odd.at, end));
        } else if odd.said != " " || !beside_blank() {
            add(&odd.said, Span::new(odd.at, end));
        }
        start = end;
        let Some(next) = odds.next(start) else { break };
        odd = next;
    }
    add(&source[start..], Span::new(start, source.len()));
    Some((text, map))
}

/// Something that is not read as it stands.
struct Odd<'s> {
    at: usize,
    length: usize,
    said: Cow<'s, str>,
}

/// What is not read as it stands, in order.
struct Odds<'s> {
    source: &'s str,
    residue: std::iter::Peekable<std::vec::IntoIter<Span>>,
    /// The next character that is odd, if it was looked for; and whether there is none.
    character: Option<Odd<'s>>,
    ended: bool,
}

impl<'s> Odds<'s> {
    fn of(source: &'s str) -> Self {
        Self { source, residue: residue(source).into_iter().peekable(), character: None, ended: false }
    }

    /// The next one from a place on; places only grow.
    fn next(&mut self, from: usize) -> Option<Odd<'s>> {
        if !self.ended && self.character.as_ref().is_none_or(|odd| odd.at < from) {
            self.character = next_odd(self.source, from);
            self.ended = self.character.is_none();
        }
        let before = self.character.as_ref().map_or(usize::MAX, |odd| odd.at);
        let residue = self.residue.next_if(|residue| residue.start <= before);
        residue
            .map(|span| Odd { at: span.start, length: span.end - span.start, said: Cow::Borrowed(" ") })
            .or_else(|| self.character.take())
    }
}

fn next_odd(source: &str, from: usize) -> Option<Odd<'_>> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        at += bytes[at..].iter().position(|b| MAY_BE_ODD[usize::from(*b)])?;
        let rest = &source[at..];
        let c = rest.chars().next()?;
        if c == '&' {
            if let Some((said, length)) = entity(rest) {
                return Some(Odd { at, length, said });
            }
        } else if shown(c) != Some(c) {
            return Some(Odd { at, length: c.len_utf8(), said: Cow::Owned(shown(c).map(String::from).unwrap_or_default()) });
        }
        at += c.len_utf8();
    }
}

/// The first bytes of characters that may not be read as they stand: most texts hold few of them.
static MAY_BE_ODD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte, 0x26 | 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf0 | 0xf3);
        byte += 1;
    }
    table
};

/// The character that a reader sees: `None` for one that prints nothing, another for one that a wrong encoding left.
pub(crate) fn shown(c: char) -> Option<char> {
    match c {
        // nearly all of most texts
        ' '..='~' => Some(c),
        '\u{80}'..='\u{9f}' => Some(of_windows_1252(c)),
        _ if prints_nothing(c) => None,
        _ => Some(c),
    }
}

/// The characters of 0x80 to 0x9f in Windows-1252.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// A C1 control as what it was before somebody took Windows-1252 for ISO 8859-1. Five have no character there: a letter was lost.
fn of_windows_1252(control: char) -> char {
    WINDOWS_1252[control as usize - 0x80]
}

/// More than the longest name of an entity, `CounterClockwiseContourIntegral`.
const LONGEST: usize = 40;

/// What the entity at the start of `text` stands for, as a reader sees it, and how long it is printed. It may have been escaped more than once
/// (`&amp;oacute;`). Its semicolon must be there: `AT&T` and `&c` are none.
pub(crate) fn entity(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let mut at = 1;
    while let Some(escaped) = ["amp;", "#38;", "#x26;", "#X26;"].iter().find(|escaped| text[at..].starts_with(**escaped)) {
        at += escaped.len();
    }
    let name = text[at..].bytes().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let end = at + name + 1;
    if name > 0 && text[at + name..].starts_with(';') {
        let whole = format!("&{}", &text[at..end]);
        let decoded = htmlize::unescape(whole.as_str());
        // an entity has two characters at most; more are the first letters of a name taken for one (`&copycat;`)
        if decoded != whole && decoded.chars().nth(2).is_none() {
            let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
            return Some((Cow::Owned(decoded.chars().filter_map(shown).map(blank).collect()), end));
        }
    }
    (at > 1).then_some((Cow::Borrowed("&"), at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "read")]
    #[test]
    fn c1_controls_are_what_windows_1252_has_there() {
        for byte in 0x80..=0x9f_u8 {
            let (said, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            let wanted = said.chars().next().filter(|c| !c.is_control()).unwrap_or('\u{fffd}');
            assert_eq!(of_windows_1252(char::from(byte)), wanted, "{byte:#x}");
        }
    }

    fn seen(source: &str) -> String {
        read(source).map_or_else(|| source.to_owned(), |(text, _)| text)
    }

    #[test]
    fn the_table_of_first_bytes_lets_nothing_through() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let first = c.encode_utf8(&mut bytes).as_bytes()[0];
            assert!(shown(c) == Some(c) || MAY_BE_ODD[usize::from(first)], "{c:?}");
        }
    }

    #[test]
    fn what_prints_nothing_is_passed_over_and_traced() {
        let source = "\u{feff}Bere\u{200b}\u{ad}nice\u{2060} Ó";
        let (text, map) = read(source).unwrap();
        assert_eq!(text, "Berenice Ó");
        assert_eq!(map.span(Span::new(0, 8)).of(source), "Bere\u{200b}\u{ad}nice");
        assert_eq!(map.span(Span::new(9, text.len())).of(source), "Ó");
        assert!(read("Ana “Ruiz” & José, AT&T; R&B; &c ñ\u{a0}\n").is_none());
    }

    #[test]
    fn what_a_content_system_left_is_passed_over() {
        let source = "a&eacute;\n![Ana &amp; Luis](a.jpg)\u{ad}\n[caption id=\"b\"]Ana[/caption] fin";
        let (text, map) = read(source).unwrap();
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "aé Ana & Luis Ana fin");
        let at = text.rfind("Ana").unwrap();
        assert_eq!((map.span(Span::new(at, at + 3)).start, map.line(at)), (source.rfind("Ana").unwrap(), Some(3)));
    }

    #[test]
    fn entities_are_undone() {
        for (source, wanted) in [
            ("entreg&oacute; &amp; &#243;&#xF3; &quot;a&quot;", "entregó & óó \"a\""),
            ("entreg&amp;oacute; &amp;amp;amp;eacute; AT&amp;T R&amp;B; &amp;lt", "entregó é AT&T R&B; &lt"),
            ("entreg&#38;oacute; bi&shy;ci&zwnj;cle&#8203;tas", "entregó bicicletas"),
            ("120&nbsp; a&nbsp;b &nbsp;c&NewLine;d", "120 a b c d"),
            ("&copycat; &notx; &copy &; &#; &#x; &bogus;", "&copycat; &notx; &copy &; &#; &#x; &bogus;"),
            ("?a=1&copy=2&reg=3", "?a=1&copy=2&reg=3"),
            ("&#133; &#150;", "… –"),
        ] {
            assert_eq!(seen(source), wanted);
        }
    }

    #[cfg(feature = "read")]
    #[test]
    fn c1_controls_are_those_of_windows_1252() {
        assert_eq!(seen("\u{93}sí\u{94} \u{96} uno\u{85} \u{81}"), "“sí” – uno… \u{fffd}");
    }

    #[test]
    fn nel_ends_lines_where_nothing_else_does() {
        let (text, map) = read("uno\u{85}\u{85}dos\u{85}tres").unwrap();
        assert_eq!((text.as_str(), map.line(5), map.line(text.len() - 1)), ("uno\n\ndos\ntres", Some(3), Some(4)));
    }

    #[test]
    fn line_ends_stay_as_many() {
        for source in ["a\r\u{200b}\u{ad}\nb", "a\r&shy;\nb", "a\r&nbsp;\nb", "a\u{200b}\r\n\u{200b}b"] {
            let ends = |text: &str| text.replace("\r\n", "\n").matches(is_line_end).count();
            assert_eq!(ends(&seen(source)), ends(source), "{source:?}");
        }
    }
}
