"""Tables: the same cells, types and nulls as the program's Parquet files, whichever way they are asked for."""

from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet
import pytest
from conftest import FIXTURES, PLANS

import gangyao

XINCHENG = FIXTURES / "xincheng-15fyp.txt"


@pytest.fixture(scope="session")
def conversions() -> list[gangyao.Conversion]:
    """All fixtures, in the order of their places."""
    return [gangyao.convert(path, name=path.name) for path in PLANS]


@pytest.mark.parametrize("table", gangyao.TABLES)
def test_tables_are_those_of_the_program(table: str, conversions: list[gangyao.Conversion], output: Path) -> None:
    expected = pyarrow.parquet.read_table(output / f"parquet/{table}.parquet")
    found = gangyao.arrow.to_arrow(conversions, table)
    found.validate(full=True)
    assert found.schema.equals(expected.schema)
    assert found.equals(expected)


def test_every_table_has_rows_in_the_fixtures(conversions: list[gangyao.Conversion]) -> None:
    tables = gangyao.arrow.to_arrow(conversions)
    assert list(tables) == list(gangyao.TABLES)
    assert [name for name, table in tables.items() if table.num_rows == 0] == []


def test_one_document_alone() -> None:
    conversion = gangyao.convert(XINCHENG)
    tables = conversion.to_arrow()
    for name, columns in conversion.tables().items():
        assert tables[name].to_pydict() == columns
        assert conversion.to_arrow(name).equals(tables[name])
    assert tables["documents"].num_rows == 1
    assert set(tables["indicators"]["file"].to_pylist()) == {str(XINCHENG)}


def test_no_document_and_errors_give_empty_tables() -> None:
    error = gangyao.convert(b"", "empty.txt", errors="value")
    for name, table in gangyao.arrow.to_arrow([error]).items():
        table.validate(full=True)
        assert (table.num_rows, table.schema) == (0, gangyao.arrow.schema(name))


def test_fields_say_what_they_mean() -> None:
    field = gangyao.arrow.schema("indicators").field("char_start")
    assert field.metadata[b"unit"] == b"code points"
    assert field.metadata[b"zh"].decode() == "起始字符"
    assert not gangyao.arrow.schema("indicators").field("id").nullable


def test_a_table_that_is_not_there() -> None:
    conversion = gangyao.convert(XINCHENG)
    for ask in (conversion.to_arrow, conversion.to_pandas, gangyao.arrow.schema):
        with pytest.raises(KeyError, match="indices"):
            ask("indices")


def test_pandas_keeps_types() -> None:
    conversion = gangyao.convert(XINCHENG)
    values = conversion.to_pandas("indicator_values")
    assert isinstance(values, pandas.DataFrame)
    assert str(values["year"].dtype) == "Int64"
    assert str(values["number"].dtype) == "float64"
    targets = values[(values["role"] == "target") & values["number"].notna()]
    assert set(targets["year"]) == {2030}
    frames = conversion.to_pandas()
    assert list(frames) == list(gangyao.TABLES)
    assert frames["indicator_values"].equals(values)
