//! `cotejo translate`

use super::args::TranslateArgs;
use super::output::{FAILED, Output, format_by_ending};
use super::{Outcome, each_article, lines, say};
use crate::encoder::Encoder;
use crate::passage::{Passage, passages_of};
use crate::translate::{Direction, Error, Translate};
use crate::write::{self, TableFormat};
use crate::{Article, Language};
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo translate articles/                one row per caption
  cotejo translate --lines < spanish.txt > english.txt
  cotejo translate --translator apertium:es-pt_BR+firefox:pt-en --cache mt.sqlite dump.jsonl
  LIBRETRANSLATE_API_KEY=... cotejo translate --translator libretranslate:http://localhost:5000 article.txt

Names, photo numbers and credits stay, institutions come out as the glossary has them. Nothing leaves this
machine unless a server is named.";

/// One caption with its translation.
#[derive(Serialize)]
struct Translated {
    article: String,
    line: usize,
    text: String,
    mt: Option<String>,
    mt_engine: Option<String>,
}

const COLUMNS: &[&str] = &["article", "line", "text", "mt", "mt_engine"];

pub(super) fn run(args: &TranslateArgs) -> Result<Outcome> {
    let (from, to) = if args.to_spanish { ("en", "es") } else { ("es", "en") };
    let path = args.table.output.as_deref();
    // before the work: wrong usage is reported at once
    let format = if args.lines { format_by_ending(path, "txt", |_| None)? } else { Some(args.table.format()?) };
    let translator = args.translator.open(Direction::new(from, to), None)?;
    let mut output = Output::open(path)?;
    let outcome = match format {
        Some(format) => captions(args, format, &*translator, &mut output)?,
        None => plain_lines(args, &*translator, &mut output)?,
    };
    output.finish_after(outcome)
}

/// What became of the texts.
#[derive(Default)]
struct Tally {
    translated: u64,
    failed: u64,
}

impl Tally {
    /// The translation of a line's text; where there is none, that is reported on standard error.
    fn take(&mut self, place: &str, line: u64, text: &str, found: Result<String, Error>) -> Option<String> {
        match &found {
            // nothing to do is no success
            Ok(_) => self.translated += u64::from(!text.trim().is_empty()),
            Err(error) => {
                self.failed += 1;
                say("error", &format!("{place}:{line}: not translated: {error}"));
            }
        }
        found.ok()
    }

    /// How the command ended, where reading ended so.
    fn outcome(&self, reading: Outcome) -> Outcome {
        match (self.translated, self.failed) {
            (_, 0) => reading,
            (0, _) => Outcome::Nothing,
            _ => Outcome::SomeUnread,
        }
    }
}

/// One line of output per line of input.
fn plain_lines(args: &TranslateArgs, translator: &dyn Translate, mut output: &mut Output) -> Result<Outcome> {
    let threads = args.table.input.threads();
    let mut tally = Tally::default();
    let read = lines::each(&args.table.input.paths, args.table.output.as_slice(), |name, first, lines| {
        let share = lines.len().div_ceil(threads).max(1);
        let found = std::thread::scope(|scope| {
            let translate = |part: &[String]| translator.translate(&part.iter().map(String::as_str).collect::<Vec<_>>());
            let parts: Vec<_> = lines.chunks(share).map(|part| scope.spawn(move || translate(part))).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
        });
        for ((text, line), found) in lines.iter().zip(first..).zip(found) {
            // a line that could not be translated leaves an empty one, so that lines stay beside each other
            let mt = tally.take(name, line, text, found).unwrap_or_default().replace(['\n', '\r'], " ");
            output.write_all((mt + "\n").as_bytes()).context(FAILED)?;
        }
        output.flush().context(FAILED)
    })?;
    Ok(tally.outcome(read))
}

/// A row for each caption.
fn captions(args: &TranslateArgs, format: TableFormat, translator: &dyn Translate, output: &mut Output) -> Result<Outcome> {
    let language = if args.to_spanish { Language::English } else { Language::Spanish };
    let house = args.table.config.read(&args.table.input.paths)?.house;
    let cells = args.table.spreadsheet.cells();
    cells.begin(&mut *output).context(FAILED)?;
    let mut records = write::records::<Translated>(format, COLUMNS, Box::new(output)).context(FAILED)?;
    let found = |article: &Article| {
        let captions: Vec<Passage> =
            passages_of(article, Some(Encoder::embedded()), &house).into_iter().filter(|p| p.caption.is_some() && p.is(language)).collect();
        let texts: Vec<&str> = captions.iter().map(|caption| article.at(caption.body)).collect();
        let found = if texts.is_empty() { Vec::new() } else { translator.translate(&texts) };
        let row = |((caption, text), found): ((&Passage, &str), _)| (article.id.clone(), caption.line, text.to_owned(), found);
        captions.iter().zip(texts).zip(found).map(row).collect::<Vec<_>>()
    };
    let mut tally = Tally::default();
    let read = each_article(&args.table.input, args.table.output.as_slice(), found, |rows| {
        rows.into_iter().try_for_each(|(article, line, text, found)| {
            let mt = tally.take(&article, line as u64, &text, found);
            let mt_engine = mt.is_some().then(|| translator.name().to_owned());
            let (article, text, mt) = (cells.id(&article), cells.text(&text), mt.map(|mt| cells.text(&mt)));
            records.add(&Translated { article, line, text, mt, mt_engine }).context(FAILED)
        })
    })?;
    records.finish().context(FAILED)?;
    Ok(tally.outcome(read))
}
