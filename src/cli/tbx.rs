//! TBX, the exchange format of terminology (ISO 30042), as far as terms in Spanish and English go: both its dialects, `termEntry` with `langSet`
//! and `tig`, and `conceptEntry` with `langSec` and `termSec`.

use crate::audit::StyleTerm;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// What is wrong, and where.
pub(super) struct Fault {
    pub(super) line: u64,
    pub(super) message: String,
}

/// Statuses of terms that are not to be used, in both dialects.
const AVOIDED: &[&str] = &["deprecatedTerm-admn-sts", "supersededTerm-admn-sts", "deprecatedTerm", "supersededTerm", "notRecommended"];
/// and of the one that comes first.
const PREFERRED: &[&str] = &["preferredTerm-admn-sts", "preferredTerm"];

/// A term while it is read.
#[derive(Default)]
struct Open {
    entry: StyleTerm,
    language: String,
    term: String,
    status: String,
    /// What the text belongs to.
    holds: Option<Holds>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Term,
    Status,
}

/// The terms of a file that have Spanish and English, or English that is not to be used.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<StyleTerm>, Fault> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault { line: line(bytes, error.valid_up_to()), message: "it is not UTF-8; save it as UTF-8".to_owned() })?;
    let mut reader = Reader::from_str(text);
    let (mut found, mut open) = (Vec::new(), Open::default());
    loop {
        let event = reader
            .read_event()
            .map_err(|cause| Fault { line: line(bytes, reader.error_position() as usize), message: format!("it is no TBX: {cause}") })?;
        match event {
            Event::Start(tag) => open.start(&tag),
            Event::End(tag) => found.extend(open.end(tag.local_name().as_ref())),
            Event::Text(text) => open.add(&text),
            Event::GeneralRef(name) => {
                let c = name.resolve_char_ref().ok().flatten().map(String::from);
                open.add(c.as_deref().or_else(|| resolve_predefined_entity(&name)).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if found.is_empty() {
        let message = "it has no term in Spanish and English; a term stands in <termEntry> or <conceptEntry>".to_owned();
        return Err(Fault { line: 1, message });
    }
    Ok(found)
}

fn line(bytes: &[u8], place: usize) -> u64 {
    1 + memchr::memchr_iter(b'\n', &bytes[..place.min(bytes.len())]).count() as u64
}

impl Open {
    fn start(&mut self, tag: &BytesStart) {
        let attribute = |name: &str| {
            let of = |a: quick_xml::events::attributes::Attribute| a.value.into_owned();
            tag.attributes().flatten().find(|a| a.key.as_ref() == name).map(of).unwrap_or_default()
        };
        match tag.local_name().as_ref() {
            "termEntry" | "conceptEntry" => *self = Self::default(),
            "langSet" | "langSec" => self.language = attribute("xml:lang").to_ascii_lowercase(),
            "tig" | "ntig" | "termSec" => (self.term, self.status) = Default::default(),
            "term" => self.holds = Some(Holds::Term),
            "termNote" if attribute("type") == "administrativeStatus" => self.holds = Some(Holds::Status),
            "administrativeStatus" => self.holds = Some(Holds::Status),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        match self.holds {
            Some(Holds::Term) => self.term.push_str(text),
            Some(Holds::Status) => self.status.push_str(text),
            None => {}
        }
    }

    /// Gives the entry that ends.
    fn end(&mut self, name: &str) -> Option<StyleTerm> {
        match name {
            "term" | "termNote" | "administrativeStatus" => self.holds = None,
            "tig" | "ntig" | "termSec" => self.keep(),
            "termEntry" | "conceptEntry" => {
                let entry = std::mem::take(&mut self.entry);
                return (!entry.avoid.is_empty() || !entry.es.is_empty() && !entry.en.is_empty()).then_some(entry);
            }
            _ => {}
        }
        None
    }

    fn keep(&mut self) {
        let term = std::mem::take(&mut self.term).split_whitespace().collect::<Vec<_>>().join(" ");
        if term.is_empty() {
            return;
        }
        let status = self.status.trim();
        let is = |language: &str| self.language.split('-').next() == Some(language);
        let forms = match AVOIDED.contains(&status) {
            true if is("en") => &mut self.entry.avoid,
            false if is("en") => &mut self.entry.en,
            false if is("es") => &mut self.entry.es,
            _ => return,
        };
        if PREFERRED.contains(&status) { forms.insert(0, term) } else { forms.push(term) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects() {
        let old = r#"<?xml version="1.0"?><martif type="TBX"><text><body><termEntry id="1">
            <langSet xml:lang="es-MX"><tig><term>colonia</term></tig></langSet>
            <langSet xml:lang="en-US">
              <tig><term>district</term></tig>
              <tig><term>neighborhood</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
              <tig><term>col&#111;ny</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
            </langSet></termEntry></body></text></martif>"#;
        let new = r#"<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry id="1">
            <langSec xml:lang="es"><termSec><term>colonia</term></termSec></langSec>
            <langSec xml:lang="en"><termSec><term>neighborhood</term></termSec><termSec><term>district</term></termSec>
              <termSec><term>colony</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
            </langSec></conceptEntry><conceptEntry id="2"><langSec xml:lang="de"><termSec><term>Park</term></termSec></langSec></conceptEntry>
            </body></text></tbx>"#;
        let text = |text: &str| text.to_owned();
        let wanted = StyleTerm {
            es: vec![text("colonia")],
            en: vec![text("neighborhood"), text("district")],
            avoid: vec![text("colony")],
            note: None,
        };
        for file in [old, new] {
            let Ok(found) = read(file.as_bytes()) else { panic!("{file}") };
            assert_eq!(found, std::slice::from_ref(&wanted));
        }
        assert!(read(b"<tbx></tbx>").is_err_and(|fault| fault.message.contains("no term")));
    }
}
