"""frictionless: the data package is valid, with types, certain values, unique keys and references."""

import os

os.environ["FRICTIONLESS_STANDARDS"] = "v2"
import frictionless

from common import OUT, expected_rows, same

report = frictionless.validate(str(OUT / "csv/datapackage.json"))
errors = report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
same("errors", errors[:5], [])
# A file with nothing but its head has no number of rows.
found = {task.name: task.stats.get("rows") or 0 for task in report.tasks}
same("rows", found, dict(expected_rows()))
