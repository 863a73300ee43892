//! The shapes in which imports take chunks. Where a shape has one text only, the breadcrumb is its first line, so that the
//! text can be understood alone.

use std::io::{self, Write};

use gangyao_exporter::write_value;
use gangyao_model::Document;
use serde::Serialize;

use crate::chunk::Chunk;
use crate::csv;

/// Whose import takes the file.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Profile {
    /// All that a [`Chunk`] says, one a line.
    #[default]
    Plain,
    /// LangChain: one `langchain_core.documents.Document` a line, `{"id", "page_content", "metadata", "type"}`. Its
    /// `JSONLoader` reads it too (`json_lines=True`, `content_key="page_content"`). Metadata are flat, without nulls and
    /// lists, since vector stores such as Chroma refuse those.
    /// <https://docs.langchain.com/oss/python/integrations/document_loaders/json>
    LangChain,
    /// LlamaIndex: one `llama_index.core.schema.TextNode` a line, with source, previous and next node as relationships
    /// `"1"`, `"2"` and `"3"`; keys that only programs need are kept out of what is embedded.
    /// <https://developers.llamaindex.ai/python/framework/module_guides/loading/documents_and_nodes/usage_nodes>
    LlamaIndex,
    /// Dify: the CSV of “batch add segments”, whose first row is skipped and whose first column is the segment
    /// (`api/tasks/batch_create_segment_to_index_task.py` of langgenius/dify).
    Dify,
    /// `FastGPT`: the CSV of the template import, columns `q`, `a`, `indexes`: in its plain mode `q` is the text and `a`
    /// is empty; the index is the breadcrumb. <https://doc.fastgpt.io/docs/introduction/guide/knowledge_base/template>
    FastGpt,
    /// `RAGFlow`: one body of `POST /api/v1/datasets/{dataset}/documents/{document}/chunks` a line, `content`,
    /// `important_keywords`, `questions`. <https://ragflow.io/docs/http_api_reference>
    RagFlow,
}

impl Profile {
    /// What is put behind the input's whole name.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Dify | Self::FastGpt => ".chunks.csv",
            Self::Plain | Self::LangChain | Self::LlamaIndex | Self::RagFlow => ".chunks.jsonl",
        }
    }

    pub(crate) fn write(self, document: &Document, chunks: &[Chunk], out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Plain => lines(chunks, out),
            Self::LangChain => lines(chunks.iter().map(|chunk| LangChain::of(document, chunk)), out),
            Self::LlamaIndex => lines(chunks.iter().map(|chunk| LlamaIndex::of(document, chunk)), out),
            Self::RagFlow => lines(chunks.iter().map(RagFlow::of), out),
            Self::Dify => {
                csv::row(["content"], out)?;
                chunks.iter().try_for_each(|chunk| csv::row([whole(chunk).as_str()], out))
            }
            Self::FastGpt => {
                csv::row(["q", "a", "indexes"], out)?;
                chunks.iter().try_for_each(|chunk| {
                    let index = if chunk.breadcrumb.is_empty() { String::new() } else { breadcrumb(chunk) };
                    csv::row([whole(chunk).as_str(), "", &index], out)
                })
            }
        }
    }
}

fn lines<T: Serialize>(values: impl IntoIterator<Item = T>, out: &mut impl Write) -> io::Result<()> {
    for value in values {
        write_value(&value, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// 新城区规划 › 第一章 总则.
fn breadcrumb(chunk: &Chunk) -> String {
    let title = chunk.title.iter();
    title.chain(&chunk.breadcrumb).map(String::as_str).collect::<Vec<_>>().join(" › ")
}

/// The text below its breadcrumb.
fn whole(chunk: &Chunk) -> String {
    let breadcrumb = breadcrumb(chunk);
    if breadcrumb.is_empty() { chunk.text.clone() } else { format!("{breadcrumb}\n{}", chunk.text) }
}

/// What is known of a chunk, as flat values; what is not known is left out.
#[derive(Serialize)]
struct Metadata<'c> {
    /// The input's file name.
    source: &'c str,
    doc: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'c str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    breadcrumb: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region_code: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_start: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_end: Option<u16>,
    seq: u32,
    kind: &'static str,
    tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    /// Ids with a space between.
    records: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    keywords: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'c str>,
}

impl<'c> Metadata<'c> {
    fn of(document: &'c Document, chunk: &'c Chunk) -> Self {
        let region = document.region.as_ref();
        Self {
            source: &document.source.name,
            doc: &chunk.doc,
            title: chunk.title.as_deref(),
            breadcrumb: chunk.breadcrumb.join(" › "),
            region: region.map(|region| region.name.as_str()),
            region_code: region.and_then(|region| region.code.as_deref()),
            period_start: document.period.map(|period| period.start),
            period_end: document.period.map(|period| period.end),
            seq: chunk.seq,
            kind: chunk.kind.name(),
            tokens: chunk.tokens,
            page: chunk.pages.first().copied(),
            start: chunk.evidence.iter().map(|span| span.start).min(),
            end: chunk.evidence.iter().map(|span| span.end).max(),
            records: chunk.records.join(" "),
            keywords: chunk.keywords.join(" "),
            prev: chunk.prev.as_deref(),
            next: chunk.next.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct LangChain<'c> {
    id: &'c str,
    page_content: String,
    metadata: Metadata<'c>,
    #[serde(rename = "type")]
    type_name: &'static str,
}

impl<'c> LangChain<'c> {
    fn of(document: &'c Document, chunk: &'c Chunk) -> Self {
        let metadata = Metadata::of(document, chunk);
        Self { id: &chunk.id, page_content: whole(chunk), metadata, type_name: "Document" }
    }
}

/// Keys of the metadata that say nothing to a model.
const FOR_PROGRAMS: &[&str] = &[
    "doc",
    "region_code",
    "period_start",
    "period_end",
    "seq",
    "kind",
    "tokens",
    "page",
    "start",
    "end",
    "records",
    "prev",
    "next",
];

#[derive(Serialize)]
struct LlamaIndex<'c> {
    id_: &'c str,
    text: &'c str,
    metadata: Metadata<'c>,
    excluded_embed_metadata_keys: &'static [&'static str],
    excluded_llm_metadata_keys: &'static [&'static str],
    relationships: Relationships<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_char_idx: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_char_idx: Option<u32>,
    mimetype: &'static str,
    class_name: &'static str,
}

#[derive(Serialize)]
struct Relationships<'c> {
    #[serde(rename = "1")]
    source: Related<'c>,
    #[serde(rename = "2", skip_serializing_if = "Option::is_none")]
    previous: Option<Related<'c>>,
    #[serde(rename = "3", skip_serializing_if = "Option::is_none")]
    next: Option<Related<'c>>,
}

#[derive(Serialize)]
struct Related<'c> {
    node_id: &'c str,
    /// `"1"` a text, `"4"` a document.
    node_type: &'static str,
    class_name: &'static str,
}

impl<'c> LlamaIndex<'c> {
    fn of(document: &'c Document, chunk: &'c Chunk) -> Self {
        let related = |node_id, node_type| Related { node_id, node_type, class_name: "RelatedNodeInfo" };
        let metadata = Metadata::of(document, chunk);
        Self {
            id_: &chunk.id,
            text: &chunk.text,
            start_char_idx: metadata.start,
            end_char_idx: metadata.end,
            metadata,
            excluded_embed_metadata_keys: FOR_PROGRAMS,
            excluded_llm_metadata_keys: FOR_PROGRAMS,
            relationships: Relationships {
                source: related(&document.common.id, "4"),
                previous: chunk.prev.as_deref().map(|id| related(id, "1")),
                next: chunk.next.as_deref().map(|id| related(id, "1")),
            },
            mimetype: "text/plain",
            class_name: "TextNode",
        }
    }
}

#[derive(Serialize)]
struct RagFlow<'c> {
    content: String,
    important_keywords: &'c [String],
    questions: [&'c str; 0],
}

impl<'c> RagFlow<'c> {
    fn of(chunk: &'c Chunk) -> Self {
        Self { content: whole(chunk), important_keywords: &chunk.keywords, questions: [] }
    }
}
