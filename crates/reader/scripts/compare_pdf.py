#!/usr/bin/env python3
"""Compares the PDF reader with pdftotext: characters of each page as a multiset, and time.

    cargo build --release -p gangyao-reader --example pdf_text
    crates/reader/scripts/compare_pdf.py target/release/examples/pdf_text FILE.pdf ...

Needs pdftotext (poppler-utils). Spaces do not count; radicals and compatibility forms are folded on both sides,
because the two print them differently. `ours` and `theirs` are characters that only one of the two has.
"""
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path


def pages(command):
    run = subprocess.run(command, capture_output=True, check=False)
    text = run.stdout.decode("utf-8", "replace")
    return text.split("\f")[:-1], run.returncode


def fold(text):
    return Counter(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c.isprintable())


def main():
    binary, files = sys.argv[1], sys.argv[2:]
    print("file\tpages\tours\tpdftotext\tonly ours\tonly theirs\tworst page\tms ours\tms pdftotext\tratio")
    for file in files:
        ours, failed = pages([binary, file])
        started = time.perf_counter()
        theirs, _ = pages(["pdftotext", file, "-"])
        took = (time.perf_counter() - started) * 1000
        for _ in range(2):
            started = time.perf_counter()
            pages(["pdftotext", file, "-"])
            took = min(took, (time.perf_counter() - started) * 1000)
        if failed:
            print(f"{Path(file).name}\terror\t\t{sum(sum(fold(p).values()) for p in theirs)}")
            continue
        ms = float(subprocess.run([binary, file, "--time", "5"], capture_output=True, text=True, check=True).stdout)
        more = less = worst = count = other = 0
        for at in range(max(len(ours), len(theirs))):
            a = fold(ours[at]) if at < len(ours) else Counter()
            b = fold(theirs[at]) if at < len(theirs) else Counter()
            count += sum(a.values())
            other += sum(b.values())
            plus, minus = sum((a - b).values()), sum((b - a).values())
            more, less = more + plus, less + minus
            worst = max(worst, plus + minus)
        print(f"{Path(file).name}\t{len(ours)}\t{count}\t{other}\t{more}\t{less}\t{worst}\t{ms:.1f}\t{took:.1f}\t{ms / took:.2f}")


if __name__ == "__main__":
    main()
