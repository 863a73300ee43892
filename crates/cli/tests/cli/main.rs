//! The program from the outside.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests panic where something is wrong, and say what they skip"
)]

mod backend;
mod chaos;
mod common;
mod convert;
mod diff;
mod disk;
mod inputs;
mod isolation;
mod knowledge;
mod look;
mod panel;
mod resume;
mod tables;
mod tools;
