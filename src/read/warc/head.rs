//! Heads of records and of HTTP responses, read as crawlers write them: names in any case, blanks around colons, folded lines, lines
//! that end with LF alone. What cannot be read is skipped.

/// Named values, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields {
    fields: Vec<(String, String)>,
    /// Whether a folded line belongs to the last of them: the line before it could be read.
    open: bool,
}

impl Fields {
    /// Takes a line in, without its end, which is not empty. `keep` chooses by name, in lower case.
    pub(super) fn add(&mut self, line: &[u8], keep: impl Fn(&str) -> bool) {
        /// A value that is folded on and on grows no further.
        const LONGEST: usize = 1 << 16;
        let line = String::from_utf8_lossy(line);
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.fields.last_mut().filter(|(_, value)| self.open && value.len() < LONGEST) {
                value.push(' ');
                value.push_str(line.trim());
            }
            return;
        }
        let named = line.split_once(':').map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()));
        let named = named.filter(|(name, _)| !name.is_empty() && keep(name));
        self.open = named.is_some();
        self.fields.extend(named.map(|(name, value)| (name, value.to_owned())));
    }

    /// The first value of a name that says something, as it stands; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.all(name).find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// All values of a name.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// A content type: its kind in lower case, and its charset.
pub(super) fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    (kind, charset.map(|(_, name)| name.trim().trim_matches(['"', '\'']).trim().to_owned()))
}

/// The head of an HTTP response, and where its body begins; `None` where no status line is.
///
/// A status line is `HTTP/` in any case, of any version. A head ends with an empty line, or where mark-up begins.
pub(super) fn response(bytes: &[u8]) -> Option<(Fields, usize)> {
    let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    bytes[blank..].get(..5).filter(|start| start.eq_ignore_ascii_case(b"HTTP/"))?;
    let mut fields = Fields::default();
    let mut at = blank + line_end(&bytes[blank..]);
    while at < bytes.len() {
        let length = line_end(&bytes[at..]);
        let line = bytes[at..at + length].trim_ascii_end();
        if line.first() == Some(&b'<') {
            break;
        }
        at += length;
        if line.is_empty() {
            break;
        }
        // some servers send a second status line before the one that counts
        fields.add(line, |_| true);
    }
    Some((fields, at))
}

/// The length of the first line with its end.
fn line_end(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_servers_write_them() {
        for status in ["HTTP/2 200", "HTTP/2.0 200 OK", "http/1.1 200", "HTTP/1.1", "Http/3 200 \u{7}", "\r\nHTTP/1.0 200 OK"] {
            let text = format!("{status}\r\nx y\r\n: none\r\nX-A: a\u{1}b\nCONTENT-TYPE : text/html;\r\n\t charset=\"utf-8\"\r\n\r\n<p>");
            let (fields, start) = response(text.as_bytes()).unwrap();
            assert_eq!((&text[start..], fields.get("x-a")), ("<p>", "a\u{1}b"), "{status}");
            assert_eq!(content_type(fields.get("content-type")), ("text/html".to_owned(), Some("utf-8".to_owned())));
        }
        assert!(response(b"GET / HTTP/1.1\r\n\r\n").is_none());
        let unparted = b"HTTP/1.1 200 OK\r\nX: y\r\n<html><p>A: b\r\n\r\n";
        assert_eq!(response(unparted).unwrap().1, 23);
    }

    #[test]
    fn a_line_folded_behind_one_that_was_skipped_is_skipped() {
        let mut fields = Fields::default();
        for line in ["a: b", "no colon", " c", "d: e", " f"] {
            fields.add(line.as_bytes(), |_| true);
        }
        assert_eq!((fields.get("a"), fields.get("d")), ("b", "e f"));
    }
}
