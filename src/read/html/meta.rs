//! Headline and day of a page, as its head tells them.

use super::attribute::Attribute;
use super::flow::Flow;
use crate::span::Span;
use jiff::civil::Date;
use serde_json::Value;

/// Titles and days, each with how far it is trusted; the more trusted wins, then the first.
#[derive(Debug, Default)]
pub(super) struct Meta {
    title: Option<(u8, String)>,
    published: Option<(u8, Date)>,
}

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

    /// A `<meta>` tag.
    pub(super) fn read(&mut self, source: &str, attributes: &[(Attribute, Span)]) {
        let Some((_, content)) = attributes.iter().find(|(a, _)| *a == Attribute::Content) else { return };
        let keys = attributes.iter().filter(|(a, _)| matches!(a, Attribute::Key | Attribute::Itemprop));
        for (_, key) in keys {
            let key = source.get(key.start..key.end).unwrap_or_default().to_ascii_lowercase();
            match key.as_str() {
                "og:title" => self.entitle(3, text(source, *content, true)),
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

    /// A JSON-LD script: the first headline and day in it, however deep. What is no JSON is passed over.
    pub(super) fn data(&mut self, script: &str) {
        let Ok(value) = serde_json::from_str::<Value>(script.trim()) else { return };
        let mut open = vec![&value];
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
                    open.extend(fields.values().filter(|v| v.is_object() || v.is_array()));
                }
                _ => {}
            }
        }
    }

    fn entitle(&mut self, trust: u8, title: String) {
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
