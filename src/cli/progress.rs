//! Progress of a long run, on a terminal.

use super::pipeline::Mark;
use crate::read::{Format, Input, Inputs};
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A line on standard error that says how many articles are done, how fast, and, where the paths are files that can be counted, how
/// long it will take. Nothing where standard error is no terminal.
pub(crate) struct Progress(ProgressBar);

/// Folders with more files are not counted beforehand.
const MOST_COUNTED: usize = 100_000;

impl Progress {
    pub(crate) fn start(inputs: impl FnOnce() -> Inputs) -> Self {
        if !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            return Self::hidden();
        }
        let bar = match count(inputs()) {
            Some(files) => {
                ProgressBar::new(files).with_style(style("{bar:24} {human_pos}/{human_len} articles, {per_sec}, {eta} left  {msg}"))
            }
            None => ProgressBar::no_length().with_style(style("{spinner} {human_pos} articles, {per_sec}, {elapsed}  {msg}")),
        };
        bar.enable_steady_tick(Duration::from_millis(250));
        Self(bar)
    }

    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    pub(crate) fn show(&self, mark: &Mark) {
        self.0.set_position(mark.articles);
        if mark.failures > 0 {
            self.0.set_message(format!("{} failures", mark.failures));
        }
    }

    /// Prints something else on standard error without breaking the line.
    pub(crate) fn aside(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// How many articles the inputs hold, where every file is one.
fn count(inputs: Inputs) -> Option<u64> {
    let mut all = 0;
    for input in inputs.take(MOST_COUNTED + 1) {
        let one = match &input {
            Ok(Input::File(path)) => matches!(Format::of_name(&path.to_string_lossy()), Some(Format::Text | Format::Html)),
            Ok(Input::Stdin) => false,
            Err(_) => true,
        };
        if !one || all as usize >= MOST_COUNTED {
            return None;
        }
        all += 1;
    }
    Some(all)
}
