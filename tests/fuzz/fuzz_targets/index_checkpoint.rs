//! Fuzz target: see `eventlog::fuzzing::index_checkpoint`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| eventlog::fuzzing::index_checkpoint(data));
