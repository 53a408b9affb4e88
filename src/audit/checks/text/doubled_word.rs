use crate::audit::checks::{Check, Draft, Example, Find, Rule, Severity, Side, Turn};
use crate::audit::words::shown;
use crate::span::Span;
use crate::text::is_capitalised;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "doubled-word",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "the same word twice in a row",
        explanation: "Names (`Duran Duran`) and words that are doubled on purpose (`that that`, `muy muy`) are left alone.",
        examples: &[
            Example::of("El presidente habló en en Los Pinos.", "The president spoke at Los Pinos."),
            Example::of("El presidente habló en Los Pinos.", "The president spoke at at Los Pinos."),
        ],
    },
    find: &[Find::Many(Turn::Text, |_, case| case.texts().filter_map(doubled).collect())],
};

const TWICE: &[&str] =
    &["that", "had", "ha", "muy", "so", "very", "bye", "no", "sí", "more", "is", "in", "más", "poco", "nos", "her", "do"];

fn doubled(side: &Side) -> Option<Draft> {
    let pair = side.words.windows(2).find(|pair| {
        let same = pair[0].lower == pair[1].lower && !is_capitalised(pair[1].text);
        let number = pair[0].text.starts_with(|c: char| c.is_ascii_digit());
        same && !number && !TWICE.contains(&pair[0].lower.as_str()) && side.between(&pair[0], &pair[1]).trim().is_empty()
    })?;
    let span = Span::new(pair[0].span.start, pair[1].span.end);
    let draft = Draft::new(span, format!("`{}` stands twice", shown(pair[1].text)));
    Some(draft.help("take one away").fix(pair[0].text))
}
