"""Spark with executors in processes of their own: every file has the program's records, or its error as a row."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pyspark
import pytest
from pyspark.sql import DataFrame, SparkSession

sys.path.insert(0, str(Path(__file__).parents[1]))
pytest.register_assert_rewrite("engines")
from engines import Expected, Found, examples, fill  # noqa: E402

import gangyao  # noqa: E402
import gangyao.spark  # noqa: E402


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """Two executors of one core and 1 GiB each."""
    os.environ["SPARK_HOME"] = os.path.dirname(pyspark.__file__)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("gangyao")
    options = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.executor.memory": "512m",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "16",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Expected:
    return Expected(folder, tmp_path_factory.mktemp("output"))


@pytest.fixture(scope="module")
def files(session: SparkSession, folder: Path) -> DataFrame:
    """The files, in more partitions than executors."""
    return gangyao.spark.files(session, str(folder)).repartition(6)


def test_records_are_those_of_the_program(files: DataFrame, folder: Path, expected: Expected) -> None:
    records = gangyao.spark.records(files)
    assert records.schema == gangyao.spark.schema("records")
    found = Found()
    for row in records.orderBy("file", "seq").toLocalIterator():
        found.add(row.file.removeprefix(f"file:{folder}/"), row.record, row.error_code, row.error_message)
    found.must_be(expected)


@pytest.mark.parametrize("table", ["documents", "indicator_values"])
def test_tables_are_those_of_the_program(files: DataFrame, folder: Path, expected: Expected, table: str) -> None:
    rows = gangyao.spark.table(files, table).toArrow().to_pylist()
    errors = [row for row in rows if row["error_code"] is not None]
    assert len(errors) == len(expected.errors)
    good = [row for row in rows if row["error_code"] is None]
    for row in good:
        row["file"] = row["file"].removeprefix(f"file:{folder}/")
        del row["error_code"], row["error_message"]

    def place(row: dict) -> tuple:
        return tuple(row[name] or 0 for name in ("file", "ordinal" if "ordinal" in row else "seq", "doc")) + (str(row),)

    program = pyarrow.parquet.read_table(expected.parquet / f"{table}.parquet").to_pylist()
    assert sorted(good, key=place) == sorted(program, key=place)


def test_files_without_content_have_an_error_row(session: SparkSession) -> None:
    frame = session.createDataFrame([("a.txt", None), (None, b"%PDF-1.7 broken")], "name string, data binary")
    rows = gangyao.spark.records(frame, path="name", content="data").collect()
    assert sorted((row.file, row.error_code) for row in rows) == [("", "malformed"), ("a.txt", "empty")]


def test_wrong_options_are_told_at_once(files: DataFrame) -> None:
    with pytest.raises(ValueError, match="no known encoding"):
        gangyao.spark.records(files, encoding="utf-7.5")
    with pytest.raises(KeyError):
        gangyao.spark.table(files, "indices")


def test_examples_of_the_documentation_run(session: SparkSession, folder: Path, expected: Expected, tmp_path: Path) -> None:
    names: dict = {"spark": session}
    for block in examples("Apache Spark"):
        block = block.replace("s3a://plans/", str(folder)).replace("s3a://records/", str(tmp_path / "records"))
        exec(compile(block, "docs/cluster.md", "exec"), names)
    written = session.read.parquet(str(tmp_path / "records"))
    assert written.where("error_code is null").count() == sum(map(len, expected.records.values()))
    assert names["errors"].count() == len(expected.errors)
    assert names["targets"].count() > 0
