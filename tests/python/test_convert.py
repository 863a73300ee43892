"""One document: the same bytes as the program's files, offsets that Python can slice with, errors by choice."""

import json
import os
import pickle
import stat
import threading
from pathlib import Path

import pytest
from conftest import FIXTURES, PLANS, lines

import gangyao

PLAN = "第一章 总则\n坚持𠮷祥😀创新，到2030年地区生产总值达到100亿元。\n"


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_files_are_those_of_the_program(plan: Path, output: Path) -> None:
    conversion = gangyao.convert(plan)
    assert conversion.to_json() == (output / f"{plan.name}.json").read_bytes()
    assert conversion.to_jsonl() == (output / f"{plan.name}.jsonl").read_bytes()
    assert conversion.source_text.encode() == (output / f"{plan.name}.source.txt").read_bytes()


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_records_are_the_lines_in_their_order(plan: Path, output: Path) -> None:
    conversion = gangyao.convert(plan)
    expected = [json.loads(line) for line in lines(output / f"{plan.name}.jsonl")]
    assert conversion.records == expected
    # Equal is not all: 5 and 5.0 are equal too.
    assert list(map(repr, conversion.records)) == list(map(repr, expected))
    whole = json.loads((output / f"{plan.name}.json").read_bytes())
    assert conversion.document == whole["document"]
    assert conversion.diagnostics == whole["diagnostics"]


def test_offsets_are_code_points() -> None:
    conversion = gangyao.convert(PLAN.encode(), "plan.txt")
    quoted = {
        record["type"]: [conversion.source_text[span["start"] : span["end"]] for span in record["evidence"]]
        for record in conversion.records
    }
    assert quoted["chapter"] == ["第一章 总则"]
    assert quoted["paragraph"] == ["坚持𠮷祥😀创新，到2030年地区生产总值达到100亿元。"]


def test_evidence_of_fixtures_is_what_the_record_says() -> None:
    conversion = gangyao.convert(FIXTURES / "xincheng-15fyp.txt")
    headings = [record for record in conversion.records if record["type"] == "chapter" and record["label"]]
    assert headings
    for record in headings:
        span = record["evidence"][0]
        assert conversion.source_text[span["start"] : span["end"]].startswith(record["label"])


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_any_kind(kind: type) -> None:
    conversion = gangyao.convert(kind(PLAN.encode()), name="a/b/规划.txt")
    assert conversion.name == "a/b/规划.txt"
    assert conversion.document["source"]["name"] == "规划.txt"
    assert repr(conversion) == "<gangyao.Conversion 'a/b/规划.txt'>"


def test_paths_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "规划 1.txt").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    expected = gangyao.convert(PLAN.encode(), "规划 1.txt").to_jsonl()
    for path in ("规划 1.txt", Path("规划 1.txt"), str(tmp_path / "规划 1.txt")):
        assert gangyao.convert(path).to_jsonl() == expected
    assert gangyao.convert("规划 1.txt", name="other.txt").document["source"]["name"] == "other.txt"


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xb9\xe6.txt")
    Path(path).write_text(PLAN, encoding="utf-8")
    assert gangyao.convert(path).document["source"]["name"] == "\ufffd\ufffd.txt"


def test_what_is_no_document() -> None:
    with pytest.raises(TypeError, match="need a name"):
        gangyao.convert(PLAN.encode())
    with pytest.raises(TypeError):
        gangyao.convert(7)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="no known encoding"):
        gangyao.convert(PLAN.encode(), "plan.txt", encoding="utf-7.5")
    with pytest.raises(ValueError, match="'raise' or 'value'"):
        gangyao.convert(PLAN.encode(), "plan.txt", errors="ignore")  # type: ignore[call-overload]


def test_an_encoding_that_is_given() -> None:
    conversion = gangyao.convert(PLAN.replace("𠮷", "").replace("😀", "").encode("gb18030"), "plan.txt", encoding="gbk")
    assert "坚持祥创新" in conversion.source_text


BROKEN = [(b"", "empty"), (b"\x00\x01\x02" * 50, "binary"), (b"%PDF-1.7 broken", "malformed"), (b"PK\x03\x04 no", "unsupported-format")]


@pytest.mark.parametrize(("data", "code"), BROKEN, ids=[code for _, code in BROKEN])
def test_errors_by_choice(data: bytes, code: str) -> None:
    with pytest.raises(gangyao.ConversionError) as raised:
        gangyao.convert(data, "a/broken")
    value = gangyao.convert(data, "a/broken", errors="value")
    for error in (raised.value, value):
        assert isinstance(error, gangyao.ConversionError)
        assert (error.code, error.name) == (code, "a/broken")
        assert str(error) == f"a/broken: {error.message} ({code})"
        again = pickle.loads(pickle.dumps(error))
        assert (again.code, again.message, again.name) == (error.code, error.message, error.name)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(gangyao.ConversionError) as raised:
        gangyao.convert("no/such/plan.txt")
    assert raised.value.code == "not-found"


@pytest.mark.skipif(os.name == "nt", reason="the program in this test is a shell script")
def test_other_threads_run_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for LibreOffice waits for what only another thread of Python's can do; with the lock held it would wait for ever."""
    flag = tmp_path / "flag"
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\n: > "{flag}.begun"\nwhile [ ! -e "{flag}" ]; do sleep 0.01; done\necho seen >&2; exit 1\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def raise_flag() -> None:
        while not Path(f"{flag}.begun").exists():
            pass
        flag.touch()

    thread = threading.Thread(target=raise_flag)
    thread.start()
    result = gangyao.convert(b"{\\rtf1 text}", "plan.rtf", errors="value", with_libreoffice=True)
    thread.join()
    assert isinstance(result, gangyao.ConversionError)
    assert (result.code, "seen" in result.message) == ("conversion-failed", True)
