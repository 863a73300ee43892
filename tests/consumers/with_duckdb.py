"""DuckDB: every file is a table as it is; the recipe of docs/tables.md joins them."""

import duckdb

from common import COLUMNS, OUT, expected_rows, same

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
EXPECTED = expected_rows()
database = duckdb.connect()

for table, fields in COLUMNS.items():
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM '{OUT}/parquet/{table}.parquet'")
    types = "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index"
    described = dict(database.execute(types, [table]).fetchall())
    same(f"types of {table}", described, {name: TYPES[kind] for name, kind in fields.items()})
    for name in (table, f"'{OUT}/csv/{table}.csv'"):
        same(f"rows of {name}", database.execute(f"SELECT count(*) FROM {name}").fetchone()[0], EXPECTED[table])
    # Copied into a table of the same types, as one loads a database.
    database.execute(f"CREATE TABLE copied AS FROM {table} LIMIT 0")
    database.execute(f"COPY copied FROM '{OUT}/csv/{table}.csv' (HEADER, NULLSTR ['', 'NaN'])")
    same(f"rows of {table} that were copied", database.execute("SELECT count(*) FROM copied").fetchone()[0], EXPECTED[table])
    database.execute("DROP TABLE copied")

joined = """
SELECT count(*) FROM indicator_values v
JOIN indicators i ON (i.file, i.id) = (v.file, v.indicator)
JOIN documents d ON d.file = v.file
"""
same("values with their documents", database.execute(joined).fetchone()[0], EXPECTED["indicator_values"])
