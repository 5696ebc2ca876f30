//! Fuzz target: see `eventlog::fuzzing::log_lines`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| eventlog::fuzzing::log_lines(data));
