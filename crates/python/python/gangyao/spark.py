"""gangyao on Apache Spark: a DataFrame of files in, a DataFrame of records out.

    files = spark.read.format("binaryFile").load("s3a://plans/")
    gangyao.spark.records(files).write.parquet("s3a://records/")

Every file has rows, or one row whose `error_code` and `error_message` say why not; no file ends the job.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Optional

import pyarrow
from pyspark.sql import DataFrame
from pyspark.sql.types import BooleanType, DataType, DoubleType, LongType, StringType, StructField, StructType

from . import _native
from ._extract import batches
from .arrow import engine_schema

_TYPES: dict[pyarrow.DataType, type[DataType]] = {
    pyarrow.string(): StringType,
    pyarrow.int64(): LongType,
    pyarrow.float64(): DoubleType,
    pyarrow.bool_(): BooleanType,
}


def schema(table: str = "records") -> StructType:
    """The schema of the DataFrame of a table."""
    return StructType([StructField(field.name, _TYPES[field.type](), field.nullable) for field in engine_schema(table)])


def records(files: DataFrame, **options: Any) -> DataFrame:
    """One row a record of any type: `record` is its line of the JSONL. Options as for `table`."""
    return table(files, "records", **options)


def table(
    files: DataFrame,
    name: str,
    *,
    path: str = "path",
    content: str = "content",
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> DataFrame:
    """The rows of a table (`gangyao.TABLES`) with its typed columns.

    `files` has a column with the file's name and one with its bytes, as `binaryFile` gives them. A document without such rows has none
    here; `documents` has one row for each.
    """
    _native.Reading(encoding, with_libreoffice, ocr)  # A wrong option is told here and not on the executors.

    def run(parts: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        reading = _native.Reading(encoding, with_libreoffice, ocr)
        for part in parts:
            pairs = zip(part.column(0), part.column(1))
            yield from batches(((file.as_py(), data.as_py()) for file, data in pairs), name, reading)

    return files.select(path, content).mapInArrow(run, schema(name))
