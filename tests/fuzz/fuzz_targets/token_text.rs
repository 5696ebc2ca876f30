//! Fuzz target: see `kernel::fuzzing::token_text`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kernel::fuzzing::token_text(data));
