use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Turn};
use crate::span::Span;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "photo-old",
        family: super::FAMILY,
        severity: Severity::Note,
        title: "the photo is older than a year when the page is printed",
        explanation: "The caption's day lies more than a year before the page's: an archive picture, which readers should be told.",
        examples: &[Example::beside(
            "Wednesday 12 of March 2025",
            "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/",
            "The mayor opened the park.",
        )],
    },
    find: &[Find::One(Turn::Photo, find)],
};

fn find(page: &Page, case: &Case) -> Option<Draft> {
    let (taken, (published, place)) = (case.pair.es.date()?, page.published?);
    let days = published.since(taken).map_or(0, |span| span.get_days());
    if days <= 366 {
        return None;
    }
    let before = Span::new(case.pair.es.raw.start, case.pair.es.body.start);
    let span = case.slug.days().first().map_or(before.trimmed(&page.article.text), |day| day.span);
    let message = format!("the photo is of {taken}, the page of {published}: {} years older", days / 365);
    let draft = Draft::new(span, message).help("say that it is an archive picture");
    Some(match place {
        Some(place) => draft.and(place, "printed"),
        None => draft,
    })
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes_of;

    #[test]
    fn an_archive_picture() {
        let page = |day: &str| {
            let caption =
                "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
            format!("The News\n{day}\n\n{caption}\nThe mayor opened the park. Photo: Notimex/Ana Ruiz")
        };
        assert_eq!(codes_of(&page("Wednesday 12 of March 2025")), "photo-old");
        assert_eq!(codes_of(&page("Friday, April 1, 2016")), "");
    }
}
