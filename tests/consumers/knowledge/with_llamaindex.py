"""LlamaIndex builds its nodes from the lines, with what comes before and after."""

from common import chunks, files, lines
from llama_index.core.schema import MetadataMode, NodeRelationship, ObjectType, TextNode

plain = chunks()
for name, path in files("llamaindex", ".chunks.jsonl").items():
    nodes = [TextNode.from_dict(line) for line in lines(path)]
    assert len(nodes) == len(plain[name])
    for node, chunk in zip(nodes, plain[name]):
        assert (node.node_id, node.text) == (chunk["id"], chunk["text"])
        before = node.relationships.get(NodeRelationship.PREVIOUS)
        after = node.relationships.get(NodeRelationship.NEXT)
        assert (before.node_id if before else None) == chunk["prev"]
        assert (after.node_id if after else None) == chunk["next"]
        assert node.source_node.node_type == ObjectType.DOCUMENT and node.source_node.node_id.startswith(chunk["doc"])
        embedded = node.get_content(MetadataMode.EMBED)
        assert chunk["text"] in embedded and "records" not in embedded
        assert all(heading in embedded for heading in chunk["breadcrumb"])
