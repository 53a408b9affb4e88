use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::facts::dates::Day;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "date-impossible",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "a day that no calendar has",
        explanation: "`30 de febrero`, `31/11/2017`. Days without a year are measured by a leap year.",
        examples: &[
            Example::of("La feria terminará el 31 de septiembre.", "The fair will end in September."),
            Example::of("La feria terminará en septiembre.", "The fair will end on September 31."),
        ],
    },
    find: &[Find::Many(Turn::Days, find)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let sides = [Some(&case.slug), Some(&case.es), case.en.as_ref()];
    let days = sides.into_iter().flatten().flat_map(|side| side.days()).filter(|day| day.is_impossible());
    let draft = |day: &Day| {
        let text = shown(page.article.at(day.span));
        Draft::new(day.span, format!("there is no `{text}`")).help("check the day")
    };
    days.map(draft).collect()
}
