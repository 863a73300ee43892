"""pandas: CSV and Parquet are read without a single option, say the same, and the panel is tidy."""

import pandas

from common import COLUMNS, OUT, expected_rows, same

EXPECTED = expected_rows()
NUMERIC = {"integer", "number"}

for table, fields in COLUMNS.items():
    csv = pandas.read_csv(OUT / f"csv/{table}.csv", dtype={"region_code": "string"})
    parquet = pandas.read_parquet(OUT / f"parquet/{table}.parquet")
    for name, frame in (("csv", csv), ("parquet", parquet)):
        same(f"{name} rows of {table}", len(frame), EXPECTED[table])
        same(f"{name} columns of {table}", list(frame.columns), list(fields))
    for column, kind in fields.items():
        if kind in NUMERIC and len(csv):
            if not pandas.api.types.is_numeric_dtype(csv[column]):
                same(f"csv type of {table}.{column}", csv[column].dtype, "a number")
            left, right = csv[column].astype(float), parquet[column].astype(float)
            if not ((left == right) | (left.isna() & right.isna())).all():
                same(f"numbers of {table}.{column}", "differ", "the same in CSV and Parquet")
        if kind == "boolean" and len(csv):
            values = {value for value in csv[column].unique() if not pandas.isna(value)}
            same(f"csv values of {table}.{column}", values <= {True, False}, True)

csv = pandas.read_csv(OUT / "panel.csv", dtype={"region_code": "string"})
parquet = pandas.read_parquet(OUT / "panel.parquet")
report = pandas.read_csv(OUT / "panel.report.csv")
same("rows of the panel", len(csv), len(parquet))
same("columns of the panel", list(csv.columns), list(parquet.columns))
key = ["file", "name", "sub_name", "unit", "role", "year", "measure", "span_start", "span_end"]
same("repeated keys of the panel", int(csv.duplicated(key).sum()), 0)
same("rows of the panel without quote", int(csv["quote"].isna().sum()), 0)
values = pandas.read_parquet(OUT / "parquet/indicator_values.parquet")
placed = len(csv) + report["indicator"].notna().sum()
whole = report[report["indicator"].isna() & (report["code"] != "version")]["file"]
stated = values[(values["kind"] != "absent") & ~values["file"].isin(whole)]
same("values in the panel and its report", int(placed), len(stated))
