//! The names in a credit: `Ana Ruiz`, `J. Guadalupe Pérez y Ramón de la Rosa`, `@anaruiz`, `Presidencia de la República`.

use super::cursor::is_in_word;
use crate::lexicon::{self, Agency, SourceKind};
use crate::text::{fold, is_capitalised};

/// The people or offices named in a text that holds nothing else; `None` where it holds anything that is no name.
pub(crate) fn people(text: &str) -> Option<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for (number, person) in text.split([',', ';', '&']).enumerate() {
        // `Ana Ruiz, enviada`, `Ana Ruiz, archivo`: no names
        if number > 0 && is_role(person) {
            continue;
        }
        let mut name: Vec<&str> = Vec::new();
        for word in person.split_whitespace() {
            if is_and(word) && !name.is_empty() {
                all.push(std::mem::take(&mut name).join(" "));
                continue;
            }
            if !(is_name_word(word) || !name.is_empty() && is_particle(word)) {
                return None;
            }
            name.push(word);
        }
        // `By Ana Ruiz`: who wrote it
        if name.len() > MOST_WORDS || name.len() > 1 && is_byline(name[0]) {
            return None;
        }
        if !name.is_empty() {
            all.push(name.join(" "));
        }
    }
    // `Ana Ruiz, File`: nobody is called so
    if all.len() > 1 {
        all.retain(|name| !is_role(name));
    }
    (!all.is_empty()).then_some(all)
}

/// The longest name of a person or an office, in words.
const MOST_WORDS: usize = 8;

/// Whether a source says where a picture was kept, not who took it: `Archivo`, `File Photo`.
pub(super) fn is_file(source: &Agency) -> bool {
    source.kind == SourceKind::StandIn && matches!(source.name.as_str(), "File" | "Archivo" | "Pool" | "Handout")
}

/// What somebody was behind his name, or where the picture was kept.
pub(super) fn is_role(text: &str) -> bool {
    const ROLES: &[&str] = &[
        "enviado",
        "enviada",
        "enviado especial",
        "enviada especial",
        "corresponsal",
        "fotografo",
        "fotografa",
        "correspondent",
        "photographer",
        "staff photographer",
        "freelance",
        "stringer",
    ];
    let folded = fold(text.trim());
    ROLES.contains(&folded.as_str()) || lexicon::agency(&folded).is_some_and(is_file)
}

fn is_byline(word: &str) -> bool {
    matches!(word, "By" | "BY" | "Por" | "POR")
}

fn is_and(word: &str) -> bool {
    matches!(word, "y" | "e" | "Y" | "E" | "and" | "AND" | "con" | "with")
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: &[&str] =
        &["de", "del", "la", "las", "los", "el", "van", "von", "der", "den", "da", "do", "dos", "di", "al", "of", "the", "for", "para"];
    PARTICLES.contains(&word)
}

/// A capitalised word or a handle. A full stop only behind initials and short titles, so that no name spans two sentences.
fn is_name_word(word: &str) -> bool {
    const SHORTENED: &[&str] =
        &["ma", "fco", "gpe", "jr", "sr", "st", "sta", "sto", "dr", "dra", "lic", "ing", "gral", "sgt", "fdo", "hdez"];
    let bare = word.trim_end_matches('.');
    let stopped = bare.len() < word.len();
    let shape = bare.chars().all(|c| is_in_word(c) || matches!(c, '-' | '\'' | '’' | '@' | '_' | '.'));
    let initials = bare.split('.').all(|part| part.chars().count() == 1);
    let dotted = bare.contains('.') && !initials && !bare.starts_with('@');
    let may_stop = initials || SHORTENED.contains(&fold(bare).as_str());
    shape && !dotted && (!stopped || may_stop) && (is_capitalised(bare) || bare.starts_with('@') && bare.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_is_none() {
        let names = |text: &str| people(text).map(|all| all.join("; ")).unwrap_or_default();
        assert_eq!(names("Ana Ruiz y Ramón de la Rosa"), "Ana Ruiz; Ramón de la Rosa");
        assert_eq!(names("J. Guadalupe Pérez"), "J. Guadalupe Pérez");
        assert_eq!(names("Eduardo Verdugo, File"), "Eduardo Verdugo");
        assert_eq!(names("@anaruiz"), "@anaruiz");
        assert_eq!(names("Ana Ruiz, enviada"), "Ana Ruiz");
        assert_eq!(names("Ana Ruiz, archivo"), "Ana Ruiz");
        assert_eq!(names("Jose\u{301} Pazos"), "Jose\u{301} Pazos");
        for text in ["Liverpool. FOTO", "El presidente habló", "", "La Paz. EFE", "said Ana Ruiz", "By Ana Ruiz", "Por Ana Ruiz"] {
            assert_eq!(names(text), "", "{text}");
        }
    }
}
