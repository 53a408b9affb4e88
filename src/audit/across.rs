//! Checks across the articles of a run.

use super::Auditor;
use super::finding::{Finding, Label, Place, Severity};
use super::page::{Case, Page};
use crate::text::hash::fnv1a;
use std::collections::{HashMap, VecDeque};

/// Things that are remembered.
const MOST: usize = 1 << 17;
/// Bytes of its line with which a place is remembered.
const SNIPPET: usize = 240;

/// What is compared between articles: things of one key must have one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// A photo number with the day (it counts the days of ten years only), and the Spanish caption.
    Photo,
    /// A Spanish caption, and the photo number.
    Caption,
    /// A Spanish caption, and its English.
    English,
    /// A person's name without accents, and with them.
    Name,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Photo, Self::Caption, Self::English, Self::Name];

    fn code(self) -> &'static str {
        match self {
            Self::Photo => "same-photo",
            Self::Caption => "same-caption",
            Self::English => "two-translations",
            Self::Name => "name-elsewhere",
        }
    }

    /// What a finding says, of two things and the article of the other.
    fn message(self, here: &str, there: &str, article: &str) -> String {
        match self {
            Self::Photo => format!("photo {here} has another caption in {article}"),
            Self::Caption => format!("photo {there} has the same caption in {article}"),
            Self::English => format!("the same Spanish has another English in {article}"),
            Self::Name => format!("`{here}` is `{there}` in {article}"),
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Photo | Self::Caption => "check the photo number",
            Self::English => "choose one",
            Self::Name => "write the name in one way",
        }
    }
}

/// A thing of a caption, without its article.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    kind: Kind,
    /// Hashes.
    key: u64,
    value: u64,
    /// The thing as messages have it.
    shown: String,
    pair_id: String,
    label: Label,
    severity: Severity,
}

/// What an article leaves for the checks that look at several articles; see [`Across`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traces(Vec<Trace>);

impl Traces {
    pub(super) fn of(auditor: &Auditor, page: &Page) -> Self {
        let mut found = Self::default();
        for (kind, severity) in Kind::ALL.into_iter().filter_map(|kind| Some((kind, auditor.severity(kind.code())?))) {
            for case in &page.cases {
                match kind {
                    Kind::Name => found.add_names(page, case, severity),
                    _ => found.add_caption(page, case, kind, severity),
                }
            }
        }
        found
    }

    fn add_caption(&mut self, page: &Page, case: &Case, kind: Kind, severity: Severity) {
        let es = &case.pair.es;
        let said = fnv1a(case.es.said().bytes());
        let number = es.photo_id().map(|id| id.as_str().to_owned());
        let photo = number.as_ref().map(|id| fnv1a(es.date().map_or_else(|| id.clone(), |date| format!("{id} {date}")).bytes()));
        let english = || case.whole_english().map(|en| fnv1a(en.said().bytes()));
        let of = match kind {
            Kind::Photo => photo.map(|photo| (photo, said)),
            Kind::Caption => photo.map(|photo| (said, photo)),
            Kind::English | Kind::Name => english().map(|english| (said, english)),
        };
        if let Some((key, value)) = of {
            let label = Label::here(page.article, case.es.span, "").shortened(SNIPPET);
            self.0.push(Trace { kind, key, value, shown: number.unwrap_or_default(), pair_id: case.pair.id.clone(), label, severity });
        }
    }

    fn add_names(&mut self, page: &Page, case: &Case, severity: Severity) {
        for mention in case.es.mentions().iter().filter(|mention| mention.is_person(&case.es)) {
            let words = mention.words(&case.es);
            let joined = |of: fn(&crate::text::word::Word) -> String| words.iter().map(|word| of(word)).collect::<Vec<_>>().join(" ");
            let (key, value) = (joined(|word| word.folded.clone()), joined(|word| word.lower.clone()));
            let span = mention.span(&case.es);
            self.0.push(Trace {
                kind: Kind::Name,
                key: fnv1a(key.bytes()),
                value: fnv1a(value.bytes()),
                shown: case.es.at(span).to_owned(),
                pair_id: case.pair.id.clone(),
                label: Label::here(page.article, span, "").shortened(SNIPPET),
                severity,
            });
        }
    }
}

/// The first thing of a key.
#[derive(Debug)]
struct Remembered {
    value: u64,
    shown: String,
    place: Place,
}

/// Checks across the articles of a run: the same photo with other captions, the same caption under other photos or with other English, a person
/// with other accents. Remembers the last 131,072 things of captions.
#[derive(Debug, Default)]
pub struct Across {
    first: HashMap<(Kind, u64), Remembered>,
    /// The oldest first.
    order: VecDeque<(Kind, u64)>,
}

impl Across {
    /// Compares an article's traces with those before; to be given articles in their order.
    pub fn add(&mut self, traces: Traces) -> Vec<Finding> {
        let mut found = Vec::new();
        for trace in &traces.0 {
            let other = self.first.get(&(trace.kind, trace.key)).filter(|other| other.value != trace.value);
            found.extend(other.map(|other| trace.finding(other)));
        }
        // what stands in one article was compared by its own audit
        traces.0.into_iter().for_each(|trace| self.remember(trace));
        found
    }

    fn remember(&mut self, Trace { kind, key, value, shown, label, .. }: Trace) {
        let std::collections::hash_map::Entry::Vacant(free) = self.first.entry((kind, key)) else { return };
        free.insert(Remembered { value, shown, place: label.place().clone() });
        self.order.push_back((kind, key));
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.first.remove(&oldest);
        }
    }
}

impl Trace {
    fn finding(&self, other: &Remembered) -> Finding {
        Finding {
            code: self.kind.code(),
            severity: self.severity,
            message: self.kind.message(&self.shown, &other.shown, &other.place.article),
            pair_id: Some(self.pair_id.clone()),
            labels: vec![self.label.clone(), Label::elsewhere(other.place.clone(), "the other")],
            help: Some(self.kind.help().to_owned()),
            fix: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::audit::testing::audited;
    use crate::audit::{Across, Settings};

    fn page(id: &str, photo: &str, text: &str, english: &str) -> Article {
        Article::from_text(
            id,
            format!("{photo}. México, 31 Mar 2016 (Notimex-Ana Ruiz).- {text} NOTIMEX/FOTO/ANA RUIZ/COR/POL/\n{english}"),
        )
    }

    #[test]
    fn over_articles() {
        let mut across = Across::default();
        let mut codes = |id: &str, photo: &str, text: &str, english: &str| {
            let traces = audited(&page(id, photo, text, english), Settings::default()).1;
            across.add(traces).iter().map(|f| f.code).collect::<Vec<_>>()
        };
        let (park, song) = ("El alcalde Luis Pérez inauguró el parque.", "El tenor cantó en la plaza.");
        let (in_english, otherwise) =
            ("Mayor Luis Pérez opened the park. Photo: Notimex/Ana Ruiz", "Luis Pérez opens the park. Photo: Notimex/Ana Ruiz");
        assert_eq!(codes("a", "60331086", park, in_english), [""; 0]);
        assert_eq!(codes("b", "60331086", park, in_english), [""; 0]);
        assert_eq!(codes("c", "60331086", song, ""), ["same-photo"]);
        assert_eq!(codes("d", "60331087", park, in_english), ["same-caption"]);
        assert_eq!(codes("e", "60331086", park, otherwise), ["two-translations"]);
        assert_eq!(codes("f", "60331089", "El alcalde Luis Perez habló con vecinos.", ""), ["name-elsewhere"]);
    }

    #[test]
    fn within_an_article() {
        let park = page("a", "60331086", "El alcalde inauguró el parque.", "The mayor opened the park. Photo: Notimex/Ana Ruiz").text;
        let mut again = park.replace("opened the", "inaugurates a");
        for (name, other) in [("Ana Ruiz", "Luz Mar"), ("ANA RUIZ", "LUZ MAR"), ("60331086", "60331087")] {
            again = again.replace(name, other);
        }
        let found = audited(&Article::from_text("a", format!("{park}\n\n{again}")), Settings::default()).0;
        assert!(found.iter().any(|finding| finding.code == "two-translations"), "{found:?}");
    }
}
