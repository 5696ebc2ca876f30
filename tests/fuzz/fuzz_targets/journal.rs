//! Fuzz target: see `eventlog::fuzzing::journal`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| eventlog::fuzzing::journal(data));
