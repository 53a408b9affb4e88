//! A machine that translates the captions, where one was asked for: options in, evidence and a gloss out.

use super::place::Named;
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
    /// With the files that it is given by name.
    pub(crate) fn named(&self, named: Named) -> Named {
        #[cfg(feature = "translate")]
        return self.translator.named(named);
        #[cfg(not(feature = "translate"))]
        named
    }

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
        if let (false, Some(option)) = (self.asked(), self.translator.idle()) {
            let message = format!("{option} is for a machine's translations; ask for them with --translate, or leave it out");
            return Err(super::Usage::new(message).into());
        }
        #[cfg(feature = "translate")]
        return Ok(Machine(self.asked().then(|| self.translator.open(Direction::new("es", "en"), folder)).transpose()?));
        #[cfg(not(feature = "translate"))]
        {
            let _ = folder;
            Ok(Machine())
        }
    }
}

/// Who translates the captions, where somebody does.
#[derive(Default)]
pub(crate) struct Machine(#[cfg(feature = "translate")] Option<Box<dyn Translate>>);

impl Machine {
    /// What translations are signed with.
    pub(crate) fn name(&self) -> Option<String> {
        #[cfg(feature = "translate")]
        return self.0.as_ref().map(|translator| translator.name().to_owned());
        #[cfg(not(feature = "translate"))]
        None
    }

    /// [`Pairer::pairs_of`], with the machine's evidence.
    pub(crate) fn pairs(&self, pairer: &Pairer, article: &Article, passages: &[Passage]) -> Vec<Pair> {
        pairer.pairs_of(article, passages, self.asked_about(article).as_deref())
    }

    /// [`Pairer::candidates`], with the machine's evidence.
    pub(crate) fn candidates(&self, pairer: &Pairer, article: &Article) -> Vec<(usize, usize, Evidence)> {
        pairer.candidates(article, self.asked_about(article).as_deref())
    }

    /// The way to ask about an article's captions.
    fn asked_about<'m>(&'m self, article: &'m Article) -> Option<Asked<'m>> {
        #[cfg(feature = "translate")]
        return self.0.as_deref().map(|translator| Box::new(|texts: &[&str]| translated(translator, texts, &article.id)) as Asked<'m>);
        #[cfg(not(feature = "translate"))]
        {
            let _ = article;
            None
        }
    }
}

type Asked<'m> = Box<dyn Fn(&[&str]) -> Vec<Option<String>> + 'm>;
