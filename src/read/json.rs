//! JSON as programs write it: Python's `NaN` and `Infinity`, and halves of surrogate pairs, are no JSON, and cost nothing here.

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Reads JSON; `NaN` and infinities become null, half a surrogate pair U+FFFD.
#[cfg(any(feature = "review", test))]
pub(crate) fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| mended(text).map_or(Err(error), |text| serde_json::from_str(&text)))
}

/// The named fields of an object, and what others there are.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) fields: Map<String, Value>,
    /// The names of all fields, in order.
    pub(super) found: Vec<String>,
}

/// Reads of an object the fields that are wanted; the others are passed over, however deep they go.
pub(super) fn choose(text: &str, wanted: &[&str]) -> Result<Chosen, serde_json::Error> {
    let read = |text: &str| {
        let mut reader = serde_json::Deserializer::from_str(text);
        let chosen = Wanted(wanted).deserialize(&mut reader)?;
        reader.end().map(|()| chosen)
    };
    read(text).or_else(|error| mended(text).map_or(Err(error), |text| read(&text)))
}

struct Wanted<'w>(&'w [&'w str]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Chosen;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Chosen, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Chosen;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Chosen, A::Error> {
        /// More names than a message shows.
        const MOST: usize = 1 << 10;
        let mut chosen = Chosen::default();
        while let Some(name) = map.next_key::<String>()? {
            if !self.0.contains(&name.as_str()) {
                map.next_value::<IgnoredAny>()?;
            } else if chosen.fields.insert(name.clone(), map.next_value()?).is_some() {
                return Err(A::Error::custom(format_args!("the field `{name}` stands twice: leave one of them")));
            }
            if chosen.found.len() < MOST {
                chosen.found.push(name);
            }
        }
        Ok(chosen)
    }
}

/// The text with what is no JSON made JSON; `None` where there is nothing of the kind.
fn mended(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut out, mut copied, mut at, mut in_string) = (String::new(), 0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let (length, with) = match (in_string, byte) {
            (_, b'"') => {
                in_string = !in_string;
                (1, None)
            }
            (true, b'\\') => match surrogate(rest) {
                Some(high) if high < 0xdc00 && surrogate(&rest[6..]).is_some_and(|low| low >= 0xdc00) => (12, None),
                Some(_) => (6, Some("\\ufffd")),
                None => (2, None),
            },
            (false, b'N') if rest.starts_with(b"NaN") => (3, Some("null")),
            (false, b'I') if rest.starts_with(b"Infinity") => (8, Some("null")),
            (false, b'-') if rest.starts_with(b"-Infinity") => (9, Some("null")),
            _ => (1, None),
        };
        if let Some(with) = with {
            // every place here is before or after ASCII
            out.push_str(text.get(copied..at)?);
            out.push_str(with);
            copied = at + length;
        }
        at += length;
    }
    (copied > 0).then(|| out + text.get(copied..).unwrap_or_default())
}

/// The surrogate that an escape at the beginning stands for.
fn surrogate(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    let code = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (0xd800..0xe000).contains(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_python_writes_is_read() {
        let text = r#"{"a": NaN, "b": [-Infinity, Infinity], "NaN": "NaN \"Infinity", "c": "\ud83d\ude00 \ud83d \ude00 \\ud83d é \ud83d"}"#;
        let wanted = json!({"a": null, "b": [null, null], "NaN": "NaN \"Infinity", "c": "😀 \u{fffd} \u{fffd} \\ud83d é \u{fffd}"});
        assert_eq!(parse::<Value>(text).unwrap(), wanted);
        assert!(parse::<Value>("{\"a\": nan}").is_err());
        assert!(parse::<Value>("{\"a\": \"\\ud83d").is_err());
    }

    #[test]
    fn what_nobody_asks_for_costs_nothing() {
        let deep = format!("{{\"deep\": {}{}, \"bad\": NaN, \"half\": \"\\ud83d\", \"a\": 1}}", "[".repeat(100_000), "]".repeat(100_000));
        let chosen = choose(&deep, &["a"]).unwrap();
        assert_eq!(
            (chosen.fields, chosen.found),
            (json!({"a": 1}).as_object().unwrap().clone(), ["deep", "bad", "half", "a"].map(String::from).to_vec())
        );
        assert!(choose(&deep, &["deep"]).unwrap_err().to_string().contains("recursion"));
        assert!(choose("{\"a\": 1, \"b\": 1, \"b\": 2}", &["a"]).is_ok());
        assert!(choose("{\"a\": 1, \"a\": 2}", &["a"]).unwrap_err().to_string().contains("`a` stands twice"));
    }
}
