//! Credits that two languages share: a line in each, and one credit below both.

use super::{Passage, Role};
use crate::article::{Article, is_line_end};
use crate::language::Language;
use crate::span::Span;

/// Gives Spanish texts the credit that stands below their English: a line in each language, and one credit on a line of its own under both.
pub(super) fn give_below(article: &Article, passages: &mut [Passage]) {
    let group = |passage: &Passage| article.blocks[passage.block].group;
    for at in 1..passages.len() {
        let (before, english) = (&passages[at - 1], &passages[at]);
        let open = before.caption.as_ref().is_none_or(|own| own.credit.is_none() && own.slug.is_none());
        let sure = before.is(Language::Spanish) && before.detected.confidence >= super::SURE && open && group(before) == group(english);
        let Some(caption) = english.caption.as_ref().filter(|_| sure && english.is(Language::English)) else { continue };
        if caption.own_credit().is_some_and(|credit| stands_alone(&article.text, english, credit)) {
            let caption = caption.shared_with(before.raw, before.body);
            passages[at - 1].role = Role::Caption;
            passages[at - 1].caption = Some(caption);
        }
    }
}

/// Whether a passage's credit stands on a line of its own behind the body.
fn stands_alone(text: &str, passage: &Passage, credit: Span) -> bool {
    passage.body.end <= credit.start && text[passage.body.end..credit.start].contains(is_line_end)
}

/// Whether a text that was printed in several lines may have its credit on the last, as [`give_below`] asks; a cheap look.
pub(super) fn may_give(text: &str) -> bool {
    text.contains(is_line_end)
}
