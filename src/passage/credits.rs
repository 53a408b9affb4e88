//! Credits that two texts share: one below both languages, and what is too weak to be a credit alone (`... (Ana Ruiz)`) beside a text of the
//! other language that names the same person or agency, or twice on the page.

use super::{Passage, Role};
use crate::article::{Article, is_line_end};
use crate::caption::{self, Caption, Form, House, Markup};
use crate::language::Language;
use crate::span::Span;
use crate::text::{fold, words};
use std::collections::BTreeMap;

/// Reads Spanish texts as captions that end with whom the English beside them names.
pub(super) fn share(text: &str, passages: &mut [Passage], house: &House) {
    for at in 0..passages.len() {
        let passage = &passages[at];
        if !(passage.is_open_spanish() && may_share(passage.raw.of(text))) {
            continue;
        }
        let Some(own) = with_credit(text, passage, house) else { continue };
        for beside in [at + 1, at.wrapping_sub(1)] {
            let Some(english) = passages.get(beside).filter(|p| p.is(Language::English)) else { continue };
            let read = if english.caption.is_none() { with_credit(text, english, house) } else { None };
            let Some(theirs) = english.caption.as_ref().or(read.as_ref()) else { continue };
            // a full name, or an agency: what else is one word may stand in any sentence
            let names = |caption: &Caption| caption.photographers().chain(caption.agency()).map(fold).collect::<Vec<_>>();
            let others = names(theirs);
            if names(&own).iter().any(|name| others.contains(name) && (name.contains(' ') || house.agency(name).is_some())) {
                passages[at].become_caption(own);
                read.into_iter().for_each(|caption| passages[beside].become_caption(caption));
                break;
            }
        }
    }
}

/// Reads Spanish texts as captions that end with the same person's name in brackets, or behind a slash or a bar: one such text might quote
/// its author, two of a page hardly do.
pub(super) fn repeat(text: &str, passages: &mut [Passage], house: &House) {
    let mut named: BTreeMap<String, Vec<(usize, Caption)>> = BTreeMap::new();
    for (at, passage) in passages.iter().enumerate() {
        let raw = passage.raw.of(text).trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        let open = passage.is_open_spanish() && may_share(raw) && ends_apart(raw);
        let Some(own) = open.then(|| with_credit(text, passage, house)).flatten() else { continue };
        let name = own.photographers().next().map(fold).filter(|name| name.contains(' '));
        name.into_iter().for_each(|name| named.entry(name).or_default().push((at, own.clone())));
    }
    for (at, own) in named.into_values().filter(|found| found.len() > 1).flatten() {
        passages[at].become_caption(own);
    }
}

/// Whether a text ends in brackets of a few words, or with a few words behind a slash or a bar.
fn ends_apart(text: &str) -> bool {
    let bare = text.trim_end_matches([')', ']']);
    let start = bare.rfind(if bare.len() < text.len() { ['(', '['] } else { ['/', '|'] });
    start.is_some_and(|start| words(&bare[start..]).count() <= FEW)
}

/// A name in brackets has no more words.
const FEW: usize = 4;

/// A passage, read as a caption whose credit is what stands behind its last sentence, or in the brackets at its end: where it names no agency,
/// only the other language tells.
fn with_credit(text: &str, passage: &Passage, house: &House) -> Option<Caption> {
    let raw = passage.raw.of(text);
    let end = raw.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let start = raw[..end].rfind(['(', '[', '.', '!', '?', '…', '”', '"', '|', '/'])?;
    let start = start + raw[start..].chars().next().map_or(1, char::len_utf8);
    let credit = Some(Span::new(start, end).shifted(passage.raw.start));
    let caption = caption::parse_with(text, passage.raw, Markup { credit, ..Markup::default() }, house)?;
    let form = if caption.form == Form::Markup { Form::Language } else { caption.form };
    Some(Caption { form, ..caption })
}

/// Whether a Spanish text may end with somebody's name; a cheap look.
pub(super) fn may_share(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = bare.bytes().rposition(|b| !(b.is_ascii_alphanumeric() || b >= 0x80)).map_or(0, |at| at + 1);
    bare[last..].starts_with(char::is_uppercase)
}

impl Passage {
    fn is_open_spanish(&self) -> bool {
        self.is(Language::Spanish) && self.detected.confidence >= super::SURE && self.caption.is_none()
    }

    pub(super) fn become_caption(&mut self, caption: Caption) {
        self.body = caption.body;
        self.role = Role::Caption;
        self.caption = Some(caption);
    }
}

/// Gives Spanish texts the credit that stands below their English: a line in each language, and one credit on a line of its own under both.
pub(super) fn give_below(article: &Article, passages: &mut [Passage]) {
    let group = |passage: &Passage| article.blocks[passage.block].group;
    for at in 1..passages.len() {
        let (before, english) = (&passages[at - 1], &passages[at]);
        let open = before.caption.as_ref().is_none_or(|own| own.credit.is_none() && own.slug.is_none());
        let sure = before.is(Language::Spanish) && before.detected.confidence >= super::SURE && open && group(before) == group(english);
        let Some(caption) = english.caption.as_ref().filter(|_| sure && english.is(Language::English)) else { continue };
        let below = caption.own_credit().is_some_and(|credit| stands_alone(&article.text, english, credit));
        if let Some(caption) = below.then(|| caption.shared_with(&article.text, before.raw, before.body)).flatten() {
            passages[at - 1].become_caption(caption);
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
