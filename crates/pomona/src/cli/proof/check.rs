//! `pomona proof check`: a tree's history file, checked offline.

use std::path::PathBuf;

use clap::Args;
use eventlog::proof::{EventRecord, GrowthProof, NOTE_BYTES_MAX, SignedCheckpoint, Vkey};
use kernel::Timestamp;
use server::proofs::history::{CheckedHistory, HistoryFile};

use super::{ProofFailure, checkpoint, history, read, vkey};
use crate::cli::{Failure, out};

/// What to check, and what is believed beforehand.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file from the tree's page (/t/…/proof.json)
    file: PathBuf,
    /// The log's key, or a file that holds it, from anywhere but this file [default: the file's own]
    #[arg(long, value_name = "KEY")]
    vkey: Option<String>,
    /// A checkpoint that was kept: the file's must be of the same history
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// The answer of GET /log/consistency between the two, where they count different numbers of events
    #[arg(long, value_name = "FILE", requires = "checkpoint")]
    growth: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failure> {
        let file = HistoryFile::parse(&history(&self.file)?).map_err(ProofFailure::from)?;
        let own = file.vkey().map_err(ProofFailure::from)?;
        let trusted = match &self.vkey {
            Some(text) => vkey(text)?,
            None => own,
        };
        let checked = file.check(&trusted).map_err(ProofFailure::from)?;
        let kept = self.compare(&file, &trusted)?;
        tell(&file, &checked)?;
        if let Some(size) = kept {
            out::line(format_args!(
                "It is of the same history as the kept checkpoint of {size} events."
            ))?;
        }
        if self.vkey.is_none() {
            out::line(format_args!(
                "The key is the file's own. Compare it with one from elsewhere, or all of this proves nothing:\n  {trusted}"
            ))?;
        }
        Ok(())
    }

    /// Whether the kept checkpoint, if one is named, is of the same history; its size.
    fn compare(&self, file: &HistoryFile, trusted: &Vkey) -> Result<Option<u64>, ProofFailure> {
        let Some(path) = &self.checkpoint else {
            return Ok(None);
        };
        let kept = checkpoint(path, trusted)?;
        let theirs =
            SignedCheckpoint::open(&file.checkpoint, trusted).map_err(ProofFailure::Growth)?;
        let (older, newer) = if kept.checkpoint().size <= theirs.checkpoint().size {
            (&kept, &theirs)
        } else {
            (&theirs, &kept)
        };
        let (small, large) = (older.checkpoint(), newer.checkpoint());
        if small.size == large.size {
            return if small.root == large.root {
                Ok(Some(kept.checkpoint().size))
            } else {
                Err(ProofFailure::TwoHistories { size: small.size })
            };
        }
        let Some(growth) = &self.growth else {
            return Err(ProofFailure::GrowthNeeded {
                kept: kept.checkpoint().size,
                found: theirs.checkpoint().size,
            });
        };
        let text = read(growth, NOTE_BYTES_MAX as u64)?;
        let mut growth = GrowthProof::parse(&text).map_err(ProofFailure::Growth)?;
        newer.note().clone_into(&mut growth.checkpoint_note);
        growth
            .verify(small, trusted)
            .map_err(ProofFailure::Growth)?;
        Ok(Some(kept.checkpoint().size))
    }
}

fn tell(file: &HistoryFile, checked: &CheckedHistory) -> Result<(), Failure> {
    let (open, closed) = (checked.open.len(), checked.closed.len());
    out::line(format_args!(
        "Proven: {} events of tree {} stand in the log {}, sealed with its first {} events.",
        open + closed,
        file.tree.code,
        checked.checkpoint.origin,
        checked.checkpoint.size
    ))?;
    for record in &checked.open {
        let Some(fields) = EventRecord::parse(record) else {
            continue;
        };
        let at = Timestamp::from_millis(fields.recorded_at_ms)
            .map_or_else(String::new, |at| at.to_string());
        let payload = String::from_utf8_lossy(fields.payload);
        let clean: String = payload.chars().filter(|c| !c.is_control()).collect();
        out::line(format_args!(
            "  {:>8}  {at}  {}  {clean}",
            fields.position, fields.type_name
        ))?;
    }
    if closed > 0 {
        let positions: Vec<_> = checked.closed.iter().map(u64::to_string).collect();
        out::line(format_args!(
            "  Closed, because they are about people; there and unchanged: {}",
            positions.join(", ")
        ))?;
    }
    if file.left_out > 0 {
        out::line(format_args!("  Not in the file: {} more", file.left_out))?;
    }
    out::line(
        "Not proven: that what was written was true, and the exact times, which are the log's own clock.",
    )
}
