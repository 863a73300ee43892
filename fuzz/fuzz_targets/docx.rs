//! A DOCX file, or the parts of one, to its records: no panic, no hang, every invariant.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gangyao_tests::fuzz::docx(bytes));
