"""What all checks share: the rows that each table must have, counted in the JSONL files, and its columns."""

import json
import sys
from collections import Counter
from pathlib import Path

OUT = Path(sys.argv[1])

TABLE_OF = {
    "document": "documents", "toc_entry": "toc_entries", "part": "parts", "chapter": "chapters", "section": "sections",
    "subsection": "subsections", "paragraph": "paragraphs", "box": "boxes", "table": "tables", "project": "projects",
    "indicator": "indicators", "quantity": "quantities", "term": "terms", "furniture": "furniture",
    "diagnostic": "diagnostics",
}


def records():
    """All records of the output, each with the place of its document."""
    for path in sorted(OUT.rglob("*.jsonl")):
        if path.name == "manifest.jsonl":
            continue
        file = str(path.relative_to(OUT).with_suffix(""))
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                yield file, json.loads(line)


def expected_rows():
    """Rows by table, as the records themselves say."""
    rows = Counter({table: 0 for table in COLUMNS})
    for _, record in records():
        rows["records"] += 1
        rows[TABLE_OF[record["type"]]] += 1
        rows["evidence"] += len(record["evidence"])
        rows["mentions"] += len(record.get("mentions", []))
        rows["indicator_values"] += len(record["values"]) if record["type"] == "indicator" else 0
        for component in record.get("components", []):
            rows["components"] += 1
            rows["evidence"] += len(component["evidence"])
        for cell in (cell for row in record.get("rows", []) for cell in row):
            rows["cells"] += 1
            rows["evidence"] += len(cell["evidence"])
        if record["type"] == "document":
            rows["coverage"] += len(record["coverage"]["by_kind"])
            rows["counts"] += len(record["counts"])
    return rows


def columns():
    """Names and types of the columns of each table, from the data package."""
    package = json.loads((OUT / "csv/datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["name"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in package["resources"]
    }


COLUMNS = columns()


def same(what, found, expected):
    """Fails with both where the two differ."""
    if found != expected:
        sys.exit(f"{what}: found {found}, expected {expected}")
