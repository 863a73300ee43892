"""What Spark and Ray have in common: batches of files in, batches of one table out, errors as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Optional

import pyarrow

from . import _native
from .arrow import engine_schema, record_batch

#: Bytes of text at which a batch ends.
ENOUGH = 32 * 1024 * 1024


def batches(
    documents: Iterable[tuple[Optional[str], Optional[bytes]]], table: str, reading: _native.Reading
) -> Iterator[pyarrow.RecordBatch]:
    """The rows of documents, in batches of some 32 MiB of text; a document's own rows stay together."""
    schema = engine_schema(table)
    extractor = _native.Extractor(table, reading)
    for name, content in documents:
        # A missing content is an empty document, which has an error of its own.
        extractor.add(name or "", content or b"")
        if extractor.bytes >= ENOUGH:
            yield record_batch(extractor.take(), schema)
    yield record_batch(extractor.take(), schema)
