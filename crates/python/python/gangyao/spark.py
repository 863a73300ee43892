"""gangyao on Apache Spark: a DataFrame of files in, a DataFrame of records out.

    files = gangyao.spark.files(spark, "s3a://plans/")
    gangyao.spark.records(files).write.parquet("s3a://records/")

Every file has rows, or one row whose `error_code` and `error_message` say why not; no file ends the job.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Optional
from urllib.parse import unquote

import pyarrow
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import lit
from pyspark.sql.types import BooleanType, DataType, DoubleType, LongType, StringType, StructField, StructType

from ._extract import Batches
from ._types import Options
from .arrow import engine_schema

_TYPES: dict[pyarrow.DataType, type[DataType]] = {
    pyarrow.string(): StringType,
    pyarrow.int64(): LongType,
    pyarrow.float64(): DoubleType,
    pyarrow.bool_(): BooleanType,
}


def files(session: SparkSession, *folders: str) -> DataFrame:
    """The files of folders and of the folders in them, as `path` and `content`.

    Spark's `binaryFile` passes over empty files; here they have a row without content, so that they get one with their error. As always in
    Spark, files whose name begins with `.` or `_` are hidden.
    """
    found = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(list(folders))
    # The list has URIs (file:///a%20b), the column has paths of Hadoop (file:/a b).
    names = [unquote(re.sub("^([^:/]+):///", r"\1:/", uri)) for uri in found.inputFiles()]
    listed = session.createDataFrame([(name,) for name in names], "path string")
    empty = listed.join(found.select("path"), "path", "left_anti").withColumn("content", lit(None).cast("binary"))
    return found.select("path", "content").unionByName(empty)


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
    isolate: bool = True,
) -> DataFrame:
    """The rows of a table (`gangyao.TABLES`) with its typed columns.

    `files` has a column with the file's name and one with its bytes, as `binaryFile` gives them. A document without such rows has none
    here; `documents` has one row for each. With `isolate`, PDF files are read in a process of their own, so that one that ends it, hangs or
    wants too much memory is an error row.
    """
    options: Options = {"encoding": encoding, "with_libreoffice": with_libreoffice, "ocr": ocr}
    Batches(name, options, isolate=False)  # A wrong option is told here and not on the executors.

    def run(parts: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        batches = Batches(name, options, isolate)
        for part in parts:
            pairs = zip(part.column(0), part.column(1))
            yield from batches.of((file.as_py(), data.as_py()) for file, data in pairs)
        batches.close()

    return files.select(path, content).mapInArrow(run, schema(name))
