//! Fuzz target: see `eventlog::fuzzing::proof_text`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| eventlog::fuzzing::proof_text(data));
