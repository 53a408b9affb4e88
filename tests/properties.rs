//! What holds for any input.

use crate::support::SEED;
use crate::support::sound::{COTEJO, assert_sound};
use cotejo::{Article, read};
use proptest::prelude::*;
use std::io::Write;
use std::sync::LazyLock;

/// One thing done to a text, at a place given as a share of its length.
#[derive(Debug, Clone)]
enum Change {
    Insert(f64, String),
    Delete(f64, usize),
    /// From one place to another.
    Copy(f64, usize, f64),
}

fn change() -> impl Strategy<Value = Change> {
    let marks = prop::sample::select(vec![
        "Notimex",
        "NOTIMEX/FOTO/",
        "/FOTO/",
        "EFE/Ana Ruiz",
        "(Notimex-Ana Ruiz).-",
        "(AP Photo/",
        "Photo:",
        "Foto:",
        "FOTO: ",
        "/CUARTOSCURO.COM",
        "51002073.",
        "60331086. México, ",
        "02 Oct 2015",
        "31/02/2016",
        "(151002) -- ",
        ".-",
        " -- ",
        "—",
        "–",
        "(",
        ")",
        "[",
        "]",
        "((",
        "/",
        "//",
        "|",
        ".",
        "..",
        ",",
        ";",
        ":",
        " ",
        "  ",
        "\u{a0}",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u{85}",
        "\u{93}",
        "\u{81}",
        "\u{ad}",
        "\u{fe0f}",
        "&oacute;",
        "&amp;nbsp;",
        "&shy;",
        "&#10;",
        "&",
        "\u{2028}",
        "\t",
        "\u{301}",
        "ñ",
        "Á",
        "ﬁ",
        "İ",
        "ß",
        "“",
        "”",
        "«",
        "»",
        "\"",
        "'",
        "’",
        "\u{200b}",
        "\u{feff}",
        "漢字",
        "😀",
        "ﷺ",
        "=1+1",
        "@ana",
        "Segob",
        "La Secretaría de Gobernación habló con los vecinos de la colonia. ",
        "The mayor spoke to the neighbours about the new park. ",
        "y",
        "de la",
        "1,000",
        "12345678901234567890",
    ]);
    let place = || 0.0..1.0_f64;
    prop_oneof![
        4 => (place(), marks).prop_map(|(at, mark)| Change::Insert(at, mark.to_owned())),
        1 => (place(), any::<char>()).prop_map(|(at, c)| Change::Insert(at, c.to_string())),
        3 => (place(), 1_usize..30).prop_map(|(at, count)| Change::Delete(at, count)),
        1 => (place(), 1_usize..400, place()).prop_map(|(from, count, to)| Change::Copy(from, count, to)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for change in changes {
        let at = |share: f64| (share * chars.len() as f64) as usize;
        let range = |share: f64, count: usize| at(share)..chars.len().min(at(share) + count);
        match change {
            Change::Insert(to, piece) => drop(chars.splice(at(*to)..at(*to), piece.chars())),
            Change::Delete(from, count) => drop(chars.drain(range(*from, *count))),
            Change::Copy(from, count, to) => {
                let (piece, to) = (chars[range(*from, *count)].to_vec(), at(*to));
                chars.splice(to..to, piece);
            }
        }
    }
    chars.into_iter().collect()
}

/// Captions of the table, to be bent.
static CAPTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a caption")["text"].as_str().expect("text").to_owned();
    include_str!("data/captions.jsonl").lines().map(text).collect()
});

/// The lines with the captions, and a few around them: small, so that more cases fit in the time.
fn seed_part() -> String {
    let lines: Vec<&str> = SEED.lines().collect();
    lines[8..14].iter().chain(&lines[22..]).copied().collect::<Vec<_>>().join("\n")
}

/// What `bent_seed` found once: a part of a caption with the credit of the whole inside it.
#[test]
fn a_credit_is_no_part_of_the_body_that_shares_it() {
    assert_sound(&Article::from_text("bent", include_str!("data/shared_credit.txt").to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&bytes).expect("written");
        let input = read::Input::File(file.path().to_owned());
        // refusing is fine, panicking is not
        if let Ok(article) = read::article(&input, &read::Options::default()) {
            assert_sound(&article);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,200}(\n\\PC{0,100}){0,4}") {
        assert_sound(&Article::from_text("any", text));
    }

    #[test]
    fn bent_captions(picks in prop::collection::vec((0..169_usize, prop::collection::vec(change(), 0..6)), 1..4)) {
        let lines: Vec<String> = picks.iter().map(|(at, changes)| changed(&CAPTIONS[at % CAPTIONS.len()], changes)).collect();
        assert_sound(&Article::from_text("bent", lines.join("\n")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bent_seed(changes in prop::collection::vec(change(), 1..40)) {
        assert_sound(&Article::from_text("bent", changed(&seed_part(), &changes)));
    }

    #[test]
    fn bent_bytes_of_the_seed(places in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..30)) {
        let mut bytes = seed_part().into_bytes();
        for (at, byte) in places {
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&bytes).expect("written");
        if let Ok(article) = read::article(&read::Input::File(file.path().to_owned()), &read::Options::default()) {
            assert_sound(&article);
        }
    }

    #[test]
    fn the_same_every_time(changes in prop::collection::vec(change(), 0..20)) {
        let article = Article::from_text("bent", changed(&seed_part(), &changes));
        assert_eq!(COTEJO.examine(&article).pairs, COTEJO.examine(&article).pairs);
    }
}

#[test]
fn the_seed_is_sound() {
    assert_sound(&Article::from_text("seed", SEED));
    assert_eq!(COTEJO.examine(&Article::from_text("seed", seed_part())).pairs.len(), 2);
}
