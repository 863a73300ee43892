//! Rules for characters, and fields put together of lines.

mod joined;
mod normalised;
mod radicals;
mod rules;

pub use joined::{Joined, JoinedBuilder, outside};
pub use normalised::{Normalised, normalise};
