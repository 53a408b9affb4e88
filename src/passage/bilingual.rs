//! Captions that no form marks: a Spanish text beside an English one that says the same, on a page that tells nothing else twice.
//!
//! A page that prints whole paragraphs in both languages is a translated page, and its lines are no captions; nor is what somebody says in
//! quotation marks.

use super::{Passage, Role};
use crate::article::{Article, Origin};
use crate::caption::boilerplate::is_boilerplate;
use crate::caption::{self, Caption, Form, House};
use crate::encoder::{Encoder, Vector};
use crate::language::Language;
use crate::lexicon::{self, Speaker};
use crate::text::{calm, words};
use std::collections::{BTreeMap, BTreeSet};

/// Makes captions of the Spanish texts whose English stands beside them.
pub(super) fn find(article: &Article, passages: &mut [Passage], encoder: &Encoder, house: &House) {
    let twins = twins(article, passages, encoder);
    if twins.iter().any(|twin| is_long(article, &passages[twin.es])) {
        return;
    }
    for twin in twins {
        let below = twin.es.max(twin.en) + 1;
        let (es, en) = (&passages[twin.es], &passages[twin.en]);
        let credited = |passage: &Passage| passage.caption.as_ref().filter(|caption| caption.credit.is_some()).cloned();
        let credit = credited(en).or_else(|| passages.get(below).and_then(|below| credit_alone(&article.text, below, house)));
        let body = caption::unwrapped(&article.text, es.raw);
        let shared = credit.and_then(|credit| credit.shared_with(&article.text, es.raw, body));
        let caption = shared.unwrap_or_else(|| Caption { body, ..Caption::of_page(es.raw) });
        passages[twin.es].become_caption(Caption { form: Form::Language, ..caption });
        passages[twin.en].role = Role::Caption;
    }
}

/// Two passages, by number, that say the same.
struct Twin {
    es: usize,
    en: usize,
    cosine: f32,
}

/// From this cosine of two texts on, one is the translation of the other: 95 % of the pairs of XTD10 and 92 % of Tatoeba's have it, 0.1 % of
/// neighbouring captions and news sentences (WMT 0.2 %).
const SAME: f32 = 0.6;

/// The same where the English is a caption with a credit.
const SAME_CREDITED: f32 = 0.5;

/// No caption without a credit has fewer words or more.
const FEWEST: usize = 3;
const MOST: usize = 45;

/// The closest English beside each Spanish text, each taken once.
fn twins(article: &Article, passages: &[Passage], encoder: &Encoder) -> Vec<Twin> {
    let beside = |es: usize| [es.checked_sub(1), Some(es + 1)].into_iter().flatten().filter(|&en| en < passages.len());
    let may_be: Vec<(usize, usize)> = (0..passages.len())
        .filter(|&es| passages[es].may_be_twin(article, Language::Spanish))
        .flat_map(|es| beside(es).map(move |en| (es, en)))
        .filter(|&(es, en)| passages[en].may_be_twin(article, Language::English) && stand_alone(article, passages, es.min(en)))
        .collect();
    if may_be.is_empty() {
        return Vec::new();
    }
    // each text once, though it has two neighbours
    let numbers: BTreeSet<usize> = may_be.iter().flat_map(|(es, en)| [*es, *en]).collect();
    let texts: Vec<_> = numbers.iter().map(|&at| calm(article.at(passages[at].body))).collect();
    let vectors: BTreeMap<usize, Vector> = numbers.into_iter().zip(encoder.encode(&texts)).collect();
    let mut twins: Vec<Twin> = Vec::new();
    for (es, en) in may_be {
        let cosine = vectors[&es].cosine(&vectors[&en]);
        if cosine >= if passages[en].caption.is_some() { SAME_CREDITED } else { SAME } {
            twins.push(Twin { es, en, cosine });
        }
    }
    twins.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.es.cmp(&b.es)));
    let mut taken = vec![false; passages.len()];
    twins.retain(|twin| {
        let free = !taken[twin.es] && !taken[twin.en];
        if free {
            (taken[twin.es], taken[twin.en]) = (true, true);
        }
        free
    });
    twins
}

impl Passage {
    fn may_be_twin(&self, article: &Article, language: Language) -> bool {
        let origin = article.blocks[self.block].origin;
        let open = match language {
            Language::Spanish => self.caption.is_none() && self.role == Role::Body && self.is_surely_spanish(&article.text),
            _ => matches!(self.role, Role::Body | Role::Caption),
        };
        let said = article.at(self.body);
        let credited = self.caption.as_ref().is_some_and(|caption| caption.credit.is_some());
        open && self.is(language)
            && (self.detected.confidence >= super::UNSURE || credited)
            // headings are no captions, nor is what the page quotes
            && !matches!(origin, Origin::Heading | Origin::Quotation)
            && words(said).nth(FEWEST - 1).is_some()
            && !is_speech(said)
            && !is_boilerplate(said)
    }
}

/// Whether somebody says it: quotation marks at its start, or around more than a name, or words for the speaker and who is spoken to.
fn is_speech(text: &str) -> bool {
    if words(text).any(|word| lexicon::speaker(word.of(text)) == Some(Speaker::Myself)) || speaks_to_reader(text) {
        return true;
    }
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„');
    text.starts_with(is_quote) || text.split(is_quote).skip(1).step_by(2).any(|said| words(said).nth(super::STRETCH - 1).is_some())
}

/// Whether it holds a word for who is spoken to.
pub(super) fn speaks_to_reader(text: &str) -> bool {
    words(text).any(|word| lexicon::speaker(word.of(text)) == Some(Speaker::Addressee))
}

/// Whether two neighbours, by the number of the first, are all that their lines say: in running text, one sentence may well stand in
/// another language.
fn stand_alone(article: &Article, passages: &[Passage], first: usize) -> bool {
    let lines = [first, first + 1].map(|at| passages[at].block);
    let end = |at: usize| article.block_at(passages[at].raw.end.saturating_sub(1));
    let before = first.checked_sub(1).is_some_and(|at| end(at) == lines[0]);
    let behind = passages.get(first + 2).is_some_and(|next| next.block == end(first + 1));
    !before && !behind
}

fn is_long(article: &Article, passage: &Passage) -> bool {
    words(article.at(passage.body)).nth(MOST).is_some()
}

/// A passage that is a credit and nothing else.
fn credit_alone(text: &str, passage: &Passage, house: &House) -> Option<Caption> {
    if passage.caption.is_some() || !caption::is_credit(passage.raw.of(text), house) {
        return None;
    }
    caption::of_credit(text, passage.raw, house)
}

#[cfg(test)]
mod tests {
    use super::super::passages;
    use super::*;

    const STORY: &str = "The crew came back in the evening and told us what they had seen on the other side of the river.";

    /// The texts that are Spanish captions, with their photographers.
    fn found(text: &str) -> Vec<(String, String)> {
        let article = Article::from_text("a", format!("{STORY}\n\n{text}\n\n{STORY}"));
        let captions = passages(&article).into_iter().filter(Passage::is_spanish_caption);
        captions
            .map(|p| (article.at(p.body).to_owned(), p.caption.iter().flat_map(Caption::photographers).collect::<Vec<_>>().join("; ")))
            .collect()
    }

    #[test]
    fn what_stands_in_both_languages_is_a_caption() {
        let (es, en) = ("Una mujer lava la ropa en el patio de su casa", "A woman washes clothes in the courtyard of her house");
        for layout in ["ES.\nEN.", "EN.\nES.", "ES.\n\nEN.", "EN.\n\nES.", "ES / EN", "EN/ES", "EN. ES.", "ES.EN."] {
            let text = layout.replace("ES", es).replace("EN", en);
            let captions = found(&text);
            assert_eq!(captions.iter().map(|c| c.0.trim_end_matches('.')).collect::<Vec<_>>(), [es], "{text}");
        }
    }

    #[test]
    fn it_has_the_credit_of_both() {
        let (es, en) = ("Un perro duerme bajo la mesa de la cocina.", "A dog sleeps under the kitchen table.");
        for text in [format!("{es}\n{en} Photo: EFE/Ana Ruiz"), format!("{en}\n\n{es}\n\nPhoto: Ana Ruiz")] {
            assert_eq!(found(&text), [(es.to_owned(), "Ana Ruiz".to_owned())], "{text}");
        }
    }

    #[test]
    fn what_somebody_says_is_none_nor_is_a_translated_page() {
        let long = |text: &str| [text; 6].join(" ");
        let (es, en) =
            ("Los niños del barrio volvieron a la escuela el lunes.", "The children of the district went back to school on Monday.");
        for text in [
            "“Aquí nadie nos va a ayudar con el agua”, dijo.\n\n“Nobody here is going to help us with the water,” she said.".to_owned(),
            "Los niños volvieron a la escuela.\n\nThe price of milk has gone up again.".to_owned(),
            format!("{es}\n\n{en}\n\n{}\n\n{}", long(es), long(en)),
        ] {
            assert_eq!(found(&text), [], "{text}");
        }
    }
}
