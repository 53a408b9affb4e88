//! `cotejo translate`

use super::args::TranslateArgs;
use super::output::Output;
use super::translator::translated;
use super::{Outcome, each_article, lines};
use crate::passage::passages;
use crate::translate::{Direction, Translate};
use crate::write;
use crate::{Article, Language};
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;

/// One caption with its translation.
#[derive(Serialize)]
struct Translated {
    article: String,
    line: usize,
    text: String,
    mt: Option<String>,
    mt_engine: String,
}

const COLUMNS: &[&str] = &["article", "line", "text", "mt", "mt_engine"];

pub(super) fn run(args: &TranslateArgs) -> Result<Outcome> {
    let (from, to) = if args.to_spanish { ("en", "es") } else { ("es", "en") };
    let translator = args.translator.open(Direction::new(from, to), None)?;
    if args.lines { run_lines(args, &*translator) } else { run_captions(args, &*translator) }
}

fn failed() -> &'static str {
    "the output could not be written"
}

/// A line out for each line in.
fn run_lines(args: &TranslateArgs, translator: &dyn Translate) -> Result<Outcome> {
    let mut output = Output::open(args.table.output.as_deref())?;
    let threads = args.table.input.threads();
    let outcome = lines::each(&args.table.input.paths, |name, first, lines| {
        let share = lines.len().div_ceil(threads).max(1);
        let found = std::thread::scope(|scope| {
            let parts = lines.chunks(share).enumerate().map(|(at, part)| {
                let texts: Vec<&str> = part.iter().map(String::as_str).collect();
                scope.spawn(move || translated(translator, &texts, &format!("{name}:{}", first + (at * share) as u64)))
            });
            let parts: Vec<_> = parts.collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
        });
        // a line that could not be translated leaves an empty one, so that lines stay beside each other
        let text: String = found.into_iter().map(|line| line.unwrap_or_default().replace(['\n', '\r'], " ") + "\n").collect();
        (&mut output).write_all(text.as_bytes()).and_then(|()| (&mut &mut output).flush()).with_context(failed)
    })?;
    if !matches!(outcome, Outcome::Nothing) {
        output.finish()?;
    }
    Ok(outcome)
}

/// A row for each caption.
fn run_captions(args: &TranslateArgs, translator: &dyn Translate) -> Result<Outcome> {
    let language = if args.to_spanish { Language::English } else { Language::Spanish };
    let mut output = Output::open(args.table.output.as_deref())?;
    let mut records = write::records::<Translated>(args.table.format(), COLUMNS, Box::new(&mut output)).with_context(failed)?;
    let cell = |text: &str| if args.table.spreadsheet_safe { write::spreadsheet_safe(text) } else { text.to_owned() };
    let rows = |article: &Article| -> Vec<Translated> {
        let captions: Vec<_> = passages(article).into_iter().filter(|p| p.caption.is_some() && p.is(language)).collect();
        let texts: Vec<&str> = captions.iter().map(|caption| article.at(caption.body)).collect();
        let found = if texts.is_empty() { Vec::new() } else { translated(translator, &texts, &article.id) };
        let row = |((caption, text), mt): ((&crate::passage::Passage, &str), Option<String>)| Translated {
            article: cell(&article.id),
            line: caption.line,
            text: cell(text),
            mt: mt.map(|mt| cell(&mt)),
            mt_engine: translator.name().to_owned(),
        };
        captions.iter().zip(texts).zip(found).map(row).collect()
    };
    let outcome = each_article(&args.table.input, rows, |rows| rows.iter().try_for_each(|row| records.add(row)).with_context(failed))?;
    records.finish().with_context(failed)?;
    drop(records);
    if !matches!(outcome, Outcome::Nothing) {
        output.finish()?;
    }
    Ok(outcome)
}
