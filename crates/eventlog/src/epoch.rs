//! Which life of a log this is. A log that was restored may have lost its last events and goes on with others under
//! the same positions; a new epoch says so to everybody who kept a position. Knows an id and its file; where the id
//! comes from is the caller's business.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use thiserror::Error;

use crate::error::OpenError;
use crate::position::GlobalPosition;

/// Name of the file in the log's folder.
pub(crate) const EPOCH_FILE: &str = "EPOCH";
/// Name of the file while it is written.
pub(crate) const EPOCH_DRAFT: &str = "EPOCH.new";

/// A life of a log: drawn at random when a log is made or restored, written as 32 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Epoch(pub [u8; 16]);

/// A text that is not 32 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an epoch is 32 lower-case hex digits")]
pub struct InvalidEpoch;

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for Epoch {
    type Err = InvalidEpoch;

    fn from_str(text: &str) -> Result<Self, InvalidEpoch> {
        let bytes = HEXLOWER
            .decode(text.as_bytes())
            .map_err(|_other_form| InvalidEpoch)?;
        let bytes = bytes.try_into().map_err(|_length| InvalidEpoch)?;
        Ok(Self(bytes))
    }
}

/// The epoch of the log in `dir`, which ends at `end`; when it has none, `new` becomes it and is durable once this
/// returns. Whether a log with events never had one or lost it cannot be told; it is said what follows.
pub(crate) fn of_folder(
    dir: &Path,
    new: Option<Epoch>,
    end: GlobalPosition,
) -> Result<Option<Epoch>, OpenError> {
    let path = dir.join(EPOCH_FILE);
    match fs::read_to_string(&path) {
        Ok(text) => match text.trim_end_matches('\n').parse() {
            Ok(epoch) => Ok(Some(epoch)),
            Err(InvalidEpoch) => Err(OpenError::Epoch { path }),
        },
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            if let Some(epoch) = new {
                if end > GlobalPosition::START {
                    tracing::warn!(
                        file = %path.display(), %end, new_epoch = %epoch,
                        "the log has events and no epoch: an older program made it, or the file was lost. All events \
                         are kept; it begins a new epoch, and a backup of an earlier one will not be gone on with: \
                         begin a new backup",
                    );
                }
                write(dir, epoch).map_err(|cause| OpenError::Io { path, cause })?;
            }
            Ok(new)
        }
        Err(cause) if cause.kind() == ErrorKind::InvalidData => Err(OpenError::Epoch { path }),
        Err(cause) => Err(OpenError::Io { path, cause }),
    }
}

fn write(dir: &Path, epoch: Epoch) -> io::Result<()> {
    let draft = dir.join(EPOCH_DRAFT);
    let mut file = File::create(&draft)?;
    writeln!(file, "{epoch}")?;
    file.sync_all()?;
    fs::rename(&draft, dir.join(EPOCH_FILE))?;
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: GlobalPosition = GlobalPosition::START;
    const FIRST: Epoch = Epoch([0xa1; 16]);

    #[test]
    fn the_first_epoch_stays() {
        let dir = tempfile::TempDir::new().unwrap();
        assert_eq!(of_folder(dir.path(), None, START).unwrap(), None);
        assert_eq!(
            of_folder(dir.path(), Some(FIRST), START).unwrap(),
            Some(FIRST)
        );
        let other = Some(Epoch([2; 16]));
        assert_eq!(of_folder(dir.path(), other, START).unwrap(), Some(FIRST));
        assert_eq!(of_folder(dir.path(), None, START).unwrap(), Some(FIRST));
        assert!(!dir.path().join(EPOCH_DRAFT).exists());
    }

    #[test]
    fn an_unreadable_epoch_is_told_and_not_replaced() {
        let dir = tempfile::TempDir::new().unwrap();
        for wrong in [b"".as_slice(), b"A1", &[b'a'; 33], &[0xff; 32]] {
            fs::write(dir.path().join(EPOCH_FILE), wrong).unwrap();
            let opened = of_folder(dir.path(), Some(FIRST), START);
            assert!(matches!(opened, Err(OpenError::Epoch { .. })), "{wrong:?}");
        }
    }

    #[test]
    fn an_epoch_is_read_back_strictly() {
        assert_eq!(FIRST.to_string().parse(), Ok(FIRST));
        for text in ["", "A1", &"A1".repeat(16), &"a1".repeat(17)] {
            assert_eq!(text.parse::<Epoch>(), Err(InvalidEpoch), "{text}");
        }
    }
}
