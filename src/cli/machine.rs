//! A machine that translates the captions, where one was asked for: options in, evidence and a gloss out.

#[cfg(feature = "translate")]
use super::translator::{TranslatorArgs, translated};
#[cfg(feature = "translate")]
use crate::translate::{Direction, Translate};
use crate::{Article, Evidence, Pair, Pairer, passage::Passage};
use anyhow::Result;
use clap::Args as ClapArgs;
use std::path::Path;

#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct MachineArgs {
    /// Translate every caption by machine: a gloss, and evidence for pairs and findings. Implied by --translator
    #[cfg(feature = "translate")]
    #[arg(long, help_heading = "Translation")]
    translate: bool,
    #[cfg(feature = "translate")]
    #[command(flatten)]
    translator: TranslatorArgs,
}

impl MachineArgs {
    /// Whether a machine translates.
    pub(crate) fn asked(&self) -> bool {
        #[cfg(feature = "translate")]
        return self.translate || self.translator.is_named();
        #[cfg(not(feature = "translate"))]
        false
    }

    /// The machine, which remembers in `folder` where nothing else was said; nobody where none was asked for.
    pub(crate) fn open(&self, folder: Option<&Path>) -> Result<Machine> {
        #[cfg(feature = "translate")]
        return Ok(Machine(self.asked().then(|| self.translator.open(Direction::new("es", "en"), folder)).transpose()?));
        #[cfg(not(feature = "translate"))]
        Ok(Machine {})
    }
}

/// Who translates the captions, where somebody does.
#[cfg(feature = "translate")]
pub(crate) struct Machine(Option<Box<dyn Translate>>);

/// Built without translation: nobody.
#[cfg(not(feature = "translate"))]
pub(crate) struct Machine {}

#[cfg(feature = "translate")]
impl Machine {
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// What translations are signed with.
    pub(crate) fn name(&self) -> Option<String> {
        self.0.as_ref().map(|translator| translator.name().to_owned())
    }

    /// [`Pairer::pairs_of`], with the machine's evidence.
    pub(crate) fn pairs(&self, pairer: &Pairer, article: &Article, passages: &[Passage]) -> Vec<Pair> {
        match self.0.as_deref() {
            Some(translator) => pairer.pairs_with(article, passages, &|texts| translated(translator, texts, &article.id)),
            None => pairer.pairs_of(article, passages),
        }
    }

    /// [`Pairer::candidates`], with the machine's evidence.
    pub(crate) fn candidates(&self, pairer: &Pairer, article: &Article) -> Vec<(usize, usize, Evidence)> {
        match self.0.as_deref() {
            Some(translator) => pairer.candidates(article, Some(&|texts| translated(translator, texts, &article.id))),
            None => pairer.candidates(article, None),
        }
    }
}

#[cfg(not(feature = "translate"))]
impl Machine {
    pub(crate) fn none() -> Self {
        Self {}
    }

    pub(crate) fn name(&self) -> Option<String> {
        None
    }

    pub(crate) fn pairs(&self, pairer: &Pairer, article: &Article, passages: &[Passage]) -> Vec<Pair> {
        pairer.pairs_of(article, passages)
    }

    pub(crate) fn candidates(&self, pairer: &Pairer, article: &Article) -> Vec<(usize, usize, Evidence)> {
        pairer.candidates(article, None)
    }
}
