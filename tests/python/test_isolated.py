"""Documents in a process of their own: the same rows, and an error row where the process does not survive one."""

import os
import signal
import sys
from pathlib import Path

import pyarrow
import pytest
from conftest import FIXTURES

from gangyao import _isolated
from gangyao._extract import Batches
from gangyao._isolated import Isolated
from gangyao._types import Options

OPTIONS: Options = {"encoding": None, "with_libreoffice": False, "ocr": False}
PLAN = (FIXTURES / "xincheng-15fyp.txt").read_bytes()


def error(rows: pyarrow.RecordBatch) -> tuple[str, str]:
    """The file and the code of the one row."""
    assert rows.num_rows == 1
    (row,) = rows.to_pylist()
    assert row["error_message"] and row["id"] is None
    return row["file"], row["error_code"]


def test_rows_are_the_same_as_in_this_process() -> None:
    isolated = Isolated("records", OPTIONS)
    batches = Batches("records", OPTIONS, isolate=False)
    for name, content in [("a/plan.txt", PLAN), ("broken.pdf", b"%PDF-1.7 broken"), ("b.txt", PLAN)]:
        (expected,) = batches.of([(name, content)])
        assert isolated.rows(name, content).equals(expected)
    isolated.close()


def test_only_pdf_needs_it() -> None:
    batches = Batches("records", OPTIONS, isolate=True)
    found = list(batches.of([("a.txt", PLAN), ("b.pdf", b"%PDF-1.7 broken"), (None, None)]))
    assert [error(found[0]), error(found[1].slice(found[1].num_rows - 1))] == [("b.pdf", "malformed"), ("", "empty")]
    batches.close()


def test_too_long_is_an_error_and_the_next_document_is_well() -> None:
    isolated = Isolated("records", OPTIONS, seconds=0.0)
    assert error(isolated.rows("a.txt", PLAN)) == ("a.txt", "timed-out")
    isolated._seconds = 120.0
    assert isolated.rows("a.txt", PLAN).num_rows > 100


def test_programs_of_others_take_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_isolated, "SECONDS", 0.0)
    assert error(Isolated("records", OPTIONS).rows("a.txt", PLAN)) == ("a.txt", "timed-out")
    for program in ("with_libreoffice", "ocr"):
        isolated = Isolated("records", {**OPTIONS, program: True})  # type: ignore[misc]
        assert isolated.rows("a.txt", PLAN).num_rows > 100
        isolated.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not keep to the limit")
def test_too_much_memory_is_an_error() -> None:
    isolated = Isolated("records", OPTIONS, memory=1 << 30)
    assert isolated.rows("a.txt", PLAN).num_rows > 100
    assert error(isolated.rows("big.txt", bytes(3 << 30))) == ("big.txt", "out-of-memory")
    assert isolated.rows("a.txt", PLAN).num_rows > 100
    isolated.close()


def test_a_process_that_dies_is_an_error() -> None:
    isolated = Isolated("records", OPTIONS)
    isolated._command = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(8); sys.exit('killed by a document')"]
    rows = isolated.rows("a.pdf", PLAN)
    assert error(rows) == ("a.pdf", "worker-died")
    assert "status 1: killed by a document" in rows["error_message"][0].as_py()


def test_a_process_that_dies_between_documents_is_replaced() -> None:
    isolated = Isolated("records", OPTIONS)
    before = isolated.rows("a.txt", PLAN)
    assert isolated._process is not None
    os.kill(isolated._process.pid, signal.SIGKILL)
    assert isolated.rows("a.txt", PLAN).equals(before)
    isolated.close()


def test_it_ends_with_its_owner() -> None:
    isolated = Isolated("records", OPTIONS)
    isolated.rows("a.txt", PLAN)
    process = isolated._process
    assert process is not None
    del isolated
    assert process.poll() is not None


def test_packages_are_found_where_this_interpreter_found_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "/no/such/folder")
    assert Isolated("records", OPTIONS).rows("a.txt", PLAN).num_rows > 100
