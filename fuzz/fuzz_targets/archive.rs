//! An archive as the input of a batch: every member has its line in the manifest, and nothing is written elsewhere.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gangyao_tests::fuzz::archive(bytes));
