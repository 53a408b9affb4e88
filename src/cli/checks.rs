//! `cotejo checks`

use super::Outcome;
use super::args::{ChecksArgs, ReportFormat};
use super::output::print;
use crate::audit::{Check, Error, checks};
use anyhow::Result;
use serde::Serialize;
use std::io::{self, Write};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo checks
  cotejo checks name-typo
  cotejo checks --format json people | jq -r '.[].code'";

/// A check, as JSON.
#[derive(Serialize)]
struct Record {
    code: &'static str,
    family: &'static str,
    severity: &'static str,
    title: &'static str,
    explanation: &'static str,
    example: &'static str,
}

pub(super) fn run(args: &ChecksArgs) -> Result<Outcome> {
    let asked = |check: &&Check| args.code.as_deref().is_none_or(|name| check.code == name || check.family == name);
    let found: Vec<&Check> = checks().filter(asked).collect();
    if let (Some(name), true) = (&args.code, found.is_empty()) {
        return Err(Error::UnknownCheck(name.clone()).into());
    }
    let explained = args.code.as_ref().is_some_and(|name| found.iter().any(|check| check.code == name));
    print(|out| match args.format {
        ReportFormat::Json => json(out, &found),
        ReportFormat::Text if explained => found.iter().try_for_each(|check| explain(out, check)),
        ReportFormat::Text => list(out, &found),
    })
}

fn json(out: &mut dyn Write, checks: &[&Check]) -> io::Result<()> {
    let record = |check: &&Check| Record {
        code: check.code,
        family: check.family,
        severity: check.severity.name(),
        title: check.title,
        explanation: check.explanation,
        example: check.example,
    };
    serde_json::to_writer_pretty(&mut *out, &checks.iter().map(record).collect::<Vec<_>>())?;
    writeln!(out)
}

fn list(out: &mut dyn Write, checks: &[&Check]) -> io::Result<()> {
    let widest =
        |cell: fn(&Check) -> &'static str, head: &str| checks.iter().map(|check| cell(check).len()).max().unwrap_or(0).max(head.len());
    let (code, family) = (widest(|c| c.code, "code"), widest(|c| c.family, "family"));
    writeln!(out, "{:<code$}  {:<family$}  {:<8}  title", "code", "family", "severity")?;
    checks.iter().try_for_each(|c| writeln!(out, "{:<code$}  {:<family$}  {:<8}  {}", c.code, c.family, c.severity.name(), c.title))
}

fn explain(out: &mut dyn Write, check: &Check) -> io::Result<()> {
    writeln!(out, "{} ({}, {})\n{}\n", check.code, check.family, check.severity.name(), check.title)?;
    wrapped(out, check.explanation, 90)?;
    writeln!(out, "\nExample:")?;
    check.example.lines().try_for_each(|line| writeln!(out, "  {line}"))
}

/// A paragraph in lines of at most `width` characters, where its words allow.
fn wrapped(out: &mut dyn Write, text: &str, width: usize) -> io::Result<()> {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            writeln!(out, "{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{line}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Severity;

    const CHECK: Check = Check {
        code: "name-spelling",
        family: "people",
        severity: Severity::Warning,
        title: "A name is spelled in two ways",
        explanation: "One of the two is wrong. Where the article has one form more often than the other, that is the form which the fix has.",
        example: "Ana Riuz\nAna Ruiz",
    };

    fn printed(print: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_for_all() {
        let expected = "code           family  severity  title\nname-spelling  people  warning   A name is spelled in two ways\n";
        assert_eq!(printed(|out| list(out, &[&CHECK])), expected);
    }

    #[test]
    fn an_explanation_with_example_for_one() {
        let expected = "\
name-spelling (people, warning)
A name is spelled in two ways

One of the two is wrong. Where the article has one form more often than the other, that is
the form which the fix has.

Example:
  Ana Riuz
  Ana Ruiz
";
        assert_eq!(printed(|out| explain(out, &CHECK)), expected);
    }

    #[test]
    fn json_has_everything() {
        let read: serde_json::Value = serde_json::from_str(&printed(|out| json(out, &[&CHECK]))).unwrap();
        assert_eq!(
            (&read[0]["code"], &read[0]["severity"], &read[0]["example"]),
            (&"name-spelling".into(), &"warning".into(), &CHECK.example.into())
        );
    }
}
