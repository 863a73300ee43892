//! The program from the outside.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests panic where something is wrong, and say what they skip"
)]

mod common;
mod convert;
mod disk;
mod look;
mod panel;
mod tables;
