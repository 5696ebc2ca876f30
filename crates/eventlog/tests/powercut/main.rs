//! Promise L2 against a power cut. A child process works on a log while a preloaded shim records
//! every change of its files and every sync (`recorder`, `trace`). From the recording, folders are
//! made as a disk could hold them when the power went at any moment (`disk`, `image`): what was
//! synced is there, of everything later any part. Each is opened with our log and compared with
//! what the child was told (`check`): nothing acknowledged is missing, nothing is torn.
//!
//! The same shim lets calls fail: a sync, a full disk, an end in the middle of anything (`faults`).
//!
//! A binary of its own because the children need a process without other tests' files. It takes a
//! C compiler, which every machine with Rust has for its linker.
//!
//! `EVENTLOG_POWERCUT_IMAGES=20000 cargo test -p eventlog --test powercut cuts` tries more;
//! `EVENTLOG_POWERCUT_SEED` other ones. A failure says which image of which seed it was; the
//! recording is another each time, as threads run differently.
#![cfg(target_os = "linux")]

mod check;
mod cuts;
mod disk;
mod faults;
#[path = "../it/given.rs"]
#[expect(
    dead_code,
    reason = "shared with the other test binary, which uses all of it"
)]
mod given;
mod image;
#[path = "../it/listener.rs"]
mod listener;
mod moments;
mod plain;
mod recorder;
mod trace;
mod workload;
