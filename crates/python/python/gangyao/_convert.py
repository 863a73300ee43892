"""Documents to records: one, or many in parallel."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Optional, Union, overload

from . import _native
from ._error import ConversionError
from ._types import Bytes, Cell, Errors, Path

if TYPE_CHECKING:
    import pandas
    import pyarrow


class Conversion:
    """A document's records, and the text that their offsets point into."""

    def __init__(self, document: _native.Document) -> None:
        self._document = document

    @property
    def name(self) -> str:
        """The document, as it was named; the column `file` of the tables."""
        return self._document.file

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """All records, as the lines of the JSONL: the document, toc entries, records in document order, diagnostics."""
        lines = self._document.jsonl().decode().rstrip("\n").replace("\n", ",")
        records: list[dict[str, Any]] = json.loads(f"[{lines}]")
        return records

    @property
    def document(self) -> dict[str, Any]:
        """The first record: title, kind, region, period, source, coverage, counts."""
        return self.records[0]

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """What is odd in the document, and what could not be read."""
        return [record for record in self.records if record["type"] == "diagnostic"]

    @cached_property
    def source_text(self) -> str:
        """The text that all offsets point into: `source_text[span["start"]:span["end"]]`."""
        return self._document.source_text()

    def to_json(self) -> bytes:
        """The file `<input>.json`, byte for byte."""
        return self._document.json()

    def to_jsonl(self) -> bytes:
        """The file `<input>.jsonl`, byte for byte."""
        return self._document.jsonl()

    def tables(self) -> dict[str, dict[str, list[Cell]]]:
        """The tables of docs/records.md, each as its columns; needs no other package."""
        return _native.cells(self._document)

    @overload
    def to_arrow(self, table: None = None) -> dict[str, pyarrow.Table]: ...
    @overload
    def to_arrow(self, table: str) -> pyarrow.Table: ...
    def to_arrow(self, table: Optional[str] = None) -> Union[dict[str, pyarrow.Table], pyarrow.Table]:
        """All tables as Arrow, or the one that is named."""
        from . import arrow

        return arrow.to_arrow([self], table)

    @overload
    def to_pandas(self, table: None = None) -> dict[str, pandas.DataFrame]: ...
    @overload
    def to_pandas(self, table: str) -> pandas.DataFrame: ...
    def to_pandas(self, table: Optional[str] = None) -> Union[dict[str, pandas.DataFrame], pandas.DataFrame]:
        """All tables as pandas, or the one that is named."""
        from . import arrow

        return arrow.to_pandas([self], table)

    def __repr__(self) -> str:
        return f"<gangyao.Conversion {self.name!r}>"


@overload
def convert(
    source: Union[Path, Bytes],
    name: Optional[str] = None,
    *,
    errors: Literal["raise"] = "raise",
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> Conversion: ...
@overload
def convert(
    source: Union[Path, Bytes],
    name: Optional[str] = None,
    *,
    errors: Errors,
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> Union[Conversion, ConversionError]: ...
def convert(
    source: Union[Path, Bytes],
    name: Optional[str] = None,
    *,
    errors: Errors = "raise",
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> Union[Conversion, ConversionError]:
    """Converts a document: a path, or bytes with a name.

    The name's last part stands in for the title where the document has none; the whole is the column `file` of the tables. A document
    that has no records raises `ConversionError`, or is one with `errors="value"`. Other threads run meanwhile.
    """
    _check(errors)
    reading = _native.Reading(encoding, with_libreoffice, ocr)
    return _settled(_native.convert(*_input(source, name), reading), errors)


@overload
def convert_many(
    documents: Iterable[Union[Path, tuple[str, Bytes]]],
    *,
    jobs: Optional[int] = None,
    errors: Literal["raise"],
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> Iterator[Conversion]: ...
@overload
def convert_many(
    documents: Iterable[Union[Path, tuple[str, Bytes]]],
    *,
    jobs: Optional[int] = None,
    errors: Errors = "value",
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> Iterator[Union[Conversion, ConversionError]]: ...
def convert_many(
    documents: Iterable[Union[Path, tuple[str, Bytes]]],
    *,
    jobs: Optional[int] = None,
    errors: Errors = "value",
    encoding: Optional[str] = None,
    with_libreoffice: bool = False,
    ocr: bool = False,
) -> Iterator[Union[Conversion, ConversionError]]:
    """Converts paths, and pairs of name and bytes, in parallel; gives results in their order.

    At most twice `jobs` documents (as many as there are processors by default) are taken from `documents` ahead of the result that is
    given next. A document that has no records gives a `ConversionError`, or raises it with `errors="raise"`.
    """
    reading = _native.Reading(encoding, with_libreoffice, ocr)
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    _check(errors)
    inputs = (_input(one[1], one[0]) if isinstance(one, tuple) else _input(one, None) for one in documents)
    many = _native.Many(inputs, jobs or os.cpu_count() or 1, reading)
    return (_settled(one, errors) for one in many)


def _input(source: Union[Path, Bytes], name: Optional[str]) -> tuple[str, Union[bytes, str]]:
    if isinstance(source, (bytes, bytearray, memoryview)):
        if name is None:
            raise TypeError("bytes need a name: convert(data, name='plan.pdf')")
        return _text(name), bytes(source)
    path = os.fspath(source)
    if not isinstance(path, str):
        raise TypeError(f"a document is a path as text, or bytes with a name, not {type(source).__name__}")
    return _text(path.replace(os.sep, "/") if name is None else name), path


def _text(name: str) -> str:
    # A file name that is not UTF-8 has lone surrogates in Python; the program shows it as this does.
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _check(errors: Errors) -> None:
    if errors not in ("raise", "value"):
        raise ValueError(f"errors must be 'raise' or 'value', not {errors!r}")


def _settled(result: Union[_native.Document, ConversionError], errors: Errors) -> Union[Conversion, ConversionError]:
    if not isinstance(result, ConversionError):
        return Conversion(result)
    if errors == "raise":
        raise result
    return result
