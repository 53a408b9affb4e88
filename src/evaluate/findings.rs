//! How good the audit's findings are: precision and recall of each check, clean captions with a false alarm, and how many of the
//! stretches that are wrong are marked.
//!
//! Gold is what `cotejo audit` writes as JSON or CSV, corrected, or rows of `cotejo pair` with their column `findings`. In rows a caption
//! without findings is clean; in findings it is a line with an empty code. A finding counts once per check and caption.

use super::{Error, Kind, Measure, Table, joined};
use crate::audit::{Check, Severity, checks};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A line of either table: a finding, as JSON or as CSV, or a row.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(deserialize_with = "crate::row::id")]
    article: String,
    #[serde(default, deserialize_with = "crate::row::optional_id")]
    pair_id: Option<String>,
    #[serde(default)]
    line: Option<usize>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    severity: Option<Severity>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    start: Option<usize>,
    #[serde(default)]
    end: Option<usize>,
    #[serde(default)]
    labels: Option<Vec<Labelled>>,
    #[serde(default)]
    es_line: Option<usize>,
    #[serde(default)]
    en_line: Option<usize>,
    #[serde(default)]
    findings: Option<String>,
}

/// A label of a finding.
#[derive(Debug, Deserialize)]
struct Labelled {
    #[serde(default)]
    article: Option<String>,
    line: usize,
    #[serde(default)]
    start: Option<usize>,
    #[serde(default)]
    end: Option<usize>,
    #[serde(default)]
    marked: Option<String>,
}

/// A caption, or another line, that a table speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Caption {
    article: String,
    pair: Option<String>,
    lines: BTreeSet<usize>,
}

impl Caption {
    /// Whether two tables mean the same one: by the pair where both name it, else by a line.
    fn is(&self, other: &Self) -> bool {
        self.article == other.article
            && match (&self.pair, &other.pair) {
                (Some(one), Some(two)) => one == two,
                _ => !self.lines.is_disjoint(&other.lines),
            }
    }
}

/// What is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    line: usize,
    /// Bytes of the source, half-open.
    place: Option<(usize, usize)>,
    words: Option<String>,
}

impl Stretch {
    fn of(line: usize, start: Option<usize>, end: Option<usize>, words: Option<String>) -> Option<Self> {
        let place = start.zip(end);
        let words = words.map(|words| words.trim().to_lowercase()).filter(|words| !words.is_empty());
        (place.is_some() || words.is_some()).then_some(Self { line, place, words })
    }

    /// Whether they have a letter in common: by their places, else by their words, on one line.
    fn touches(&self, other: &Self) -> bool {
        match (self.place, other.place, &self.words, &other.words) {
            (Some(one), Some(two), ..) => one.0 < two.1 && two.0 < one.1,
            (.., Some(one), Some(two)) => self.line == other.line && (one.contains(two.as_str()) || two.contains(one.as_str())),
            _ => false,
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
struct Finding {
    check: &'static Check,
    severity: Severity,
    caption: Caption,
    /// What is at fault: the first label.
    faults: Vec<Stretch>,
    /// All labels in its article.
    marks: Vec<Stretch>,
}

/// A table.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<Finding>,
    /// Captions that it names, also clean ones.
    captions: Vec<Caption>,
    /// Whether it has rows: they say nothing of what is about no pair.
    of_rows: bool,
    /// Where in `found` the findings of an article and check are.
    places: HashMap<(String, &'static str), Vec<usize>>,
}

/// Reads a table.
///
/// # Errors
/// See [`Error`]; each names the file, and the line where there is one.
pub(crate) fn read(table: &Table) -> Result<Findings, Error> {
    let mut all = Findings::default();
    for (place, record) in table.records::<Record>(Kind::Findings)? {
        let wrong = |what: String| Error::Row { place: place.clone(), what, kind: Kind::Findings };
        let record = record.map_err(wrong)?;
        let check = |code: &str| {
            let unknown = || wrong(format!("`{code}` is no check; `cotejo checks` lists them"));
            checks().find(|check| check.code == code).ok_or_else(unknown)
        };
        // a label of another article has lines of that
        let here = |label: &Labelled| label.article.as_ref().is_none_or(|article| *article == record.article);
        let labels: Vec<Labelled> = record.labels.unwrap_or_default().into_iter().filter(here).collect();
        let lines: BTreeSet<usize> =
            [record.es_line, record.en_line, record.line].into_iter().flatten().chain(labels.iter().map(|label| label.line)).collect();
        if lines.is_empty() && record.pair_id.is_none() {
            return Err(wrong("neither line nor pair_id".to_owned()));
        }
        let of_labels = labels.into_iter().filter_map(|label| Stretch::of(label.line, label.start, label.end, label.marked));
        let of_cells = record.line.and_then(|line| Stretch::of(line, record.start, record.end, record.text));
        let marks: Vec<Stretch> = of_cells.into_iter().chain(of_labels).collect();
        let caption = Caption { article: record.article.clone(), pair: record.pair_id, lines };
        if record.es_line.is_some() {
            all.of_rows = true;
            for code in record.findings.unwrap_or_default().split_whitespace() {
                let check = check(code)?;
                all.found.push(Finding {
                    check,
                    severity: check.severity,
                    caption: caption.clone(),
                    faults: Vec::new(),
                    marks: Vec::new(),
                });
            }
            all.captions.push(caption);
            continue;
        }
        match record.code.filter(|code| !code.is_empty()) {
            Some(code) => {
                let check = check(&code)?;
                let (severity, faults) = (record.severity.unwrap_or(check.severity), marks.first().cloned().into_iter().collect());
                all.add(Finding { check, severity, caption, faults, marks });
            }
            None => all.captions.push(caption),
        }
    }
    Ok(all)
}

impl Findings {
    /// Adds one; a second one of the same check for the same caption is the same.
    fn add(&mut self, new: Finding) {
        let places = self.places.entry((new.caption.article.clone(), new.check.code)).or_default();
        let is = |at: &&usize| self.found[**at].caption.pair == new.caption.pair && self.found[**at].caption.is(&new.caption);
        match places.iter().find(is) {
            Some(&at) => {
                let old = &mut self.found[at];
                old.caption.lines.extend(new.caption.lines);
                old.faults.extend(new.faults);
                old.marks.extend(new.marks);
            }
            None => {
                places.push(self.found.len());
                self.found.push(new);
            }
        }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty() && self.captions.is_empty()
    }

    /// The articles of the table.
    pub(crate) fn articles(&self) -> BTreeSet<&str> {
        let of_findings = self.found.iter().map(|finding| &finding.caption);
        of_findings.chain(&self.captions).map(|caption| caption.article.as_str()).collect()
    }
}

/// What [`evaluate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Evaluation {
    /// Findings in the gold.
    pub findings: usize,
    /// Findings predicted.
    pub predicted: usize,
    /// Predicted findings that are about no pair, where the gold has rows; they count nowhere.
    pub unjudged: usize,
    /// All checks together.
    pub all: Measure,
    /// Each check that occurs.
    pub checks: Vec<OfCheck>,
    /// `None` where the gold calls no caption clean.
    pub clean: Option<Clean>,
    /// `None` where the gold says nowhere which words are at fault.
    pub stretches: Option<Touched>,
}

/// How good a check is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct OfCheck {
    /// Its code.
    pub check: &'static str,
    /// How many findings the gold has.
    pub gold: usize,
    /// How many were predicted.
    pub predicted: usize,
    /// How good that is.
    #[serde(flatten)]
    pub measure: Measure,
}

/// False alarms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Clean {
    /// Captions for which the gold has neither warning nor error.
    pub captions: usize,
    /// Of these, those with a predicted warning or error.
    pub warned: usize,
    /// The share of them.
    pub share: f64,
}

/// Which of the stretches at fault are marked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Touched {
    /// Stretches at fault in the gold.
    pub stretches: usize,
    /// Of these, those that a label of any predicted finding touches.
    pub touched: usize,
    /// The share of them.
    pub share: f64,
}

/// Compares predictions with the gold.
pub(crate) fn evaluate(gold: &Findings, predicted: &Findings) -> Evaluation {
    let joined = joined(&gold.articles(), &predicted.articles());
    let mut said: Vec<Finding> =
        predicted.found.iter().filter(|finding| !gold.of_rows || finding.caption.pair.is_some()).cloned().collect();
    let mut of_article: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, finding) in said.iter_mut().enumerate() {
        if let Some(name) = joined.get(finding.caption.article.as_str()) {
            finding.caption.article.clone_from(name);
        }
        of_article.entry(finding.caption.article.clone()).or_default().push(at);
    }
    let near = |caption: &Caption| of_article.get(&caption.article).map_or(&[][..], Vec::as_slice);
    let mut free = vec![true; said.len()];
    let mut counts: BTreeMap<&'static str, [usize; 3]> = BTreeMap::new();
    for wanted in &gold.found {
        let is = |at: &&usize| free[**at] && said[**at].check == wanted.check && said[**at].caption.is(&wanted.caption);
        let hit = near(&wanted.caption).iter().find(is).copied();
        if let Some(at) = hit {
            free[at] = false;
        }
        let [hits, _, all] = counts.entry(wanted.check.code).or_default();
        *hits += usize::from(hit.is_some());
        *all += 1;
    }
    said.iter().for_each(|finding| counts.entry(finding.check.code).or_default()[1] += 1);
    let checks = checks().filter_map(|check| {
        let &[hits, predicted, gold] = counts.get(check.code)?;
        Some(OfCheck { check: check.code, gold, predicted, measure: Measure::of(hits, predicted, gold) })
    });
    let hits = counts.values().map(|[hits, ..]| hits).sum();
    Evaluation {
        findings: gold.found.len(),
        predicted: said.len(),
        unjudged: predicted.found.len() - said.len(),
        all: Measure::of(hits, said.len(), gold.found.len()),
        checks: checks.collect(),
        clean: clean(gold, |caption| near(caption).iter().map(|at| &said[*at]).any(|finding| is_alarm(finding, caption))),
        stretches: touched(gold, |caption, fault| near(caption).iter().flat_map(|at| &said[*at].marks).any(|mark| mark.touches(fault))),
    }
}

/// Whether it says of a caption what a reader would call wrong.
fn is_alarm(finding: &Finding, caption: &Caption) -> bool {
    finding.severity >= Severity::Warning && finding.caption.is(caption)
}

fn clean(gold: &Findings, is_warned: impl Fn(&Caption) -> bool) -> Option<Clean> {
    let mut of_article: HashMap<&str, Vec<&Finding>> = HashMap::new();
    gold.found.iter().for_each(|finding| of_article.entry(&finding.caption.article).or_default().push(finding));
    let faults = |caption: &Caption| of_article.get(caption.article.as_str()).map_or(&[][..], Vec::as_slice);
    let all: Vec<&Caption> = gold.captions.iter().filter(|caption| !faults(caption).iter().any(|fault| is_alarm(fault, caption))).collect();
    let warned = all.iter().filter(|caption| is_warned(caption)).count();
    (!all.is_empty()).then(|| Clean { captions: all.len(), warned, share: warned as f64 / all.len() as f64 })
}

fn touched(gold: &Findings, is_touched: impl Fn(&Caption, &Stretch) -> bool) -> Option<Touched> {
    let all = || gold.found.iter().flat_map(|finding| finding.faults.iter().map(|fault| (&finding.caption, fault)));
    let (stretches, touched) = (all().count(), all().filter(|(caption, fault)| is_touched(caption, fault)).count());
    (stretches > 0).then(|| Touched { stretches, touched, share: touched as f64 / stretches as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Findings, Error> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(&Table::open(file.path())?)
    }

    /// Code, gold, predicted, precision, recall.
    fn shown(found: &Evaluation) -> Vec<(&'static str, usize, usize, f64, f64)> {
        found.checks.iter().map(|c| (c.check, c.gold, c.predicted, c.measure.precision, c.measure.recall)).collect()
    }

    #[test]
    fn figures_by_hand() {
        let gold = table(
            "article,line,code,text\na.txt,3,number-differs,12 miners\na.txt,5,name-typo,Riuz\na.txt,7,part-missing,\na.txt,9,,\n\
             a.txt,11,,\n",
        );
        // with another message for the same fault, and what the gold calls clean
        let predicted = table(
            "article,line,severity,code,text,pair_id,start,end\nx/a.txt,3,error,number-differs,12,p1,5,7\nx/a.txt,3,error,number-differs,13,p1,8,9\n\
             x/a.txt,5,warning,name-partial,Ana Riuz,p2,1,9\nx/a.txt,9,warning,part-missing,x,p3,1,2\nx/a.txt,11,note,photo-old,x,p4,1,2\n",
        );
        let found = evaluate(&gold.unwrap(), &predicted.unwrap());
        assert_eq!((found.findings, found.predicted, found.unjudged), (3, 4, 0));
        assert_eq!((found.all.precision, found.all.recall), (0.25, 1.0 / 3.0));
        let expected = [
            ("part-missing", 1, 1, 0.0, 0.0),
            ("name-typo", 1, 0, 1.0, 0.0),
            ("name-partial", 0, 1, 0.0, 1.0),
            ("photo-old", 0, 1, 0.0, 1.0),
            ("number-differs", 1, 1, 1.0, 1.0),
        ];
        assert_eq!(shown(&found), expected);
        // line 9 has a warning, line 11 a note
        assert_eq!(found.clean, Some(Clean { captions: 2, warned: 1, share: 0.5 }));
        // the words of lines 3 and 5, by whatever check
        assert_eq!(found.stretches, Some(Touched { stretches: 2, touched: 2, share: 1.0 }));
    }

    #[test]
    fn rows_are_gold_too() {
        let gold = table(
            "article,pair_id,es_line,en_line,relation,findings\na.txt,p1,3,4,partial,name-typo part-missing\na.txt,p2,7,,unpaired,\n",
        )
        .unwrap();
        let json = |code: &str, pair: &str, line: usize| {
            format!("{{\"article\": \"a.txt\", \"code\": \"{code}\", \"pair_id\": {pair}, \"labels\": [{{\"line\": {line}}}]}}\n")
        };
        let lines = [json("name-typo", "\"p1\"", 4), json("no-english", "\"p2\"", 7), json("no-spanish", "null", 9)].concat();
        let found = evaluate(&gold, &table(&lines).unwrap());
        // `no-spanish` is about no pair
        assert_eq!((found.findings, found.predicted, found.unjudged, found.all.precision, found.all.recall), (2, 2, 1, 0.5, 0.5));
        assert_eq!((found.clean.unwrap().captions, found.clean.unwrap().warned, found.stretches), (1, 1, None));
        // a row against itself
        let same = evaluate(&gold, &gold);
        assert_eq!((same.all.f1, same.clean.unwrap().warned), (1.0, 0));
    }

    #[test]
    fn a_stretch_is_touched_by_its_place() {
        let at = |start, end| Stretch::of(3, Some(start), Some(end), None).unwrap();
        assert!(at(4, 8).touches(&at(7, 9)) && at(7, 9).touches(&at(4, 8)));
        assert!(!at(4, 8).touches(&at(8, 9)));
        let words = |line, words: &str| Stretch::of(line, None, None, Some(words.to_owned())).unwrap();
        assert!(words(3, "12 Miners").touches(&words(3, "miners")) && !words(3, "12").touches(&words(4, "12")));
        // a place and words have nothing to compare
        assert!(!words(3, "12").touches(&at(4, 8)));
    }

    #[test]
    fn a_broken_finding_is_told_by_its_place() {
        for (text, wanted) in [
            ("article,line,code\na.txt,1,name-tpyo\n", ":2: `name-tpyo` is no check; `cotejo checks` lists them; a finding has "),
            ("article,line,code\na.txt,,name-typo\n", ":2: neither line nor pair_id; "),
            ("article,line,code\na.txt,one,name-typo\n", ":2: line: invalid digit"),
            (
                "article,line,severity,code\na.txt,1,bad,name-typo\n",
                ":2: unknown variant `bad`, expected one of `note`, `warning`, `error`; ",
            ),
            ("article,line\na.txt,1\n", ":1: no column `code` or `findings`; "),
            ("{\"article\": \"a\", \"line\": 1, \"code\": 7}\n", ":1:37: "),
        ] {
            let error = table(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
