//! What Spark and Ray run: documents in, the columns of one table out, errors as rows.

use gangyao_definition::table;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use super::{Buffers, Reading, buffers, too_long};
use crate::document::{Content, Input};
use crate::extract::Extract;

/// The rows of one table, filled document by document.
#[pyclass(module = "gangyao._native")]
pub(super) struct Extractor(Extract);

#[pymethods]
impl Extractor {
    #[new]
    fn new(name: &str, reading: &Reading) -> PyResult<Self> {
        let table = table(name).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        Ok(Self(Extract::new(table, reading.0.clone())))
    }

    /// Adds the rows of a document, or the one that says why there are none.
    fn add(&mut self, py: Python<'_>, file: String, content: PyBackedBytes) -> PyResult<()> {
        let input = Input { file, content: Content::Bytes(content) };
        py.detach(|| self.0.add(input)).map_err(too_long)
    }

    /// Bytes of text so far.
    #[getter]
    fn bytes(&self) -> usize {
        self.0.bytes()
    }

    /// Takes out the number of rows, and the buffers of the columns.
    fn take<'py>(&mut self, py: Python<'py>) -> (usize, Vec<Buffers<'py>>) {
        let (rows, columns) = py.detach(|| self.0.take());
        (rows, buffers(py, &columns))
    }
}
