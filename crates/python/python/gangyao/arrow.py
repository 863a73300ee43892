"""Records as Arrow tables, over the definition that CSV, Parquet and SQLite are made from too; needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Optional, Union, overload

import pyarrow

from . import _native
from ._convert import Conversion
from ._error import ConversionError
from ._types import Buffers, Column

if TYPE_CHECKING:
    import pandas

_TYPES = {
    "string": pyarrow.string(),
    "int64": pyarrow.int64(),
    "float64": pyarrow.float64(),
    "bool": pyarrow.bool_(),
}


def _field(column: Column) -> pyarrow.Field:
    name, kind, nullable, zh, description, unit = column
    metadata = {"zh": zh, "description": description, **({"unit": unit} if unit else {})}
    return pyarrow.field(name, _TYPES[kind], nullable, metadata)


def _engine(schema: pyarrow.Schema, further: list[str]) -> pyarrow.Schema:
    # The row of an error has nothing but its file.
    fields = [field if field.name == "file" else field.with_nullable(True) for field in schema]
    return pyarrow.schema(fields + [pyarrow.field(name, pyarrow.string()) for name in further])


_SCHEMAS = {
    name: pyarrow.schema([_field(column) for column in columns], {"zh": zh, "description": description})
    for name, zh, description, columns, _ in _native.definition()
}
_EMPTY = {name: schema.empty_table() for name, schema in _SCHEMAS.items()}
_ENGINE_SCHEMAS = {name: _engine(_SCHEMAS[name], further) for name, _, _, _, further in _native.definition()}


def schema(table: str) -> pyarrow.Schema:
    """The schema of a table; its fields carry meaning, unit and Chinese name as metadata."""
    return _SCHEMAS[table]


def engine_schema(table: str) -> pyarrow.Schema:
    """The schema of what `gangyao.spark` and `gangyao.ray` give: that of the table, and errors."""
    return _ENGINE_SCHEMAS[table]


@overload
def to_arrow(conversions: Iterable[Union[Conversion, ConversionError]], table: None = None) -> dict[str, pyarrow.Table]: ...
@overload
def to_arrow(conversions: Iterable[Union[Conversion, ConversionError]], table: str) -> pyarrow.Table: ...
@overload
def to_arrow(
    conversions: Iterable[Union[Conversion, ConversionError]], table: Optional[str]
) -> Union[dict[str, pyarrow.Table], pyarrow.Table]: ...
def to_arrow(
    conversions: Iterable[Union[Conversion, ConversionError]], table: Optional[str] = None
) -> Union[dict[str, pyarrow.Table], pyarrow.Table]:
    """The rows of many documents as one Arrow table each, or the one that is named. Errors among them are left out."""
    documents = [one._document for one in conversions if not isinstance(one, ConversionError)]
    names = list(_SCHEMAS) if table is None else [table]
    parts = _native.columns(documents, names)
    tables = {name: _table(part, name) for name, part in zip(names, parts)}
    return tables if table is None else tables[table]


@overload
def to_pandas(conversions: Iterable[Union[Conversion, ConversionError]], table: None = None) -> dict[str, pandas.DataFrame]: ...
@overload
def to_pandas(conversions: Iterable[Union[Conversion, ConversionError]], table: str) -> pandas.DataFrame: ...
@overload
def to_pandas(
    conversions: Iterable[Union[Conversion, ConversionError]], table: Optional[str]
) -> Union[dict[str, pandas.DataFrame], pandas.DataFrame]: ...
def to_pandas(
    conversions: Iterable[Union[Conversion, ConversionError]], table: Optional[str] = None
) -> Union[dict[str, pandas.DataFrame], pandas.DataFrame]:
    """As `to_arrow`, for pandas. Whole numbers and booleans that can be absent keep their type."""
    tables = to_arrow(conversions, table)
    if isinstance(tables, dict):
        return {name: _frame(one) for name, one in tables.items()}
    return _frame(tables)


def _frame(table: pyarrow.Table) -> pandas.DataFrame:
    import pandas

    nullable = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
    absent = {column.type for column in table.columns if column.null_count}
    return table.to_pandas(types_mapper={kind: to for kind, to in nullable.items() if kind in absent}.get)


def _table(part: tuple[int, list[Buffers]], name: str) -> pyarrow.Table:
    # A small document fills few of the tables.
    return pyarrow.Table.from_batches([record_batch(part, _SCHEMAS[name])]) if part[0] else _EMPTY[name]


def record_batch(part: tuple[int, list[Buffers]], schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """Buffers as a record batch, without copying them."""
    rows, columns = part
    arrays = [_array(field.type, rows, column) for field, column in zip(schema, columns)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _array(kind: pyarrow.DataType, rows: int, column: Buffers) -> pyarrow.Array:
    validity, offsets, values, nulls = column
    buffers = [validity and pyarrow.py_buffer(validity), pyarrow.py_buffer(values)]
    if offsets is not None:
        buffers.insert(1, pyarrow.py_buffer(offsets))
    return pyarrow.Array.from_buffers(kind, rows, buffers, nulls)
