use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::facts::names::Alike;
use crate::span::Span;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "name-partial",
        family: super::FAMILY,
        severity: Severity::Note,
        title: "a surname is missing or cut on one side",
        explanation: "One side prints both surnames, the other only the first, or breaks the last one off. Often meant, so only a note; a surname alone (`Osorio Chong said`) is no finding.",
        examples: &[Example::of("La actriz Salma Hayek Jiménez llegó al festival.", "Actress Salma Hayek arrived at the festival.")],
    },
    find: &[Find::Many(Turn::Said, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let part = |(step, alike): (usize, Alike)| match alike {
        Alike::Part { long, short } => Some(part(page, long, short).at_step(step)),
        Alike::Slip { .. } => None,
    };
    case.alike().enumerate().filter_map(part).collect()
}

/// The start of the other name.
fn part(page: &Page, long: Span, short: Span) -> Draft {
    let text = |span: Span| shown(page.article.at(span));
    let draft = Draft::new(short, format!("`{}` is `{}` on the other side", text(short), text(long)));
    draft.and(long, "in full").help(format!("print the name in full: {}", text(long)))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn a_surname_less() {
        let es = "La actriz Salma Hayek Jiménez llegó al estreno de su película en Londres.";
        assert_eq!(codes(es, "Actress Salma Hayek arrived at the premiere of her film in London."), "name-partial");
        assert_eq!(codes(es, "Actress Salma Hayek Jiménez arrived at the premiere of her film in London."), "");
    }
}
