use super::*;

/// What the network says in full precision, written by `scripts/dev make verifier`.
#[derive(serde::Deserialize)]
struct Golden {
    es: String,
    en: String,
    pieces: Vec<u32>,
    translation: f32,
    partial: f32,
    mismatch: f32,
    tags: Vec<[f32; 3]>,
}

fn golden() -> Vec<Golden> {
    let lines = include_str!("../../tests/data/verifier-golden.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn pieces_and_probabilities_are_those_of_the_network() {
    let verifier = Verifier::embedded();
    let mut scratch = Scratch::default();
    for pair in golden() {
        verifier.read(&pair.es, &pair.en, &mut scratch);
        assert_eq!(scratch.ids, pair.pieces, "{}", pair.es);
        let verdict = verifier.verify(&pair.es, &pair.en);
        // 8 bits instead of 32
        for (ours, theirs) in [(verdict.translation, pair.translation), (verdict.partial, pair.partial), (verdict.mismatch, pair.mismatch)]
        {
            assert!((ours - theirs).abs() < 0.08, "{ours} {theirs}: {} | {}", pair.es, pair.en);
        }
        kernel::run(verifier.kind, Forward { model: &verifier.model, scratch: &mut scratch });
        let off = scratch.tags.iter().zip(&pair.tags).map(|(a, b)| (a[0] - b[0]).abs()).sum::<f32>() / pair.tags.len() as f32;
        assert!(off < 0.03, "{off}: {} | {}", pair.es, pair.en);
    }
}

/// What a reader would say too.
#[test]
fn plain_cases_are_told() {
    let told = |es: &str, en: &str| {
        let verdict = Verifier::embedded().verify(es, en);
        let shares = [verdict.translation, verdict.partial, verdict.mismatch];
        (0..3).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap()
    };
    let (translation, partial, mismatch) = (0, 1, 2);
    assert_eq!(told("La policía detuvo a 12 personas en el puerto.", "Police arrested 12 people in the port."), translation);
    assert_eq!(told("Un niño corre con su perro en la playa.", "A boy runs with his dog on the beach."), translation);
    assert_eq!(
        told("Bomberos apagan un incendio en un mercado, donde murieron dos personas.", "Firefighters put out a blaze at a market."),
        partial
    );
    assert_eq!(told("La policía detuvo a 12 personas en el puerto.", "Police arrested 21 people in the port."), mismatch);
}

/// The words that differ are those that are marked.
#[test]
fn what_differs_is_marked() {
    let (es, en) = ("La policía detuvo a 12 personas en el puerto.", "Police arrested 21 people in the port.");
    let verdict = Verifier::embedded().verify(es, en);
    for (side, text) in [(Side::Spanish, es), (Side::English, en)] {
        let own = verdict.words.iter().filter(|word| word.side == side);
        let worst = own.min_by(|a, b| a.said.total_cmp(&b.said)).unwrap();
        assert!(["12", "21"].contains(&worst.span.of(text)) && worst.contradicted > worst.not_said, "{worst:?}");
    }
}

#[test]
fn every_kernel_gives_the_same_bits() {
    let with = |kind: Kind| {
        let model = Model::new(Aligned::Embedded(&WEIGHTS.0), "embedded").unwrap();
        Verifier { kind, ..Verifier::new(model, Tokenizer::new(Cow::Borrowed(PIECES)).unwrap()) }
    };
    let portable = with(Kind::Portable);
    for kind in Kind::available() {
        let other = with(kind);
        for pair in golden().iter().take(4) {
            assert_eq!(other.verify(&pair.es, &pair.en), portable.verify(&pair.es, &pair.en), "{kind:?}");
        }
    }
}

#[test]
fn every_word_has_its_place() {
    let verifier = Verifier::embedded();
    for (es, en) in [("“El alcalde”, dijo: ¡no!", "The mayor, 1,200 (yes)."), ("", ""), ("…", "Ok"), ("a\u{301}rbol ½ﬁn", "x")] {
        let verdict = verifier.verify(es, en);
        let places: Vec<_> = verdict.words.iter().map(|word| (word.side, word.span)).collect();
        let wanted = text::words(es).map(|span| (Side::Spanish, span)).chain(text::words(en).map(|span| (Side::English, span)));
        assert_eq!(places, wanted.collect::<Vec<_>>(), "{es} | {en}");
        assert!(verdict.words.iter().all(|word| (word.said + word.not_said + word.contradicted - 1.0).abs() < 1e-4));
    }
}

#[test]
fn of_long_texts_the_beginning_counts() {
    let long = "El alcalde inauguró el parque. ".repeat(200);
    let verdict = Verifier::embedded().verify(&long, &long);
    let last = |side: Side| verdict.words.iter().filter(|word| word.side == side).map(|word| word.span.end).max().unwrap();
    assert!(last(Side::Spanish) > 400 && last(Side::English) > 400);
}

/// For `scripts/dev check verifier`, which writes what the network says in 32 bits of many pairs.
#[test]
#[ignore = "needs a reference"]
#[allow(clippy::print_stderr)] // a measurement
fn as_the_reference() {
    let reference = std::fs::read_to_string(std::env::var_os("COTEJO_VERIFIER_REFERENCE").unwrap()).unwrap();
    let pairs: Vec<Golden> = reference.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verifier = Verifier::embedded();
    let start = std::time::Instant::now();
    let verdicts: Vec<Verdict> = pairs.iter().map(|pair| verifier.verify(&pair.es, &pair.en)).collect();
    let speed = pairs.len() as f64 / start.elapsed().as_secs_f64();
    let (mut same, mut off, mut scratch) = (0, 0.0, Scratch::default());
    for (pair, verdict) in pairs.iter().zip(&verdicts) {
        verifier.read(&pair.es, &pair.en, &mut scratch);
        assert_eq!(scratch.ids, pair.pieces, "{}", pair.es);
        let (ours, theirs) = ([verdict.translation, verdict.partial, verdict.mismatch], [pair.translation, pair.partial, pair.mismatch]);
        let best = |shares: [f32; 3]| (0..3).max_by(|a, b| shares[*a].total_cmp(&shares[*b]));
        same += usize::from(best(ours) == best(theirs));
        off += ours.iter().zip(theirs).map(|(a, b)| f64::from((a - b).abs())).sum::<f64>() / 3.0;
    }
    let (same, off) = (same as f64 / pairs.len() as f64, off / pairs.len() as f64);
    assert!(same >= 0.99 && off <= 0.01, "the same relation in {same}, probabilities {off} off");
    // the speed is shown and not asserted: a busy machine is no fault of the code
    eprintln!("{} pairs: the same relation in {same:.4}, probabilities {off:.4} off on average, {speed:.0} pairs a second", pairs.len());
}
