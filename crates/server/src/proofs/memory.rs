//! What is remembered of witnesses beside the signing key, durable: that one is ahead of the log, and the newest
//! checkpoint that one cosigned. It knows no way to ask a witness.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use eventlog::proof::{NOTE_BYTES_MAX, SignedCheckpoint, Vkey};

use crate::operations::files::{self, FileError};

/// There while a witness is known to be ahead; removed by whoever looked into it.
pub(super) const AHEAD: &str = "witness-ahead";
/// The newest cosigned checkpoint.
const COSIGNED: &str = "cosigned";
/// Both may be read by everybody: they hold nothing that is not told to outsiders.
const MODE: u32 = 0o644;

/// Whether a witness was found ahead since somebody looked.
pub(super) fn is_ahead(folder: &Path) -> io::Result<bool> {
    folder.join(AHEAD).try_exists()
}

/// Remembers that a witness has more events than the log.
pub(super) fn keep_ahead(folder: &Path, told: &str) -> Result<(), FileError> {
    files::replace(&folder.join(AHEAD), format!("{told}\n").as_bytes(), MODE)
}

/// The newest cosigned checkpoint of this key, where there is one that can be read; nothing rests on it.
pub(super) fn cosigned(folder: &Path, vkey: &Vkey) -> Option<SignedCheckpoint> {
    let path = folder.join(COSIGNED);
    match fs::metadata(&path) {
        Ok(about) if about.len() <= NOTE_BYTES_MAX as u64 => {}
        Ok(_) => return None,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                tracing::warn!(%error, file = %path.display(), "the cosigned checkpoint cannot be read");
            }
            return None;
        }
    }
    let note = fs::read_to_string(&path).ok()?;
    SignedCheckpoint::open(&note, vkey).ok()
}

/// Keeps a cosigned checkpoint in the place of an older one.
pub(super) fn keep_cosigned(folder: &Path, signed: &SignedCheckpoint) -> Result<(), FileError> {
    files::replace(&folder.join(COSIGNED), signed.note().as_bytes(), MODE)
}
