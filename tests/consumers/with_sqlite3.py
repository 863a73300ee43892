"""sqlite3: tables, references, views, and words of two characters."""

import sqlite3

from common import COLUMNS, OUT, expected_rows, records, same

EXPECTED = expected_rows()
database = sqlite3.connect(f"file:{OUT / 'gangyao.sqlite'}?mode=ro", uri=True)


def ask(sql, *values):
    return database.execute(sql, values).fetchall()


for table in COLUMNS:
    same(f"rows of {table}", ask(f"SELECT count(*) FROM {table}")[0][0], EXPECTED[table])
same("broken references", ask("PRAGMA foreign_key_check"), [])
same("integrity", ask("PRAGMA integrity_check"), [("ok",)])
same("version", ask("PRAGMA user_version"), [(4,)])

same("rows of v_indicators", ask("SELECT count(*) FROM v_indicators")[0][0], EXPECTED["indicator_values"])
same("rows of v_projects", ask("SELECT count(*) FROM v_projects")[0][0], EXPECTED["projects"])
targets = sum(1 for _, record in records() if record["type"] == "quantity" and record["stance"] == "target")
same("targets of the prose", ask("SELECT count(*) FROM v_targets WHERE source = 'quantity'")[0][0], targets)

paragraphs = [(file, record) for file, record in records() if record["type"] == "paragraph"]
for word in ("算力", "低空"):
    expected = {(file, record["id"]) for file, record in paragraphs if word in record["text"]}
    same(f"{word} is in the test's documents", bool(expected), True)
    found = ask("SELECT file, id FROM v_search WHERE words MATCH ? AND type = 'paragraph'", word)
    same(f"paragraphs with {word}", set(found), expected)
longer = """
SELECT count(*) FROM v_search WHERE type = 'paragraph' AND words MATCH
    (SELECT '"' || group_concat(substr(?1, n, 2), ' ') || '"' FROM places WHERE n < length(?1))
"""
expected = sum(1 for _, record in paragraphs if "低空经济" in record["text"])
same("paragraphs with 低空经济", ask(longer, "低空经济")[0][0], expected)
