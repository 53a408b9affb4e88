use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::style::StylePattern;
use crate::audit::words::shown;
use crate::language::Language;
use crate::span::Span;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "house-pattern",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a text has what the house does not print",
        explanation: "A pattern of the house (`[[patterns]]` in `cotejo.toml`) fits a text. A pattern has a regular expression, and may have a language, a message, a severity of its own and what to print instead.",
        examples: &[
            Example::beside("[[patterns]] match = '(?i)\\bpls\\b'", "Los vecinos dicen: agua pls.", "Neighbors ask for water."),
            Example::beside("[[patterns]] match = '(?i)\\bpls\\b'", "Los vecinos piden agua.", "Neighbors say: water pls."),
        ],
    },
    find: &[Find::Many(Turn::Text, find)],
};

/// So many places of a pattern in one text are reported.
const MOST: usize = 8;

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let each = |side| page.style.patterns.iter().flat_map(move |pattern| of_text(pattern, side));
    case.texts().flat_map(each).collect()
}

fn of_text<'a>(pattern: &'a StylePattern, side: &'a Side) -> impl Iterator<Item = Draft> + 'a {
    let language = if side.spanish { Language::Spanish } else { Language::English };
    let fits = pattern.language.is_none_or(|own| own == language);
    let text = if fits { side.text } else { "" };
    pattern.find(text).take(MOST).map(move |(range, instead)| {
        let span = Span::new(range.start, range.end).shifted(side.span.start);
        let message = pattern.message.clone().unwrap_or_else(|| format!("`{}` is not printed here", shown(side.at(span))));
        let draft = Draft::new(span, message).of_severity(pattern.severity);
        match instead {
            Some(instead) if instead.is_empty() => draft.help("take it away").fix(instead),
            Some(instead) => draft.help(format!("write `{}`", shown(&instead))).fix(instead),
            None => draft.help("write it another way"),
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::{styled, told};
    use crate::audit::{Severity, Style, StylePattern};
    use crate::language::Language;

    #[test]
    fn patterns_of_the_house() {
        let mut style = Style::default();
        let pattern = StylePattern::new(r"\b(\d+) percent\b").unwrap();
        style.add_pattern(StylePattern {
            language: Some(Language::English),
            severity: Some(Severity::Error),
            replacement: Some("$1%".to_owned()),
            ..pattern
        });
        let found = styled(&style, "Los precios subieron 12 por ciento.", "Prices rose 12 percent.");
        assert_eq!(told(&found, "house-pattern"), ["`12 percent` is not printed here"]);
        let finding = found.iter().find(|finding| finding.code == "house-pattern").unwrap();
        assert_eq!((finding.severity, finding.fix.as_ref().unwrap().replacement.as_str()), (Severity::Error, "12%"));
        assert!(StylePattern::new("(").unwrap_err().contains("unclosed group"));
    }
}
