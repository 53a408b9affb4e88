//! What content systems leave in a text where they should have set a picture: WordPress's shortcodes (`[caption id="attachment_7" width="300"]`)
//! and Markdown's images (`![caption](photo.jpg)`). The words of the caption stay.

use super::Span;

/// Shortcodes that are known without an attribute.
const NAMES: &[&str] =
    &["caption", "wp_caption", "gallery", "embed", "media-credit", "media_credit", "video", "audio", "playlist", "su_quote"];
/// A shortcode, or an image with its caption and address, is no longer.
const LONGEST: usize = 4096;

/// The stretches of a text that are no words of it, in order.
pub(crate) fn residue(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut at, mut named) = (0, Vec::new());
    while let Some(open) = memchr::memchr(b'[', &text.as_bytes()[at..]).map(|open| at + open) {
        at = open + 1;
        if let Some(parts) = image(text, open).or_else(|| shortcode(text, open, &mut named)) {
            at = parts.last().map_or(at, |last| last.end);
            found.extend(parts);
        }
    }
    found
}

/// What stands around the words of an image whose bracket opens at a place; around the link, too, in which it may stand.
fn image(text: &str, open: usize) -> Option<Vec<Span>> {
    let start = open.checked_sub(1).filter(|&start| text.as_bytes()[start] == b'!')?;
    let near = &text[open..text.floor_char_boundary(text.len().min(open + LONGEST))];
    let near = near.split("\n\n").next().unwrap_or_default();
    let close = near.find("](")?;
    let end = close + target(&near[close + 1..])? + 1;
    let linked = text[..start].ends_with('[').then(|| target(near[end..].strip_prefix(']')?)).flatten();
    let (before, behind) = linked.map_or((0, 0), |target| (1, target + 1));
    Some(vec![Span::new(start - before, open + 1), Span::new(open + close, open + end + behind)])
}

/// The length of an address in round brackets, with or without a title in quotation marks.
fn target(text: &str) -> Option<usize> {
    text.strip_prefix('(')?;
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => {
                let mut parts = text[1..at].split_whitespace().skip(1);
                return (at > 1 && parts.next().is_none_or(|title| title.starts_with(['"', '\'']))).then_some(at + 1);
            }
            ')' => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// A shortcode whose bracket opens at a place, but for the words of its `caption`; `named` are those that were opened before.
fn shortcode<'t>(text: &'t str, open: usize, named: &mut Vec<&'t str>) -> Option<Vec<Span>> {
    let near = &text[open..text.floor_char_boundary(text.len().min(open + LONGEST))];
    let closes = near[1..].starts_with('/');
    let start = 1 + usize::from(closes);
    let is_of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let length = near[start..].find(|c| !is_of_name(c)).filter(|length| *length > 1)?;
    let (name, inside) = (&near[start..start + length], &near[start + length..]);
    let is_known = NAMES.contains(&name) || named.contains(&name);
    if closes {
        return (is_known && inside.starts_with(']')).then(|| vec![Span::new(open, open + start + length + 1)]);
    }
    let attributes = attributes(inside)?;
    if !(is_known || attributes.some && inside.starts_with(' ')) {
        return None;
    }
    if named.len() < MOST_NAMES && !named.contains(&name) {
        named.push(name);
    }
    let behind = open + start + length;
    let (whole, caption) = (Span::new(open, behind + attributes.end), attributes.caption.map(|caption| caption.shifted(behind)));
    Some(match caption {
        Some(caption) => vec![Span::new(whole.start, caption.start), Span::new(caption.end, whole.end)],
        None => vec![whole],
    })
}

/// So many names of shortcodes are remembered.
const MOST_NAMES: usize = 32;

struct Attributes {
    /// Behind the bracket that ends them.
    end: usize,
    some: bool,
    caption: Option<Span>,
}

/// The attributes of a shortcode, from behind its name.
fn attributes(text: &str) -> Option<Attributes> {
    let (mut some, mut caption, mut at) = (false, None, 0);
    loop {
        let rest = text[at..].trim_start_matches([' ', '\u{a0}', '/']);
        at = text.len() - rest.len();
        if rest.starts_with(']') {
            return Some(Attributes { end: at + 1, some, caption });
        }
        let name = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).filter(|length| *length > 0)?;
        let value = rest[name..].strip_prefix('=')?;
        // an editor makes typographer's marks of them
        let is_mark = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '″' | '»' | '«' | '’' | '‘');
        let inner = value.trim_start_matches(is_mark);
        let length = if inner.len() < value.len() { inner.find(is_mark)? } else { inner.find([' ', ']'])? };
        let start = text.len() - inner.len();
        some = true;
        if &rest[..name] == "caption" && length > 0 {
            caption = Some(Span::new(start, start + length));
        }
        at = text.len() - inner[length..].trim_start_matches(is_mark).len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let (mut said, mut start) = (String::new(), 0);
        for span in residue(text) {
            said += &text[start..span.start];
            start = span.end;
        }
        said + &text[start..]
    }

    #[test]
    fn the_words_of_captions_stay() {
        for (text, said) in [
            ("[caption id=\"attachment_7\" align=\"alignleft\" width=\"300\"] Una niña pinta. EFE[/caption]", " Una niña pinta. EFE"),
            ("[caption id=”attachment_7″ width=”300″]Una niña[/caption]", "Una niña"),
            ("[caption width='300' caption=\"Una niña pinta\"][/caption]", "Una niña pinta"),
            ("Antes [gallery ids=\"1,2\" /] y [vc_row el=a]después[/vc_row]", "Antes  y después"),
            ("![Una niña pinta](a.jpg)", "Una niña pinta"),
            ("[![Una niña (izq.)](a_(1).jpg \"Foto\")](b.html) Más", "Una niña (izq.) Más"),
            ("![](a.jpg)", ""),
        ] {
            assert_eq!(left(text), said, "{text}");
        }
    }

    #[test]
    fn brackets_of_writers_stay() {
        for text in [
            "[ES] Una niña",
            "dijo [sic] ayer",
            "[the mayor] said",
            "[/b]",
            "see [1](2) and ![x] (y)",
            "[caption",
            "[a=b]",
            "![a](b c)",
            "![[[",
            "¡Hola! [foto: EFE]",
            "“[ES] Una",
            "![a](",
        ] {
            assert_eq!(left(text), text);
        }
    }
}
