//! `pomona log`: check the event log, tell how much there is, write it out and read it in.

mod export;
mod import;
mod kept;
mod stat;
mod verify;

use clap::Subcommand;
use server::Config;

use super::Failure;

/// What can be done with the log.
#[derive(Debug, Subcommand)]
pub(crate) enum LogCommand {
    /// Check every byte of the log; exit code 1 and the position when something is wrong
    Verify(kept::Kept),
    /// Tell how much there is, the hashes and the epoch that name this log, and the last backup
    Stat(stat::StatArguments),
    /// Write events as JSON lines with everything needed to import them again
    Export(export::Export),
    /// Read an exported log into a data folder that holds none, checking every hash
    Import(import::Import),
}

impl LogCommand {
    pub(crate) fn run(self, config: &Config) -> Result<(), Failure> {
        match self {
            Self::Verify(kept) => {
                verify::run(config)?;
                kept.run(config)
            }
            Self::Stat(stat) => stat.run(config),
            Self::Export(export) => export.run(config),
            Self::Import(import) => import.run(config),
        }
    }
}
