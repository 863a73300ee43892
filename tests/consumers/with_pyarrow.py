"""pyarrow: Parquet has the types of the definition, also where a file has no rows, and is compressed with zstd."""

import pyarrow
import pyarrow.parquet

from common import COLUMNS, OUT, expected_rows, same

TYPES = {
    "string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_(),
}
EXPECTED = expected_rows()

for table, fields in COLUMNS.items():
    file = pyarrow.parquet.ParquetFile(OUT / f"parquet/{table}.parquet")
    schema = {field.name: field.type for field in file.schema_arrow}
    same(f"types of {table}", schema, {name: TYPES[kind] for name, kind in fields.items()})
    same(f"rows of {table}", file.metadata.num_rows, EXPECTED[table])
    for group in range(file.metadata.num_row_groups):
        same(f"compression of {table}", file.metadata.row_group(group).column(0).compression, "ZSTD")
