"""Chinese planning documents (规划纲要) as typed records with evidence.

    conversion = gangyao.convert("plan.pdf")
    for record in conversion.records: ...

`convert_many` converts many documents in parallel. `gangyao.arrow` makes Arrow tables of them, `gangyao.spark` and `gangyao.ray` run on
these engines. All is in docs/python.md.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

from ._convert import Conversion, convert, convert_many
from ._error import ConversionError
from ._native import definition as _definition

#: The names of the tables, as docs/records.md lists them.
TABLES = tuple(table[0] for table in _definition())

if TYPE_CHECKING:
    from . import arrow as arrow
    from . import ray as ray
    from . import spark as spark

__all__ = ["TABLES", "Conversion", "ConversionError", "convert", "convert_many"]


def __getattr__(name: str) -> ModuleType:
    # These modules need packages that not everybody has: they are loaded when they are used.
    if name in ("arrow", "ray", "spark"):
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
