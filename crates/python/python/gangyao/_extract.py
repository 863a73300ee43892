"""What Spark and Ray have in common: batches of files in, batches of one table out, errors as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Optional

import pyarrow

from . import _native
from ._isolated import Isolated
from ._types import Options
from .arrow import engine_schema, record_batch

#: Bytes of text at which a batch ends.
ENOUGH = 32 * 1024 * 1024


class Batches:
    """Makes the rows of a table. With `isolate`, PDF files, which run others' bytes the most, are read in a process of their own."""

    def __init__(self, table: str, options: Options, isolate: bool) -> None:
        self._schema = engine_schema(table)
        self._extractor = _native.Extractor(table, _native.Reading(**options))
        self._isolated = Isolated(table, options) if isolate else None

    def of(self, documents: Iterable[tuple[Optional[str], Optional[bytes]]]) -> Iterator[pyarrow.RecordBatch]:
        """The rows of documents, in batches of some 32 MiB of text; a document's own rows stay together."""
        for name, content in documents:
            # A missing content is an empty document, which has an error of its own.
            name, content = name or "", content or b""
            if self._isolated is not None and b"%PDF-" in content[:1024]:
                yield self._isolated.rows(name, content)
                continue
            self._extractor.add(name, content)
            if self._extractor.bytes >= ENOUGH:
                yield self._take()
        yield self._take()

    def close(self) -> None:
        """Ends the process."""
        if self._isolated is not None:
            self._isolated.close()

    def _take(self) -> pyarrow.RecordBatch:
        return record_batch(self._extractor.take(), self._schema)
