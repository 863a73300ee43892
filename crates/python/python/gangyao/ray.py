"""gangyao on Ray Data: a dataset of files in, a dataset of records out.

    files = ray.data.read_binary_files("s3://plans/", include_paths=True)
    records = files.map_batches(gangyao.ray.Extract, batch_format="pyarrow", batch_size=16)

Every file has rows, or one row whose `error_code` and `error_message` say why not; no file ends the run. `import ray` is left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Optional, Union

import pyarrow

from ._extract import Batches


class Extract:
    """Takes batches with the columns `path` and `bytes`, gives batches of a table (`gangyao.TABLES`).

    `records`, the default, has one row a record of any type; its column `record` is the line of the JSONL. Other tables have typed columns.
    With `isolate`, PDF files are read in a process of their own, so that one that ends it, hangs or wants too much memory is an error row.
    """

    def __init__(
        self,
        table: str = "records",
        *,
        path: str = "path",
        content: str = "bytes",
        encoding: Optional[str] = None,
        with_libreoffice: bool = False,
        ocr: bool = False,
        isolate: bool = True,
    ) -> None:
        self._columns = (path, content)
        self._batches = Batches(table, {"encoding": encoding, "with_libreoffice": with_libreoffice, "ocr": ocr}, isolate)

    def __call__(self, batch: Union[pyarrow.Table, Mapping[str, Any]]) -> Iterator[pyarrow.Table]:
        """Converts the files of a batch, in Arrow or in numpy arrays."""
        path, content = self._columns
        for part in self._batches.of(zip(_list(batch[path]), _list(batch[content]))):
            yield pyarrow.Table.from_batches([part])


def _list(column: Any) -> Iterator[Any]:
    # Cell by cell: all bytes of a batch need not be there twice.
    return (cell.as_py() if isinstance(cell, pyarrow.Scalar) else cell for cell in column)
