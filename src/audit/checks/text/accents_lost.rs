use crate::audit::accents::Bare;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::lexicon::AccentKind;
use crate::text::is_capitalised;
use crate::text::word::Word;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "accents-lost",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "Spanish words that have lost their accents",
        explanation: "Words that are none without their accent: `tambien`, `victimas`, all that end in `-cion`. Words that exist both ways (`publico`, `esta`) are left alone.",
        examples: &[Example::of(
            "Despues de la votacion, los diputados salieron del salon.",
            "After the vote, the lawmakers left the room.",
        )],
    },
    find: &[Find::One(Turn::Words, find)],
};

/// All words of a caption together, the first as the place at fault.
fn find(_: &Page, case: &Case) -> Option<Draft> {
    let es = &case.es;
    let is_word = |bare: &&Bare| matches!(bare.kind, AccentKind::Word);
    let lost: Vec<(&Word, &str)> =
        es.without_accent().iter().filter(is_word).take(4).map(|b| (&es.words[b.word], b.right.as_str())).collect();
    let (first, right) = *lost.first()?;
    let words: Vec<String> = lost.iter().map(|(w, _)| format!("`{}`", w.text)).collect();
    let message = format!("{} without accent", words.join(", "));
    let cased = if is_capitalised(first.text) { capital(right) } else { right.to_owned() };
    let draft = Draft::new(first.span, message).help(format!("write `{cased}`")).fix(cased);
    Some(lost[1..].iter().fold(draft, |draft, (word, right)| draft.and(word.span, *right)))
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
