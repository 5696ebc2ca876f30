//! What whoever runs this program does with a data folder: check, tell, write out, back up, restore.
//!
//! ```text
//!  jobs.rs      what is done with an open log, wherever it is open
//!  control.rs   the socket on which a running server does those jobs for the owner of its folder
//!  source.rs    the same jobs for the command line: asked of the server that holds the folder, or done here
//!  backup.rs    a source's log, keys and photos into a folder that grows with every run
//!  restore.rs   and back, as a new life of the log
//! ```
//!
//! A running server only reads for others, and writes nothing where a client says: files are written by whoever asked.
//! It knows no command line and no words for a person.

pub mod backup;
mod control;
pub mod files;
#[cfg(test)]
mod fuzzing;
mod jobs;
mod last;
pub mod manifest;
mod protocol;
pub mod restore;
pub mod source;

pub(crate) use control::{Control, keep_listening};
pub use jobs::{Stat, Verified};
pub use last::LastBackup;
pub use source::{Source, SourceError};

/// Where a data folder is restored before it counts; nothing is served while it is there.
pub const RESTORING: &str = "restoring";
/// Name of the socket in the data folder.
pub const SOCKET: &str = "control.sock";
