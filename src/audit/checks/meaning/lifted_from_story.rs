use super::says_something_else;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::page::OPENING;
use crate::span::Span;
use crate::text::word::bare;
use crate::text::{fold, words};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "lifted-from-story",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the English is a sentence of the story instead of a caption",
        explanation: "The English printed with the photo stands word for word in the story and is no translation of the caption: it does not say what is seen. Names and offices that the story repeats are no finding.",
        examples: &[Example::beside(
            "The senator is to prioritize this issue in the human rights policy, she said.",
            "La senadora entregó un parque en la colonia Lomas del Pedregal.",
            "The senator is to prioritize this issue in the human rights policy.",
        )],
    },
    find: &[Find::One(Turn::Said, find)],
};

/// The English, where all its words stand in a row in the story.
fn find(page: &Page, case: &Case) -> Option<Draft> {
    let en = says_something_else(case).filter(|en| en.caption.is_some())?;
    let wanted: Vec<&str> = en.words.iter().map(|w| w.folded.as_str()).collect();
    if wanted.len() < OPENING {
        return None;
    }
    page.opening(&wanted).find_map(|(passage, start)| {
        if passage.raw.start < en.span.end && en.span.start < passage.raw.end {
            return None;
        }
        let text = &page.article.at(passage.body)[start..];
        let mut spans = words(text);
        let mut end = 0;
        for word in &wanted {
            let span = spans.next()?;
            if fold(bare(span.of(text))) != *word {
                return None;
            }
            end = span.end;
        }
        let place = Span::new(start, start + end).shifted(passage.body.start);
        let draft = Draft::new(en.span, "the English is a sentence of the story, not what the photo shows".to_owned());
        Some(draft.called("stands in the story").and(place, "here").help("write what the photo shows"))
    })
}
