//! One document, and many.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use gangyao_definition::tables;
use gangyao_exporter::Format;
use gangyao_tables::{Cell, Cells};
use pyo3::exceptions::{PyKeyError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyList, PyString};

use super::{Buffers, Reading, buffers, failed, input, raised, too_long};
use crate::columns::{Columns, TooLong};
use crate::document::{Document as Converted, Failure};
use crate::ordered::{Next, Ordered};

/// How long a signal, as Ctrl-C sends it, may wait.
const LOOK: Duration = Duration::from_millis(100);

/// A document with its records.
#[pyclass(frozen, module = "gangyao._native")]
pub(super) struct Document(Converted);

#[pymethods]
impl Document {
    /// Its place.
    #[getter]
    fn file(&self) -> &str {
        &self.0.file
    }

    /// The text that all offsets point into.
    fn source_text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, &self.0.output.source_text)
    }

    /// The file `<input>.json`.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.written(py, Format::Json)
    }

    /// The file `<input>.jsonl`.
    fn jsonl<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.written(py, Format::Jsonl)
    }
}

impl Document {
    fn written<'py>(&self, py: Python<'py>, format: Format) -> PyResult<Bound<'py, PyBytes>> {
        let output = &self.0.output;
        let bytes = py.detach(|| {
            let mut bytes = Vec::new();
            format.write(&output.conversion, &output.source_text, &mut bytes).map(|()| bytes)
        });
        Ok(PyBytes::new(py, &bytes?))
    }
}

/// Converts one document: gives a [`Document`] or an instance of `ConversionError`.
#[pyfunction]
pub(super) fn convert(
    py: Python<'_>,
    file: String,
    content: &Bound<'_, PyAny>,
    reading: &Reading,
) -> PyResult<Py<PyAny>> {
    let input = input(file, content)?;
    let converted = py.detach(|| Converted::convert(input, &reading.0));
    settled(py, converted)
}

fn settled(py: Python<'_>, converted: Result<Converted, Failure>) -> PyResult<Py<PyAny>> {
    match converted {
        Ok(document) => Ok(Py::new(py, Document(document))?.into_any()),
        Err(failure) => failed(py, &failure),
    }
}

/// What [`convert`] gives for each of many pairs of file and content, in their order.
#[pyclass(module = "gangyao._native")]
pub(super) struct Many {
    inputs: Option<Py<PyIterator>>,
    reading: Py<Reading>,
    /// Never locked: Python sees to it that one thread at a time is here, but wants to be told.
    ordered: Mutex<Ordered<Result<Converted, Failure>>>,
    /// What the caller's iterator raised: it is told when the documents before it are.
    raised: Option<PyErr>,
}

#[pymethods]
impl Many {
    #[new]
    fn new(inputs: &Bound<'_, PyAny>, jobs: usize, reading: Py<Reading>) -> PyResult<Self> {
        let ordered = Ordered::new(jobs).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        let inputs = Some(inputs.try_iter()?.unbind());
        Ok(Self { inputs, reading, ordered: Mutex::new(ordered), raised: None })
    }

    const fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.fill(py);
        loop {
            // The others are at work while this thread waits.
            match py.detach(|| self.ordered().take(LOOK)) {
                Next::Done(converted) => return settled(py, converted).map(Some),
                Next::Later => py.check_signals()?,
                Next::Lost => return Err(PyRuntimeError::new_err("a thread ended without a result")),
                Next::Nothing => return self.raised.take().map_or(Ok(None), Err),
            }
        }
    }
}

impl Many {
    fn ordered(&mut self) -> &mut Ordered<Result<Converted, Failure>> {
        self.ordered.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in documents until so many are at work as may be.
    fn fill(&mut self, py: Python<'_>) {
        while !self.ordered().is_full()
            && let Some(inputs) = &self.inputs
        {
            match inputs.bind(py).clone().next() {
                Some(Ok(pair)) => {
                    if let Err(error) = self.give(&pair) {
                        self.end(Some(error));
                    }
                }
                Some(Err(error)) => self.end(Some(error)),
                None => self.end(None),
            }
        }
    }

    fn give(&mut self, pair: &Bound<'_, PyAny>) -> PyResult<()> {
        let (file, content): (String, Bound<'_, PyAny>) = pair.extract()?;
        let input = input(file, &content)?;
        let options = self.reading.get().0.clone();
        self.ordered().give(move || Converted::convert(input, &options));
        Ok(())
    }

    fn end(&mut self, raised: Option<PyErr>) {
        self.inputs = None;
        self.raised = raised;
    }
}

/// The named tables of many documents: for each the number of its rows, and the buffers of its columns.
#[pyfunction]
pub(super) fn columns<'py>(
    py: Python<'py>,
    documents: Vec<Py<Document>>,
    names: Vec<String>,
) -> PyResult<Vec<(usize, Vec<Buffers<'py>>)>> {
    let places = names.iter().map(|name| {
        let place = tables().iter().position(|table| table.name == name.as_str());
        place.ok_or_else(|| PyKeyError::new_err(name.clone()))
    });
    let places = places.collect::<PyResult<Vec<usize>>>()?;
    let filled = py.detach(|| filled(&documents, &places)).map_err(|failure| raised(py, &failure))?;
    let tables = filled.map_err(too_long)?.into_iter().map(|columns| {
        let rows = columns.len();
        (rows, buffers(py, &columns.close()))
    });
    Ok(tables.collect())
}

/// The rows of all documents, table by table. The rows of a document go before those of the next are made.
fn filled(documents: &[Py<Document>], places: &[usize]) -> Result<Result<Vec<Columns>, TooLong>, Failure> {
    let mut filled: Vec<Columns> = places.iter().map(|&place| Columns::new(&tables()[place])).collect();
    for document in documents {
        let rows = document.get().0.rows()?;
        for (columns, &place) in filled.iter_mut().zip(places) {
            if columns.add(&rows.tables()[place]).is_err() {
                return Ok(Err(TooLong));
            }
        }
    }
    Ok(Ok(filled))
}

/// The tables of a document as lists: columns by their names by the names of the tables.
#[pyfunction]
pub(super) fn cells<'py>(py: Python<'py>, document: &Document) -> PyResult<Bound<'py, PyDict>> {
    let rows = py.detach(|| document.0.rows()).map_err(|failure| raised(py, &failure))?;
    let all = PyDict::new(py);
    for table in rows.tables() {
        let columns = PyDict::new(py);
        for (column, cells) in table.table().columns.iter().zip(table.columns()) {
            columns.set_item(&column.name, list(py, cells, table.len())?)?;
        }
        all.set_item(table.table().name, columns)?;
    }
    Ok(all)
}

fn list<'py>(py: Python<'py>, cells: &Cells, rows: usize) -> PyResult<Bound<'py, PyList>> {
    let cell = |row| match cells.get(row) {
        Cell::Null => Ok(py.None().into_bound(py)),
        Cell::Text(text) => Ok(PyString::new(py, text).into_any()),
        Cell::Integer(number) => Ok(number.into_pyobject(py)?.into_any()),
        Cell::Number(number) => Ok(number.into_pyobject(py)?.into_any()),
        Cell::Boolean(value) => Ok(value.into_pyobject(py)?.to_owned().into_any()),
    };
    PyList::new(py, (0..rows).map(cell).collect::<PyResult<Vec<_>>>()?)
}
