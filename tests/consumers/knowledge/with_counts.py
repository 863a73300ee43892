"""Chunks, graph, linked data and Markdown hold the records that the JSONL has: each once, none more, none less."""

import csv
import json
import re
from collections import Counter

from common import chunks, files, lines

HEADINGS = ("part", "chapter", "section", "subsection")
# Records that the text is made of, or that are read out of it; the others are about it.
SAID = (*HEADINGS, "paragraph", "box", "table", "project", "indicator", "quantity", "term")


def same(what, found, expected):
    assert found == expected, f"{what}: {found}, the JSONL {expected}"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def graph(name, records, nodes, relationships):
    kinds = Counter(record["type"] for record in records if record["type"] in SAID)
    indicators = [record for record in records if record["type"] == "indicator"]
    components = sum(len(record["components"]) for record in records if record["type"] == "project")
    concepts = {record["concept"] for record in indicators} - {None}
    expected = Counter({kind.capitalize(): count for kind, count in kinds.items()})
    expected += Counter({
        "Document": 1,
        "Region": int(records[0]["region"] is not None),
        "Concept": len(concepts),
        "Component": components,
        "Value": sum(len(record["values"]) for record in indicators),
    })
    same(f"nodes of {name}", Counter(node[":LABEL"].split(";")[-1] for node in nodes), expected)
    ids = [node["id:ID"] for node in nodes]
    same(f"nodes of {name} with one id", len(ids) - len(set(ids)), 0)
    ends = {row[end] for row in relationships for end in (":START_ID", ":END_ID")}
    same(f"ends of relationships of {name} that are no node", ends - set(ids), set())
    leads = Counter(row[":TYPE"] for row in relationships)
    said = {
        "CONTAINS": sum(kinds.values()) - kinds["quantity"],
        "STATES": kinds["quantity"],
        "ABOUT": expected["Region"],
        "HAS_COMPONENT": components,
        "HAS_VALUE": expected["Value"],
        "MEASURES": sum(1 for record in indicators if record["concept"]),
    }
    same(f"relationships of {name}", {kind: leads[kind] for kind in said}, said)
    same(f"relationships of {name} of other types", set(leads) - {*said, "USES"}, set())


def linked(name, records, text):
    subjects = json.loads(text)["@graph"]
    same(
        f"subjects of {name}",
        [(subject["type"], subject["id"]) for subject in subjects],
        [(record["type"], "gy:" + record["id"]) for record in records],
    )


def markdown(name, records, text):
    tables = {record["id"] for record in records if record["type"] == "table"}
    shown = [
        record["id"]
        for record in records
        if record["type"] in ("document", *HEADINGS, "paragraph", "box", "table", "term")
        or (record["type"] == "project" and record["parent"] not in tables)
    ]
    same(f"anchors of {name}", re.findall(r'<a id="([^"]*)"></a>', text), shown)


def cut(name, records, pieces):
    held = {record for piece in pieces for record in piece["records"]}
    # A box that is a picture without a title has no text that could be in a chunk.
    empty = {record["id"] for record in records if record.get("content") == "unreadable" and not record["title"]}
    expected = {record["id"] for record in records if record["type"] in SAID} - empty
    same(f"records of {name} in chunks", held, expected)
    same(f"numbers of the chunks of {name}", [piece["seq"] for piece in pieces], list(range(len(pieces))))
    ids = [piece["id"] for piece in pieces]
    same(f"chunks of {name} with one id", len(ids) - len(set(ids)), 0)


plain = chunks()
wholes, nodes = files("plain", ".jsonl"), files("plain", ".nodes.csv")
relations, graphs, texts = files("plain", ".relationships.csv"), files("plain", ".jsonld"), files("plain", ".md")
same("documents", set(nodes), set(plain))
for name in plain:
    records = lines(wholes[name])
    graph(name, records, rows(nodes[name]), rows(relations[name]))
    linked(name, records, graphs[name].read_text(encoding="utf-8"))
    markdown(name, records, texts[name].read_text(encoding="utf-8"))
    cut(name, records, plain[name])
