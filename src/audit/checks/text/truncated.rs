use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::audit::words::shown;
use crate::pair::Relation;
use crate::text::word::Word;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "truncated",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "the text breaks off",
        explanation: "It ends with a comma or a word after which something must come: `de`, `con`, `the`, `and`.",
        examples: &[
            Example::of("Estudiantes protestan contra el aumento de las", "Students protest against the rise in fares."),
            Example::of("Estudiantes protestan contra el aumento de las tarifas.", "Students protest against the rise of the"),
        ],
    },
    find: &[Find::Many(Turn::Text, find)],
};

fn find(_: &Page, case: &Case) -> Vec<Draft> {
    let draft =
        |last: &Word| Draft::new(last.span, format!("the text breaks off behind `{}`", shown(last.text))).help("print the whole text");
    // what says the same as the other side has said it to the end
    let all_said = case.pair.relation == Relation::Translation;
    case.texts().filter(|side| side.whole).filter_map(|side| breaks_off(side, all_said)).map(draft).collect()
}

/// Words after which something must come.
const ES_OPEN: &[&str] = &[
    "de", "del", "la", "las", "los", "el", "un", "una", "con", "en", "para", "por", "y", "e", "que", "al", "su", "sus", "durante", "entre",
    "sobre", "desde", "hasta", "sin", "se",
];
const EN_OPEN: &[&str] = &[
    "of", "the", "a", "an", "with", "and", "to", "for", "from", "by", "at", "its", "their", "his", "during", "between", "or", "but", "into",
];

/// Of these, the ones that no English sentence ends with: `hard to climb out of.` is whole.
const EN_NEVER_LAST: &[&str] = &["the", "a", "an", "and", "its", "their", "his", "or", "but"];

/// The last word of a side that ends where something must follow. English that has a full stop, or that is known to say all, may end with
/// a preposition.
pub(in crate::audit::checks) fn breaks_off<'s, 'a>(side: &'s Side<'a>, all_said: bool) -> Option<&'s Word<'a>> {
    let last = side.words.last()?;
    let behind = side.behind(last).trim();
    let open = match side.spanish {
        true => ES_OPEN,
        false if all_said || behind == "." => EN_NEVER_LAST,
        false => EN_OPEN,
    };
    let word = open.contains(&last.text) && behind.chars().all(|c| matches!(c, '.' | '…' | ','));
    let comma = side.comma || side.text.trim_end().ends_with(',');
    (side.words.len() > 3 && (word || comma)).then_some(last)
}
