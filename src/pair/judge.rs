//! What the verifier says of a pair, and what is compared by rule, as evidence and as places.

use super::Gap;
use super::evidence::Verified;
use crate::facts::names;
use crate::facts::reading::{Reading, is_blank};
use crate::facts::{self, Difference};
use crate::span::Span;
use crate::verifier::{self, Side, Verifier};
use std::borrow::Cow;

/// What is said of two texts.
pub(super) struct Judgement {
    pub(super) verified: Verified,
    /// What the Spanish says and the English does not, as places in the Spanish text.
    pub(super) source: Vec<Gap>,
    /// What the English says and the Spanish does not, as places in the English text.
    pub(super) target: Vec<Gap>,
}

/// Less likely than this to be said, a word is marked.
const SAID: f32 = 0.5;

/// Asks the verifier about a Spanish and an English text, and compares what they state by rule; `None` where the verifier cannot read all of
/// them, some 700 characters each.
pub(super) fn judge(es: &str, en: &str) -> Option<Judgement> {
    let (source, target) = (Reading::of(es, 0, true), Reading::of(en, 0, false));
    let spelt = Spelt::of(&source, &target, en);
    let verdict = Verifier::embedded().verify(es, &spelt.text);
    if !verdict.whole {
        return None;
    }
    let words = |of: Side| verdict.words.iter().filter(move |word| word.side == of);
    let most = |words: &mut dyn Iterator<Item = &verifier::Word>, of: fn(&verifier::Word) -> f32| words.map(of).fold(0.0, f32::max);
    let share = |of: Side| words(of).filter(|word| word.said < SAID).count() as f32 / words(of).count().max(1) as f32;
    let differences = facts::compare_readings(&source, &target);
    let apart = |certain: bool| differences.iter().any(|d| d.es.is_some() && d.en.is_some() && d.certain == certain);
    let alone = |stated: fn(&Difference) -> bool| 1.0 - 0.5_f32.powi(differences.iter().filter(|d| stated(d)).count() as i32);
    let verified = Verified {
        translation: verdict.translation,
        partial: verdict.partial,
        mismatch: verdict.mismatch,
        source_left_out: most(&mut words(Side::Spanish), |word| word.not_said),
        target_left_out: most(&mut words(Side::English), |word| word.not_said),
        contradicted: most(&mut verdict.words.iter(), |word| word.contradicted),
        source_unsaid: share(Side::Spanish),
        target_unsaid: share(Side::English),
        fact_differs: f32::from(u8::from(apart(true))),
        fact_may_differ: f32::from(u8::from(apart(false))),
        source_facts: alone(|d| d.en.is_none()),
        target_facts: alone(|d| d.es.is_none()),
    };
    let mut gaps = [gaps(es, words(Side::Spanish)), gaps(&spelt.text, words(Side::English))];
    gaps[1].iter_mut().for_each(|gap| gap.span = spelt.printed(gap.span));
    for difference in differences.iter().filter(|difference| difference.certain) {
        for (gaps, span) in gaps.iter_mut().zip([difference.es, difference.en]) {
            add(gaps, span);
        }
    }
    let [source, target] = gaps;
    Some(Judgement { verified, source, target })
}

/// Adds what differs by rule to the gaps, where no word of it is one.
fn add(gaps: &mut Vec<Gap>, span: Option<Span>) {
    let Some(span) = span.filter(|span| gaps.iter().all(|gap| gap.span.end <= span.start || span.end <= gap.span.start)) else { return };
    gaps.insert(gaps.partition_point(|gap| gap.span.start < span.start), Gap { span, probability: None, contradicted: true });
}

/// The English with its names spelt as the Spanish spells them: a slip in a name is a finding of the audit, and no other person.
struct Spelt<'t> {
    text: Cow<'t, str>,
    /// Each name: its place in `text`, and in the English as printed.
    names: Vec<(Span, Span)>,
}

impl<'t> Spelt<'t> {
    fn of(es: &Reading, en: &Reading, printed: &'t str) -> Self {
        let spanish: Vec<_> = es.mentions().iter().map(|mention| mention.words(es)).collect();
        let mut slips: Vec<(Span, &str)> = Vec::new();
        for name in en.mentions().iter().map(|mention| mention.words(en)) {
            slips.extend(spanish.iter().find_map(|own| names::misspelt(own, &name)).map(|(es, en)| (en.span, es.text)));
        }
        slips.sort_by_key(|(span, _)| span.start);
        slips.dedup_by_key(|(span, _)| span.start);
        let (mut text, mut names, mut at) = (String::new(), Vec::new(), 0);
        for (span, name) in &slips {
            text += &printed[at..span.start];
            names.push((Span::new(text.len(), text.len() + name.len()), *span));
            text += name;
            at = span.end;
        }
        text += &printed[at..];
        Self { text: if slips.is_empty() { Cow::Borrowed(printed) } else { Cow::Owned(text) }, names }
    }

    /// Where a stretch of `text` stands in the English as printed.
    fn printed(&self, span: Span) -> Span {
        let place = |at: usize, end: bool| {
            let before = self.names.iter().take_while(|(own, _)| if end { own.start < at } else { own.start <= at }).last();
            before.map_or(at, |(own, printed)| match own.end {
                inside if at < inside => {
                    if end {
                        printed.end
                    } else {
                        printed.start
                    }
                }
                behind => printed.end + (at - behind),
            })
        };
        Span::new(place(span.start, false), place(span.end, true))
    }
}

/// The marked words; those with but a blank between them are one gap.
fn gaps<'w>(text: &str, words: impl Iterator<Item = &'w verifier::Word>) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    for word in words.filter(|word| word.said < SAID) {
        let (probability, contradicted) = (1.0 - word.said, word.contradicted > word.not_said);
        match found.last_mut().filter(|gap| gap.contradicted == contradicted && is_blank(&text[gap.span.end..word.span.start])) {
            Some(gap) => {
                gap.span.end = word.span.end;
                gap.probability = gap.probability.map(|most| most.max(probability));
            }
            None => found.push(Gap { span: word.span, probability: Some(probability), contradicted }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_name_is_read_as_the_name_and_places_are_those_printed() {
        let es = "Ezequiel Schiaffino y Ana Huamaní votan en Palermo.";
        let printed = "Ezequiel Schiafino and Ana Huamani vote in Palermo.";
        let spelt = Spelt::of(&Reading::of(es, 0, true), &Reading::of(printed, 0, false), printed);
        assert!(spelt.text.starts_with("Ezequiel Schiaffino and Ana Hua"), "{}", spelt.text);
        for word in ["Ezequiel", "and", "vote", "Palermo"] {
            let at = spelt.text.find(word).unwrap();
            assert_eq!(spelt.printed(Span::new(at, at + word.len())).of(printed), word);
        }
        let at = spelt.text.find("Schiaffino").unwrap();
        assert_eq!(spelt.printed(Span::new(at, at + "Schiaffino".len())).of(printed), "Schiafino");
        assert_eq!(spelt.printed(Span::new(0, spelt.text.len())).of(printed), printed);
    }

    #[test]
    fn neighbouring_words_are_one_gap_where_the_same_is_said_of_them() {
        let text = "uno dos tres, cuatro cinco";
        let word = |start: usize, end: usize, not_said: f32, contradicted: f32| verifier::Word {
            side: Side::Spanish,
            span: Span::new(start, end),
            said: 1.0 - not_said - contradicted,
            not_said,
            contradicted,
        };
        let words = [word(0, 3, 0.6, 0.1), word(4, 7, 0.8, 0.1), word(8, 12, 0.7, 0.2), word(14, 20, 0.0, 0.9), word(21, 26, 0.3, 0.1)];
        let found = gaps(text, words.iter());
        let shown: Vec<(&str, bool)> = found.iter().map(|gap| (gap.span.of(text), gap.contradicted)).collect();
        assert_eq!(shown, [("uno dos tres", false), ("cuatro", true)]);
        assert!((found[0].probability.unwrap() - 0.9).abs() < 1e-6);
    }
}
