//! Text with provable positions: what every other crate stands on.
//!
//! - [`Source`]: the text of a document as a reader made it, with what the format says about its layout.
//! - [`SourceRange`] and [`NormRange`]: byte ranges in the source and in the normalised text; two types, so
//!   that one is never taken for the other.
//! - [`SpanMap`]: leads from an edited text back to the text that it was made of.
//! - [`CharIndex`]: byte offsets to code points, the unit of all published offsets.
//! - [`next_where`]: the next of a few rare characters.
//! - [`Problem`]: something odd, found on the way, with the place where it stands.
//!
//! This crate knows nothing of planning documents, files or formats.

mod char_index;
mod han;
mod problem;
mod range;
mod scan;
mod source;
mod span_map;
mod white_space;

pub use char_index::CharIndex;
pub use han::{count_han, is_han};
pub use problem::{Problem, Severity};
pub use range::{NormRange, SourceRange};
pub use scan::{Bytes, Places, count_where, may_be_blank, next_where};
pub use source::{
    Direction, Format, FurnitureHint, Inline, InlineKind, LineEnd, LineLayout, PageStart, Source, SourceCell,
    SourceTable,
};
pub use span_map::{Edit, SpanMap, SpanMapBuilder};
pub use white_space::{dense_bytes, dense_len, push_squeezed, squeeze};

/// True for a byte that starts a UTF-8 character.
#[inline]
pub const fn is_char_start(byte: u8) -> bool {
    (byte as i8) >= -0x40
}
