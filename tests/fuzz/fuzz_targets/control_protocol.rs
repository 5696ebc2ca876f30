//! Fuzz target: see `crates/server/src/operations/fuzzing.rs`, which says what is promised.

#![no_main]
#![expect(dead_code, reason = "of these files only what reads is called here")]

// The files themselves and not their crate, which would bring all of HTTP along.
#[path = "../operations.rs"]
mod operations;

libfuzzer_sys::fuzz_target!(|data: &[u8]| operations::fuzzing::control_protocol(data));
