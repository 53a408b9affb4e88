//! Examining an article: its passages, its pairs and their findings, in one call.

use crate::article::Article;
#[cfg(feature = "audit")]
use crate::audit::{self, Auditor, Finding, Settings, Traces};
use crate::caption::House;
use crate::pair::evidence::Evidence;
use crate::pair::{self, Options, Pair, Pairer};
use crate::passage::{Passage, passages_of, passages_with_captions};
use crate::row::Row;
#[cfg(feature = "translate")]
use crate::translate::Translate;

/// Examines articles. Make one and use it for all of them, on any number of threads.
#[derive(Default)]
pub struct Cotejo<'t> {
    pairer: Pairer,
    #[cfg(feature = "audit")]
    auditor: Auditor,
    translator: Option<&'t Translator>,
    house: House,
}

/// Sets up a [`Cotejo`].
#[derive(Default)]
pub struct Builder<'t> {
    options: Options,
    #[cfg(feature = "audit")]
    checks: Settings,
    translator: Option<&'t Translator>,
    house: House,
}

/// Why [`Builder::build`] fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An option of pairing.
    #[error(transparent)]
    Pairing(#[from] pair::Error),
    /// A setting of the audit.
    #[cfg(feature = "audit")]
    #[error(transparent)]
    Checks(#[from] audit::Error),
}

impl<'t> Builder<'t> {
    /// How captions are paired; the encoder and the weights of the score.
    #[must_use]
    pub fn pairing(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Which checks run, and how severe their findings are.
    #[cfg(feature = "audit")]
    #[must_use]
    pub fn checks(self, checks: Settings) -> Self {
        Self { checks, ..self }
    }

    /// A translator of the Spanish captions into English, if any: it gives evidence for pairs and findings, and a gloss.
    #[must_use]
    pub fn translator(self, translator: impl Into<Option<&'t Translator>>) -> Self {
        Self { translator: translator.into(), ..self }
    }

    /// A newsroom's own agencies, photographers, desks and forms, beside the embedded ones.
    #[must_use]
    pub fn house(self, house: House) -> Self {
        Self { house, ..self }
    }

    /// Checks the settings.
    ///
    /// # Errors
    /// [`Error`] names the option or setting that is not valid.
    pub fn build(self) -> Result<Cotejo<'t>, Error> {
        Ok(Cotejo {
            pairer: Pairer::new(self.options)?,
            #[cfg(feature = "audit")]
            auditor: Auditor::new(self.checks)?,
            translator: self.translator,
            house: self.house,
        })
    }
}

impl<'t> Cotejo<'t> {
    /// A builder, to set options, checks, a translator and tables of one's own; [`Cotejo::default`] has the embedded ones.
    pub fn builder() -> Builder<'t> {
        Builder::default()
    }

    /// Reads an article, pairs its Spanish captions and audits them.
    pub fn examine<'a>(&self, article: &'a Article) -> Examined<'a> {
        let passages = passages_of(article, self.pairer.encoder(), &self.house);
        let pairs = self.pairs(article, &passages);
        #[cfg(feature = "audit")]
        let (findings, traces) = self.auditor.audit(article, &passages, &pairs);
        Examined {
            article,
            passages,
            pairs,
            #[cfg(feature = "audit")]
            findings,
            #[cfg(feature = "audit")]
            traces,
            engine: self.engine().map(str::to_owned),
        }
    }

    /// The article's rows: those of [`Examined::rows`], at less cost.
    pub fn rows(&self, article: &Article) -> Vec<Row> {
        let Some(passages) = passages_with_captions(article, self.pairer.encoder(), &self.house) else { return Vec::new() };
        let pairs = self.pairs(article, &passages);
        #[cfg(feature = "audit")]
        let codes = self.auditor.codes(article, &passages, &pairs);
        #[cfg(not(feature = "audit"))]
        let codes = pairs.iter().map(|_| None);
        pairs.iter().zip(codes).map(|(pair, codes)| Row::new(article, pair, codes, self.engine())).collect()
    }

    /// The evidence for every candidate of every caption, for fitting: `(es_line, en_line, evidence)`.
    pub(crate) fn candidates(&self, article: &Article) -> Vec<(usize, usize, Evidence)> {
        let ask = self.asked_about(article);
        self.pairer.candidates(article, &passages_of(article, self.pairer.encoder(), &self.house), ask.as_deref())
    }

    fn engine(&self) -> Option<&'t str> {
        self.translator.map(|translator| translator.name.as_str())
    }

    fn pairs(&self, article: &Article, passages: &[Passage]) -> Vec<Pair> {
        let pairs = self.pairer.pairs(article, passages, self.asked_about(article).as_deref());
        pairs.iter().for_each(|pair| tell(article, pair));
        pairs
    }

    /// The way to ask the translator about an article's captions.
    fn asked_about<'a>(&self, article: &'a Article) -> Option<Asked<'a>>
    where
        't: 'a,
    {
        let translator = self.translator?;
        Some(Box::new(|texts: &[&str]| (translator.ask)(texts, &article.id)))
    }
}

/// An article, examined.
#[derive(Debug)]
#[non_exhaustive]
pub struct Examined<'a> {
    /// The article.
    pub article: &'a Article,
    /// What it consists of, in the order of the page.
    pub passages: Vec<Passage>,
    /// One pair for each Spanish caption, in the order of the page. A caption that is printed twice counts once.
    pub pairs: Vec<Pair>,
    /// What is wrong, in the order of the page.
    #[cfg(feature = "audit")]
    pub findings: Vec<Finding>,
    /// What the checks that look at several articles need of this one: for [`audit::Across`].
    #[cfg(feature = "audit")]
    pub traces: Traces,
    /// What translations are signed with.
    engine: Option<String>,
}

impl Examined<'_> {
    /// One row for each pair, with its texts, fields and findings.
    pub fn rows(&self) -> Vec<Row> {
        #[cfg(feature = "audit")]
        let found = audit::by_pair(&self.findings);
        #[cfg(feature = "audit")]
        let codes = |pair: &Pair| found.get(pair.id.as_str()).and_then(|own| audit::codes(own));
        #[cfg(not(feature = "audit"))]
        let codes = |_: &Pair| None;
        let row = |pair: &Pair| Row::new(self.article, pair, codes(pair), self.engine.as_deref());
        self.pairs.iter().map(row).collect()
    }
}

/// Asks about texts: one answer for each, in order, `None` where there is none.
type Asked<'a> = Box<dyn Fn(&[&str]) -> Vec<Option<String>> + 'a>;

/// Asks about texts of the article of that name: one answer for each, in order, `None` where there is none.
type Ask = Box<dyn Fn(&[&str], &str) -> Vec<Option<String>> + Sync>;

/// A machine that translates Spanish captions into English.
pub struct Translator {
    name: String,
    ask: Ask,
}

impl Translator {
    /// A machine with the name that translations are signed with. `ask` gets Spanish texts and the name of the article that they stand in;
    /// it gives one answer for each, in order, `None` where it has none.
    pub fn new(name: impl Into<String>, ask: impl Fn(&[&str], &str) -> Vec<Option<String>> + Sync + 'static) -> Self {
        Self { name: name.into(), ask: Box::new(ask) }
    }
}

/// An engine; what it cannot translate is logged.
#[cfg(feature = "translate")]
impl From<Box<dyn Translate>> for Translator {
    fn from(engine: Box<dyn Translate>) -> Self {
        Self::new(engine.name().to_owned(), move |texts, article| {
            let found = engine.translate(texts).into_iter();
            found.map(|text| text.inspect_err(|error| log::warn!("{article}: not translated: {error}")).ok()).collect()
        })
    }
}

/// Logs the decision on a pair and how close the alternative was, for -vv.
fn tell(article: &Article, pair: &Pair) {
    let place = || format!("{}:{}: {}", article.id, pair.line, pair.relation.name());
    let (Some(en), Some(evidence), Some(score)) = (&pair.en, &pair.evidence, pair.score) else {
        log::debug!("{}, since no English is likelier than none", place());
        return;
    };
    let margin = evidence.source_margin.or(evidence.source_words_margin);
    let rival =
        margin.map_or_else(|| "no other English to choose".to_owned(), |margin| format!("{margin:+.2} against the next best English"));
    log::debug!("{} with line {}, score {score:.4}, {rival}", place(), en.line);
}
