//! `cotejo pair --filter`: records in, their rows out, a batch at a time. docs/filter.md describes the protocol.
//!
//! Nothing is written before it is asked for, so a caller that writes a batch and then reads its answer cannot run into a deadlock.

use super::args::{InputFormat, PairArgs};
use super::output::{FAILED, Output};
use super::pair::Summary;
use super::pipeline::{Crew, Event, Mark};
use super::progress::Progress;
use super::rows::{self, RowFormatName};
use super::{Outcome, Usage};
use crate::Article;
use crate::read;
use crate::row::{Columns, Row};
use crate::write::Records;
use anyhow::{Context, Result};
use serde::Serialize;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What stands in an answer, after the rows, for a record that could not be read.
#[derive(Serialize)]
struct Unread {
    /// Why, with the line of the whole input.
    error: String,
    /// Which record of the batch, from 1.
    record: u64,
}

/// Options that contradict each other.
pub(super) fn check(args: &PairArgs) -> Result<(), Usage> {
    if args.input.paths.iter().any(|path| path != Path::new("-")) {
        return Err(Usage::new("--filter reads standard input; leave out the paths, or leave out --filter"));
    }
    if !matches!(args.input.input_format, None | Some(InputFormat::Jsonl)) || !matches!(args.rows.format, None | Some(RowFormatName::Jsonl))
    {
        return Err(Usage::new("--filter reads and writes JSONL; leave out --input-format and --format"));
    }
    Ok(())
}

/// Answers until standard input ends; what was not asked for then is written, too. Signals end it at once: it has nothing to lose.
pub(super) fn run(args: &PairArgs, rows: impl Fn(&Article) -> Vec<Row> + Sync, decided: impl Fn(Row) -> Option<Row>) -> Result<Outcome> {
    let options = Arc::new(args.input.options());
    let held = options.held.clone();
    let crew = Crew {
        threads: args.input.threads(),
        stop: &AtomicBool::new(false),
        progress: Progress::hidden(),
        held,
        ids: None,
        digests: false,
    };
    let mut records = read::requests(&options)?;
    let mut output = Output::open(None)?;
    let (mut mark, mut summary) = (Mark::default(), Summary::default());
    loop {
        let mut answer = Vec::new();
        let mut unread = Vec::new();
        let mut sink = args.rows.sink_in_memory(Columns { machine: args.machine.asked() }, &mut answer)?;
        let mut asked = false;
        let batch = std::iter::from_fn(|| {
            let next = records.next()?;
            asked = next.is_none();
            next.map(|job| (job, 0))
        });
        let mut record = 0;
        // each batch begins anew, and the counts go on
        mark = Mark { jobs: 0, inputs: 0, read: 0, ..mark };
        mark = crew.each(mark, batch.fuse(), &rows, |event| {
            record += u64::from(!matches!(event, Event::Mark(_)));
            match event {
                Event::Article(rows) => rows.into_iter().filter_map(&decided).try_for_each(|row| {
                    summary.count(&row);
                    sink.add(&row)
                })?,
                Event::Failure(error) => unread.push(Unread { error, record }),
                Event::Mark(_) => {}
            }
            Ok(())
        })?;
        rows::end(sink)?;
        for line in &unread {
            serde_json::to_writer(&mut answer, line)?;
            answer.push(b'\n');
        }
        if asked {
            answer.push(b'\n');
        }
        (&mut output).write_all(&answer).and_then(|()| (&mut output).flush()).context(FAILED)?;
        if !asked {
            break;
        }
    }
    summary.tell(&mark, "");
    Ok(mark.outcome())
}
