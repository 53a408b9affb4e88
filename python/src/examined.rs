//! An examined article as Python's objects. Places are counted in characters of the source, as Python counts those of a `str`.

use crate::rows::Rows;
use cotejo::audit::{Finding, Label};
use cotejo::{Article, Caption, Examined, Gap, Pair, Passage, Span};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Bytes between two places of which the character is known.
const STEP: usize = 1024;

/// How many characters of a source stand before each of its bytes.
struct Characters<'s> {
    source: &'s [u8],
    counts: Vec<usize>,
}

impl<'s> Characters<'s> {
    fn of(source: &'s str) -> Self {
        let source = source.as_bytes();
        let add = |sum: &mut usize, step: &[u8]| Some(std::mem::replace(sum, *sum + begun(step)));
        Self { source, counts: source.chunks(STEP).scan(0, add).collect() }
    }

    fn before(&self, byte: usize) -> usize {
        let step = (byte / STEP).min(self.counts.len().saturating_sub(1));
        self.counts.get(step).copied().unwrap_or_default() + self.source.get(step * STEP..byte).map_or(0, begun)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

/// Makes objects of `cotejo_captions._types`.
struct Maker<'a, 'py> {
    types: Bound<'py, PyModule>,
    article: &'a Article,
    characters: Characters<'a>,
}

type Made<'py> = PyResult<Bound<'py, PyAny>>;

impl<'py> Maker<'_, 'py> {
    fn make(&self, name: &str, values: impl IntoPyObject<'py, Target = PyTuple, Output = Bound<'py, PyTuple>, Error = PyErr>) -> Made<'py> {
        self.types.getattr(name)?.call1(values.into_pyobject(self.types.py())?)
    }

    fn py(&self) -> Python<'py> {
        self.types.py()
    }

    /// Some bytes of the source.
    fn source_span(&self, start: usize, end: usize) -> Made<'py> {
        self.make("Span", (self.characters.before(start), self.characters.before(end)))
    }

    /// A span of the article's text.
    fn span(&self, span: Span) -> Made<'py> {
        let source = self.article.source_span(span);
        self.source_span(source.start, source.end)
    }

    fn all<T>(&self, of: &[T], make: impl Fn(&T) -> Made<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(self.py(), of.iter().map(make).collect::<PyResult<Vec<_>>>()?)
    }

    fn caption(&self, caption: &Caption) -> Made<'py> {
        let photographers: Vec<&str> = caption.photographers().collect();
        self.make(
            "Caption",
            (
                self.span(caption.raw)?,
                self.span(caption.body)?,
                self.article.at(caption.body),
                caption.photo_id().map(|id| id.as_str()),
                caption.date().map(|day| day.to_string()),
                caption.place(),
                caption.agency(),
                PyTuple::new(self.py(), photographers)?,
                caption.editor(),
                caption.desk(),
                caption.form.name(),
            ),
        )
    }

    fn passage(&self, passage: &Passage) -> Made<'py> {
        self.make(
            "Passage",
            (
                self.span(passage.raw)?,
                self.article.at(passage.raw),
                passage.line,
                passage.role.name(),
                passage.detected.language.code(),
                passage.detected.confidence,
                passage.caption.as_ref().map(|caption| self.caption(caption)).transpose()?,
            ),
        )
    }

    fn gap(&self, gap: &Gap) -> Made<'py> {
        self.make("Gap", (self.span(gap.span)?, self.article.at(gap.span), gap.probability, gap.contradicted))
    }

    fn pair(&self, pair: &Pair) -> Made<'py> {
        let en = pair.en.as_ref().map(|en| {
            let caption = en.caption.as_ref().map(|caption| self.caption(caption)).transpose()?;
            self.make("Counterpart", (self.span(en.raw)?, self.span(en.body)?, self.article.at(en.body), en.line, caption))
        });
        let evidence = PyDict::new(self.py());
        for (name, value) in pair.evidence.iter().flat_map(|evidence| evidence.known()) {
            evidence.set_item(name, value)?;
        }
        self.make(
            "Pair",
            (
                &pair.id,
                pair.relation.name(),
                pair.score,
                pair.line,
                self.caption(&pair.es)?,
                en.transpose()?,
                evidence,
                self.all(&pair.unsaid.source, |gap| self.gap(gap))?,
                self.all(&pair.unsaid.target, |gap| self.gap(gap))?,
                pair.machine.as_deref(),
            ),
        )
    }

    fn label(&self, label: &Label) -> Made<'py> {
        let place = label.place();
        let span = label.span().map(|_| self.source_span(place.start, place.end)).transpose()?;
        self.make("Label", (span, place.text(), &label.text, place.line, place.column, &place.article))
    }

    fn finding(&self, finding: &Finding) -> Made<'py> {
        let fix = finding.fix.as_ref().map(|fix| self.make("Fix", (self.source_span(fix.start, fix.end)?, &fix.replacement)));
        self.make(
            "Finding",
            (
                finding.code,
                finding.severity.name(),
                &finding.message,
                finding.pair_id.as_deref(),
                self.all(&finding.labels, |label| self.label(label))?,
                finding.help.as_deref(),
                fix.transpose()?,
                finding.fingerprint(),
            ),
        )
    }
}

/// An `Examined` of `cotejo_captions._types`.
pub(crate) fn as_object<'py>(py: Python<'py>, examined: &Examined<'_>, rows: Rows) -> Made<'py> {
    let article = examined.article;
    let types = py.import("cotejo_captions._types")?;
    let maker = Maker { types, article, characters: Characters::of(article.source_text()) };
    let findings = maker.all(&examined.findings, |finding| maker.finding(finding))?;
    let values = (
        &article.id,
        article.title.as_deref(),
        article.published.map(|day| day.to_string()),
        article.source_text(),
        maker.all(&examined.passages, |passage| maker.passage(passage))?,
        maker.all(&examined.pairs, |pair| maker.pair(pair))?,
        findings,
        rows,
    );
    maker.make("Examined", values)
}
