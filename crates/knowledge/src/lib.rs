//! Records for knowledge bases: chunks for retrieval, graphs, linked data, Markdown.
//!
//! What enters is a [`Conversion`] and the source text, what leaves is bytes that depend on nothing else, one file a
//! [`Format`] and document. Nothing here knows how a record was found, where a file goes, or how a model counts tokens.
//!
//! | format | file | for |
//! | --- | --- | --- |
//! | [`Format::Chunks`] | `.chunks.jsonl`, `.chunks.csv` | retrieval, in the shape that each import takes |
//! | [`Format::Nodes`], [`Format::Relationships`] | `.nodes.csv`, `.relationships.csv` | `neo4j-admin database import` |
//! | [`Format::JsonLd`] | `.jsonld` | RDF stores |
//! | [`Format::Markdown`] | `.md` | people, and imports that take Markdown; every record has an anchor |

mod chunk;
mod csv;
mod graph;
mod json_ld;
mod markdown;
mod profile;
mod tables;
mod tokens;

use std::io::{self, Write};

use gangyao_model::Conversion;

pub use chunk::{Chunk, chunks};
pub use json_ld::{CONTEXT, JsonLd};
pub use profile::Profile;
pub use tokens::estimate;

/// Tokens of a chunk by default: about half a page, within the window of every embedding model.
pub const DEFAULT_SIZE: u32 = 512;

/// A file that a conversion can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// Pieces of the text for retrieval.
    Chunks {
        /// Tokens that a chunk should not exceed, as [`estimate`] counts them; a longer sentence stays whole.
        size: u32,
        /// The shape of a chunk.
        profile: Profile,
    },
    /// The nodes of the document's graph.
    Nodes,
    /// The relationships of the document's graph.
    Relationships,
    /// The records as linked data.
    JsonLd,
    /// The document as Markdown.
    Markdown,
}

impl Format {
    /// What is put behind the input's whole name.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Chunks { profile, .. } => profile.suffix(),
            Self::Nodes => ".nodes.csv",
            Self::Relationships => ".relationships.csv",
            Self::JsonLd => ".jsonld",
            Self::Markdown => ".md",
        }
    }

    /// Writes this file of a conversion.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, conversion: &Conversion, source_text: &str, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Chunks { size, profile } => {
                profile.write(&conversion.document, &chunks(conversion, source_text, size), out)
            }
            Self::Nodes => graph::write_nodes(conversion, out),
            Self::Relationships => graph::write_relationships(conversion, out),
            Self::JsonLd => json_ld::write(conversion, out),
            Self::Markdown => markdown::write(conversion, out),
        }
    }
}
