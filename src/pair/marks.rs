//! Two texts cut into stretches to show: names, numbers and institutions, and what the other text does not say.

use super::Gap;
use super::content::{Content, Kind};
use super::judge::judge;
use crate::text::calm;
use serde::Serialize;

/// What a stretch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mark {
    /// Anything else.
    Plain,
    /// A person, place or other name.
    Name,
    /// An institution, office or term of the glossary.
    Institution,
    /// A number, in digits or in words.
    Number,
}

/// A stretch of a text. All stretches of a text, put together, are the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stretch {
    /// Its text.
    pub text: String,
    /// What it holds.
    pub mark: Mark,
    /// Whether the other text has nothing for it.
    pub unsaid: bool,
}

/// Cuts a Spanish and an English text, and asks the verifier what the other does not say; without English, nothing of the Spanish counts as
/// unsaid.
pub(crate) fn marks(es: &str, en: Option<&str>) -> (Vec<Stretch>, Vec<Stretch>) {
    let judgement = en.and_then(|en| judge(&calm(es), &calm(en)));
    let gaps = judgement.as_ref().map_or((&[][..], &[][..]), |judgement| (&judgement.source[..], &judgement.target[..]));
    (cut(es, &Content::of(es, true), gaps.0), cut(en.unwrap_or_default(), &Content::of(en.unwrap_or_default(), false), gaps.1))
}

fn cut(text: &str, content: &Content, gaps: &[Gap]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut at = 0;
    let mut add = |text: &str, mark, unsaid| match found.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if (last.mark, last.unsaid) == (mark, unsaid) => last.text.push_str(text),
        _ => found.push(Stretch { text: text.to_owned(), mark, unsaid }),
    };
    let mut before = (Mark::Plain, false);
    for (kind, span) in content.told() {
        let unsaid = gaps.iter().any(|gap| gap.span.start < span.end && span.start < gap.span.end);
        let mark = match kind {
            Kind::Word => Mark::Plain,
            Kind::Name => Mark::Name,
            Kind::Institution(_) => Mark::Institution,
            Kind::Number => Mark::Number,
        };
        let gap = &text[at..span.start];
        // a space between two parts of one name belongs to it
        let (mark_of_gap, unsaid_gap) = if gap == " " && before == (mark, unsaid) { before } else { (Mark::Plain, false) };
        add(gap, mark_of_gap, unsaid_gap);
        add(span.of(text), mark, unsaid);
        (at, before) = (span.end, (mark, unsaid));
    }
    add(&text[at..], Mark::Plain, false);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(stretches: &[Stretch]) -> Vec<(&str, Mark, bool)> {
        stretches.iter().filter(|s| s.mark != Mark::Plain || s.unsaid).map(|s| (s.text.as_str(), s.mark, s.unsaid)).collect()
    }

    #[test]
    fn names_and_numbers_are_marked_and_what_the_other_lacks() {
        let (es, en) = marks("En la colonia, Ana Ruiz Soto entregó 25 becas.", Some("There Ana Ruiz Soto gave 26."));
        assert!(shown(&es).contains(&("Ana Ruiz Soto", Mark::Name, false)), "{es:?}");
        assert!(shown(&es).contains(&("25", Mark::Number, true)), "{es:?}");
        assert!(shown(&en).contains(&("26", Mark::Number, true)), "{en:?}");
        let (alone, none) = marks("Ana Ruiz entregó 25 becas.", None);
        assert!(none.is_empty() && alone.iter().all(|stretch| !stretch.unsaid));
    }

    proptest! {
        #[test]
        fn stretches_are_the_text(es in ".{0,60}", en in ".{0,60}") {
            let (source, target) = marks(&es, Some(&en));
            prop_assert_eq!(source.iter().map(|s| s.text.as_str()).collect::<String>(), es);
            prop_assert_eq!(target.iter().map(|s| s.text.as_str()).collect::<String>(), en);
        }
    }
}
