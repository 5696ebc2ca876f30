//! Fuzz target: see `eventlog::fuzzing::stored_value`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| eventlog::fuzzing::stored_value(data));
