use crate::audit::checks::{Check, Draft, Example, Find, OfPair, Page, Rule, Severity};
use crate::audit::page::Alone;
use crate::language::Language;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "wrong-language",
        family: super::FAMILY,
        severity: Severity::Error,
        title: "a caption in another language than its form or its page",
        explanation: "Behind an agency's Spanish slug stands English, or a caption is in neither language.",
        examples: &[Example::of(
            "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- A man walks by the park with his dog. NOTIMEX/FOTO/ANA RUIZ/COR/POL/",
            "A man walks by the park with his dog.",
        )],
    },
    find: &[Find::OnPage(find)],
};

fn find(page: &Page) -> Vec<OfPair> {
    let draft = |alone: &Alone| {
        let which = if alone.passage.is(Language::English) { "English behind a Spanish slug" } else { "neither Spanish nor English" };
        Draft::new(alone.side.span, format!("the caption is {which}")).help("print it in its own language")
    };
    page.alone().iter().filter(|alone| is_wrong(alone)).map(|alone| (None, draft(alone))).collect()
}

/// Whether it is surely in no language of the page, or in English after a photo number.
pub(super) fn is_wrong(alone: &Alone) -> bool {
    let sure = alone.side.words.len() > 5 && alone.passage.detected.confidence > 0.8;
    let english = alone.caption.photo_id().is_some() && alone.passage.is(Language::English);
    sure && (english || alone.passage.is(Language::Other))
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes_of;

    #[test]
    fn english_behind_a_spanish_slug() {
        let line = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- The mayor opened the park of the neighborhood. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
        assert_eq!(codes_of(line), "wrong-language");
    }
}
