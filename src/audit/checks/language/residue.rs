use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::words::shown;
use crate::language::Language;
use crate::lexicon::{self, vocabulary};
use crate::span::Span;
use crate::text::word::Word;
use crate::text::{fold, is_capitalised, is_upper, words};

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "residue",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "words of the other language are left",
        explanation: "Spanish words in the English text, English ones in the Spanish, or `FOTO` in an English credit. Names, quotations and words that both languages use do not count.",
        examples: &[
            Example::of("El alcalde entregó 250 becas a estudiantes.", "The mayor handed out 250 becas to students."),
            Example::of("El alcalde entregó 250 scholarships a los students.", "The mayor handed out 250 scholarships to students."),
        ],
    },
    find: &[Find::Many(Turn::Words, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    if case.en.is_none() {
        return Vec::new();
    }
    let mut found: Vec<Draft> = case.texts().filter_map(foreign).collect();
    // one credit behind both is in either language
    let own = case.whole_english().filter(|_| case.pair.es.own_credit().is_some()).and_then(|en| en.caption?.own_credit());
    found.extend(own.and_then(|credit| spanish_credit(page, credit)));
    found
}

/// `(FOTO: ANA RUIZ/CUARTOSCURO.COM)` after English text.
fn spanish_credit(page: &Page, credit: Span) -> Option<Draft> {
    let text = page.article.at(credit);
    let word = words(text).find(|w| matches!(fold(w.of(text)).as_str(), "foto" | "fotos" | "fotografia" | "cortesia"))?;
    let printed = word.of(text);
    let right = match (fold(printed).as_str(), is_upper(printed)) {
        ("cortesia", false) => "Courtesy",
        ("cortesia", true) => "COURTESY",
        (_, false) => "Photo",
        (_, true) => "PHOTO",
    };
    let draft = Draft::new(word.shifted(credit.start), format!("`{printed}` in an English credit"));
    Some(draft.help(format!("write `{right}`")).fix(right))
}

/// Words that the other language has and this one has not.
fn foreign(side: &Side) -> Option<Draft> {
    let spanish = side.spanish;
    let foreign: Vec<usize> = (0..side.words.len()).filter(|&at| is_foreign(side, at) && !quoted(side, at)).collect();
    let first = *foreign.first()?;
    let weight = |at: &usize| if !spanish && has_spanish_shape(&side.words[*at]) { 2 } else { 1 };
    let run = |at: usize| foreign.iter().filter(|f| (at..at + 4).contains(*f)).map(weight).sum::<usize>();
    let (best, sum) = foreign.iter().map(|&at| (at, run(at))).max_by_key(|(at, sum)| (*sum, std::cmp::Reverse(*at))).unwrap_or((first, 0));
    if sum < 2 {
        return None;
    }
    let last = foreign.iter().rev().find(|f| (best..best + 4).contains(*f)).copied().unwrap_or(best);
    let span = Span::new(side.words[best].span.start, side.words[last].span.end);
    let text = shown(side.at(span));
    let (own, other) = if spanish { ("Spanish", "English") } else { ("English", "Spanish") };
    Some(Draft::new(span, format!("`{text}` is {other} in the {own} text")).help("translate it"))
}

fn is_function(word: &Word, spanish: bool) -> bool {
    lexicon::function_word(&word.lower).is_some_and(|rates| if spanish { rates[0] > 0.0 } else { rates[1] > 0.0 })
}

fn is_foreign(side: &Side, at: usize) -> bool {
    let (word, spanish) = (&side.words[at], side.spanish);
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

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

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
}
