use crate::audit::checks::photo::compared;
use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::audit::words::shown;
use crate::facts::names::Alike;
use crate::lexicon;
use crate::pair::evidence::same_person;
use crate::text::fold;
use crate::text::word::Word;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "name-typo",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a name with a letter lost, added, exchanged or swapped",
        explanation: "Two names agree but for one letter. Russian, Arabic and other names that each language writes its own way (`Dmitri`, `Dmitry`) are left alone.",
        examples: &[Example::of(
            "El secretario Luis Videgaray Caso presentó el presupuesto.",
            "Secretary Luis Videgary Caso presented the budget.",
        )],
    },
    find: &[Find::Many(Turn::Said, find), Find::Many(Turn::Credits, photographers)],
};

fn find(page: &Page, case: &Case) -> Vec<Draft> {
    let slip = |(step, alike): (usize, Alike)| match alike {
        Alike::Slip { es, en } => Some(slip(page, es, en).at_step(step)),
        Alike::Part { .. } => None,
    };
    case.alike().enumerate().filter_map(slip).collect()
}

/// One letter apart.
fn slip(page: &Page, es: &Word, en: &Word) -> Draft {
    let count = |word: &Word| 2 * page.names.get(&word.folded).map_or(0, Vec::len) + usize::from(lexicon::is_name(&word.folded)) * 100;
    let (l, r) = (count(es), count(en));
    let (wrong, right) = if l < r { (es, en) } else { (en, es) };
    let draft = Draft::new(wrong.span, format!("`{}` and `{}` are one name", shown(wrong.text), shown(right.text)));
    let draft = draft.and(right.span, "as here");
    if l == r {
        draft.help("check which of the two is right")
    } else {
        draft.help(format!("write `{}`", shown(right.text))).fix(right.text)
    }
}

fn photographers(page: &Page, case: &Case) -> Vec<Draft> {
    compared(case, |one, other| {
        if !one.compares_with(other) {
            return None;
        }
        let same = |a: &str, b: &str| same_person(a, b) && fold(a).len() == fold(b).len() && fold(a) != fold(b);
        let apart = |a: &String| other.people.iter().find(|b| same(a, b)).map(|b| (a.clone(), b.clone()));
        let (a, b) = one.people.iter().find_map(apart)?;
        let message = format!("`{}` and `{}` are one photographer", shown(&a), shown(&b));
        let draft = Draft::new(one.place(page.article, &a), message);
        Some(draft.and(other.place(page.article, &b), "as here").help("check which of the two is right"))
    })
}
