//! The questions that every tool asks, and what follows from the answers.

use crate::pair::Relation;
use crate::review::{Change, Verdict};
use serde_json::Value;

/// Are both texts in their languages?
pub(super) const LANGUAGES: &str = "languages";
/// How much of the Spanish does the English say?
pub(super) const CONTENT: &str = "content";
/// How good is the English, 1 to 5?
pub(super) const QUALITY: &str = "quality";
/// The English, edited.
pub(super) const ENGLISH: &str = "english";
/// A remark.
pub(super) const NOTE: &str = "note";

/// The answers to [`LANGUAGES`].
pub(super) const RIGHT: &str = "right";
pub(super) const WRONG: &str = "wrong";

/// The answers to [`CONTENT`], each with its verdict and as a sentence.
pub(super) const CONTENTS: [(&str, Verdict, &str); 3] = [
    ("all", Verdict::Translation, "The English says what the Spanish says"),
    ("part", Verdict::Partial, "One says only a part of the other"),
    ("other", Verdict::Mismatch, "One says something that the other does not"),
];

/// The answer to [`CONTENT`] that the program would give.
pub(super) fn content_of(relation: Relation) -> Option<&'static str> {
    CONTENTS.iter().find(|(_, verdict, _)| verdict.relation() == Some(relation)).map(|(word, ..)| *word)
}

/// What a person answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    /// What the first two levels make.
    pub verdict: Option<Verdict>,
    /// 1 (bad) to 5 (as good as can be).
    pub quality: Option<u64>,
    /// The English, as they would have it.
    pub english: Option<String>,
    /// What they remarked.
    pub note: Option<String>,
}

impl Answers {
    /// Reads the answers under the names of the questions; `answer` gives a text, a number, or a list whose first counts.
    pub(super) fn read<'v>(answer: impl Fn(&str) -> Option<&'v Value>) -> Self {
        let first = |name: &str| answer(name).map(|value| value.get(0).unwrap_or(value)).filter(|value| !value.is_null());
        let text = |name: &str| first(name)?.as_str().map(str::trim).filter(|text| !text.is_empty());
        let verdict = match (text(LANGUAGES), text(CONTENT)) {
            (Some(WRONG), _) => Some(Verdict::Rejected),
            (_, Some(word)) => CONTENTS.iter().find(|(content, ..)| *content == word).map(|(_, verdict, _)| *verdict),
            _ => None,
        };
        let quality = first(QUALITY).and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()));
        Self { verdict, quality, english: text(ENGLISH).map(str::to_owned), note: text(NOTE).map(str::to_owned) }
    }

    /// The changes to a pair whose English was exported as `en`. The edit stands first, so that the verdict is on the edited text. The
    /// store has no column for the quality: it stands in the note.
    pub(crate) fn changes(&self, en: Option<&str>) -> Vec<Change> {
        let edited = self.english.as_ref().filter(|english| Some(english.as_str()) != en.map(str::trim));
        let edit = edited.map(|english| Change::EditEn(english.clone()));
        let quality = self.quality.map(|quality| format!("quality {quality} of 5"));
        let note = [quality, self.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(": ");
        let note = (!note.is_empty()).then_some(Change::Note(note));
        edit.into_iter().chain(self.verdict.map(Change::Verdict)).chain(note).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_make_changes() {
        let read = |value: Value| Answers::read(|name| value.get(name));
        let all = read(json!({"languages": ["right"], "content": "all", "quality": 4, "english": [" The mayor. "], "note": "fine"}));
        assert_eq!(
            all.changes(Some("A mayor.")),
            [Change::EditEn("The mayor.".into()), Change::Verdict(Verdict::Translation), Change::Note("quality 4 of 5: fine".into())]
        );
        assert_eq!(all.changes(Some("The mayor. "))[0], Change::Verdict(Verdict::Translation));
        assert_eq!(read(json!({"languages": "wrong", "content": "all"})).verdict, Some(Verdict::Rejected));
        assert_eq!(read(json!({"content": []})), Answers::default());
        assert_eq!(read(json!({"content": "no such", "quality": null})), Answers::default());
    }
}
