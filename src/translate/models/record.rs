//! The list of a server's model files. What a server says is taken for nothing until it has been looked at.

use super::sums::{is_plain, is_sum};
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The format of models that `fxtranslate` reads, as the first number of their version.
const MAJOR: u64 = 3;

/// A file of a model, as a server announces it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    name: String,
    file_type: String,
    source_language: String,
    target_language: String,
    version: String,
    decompressed_hash: Option<String>,
    decompressed_size: Option<u64>,
    attachment: Attachment,
}

#[derive(Debug, Deserialize)]
struct Attachment {
    location: String,
    size: Option<u64>,
}

/// A file whose name, place and checksum are sound.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// One plain name.
    pub(super) name: String,
    /// SHA-256 of the file, unpacked.
    pub(super) sum: String,
    /// Bytes, unpacked, where the server says so.
    pub(super) size: Option<u64>,
    /// Bytes, packed, where the server says so.
    pub(super) packed: Option<u64>,
    /// Where it stands below the server's address.
    pub(super) location: String,
}

/// Everything that a server has.
#[derive(Deserialize)]
pub(super) struct List {
    #[serde(deserialize_with = "records")]
    data: Vec<Raw>,
}

/// More than these are no list of models: the real one has some hundreds.
const MOST: usize = 20_000;

/// Records as they come; what is no record of a file is passed over, as it was not made for us.
fn records<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Raw>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Item {
        File(Box<Raw>),
        Other(IgnoredAny),
    }
    struct Items;
    impl<'de> Visitor<'de> for Items {
        type Value = Vec<Raw>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of records")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Raw>, A::Error> {
            let (mut found, mut count) = (Vec::new(), 0);
            while let Some(item) = items.next_element()? {
                count += 1;
                if count > MOST {
                    return Err(serde::de::Error::custom(format!("more than {MOST} records")));
                }
                match item {
                    Item::File(raw) => found.push(*raw),
                    Item::Other(IgnoredAny) => {}
                }
            }
            Ok(found)
        }
    }
    deserializer.deserialize_seq(Items)
}

impl List {
    /// Reads a server's answer.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        // serde_json ends at a depth of 128
        serde_json::from_slice(bytes).map_err(|cause| format!("what came is not a list of models: {cause}"))
    }

    /// The pairs with a model that could be fetched, in order.
    pub(super) fn pairs(&self) -> Vec<String> {
        let models = self.data.iter().filter(|raw| raw.file_type == "model" && raw.is_ours());
        let mut pairs: Vec<(&str, &str)> = models.map(|raw| (&*raw.source_language, &*raw.target_language)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().filter(|(from, to)| self.files(from, to).is_ok()).map(|(from, to)| format!("{from}-{to}")).collect()
    }

    /// The files of a pair's model: itself, its vocabulary or both, and its lexicon where it has one.
    pub(super) fn files(&self, from: &str, to: &str) -> Result<Vec<Record>, String> {
        if !is_code(from) || !is_code(to) {
            return Err("the languages are no codes such as es and en".to_owned());
        }
        let of = |kind: &str| {
            let all = self.data.iter().filter(|raw| raw.file_type == kind && raw.source_language == from && raw.target_language == to);
            all.filter(|raw| raw.is_ours()).max_by_key(|raw| raw.version()).map(|raw| raw.checked(kind)).transpose()
        };
        let needed = |kind: &str| of(kind)?.ok_or_else(|| format!("it has no {kind} for {from}-{to}"));
        let mut files = vec![needed("model")?];
        match of("vocab")? {
            Some(both) => files.push(both),
            None => files.extend([needed("srcvocab")?, needed("trgvocab")?]),
        }
        files.extend(of("lex")?);
        Ok(files)
    }
}

impl Raw {
    /// The numbers of `3.1`; what is no number counts as none.
    fn version(&self) -> Vec<u64> {
        self.version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
    }

    fn is_ours(&self) -> bool {
        self.version().first() == Some(&MAJOR)
    }

    fn checked(&self, kind: &str) -> Result<Record, String> {
        let refused = |why: &str| Err(format!("its record of the file {} {why}", shown(&self.name)));
        if !is_plain(&self.name) || self.name.split('.').next() != Some(kind) {
            return refused(&format!("has no name that a {kind} has, such as {kind}.esen.bin or .spm"));
        }
        let Some(sum) = self.decompressed_hash.as_deref().map(str::to_ascii_lowercase).filter(|sum| is_sum(sum)) else {
            return refused("has no SHA-256, so that nobody could tell whether it is the right one");
        };
        if !is_below(&self.attachment.location) {
            return refused(&format!("leads to {}, which is no place on the server", shown(&self.attachment.location)));
        }
        let Attachment { location, size: packed } = &self.attachment;
        Ok(Record { name: self.name.clone(), sum, size: self.decompressed_size, packed: *packed, location: location.clone() })
    }
}

/// Whether a language's code is one, and could be a part of a folder's name.
fn is_code(code: &str) -> bool {
    (2..=16).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Whether a place is below the address that it is put after.
fn is_below(location: &str) -> bool {
    let part =
        |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    location.len() <= 500 && location.split('/').all(part)
}

/// What a server says, for a message: short, and nothing that a terminal obeys.
pub(super) fn shown(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    format!("\"{}\"", short.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn record(kind: &str, name: &str) -> Value {
        json!({"name": name, "fileType": kind, "sourceLanguage": "es", "targetLanguage": "en", "version": "3.0",
            "decompressedHash": "0".repeat(64), "attachment": {"location": format!("a/{name}")}})
    }

    fn list(records: &[Value]) -> List {
        List::parse(json!({ "data": records }).to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_newest_that_can_be_read_is_chosen() {
        let other = |version: &str, name: &str| {
            let mut record = record("model", name);
            record["version"] = version.into();
            record
        };
        let records = [
            json!(7),
            json!({"name": "something else"}),
            record("model", "model.old.bin"),
            other("3.10", "model.new.bin"),
            other("3.9", "model.esen.bin"),
            other("4.0", "model.next.bin"),
            record("vocab", "vocab.esen.spm"),
            record("lex", "lex.esen.bin"),
        ];
        let names: Vec<String> = list(&records).files("es", "en").unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["model.new.bin", "vocab.esen.spm", "lex.esen.bin"]);
        assert_eq!(list(&records).pairs(), ["es-en"]);
        assert!(list(&records).files("en", "es").unwrap_err().contains("it has no model for en-es"));
        let two = [record("model", "model.esen.bin"), record("srcvocab", "srcvocab.esen.spm"), record("trgvocab", "trgvocab.esen.spm")];
        assert_eq!(list(&two).files("es", "en").unwrap().len(), 3);
    }

    #[test]
    fn what_a_server_says_is_looked_at() {
        let with = |key: &str, value: Value| {
            let mut model = record("model", "model.esen.bin");
            model[key] = value;
            list(&[model, record("vocab", "vocab.esen.spm")])
        };
        for (list, expected) in [
            (with("name", "./../../ESCAPED".into()), "\"./../../ESCAPED\" has no name that a model has"),
            (with("name", "vocab.esen.spm".into()), "has no name that a model has"),
            (with("decompressedHash", Value::Null), "has no SHA-256"),
            (with("decompressedHash", "0".into()), "has no SHA-256"),
            (with("attachment", json!({"location": "../x"})), "leads to \"../x\""),
            (with("attachment", json!({"location": "@evil.example/x"})), "no place on the server"),
        ] {
            let error = list.files("es", "en").unwrap_err();
            assert!(error.contains(expected), "{error}");
            assert!(list.pairs().is_empty());
        }
        for code in ["../..", "/x", "e", "a/b", "é", "e\n"] {
            let list = with("sourceLanguage", code.into());
            assert!(list.files(code, "en").is_err() && list.pairs().is_empty(), "{code}");
        }
    }

    #[test]
    fn a_list_has_an_end() {
        let of = |text: String| List::parse(text.as_bytes()).err().unwrap();
        assert!(of("[".repeat(200_000)).contains("not a list"));
        assert!(of(format!("{{\"data\":{}", "[".repeat(200_000))).contains("not a list"));
        assert!(of(format!("{{\"data\":[0{}]}}", ",0".repeat(MOST))).contains("more than 20000 records"));
    }
}
