//! Names and terms, through engines that mangle them.

use crate::text;
use cotejo::internals::Protected;
use cotejo::translate::{Direction, Error, Translate};
use cotejo::{Span, parse_caption};

/// An engine that puts one word in the place of another.
struct Mangler {
    direction: Direction,
    words: Vec<(String, String)>,
}

impl Translate for Mangler {
    fn name(&self) -> &str {
        "mangler"
    }

    fn direction(&self) -> &Direction {
        &self.direction
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let mangled = |text: &&str| self.words.iter().fold((*text).to_owned(), |text, (from, to)| text.replacen(from, to, 3));
        texts.iter().map(|text| Ok(mangled(text))).collect()
    }
}

/// A text, then what the engine makes of which words, a line each: `from=to`. The slug and the credit stay, whatever the engine does.
pub fn translation(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == 0xff).map(text);
    let said = parts.next().unwrap_or_default();
    let words = parts.filter_map(|part| part.split_once('=').map(|(from, to)| (from.to_owned(), to.to_owned())));
    let words = words.filter(|(from, _)| !from.is_empty()).take(6).collect();
    let engine = Protected::new(Mangler { direction: Direction::new("es", "en"), words });
    let body = parse_caption(&said, Span::new(0, said.len())).map_or(Span::new(0, said.len()), |caption| caption.body);
    let answers = engine.translate(&[&said, "", &said]);
    assert_eq!(answers.len(), 3);
    let [first, _, last] = [0, 1, 2].map(|at| answers[at].as_ref().expect("the engine never fails"));
    assert_eq!(first, last, "a translation hangs on the text alone");
    assert!(first.starts_with(&said[..body.start]) && first.ends_with(&said[body.end..]), "{first}");
}
