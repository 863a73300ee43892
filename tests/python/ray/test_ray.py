"""Ray Data with workers in processes of their own: every file has the program's records, or its error as a row."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest
import ray
import ray.data

sys.path.insert(0, str(Path(__file__).parents[1]))
pytest.register_assert_rewrite("engines")
from engines import Expected, Found, examples, fill  # noqa: E402

import gangyao.ray  # noqa: E402


WORKERS = ray.data.ActorPoolStrategy(size=2)


@pytest.fixture(scope="module", autouse=True)
def engine() -> Iterator[None]:
    """Ray on this machine alone."""
    # Two for the workers of the tests; reading needs a third, or all wait for ever.
    ray.init(num_cpus=3, include_dashboard=False, object_store_memory=512 * 1024 * 1024, log_to_driver=False)
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Expected:
    return Expected(folder, tmp_path_factory.mktemp("output"))


def files(folder: Path) -> "ray.data.Dataset":
    return ray.data.read_binary_files(str(folder), include_paths=True)


@pytest.mark.parametrize("batch_format", ["pyarrow", "default"])
def test_records_are_those_of_the_program(folder: Path, expected: Expected, batch_format: str) -> None:
    records = files(folder).map_batches(gangyao.ray.Extract, batch_format=batch_format, batch_size=8, compute=WORKERS)
    found = Found()
    rows = list(records.iter_rows())
    assert set(rows[0]) == {field.name for field in gangyao.arrow.engine_schema("records")}
    # Batches of one file come from one worker, and in order; those of several files come as they end.
    for row in sorted(rows, key=lambda row: row["seq"] or 0):
        place = row["file"].removeprefix(f"{folder}/")
        found.add(place, row["record"], row["error_code"], row["error_message"])
    found.must_be(expected)


def test_a_table_is_that_of_the_program(folder: Path, expected: Expected) -> None:
    values = files(folder).map_batches(
        gangyao.ray.Extract,
        fn_constructor_kwargs={"table": "indicator_values"},
        batch_format="pyarrow",
        batch_size=8,
        compute=WORKERS,
    )
    rows = list(values.iter_rows())
    assert sum(row["error_code"] is not None for row in rows) == len(expected.errors)
    good = [row for row in rows if row["error_code"] is None]
    for row in good:
        row["file"] = row["file"].removeprefix(f"{folder}/")
        del row["error_code"], row["error_message"]
    program = pyarrow.parquet.read_table(expected.parquet / "indicator_values.parquet").to_pylist()
    place = lambda row: (row["file"], row["indicator"], row["ordinal"])  # noqa: E731
    assert sorted(good, key=place) == sorted(program, key=place)


def test_examples_of_the_documentation_run(folder: Path, expected: Expected, tmp_path: Path) -> None:
    (block,) = examples("Ray Data")
    block = block.replace("s3://plans/", str(folder)).replace("s3://records/", str(tmp_path / "records"))
    exec(compile(block, "docs/cluster.md", "exec"), {})
    written = pyarrow.parquet.read_table(tmp_path / "records")
    errors = len(written) - written["error_code"].null_count
    assert (errors, len(written) - errors) == (len(expected.errors), sum(map(len, expected.records.values())))
