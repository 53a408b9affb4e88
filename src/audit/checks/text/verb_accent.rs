use crate::audit::accents::Bare;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::lexicon::AccentKind;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "verb-accent",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a Spanish verb in the past has lost its accent",
        explanation: "Captions tell what others did: `afirmo` is `afirmó`. Quotations, `yo` and nouns (`el anuncio`) are left alone.",
        examples: &[Example::of("El subsecretario afirmo que habrá una ley.", "The undersecretary said that there will be a law.")],
    },
    find: &[Find::Many(Turn::Words, find)],
};

fn find(_: &Page, case: &Case) -> Vec<Draft> {
    let es = &case.es;
    let lost = es.without_accent().iter().filter(|bare| matches!(bare.kind, AccentKind::Verb) && tells(es, bare.word));
    let draft = |Bare { word, right, .. }: &Bare| {
        let word = &es.words[*word];
        let draft = Draft::new(word.span, format!("`{}` is `{right}` here", word.text));
        draft.help(format!("write `{right}`")).fix(right.as_str())
    };
    lost.map(draft).collect()
}

/// Whether a verb there tells what somebody did: no quotation, no `yo`, no noun after an article or a preposition.
fn tells(side: &Side, at: usize) -> bool {
    const NOUN: &[&str] = &[
        "el", "un", "del", "al", "su", "este", "ese", "cada", "de", "en", "por", "con", "sin", "como", "gran", "nuevo", "primer", "otro",
        "yo", "que", "no", "me", "tu", "mi", "es", "ante", "tras", "para", "y", "o", "todo", "dicho", "cuando", "si",
    ];
    const ONLY_VERB: &[&str] = &["que", "se"];
    let word = &side.words[at];
    let before = at.checked_sub(1).map_or("", |i| side.words[i].lower.as_str());
    let behind = side.words.get(at + 1).map_or("", |w| w.lower.as_str());
    // endings in -io are no word at all without the accent, save the noun `presidio`
    let none = word.lower.ends_with("io") && !matches!(word.lower.as_str(), "presidio" | "anuncio");
    let speaks = side.words.iter().any(|w| matches!(w.lower.as_str(), "yo" | "me" | "mi" | "mis"));
    let text = side.before(word);
    let open = text.matches(['“', '«']).count() > text.matches(['”', '»']).count() || text.matches('"').count() % 2 == 1;
    !open
        && (none || !speaks && (!NOUN.contains(&before) || ONLY_VERB.contains(&behind) && matches!(before, "y" | "que" | "no" | "cuando")))
}
