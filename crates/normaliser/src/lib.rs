//! From the source text to normalised text, and from words to values.
//!
//! [`text`] holds the rules for characters, one file a rule, all through one span map: what enters is a
//! [`gangyao_text::Source`], what leaves is a [`Normalised`] text with the same lines, and later [`Joined`] fields
//! that are put together of its lines. [`value`] reads numerals, numbers, units, dates and plan periods.
//!
//! Nothing here knows what a chapter or a box is.

pub mod text;
pub mod value;

pub use text::{Joined, JoinedBuilder, Normalised, normalise, outside};
