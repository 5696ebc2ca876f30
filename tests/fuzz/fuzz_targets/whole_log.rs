//! Fuzz target: see `eventlog::fuzzing::whole_log`, which says what is promised.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| eventlog::fuzzing::whole_log(data));
