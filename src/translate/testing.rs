//! An engine for tests: a function.

use super::{Direction, Error, Translate};
use std::sync::atomic::{AtomicUsize, Ordering};

type Function = Box<dyn Fn(&str) -> Result<String, Error> + Send + Sync>;

/// Translates by a function, and counts the texts.
pub(super) struct Engine {
    name: String,
    direction: Direction,
    function: Function,
    pub(super) asked: AtomicUsize,
}

impl Engine {
    pub(super) fn new(from: &str, to: &str, function: impl Fn(&str) -> Result<String, Error> + Send + Sync + 'static) -> Self {
        let asked = AtomicUsize::new(0);
        Self { name: format!("test:{from}-{to}"), direction: Direction::new(from, to), function: Box::new(function), asked }
    }
}

impl Translate for Engine {
    fn name(&self) -> &str {
        &self.name
    }

    fn direction(&self) -> &Direction {
        &self.direction
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        self.asked.fetch_add(texts.len(), Ordering::Relaxed);
        texts.iter().map(|text| (self.function)(text)).collect()
    }
}
