//! What speaks for a pair: credit, place in the page, names, institutions, numbers, words that translate each other, and meaning.

use super::content::{self, Content, overlap};
use super::machine::Shared;
use super::meaning::{Side, Similarity};
use crate::caption::Caption;
use crate::lexicon;
use crate::text::fold;

/// The evidence for one pair. Each in 0..=1 unless said otherwise; `None` where it is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Evidence {
    /// Cosine of the two bodies in the encoder's space.
    pub similarity: Option<f32>,
    /// For each Spanish sentence its best cosine with an English one: the mean, by length.
    pub source_similarity: Option<f32>,
    /// The least of these.
    pub source_least_similarity: Option<f32>,
    /// For each English sentence its best cosine with a Spanish one: the mean, by length.
    pub target_similarity: Option<f32>,
    /// The least of these.
    pub target_least_similarity: Option<f32>,
    /// As `source_similarity`, where a run of clauses may say what a sentence says. Only known for pairs.
    pub source_said: Option<f32>,
    /// The least of these.
    pub source_least_said: Option<f32>,
    /// As `target_similarity`, with runs of clauses. Only known for pairs.
    pub target_said: Option<f32>,
    /// The least of these.
    pub target_least_said: Option<f32>,
    /// Similarity, less that of the next best English of the page. May be negative.
    pub source_margin: Option<f32>,
    /// Similarity, less that of the next best Spanish caption of the page. May be negative.
    pub target_margin: Option<f32>,
    /// Photographer and agency: 1 the same photographer, 0.6 the same agency, 0 another photographer.
    pub credit: Option<f32>,
    /// 1 in the same figure or group, 0.5 in the next one, else 0. Absent where the page has lost its blank lines.
    pub figure: Option<f32>,
    /// 1 on the next line, 1/2 with one line between them, 1/3 with two ...
    pub distance: f32,
    /// 1 where the English stands after the Spanish.
    pub order: f32,
    /// 1 where the English was printed with a photo credit, 0.5 where it stands like a caption.
    pub caption: f32,
    /// 1 where the English is a part of a longer paragraph.
    pub passage: f32,
    /// English passages that stand nearer and have as good a credit: 0, 1/2 for one, 2/3 for two ...
    pub rivals: f32,
    /// Share of the Spanish side's names and institutions that the English has.
    pub source_names: Option<f32>,
    /// Share of the English side's names and institutions that the Spanish has.
    pub target_names: Option<f32>,
    /// Share of the Spanish side's numbers that the English has.
    pub source_numbers: Option<f32>,
    /// Share of the English side's numbers that the Spanish has.
    pub target_numbers: Option<f32>,
    /// How much of the Spanish, names aside, has a translation in the English, by weight of its words.
    pub source_covered: f32,
    /// The least covered Spanish sentence.
    pub source_least_covered: f32,
    /// How much of the English, names aside, is a translation of something in the Spanish.
    pub target_covered: f32,
    /// The least covered English sentence.
    pub target_least_covered: f32,
    /// How much of both sides, names and numbers too, the other has, by weight of the words.
    pub words: f32,
    /// `words`, less that of the next best English of the page. May be negative.
    pub source_words_margin: Option<f32>,
    /// `words`, less that of the next best Spanish caption of the page. May be negative.
    pub target_words_margin: Option<f32>,
    /// Characters of the English against both sides'; near 0.48 in translations.
    pub length: f32,
    /// Words of the shorter side: a few words alone, though a translation, have a lower cosine than a sentence.
    pub size: f32,
    /// What the verifier says of the two texts. Only known for pairs.
    pub verified: Option<Verified>,
    /// chrF of the Spanish as a machine translates it against the English.
    pub machine: Option<f32>,
    /// How much of the machine's letters the English has.
    pub machine_source: Option<f32>,
    /// How much of the English's letters the machine has.
    pub machine_target: Option<f32>,
    /// `machine`, less that of the next best English of the page. May be negative.
    pub machine_margin: Option<f32>,
}

/// What the verifier, which reads both texts together, says of a pair, and what is compared by rule. Probabilities are as they come from it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Verified {
    /// Both say the same.
    pub translation: f32,
    /// One leaves something out, and that is all.
    pub partial: f32,
    /// They contradict each other, or each says what the other does not.
    pub mismatch: f32,
    /// The Spanish word that is likeliest left out of the English.
    pub source_left_out: f32,
    /// The English word that is likeliest left out of the Spanish.
    pub target_left_out: f32,
    /// The word of either side that is likeliest contradicted.
    pub contradicted: f32,
    /// Share of the Spanish words that are rather left out or contradicted than said.
    pub source_unsaid: f32,
    /// Share of the English words that are rather left out or contradicted than said.
    pub target_unsaid: f32,
    /// 1 where the two state a number, day, place, person or other fact differently beyond doubt, else 0.
    pub fact_differs: f32,
    /// 1 where they may, else 0.
    pub fact_may_differ: f32,
    /// Facts that only the Spanish states: 0, 1/2 for one, 3/4 for two ...
    pub source_facts: f32,
    /// Facts that only the English states, in the same way.
    pub target_facts: f32,
}

/// An item of evidence: its name, what it means, how to read it.
pub(crate) type Item = (&'static str, &'static str, fn(&Evidence) -> Option<f32>);

/// All items, in the order that the models of [`super::score`] know.
pub(crate) const ITEMS: &[Item] = &[
    ("similarity", "cosine of the two bodies", |e| e.similarity),
    ("source_similarity", "best cosine of each Spanish sentence, mean", |e| e.source_similarity),
    ("source_least_similarity", "... the least", |e| e.source_least_similarity),
    ("source_said", "... where clauses may say what a sentence says", |e| e.source_said),
    ("source_least_said", "... the least", |e| e.source_least_said),
    ("target_similarity", "best cosine of each English sentence, mean", |e| e.target_similarity),
    ("target_least_similarity", "... the least", |e| e.target_least_similarity),
    ("target_said", "... where clauses may say what a sentence says", |e| e.target_said),
    ("target_least_said", "... the least", |e| e.target_least_said),
    ("source_margin", "cosine above the next best English", |e| e.source_margin),
    ("target_margin", "cosine above the next best Spanish", |e| e.target_margin),
    ("credit", "1 same photographer, 0.6 same agency, 0 another", |e| e.credit),
    ("figure", "1 same group of lines, 0.5 the next one", |e| e.figure),
    ("distance", "1 next line, 1/2 one line between", |e| Some(e.distance)),
    ("order", "1 the English stands behind the Spanish", |e| Some(e.order)),
    ("caption", "1 the English has a photo credit, 0.5 a caption's place", |e| Some(e.caption)),
    ("passage", "1 the English is a part of a paragraph", |e| Some(e.passage)),
    ("rivals", "nearer English with as good a credit: 1/2 one, 2/3 two", |e| Some(e.rivals)),
    ("source_names", "Spanish names that the English has", |e| e.source_names),
    ("target_names", "English names that the Spanish has", |e| e.target_names),
    ("source_numbers", "Spanish numbers that the English has", |e| e.source_numbers),
    ("target_numbers", "English numbers that the Spanish has", |e| e.target_numbers),
    ("source_covered", "Spanish words with a translation in the English", |e| Some(e.source_covered)),
    ("source_least_covered", "... in the least covered sentence", |e| Some(e.source_least_covered)),
    ("target_covered", "English words with a source in the Spanish", |e| Some(e.target_covered)),
    ("target_least_covered", "... in the least covered sentence", |e| Some(e.target_least_covered)),
    ("words", "words of both sides that the other has", |e| Some(e.words)),
    ("source_words_margin", "... above the next best English", |e| e.source_words_margin),
    ("target_words_margin", "... above the next best Spanish", |e| e.target_words_margin),
    ("length", "the English's share of all characters", |e| Some(e.length)),
    ("size", "words of the shorter text", |e| Some(e.size)),
    ("verified_translation", "verifier: both say the same", |e| e.verified.map(|v| v.translation)),
    ("verified_partial", "... one leaves something out", |e| e.verified.map(|v| v.partial)),
    ("verified_mismatch", "... one says something else", |e| e.verified.map(|v| v.mismatch)),
    ("source_left_out", "... likeliest Spanish word left out", |e| e.verified.map(|v| v.source_left_out)),
    ("target_left_out", "... likeliest English word left out", |e| e.verified.map(|v| v.target_left_out)),
    ("contradicted", "... likeliest word contradicted", |e| e.verified.map(|v| v.contradicted)),
    ("source_unsaid", "... share of Spanish words not said", |e| e.verified.map(|v| v.source_unsaid)),
    ("target_unsaid", "... share of English words not said", |e| e.verified.map(|v| v.target_unsaid)),
    ("fact_differs", "1 a number, day, place, person ... surely differs", |e| e.verified.map(|v| v.fact_differs)),
    ("fact_may_differ", "1 it may", |e| e.verified.map(|v| v.fact_may_differ)),
    ("source_facts", "facts in the Spanish alone: 1/2 one, 3/4 two", |e| e.verified.map(|v| v.source_facts)),
    ("target_facts", "facts in the English alone: 1/2 one, 3/4 two", |e| e.verified.map(|v| v.target_facts)),
    ("machine", "chrF of a machine's translation with the English", |e| e.machine),
    ("machine_source", "... how much of the machine's the English has", |e| e.machine_source),
    ("machine_target", "... how much of the English the machine has", |e| e.machine_target),
    ("machine_margin", "chrF above the next best English", |e| e.machine_margin),
];

/// How many of [`ITEMS`], the last, a machine's translation gives.
pub(crate) const MACHINE_ITEMS: usize = 4;

/// The value of unknown evidence, for the models.
pub(crate) const ABSENT: f32 = -1.0;

impl Evidence {
    /// The evidence as a vector for the models; [`ABSENT`] for what is unknown.
    pub(crate) fn features(&self) -> [f32; ITEMS.len()] {
        std::array::from_fn(|at| ITEMS[at].2(self).unwrap_or(ABSENT))
    }

    /// Whether, of the two sides, it is rather the English that leaves something out.
    pub(crate) fn english_says_less(&self) -> bool {
        let by_words = self.source_covered < self.target_covered;
        self.verified.map_or(by_words, |verified| verified.source_left_out > verified.target_left_out)
    }

    /// Adds what the two texts say.
    pub(super) fn weigh_words(&mut self, es: &Content, en: &Content) {
        let found = overlap(es, en);
        let least =
            |content: &Content, hits: &[f32]| (0..content.sentences.len()).map(|s| content.covered(hits, Some(s))).fold(1.0, f32::min);
        self.source_names = es.named(&found.source);
        self.target_names = en.named(&found.target);
        self.source_numbers = es.numbered(&found.source);
        self.target_numbers = en.numbered(&found.target);
        self.source_covered = es.covered(&found.source, None);
        self.source_least_covered = least(es, &found.source);
        self.target_covered = en.covered(&found.target, None);
        self.target_least_covered = least(en, &found.target);
        self.words = content::both(es, en, &found);
        self.length = en.length as f32 / (en.length + es.length).max(1) as f32;
        self.size = es.size().min(en.size()) as f32;
    }

    /// Adds what the encoder says of clauses.
    pub(super) fn weigh_said(&mut self, (source, target): (Side, Side)) {
        self.source_said = Some(source.mean);
        self.source_least_said = Some(source.least);
        self.target_said = Some(target.mean);
        self.target_least_said = Some(target.least);
    }

    /// Adds what a machine's translation says.
    pub(super) fn weigh_machine(&mut self, found: Shared) {
        self.machine = Some(found.chrf());
        self.machine_source = Some(found.first);
        self.machine_target = Some(found.second);
    }

    /// The items that such evidence has: those of machine translation only where there was one.
    pub(crate) fn items(&self) -> &'static [Item] {
        if self.machine.is_some() { ITEMS } else { &ITEMS[..ITEMS.len() - MACHINE_ITEMS] }
    }

    /// What is known, each under the name that `cotejo pair --explain` prints.
    pub fn known(&self) -> impl Iterator<Item = (&'static str, f32)> {
        ITEMS.iter().filter_map(|(name, _, value)| Some((*name, value(self)?)))
    }

    /// Adds what the encoder says.
    pub(super) fn weigh_meaning(&mut self, found: &Similarity) {
        self.similarity = Some(found.whole);
        self.source_similarity = Some(found.source.mean);
        self.source_least_similarity = Some(found.source.least);
        self.target_similarity = Some(found.target.mean);
        self.target_least_similarity = Some(found.target.least);
    }
}

/// Photographer and agency of both sides; see [`Evidence::credit`].
pub(super) fn credit(es: &Caption, en: &Caption) -> Option<f32> {
    if es.photographers().next().is_some() && en.photographers().next().is_some() {
        let same = es.photographers().any(|a| en.photographers().any(|b| same_person(a, b)));
        return Some(if same { 1.0 } else { 0.0 });
    }
    es.agency().zip(en.agency()).map(|(es, en)| if es == en { 0.6 } else { 0.0 })
}

/// Whether two printed names are one person's: accents, case and a slip forgiven.
pub(crate) fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a == b || (a.len() >= 6 && lexicon::within_one_slip(&a, &b)) || {
        let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
        a.len().min(b.len()) > 1 && (a.iter().all(|w| b.contains(w)) || b.iter().all(|w| a.contains(w)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_in_many_spellings() {
        for (a, b) in [("José Pazos", "JOSE PAZOS"), ("José Pazos", "José Pasos"), ("José Pazos", "José Pazos Ruiz")] {
            assert!(same_person(a, b), "{a} {b}");
        }
        assert!(!same_person("José Pazos", "José Ruiz"));
    }
}
