//! `pomona log`: check the event log, or write it out for others to read.

mod export;
mod kept;
mod verify;

use clap::Subcommand;
use server::Config;

use super::Failure;

/// What can be done with the log.
#[derive(Debug, Subcommand)]
pub(crate) enum LogCommand {
    /// Check every byte of the log; exit code 1 and the position when something is wrong
    Verify(kept::Kept),
    /// Write events as JSON lines, in order
    Export(export::Export),
}

impl LogCommand {
    pub(crate) fn run(self, config: &Config) -> Result<(), Failure> {
        match self {
            Self::Verify(kept) => {
                verify::run(config)?;
                kept.run(config)
            }
            Self::Export(export) => export.run(config),
        }
    }
}
