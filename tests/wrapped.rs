//! A caption broken to any width, inside a story that is broken or not: the slug opens and the tail closes it.

use cotejo::{Article, Cotejo, Relation};

const STORY: &str = "The town bought the bicycles with money that it had saved on street lights, officials said on Friday. Each comes with a helmet and a lock.";
const END: &str = "Students had asked for a safe way to school since the bus line closed in 2016. A second delivery will follow in spring, the mayor said.";

/// Slug, Spanish, tail, English, credit.
const CAPTIONS: &[[&str; 5]] = &[
    [
        "80119027. Zapopan, 19 Ene 2018 (Notimex-Irene Salcedo).-",
        "La alcaldesa de Zapopan, Berenice Olmos Tapia, entregó este viernes 120 bicicletas a estudiantes de la colonia El Fresno.",
        "NOTIMEX/FOTO/IRENE SALCEDO/COR/SOC/",
        "Zapopan Mayor Berenice Olmos Tapia on Friday handed 120 bicycles to students of the El Fresno neighborhood.",
        "Photo: Notimex/Irene Salcedo",
    ],
    [
        "51002073. México, 2 Oct 2015 (Notimex-José Pazos).-",
        "Vecinos de Iztapalapa llenan cubetas en una pipa de agua que llegó a Santa Cruz Meyehualco después de tres días sin servicio.",
        "NOTIMEX/FOTO/JOSÉ PAZOS/FRE/SOC/",
        "Iztapalapa residents fill buckets at a water truck that reached Santa Cruz Meyehualco after three days without service.",
        "Photo: Notimex/José Pazos",
    ],
];

/// A text, broken before the word that a line has no room for.
fn broken(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[test]
fn a_caption_of_any_width_is_one() {
    let cotejo = Cotejo::default();
    let mut wrong = Vec::new();
    for [slug, es, tail, en, credit] in CAPTIONS {
        for width in [35, 38, 42, 46, 50, 55, 60, 66, 72, 76, 80, 90, 100] {
            for (gap, whole) in [("\n", true), ("\n", false), ("\n\n", true), ("\n\n", false)] {
                let story = |text: &str| if whole { text.to_owned() } else { broken(text, width) };
                let spanish = broken(&format!("{slug} {es} {tail}"), width);
                let english = broken(&format!("{en} {credit}"), width);
                let text = format!("{}\n\n{spanish}{gap}{english}\n\n{}\n", story(STORY), story(END));
                let rows = cotejo.rows(&Article::from_text("a", text));
                let is_right = |row: &cotejo::Row| row.relation == Relation::Translation && row.es == *es && row.en.as_deref() == Some(en);
                if rows.len() != 1 || !is_right(&rows[0]) {
                    let seen: Vec<_> = rows.iter().map(|row| (row.relation.name(), row.es.as_str(), row.en.as_deref())).collect();
                    wrong.push(format!("{width} {gap:?} {whole}: {seen:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of 104:\n{}", wrong.len(), wrong.join("\n"));
}
