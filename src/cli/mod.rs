//! The commands. One file a command: options in, library call, output. The only code that prints.

mod args;
mod detect;
mod embed;
mod output;
mod pair;
mod score;

use crate::read::{self, Input};
use crate::{Article, cli::args::Command};
use anyhow::Result;
use clap::{CommandFactory, Parser};
use output::Output;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// How a command ended, where it did not fail as a whole.
pub(crate) enum Outcome {
    /// Everything was read.
    Done,
    /// Some inputs could not be read; the rest is written.
    SomeUnread,
    /// No input could be read.
    Nothing,
}

/// Parses the arguments, runs the command, turns an error into a message and an exit code.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    args.color.apply();
    start_log(args.verbose, args.quiet);
    match run(args.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeUnread) => ExitCode::from(3),
        Ok(Outcome::Nothing) => ExitCode::from(4),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say("error", &format!("{error:#}"));
            ExitCode::from(4)
        }
    }
}

fn run(command: Command) -> Result<Outcome> {
    match command {
        Command::Pair(args) => pair::run(&args),
        Command::Detect(args) => detect::run(&args),
        Command::Embed(args) => embed::run(&args),
        Command::Score(args) => score::run(&args),
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
    env_logger::Builder::new().filter_level(level).format_timestamp(None).format_target(false).init();
}

/// One line on standard error.
#[allow(clippy::print_stderr)]
fn say(severity: &str, message: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{style}{severity}{style:#}: {message}");
}

/// Reads every input in order and gives each article to `work`; what cannot be read is told on standard error.
pub(crate) fn each_article(paths: &[PathBuf], limit: u64, mut work: impl FnMut(&Article) -> Result<()>) -> Result<Outcome> {
    let (mut read, mut failed) = (0, 0);
    for input in read::inputs(paths) {
        match input.and_then(|input: Input| read::article(&input, limit)) {
            Ok(article) => {
                work(&article)?;
                read += 1;
            }
            Err(error) => {
                say("error", &error.to_string());
                failed += 1;
            }
        }
    }
    log::info!("{read} articles read, {failed} inputs could not be read");
    Ok(match (read, failed) {
        (_, 0) => Outcome::Done,
        (0, _) => Outcome::Nothing,
        _ => Outcome::SomeUnread,
    })
}
