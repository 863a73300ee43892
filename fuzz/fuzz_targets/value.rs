//! The grammar of values over any text.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gangyao_tests::fuzz::value(bytes));
