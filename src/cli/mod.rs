//! The commands. One file per command: options in, library call, output. The only code that prints.

#[cfg(feature = "review")]
mod agreement;
mod args;
mod audit;
mod baseline;
mod checks;
mod config;
mod detect;
mod embed;
mod explain;
#[cfg(feature = "review")]
mod export;
mod filter;
mod forms;
mod house;
#[cfg(feature = "review")]
mod import;
mod journal;
mod lines;
mod machine;
#[cfg(feature = "translate")]
mod models;
mod output;
mod pair;
mod pipeline;
mod place;
mod progress;
#[cfg(feature = "review")]
mod review;
mod rows;
mod score;
mod style;
mod table;
mod tbx;
mod terminal;
#[cfg(feature = "translate")]
mod translate;
#[cfg(feature = "translate")]
mod translator;

use crate::Article;
use crate::read;
use anstyle::{AnsiColor, Style};
use anyhow::Result;
use args::{Command, InputArgs};
use clap::{CommandFactory, Parser};
use output::Output;
use pipeline::{Event, Mark, Run};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

pub use config::{Configured, configured};

/// How a command ended, where it did not fail as a whole.
pub(crate) enum Outcome {
    /// Everything was read.
    Done,
    /// Everything was read, and the audit found what `--fail-on` asks for.
    Found,
    /// Some inputs could not be read; the rest is written.
    SomeUnread,
    /// No input could be read.
    Nothing,
}

/// The words of the command line.
static WORDS: OnceLock<Vec<OsString>> = OnceLock::new();

/// Parses the words of a command line, the program's name first, runs the command, turns an error into a message and gives the exit code.
/// Once in a process: handlers of signals and panics, and the log, are set for good.
pub fn run(words: impl IntoIterator<Item = OsString>) -> u8 {
    tell_panics();
    let words = WORDS.get_or_init(|| words.into_iter().collect());
    let args = match args::Args::try_parse_from(words) {
        Ok(args) => args,
        Err(said) => return terminal::answer(&said, words),
    };
    args.color.apply();
    start_log(args.verbose, args.quiet);
    match obey(args.command) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Found) => 1,
        Ok(Outcome::SomeUnread) => 3,
        Ok(Outcome::Nothing) => 4,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            // the fault of a configuration is shown with its lines
            let message = format!("{error:#}");
            let mut lines = message.split('\n');
            say("error", lines.next().unwrap_or_default());
            lines.for_each(|line| terminal::tell(&[(Style::new(), line)]));
            if is_usage(&error) { 2 } else { 4 }
        }
    }
}

fn obey(command: Command) -> Result<Outcome> {
    // before anything is opened
    command.named().check()?;
    match command {
        Command::Pair(args) => pair::run(&args),
        Command::Detect(args) => detect::run(&args),
        Command::Embed(args) => embed::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Checks(args) => checks::run(&args),
        Command::Forms(args) => forms::run(&args),
        Command::Score(args) => score::run(&args),
        #[cfg(feature = "review")]
        Command::Review(args) => review::run(&args),
        #[cfg(feature = "review")]
        Command::Agreement(args) => agreement::run(&args),
        #[cfg(feature = "review")]
        Command::Export(args) => export::run(&args),
        #[cfg(feature = "review")]
        Command::Import(args) => import::run(&args),
        #[cfg(feature = "translate")]
        Command::Translate(args) => translate::run(&args),
        #[cfg(feature = "translate")]
        Command::Models(command) => models::run(&command),
        Command::Completions { shell } => {
            // into memory first: `generate` panics where its target fails
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::Args::command(), "cotejo", &mut script);
            let mut out = Output::open(None)?;
            (&mut out).write_all(&script)?;
            out.finish()?;
            Ok(Outcome::Done)
        }
    }
}

/// A panic that is caught and reported as an input's fault has no message of its own.
fn tell_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        #[cfg(feature = "parquet")]
        if crate::read::is_guarded() {
            return;
        }
        terminal::tell_panic(panic, &usual);
    }));
}

/// Wrong usage that shows only when all options, or a file that they name, are considered; exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}; see --help")]
pub(crate) struct Usage(String);

impl Usage {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<Usage>() || error.is::<config::Error>() || error.is::<crate::audit::Error>()
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

fn start_log(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => log::LevelFilter::Off,
        (_, 0) => log::LevelFilter::Warn,
        (_, 1) => log::LevelFilter::Info,
        _ => log::LevelFilter::Debug,
    };
    terminal::start_log(level);
}

/// One line on standard error.
fn say(severity: &str, message: &str) {
    terminal::tell(&[(AnsiColor::Red.on_default().bold(), severity), (Style::new(), ": "), (Style::new(), message)]);
}

/// A line on standard error that says how the work ended; not with --quiet.
fn sum_up(message: &str) {
    if log::max_level() > log::LevelFilter::Off {
        terminal::tell(&[(Style::new(), message)]);
    }
}

/// Gives every article of the inputs to `work` on all cores, and the results in order to `take`; what cannot be read is reported on
/// standard error. What the run writes, `outputs`, is no input.
pub(crate) fn each_article<T: Send>(
    args: &InputArgs,
    outputs: &[PathBuf],
    work: impl Fn(&Article) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<Outcome> {
    let (mark, skipped) = each_from(None, args, outputs, work, |event| match event {
        Event::Article(found) => take(found),
        Event::Failure(_) | Event::Mark(_) => Ok(()),
    })?;
    if was_stopped() {
        anyhow::bail!("stopped after {} articles; no output file was written", mark.articles);
    }
    tell_skipped(&skipped);
    log::info!("{} articles read, {} inputs or records could not be read", mark.articles, mark.failures);
    Ok(mark.outcome())
}

/// As [`each_article`], from where an earlier run stopped; where [`was_stopped`], this one is not at its end either. With what
/// folders and patterns held that is not read.
pub(crate) fn each_from<T: Send>(
    from: Option<Mark>,
    args: &InputArgs,
    outputs: &[PathBuf],
    work: impl Fn(&Article) -> T + Sync,
    take: impl FnMut(Event<T>) -> Result<()>,
) -> Result<(Mark, read::Skipped)> {
    let stop = stop_signal();
    let options = Arc::new(read::Options { stop: read::Stop::at(stop), ..args.options() });
    let skipped = read::Skipped::default();
    let run = Run { paths: &args.paths, outputs, options, skipped: skipped.clone(), threads: args.threads(), stop, from };
    let mark = run.each(work, take)?;
    Ok((mark, skipped))
}

/// Says what folders and patterns held beside what was read.
fn tell_skipped(skipped: &read::Skipped) {
    let others = skipped.to_string();
    if !others.is_empty() {
        sum_up(&format!("not read in folders and patterns: {others}"));
    }
}

static STOP: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C or SIGTERM ended the work early.
pub(crate) fn was_stopped() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// Set by Ctrl-C and SIGTERM: what was begun is done, nothing new is begun.
fn stop_signal() -> &'static AtomicBool {
    // the handler can be set only once
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    &STOP
}
