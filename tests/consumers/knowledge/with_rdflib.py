"""rdflib parses the linked data; every record is a subject of its type."""

import json

from common import files
from rdflib import RDF, Graph, Literal, Namespace, URIRef

VOCABULARY = Namespace("urn:gangyao:1#")

names, wholes = files("plain", ".jsonld"), files("plain", ".json")
# Parsing is slow: the smallest of many documents show the same as all.
for name, path in sorted(names.items(), key=lambda item: item[1].stat().st_size)[:12]:
    graph = Graph().parse(path, format="json-ld")
    whole = json.loads(wholes[name].read_text(encoding="utf-8"))
    records = [whole["document"], *whole["toc"], *whole["records"], *whole["diagnostics"]]
    for record in records:
        subject = URIRef("urn:gangyao:" + record["id"])
        assert (subject, RDF.type, VOCABULARY[record["type"]]) in graph, record["id"]
        if record["parent"]:
            assert (subject, VOCABULARY.parent, URIRef("urn:gangyao:" + record["parent"])) in graph
        if record["type"] == "paragraph":
            assert (subject, VOCABULARY.text, Literal(record["text"], lang="zh")) in graph
    typed = set(graph.subjects(RDF.type))
    assert len(typed) == len(records), f"{name}: {len(typed)} subjects, {len(records)} records"
    question = """
        PREFIX g: <urn:gangyao:1#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?name ?raw WHERE {
          ?indicator a g:indicator ; g:name ?name ; g:values/rdf:rest*/rdf:first ?value .
          ?value g:role "target" ; g:value/g:raw ?raw .
        }"""
    targets = {(str(name), str(raw)) for name, raw in graph.query(question)}
    expected = {
        (record["name"], value["value"]["raw"])
        for record in whole["records"]
        if record["type"] == "indicator"
        for value in record["values"]
        if value["role"] == "target"
    }
    assert targets == expected, f"{name}: {targets ^ expected}"
