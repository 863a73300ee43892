"""What documents of each format cost, and what many of them take: costs.py GANGYAO FOLDER…

Converts the files of each format on one core, to the files of each document and to Parquet, and prints CPU time (user and system, the least of
some runs), output and peak memory a document; then the core-hours (h) and storage of a million and a hundred million such documents. PDF has its
pages as well. Compare nothing with a bound: a loaded machine must fail no test.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 3
FORMATS = ("json,jsonl,source", "parquet")
SUFFIXES = (".txt", ".html", ".docx", ".pdf")


def run(program: str, files: list[Path], formats: str) -> tuple[float, float, int, int, int]:
    """CPU seconds, peak memory in MiB, bytes of output, documents, pages."""
    with tempfile.TemporaryDirectory() as out:
        command = [program, "convert", *map(str, files), "-o", out, "--quiet", "--jobs", "1", "--format", formats]
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        size = sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file())
        with Path(out, "manifest.jsonl").open(encoding="utf-8") as manifest:
            good = [one for one in map(json.loads, manifest) if one["status"] == "ok"]
        pages = 0
        for one in good:
            document = Path(out, one["output"] + ".jsonl")
            if document.exists():
                first = json.loads(document.open(encoding="utf-8").readline())
                pages += first["source"]["pages"] or 0
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size, len(good), pages


def main() -> None:
    """Prints one line a format of input and of output."""
    program, *folders = sys.argv[1:]
    files = [path.resolve() for folder in folders for path in sorted(Path(folder).rglob("*"))]
    print("input   documents     kB   pages  output                ms a document   kB out  peak MiB   million: h     GB  100 million: h     TB")
    for suffix in SUFFIXES:
        group = [path for path in files if path.suffix == suffix]
        pages = 0
        for formats in FORMATS:
            best = min(run(program, group, formats) for _ in range(RUNS)) if group else None
            if best is None or not best[3]:
                continue
            seconds, memory, size, count, found = best
            pages = found or pages
            kilobytes = sum(path.stat().st_size for path in group) / len(group) / 1e3
            hours = seconds / count * 1e6 / 3600
            print(
                f"{suffix[1:]:7} {count:9} {kilobytes:6.0f} {pages / count:7.1f}  {formats:20} {1e3 * seconds / count:14.2f}"
                f" {size / count / 1e3:8.0f} {memory:9.0f} {hours:12.1f} {size / count / 1e3:6.0f}"
                f" {100 * hours:15.0f} {size / count / 1e4:6.1f}"
            )


main()
