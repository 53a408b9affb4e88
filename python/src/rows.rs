//! `Rows`: what `cotejo pair` writes, as a sequence of rows and as an Arrow table.

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use cotejo::internals::{Cell, Column, Kind, SCHEMA};
use cotejo::{Columns, Row};
use pyo3::exceptions::{PyIndexError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCapsule, PyIterator, PyList, PySlice, PyTuple, PyType};
use std::sync::Arc;

/// Bytes of text in one array at most, one row more: its offsets are 32-bit numbers.
const BATCH_BYTES: usize = 256 << 20;

/// Rows of one article or of many, in order: a sequence of `Row`, and an Arrow table.
///
/// Whatever reads the Arrow PyCapsule interface takes it as it is: `pyarrow.table(rows)`, `polars.DataFrame(rows)`,
/// `pandas.DataFrame.from_arrow(rows)`. Columns, their order and their types are those of `cotejo pair --format parquet`. The texts are put
/// into Arrow's form once, each time that a table is asked for; what comes out is handed over and not copied.
///
/// >>> rows = cotejo.pairs(article)
/// >>> len(rows), rows[0].photographer
/// (2, 'José Pazos')
/// >>> [row.relation for row in rows]
/// ['partial', 'mismatch']
#[pyclass(frozen, module = "cotejo_captions", sequence)]
pub(crate) struct Rows {
    rows: Vec<Row>,
    columns: Columns,
}

impl Rows {
    pub(crate) fn new(rows: Vec<Row>, machine: bool) -> Self {
        let mut columns = Columns::default();
        columns.machine = machine;
        Self { rows, columns }
    }

    fn schema(&self) -> Arc<Schema> {
        let field = |column: &Column| {
            let kind = match column.kind {
                Kind::Text => DataType::Utf8,
                Kind::Integer => DataType::Int64,
                Kind::Real => DataType::Float64,
            };
            Field::new(column.name, kind, !column.always)
        };
        Arc::new(Schema::new(SCHEMA[..self.columns.names().len()].iter().map(field).collect::<Vec<_>>()))
    }

    /// The rows, in batches whose texts Arrow's offsets can count.
    fn batches(&self, schema: &Arc<Schema>) -> Result<Vec<RecordBatch>, ArrowError> {
        let mut bytes = 0;
        let mut ends: Vec<usize> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            bytes += row.cells().iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 }).sum::<usize>();
            if bytes >= BATCH_BYTES {
                ends.push(at + 1);
                bytes = 0;
            }
        }
        if ends.last() != Some(&self.rows.len()) {
            ends.push(self.rows.len());
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(&ends).map(|(start, end)| batch(&self.rows[start..*end], schema)).collect()
    }
}

fn batch(rows: &[Row], schema: &Arc<Schema>) -> Result<RecordBatch, ArrowError> {
    let column = |at: usize| -> ArrayRef {
        let cells = rows.iter().map(|row| row.cells()[at]);
        match SCHEMA[at].kind {
            Kind::Text => {
                let mut builder = StringBuilder::new();
                cells.for_each(|cell| builder.append_option(if let Cell::Text(text) = cell { Some(text) } else { None }));
                Arc::new(builder.finish())
            }
            Kind::Integer => {
                let mut builder = Int64Builder::new();
                cells.for_each(|cell| builder.append_option(if let Cell::Integer(number) = cell { Some(number) } else { None }));
                Arc::new(builder.finish())
            }
            Kind::Real => {
                let mut builder = Float64Builder::new();
                cells.for_each(|cell| builder.append_option(if let Cell::Real(number) = cell { Some(number) } else { None }));
                Arc::new(builder.finish())
            }
        }
    };
    RecordBatch::try_new(schema.clone(), (0..schema.fields().len()).map(column).collect())
}

fn of_arrow(error: ArrowError) -> PyErr {
    PyValueError::new_err(format!("the rows make no Arrow table: {error}"))
}

/// A row as Python has it.
fn as_tuple<'py>(py: Python<'py>, row: &Row) -> PyResult<Bound<'py, PyAny>> {
    static ROW: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let cells: Vec<Bound<'py, PyAny>> = row.cells().iter().map(|cell| as_object(py, cell)).collect::<PyResult<_>>()?;
    ROW.import(py, "cotejo_captions._types", "Row")?.call1(PyTuple::new(py, cells)?)
}

fn as_object<'py>(py: Python<'py>, cell: &Cell<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Cell::Empty => py.None().into_bound(py),
        Cell::Text(text) => text.into_pyobject(py)?.into_any(),
        Cell::Integer(number) => number.into_pyobject(py)?.into_any(),
        Cell::Real(number) => number.into_pyobject(py)?.into_any(),
    })
}

#[pymethods]
impl Rows {
    /// The rows of several, one behind the other: for one table of many articles.
    ///
    /// Args:
    ///     parts: `Rows`, such as `pairs_many` gives. They are read to their end and held in memory.
    ///
    /// Raises:
    ///     TypeError: something else is among them, such as an error that `errors="yield"` gave.
    ///     ValueError: some have the columns of a translator and others have not.
    ///
    /// >>> rows = cotejo.Rows.concat(cotejo.pairs_many([article, "No captions.", article]))
    /// >>> [(row.article, row.es_line) for row in rows]
    /// [('0', 12), ('0', 25), ('2', 12), ('2', 25)]
    #[staticmethod]
    fn concat(parts: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut all: Option<Self> = None;
        for part in parts.try_iter()? {
            let part = part?;
            let Ok(part) = part.cast::<Self>() else {
                return Err(PyTypeError::new_err(format!("Rows.concat takes Rows, not {}; leave it out", part.repr()?)));
            };
            let part = part.get();
            let all = all.get_or_insert_with(|| Self { rows: Vec::new(), columns: part.columns });
            // no rows fit any columns
            if part.rows.is_empty() {
                continue;
            }
            if all.rows.is_empty() {
                all.columns = part.columns;
            }
            if all.columns != part.columns {
                return Err(PyValueError::new_err(
                    "some rows have the columns mt and mt_engine, others have not; take them from one Pairer",
                ));
            }
            all.rows.extend_from_slice(&part.rows);
        }
        Ok(all.unwrap_or_else(|| Self::new(Vec::new(), false)))
    }

    /// The names of the table's columns, in order; `mt` and `mt_engine` only where a translator was given.
    ///
    /// >>> cotejo.pairs(article).columns[:4]
    /// ['article', 'pair_id', 'relation', 'score']
    #[getter]
    fn columns(&self) -> Vec<&'static str> {
        self.columns.names().to_vec()
    }

    /// A `pandas.DataFrame`. Needs pandas and pyarrow. Columns of integers that may be empty become floats, as pandas has it.
    ///
    /// >>> cotejo.pairs(article).to_pandas()["agency"].tolist()
    /// ['Notimex', 'Notimex']
    fn to_pandas<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_pyarrow(this)?.call_method0("to_pandas")
    }

    /// A `polars.DataFrame`. Needs polars.
    ///
    /// >>> cotejo.pairs(article).to_polars().shape
    /// (2, 24)
    fn to_polars<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        this.py().import("polars")?.call_method1("DataFrame", (this,))
    }

    /// A `pyarrow.Table`. Needs pyarrow.
    ///
    /// >>> cotejo.pairs(article).to_pyarrow().schema.field("score").type
    /// DataType(double)
    fn to_pyarrow<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        this.py().import("pyarrow")?.call_method1("table", (this,))
    }

    /// The schema, by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.schema()).map_err(of_arrow)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The table as one record batch, by the Arrow PyCapsule interface. `requested_schema` is passed over, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        let mut batches = py.detach(|| self.batches(&self.schema())).map_err(of_arrow)?;
        let (Some(batch), None) = (batches.pop(), batches.pop()) else {
            return Err(PyOverflowError::new_err(
                "more text than one Arrow array holds; take the stream (pyarrow.table, polars.DataFrame)",
            ));
        };
        let array = FFI_ArrowArray::new(&StructArray::from(batch).to_data());
        Ok((self.__arrow_c_schema__(py)?, PyCapsule::new_with_value(py, array, c"arrow_array")?))
    }

    /// The table as a stream of record batches, by the Arrow PyCapsule interface. `requested_schema` is passed over, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let schema = self.schema();
        let batches = py.detach(|| self.batches(&schema)).map_err(of_arrow)?;
        let reader = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = index.cast::<PySlice>() {
            let places = slice.indices(self.rows.len() as isize)?;
            let at = |step: usize| (places.start + step as isize * places.step) as usize;
            let rows = (0..places.slicelength).map(|step| self.rows[at(step)].clone()).collect();
            return Ok(Bound::new(py, Self { rows, columns: self.columns })?.into_any());
        }
        let index: isize = index.extract()?;
        let at = if index < 0 { index + self.rows.len() as isize } else { index };
        let row = usize::try_from(at).ok().and_then(|at| self.rows.get(at));
        as_tuple(py, row.ok_or_else(|| PyIndexError::new_err(format!("row {index} of {}", self.rows.len())))?)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        let rows: Vec<_> = self.rows.iter().map(|row| as_tuple(py, row)).collect::<PyResult<_>>()?;
        PyList::new(py, rows)?.try_iter()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.rows == other.get().rows && self.columns == other.get().columns)
    }

    fn __repr__(&self) -> String {
        format!("<Rows: {} row{}>", self.rows.len(), if self.rows.len() == 1 { "" } else { "s" })
    }

    /// For pickle: processes hand rows to each other.
    fn __reduce__<'py>(this: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String, bool))> {
        let rows = serde_json::to_string(&this.get().rows).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok((this.get_type().getattr("_of_json")?, (rows, this.get().columns.machine)))
    }

    #[staticmethod]
    fn _of_json(rows: &str, machine: bool) -> PyResult<Self> {
        let rows = serde_json::from_str(rows).map_err(|error| PyValueError::new_err(format!("no pickled Rows: {error}")))?;
        Ok(Self::new(rows, machine))
    }
}
