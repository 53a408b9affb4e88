//! `cotejo forms`

use super::args::{FormLanguage, FormsArgs, FormsCommand, ReportFormat, TryArgs};
use super::output::{FAILED, Output, print};
use super::{Outcome, Usage};
use crate::Caption;
use crate::caption::{Explained, House, Known, explain, forms};
use crate::language::{Detected, detect};
use crate::row::rounded;
use crate::text::fold;
use crate::visible::visible;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::io::{self, BufRead, Write};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo forms
  cotejo forms --agency cuartoscuro --language es
  cotejo forms --format json | jq -r '.[] | select(.own) | .form'
  cotejo forms try 'Un hombre pasa. FOTO: ANA RUIZ/CUARTOSCURO.COM'

A form is text over slots. <a¦b> is one of several, \\n a new line; a slot in capitals takes capitals only.
Forms, agencies, photographers and desks of one's own stand in cotejo.toml, in the working directory or above it:
  photographers = [\"Ana Ruiz\"]
  desks = [\"LOC\"]
  [agencies]
  \"Faro Imagen\" = [\"FARO\", \"faroimagen.mx\"]
  [forms]
  \"Faro Imagen\" = [\"{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}]\"]
or in CSV files: agencies = \"agencies.csv\" (name,aliases,kind), forms = \"forms.csv\" (form,agency,language,seen).
A line that has one of these forms whole is read so and not otherwise. The embedded forms are what the reader was fitted on; it also
reads forms that nobody listed.";

pub(crate) const TRY_EXAMPLES: &str = "Examples:
  cotejo forms try 'Un hombre pasa. FOTO: ANA RUIZ/CUARTOSCURO.COM'
  cotejo forms try --format json < lines.txt | jq -r 'select(.caption | not) | [.reason, .text] | @tsv'";

/// A line is no longer, in bytes.
const LONGEST: u64 = 1 << 20;

pub(super) fn run(args: &FormsArgs) -> Result<Outcome> {
    match &args.command {
        None => list(args),
        Some(FormsCommand::Try(args)) => try_lines(args),
    }
}

/// A form, as JSON.
#[derive(Serialize)]
struct Listed<'f> {
    form: &'f str,
    agency: Option<&'f str>,
    language: Option<&'f str>,
    seen: &'f str,
    /// Whether it is of cotejo.toml.
    own: bool,
}

impl<'f> Listed<'f> {
    fn new(form: &'f Known, own: bool) -> Self {
        Self { form: form.template.as_str(), agency: form.agency.as_deref(), language: form.language.as_deref(), seen: &form.seen, own }
    }
}

fn list(args: &FormsArgs) -> Result<Outcome> {
    let house = args.config.read(&[])?.house;
    let agency = args.agency.as_ref().map(|name| house.agency(name).map_or_else(|| name.clone(), |agency| agency.name.clone()));
    let language = args.language.map(|language| match language {
        FormLanguage::Es => "es",
        FormLanguage::En => "en",
    });
    let all = forms::known().iter().map(|form| Listed::new(form, false)).chain(house.forms().iter().map(|form| Listed::new(form, true)));
    let asked = |form: &Listed| {
        agency.as_deref().is_none_or(|name| form.agency.is_some_and(|agency| fold(agency) == fold(name)))
            && language.is_none_or(|language| form.language.is_none_or(|own| own == language))
    };
    let found: Vec<Listed> = all.filter(asked).collect();
    if let (Some(name), true) = (&args.agency, found.is_empty()) {
        return Err(Usage::new(format!("no form is known of `{name}`; `cotejo forms` lists all, and cotejo.toml takes more")).into());
    }
    print(|out| match args.format {
        ReportFormat::Json => serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from).and_then(|()| writeln!(out)),
        ReportFormat::Text => table(out, &found),
    })
}

fn table(out: &mut dyn Write, forms: &[Listed]) -> io::Result<()> {
    let row = |form: &Listed| {
        let own = if form.own { "own" } else { "" };
        [own, form.agency.unwrap_or("-"), form.language.unwrap_or("-"), form.seen].map(str::to_owned)
    };
    let rows: Vec<_> = forms.iter().map(row).collect();
    let heads = ["", "agency", "language", "seen"];
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0).max(heads[at].len());
    let [own, agency, language, seen] = [0, 1, 2, 3].map(width);
    let mut line = |cells: [&str; 4], form: &str| {
        let [a, b, c, d] = cells;
        let margin = if own == 0 { String::new() } else { format!("{a:<own$}  ") };
        writeln!(out, "{margin}{b:<agency$}  {c:<language$}  {d:<seen$}  {form}")
    };
    line(heads, "form")?;
    rows.iter().zip(forms).try_for_each(|(row, form)| line([&row[0], &row[1], &row[2], &row[3]], form.form))
}

fn try_lines(args: &TryArgs) -> Result<Outcome> {
    let house = args.config.read(&[])?.house;
    let given = args.text.as_deref().filter(|text| *text != "-");
    if given.is_some_and(|text| text.trim().is_empty()) {
        return Err(Usage::new("the line is empty; give one, or leave it out and give lines on standard input").into());
    }
    let mut output = Output::open(None)?;
    let mut shown = 0u64;
    let mut show = |text: &str| {
        if shown > 0 && matches!(args.format, ReportFormat::Text) {
            writeln!(&mut output)?;
        }
        shown += 1;
        let mut said = Vec::new();
        Tried::read(text, &house).show(args.format, &mut said)?;
        (&mut output).write_all(&said).and_then(|()| (&mut output).flush())
    };
    match given {
        Some(text) => show(text).context(FAILED)?,
        None => each_line(|text| show(text).context(FAILED))?,
    }
    if shown == 0 {
        bail!("standard input has no line to try");
    }
    output.finish()?;
    Ok(Outcome::Done)
}

/// Every line of standard input that says something.
fn each_line(mut work: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut input = io::stdin().lock();
    for number in 1u64.. {
        let mut line = Vec::new();
        let read = io::Read::take(&mut input, LONGEST + 1).read_until(b'\n', &mut line).context("standard input cannot be read")?;
        if read == 0 {
            break;
        }
        if line.len() as u64 > LONGEST {
            bail!("line {number} of standard input has more than {LONGEST} bytes, which no caption has");
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
        if !line.trim().is_empty() {
            work(line)?;
        }
    }
    Ok(())
}

/// A line that was tried.
struct Tried<'t> {
    text: &'t str,
    explained: Explained<'t>,
    /// The language of what it says.
    detected: Detected,
}

/// A line that was tried, as JSON.
#[derive(Serialize)]
struct Record<'t> {
    text: &'t str,
    caption: bool,
    /// Why it is none.
    reason: Option<String>,
    known_by: Option<&'static str>,
    body: Option<&'t str>,
    language: &'static str,
    confidence: f64,
    probability: f64,
    parts: Vec<Part<'t>>,
    form: Option<Listed<'t>>,
}

#[derive(Serialize)]
struct Part<'t> {
    field: &'static str,
    text: &'t str,
    value: Option<&'t str>,
    start: usize,
    end: usize,
}

impl<'t> Tried<'t> {
    fn read(text: &'t str, house: &'t House) -> Self {
        let explained = explain(text, house);
        let body = explained.caption.as_ref().map_or(text, |caption: &Caption| caption.body.of(text));
        Self { text, detected: detect(body), explained }
    }

    fn show(&self, format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            ReportFormat::Json => {
                serde_json::to_writer(&mut *out, &self.record())?;
                writeln!(out)
            }
            ReportFormat::Text => self.tell(out),
        }
    }

    fn record(&self) -> Record<'_> {
        let Explained { parts, probability, caption, form, own } = &self.explained;
        let parts = parts.iter().map(|part| {
            let (text, value) = (part.span.of(self.text), part.value.as_deref());
            Part { field: part.field, text, value, start: part.span.start, end: part.span.end }
        });
        let found = caption.as_ref().ok();
        Record {
            text: self.text,
            caption: found.is_some(),
            reason: caption.as_ref().err().map(|refusal| refusal.reason(*probability)),
            known_by: found.map(|caption| caption.form.name()),
            body: found.map(|caption| caption.body.of(self.text)),
            language: self.detected.language.code(),
            confidence: rounded(self.detected.confidence),
            probability: rounded(*probability),
            parts: parts.collect(),
            form: form.map(|form| Listed::new(form, *own)),
        }
    }

    fn tell(&self, out: &mut dyn Write) -> io::Result<()> {
        let record = self.record();
        let language = match record.language {
            "es" => "Spanish",
            "en" => "English",
            _ => "another language, or none",
        };
        writeln!(out, "{}", visible(self.text))?;
        match &record.reason {
            Some(reason) => writeln!(out, "  no caption: {reason}")?,
            None => {
                let sure = format!("{language} ({:.2})", record.confidence);
                writeln!(
                    out,
                    "  a caption, known by: {}; {sure}; probability {:.3}",
                    record.known_by.unwrap_or_default(),
                    record.probability
                )?;
            }
        }
        for Part { field, text, value, .. } in &record.parts {
            let value = value.filter(|value| value != text).map(|value| format!("  = {}", visible(value))).unwrap_or_default();
            writeln!(out, "  {field:<12} {}{value}", visible(text))?;
        }
        match record.form {
            Some(form) => {
                let of = [form.agency, form.language, Some(form.seen)].into_iter().flatten().collect::<Vec<_>>().join(", ");
                writeln!(out, "  {:<12} {}  ({}{of})", "form", form.form, if form.own { "own: " } else { "" })
            }
            None if record.parts.iter().any(|part| !matches!(part.field, "body" | "around")) && record.caption => {
                writeln!(out, "  {:<12} none that is listed", "form")
            }
            None => Ok(()),
        }
    }
}
