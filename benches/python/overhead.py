"""What the wheel costs over the program: overhead.py IN_PROCESS GANGYAO FILE… prints user seconds and ratios.

Every contender reads the same files, on one thread, in a process of its own; the best of some runs counts. The start of Python with pyarrow
is measured too and taken off, as is that of the program. IN_PROCESS is `cargo build --release -p gangyao-python --example in_process`.
"""

import os
import subprocess
import sys
import tempfile

RUNS = 5
REPEATS = 10

WHEEL = """
import sys
import pyarrow
import gangyao.arrow
from itertools import islice

mode, paths = sys.argv[1], sys.argv[2:]
results = gangyao.convert_many(paths, jobs=1)
while batch := list(islice(results, 64)):
    if mode == "arrow":
        gangyao.arrow.to_arrow(batch)
    for one in batch:
        if mode == "each" and not isinstance(one, gangyao.ConversionError):
            one.to_arrow()
        if mode == "records" and not isinstance(one, gangyao.ConversionError):
            one.records
"""


def seconds(*command: str) -> float:
    """User time of a command, the least of some runs."""
    times = []
    for _ in range(RUNS):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(os.wait4(child.pid, 0)[2].ru_utime)
    return min(times)


def main() -> None:
    """Prints one line a contender."""
    in_process, program, *files = sys.argv[1:]
    many = [os.path.abspath(file) for file in files] * REPEATS
    size = sum(map(os.path.getsize, many))
    print(f"{len(many)} documents, {size / 1e6:.1f} MB")

    def measured(name: str, base: float, *command: str) -> float:
        found = seconds(*command, *many) - seconds(*command)
        ratio = f"{found / base:6.2f} ×" if base else ""
        print(f"{name:44} {found:7.3f} s  {1e3 * found / len(many):7.2f} ms a document  {ratio}", flush=True)
        return found

    convert = measured("program, in process: records", 0, in_process, "convert")
    rows = measured("program, in process: records and rows", convert, in_process, "rows")
    python = (sys.executable, "-c", WHEEL)
    measured("wheel: records", convert, *python, "convert")
    measured("wheel: records and Arrow, 64 documents a batch", rows, *python, "arrow")
    measured("wheel: records and Arrow, one by one", rows, *python, "each")
    measured("wheel: records as dicts", convert, *python, "records")
    with tempfile.TemporaryDirectory() as out:
        # The program takes an input once, so that it is run as often as the others repeat it.
        once = files
        for formats in ("json,jsonl,source", "parquet"):
            command = (program, "convert", "--jobs", "1", "--quiet", "--format", formats, "-o", out)
            found = seconds(*command, *once) * REPEATS
            print(f"{'program, files: ' + formats:44} {found:7.3f} s  {1e3 * found / len(many):7.2f} ms a document")


main()
