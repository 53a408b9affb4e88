//! Captions in the wrong language, or in half of one.

use super::draft::Draft;
use super::finding::Severity::{Error, Note, Warning};
use super::page::{Case, Page, Side};
use super::words::{Word, shown};
use super::{Check, check};
use crate::article::Span;
use crate::language::Language;
use crate::lexicon::{self, vocabulary};
use crate::passage::Passage;
use crate::text::{fold, is_capitalised};
use std::collections::HashSet;

const FAMILY: &str = "language";

pub(super) const CHECKS: &[Check] = &[
    check(
        "no-english",
        FAMILY,
        Warning,
        "a Spanish caption without English",
        "The article has no English text that belongs to the caption. Readers of the English page see Spanish.",
        "51002073. México 02 Oct 2015 (Notimex-José Pazos).-En conferencia de prensa... (and nothing behind it)",
    ),
    check(
        "no-spanish",
        FAMILY,
        Note,
        "an English caption without its Spanish one",
        "An English caption with a photo credit has no Spanish caption in an article that has others. Only a note: the photo may have been bought with an English caption.",
        "A bus driver waits. Photo: Notimex/José Pazos",
    ),
    check(
        "wrong-language",
        FAMILY,
        Error,
        "a caption in another language than its form or its page",
        "Behind an agency's Spanish slug stands English, or a caption is in neither language.",
        "51002073. México 02 Oct 2015 (Notimex-José Pazos).- A man walks by. NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL",
    ),
    check(
        "untranslated",
        FAMILY,
        Error,
        "the English caption is the Spanish one again",
        "The text printed with the English credit is the Spanish caption, word for word.",
        "El alcalde inauguró el parque. Photo: Notimex/José Pazos",
    ),
    check(
        "residue",
        FAMILY,
        Warning,
        "words of the other language are left",
        "Spanish words in the English text, English ones in the Spanish, or `FOTO` in an English credit. Names, quotations and words that both languages use do not count.",
        "The mayor handed out 250 becas.",
    ),
];

pub(super) fn find(page: &Page, case: &Case, found: &mut Vec<Draft>) {
    let Some(en) = &case.en else {
        found.extend(alone(page, case));
        return;
    };
    found.extend(residue(&case.es, true));
    if en.whole {
        found.extend(residue(en, false));
        // one credit behind both is in either language
        let own = case.pair.es.credit.and(en.caption).and_then(|c| c.credit);
        found.extend(own.and_then(|credit| spanish_credit(page, credit)));
    }
}

/// A Spanish caption without English: printed again with an English credit, or not at all.
fn alone(page: &Page, case: &Case) -> Option<Draft> {
    let credit = |c: &Case| c.pair.es.credit.map_or("", |s| page.article.at(s)).to_lowercase();
    let english = credit(case).contains("photo");
    if let Some(twin) = page.twin(case) {
        // the one with the English credit is told of, once
        return english
            .then(|| {
                let draft = Draft::new("untranslated", case.es.span, "the English caption is the Spanish one again".to_owned());
                draft.and(twin.es.span, "the Spanish caption").help("translate it")
            })
            .or_else(|| (!credit(twin).contains("photo")).then(|| no_english(case)));
    }
    Some(no_english(case))
}

fn no_english(case: &Case) -> Draft {
    Draft::new("no-english", case.es.span, "the caption has no English in this article".to_owned()).help("translate the caption")
}

/// `(FOTO: ANA RUIZ/CUARTOSCURO.COM)` behind English text.
fn spanish_credit(page: &Page, credit: Span) -> Option<Draft> {
    let text = page.article.at(credit);
    let word = crate::text::words(text).find(|w| matches!(fold(w.of(text)).as_str(), "foto" | "fotos" | "fotografia" | "cortesia"))?;
    let printed = word.of(text);
    let right = match (fold(printed).as_str(), crate::text::is_upper(printed)) {
        ("cortesia", false) => "Courtesy",
        ("cortesia", true) => "COURTESY",
        (_, false) => "Photo",
        (_, true) => "PHOTO",
    };
    let draft = Draft::new("residue", word.shifted(credit.start), format!("`{printed}` in an English credit"));
    Some(draft.help(format!("write `{right}`")).fix(right))
}

/// Words that the other language has and this one has not.
fn residue(side: &Side, spanish: bool) -> Option<Draft> {
    let foreign: Vec<usize> = (0..side.words.len()).filter(|&at| is_foreign(side, at, spanish) && !quoted(side, at)).collect();
    let first = *foreign.first()?;
    let weight = |at: &usize| if !spanish && has_spanish_shape(&side.words[*at]) { 2 } else { 1 };
    let run = |at: usize| foreign.iter().filter(|f| (at..at + 4).contains(*f)).map(weight).sum::<usize>();
    let (best, sum) = foreign.iter().map(|&at| (at, run(at))).max_by_key(|(at, sum)| (*sum, std::cmp::Reverse(*at))).unwrap_or((first, 0));
    if sum < 2 {
        return None;
    }
    let last = foreign.iter().rev().find(|f| (best..best + 4).contains(*f)).copied().unwrap_or(best);
    let span = Span::new(side.words[best].span.start, side.words[last].span.end);
    let text = shown(&side.text[span.start - side.span.start..span.end - side.span.start]);
    let (own, other) = if spanish { ("Spanish", "English") } else { ("English", "Spanish") };
    Some(Draft::new("residue", span, format!("`{text}` is {other} in the {own} text")).help("translate it"))
}

fn is_function(word: &Word, spanish: bool) -> bool {
    lexicon::function_word(&word.lower).is_some_and(|rates| if spanish { rates[0] > 0.0 } else { rates[1] > 0.0 })
}

fn is_foreign(side: &Side, at: usize, spanish: bool) -> bool {
    let word = &side.words[at];
    let capital = |at: Option<usize>| {
        at.and_then(|i| side.words.get(i))
            .is_some_and(|w| is_capitalised(w.text) || w.text.starts_with(|c: char| c.is_ascii_digit()) && w.text.len() > 3)
    };
    // `Lomas de la Cruz`: particles and words of names
    let of_name =
        capital(at.checked_sub(1)) && (at > 1 || !side.opens_sentence(at - 1)) || capital(Some(at + 1)) && is_function(word, spanish);
    let opens = at == 0 && is_function(word, spanish);
    if is_capitalised(word.text) && !opens || of_name || word.text.contains(|c: char| c.is_ascii_digit() || "-'’".contains(c)) {
        return false;
    }
    if let Some(rates) = lexicon::function_word(&word.lower) {
        let (own, other) = if spanish { (rates[1], rates[0]) } else { (rates[0], rates[1]) };
        return own * 20.0 <= other && other >= 1.0 && word.lower.len() > 1;
    }
    let known = vocabulary();
    let singular = word.lower.strip_suffix('s').filter(|_| known.find(&word.lower).is_none());
    let form = singular.unwrap_or(&word.lower);
    let Some(id) = known.find(form) else { return false };
    let (es, en) = known.counts(form);
    let (own, other) = if spanish { (es, en) } else { (en, es) };
    // what is translated by itself is a word of both
    let translated = spanish || known.translations(id).any(|(to, p)| p > 0.2 && to != id) && known.translations(id).all(|(to, _)| to != id);
    word.lower.chars().count() > 3 && own == 0.0 && other > 0.0 && translated && !is_own(word, spanish)
}

/// Endings that hardly any English word has.
fn has_spanish_shape(word: &Word) -> bool {
    const ENDINGS: &[&str] = &["as", "os", "cion", "dad", "ado", "ada", "aron", "ieron", "ando", "iendo"];
    !word.lower.is_ascii() || ENDINGS.iter().any(|end| word.folded.ends_with(end)) && word.folded.len() > 4
}

/// News words of the side's own language, which the corpora behind the vocabulary may lack.
fn is_own(word: &Word, spanish: bool) -> bool {
    lexicon::cue(&word.lower).is_some_and(|language| (language == Language::Spanish) == spanish)
}

/// Whether a quotation is open before the word.
fn quoted(side: &Side, at: usize) -> bool {
    let before = side.before(&side.words[at]);
    let count = |marks: &[char]| before.matches(marks).count();
    count(&['“', '«']) > count(&['”', '»']) || count(&['"']) % 2 == 1 || count(&['‘']) > count(&['’'])
}

/// Captions that no pair has: English ones alone, and those in the wrong language.
pub(super) fn find_on_page(page: &Page) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    let mut taken: Vec<Span> =
        page.cases.iter().flat_map(|c| [Some(c.pair.es.raw), c.pair.en.as_ref().map(|en| en.raw)]).flatten().collect();
    let texts: HashSet<&str> = taken.iter().map(|span| page.article.at(*span)).collect();
    // by their start, each with the furthest end so far
    taken.sort_unstable();
    let ends: Vec<usize> = taken
        .iter()
        .scan(0, |most, span| {
            *most = span.end.max(*most);
            Some(*most)
        })
        .collect();
    let printed = |p: &Passage| {
        let before = taken.partition_point(|span| span.start < p.raw.end);
        before > 0 && p.raw.start < ends[before - 1] || texts.contains(page.article.at(p.raw))
    };
    let left = page.passages.iter().filter(|p| p.caption.is_some() && !p.body.is_empty() && !printed(p));
    for passage in left {
        let Some(caption) = &passage.caption else { continue };
        let side = Side::of(page.article, passage.body, Some(caption), true);
        let sure = side.words.len() > 5 && passage.detected.confidence > 0.8;
        let spanish_form = caption.photo_id.is_some() && sure;
        if sure && passage.is(Language::Other) || spanish_form && passage.is(Language::English) {
            let which = if passage.is(Language::English) { "English behind a Spanish slug" } else { "neither Spanish nor English" };
            found.push(Draft::new("wrong-language", side.span, format!("the caption is {which}")).help("print it in its own language"));
        } else if passage.is(Language::English) && !page.cases.is_empty() && !caption.photographers.is_empty() {
            let message = "the English caption has no Spanish one in this article".to_owned();
            found.push(Draft::new("no-spanish", side.span, message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{codes, codes_of};

    #[test]
    fn words_of_the_other_language() {
        let es = "El alcalde de Reynosa entregó 250 becas a estudiantes de secundaria.";
        for (en, code) in [
            ("The mayor of Reynosa handed out 250 scholarships to secondary school students.", ""),
            ("The mayor of Reynosa handed out 250 becas to secondary school students.", "residue"),
            ("The mayor of Reynosa handed out 250 scholarships a estudiantes de secundaria.", "residue"),
            ("The mayor of Reynosa handed out 250 “becas” to secondary school students.", ""),
        ] {
            assert_eq!(codes(es, en), code, "{en}");
        }
    }

    #[test]
    fn a_caption_alone() {
        let es = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque de la colonia. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
        assert_eq!(codes_of(es), "no-english");
        assert_eq!(codes_of(&format!("{es}\nEl alcalde inauguró el parque de la colonia. Photo: Notimex/Ana Ruiz")), "untranslated");
    }

    #[test]
    fn english_behind_a_spanish_slug() {
        let line = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- The mayor opened the park of the neighborhood. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
        assert_eq!(codes_of(line), "wrong-language");
    }
}
