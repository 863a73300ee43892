"""The examples of docs/python.md, run as they stand, one after the other, beside a plan."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import FIXTURES, ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(FIXTURES / "xincheng-15fyp.txt", tmp_path / "plan.txt")
    (tmp_path / "empty.txt").touch()
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    blocks = BLOCK.findall(page)
    assert len(blocks) >= 6
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    said = capsys.readouterr().out
    assert "empty.txt empty " in said
    assert said.rstrip().endswith("malformed")
