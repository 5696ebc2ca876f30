//! The part of `server::operations` that reads what comes from outside, as the files stand there.

#[path = "../../crates/server/src/operations/files.rs"]
pub mod files;
#[path = "../../crates/server/src/operations/fuzzing.rs"]
pub mod fuzzing;
#[path = "../../crates/server/src/operations/jobs.rs"]
pub mod jobs;
#[path = "../../crates/server/src/operations/manifest.rs"]
pub mod manifest;
#[path = "../../crates/server/src/operations/protocol.rs"]
pub mod protocol;
