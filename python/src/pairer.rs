//! `Pairer`: the options, and the calls for one article.

use crate::fault::{Fault, guarded};
use crate::input::{self, Input};
use crate::many::{PairsMany, Work};
use crate::rows::Rows;
use crate::{examined, translator};
use cotejo::audit::{Settings, Severity};
use cotejo::encoder::Encoder;
use cotejo::pair::{Model, Options};
use cotejo::{Article, Cotejo, Form, Relation, Row, read};
use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which rows are wanted.
#[derive(Default)]
struct Wanted {
    relations: Vec<Relation>,
    forms: Vec<Form>,
    min_score: Option<f64>,
}

impl Wanted {
    fn has(&self, row: &Row) -> bool {
        let scored = self.min_score.is_none_or(|least| row.score.is_some_and(|score| score >= least));
        let related = self.relations.is_empty() || self.relations.contains(&row.relation);
        scored && related && (self.forms.is_empty() || row.form.is_some_and(|form| self.forms.contains(&form)))
    }
}

/// What threads share.
pub(crate) struct Shared {
    cotejo: Cotejo<'static>,
    wanted: Wanted,
    translates: bool,
}

impl Shared {
    /// The rows of an article that are wanted.
    pub(crate) fn rows(&self, article: &Article) -> Result<Rows, Fault> {
        let rows = guarded(|| self.cotejo.rows(article))?;
        translator::raised().map_or(Ok(()), |error| Err(Fault::Raised(error)))?;
        Ok(Rows::new(rows.into_iter().filter(|row| self.wanted.has(row)).collect(), self.translates))
    }
}

/// Pairs captions by options of one's own. Make one and use it for all articles, on any number of threads; it can be pickled.
///
/// Without options it does what `cotejo.pairs` does. All options are given by name:
///
/// Args:
///     candidates (int): how many English texts each caption is compared with, nearest first, and how many more with the same credit.
///     fast (bool): pair by place, credit and words alone, without encoder and verifier: several times as fast, many more relations are wrong,
///         and `similarity` is None.
///     verify (bool): False tells the relation by cosines and word tables, without the verifier that reads both texts.
///     encoder (path): the folder of another encoder with the shape of the embedded one.
///     model (path): a file of other weights.
///     config (path): a `cotejo.toml`: a newsroom's own names, forms and style, and which checks run. None is looked for by itself.
///     only, ignore (sequence of str): the audit's checks or families that run, or do not.
///     severity (dict): code or family -> "note", "warning" or "error".
///     translator (str or callable): the name of an engine as the command takes it ("firefox", "apertium", ...), or a function that takes a
///         list of Spanish texts and gives a list of as many English ones, None where it has none. It may be called on several threads.
///         Rows then have the columns `mt` and `mt_engine`. It is kept until the process ends.
///     relation (sequence of str): only rows with these relations: "translation", "partial", "mismatch", "unpaired".
///     forms (sequence of str): only rows whose caption was known by these: "agency", "credit", "markup", "language".
///     min_score (float): only rows with at least this score, from 0 to 1; captions without English have none.
///     max_bytes (int): larger articles are refused; 64 MiB unless given.
///
/// Raises:
///     ValueError: an option is not valid; the message names it.
///     OSError: a file cannot be read.
///
/// >>> pairer = cotejo.Pairer(relation=["partial"], min_score=0.01)
/// >>> [row.relation for row in pairer.pairs(article)]
/// ['partial']
/// >>> cotejo.Pairer(candidates=0)
/// Traceback (most recent call last):
/// ...
/// ValueError: `candidates` is 0: allow at least one
#[pyclass(frozen, module = "cotejo_captions")]
pub(crate) struct Pairer {
    shared: Arc<Shared>,
    max_bytes: u64,
    /// As it was called: for `repr` and pickle.
    given: Py<PyDict>,
}

#[pymethods]
impl Pairer {
    #[new]
    #[pyo3(signature = (*, **options), text_signature = "(*, candidates=64, fast=False, verify=True, encoder=None, model=None, config=None, only=(), ignore=(), severity=None, translator=None, relation=(), forms=(), min_score=None, max_bytes=67108864)")]
    fn new(py: Python<'_>, options: Option<Bound<'_, PyDict>>) -> PyResult<Self> {
        let given = options.unwrap_or_else(|| PyDict::new(py));
        let Asked { pairing, checks, house, translator, wanted, max_bytes } = Asked::of(&given)?;
        let translates = translator.is_some();
        // borrowed by what is shared by threads that nobody counts: it stays
        let translator = translator.map(|translator| &*Box::leak(Box::new(translator)));
        let cotejo = Cotejo::builder().pairing(pairing).checks(checks).house(house).translator(translator).build().map_err(of_option)?;
        Ok(Self { shared: Arc::new(Shared { cotejo, wanted, translates }), max_bytes, given: given.unbind() })
    }

    /// The rows of an article: one for each Spanish caption, in the order of the page.
    ///
    /// See `cotejo.pairs`.
    ///
    /// >>> cotejo.Pairer(fast=True).pairs(article)[0].similarity is None
    /// True
    #[pyo3(signature = (article, *, id = None, date = None, format = "auto"))]
    fn pairs(
        &self,
        py: Python<'_>,
        article: &Bound<'_, PyAny>,
        id: Option<String>,
        date: Option<&Bound<'_, PyAny>>,
        format: &str,
    ) -> PyResult<Rows> {
        self.with(py, article, id, date, format, |article| self.shared.rows(&article))
    }

    /// Everything that there is to know about an article.
    ///
    /// See `cotejo.examine`.
    ///
    /// >>> cotejo.Pairer(only=["numbers", "people"]).examine(article).findings[0].code
    /// 'name-accent'
    #[pyo3(signature = (article, *, id = None, date = None, format = "auto"))]
    fn examine<'py>(
        &self,
        py: Python<'py>,
        article: &Bound<'py, PyAny>,
        id: Option<String>,
        date: Option<&Bound<'py, PyAny>>,
        format: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let article = self.with(py, article, id, date, format, Ok)?;
        let (cotejo, wanted) = (&self.shared.cotejo, &self.shared.wanted);
        let examined = py.detach(|| guarded(|| cotejo.examine(&article)));
        let examined = examined.map_err(|fault| fault.into_exception(py, &article.id, None))?;
        translator::raised().map_or(Ok(()), Err)?;
        let rows = examined.rows().into_iter().filter(|row| wanted.has(row)).collect();
        examined::as_object(py, &examined, Rows::new(rows, self.shared.translates))
    }

    /// The rows of many articles, on all cores: an iterator over one `Rows` for each, in order.
    ///
    /// See `cotejo.pairs_many`.
    ///
    /// >>> pairer = cotejo.Pairer(relation=["mismatch"])
    /// >>> [len(rows) for rows in pairer.pairs_many([article, article], jobs=2)]
    /// [1, 1]
    #[pyo3(signature = (articles, *, jobs = None, errors = "raise", format = "auto"))]
    fn pairs_many(&self, articles: &Bound<'_, PyAny>, jobs: Option<i64>, errors: &str, format: &str) -> PyResult<PairsMany> {
        let work = Work { shared: self.shared.clone(), options: input::options(self.max_bytes, format)? };
        PairsMany::new(articles, work, jobs, errors)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let given = self.given.bind(py).iter().map(|(name, value)| Ok(format!("{name}={}", value.repr()?)));
        Ok(format!("Pairer({})", given.collect::<PyResult<Vec<_>>>()?.join(", ")))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyTuple>, Bound<'py, PyDict>) {
        (PyTuple::empty(py), self.given.bind(py).clone())
    }
}

impl Pairer {
    /// Reads an article and does something with it, without holding the interpreter.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        article: &Bound<'_, PyAny>,
        id: Option<String>,
        date: Option<&Bound<'_, PyAny>>,
        format: &str,
        work: impl FnOnce(Article) -> Result<T, Fault> + Send,
    ) -> PyResult<T> {
        let options = input::options(self.max_bytes, format)?;
        let date = date.filter(|date| !date.is_none()).map(|date| date.str()?.extract::<String>()).transpose()?;
        let input = Input::of(article).map_err(|fault| fault.into_exception(py, id.as_deref().unwrap_or("0"), None))?.called(id, date);
        let name = input.name(0);
        let done = py.detach(|| guarded(|| input.read(0, &options)).flatten().and_then(work));
        done.map_err(|fault| fault.into_exception(py, &name, None))
    }
}

/// What is asked for.
struct Asked {
    pairing: Options,
    checks: Settings,
    house: cotejo::House,
    translator: Option<cotejo::Translator>,
    wanted: Wanted,
    max_bytes: u64,
}

impl Asked {
    fn of(given: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut asked = Self {
            pairing: Options::default(),
            checks: Settings::default(),
            house: cotejo::House::default(),
            translator: None,
            wanted: Wanted::default(),
            max_bytes: read::Options::default().max_bytes,
        };
        // what stands in the file, then what the call says
        if let Some(path) = given.get_item("config")?.filter(|path| !path.is_none()) {
            let path: PathBuf = path.extract()?;
            there(&path)?;
            let configured = cotejo::cli::configured(&path).map_err(PyValueError::new_err)?;
            (asked.checks, asked.house, asked.wanted.forms) = (configured.checks, configured.house, configured.forms);
        }
        for (name, value) in given.iter() {
            let name: String = name.extract()?;
            asked.set(&name, &value)?;
        }
        Ok(asked)
    }

    fn set(&mut self, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let names = || value.extract::<Vec<String>>();
        match name {
            "candidates" => self.pairing.candidates = whole(name, value)?,
            "fast" => self.pairing.fast = value.extract()?,
            "verify" => self.pairing.verify = value.extract()?,
            "max_bytes" => self.max_bytes = whole(name, value)? as u64,
            "only" => self.checks.only = names()?,
            "ignore" => self.checks.ignore.extend(names()?),
            "relation" => self.wanted.relations = each(name, &names()?, RELATIONS, Relation::from_name)?,
            "forms" => self.wanted.forms = each(name, &names()?, FORMS, form)?,
            _ if value.is_none() && OPTIONAL.contains(&name) => {}
            "config" => {}
            "encoder" => {
                let folder: PathBuf = value.extract()?;
                there(&folder)?;
                self.pairing.encoder = Some(Arc::new(Encoder::open(&folder).map_err(of_option)?));
            }
            "model" => {
                let path: PathBuf = value.extract()?;
                there(&path)?;
                let text = std::fs::read_to_string(&path).map_err(|cause| PyOSError::new_err(format!("{}: {cause}", path.display())))?;
                let model = Model::parse(&text).map_err(|cause| PyValueError::new_err(format!("{}: {cause}", path.display())))?;
                self.pairing.model = Some(Arc::new(model));
            }
            "severity" => {
                for (code, level) in value.extract::<BTreeMap<String, String>>()? {
                    let level = each(name, &[level], SEVERITIES, severity)?;
                    self.checks.severity.extend(level.into_iter().map(|level| (code.clone(), level)));
                }
            }
            "translator" => self.translator = Some(translator::of(value)?),
            "min_score" => {
                let least: f64 = value.extract()?;
                if !(0.0..=1.0).contains(&least) {
                    return Err(PyValueError::new_err(format!("`min_score` is {least}: give a number from 0 to 1")));
                }
                self.wanted.min_score = Some(least);
            }
            _ => return Err(pyo3::exceptions::PyTypeError::new_err(format!("Pairer has no option `{name}`; help(Pairer) lists them"))),
        }
        Ok(())
    }
}

/// Options that may be None.
const OPTIONAL: &[&str] = &["config", "encoder", "model", "severity", "translator", "min_score"];

const RELATIONS: &str = "translation, partial, mismatch, unpaired";
const FORMS: &str = "agency, credit, markup, language";
const SEVERITIES: &str = "note, warning, error";

fn form(name: &str) -> Option<Form> {
    [Form::Agency, Form::Credit, Form::Markup, Form::Language].into_iter().find(|form| form.name() == name)
}

fn severity(name: &str) -> Option<Severity> {
    [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|severity| severity.name() == name)
}

/// What the names stand for.
fn each<T>(option: &str, names: &[String], known: &str, of: impl Fn(&str) -> Option<T>) -> PyResult<Vec<T>> {
    let found = |name: &String| of(name).ok_or_else(|| PyValueError::new_err(format!("`{option}`: `{name}` is none of {known}")));
    names.iter().map(found).collect()
}

fn whole(option: &str, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    let number: i64 = value.extract()?;
    usize::try_from(number).map_err(|_| PyValueError::new_err(format!("`{option}` is {number}: give a whole number that is not negative")))
}

/// A file that is not there is told in the system's way.
fn there(path: &Path) -> PyResult<()> {
    if path.exists() { Ok(()) } else { Err(PyFileNotFoundError::new_err((2, "no such file or folder", path.to_owned()))) }
}

fn of_option(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}
