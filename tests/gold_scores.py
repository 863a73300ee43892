#!/usr/bin/env python3
"""Convert the documents that have a gold file and compare their scores with the table.

    gold_scores.py PROGRAM TABLE SHARED OUT

SHARED holds `eval/score.py`, `eval/gold/` and the documents. Prints every measure; exits with 1 if one is too low.
"""
import json
import pathlib
import subprocess
import sys


def wanted(table):
    """{(gold file, document): {measure: at least}}"""
    found = {}
    for line in pathlib.Path(table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            gold, document, measure, least = line.split("\t")
            found.setdefault((gold, document), {})[measure] = float(least)
    return found


def scores(program, shared, out, gold, document):
    """One number for each measure."""
    source = shared / document
    subprocess.run([program, "convert", source, "-o", out, "--quiet"], check=True)
    command = [sys.executable, shared / "eval" / "score.py", shared / "eval" / "gold" / f"{gold}.json", out / f"{source.name}.json", "--json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {name: row.get("f1", row.get("ratio", row.get("unassigned"))) for name, row in rows.items()}


def main(program, table, shared, out):
    low = 0
    for (gold, document), measures in wanted(table).items():
        found = scores(program, pathlib.Path(shared).resolve(), pathlib.Path(out).resolve(), gold, document)
        for measure, least in measures.items():
            # Coverage counts what is lost, so less is better.
            good = found[measure] == least if measure == "coverage" else found[measure] >= least
            low += not good
            print(f"{'ok ' if good else 'LOW'} {gold:16} {measure:20} {found[measure]:8} (at least {least})")
    return 1 if low else 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
