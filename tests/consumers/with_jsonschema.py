"""jsonschema: every document and every line is valid under the published schema."""

import json
import sys
from pathlib import Path

import jsonschema

from common import OUT, records

schema = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
whole = jsonschema.Draft202012Validator(schema)
line = jsonschema.Draft202012Validator({"$ref": "#/$defs/Record", "$defs": schema["$defs"]})
paths = [
    path for path in sorted(OUT.rglob("*.json")) if path.name not in ("datapackage.json", "csv-metadata.json")
]
if not paths:
    sys.exit("no document")
for path in paths:
    whole.validate(json.loads(path.read_text(encoding="utf-8")))
for file, record in records():
    try:
        line.validate(record)
    except jsonschema.ValidationError as error:
        sys.exit(f"{file}: {record['id']}: {error.message}")
