"""What the tests share: the fixtures of the repository, and what the program makes of them."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
PLANS = sorted(FIXTURES.glob("*.txt"))


def converted(folder: Path, out: Path, *arguments: str, ends: tuple[int, ...] = (0, 1)) -> Path:
    """The program's output for a folder; files that fail are part of it."""
    program = os.environ.get("GANGYAO", str(ROOT / "target/release/gangyao"))
    command = [program, "convert", str(folder), "-o", str(out), "--quiet", *arguments]
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode in ends
    return out


def lines(path: Path) -> list[str]:
    """The lines of a JSONL file. Texts hold characters at which `splitlines` would cut."""
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's output for the fixtures."""
    return converted(FIXTURES, tmp_path_factory.mktemp("output"), "--format", "json,jsonl,source,parquet")
