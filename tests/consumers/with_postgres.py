"""Postgres: the CSV files are loaded through COPY into tables that the data package describes, and the views join them.

Starts a server of its own on a local socket; the server is Debian's package postgresql.
"""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from common import COLUMNS, OUT, expected_rows, same

TYPES = {"string": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean"}


def programs():
    """The folder of a server that is installed."""
    needed = ("initdb", "pg_ctl", "psql")
    folders = glob.glob("/usr/lib/postgresql/*/bin") + os.environ["PATH"].split(os.pathsep)
    whole = [folder for folder in folders if all(os.access(f"{folder}/{name}", os.X_OK) for name in needed)]
    return whole[0] if whole else None


def skip(reason):
    print(f"SKIPPED: Postgres: {reason}")
    sys.exit(0)


def statements():
    """Tables with keys, the recipe of docs/tables.md for each, and the references between them."""
    package = json.loads((OUT / "csv/datapackage.json").read_text(encoding="utf-8"))
    references = []
    for resource in package["resources"]:
        described, name = resource["schema"], resource["name"]
        lines = [
            f"{field['name']} {TYPES[field['type']]}{' NOT NULL' if field.get('constraints', {}).get('required') else ''}"
            for field in described["fields"]
        ]
        lines.append(f"PRIMARY KEY ({', '.join(described['primaryKey'])})")
        yield f"CREATE TABLE {name} ({', '.join(lines)});"
        # As a number, NaN is one that could not be read, and Postgres knows it.
        yield f"\\copy {name} FROM '{name}.csv' (FORMAT csv, HEADER match)"
        for key in described["foreignKeys"]:
            to = key["reference"]
            references.append(
                f"ALTER TABLE {name} ADD FOREIGN KEY ({', '.join(key['fields'])}) "
                f"REFERENCES {to['resource']} ({', '.join(to['fields'])});"
            )
    yield from references


BIN = programs()
if BIN is None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        skip("it is not installed, and only Debian's root can install it")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "install", "-qq", "-y", "postgresql"], check=False, timeout=600, **quiet)
    BIN = programs()
if BIN is None:
    skip("Debian's package postgresql cannot be installed")
# The server does not run as root.
AS = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def run(*command, **more):
    return subprocess.run([*AS, *command], check=True, capture_output=True, text=True, **more).stdout


with tempfile.TemporaryDirectory() as home:
    os.chmod(home, 0o777)
    data, log = f"{home}/data", f"{home}/log"
    run(f"{BIN}/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", cwd=home)
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    run(f"{BIN}/pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-s", "start", cwd=home, stdin=subprocess.DEVNULL)
    try:
        psql = [f"{BIN}/psql", "-h", home, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-At"]
        sql = "\n".join(statements())
        # The server's user may not read the folder; psql's standard input and its own files are ours.
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(OUT / "csv", f"{folder}/csv")
            os.chmod(folder, 0o755)
            for path in Path(folder, "csv").iterdir():
                os.chmod(path, 0o644)
            os.chmod(f"{folder}/csv", 0o755)
            try:
                run(*psql, input=sql, cwd=f"{folder}/csv")
            except subprocess.CalledProcessError as error:
                sys.exit(error.stderr)
        expected = expected_rows()
        for table in COLUMNS:
            same(f"rows of {table}", int(run(*psql, "-c", f"SELECT count(*) FROM {table}", cwd=home)), expected[table])
        joined = """
        SELECT count(*) FROM indicator_values v
        JOIN indicators i ON (i.file, i.id) = (v.file, v.indicator) JOIN documents d ON d.file = v.file
        """
        same("values with their documents", int(run(*psql, "-c", joined, cwd=home)), expected["indicator_values"])
        unread = "SELECT count(*) FROM indicator_values WHERE unreadable <> (number IS NOT NULL AND number = 'NaN')"
        same("values that are unreadable and not NaN", int(run(*psql, "-c", unread, cwd=home)), 0)
        found = int(run(*psql, "-c", "SELECT count(*) FROM paragraphs WHERE text LIKE '%算力%'", cwd=home))
        same("paragraphs with 算力", found > 0, True)
    finally:
        run(f"{BIN}/pg_ctl", "-D", data, "-m", "immediate", "-s", "stop", cwd=home)
