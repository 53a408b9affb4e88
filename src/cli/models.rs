//! `cotejo models`

use super::Outcome;
use super::args::ModelsCommand;
use super::output::{FAILED, Output};
#[cfg(feature = "net")]
use crate::translate::Direction;
use crate::translate::models;
use anyhow::{Context, Result};
use std::io::Write;

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo models get es-en
  cotejo models list               pair, bytes, state
  cotejo models list --available

Models come from Mozilla's server, or from a mirror of it named in COTEJO_MODELS_URL, and are checked by their
SHA-256. They are kept in COTEJO_MODELS, else in the user's cache.";

pub(super) fn run(command: &ModelsCommand) -> Result<Outcome> {
    let text = match command {
        ModelsCommand::Path => format!("{}\n", models::folder().display()),
        ModelsCommand::List { available: false } => {
            let line = |(pair, bytes, state): (String, u64, models::State)| format!("{pair}\t{bytes}\t{}\n", state.name());
            models::list()?.into_iter().map(line).collect()
        }
        #[cfg(feature = "net")]
        ModelsCommand::List { available: true } => models::available()?.into_iter().map(|pair| pair + "\n").collect(),
        #[cfg(feature = "net")]
        ModelsCommand::Get { pair } => {
            let wrong = || super::Usage::new(format!("{pair}: not a pair of languages such as es-en"));
            format!("{}\n", models::get(&Direction::parse(pair).ok_or_else(wrong)?)?.display())
        }
        #[cfg(not(feature = "net"))]
        _ => anyhow::bail!("this program was built without network; put a model's files into {}/es-en", models::folder().display()),
    };
    let mut output = Output::open(None)?;
    (&mut output).write_all(text.as_bytes()).context(FAILED)?;
    output.finish()?;
    Ok(Outcome::Done)
}
