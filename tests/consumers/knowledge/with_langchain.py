"""LangChain builds its documents from the lines."""

from common import chunks, files, lines
from langchain_core.documents import Document

plain = chunks()
for name, path in files("langchain", ".chunks.jsonl").items():
    documents = [Document(**line) for line in lines(path)]
    assert [document.id for document in documents] == [chunk["id"] for chunk in plain[name]]
    for document, chunk in zip(documents, plain[name]):
        assert document.page_content.endswith(chunk["text"])
        assert document.metadata["records"].split() == chunk["records"]
        # Chroma and others take nothing else.
        assert all(isinstance(value, (str, int, float, bool)) for value in document.metadata.values())
