"""Pins the records of every plan in plans/: pytest fails where they changed, ACCEPT=1 pytest takes the new ones."""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
GANGYAO = os.environ.get("GANGYAO", "gangyao")


def test_records_are_as_pinned(tmp_path):
    new, pinned = tmp_path / "new", HERE / "pinned"
    subprocess.run([GANGYAO, "convert", HERE / "plans", "-o", new, "--format", "json", "--quiet"], check=True)
    if os.environ.get("ACCEPT"):
        shutil.rmtree(pinned, ignore_errors=True)
        # The manifest holds times, which differ from run to run.
        shutil.copytree(new, pinned, ignore=shutil.ignore_patterns("manifest.jsonl"))
    diff = subprocess.run([GANGYAO, "diff", pinned, new], capture_output=True, text=True)
    assert diff.returncode == 0, diff.stdout + diff.stderr
