//! Headline and day of a page, as its head tells them.

use super::attribute::Attribute;
use super::flow::{Flow, json_strings};
use crate::span::Span;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::HashSet;

/// Titles and days, each with how far it is trusted; the more trusted wins, then the first.
#[derive(Debug, Default)]
pub(super) struct Meta {
    title: Option<(u8, String)>,
    published: Option<(u8, Date)>,
    /// Whatever the head calls the page.
    titles: Vec<String>,
    /// What the head says of pictures.
    captions: Vec<Flow>,
}

/// A page's data tell of no more pictures.
const MOST_CAPTIONS: usize = 256;

impl Meta {
    /// The headline: JSON-LD before `og:title`, `<h1>` and `<title>`.
    pub(super) fn headline(&self, heading: Option<&str>) -> Option<String> {
        match (&self.title, heading) {
            (Some((trust, title)), _) if *trust > 1 => Some(title.clone()),
            (_, Some(heading)) => Some(heading.to_owned()),
            (title, None) => title.as_ref().map(|(_, title)| title.clone()),
        }
    }

    /// The day of publication: JSON-LD before `<meta>` and `<time>`.
    pub(super) fn day(&self) -> Option<Date> {
        self.published.map(|(_, day)| day)
    }

    /// All that the head calls the page.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(String::as_str)
    }

    /// What the head says of pictures, once it is read.
    pub(super) fn take_captions(&mut self) -> Vec<Flow> {
        std::mem::take(&mut self.captions)
    }

    /// A `<meta>` tag.
    pub(super) fn read(&mut self, source: &str, attributes: &[(Attribute, Span)]) {
        let Some((_, content)) = attributes.iter().find(|(a, _)| *a == Attribute::Content) else { return };
        let keys = attributes.iter().filter(|(a, _)| matches!(a, Attribute::Key | Attribute::Itemprop));
        for (_, key) in keys {
            let key = source.get(key.start..key.end).unwrap_or_default().to_ascii_lowercase();
            match key.as_str() {
                "og:title" => self.entitle(3, text(source, *content, true)),
                "og:image:alt" | "twitter:image:alt" => {
                    let mut flow = Flow::default();
                    flow.add(source, *content, true);
                    self.add_caption(flow);
                }
                "twitter:title" | "headline" => self.entitle(2, text(source, *content, true)),
                "article:published_time" | "datepublished" | "og:article:published_time" => self.date(3, &text(source, *content, true)),
                "date"
                | "pubdate"
                | "publishdate"
                | "dc.date"
                | "dc.date.issued"
                | "dcterms.created"
                | "parsely-pub-date"
                | "sailthru.date"
                | "cxenseparse:recs:publishtime" => self.date(2, &text(source, *content, true)),
                _ => {}
            }
        }
    }

    /// The text of `<title>`.
    pub(super) fn page_title(&mut self, source: &str, span: Span) {
        self.entitle(1, text(source, span, false));
    }

    /// The `datetime` of `<time>`.
    pub(super) fn time(&mut self, datetime: &str) {
        self.date(1, datetime);
    }

    /// A JSON-LD script, which stands at `place`: the first headline and day in it, however deep, and the captions of its pictures. What is no
    /// JSON is passed over.
    pub(super) fn data(&mut self, source: &str, place: Span) {
        let script = place.of(source);
        let Ok(value) = serde_json::from_str::<Value>(script.trim()) else { return };
        let mut open = vec![&value];
        let mut captions = HashSet::new();
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items.iter().rev()),
                Value::Object(fields) => {
                    if let Some(headline) = fields.get("headline").and_then(Value::as_str) {
                        self.entitle(4, text(headline, Span::new(0, headline.len()), false));
                    }
                    if let Some(day) = fields.get("datePublished").and_then(Value::as_str) {
                        self.date(4, day);
                    }
                    let is_picture = |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("ImageObject"));
                    let kind = fields.get("@type").unwrap_or(&Value::Null);
                    if is_picture(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is_picture)) {
                        captions.extend(fields.get("caption").and_then(Value::as_str));
                    }
                    open.extend(fields.values().filter(|v| v.is_object() || v.is_array()));
                }
                _ => {}
            }
        }
        if captions.is_empty() {
            return;
        }
        for inside in json_strings(script, "caption").map(|inside| inside.shifted(place.start)) {
            let said = serde_json::from_str::<String>(&source[inside.start - 1..=inside.end]);
            if said.is_ok_and(|said| captions.remove(said.as_str())) {
                let mut flow = Flow::default();
                flow.add_json(source, inside);
                self.add_caption(flow);
            }
        }
    }

    fn add_caption(&mut self, flow: Flow) {
        if self.captions.len() < MOST_CAPTIONS && !flow.is_empty() {
            self.captions.push(flow);
        }
    }

    fn entitle(&mut self, trust: u8, title: String) {
        if self.titles.len() < MOST_CAPTIONS {
            self.titles.push(title.clone());
        }
        if !title.is_empty() && self.title.as_ref().is_none_or(|(before, _)| *before < trust) {
            self.title = Some((trust, title));
        }
    }

    /// ISO 8601, with or without time and zone: the day is the one that is printed.
    fn date(&mut self, trust: u8, printed: &str) {
        let day = printed.trim().get(..10).and_then(|day| day.parse().ok());
        if let Some(day) = day.filter(|_| self.published.is_none_or(|(before, _)| before < trust)) {
            self.published = Some((trust, day));
        }
    }
}

fn text(source: &str, span: Span, attribute: bool) -> String {
    let mut flow = Flow::default();
    flow.add(source, span, attribute);
    flow.text
}
