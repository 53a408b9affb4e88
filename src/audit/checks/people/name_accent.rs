use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::facts::names::may_be_name;
use crate::lexicon;
use crate::span::Span;
use crate::text::is_upper;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "name-accent",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a name with other accents than elsewhere",
        explanation: "The same name has its accent on another letter, or none, than on the other side or in the story. English that writes names without accents throughout is left alone. The form that the article prints most often is proposed.",
        examples: &[
            Example::of(
                "El subsecretario Roberto Campa Cifrían habló con la prensa.",
                "Undersecretary Roberto Campa Cifrián spoke to the press.",
            ),
            Example::beside(
                "Roberto Campa Cifrián spoke to reporters on Thursday.",
                "El subsecretario Roberto Campa Cifrián habló con la prensa.",
                "Undersecretary Roberto Campa Cifrían spoke to the press.",
            ),
        ],
    },
    find: &[Find::Many(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let mut found = Vec::new();
    accents(page, &case.es, case.en.as_ref(), &mut found);
    if let Some(en) = &case.en {
        accents(page, en, Some(&case.es), &mut found);
    }
    found
}

/// Another accent than the one the page has for the name.
fn accents(page: &Page, side: &Side, other: Option<&Side>, found: &mut Vec<Draft>) {
    let spanish = side.spanish;
    let mut seen: Vec<&str> = Vec::new();
    for (at, word) in side.words.iter().enumerate() {
        let Some(places) = page.names.get(&word.folded) else { continue };
        if seen.contains(&word.text) || is_upper(word.text) || !may_be_name(side, at) {
            continue;
        }
        seen.push(word.text);
        // English writes places its own way
        if lexicon::place(word.text).is_some() && lexicon::name_form(&word.folded).is_none() {
            continue;
        }
        let there = other.is_some_and(|o| o.words.iter().any(|w| w.text == word.text));
        if there {
            continue;
        }
        let near = |at: Option<usize>| at.and_then(|i| side.words.get(i)).map_or("", |w| w.folded.as_str());
        let (before, behind) = (near(at.checked_sub(1)), near(Some(at + 1)));
        let mut forms: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        for place in places {
            let neighbour = !before.is_empty() && place.before == before || !behind.is_empty() && place.behind == behind;
            let opposite = other.is_some_and(|o| o.span.start <= place.span.start && place.span.end <= o.span.end);
            // English may drop accents: only a page that prints them otherwise can be asked
            let counts = neighbour || opposite;
            if counts && (spanish || place.english || has_accent(word.text)) {
                forms.entry(place.form).or_insert((0, place.span)).0 += 1;
            }
        }
        let own = forms.get(word.text).map_or(1, |f| f.0);
        let best = forms.iter().filter(|(form, _)| **form != word.text && has_accent(form)).max_by_key(|(_, (count, _))| *count);
        let Some((right, (count, place))) = best else { continue };
        let known = |form: &str| lexicon::name_form(&word.folded) == Some(form.to_lowercase().as_str());
        let wrong =
            if has_accent(word.text) { !known(word.text) && (known(right) || *count > own || *count == own && spanish) } else { true };
        if wrong {
            let mut draft = Draft::new(word.span, format!("`{}` is `{right}` elsewhere in the article", word.text));
            draft = draft.and(*place, *right).help(format!("write `{right}`")).fix(*right);
            found.push(draft);
        }
    }
}

fn has_accent(text: &str) -> bool {
    !text.is_ascii()
}
