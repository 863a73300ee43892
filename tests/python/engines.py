"""What the tests on engines share: a folder of plans and broken files, and what the program makes of each."""

import json
import re
import shutil
from pathlib import Path

from conftest import FIXTURES, ROOT, converted, lines

BROKEN = {
    "empty.txt": b"",
    "binary.txt": b"\x00\x01\x02" * 50,
    "broken.pdf": b"%PDF-1.7 broken",
    "broken.docx": b"PK\x03\x04 broken",
    "目录 1/规划 #1%20.txt": "第一章 总则\n投资100亿元。\n".encode(),
    "目录 1/空 白.txt": " \n\t".encode(),
}


def fill(folder: Path) -> None:
    """Copies the fixtures and, where it is there, the corpus into a folder, and writes broken files beside them."""
    for source in (FIXTURES, ROOT.parent / "shared/corpus"):
        for path in sorted(source.glob("*.*")):
            if path.suffix in (".txt", ".html", ".docx", ".pdf"):
                (folder / source.name).mkdir(exist_ok=True)
                shutil.copyfile(path, folder / source.name / path.name)
    for name, data in BROKEN.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def examples(heading: str) -> list[str]:
    """The Python examples below a heading of docs/cluster.md."""
    page = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


class Expected:
    """The program's records and errors, by the place of the file."""

    def __init__(self, folder: Path, out: Path) -> None:
        converted(folder, out, "--format", "jsonl,parquet", ends=(1,))
        self.parquet = out / "parquet"
        self.records: dict[str, list[str]] = {}
        self.errors: dict[str, tuple[str, str]] = {}
        for line in lines(out / "manifest.jsonl"):
            one = json.loads(line)
            place = one["output"]
            if one["status"] == "ok":
                self.records[place] = lines(out / f"{place}.jsonl")
            else:
                self.errors[place] = (one["code"], one["message"])
        assert {error[0] for error in self.errors.values()} == {"empty", "binary", "malformed", "unsupported-format"}


class Found:
    """What an engine gave, by the place of the file: compared with the program's."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}
        self.errors: dict[str, tuple[str, str]] = {}

    def add(self, place: str, record: "str | None", code: "str | None", message: "str | None") -> None:
        """A row of `records`."""
        if code is None:
            assert record is not None and message is None
            self.records.setdefault(place, []).append(record)
        else:
            assert record is None and message is not None
            assert place not in self.errors, "one row an error"
            self.errors[place] = (code, message)

    def must_be(self, expected: Expected) -> None:
        """Every file is there, with the program's records in their order or its error."""
        assert sorted(self.records) == sorted(expected.records)
        assert self.errors == expected.errors
        for place, records in expected.records.items():
            assert self.records[place] == records, place
