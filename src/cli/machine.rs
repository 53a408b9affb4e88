//! Options for machine translation of captions, which gives evidence and a gloss.

use super::place::Named;
#[cfg(feature = "translate")]
use super::translator::TranslatorArgs;
use crate::examine::Translator;
#[cfg(feature = "translate")]
use crate::translate::Direction;
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

    /// The translator, with its memory in `folder` unless another was named; `None` if no translation was asked for.
    pub(crate) fn open(&self, folder: Option<&Path>) -> Result<Option<Translator>> {
        #[cfg(feature = "translate")]
        if let (false, Some(option)) = (self.asked(), self.translator.idle()) {
            let message = format!("{option} is for a machine's translations; ask for them with --translate, or leave it out");
            return Err(super::Usage::new(message).into());
        }
        #[cfg(feature = "translate")]
        return Ok(self.asked().then(|| self.translator.open(Direction::new("es", "en"), folder)).transpose()?.map(Translator::from));
        #[cfg(not(feature = "translate"))]
        {
            let _ = folder;
            Ok(None)
        }
    }
}
