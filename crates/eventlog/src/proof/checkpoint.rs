//! Checkpoints, C2SP tlog-checkpoint: which log, how many leaves, which root; signed.

use std::fmt;

use super::error::ProofRefused;
use super::hash::TreeHash;
use super::key::{KeyName, SignerKey, Vkey};
use super::lines::{Lines, decimal};
use super::note::{self, NOTE_BYTES_MAX};

/// State of a log at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the name of its key.
    pub origin: KeyName,
    /// Leaves in the tree, which is the position of the last event.
    pub size: u64,
    /// Root of the tree.
    pub root: TreeHash,
}

impl Checkpoint {
    /// Parses the text of a checkpoint's note. Lines after the third are not looked at.
    fn parse(text: &str) -> Result<Self, ProofRefused> {
        let mut lines = Lines::of(text);
        let origin = lines.next()?;
        let origin = KeyName::parse(origin).map_err(|_other_form| lines.malformed())?;
        let size = decimal(lines.next()?).ok_or(lines.malformed())?;
        let root = TreeHash::parse(lines.next()?).ok_or(lines.malformed())?;
        let mut extensions = lines.rest().split_terminator('\n');
        if extensions.any(str::is_empty) {
            return Err(ProofRefused::Malformed { line: 4 });
        }
        Ok(Self { origin, size, root })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

/// A checkpoint whose signature was checked, with the note it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: String,
}

impl SignedCheckpoint {
    /// Opens a note and believes it only when it is signed by the key and of the key's log.
    ///
    /// # Errors
    /// [`ProofRefused`] when anything about it is wrong.
    pub fn open(note: &str, vkey: &Vkey) -> Result<Self, ProofRefused> {
        let checkpoint = Checkpoint::parse(note::open(note, vkey)?)?;
        if checkpoint.origin != *vkey.name() {
            return Err(ProofRefused::OtherOrigin);
        }
        Ok(Self {
            checkpoint,
            note: note.to_owned(),
        })
    }

    /// Signs a checkpoint, and reads it back as others would.
    pub(crate) fn sign(checkpoint: &Checkpoint, key: &SignerKey) -> Result<Self, ProofRefused> {
        Self::open(&key.sign(&checkpoint.to_string()), &key.vkey())
    }

    /// The same checkpoint with somebody else's signature line behind ours.
    pub(super) fn beside(&self, line: &str) -> Option<Self> {
        let note = format!("{}{line}", self.note);
        let fits = note.len() <= NOTE_BYTES_MAX && line.ends_with('\n');
        fits.then(|| Self {
            checkpoint: self.checkpoint.clone(),
            note,
        })
    }

    /// What is promised.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note, byte by byte, as it is served and kept.
    pub fn note(&self) -> &str {
        &self.note
    }
}
