"""Files below the folder that the scripts are given."""

import json
import sys
from pathlib import Path

OUT = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()


def files(profile, suffix):
    """The files of a profile, by the document's place without the suffix."""
    found = {
        str(path.relative_to(OUT / profile))[: -len(suffix)]: path
        for path in sorted((OUT / profile).rglob("*" + suffix))
    }
    assert found, f"no {suffix} for {profile}"
    return found


def lines(path):
    """The values of a JSONL file; not splitlines, which splits at U+2028 as well."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def chunks():
    """The plain chunks of every document."""
    return {name: lines(path) for name, path in files("plain", ".chunks.jsonl").items()}
