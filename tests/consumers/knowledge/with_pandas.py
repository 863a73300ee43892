"""The CSV files as the imports of Dify and FastGPT read them, and the graph as neo4j-admin does."""

import pandas as pd
from common import chunks, files, lines

plain = chunks()


def table(path):
    return pd.read_csv(path, keep_default_na=False, dtype=str)


for name, path in files("dify", ".chunks.csv").items():
    # As api/tasks/batch_create_segment_to_index_task.py does: the first column, below a head.
    segments = [row.iloc[0] for _, row in table(path).iterrows()]
    assert len(segments) == len(plain[name])
    assert all(segment.endswith(chunk["text"]) for segment, chunk in zip(segments, plain[name]))

for name, path in files("fastgpt", ".chunks.csv").items():
    rows = table(path)
    assert list(rows.columns) == ["q", "a", "indexes"] and len(rows) == len(plain[name])
    assert (rows["q"] != "").all() and (rows["a"] == "").all()

for name, path in files("ragflow", ".chunks.jsonl").items():
    bodies = lines(path)
    assert len(bodies) == len(plain[name])
    assert all(set(body) == {"content", "important_keywords", "questions"} and body["content"] for body in bodies)

relations = files("plain", ".relationships.csv")
for name, path in files("plain", ".nodes.csv").items():
    nodes = table(path)
    relationships = table(relations[name])
    assert nodes["id:ID"].is_unique
    assert set(relationships[":START_ID"]) | set(relationships[":END_ID"]) <= set(nodes["id:ID"])
    for column in nodes.columns:
        # A head says the type; what is empty is no property.
        said = nodes[column][nodes[column] != ""]
        if column.endswith(":int"):
            said.astype("int64")
        elif column.endswith(":double"):
            said.astype("float64")
    assert (nodes[":LABEL"] != "").all() and (relationships[":TYPE"] != "").all()
