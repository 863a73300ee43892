//! The whole line over any bytes: no panic, no hang, and every invariant holds of what comes out.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gangyao_tests::fuzz::convert_text(bytes));
