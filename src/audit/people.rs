//! People: names that are spelled differently, persons on one side only, offices that disagree.

use super::draft::Draft;
use super::finding::Severity::{Note, Warning};
use super::names::{Mention, mentions, same_but_for_a_slip};
use super::page::{Case, Page, Side};
use super::words::{Word, shown};
use super::{Check, check};
use crate::article::Span;
use crate::lexicon::{self, glossary, vocabulary};
use crate::pair::Relation;
use crate::text::{fold, is_upper};
use std::collections::BTreeMap;

const FAMILY: &str = "people";

pub(super) const CHECKS: &[Check] = &[
    check(
        "name-accent",
        FAMILY,
        Warning,
        "a name with other accents than elsewhere",
        "The same name has its accent on another letter, or none, than on the other side or in the story. English that writes names without accents throughout is left alone. The form that the article prints most often is proposed.",
        "Roberto Campa Cifrían (story: Campa Cifrián)",
    ),
    check(
        "name-typo",
        FAMILY,
        Warning,
        "a name with a letter lost, added, exchanged or swapped",
        "Two names agree but for one letter. Russian, Arabic and other names that each language writes its own way (`Dmitri`, `Dmitry`) are left alone.",
        "Luis Videgaray Caso / Luis Videgary Caso",
    ),
    check(
        "name-partial",
        FAMILY,
        Note,
        "a surname is missing or cut on one side",
        "One side prints both surnames, the other only the first, or breaks the last one off. Often meant, so only a note; a surname alone (`Osorio Chong said`) is no finding.",
        "Salma Hayek Jiménez / Salma Hayek",
    ),
    check(
        "name-missing",
        FAMILY,
        Warning,
        "a person of the Spanish caption is not in the English",
        "The Spanish names a person, and the English, which says the same otherwise, has none of the name's words.",
        "La delantera Maribel Domínguez anotó. / The forward scored.",
    ),
    check(
        "name-added",
        FAMILY,
        Warning,
        "a person in the English is not in the Spanish caption",
        "The English names a person, and the Spanish, which says the same otherwise, has none of the name's words.",
        "El chef preparó un mole. / Chef Enrique Olvera prepared a mole.",
    ),
    check(
        "office-differs",
        FAMILY,
        Warning,
        "a person has another office on the other side",
        "Through the glossary of institutions, the office before or behind a name is another one than on the other side. General forms of the same office agree (`subsecretario` with `undersecretary for human rights`).",
        "El secretario de Hacienda, Luis Videgaray / Interior Secretary Luis Videgaray",
    ),
];

pub(super) fn find(page: &Page, case: &Case, found: &mut Vec<Draft>) {
    found.extend(accents(page, &case.es, case.en.as_ref(), true));
    let Some(en) = &case.en else { return };
    found.extend(accents(page, en, Some(&case.es), false));
    let (source, target) = (mentions(&case.es, true), mentions(en, false));
    spellings(page, (&case.es, &source), (en, &target), found);
    if case.pair.relation == Relation::Mismatch {
        return;
    }
    if let Some(person) = only_spanish(case) {
        let name = shown(page.article.at(person));
        let draft = Draft::new("name-missing", person, format!("`{name}` is not in the English"));
        found.push(draft.and(en.span, "").help(format!("name {name}")));
    }
    if let Some(person) = only_english(case) {
        let name = shown(page.article.at(person));
        let draft = Draft::new("name-added", person, format!("`{name}` is not in the Spanish caption"));
        found.push(draft.and(case.es.span, "").help("leave out who the caption does not name"));
    }
    found.extend(offices(&case.es, en));
}

/// Another accent than the one the page has for the name.
fn accents<'a>(page: &'a Page, side: &Side<'a>, other: Option<&Side>, spanish: bool) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, word) in side.words.iter().enumerate() {
        let Some(places) = page.names.get(&word.folded) else { continue };
        if seen.contains(&word.text) || is_upper(word.text) || !super::names::may_be_name(side, at) {
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
            let mut draft = Draft::new("name-accent", word.span, format!("`{}` is `{right}` elsewhere in the article", word.text));
            draft = draft.and(*place, *right).help(format!("write `{right}`")).fix(*right);
            found.push(draft);
        }
    }
    found
}

fn has_accent(text: &str) -> bool {
    !text.is_ascii()
}

/// Names of both sides that are alike and not the same.
fn spellings(page: &Page, (es, source): (&Side, &[Mention]), (en, target): (&Side, &[Mention]), found: &mut Vec<Draft>) {
    let printed = |mentions: &[Mention], side: &Side, name: &[&str]| mentions.iter().any(|m| m.folded(side) == name);
    let mut said: Vec<(String, String)> = Vec::new();
    for a in source {
        let left = a.folded(es);
        if printed(target, en, &left) {
            continue;
        }
        for b in target {
            let right = b.folded(en);
            if left.len() < 2 || right.len() < 2 || printed(source, es, &right) || !said.iter().all(|s| s.0 != left.join(" ")) {
                continue;
            }
            let draft = slip(page, (es, a), (en, b)).or_else(|| partial((es, a), (en, b)));
            if draft.is_some() {
                said.push((left.join(" "), right.join(" ")));
            }
            found.extend(draft);
        }
    }
}

/// One letter apart.
fn slip(page: &Page, (es, a): (&Side, &Mention), (en, b): (&Side, &Mention)) -> Option<Draft> {
    let (left, right): (Vec<&Word>, Vec<&Word>) = (a.words(es), b.words(en));
    if left.len() != right.len() {
        return None;
    }
    let apart: Vec<usize> = (0..left.len()).filter(|&at| left[at].folded != right[at].folded).collect();
    let [at] = apart[..] else { return None };
    let mexican = (0..left.len()).any(|i| i != at && lexicon::is_name(&left[i].folded));
    if !same_but_for_a_slip(&left[at].folded, &right[at].folded, mexican) {
        return None;
    }
    let count = |word: &Word| 2 * page.names.get(&word.folded).map_or(0, Vec::len) + usize::from(lexicon::is_name(&word.folded)) * 100;
    let (l, r) = (count(left[at]), count(right[at]));
    let (wrong, right_one) = if l < r { (left[at], right[at]) } else { (right[at], left[at]) };
    let draft = Draft::new("name-typo", wrong.span, format!("`{}` and `{}` are one name", shown(wrong.text), shown(right_one.text)));
    let draft = draft.and(right_one.span, "as here");
    Some(if l == r {
        draft.help("check which of the two is right")
    } else {
        draft.help(format!("write `{}`", shown(right_one.text))).fix(right_one.text)
    })
}

/// The start of the other name.
fn partial((es, a): (&Side, &Mention), (en, b): (&Side, &Mention)) -> Option<Draft> {
    let (left, right) = (a.folded(es), b.folded(en));
    let ((long, short), (all, few)) = if right.len() < left.len() || right.len() == left.len() && right.concat().len() < left.concat().len()
    {
        ((a.span(es), b.span(en)), (&left, &right))
    } else {
        ((b.span(en), a.span(es)), (&right, &left))
    };
    let dropped = few.len() < all.len() && all.starts_with(few);
    let last = few.len() - 1;
    let cut = few.len() == all.len() && all[..last] == few[..last] && few[last].len() > 3 && all[last].starts_with(few[last]);
    let text = |span: Span| {
        let side = if span.start >= es.span.start && span.end <= es.span.end { es } else { en };
        shown(&side.text[span.start - side.span.start..span.end - side.span.start])
    };
    let extra = |word: &&str| lexicon::is_name(word) || vocabulary().find(word).is_none();
    let person = lexicon::is_given(all[0]) || lexicon::name_form(all[all.len() - 1]).is_some();
    (person && (cut || dropped && all[few.len()..].iter().all(extra))).then(|| {
        let draft = Draft::new("name-partial", short, format!("`{}` is `{}` on the other side", text(short), text(long)));
        draft.and(long, "in full").help(format!("print the name in full: {}", text(long)))
    })
}

/// The first person whom only the Spanish names.
pub(super) fn only_spanish(case: &Case) -> Option<Span> {
    only(&case.es, case.en.as_ref()?, true)
}

/// The first person whom only the English names.
pub(super) fn only_english(case: &Case) -> Option<Span> {
    only(case.en.as_ref()?, &case.es, false)
}

fn only(side: &Side, other: &Side, spanish: bool) -> Option<Span> {
    let there = |word: &str| other.words.iter().any(|w| w.folded == word || word.len() > 4 && lexicon::within_one_slip(&w.folded, word));
    let person = |m: &&Mention| m.is_person(side) && !m.folded(side).iter().any(|word| there(word));
    mentions(side, spanish).iter().find(person).map(|m| m.span(side))
}

/// The one office of each side, beside the same name, and not the same.
fn offices(es: &Side, en: &Side) -> Option<Draft> {
    let (source, target) = (office(es)?, office(en)?);
    let (a, b) = (glossary().get(source.0), glossary().get(target.0));
    let words = |form: &str| crate::text::words(form).map(|w| fold(w.of(form))).collect::<Vec<_>>();
    let (left, right) = (words(&a.spanish), words(&b.spanish));
    let general = left.iter().all(|w| right.contains(w)) || right.iter().all(|w| left.contains(w));
    let beside = |side: &Side, range: &std::ops::Range<usize>| -> Vec<String> {
        let behind = side.words[range.end..].iter().take(3);
        behind.filter(|w| crate::text::is_capitalised(w.text)).map(|w| w.folded.clone()).collect()
    };
    let span =
        |side: &Side, range: &std::ops::Range<usize>| Span::new(side.words[range.start].span.start, side.words[range.end - 1].span.end);
    let (there, here) = (span(es, &source.1), span(en, &target.1));
    let text = |side: &Side, span: Span| side.text[span.start - side.span.start..span.end - side.span.start].to_owned();
    let person = beside(es, &source.1);
    let printed = fold(&text(en, here));
    // `Mayor` for `Mexico City Mayor`
    let short = a.english_folded.iter().any(|form| form.contains(&printed));
    if source.0 == target.0 || general || short || !beside(en, &target.1).iter().any(|name| person.contains(name)) {
        return None;
    }
    let message = format!("`{}` in English, `{}` in Spanish", text(en, here), text(es, there));
    let draft = Draft::new("office-differs", here, message).and(there, format!("that is `{}`", a.english));
    Some(draft.help(format!("`{}` is `{}` in English", text(es, there), a.english)))
}

/// The only office that a side names.
fn office(side: &Side) -> Option<(usize, std::ops::Range<usize>)> {
    let words: Vec<&str> = side.words.iter().map(|w| w.text).collect();
    let mut all = glossary().find(&words).into_iter().filter(|(number, _)| glossary().get(*number).is_office);
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, fixes};

    #[test]
    fn a_name_in_two_spellings() {
        let es = "El senador Emilio Gamboa Patrón habló con la prensa al salir de la sesión.";
        for (en, code) in [
            ("Senator Emilio Gamboa Patrón spoke to the press as he left the session.", ""),
            ("Senator Emilio Gambao Patrón spoke to the press as he left the session.", "name-typo"),
            ("Senator Emilio Gámboa Patrón spoke to the press as he left the session.", "name-accent"),
            ("Senator Emilio Gamboa Patron spoke to the press as he left the session.", ""),
            ("Senator Gamboa Patrón spoke to the press as he left the session.", ""),
        ] {
            assert_eq!(codes(es, en), code, "{en}");
        }
    }

    #[test]
    fn a_surname_less() {
        let es = "La actriz Salma Hayek Jiménez llegó al estreno de su película en Londres.";
        assert_eq!(codes(es, "Actress Salma Hayek arrived at the premiere of her film in London."), "name-partial");
        assert_eq!(codes(es, "Actress Salma Hayek Jiménez arrived at the premiere of her film in London."), "");
    }

    #[test]
    fn the_majority_is_proposed() {
        let es = "El subsecretario Roberto Campa Cifrían habló en la reunión sobre derechos humanos.";
        let en = "Undersecretary Roberto Campa Cifrián spoke at the meeting on human rights.";
        assert_eq!(fixes(es, en), ["Cifrián"]);
    }

    #[test]
    fn each_language_writes_foreign_names_its_own_way() {
        let es = "El primer ministro Dmitri Medvédev y el papa Juan Pablo II hablaron en la reunión de Roma.";
        let en = "Prime Minister Dmitry Medvedev and Pope John Paul II spoke at the meeting in Rome.";
        assert_eq!(codes(es, en), "");
    }

    #[test]
    fn an_office_through_the_glossary() {
        let es = "El secretario de Hacienda, Luis Videgaray Caso, presentó el presupuesto ante los diputados.";
        assert_eq!(codes(es, "Finance Secretary Luis Videgaray Caso presented the budget to the deputies."), "");
        assert_eq!(codes(es, "Interior Secretary Luis Videgaray Caso presented the budget to the deputies."), "office-differs");
    }
}
