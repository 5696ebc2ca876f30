//! Backup and restore against a power cut and a kill. The program runs under the shim of the log's own power-cut test,
//! which records every change of its files and every sync; from the recording of a backup, folders are made as a disk could
//! hold them when the power went at any moment. The backup is then the one of before or the new one, whole; a restored folder
//! is refused by a server that says what to run, or whole; and whatever was cut off can be run again.
//!
//! The same shim ends the program in the middle of its calls: `kill -9`, in one of every nine.
//!
//! The farm here has no vault: SQLite keeps its own promises, and changes its files in ways the shim refuses.
//! `POWERCUT_IMAGES=500 cargo test -p pomona --test powercut` tries more images, `EVENTLOG_POWERCUT_SEED` other ones.
#![cfg(target_os = "linux")]

mod backup;
#[path = "../../../eventlog/tests/powercut/disk.rs"]
mod disk;
mod farm;
#[path = "../../../eventlog/tests/it/given.rs"]
#[expect(dead_code, reason = "shared with the log's tests, which use all of it")]
mod given;
#[path = "../../../eventlog/tests/powercut/image.rs"]
mod image;
#[path = "../../../eventlog/tests/powercut/moments.rs"]
mod moments;
#[path = "../../../eventlog/tests/powercut/recorder.rs"]
#[expect(dead_code, reason = "shared with the log's tests, which use all of it")]
mod recorder;
mod restore;
#[path = "../../../eventlog/tests/powercut/trace.rs"]
#[expect(
    dead_code,
    reason = "shared with the log's tests, whose children say more"
)]
mod trace;
