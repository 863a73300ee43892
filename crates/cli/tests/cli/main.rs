//! The program from the outside.

mod common;
mod convert;
mod disk;
mod look;
