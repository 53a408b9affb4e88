//! One page with pairs and findings, that needs nothing but itself. Data stands in it as one line of JSON per article, written as it comes;
//! the page's script draws the rest. A content security policy allows that script and that style by their hashes and nothing else.

use super::shown::{Piece, Shown, Side};
use super::{Audited, Show, clipped, sarif, visible};
use crate::audit::{Check, Finding, Label};
use base64::Engine;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{self, Write};

const HEAD: &str = include_str!("report/head.html");
const BODY: &str = include_str!("report/body.html");
const STYLE: &str = include_str!("report/report.css");
const SCRIPT: &str = include_str!("report/report.js");

/// Characters of a message, and of the text around a mark, that are shown.
const MESSAGE: usize = 1000;
const AROUND: usize = 120;

pub(super) struct Html<W: Write>(io::BufWriter<W>);

impl<W: Write> Html<W> {
    pub(super) fn new(checks: impl Iterator<Item = &'static Check>, target: W) -> io::Result<Self> {
        let mut out = io::BufWriter::new(target);
        let head = HEAD.replace("{script-hash}", &hash(SCRIPT)).replace("{style-hash}", &hash(STYLE));
        write!(out, "{head}<style>{STYLE}</style>\n<script type=\"application/json\" id=\"checks\">")?;
        let titles: Vec<[&str; 2]> = checks.map(|check| [check.code, check.title]).collect();
        out.write_all(embedded(&titles)?.as_bytes())?;
        out.write_all(b"</script>\n<script type=\"application/x-ndjson\" id=\"data\">\n")?;
        Ok(Self(out))
    }
}

impl<W: Write> Show for Html<W> {
    fn add(&mut self, audited: &Audited) -> io::Result<()> {
        if audited.pairs.is_empty() && audited.findings.is_empty() {
            return Ok(());
        }
        self.0.write_all(embedded(&Record::new(audited))?.as_bytes())?;
        self.0.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        write!(self.0, "</script>\n{BODY}<script>{SCRIPT}</script>\n</body>\n</html>\n")?;
        self.0.flush()
    }
}

/// As a content security policy names it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)))
}

/// JSON that can stand in a script element: nothing in it ends the element or opens a comment.
fn embedded<T: Serialize>(data: &T) -> io::Result<String> {
    let json = serde_json::to_string(data)?;
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => text.push(c),
        }
    }
    Ok(text)
}

/// What one article gives, as the script reads it.
#[derive(Serialize)]
struct Record<'a> {
    article: String,
    href: Option<String>,
    pairs: Vec<PairRecord<'a>>,
    findings: Vec<FindingRecord<'a>>,
}

#[derive(Serialize)]
struct PairRecord<'a> {
    id: &'a str,
    relation: &'a str,
    score: Option<f64>,
    similarity: Option<f64>,
    photo: Option<String>,
    date: Option<String>,
    place: Option<String>,
    agency: Option<String>,
    photographer: Option<String>,
    es: SideRecord,
    en: Option<SideRecord>,
    /// The numbers of its findings.
    findings: Vec<usize>,
}

#[derive(Serialize)]
struct SideRecord {
    line: usize,
    column: usize,
    pieces: Vec<Piece>,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    code: &'a str,
    severity: &'a str,
    message: String,
    help: Option<String>,
    labels: Vec<LabelRecord>,
}

/// A marked text with what is around it; shown where it stands outside its pair.
#[derive(Serialize)]
struct LabelRecord {
    article: String,
    line: usize,
    column: usize,
    text: String,
    before: String,
    mark: String,
    after: String,
    /// Whether it is marked in one of the sides.
    inside: bool,
}

impl<'a> Record<'a> {
    fn new(audited: &'a Audited) -> Self {
        let mut found: HashMap<&str, Vec<(usize, &'a Finding)>> = HashMap::new();
        for (at, finding) in audited.findings.iter().enumerate() {
            found.entry(finding.pair_id.as_deref().unwrap_or_default()).or_default().push((at, finding));
        }
        let of = |shown: &Shown| found.get(shown.row.pair_id.as_str()).map_or(&[][..], Vec::as_slice);
        let mut pairs: HashMap<&str, &Shown> = HashMap::new();
        for shown in &audited.pairs {
            pairs.entry(&shown.row.pair_id).or_insert(shown);
        }
        let pair = |finding: &Finding| finding.pair_id.as_deref().and_then(|id| pairs.get(id).copied());
        let address = audited.href.as_deref().map(sarif::uri);
        Self {
            article: visible(&clipped(&audited.article, MESSAGE)),
            href: address,
            pairs: audited.pairs.iter().map(|shown| PairRecord::new(shown, of(shown))).collect(),
            findings: audited.findings.iter().map(|finding| FindingRecord::new(finding, pair(finding))).collect(),
        }
    }
}

impl<'a> PairRecord<'a> {
    fn new(shown: &'a Shown, findings: &[(usize, &Finding)]) -> Self {
        let side = |side: &Side| SideRecord { line: side.position.0, column: side.position.1, pieces: side.pieces(findings) };
        let row = &shown.row;
        let field = |text: &Option<String>| text.as_ref().map(|text| visible(&clipped(text, AROUND)));
        Self {
            id: &row.pair_id,
            relation: row.relation.name(),
            score: row.score,
            similarity: row.similarity,
            photo: field(&row.photo_id),
            date: field(&row.date),
            place: field(&row.place),
            agency: field(&row.agency),
            photographer: field(&row.photographer),
            es: side(&shown.es),
            en: shown.en.as_ref().map(side),
            findings: findings.iter().map(|(at, _)| *at).collect(),
        }
    }
}

impl<'a> FindingRecord<'a> {
    fn new(finding: &'a Finding, pair: Option<&Shown>) -> Self {
        let inside = |label: &Label| {
            let sides = pair.into_iter().flat_map(|shown| [Some(&shown.es), shown.en.as_ref()]).flatten();
            label.span().is_some_and(|span| sides.into_iter().any(|side| side.holds(span)))
        };
        Self {
            code: finding.code,
            severity: finding.severity.name(),
            message: visible(&clipped(&finding.message, MESSAGE)),
            help: finding.help.as_ref().map(|help| visible(&clipped(help, MESSAGE))),
            labels: finding.labels.iter().map(|label| LabelRecord::new(label, inside(label))).collect(),
        }
    }
}

impl LabelRecord {
    fn new(label: &Label, inside: bool) -> Self {
        let place = label.place();
        let before: Vec<char> = place.before().chars().rev().take(AROUND).collect();
        Self {
            article: visible(&clipped(&place.article, MESSAGE)),
            line: place.line,
            column: place.column,
            text: visible(&clipped(&label.text, MESSAGE)),
            before: visible(&before.into_iter().rev().collect::<String>()),
            mark: visible(&clipped(place.text(), MESSAGE)),
            after: visible(&clipped(place.after(), AROUND)),
            inside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::show::FindingFormat;
    use crate::audit::show::testing::{hostile, report, written};
    use serde_json::Value;

    /// The lines of data, as a browser's parser finds them: up to the first `</script`.
    fn data(page: &str) -> Vec<Value> {
        let inside = page.split_once("id=\"data\">\n").unwrap().1.split_once("</script").unwrap().0;
        inside.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn whatever_it_says_is_data() {
        let audited = hostile();
        let page = written(FindingFormat::Html, &audited);
        let records = data(&page);
        let findings = records[0]["findings"].as_array().unwrap();
        assert_eq!(findings.len(), audited.findings.len());
        for (found, finding) in findings.iter().zip(&audited.findings) {
            assert_eq!(found["message"], visible(&clipped(&finding.message, MESSAGE)));
        }
        assert!(page.len() < 400_000, "{}", page.len());
        assert!(!page.contains("<script>alert") && !page.contains('\u{202e}') && !page.contains('\u{1b}'));
    }

    #[test]
    fn data_with_nothing_in_it_that_is_not_data() {
        let text = embedded(&["</script><!--", "a & b", "\u{2028}"]).unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), ["</script><!--", "a & b", "\u{2028}"]);
    }

    #[test]
    fn only_its_own_script_and_style_may_run() {
        let page = written(FindingFormat::Html, &report(3));
        let policy = page.split_once("Content-Security-Policy\" content=\"").unwrap().1.split_once('"').unwrap().0;
        assert!(policy.starts_with("default-src 'none';") && policy.contains(&hash(SCRIPT)) && policy.contains(&hash(STYLE)));
        assert!(!policy.contains("unsafe") && !page.contains("{script-hash}"));
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("innerHTML") && !BODY.contains(" style="));
        assert_eq!(data(&page)[0]["pairs"].as_array().unwrap().len(), 3);
    }

    /// A page of several thousand pairs and one of hostile texts, for `scripts/dev check report`.
    #[test]
    #[ignore = "writes into the folder COTEJO_REPORTS, for scripts/dev check report"]
    fn report_files() {
        let folder = std::path::PathBuf::from(std::env::var_os("COTEJO_REPORTS").expect("a folder"));
        let mut many = report(5000);
        many.findings.extend(hostile().findings);
        for (format, name) in [(FindingFormat::Html, "many.html"), (FindingFormat::Sarif, "many.sarif")] {
            std::fs::write(folder.join(name), written(format, &many)).unwrap();
        }
    }
}
