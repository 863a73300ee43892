"""The example of docs/snapshots.md: it passes with what was pinned, and fails where a plan changed."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def pytest(folder, **more):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True)


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    shutil.copy(ROOT / "docs/examples/test_pinned.py", folder)
    (folder / "plans").mkdir()
    plan = (ROOT / "tests/data/plan-to-edit.txt").read_text(encoding="utf-8")
    (folder / "plans/plan.txt").write_text(plan, encoding="utf-8")
    first = pytest(folder, ACCEPT="1")
    assert first.returncode == 0, first.stdout + first.stderr
    assert [path.name for path in (folder / "pinned").iterdir()] == ["plan.txt.json"]
    assert pytest(folder).returncode == 0
    (folder / "plans/plan.txt").write_text(plan.replace("39.85", "40.2"), encoding="utf-8")
    changed = pytest(folder)
    assert changed.returncode == 1
    assert "changed indicator 森林覆盖率, target 2030: 39.85 → 40.2" in changed.stdout, changed.stdout
