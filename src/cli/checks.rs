//! `cotejo checks`

use super::Outcome;
use super::args::{ChecksArgs, ReportFormat};
use super::output::print;
use crate::audit::{Check, Error, Example, checks};
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
    example: String,
    examples: &'static [Example],
}

pub(super) fn run(args: &ChecksArgs) -> Result<Outcome> {
    let asked = |check: &&Check| args.code.as_deref().is_none_or(|name| check.code == name || check.family == name);
    let found: Vec<&Check> = checks().filter(asked).collect();
    if let (Some(name), true) = (&args.code, found.is_empty()) {
        return Err(Error::UnknownCheck(name.clone()).into());
    }
    let explained = args.code.as_ref().is_some_and(|name| found.iter().any(|check| check.code == name));
    print(|out| match args.format {
        _ if args.markdown => markdown(out, &found),
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
        example: check.examples.first().map(ToString::to_string).unwrap_or_default(),
        examples: check.examples,
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
    writeln!(out, "\n{}:", if check.examples.len() == 1 { "Example" } else { "Examples" })?;
    for (at, example) in check.examples.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let beside = example.beside.lines().map(|line| ("beside", line));
        let texts = [("es", example.es), ("en", example.en)].into_iter().filter(|(_, text)| !text.is_empty());
        beside.chain(texts).try_for_each(|(what, text)| writeln!(out, "  {what:<6}  {text}"))?;
    }
    Ok(())
}

/// The section of docs/audit.md: a table for each family.
fn markdown(out: &mut dyn Write, checks: &[&Check]) -> io::Result<()> {
    let families = checks.chunk_by(|one, other| one.family == other.family);
    writeln!(
        out,
        "{} checks in {} families. `cotejo checks CODE` explains one. An example has a Spanish and an English caption;",
        checks.len(),
        families.clone().count()
    )?;
    writeln!(out, "what stands in code is another text, or a list of the house.")?;
    for family in families {
        let name = family[0].family.replace('-', " ");
        let (first, rest) = name.split_at(1);
        writeln!(
            out,
            "\n### {}{rest}\n\n| check | severity | what it finds | Spanish | English |\n|---|---|---|---|---|",
            first.to_uppercase()
        )?;
        for check in family {
            let mut head = format!("`{}` | {} | {}", check.code, check.severity.name(), cell(check.title));
            for example in check.examples {
                let beside: String = example.beside.lines().map(|line| format!("`{}`<br>", line.replace('|', "\\|"))).collect();
                writeln!(out, "| {head} | {beside}{} | {} |", cell(example.es), cell(example.en))?;
                // the second example of a check
                " | |".clone_into(&mut head);
            }
        }
    }
    Ok(())
}

/// A text as it is shown by a cell of a table in Markdown.
fn cell(text: &str) -> String {
    let marked = |c: char| matches!(c, '|' | '*' | '_' | '<' | '[' | ']' | '\\');
    text.chars().fold(String::new(), |shown, c| if marked(c) { format!("{shown}\\{c}") } else { format!("{shown}{c}") })
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

    fn check(code: &str) -> &'static Check {
        checks().find(|check| check.code == code).unwrap()
    }

    fn printed(print: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_for_all() {
        let expected = "\
code          family          severity  title
name-typo     people          warning   a name with a letter lost, added, exchanged or swapped
date-differs  time-and-place  error     the two sides name different days
";
        assert_eq!(printed(|out| list(out, &[check("name-typo"), check("date-differs")])), expected);
    }

    #[test]
    fn an_explanation_with_an_example_of_each_language() {
        let text = printed(|out| explain(out, check("truncated")));
        let (head, examples) = text.split_once("\nExamples:\n").unwrap();
        assert!(head.starts_with("truncated (text, error)\nthe text breaks off\n\n"), "{head}");
        assert!(head.lines().all(|line| line.chars().count() <= 90), "{head}");
        let expected = "  es      Estudiantes protestan contra el aumento de las
  en      Students protest against the rise in fares.

  es      Estudiantes protestan contra el aumento de las tarifas.
  en      Students protest against the rise of the
";
        assert_eq!(examples, expected);
        let text = printed(|out| explain(out, check("photo-old")));
        assert!(text.contains("\nExample:\n  beside  Wednesday 12 of March 2025\n  es      60331086. "), "{text}");
    }

    #[test]
    fn json_has_everything() {
        let read: serde_json::Value = serde_json::from_str(&printed(|out| json(out, &[check("age-differs")]))).unwrap();
        let (es, en) = ("Un hombre de 45 años fue detenido.", "A 54-year-old man was arrested.");
        assert_eq!((&read[0]["code"], &read[0]["severity"]), (&"age-differs".into(), &"error".into()));
        assert_eq!(read[0]["example"], format!("{es} / {en}"));
        assert_eq!(read[0]["examples"], serde_json::json!([{"beside": "", "es": es, "en": en}]));
    }

    #[test]
    fn a_table_for_the_documentation() {
        let text = printed(|out| markdown(out, &[check("truncated"), check("house-pattern")]));
        let expected = "\
### Text

| check | severity | what it finds | Spanish | English |
|---|---|---|---|---|
| `truncated` | error | the text breaks off | Estudiantes protestan contra el aumento de las | Students protest against the rise in fares. |
|  | | | Estudiantes protestan contra el aumento de las tarifas. | Students protest against the rise of the |

### House
";
        assert!(text.starts_with("2 checks in 2 families.") && text.contains(expected), "{text}");
        assert!(text.contains("| `[[patterns]] match = '(?i)\\bpls\\b'`<br>Los vecinos dicen: agua pls. | "), "{text}");
        assert_eq!(cell("a|b *c*"), "a\\|b \\*c\\*");
    }
}
