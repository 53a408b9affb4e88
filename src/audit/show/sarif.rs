//! SARIF 2.1.0, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>: what code-scanning viewers read. Results are written as they come;
//! the rules stand before them and are known from the start.

use super::{Audited, Show};
use crate::audit::{Check, Finding, Label, Severity};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

pub(super) struct Sarif<W: Write> {
    out: io::BufWriter<W>,
    /// The place of each code among the rules.
    rules: HashMap<&'static str, usize>,
    any: bool,
}

impl<W: Write> Sarif<W> {
    pub(super) fn new(checks: impl Iterator<Item = &'static Check>, target: W) -> io::Result<Self> {
        let checks: Vec<&Check> = checks.collect();
        let driver = json!({
            "name": "cotejo",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": checks.iter().map(|check| rule(check)).collect::<Vec<_>>(),
        });
        let mut out = io::BufWriter::new(target);
        write!(out, "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":")?;
        serde_json::to_writer(&mut out, &json!({ "driver": driver }))?;
        write!(out, ",\"columnKind\":\"unicodeCodePoints\",\"results\":[")?;
        Ok(Self { out, rules: checks.iter().enumerate().map(|(at, check)| (check.code, at)).collect(), any: false })
    }
}

impl<W: Write> Show for Sarif<W> {
    fn add(&mut self, audited: &Audited) -> io::Result<()> {
        for finding in &audited.findings {
            self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
            self.any = true;
            let mut result = result(finding);
            if let Some(at) = self.rules.get(finding.code) {
                result["ruleIndex"] = json!(at);
            }
            serde_json::to_writer(&mut self.out, &result)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}]}\n")?;
        self.out.flush()
    }
}

fn level(severity: Severity) -> &'static str {
    severity.name() // the same three words
}

fn examples(check: &Check) -> String {
    check.examples.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn rule(check: &Check) -> Value {
    json!({
        "id": check.code,
        "shortDescription": { "text": check.title },
        "fullDescription": { "text": check.explanation },
        "help": { "text": format!("{}\n\nExample:\n{}", check.explanation, examples(check)) },
        "defaultConfiguration": { "level": level(check.severity) },
        "properties": { "tags": [check.family] },
    })
}

fn result(finding: &Finding) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": finding.labels.first().map(location).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { super::FINGERPRINT: finding.fingerprint() },
    });
    let related: Vec<Value> = finding.labels.iter().enumerate().skip(1).map(|(id, label)| with_id(location(label), id)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(id) = &finding.pair_id {
        result["properties"] = json!({ "pairId": id });
    }
    if let (Some(fix), Some(first)) = (&finding.fix, finding.labels.first()) {
        let whole = (fix.start, fix.end) == (first.place().start, first.place().end);
        let deleted = if whole { region(first) } else { json!({ "byteOffset": fix.start, "byteLength": fix.end - fix.start }) };
        let change = json!({
            "artifactLocation": { "uri": uri(&first.place().article) },
            "replacements": [{ "deletedRegion": deleted, "insertedContent": { "text": fix.replacement } }],
        });
        result["fixes"] =
            json!([{ "description": { "text": finding.help.as_deref().unwrap_or("put it right") }, "artifactChanges": [change] }]);
    }
    result
}

fn with_id(mut location: Value, id: usize) -> Value {
    location["id"] = json!(id);
    location
}

fn location(label: &Label) -> Value {
    let mut region = region(label);
    region["snippet"] = json!({ "text": label.place().text() });
    let mut location = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&label.place().article) }, "region": region } });
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

fn region(label: &Label) -> Value {
    let place = label.place();
    json!({
        "startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column,
        "byteOffset": place.start, "byteLength": place.end - place.start,
    })
}

/// A path as a relative URI; an address as it is, with what no URI may hold escaped.
pub(super) fn uri(article: &str) -> String {
    let address = article.starts_with("http://") || article.starts_with("https://");
    let path = if address { article.to_owned() } else { article.replace('\\', "/") };
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) || address && b":?#@!$&'()*+,;=%".contains(&byte);
    path.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::show::FindingFormat;
    use crate::audit::show::testing::{finding, hostile, written};

    fn results(text: &str) -> Vec<Value> {
        let sarif: Value = serde_json::from_str(text).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        sarif["runs"][0]["results"].as_array().unwrap().clone()
    }

    #[test]
    fn read_back_is_the_same() {
        let audited = hostile();
        let results = results(&written(FindingFormat::Sarif, &audited));
        assert_eq!(results.len(), audited.findings.len());
        for (result, finding) in results.iter().zip(&audited.findings) {
            assert!(result["message"]["text"].as_str().unwrap().starts_with(&finding.message));
            assert_eq!(result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"], finding.labels[0].place().text());
        }
    }

    #[test]
    fn places_and_fixes() {
        let result = &results(&written(FindingFormat::Sarif, &finding("Ána", "m").into()))[0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%3Ab%2Cc.txt");
        let region = &place["region"];
        assert_eq!((&region["startLine"], &region["startColumn"], &region["endColumn"]), (&json!(2), &json!(4), &json!(7)));
        assert_eq!((&region["byteOffset"], &region["byteLength"]), (&json!(8), &json!(4)));
        assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 3);
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!((&replacement["insertedContent"]["text"], &replacement["deletedRegion"]["startColumn"]), (&json!("Anna"), &json!(4)));
        assert_eq!(result["partialFingerprints"].as_object().unwrap().len(), 1);
    }

    #[test]
    fn without_findings_it_is_whole_too() {
        assert_eq!(results(&written(FindingFormat::Sarif, &Audited::default())), Vec::<Value>::new());
    }

    #[test]
    fn uris_hold_nothing_that_could_be_read_otherwise() {
        assert_eq!(uri("a b/<ñ>.txt"), "a%20b/%3C%C3%B1%3E.txt");
        assert_eq!(uri("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(uri("https://x.org/?a=1&b=\"2\""), "https://x.org/?a=1&b=%222%22");
    }
}
