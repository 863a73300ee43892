//! gangyao for Python: the parts that know no Python, and, with the feature `module`, the module `gangyao._native`.
//!
//! ```text
//! path or bytes ──document──▶ Document ──columns──▶ Arrow buffers ──module──▶ bytes objects ──pyarrow──▶ tables
//! ```
//!
//! What enters is one document or many, what leaves is records as JSON and as the buffers of Arrow columns, or a failure
//! with code, message and name; never a panic. Arrow's own crates are left out: they take longer to build than all of this,
//! and pyarrow makes arrays of buffers without copying them. The package around the module is `python/gangyao`.
//! Nothing here knows a rule about documents.

pub mod columns;
pub mod document;
pub mod extract;
#[cfg(feature = "module")]
mod module;
pub mod ordered;
