//! Chinese planning documents as typed records with evidence: the whole line, and batches of it.
//!
//! ```text
//! bytes ──read──▶ Source ──normalise──▶ Normalised ──parse──▶ Parsed ──extract──▶ Conversion ──export──▶ files
//! ```
//!
//! 1. The reader makes a [`gangyao_text::Source`] of the bytes. Only here, and in writing files, can a run fail.
//! 2. [`gangyao_normaliser::normalise`] makes its characters uniform.
//! 3. The parser finds headings, paragraphs, boxes, tables, the glossary: a [`gangyao_parser::Parsed`].
//! 4. The extractor turns them into records: a [`gangyao_model::Conversion`].
//! 5. [`gangyao_exporter`] writes files, [`gangyao_knowledge`] those for knowledge bases.
//!
//! [`convert`] does 1 to 4 for one document in memory, [`batch::run`] all of it for files and folders. Both give the same
//! output for the same bytes and options, at any thread count. This crate holds no rule about documents, and knows no
//! terminal.
//!
//! ```
//! let output = gangyao::convert("第一章 总则\n坚持创新。\n".as_bytes(), "plan.txt", &gangyao::Options::default())?;
//! assert_eq!(output.conversion.document.coverage.unassigned, 0);
//! # Ok::<(), gangyao::Error>(())
//! ```

pub mod batch;
mod beside;
mod collect;
mod error;
pub mod inspect;
mod line;
pub mod panel;
pub mod tools;

pub use collect::Collection;
pub use error::Error;
pub use gangyao_exporter::{Format, ManifestLine, Status};
pub use gangyao_knowledge as knowledge;
pub use gangyao_reader::{Limits, PdfBackend};
pub use gangyao_tables::{Csv, Headers};
pub use line::{Options, Output, convert};
pub use tools::{Program, Tools};
