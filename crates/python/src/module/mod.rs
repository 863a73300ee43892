//! The Python module `gangyao._native`: everything that must be Rust, with the plainest types; `python/gangyao` makes of it
//! what users see.

mod documents;
mod engines;

use gangyao::{Options, Tools};
use gangyao_definition::tables;
use mimalloc::MiMalloc;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType};

use crate::columns::{Column, TooLong, kind};
use crate::document::{Content, Failure, Input};
use crate::extract::Extract;

/// As the program has it: a conversion makes many small things.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::documents::{Document, Many, cells, columns, convert};
    #[pymodule_export]
    use super::engines::Extractor;
    #[pymodule_export]
    use super::{Reading, definition};
}

/// How documents are read.
#[pyclass(frozen, module = "gangyao._native")]
struct Reading(Options);

#[pymethods]
impl Reading {
    #[new]
    #[pyo3(signature = (encoding, with_libreoffice, ocr))]
    fn new(encoding: Option<&str>, with_libreoffice: bool, ocr: bool) -> PyResult<Self> {
        let mut options = Options::default();
        if let Some(label) = encoding {
            options =
                options.with_encoding(label).map_err(|error| PyValueError::new_err(error.to_string()))?;
        }
        options.tools = Tools::usual(with_libreoffice, ocr);
        Ok(Self(options))
    }
}

/// A column of the definition: name, Arrow type, nullable, Chinese name, meaning, unit.
type ColumnOf = (&'static str, &'static str, bool, &'static str, &'static str, Option<&'static str>);

/// A table of the definition: name, Chinese name, meaning, columns, and those that engines have behind them.
type TableOf = (&'static str, &'static str, &'static str, Vec<ColumnOf>, Vec<&'static str>);

/// All tables.
#[pyfunction]
fn definition() -> Vec<TableOf> {
    let column = |column: &'static gangyao_definition::Column| {
        let (name, zh) = (column.name.as_str(), column.zh.as_str());
        (name, kind(column.kind), column.nullable, zh, column.description, column.unit)
    };
    let columns = |table: &'static gangyao_definition::Table| table.columns.iter().map(column).collect();
    let further = Extract::further;
    let tables = tables().iter();
    tables.map(|table| (table.name, table.zh, table.description, columns(table), further(table))).collect()
}

/// Bytes of Python's as they are, and anything else as a path.
fn input(file: String, content: &Bound<'_, PyAny>) -> PyResult<Input<PyBackedBytes>> {
    let content = match content.cast::<PyBytes>() {
        Ok(bytes) => Content::Bytes(bytes.clone().into()),
        Err(_) => Content::Path(content.extract()?),
    };
    Ok(Input { file, content })
}

/// A failure as the exception that the package shows; whether it is raised is not decided here.
fn failed(py: Python<'_>, failure: &Failure) -> PyResult<Py<PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, "gangyao._error", "ConversionError")?;
    Ok(class.call1((&failure.code, &failure.message, &failure.file))?.unbind())
}

/// The same, raised.
fn raised(py: Python<'_>, failure: &Failure) -> PyErr {
    failed(py, failure).map_or_else(|error| error, |exception| PyErr::from_value(exception.into_bound(py)))
}

/// The buffers of a column: validity, offsets, values, and how many cells are not there.
type Buffers<'py> = (Option<Bound<'py, PyBytes>>, Option<Bound<'py, PyBytes>>, Bound<'py, PyBytes>, usize);

fn buffers<'py>(py: Python<'py>, columns: &[Column]) -> Vec<Buffers<'py>> {
    let bytes = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| PyBytes::new(py, bytes));
    let buffers = |column: &Column| {
        let values = PyBytes::new(py, &column.values);
        (bytes(&column.validity), bytes(&column.offsets), values, column.nulls)
    };
    columns.iter().map(buffers).collect()
}

fn too_long(_: TooLong) -> PyErr {
    PyOverflowError::new_err("a column has more than 2 GiB of text; take fewer documents at a time")
}
