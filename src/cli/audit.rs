//! `cotejo audit`

use super::args::{AuditArgs, AuditFormat, FailOn};
use super::baseline::Baseline;
use super::output::{FAILED, Output, format_by_ending};
use super::{Outcome, Usage, each_article, terminal};
use crate::Examined;
use crate::article::Article;
use crate::audit::show::{self, Audited, FindingFormat, Shown, Summary};
use crate::audit::{Across, Finding, Severity, Traces};
use crate::write::TableFormat;
use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Component, Path};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo audit data/articles/segob.txt
  cotejo audit --fail-on warning articles/               exit code 1 for warnings too
  cotejo audit --translate articles/                     with a machine's second opinion
  cotejo audit --format html -o report.html articles/    pairs side by side, findings, plots
  cotejo audit --format json articles/ > old.jsonl; cotejo audit --baseline old.jsonl articles/
  cotejo audit --format json articles/ | jq -r '[.article, .labels[0].line, .message] | @tsv'
  cotejo audit --only people,numbers --ignore name-partial articles/

Settings for all runs stand in cotejo.toml, beside the articles or above them, else in the working directory or above it:
  [audit]
  ignore = [\"text\"]
  fail-on = \"warning\"
  severity.name-typo = \"error\"

Exit codes: 0 nothing found that --fail-on asks for; 1 something found; 2 wrong usage; 3 some input could not be read (the rest is shown); 4 nothing could be done.";

pub(super) fn run(args: &AuditArgs) -> Result<Outcome> {
    let format = format(args)?;
    let mut config = args.config.read(&args.input.paths)?;
    let fail_on = args.fail_on.or(config.fail_on).unwrap_or(FailOn::Error);
    if !args.only.is_empty() {
        config.settings.only.clone_from(&args.only);
    }
    config.settings.ignore.extend(args.ignore.iter().cloned());
    let translator = args.machine.open(None)?;
    let cotejo = config.cotejo().translator(translator.as_ref()).build()?;
    let mut baseline = args.baseline.as_deref().map(Baseline::open).transpose()?.unwrap_or_default();
    let links = Links::new(args.output.as_deref());
    let audited = |article: &Article| -> (Audited, Traces) {
        let Examined { pairs, findings, traces, .. } = cotejo.examine(article);
        let pairs = if format.has_pairs() { pairs.iter().map(|pair| Shown::new(article, pair)).collect() } else { Vec::new() };
        let href = if format.has_pairs() { links.to(&article.id) } else { None };
        (Audited { article: article.id.clone(), href, pairs, findings }, traces)
    };

    let mut output = Output::open(args.output.as_deref())?;
    if matches!(format, FindingFormat::Text(_)) {
        // its texts are made visible before they get colours
        output.let_colours_pass();
    }
    let mut shown = show::show(format, Box::new(&mut output)).context(FAILED)?;
    let (mut across, mut summary) = (Across::default(), Summary::default());
    let outcome = each_article(&args.input, args.output.as_slice(), audited, |(mut audited, traces)| {
        audited.findings.extend(across.add(traces));
        audited.findings.retain(|finding: &Finding| baseline.is_new(finding));
        audited.findings.iter().for_each(|finding| summary.add(finding));
        shown.add(&audited).context(FAILED)
    })?;
    shown.finish().context(FAILED)?;
    drop(shown);
    // where nothing was read, an older file stays
    if matches!(outcome, Outcome::Nothing) {
        return Ok(outcome);
    }
    output.finish()?;
    tell(&summary);
    Ok(if matches!(outcome, Outcome::Done) && fail_on.asks_for(summary.worst()) { Outcome::Found } else { outcome })
}

/// How many findings of each check there were, on standard error: standard output carries findings only.
fn tell(summary: &Summary) {
    if log::max_level() < log::LevelFilter::Warn {
        return;
    }
    let mut all: BTreeMap<Reverse<Severity>, u64> = BTreeMap::new();
    for (severity, code, count) in summary.counts() {
        let style = match severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::BrightGreen,
        }
        .on_default();
        let (count_shown, name) = (format!("{count:>7}  "), format!("{:<7}", severity.name()));
        terminal::tell(&[(Style::new(), &count_shown), (style, &name), (Style::new(), "  "), (Style::new(), code)]);
        *all.entry(Reverse(severity)).or_default() += count;
    }
    let counted =
        |(severity, count): (Reverse<Severity>, u64)| format!("{count} {}{}", severity.0.name(), if count == 1 { "" } else { "s" });
    let counts = all.into_iter().map(counted).collect::<Vec<_>>().join(", ");
    terminal::tell(&[(Style::new(), if counts.is_empty() { "nothing found" } else { &counts })]);
}

impl FailOn {
    /// Whether the worst of the findings is bad enough.
    fn asks_for(self, worst: Option<Severity>) -> bool {
        match self {
            Self::Error => worst >= Some(Severity::Error),
            Self::Warning => worst >= Some(Severity::Warning),
            Self::Never => false,
        }
    }
}

/// What was asked for, else what the output's name says.
fn format(args: &AuditArgs) -> Result<FindingFormat, Usage> {
    let by_ending = || {
        format_by_ending(args.output.as_deref(), "txt, json, sarif, html or csv, or choose with --format", |ending| match ending {
            "json" | "jsonl" | "ndjson" => Some(AuditFormat::Json),
            "sarif" => Some(AuditFormat::Sarif),
            "html" | "htm" => Some(AuditFormat::Html),
            "csv" => Some(AuditFormat::Csv),
            _ => None,
        })
    };
    let format = args.format.map_or_else(by_ending, |format| Ok(Some(format)))?.unwrap_or(AuditFormat::Text);
    args.spreadsheet.check((format == AuditFormat::Csv).then_some(TableFormat::Csv), &[TableFormat::Csv])?;
    Ok(match format {
        AuditFormat::Text => FindingFormat::Text(terminal::seen(args.output.as_deref())),
        AuditFormat::Json => FindingFormat::Json,
        AuditFormat::Sarif => FindingFormat::Sarif,
        AuditFormat::Github => FindingFormat::Github,
        AuditFormat::Html => FindingFormat::Html,
        AuditFormat::Csv => FindingFormat::Csv(args.spreadsheet.cells()),
    })
}

/// Links from a report to articles: from the report's folder to the place where paths begin.
struct Links {
    /// `../` for each folder that the report lies below the working directory; the working directory where it lies elsewhere.
    base: String,
}

impl Links {
    fn new(output: Option<&Path>) -> Self {
        let folder = output.and_then(Path::parent).unwrap_or(Path::new(""));
        let below = folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let base = if below {
            "../".repeat(folder.components().filter(|part| matches!(part, Component::Normal(_))).count())
        } else {
            std::env::current_dir().map(|here| format!("{}/", here.display())).unwrap_or_default()
        };
        Self { base }
    }

    /// Where an article can be opened: an address, or a file that is there; records of tables and archives have no place of their own.
    fn to(&self, id: &str) -> Option<String> {
        if id.starts_with("https://") || id.starts_with("http://") {
            return Some(id.to_owned());
        }
        let path = Path::new(id);
        path.is_file().then(|| if path.is_absolute() { id.to_owned() } else { format!("{}{id}", self.base) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_bad_enough_fails() {
        use Severity::{Error, Note, Warning};
        let fails = |fail_on: FailOn| [None, Some(Note), Some(Warning), Some(Error)].map(|worst| fail_on.asks_for(worst));
        assert_eq!(fails(FailOn::Error), [false, false, false, true]);
        assert_eq!(fails(FailOn::Warning), [false, false, true, true]);
        assert_eq!(fails(FailOn::Never), [false; 4]);
    }

    #[test]
    fn links_lead_from_the_report_to_the_article() {
        let to = |output: Option<&str>, id: &str| Links::new(output.map(Path::new)).to(id);
        assert_eq!(to(None, "Cargo.toml").as_deref(), Some("Cargo.toml"));
        assert_eq!(to(Some("r.html"), "Cargo.toml").as_deref(), Some("Cargo.toml"));
        assert_eq!(to(Some("./a/b/r.html"), "Cargo.toml").as_deref(), Some("../../Cargo.toml"));
        let here = std::env::current_dir().unwrap();
        assert_eq!(to(Some("/tmp/r.html"), "Cargo.toml"), Some(format!("{}/Cargo.toml", here.display())));
        assert_eq!(to(None, "https://example.org/a").as_deref(), Some("https://example.org/a"));
        assert_eq!(to(None, "javascript:alert(1)"), None);
    }
}
