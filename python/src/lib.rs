//! The module `cotejo_captions._native`. What Python sees of it, and its types, are in `cotejo_captions/`.
//!
//! `input` reads what Python gives as an article, `pairer` has the options and the calls, `many` the calls for many articles, `rows` the tables,
//! `examined` the objects, `fault` what goes wrong.

mod examined;
mod fault;
mod input;
mod many;
mod pairer;
mod rows;
mod translator;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::many::PairsMany;
    #[pymodule_export]
    use crate::pairer::Pairer;
    #[pymodule_export]
    use crate::rows::Rows;

    use pyo3::prelude::*;
    use std::ffi::OsString;
    use std::io::Write;

    /// The version of Cotejo.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// The columns of a table, in order: name and meaning.
    #[pyfunction]
    fn columns() -> Vec<(&'static str, &'static str)> {
        cotejo::internals::SCHEMA.iter().map(|column| (column.name, column.meaning)).collect()
    }

    /// Panics where an article is worked on: for the test that says what comes of it.
    #[pyfunction]
    fn panics(py: Python<'_>) -> PyResult<()> {
        let done = py.detach(|| crate::fault::guarded(|| -> () { panic!("on purpose") }));
        done.map_err(|fault| fault.into_exception(py, "0", Some(3)))
    }

    /// The command `cotejo` with these words, the program's name first; gives its exit code. Once in a process.
    #[pyfunction]
    fn command(py: Python<'_>, words: Vec<OsString>) -> u8 {
        py.detach(|| {
            let code = cotejo::cli::run(words);
            // a program's own end does this; a module has none. Where standard output is closed there is nobody to tell
            let _ = std::io::stdout().flush();
            code
        })
    }
}
