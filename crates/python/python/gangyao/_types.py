"""Names of types that several modules use."""

import os
from typing import Literal, Optional, TypedDict, Union

Path = Union[str, "os.PathLike[str]"]
Bytes = Union[bytes, bytearray, memoryview]
Errors = Literal["raise", "value"]
Cell = Union[str, int, float, bool, None]

#: A column of a table: validity, offsets, values, number of cells that are not there.
Buffers = tuple[Optional[bytes], Optional[bytes], bytes, int]

#: A column of the definition: name, Arrow type, nullable, Chinese name, meaning, unit.
Column = tuple[str, str, bool, str, str, Optional[str]]


class Options(TypedDict):
    """How documents are read."""

    encoding: Optional[str]
    with_libreoffice: bool
    ocr: bool
