//! `pomona proof grown`: that a log only grew since a checkpoint somebody kept, by the server's own answer.

use std::path::PathBuf;

use clap::Args;
use eventlog::proof::{GrowthProof, NOTE_BYTES_MAX};

use super::{ProofFailure, checkpoint, read, vkey};
use crate::cli::{Failure, out};

/// What was kept, and what the server answers today.
#[derive(Debug, Args)]
pub(crate) struct Grown {
    /// The answer of GET /log/consistency?from=EVENTS, EVENTS being those of the kept checkpoint
    file: PathBuf,
    /// The checkpoint that was kept
    #[arg(long, value_name = "FILE")]
    checkpoint: PathBuf,
    /// The log's key, or a file that holds it
    #[arg(long, value_name = "KEY")]
    vkey: String,
}

impl Grown {
    pub(super) fn run(self) -> Result<(), Failure> {
        let trusted = vkey(&self.vkey)?;
        let kept = checkpoint(&self.checkpoint, &trusted)?;
        let answer = read(&self.file, NOTE_BYTES_MAX as u64)?;
        let grown = GrowthProof::parse(&answer)
            .and_then(|growth| growth.verify(kept.checkpoint(), &trusted))
            .map_err(ProofFailure::Growth)?;
        out::line(format_args!(
            "The same history: the log's {} events begin with the {} of the kept checkpoint.",
            grown.checkpoint().size,
            kept.checkpoint().size
        ))
    }
}
