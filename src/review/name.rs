//! Reviewers' names: what people sign with must not pass for another's.
//!
//! A name is kept in one form (Unicode NFKC, single blanks), holds nothing that is not seen, and mixes no letters of scripts that look
//! alike. Whether it looks like another name is decided by its skeleton: Unicode Technical Standard 39, *Unicode Security Mechanisms*.

use crate::text::prints_nothing;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

/// No name is longer, in bytes.
const LONGEST: usize = 80;

/// A reviewer's name, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reviewer(String);

/// Why a text is not allowed as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// It has no visible character.
    #[error("the reviewer needs a name; give one of 1 to 80 bytes")]
    Empty,
    /// Longer than 80 bytes.
    #[error("the reviewer's name is too long; give one of at most 80 bytes")]
    Long,
    /// A control or format character: it would not be seen, or would turn what is seen around.
    #[error("the reviewer's name holds U+{0:04X}, which nobody sees; give one of letters, digits, blanks and punctuation")]
    Unseen(u32),
    /// Letters of several scripts.
    #[error("the reviewer's name mixes {0} and {1} letters, which can look alike; write it in one script")]
    Mixed(&'static str, &'static str),
}

impl Reviewer {
    /// The name that a text says.
    ///
    /// # Errors
    /// What a name may not be.
    pub(crate) fn new(text: &str) -> Result<Self, BadName> {
        let unseen = |text: &str| text.chars().find(|c| is_unseen(*c)).map_or(Ok(()), |c| Err(BadName::Unseen(u32::from(c))));
        unseen(text)?;
        // the normal form of a character can be eighteen others
        if text.len() > 4 * LONGEST {
            return Err(BadName::Long);
        }
        let name = text.nfkc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        unseen(&name)?;
        if name.is_empty() {
            return Err(BadName::Empty);
        }
        if name.len() > LONGEST {
            return Err(BadName::Long);
        }
        mixed(&name).map_or(Ok(Self(name)), |[one, other]| Err(BadName::Mixed(one, other)))
    }

    /// As it is kept.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a reader could take it for another name. A text that is no name resembles none.
    pub(crate) fn resembles(&self, other: &str) -> bool {
        let kept = Self::new(other).is_ok_and(|name| name.0 == other);
        kept && other != self.0 && skeleton(other).eq(skeleton(&self.0))
    }
}

/// Characters that a reader does not see: controls, what Unicode calls default ignorable, blanks with a shape, private use.
fn is_unseen(c: char) -> bool {
    let other = |c| matches!(c, '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{e000}'..='\u{f8ff}' | '\u{fffc}' | '\u{fffd}' | '\u{e1000}'..='\u{10ffff}');
    c.is_control() || prints_nothing(c) || other(c)
}

/// Two scripts of a name that nobody writes together. Latin stands beside Chinese, Japanese and Korean, which nobody takes for it.
fn mixed(name: &str) -> Option<[&'static str; 2]> {
    const EAST: [Script; 5] = [Script::Han, Script::Hiragana, Script::Katakana, Script::Hangul, Script::Bopomofo];
    let real = |script: &Script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    let (east, others): (Vec<Script>, Vec<Script>) = name.chars().map(|c| c.script()).filter(real).partition(|s| EAST.contains(s));
    let one = *others.first()?;
    match others.iter().find(|script| **script != one) {
        Some(other) => Some([one.full_name(), other.full_name()]),
        None if one != Script::Latin && !east.is_empty() => Some([one.full_name(), east[0].full_name()]),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<String, BadName> {
        Reviewer::new(text).map(|name| name.0)
    }

    #[test]
    fn names_are_kept_in_one_form() {
        for (text, kept) in [
            ("Eva", "Eva"),
            ("  Eva \u{a0} Ruiz\u{3000}", "Eva Ruiz"),
            ("Jose\u{301}", "José"),
            ("Ｅｖａ", "Eva"),
            ("𝐄va", "Eva"),
            ("<b>Eva</b>", "<b>Eva</b>"),
            ("Ева Иванова", "Ева Иванова"),
            ("Ελένη", "Ελένη"),
            ("山田 Taro", "山田 Taro"),
            ("ひらがな カタカナ", "ひらがな カタカナ"),
            ("user 12", "user 12"),
        ] {
            assert_eq!(name(text).as_deref(), Ok(kept), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_refused() {
        let unseen = "\0\n\u{7f}\u{9b}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200c}\u{200d}\u{200f}\u{2028}\u{202e}\u{2060}\u{2066}\u{2069}\u{2800}\u{3164}\u{fe0f}\u{feff}\u{e0041}";
        for c in unseen.chars() {
            for text in [format!("Eva{c}"), format!("{c}Eva"), format!("E{c}va")] {
                assert!(matches!(name(&text), Err(BadName::Unseen(_))), "{text:?}");
            }
        }
        assert_eq!((name(""), name(" \u{a0}")), (Err(BadName::Empty), Err(BadName::Empty)));
        assert_eq!((name(&"é".repeat(41)), name(&"x".repeat(1 << 20))), (Err(BadName::Long), Err(BadName::Long)));
        // eighteen letters each
        assert_eq!(name(&"\u{fdfa}".repeat(20)), Err(BadName::Long));
    }

    #[test]
    fn scripts_that_look_alike_are_not_mixed() {
        for text in ["Evа", "Εva", "Eva Иванова", "Аnа", "Aνa", "Evа 山", "Eѵa", "Ꭼva"] {
            assert!(matches!(name(text), Err(BadName::Mixed(..))), "{text:?}");
        }
    }

    #[test]
    fn who_looks_like_another() {
        let resembles = |one: &str, other: &str| Reviewer::new(one).unwrap().resembles(other);
        for (one, other) in [("СОСО", "COCO"), ("ΑΝΑ", "ANA"), ("Iván", "lván"), ("Ana1", "Anal"), ("Cam", "Carn")] {
            assert!(resembles(one, other) && resembles(other, one), "{one} {other}");
        }
        for (one, other) in [("Eva", "Eva"), ("Eva", "Ana"), ("José", "Jose"), ("Eva", "Ev\u{200b}a")] {
            assert!(!resembles(one, other), "{one} {other}");
        }
    }
}
