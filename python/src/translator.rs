//! A translator of the caller's, or an engine that Cotejo knows.

use cotejo::Translator;
use cotejo::translate::{Choice, Settings};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::cell::RefCell;

thread_local! {
    /// What the caller's function raised on this thread.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// What the translator raised on this thread since it was asked last.
pub(crate) fn raised() -> Option<PyErr> {
    RAISED.take()
}

/// The translator of a function, signed with its name, or of an engine's name as the command takes it.
pub(crate) fn of(given: &Bound<'_, PyAny>) -> PyResult<Translator> {
    if let Ok(name) = given.extract::<String>() {
        let wrong = |cause: &dyn std::fmt::Display| PyValueError::new_err(format!("`translator`: {cause}"));
        let choice: Choice = name.parse().map_err(|cause| wrong(&cause))?;
        return choice.open(&Settings::default()).map(Translator::from).map_err(|cause| wrong(&cause));
    }
    if !given.is_callable() {
        return Err(PyValueError::new_err("`translator` is the name of an engine, or a function that takes a list of texts"));
    }
    let name = given.getattr("__name__").and_then(|name| name.extract::<String>()).unwrap_or_else(|_| "python".to_owned());
    let function = given.clone().unbind();
    Ok(Translator::new(name, move |texts, _| {
        let asked = Python::try_attach(|py| answers(function.bind(py), texts));
        match asked {
            Some(Ok(answers)) => answers,
            Some(Err(error)) => {
                RAISED.set(Some(error));
                vec![None; texts.len()]
            }
            // the interpreter is at its end
            None => vec![None; texts.len()],
        }
    }))
}

fn answers(function: &Bound<'_, PyAny>, texts: &[&str]) -> PyResult<Vec<Option<String>>> {
    let answers: Vec<Option<String>> = function.call1((texts.to_vec(),))?.extract()?;
    if answers.len() == texts.len() {
        return Ok(answers);
    }
    let message =
        format!("the translator gave {} answers to {} texts; give one for each, None where there is none", answers.len(), texts.len());
    Err(PyValueError::new_err(message))
}
