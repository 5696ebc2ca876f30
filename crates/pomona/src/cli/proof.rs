//! `pomona proof`: checks what an outsider was given, with nothing but the file, a key and a kept checkpoint. No data
//! folder is opened.

mod check;
mod failure;
mod grown;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::Subcommand;
use eventlog::proof::{NOTE_BYTES_MAX, SignedCheckpoint, Vkey};
use server::proofs::history::FILE_BYTES_MAX;

use super::Failure;

pub(crate) use self::failure::ProofFailure;

/// What can be checked.
#[derive(Debug, Subcommand)]
pub(crate) enum ProofCommand {
    /// Check a tree's history as it was downloaded from its page
    Check(check::Check),
    /// Check that the log only grew since a checkpoint that was kept: the answer of GET /log/consistency
    Grown(grown::Grown),
}

impl ProofCommand {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Check(check) => check.run(),
            Self::Grown(grown) => grown.run(),
        }
    }
}

/// Reads a text file of a bounded length.
pub(crate) fn read(path: &Path, bytes_max: u64) -> Result<String, ProofFailure> {
    let unreadable = |cause| ProofFailure::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    let read = file.take(bytes_max + 1).read_to_string(&mut text);
    if read.map_err(unreadable)? as u64 > bytes_max {
        let path = path.to_owned();
        return Err(ProofFailure::TooLarge { path, bytes_max });
    }
    Ok(text)
}

/// A key as text, or as a file that holds it.
pub(crate) fn vkey(text: &str) -> Result<Vkey, ProofFailure> {
    if let Ok(vkey) = text.parse() {
        return Ok(vkey);
    }
    let path = Path::new(text);
    if !path.is_file() {
        return Err(ProofFailure::NoKey);
    }
    let held = read(path, NOTE_BYTES_MAX as u64)?;
    held.trim_end().parse().map_err(|_| ProofFailure::NoKey)
}

/// A kept checkpoint, once its signature was checked.
pub(crate) fn checkpoint(path: &Path, vkey: &Vkey) -> Result<SignedCheckpoint, ProofFailure> {
    let note = read(path, NOTE_BYTES_MAX as u64)?;
    SignedCheckpoint::open(&note, vkey).map_err(|cause| ProofFailure::Checkpoint {
        path: path.to_owned(),
        cause,
    })
}

/// A history file.
fn history(path: &Path) -> Result<String, ProofFailure> {
    read(path, FILE_BYTES_MAX)
}
