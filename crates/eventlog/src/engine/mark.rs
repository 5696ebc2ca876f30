//! How far the log was synced, and which log it is, kept beside the store's file: sled takes a wrong
//! byte for the end of its log and would shorten it in silence, and another log's file for ours.
//! Knows a key, an id and a file, nothing of sled.
//!
//! The mark is written after each sync and not synced itself: after a power cut it may be older
//! than the log, which only means that less is checked. It is never newer.
//!
//! | bytes | in the file |
//! |---|---|
//! | 0–9 | the last key |
//! | 10–25 | id of the log; a mark of format 1 has none |
//! | then 4 | CRC32C of what is before, big-endian |

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::Key;
use crate::error::OpenError;

/// Name of the file in the log's folder.
pub(crate) const MARK_FILE: &str = "MARK";
const ID_BYTES: usize = 16;
const CHECKSUM_BYTES: usize = size_of::<u32>();
const MARK_BYTES: usize = Key::BYTES + ID_BYTES + CHECKSUM_BYTES;
/// As format 1 had it.
const MARK_BYTES_1: usize = Key::BYTES + CHECKSUM_BYTES;

pub(crate) struct Mark {
    file: File,
    log: [u8; ID_BYTES],
    found: Found,
}

/// What was there on opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// None, or none that can be read.
    Nothing,
    /// Everything up to this key was synced.
    Synced(Key),
    /// It says so of another log.
    Foreign,
}

impl Mark {
    /// Opens the mark of the log with this id.
    pub(crate) fn open(dir: &Path, log: [u8; ID_BYTES]) -> Result<Self, OpenError> {
        let path = dir.join(MARK_FILE);
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path);
        let read = file.and_then(|file| {
            let found = read(&file, log)?;
            Ok(Self { file, log, found })
        });
        read.map_err(|cause| OpenError::Io { path, cause })
    }

    pub(crate) fn found(&self) -> Found {
        self.found
    }

    /// Notes that everything up to `key` is synced.
    pub(crate) fn put(&self, key: Key) -> io::Result<()> {
        let mut bytes = [0; MARK_BYTES];
        let (said, checksum) = bytes.split_at_mut(MARK_BYTES - CHECKSUM_BYTES);
        let (place, log) = said.split_at_mut(Key::BYTES);
        place.copy_from_slice(&key.to_bytes());
        log.copy_from_slice(&self.log);
        checksum.copy_from_slice(&crc32c::crc32c(said).to_be_bytes());
        self.file.write_all_at(&bytes, 0)
    }
}

fn read(file: &File, log: [u8; ID_BYTES]) -> io::Result<Found> {
    let mut bytes = [0; MARK_BYTES];
    let length = file.read_at(&mut bytes, 0)?;
    if length == 0 {
        return Ok(Found::Nothing);
    }
    if let Some((said, checksum)) = bytes[..length].split_last_chunk::<CHECKSUM_BYTES>()
        && [MARK_BYTES, MARK_BYTES_1].contains(&length)
        && *checksum == crc32c::crc32c(said).to_be_bytes()
        && let Some((place, of_log)) = said.split_at_checked(Key::BYTES)
        && let Some(key) = Key::from_bytes(place)
    {
        let ours = of_log.is_empty() || of_log == log;
        return Ok(if ours {
            Found::Synced(key)
        } else {
            Found::Foreign
        });
    }
    tracing::warn!("the mark of how far the log was synced is unreadable and is not used");
    Ok(Found::Nothing)
}

impl Drop for Mark {
    fn drop(&mut self) {
        if let Err(cause) = self.file.sync_data() {
            tracing::warn!(%cause, "could not sync the mark of how far the log was synced");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::GlobalPosition;

    const OURS: [u8; ID_BYTES] = [7; ID_BYTES];

    fn found(dir: &Path) -> Found {
        Mark::open(dir, OURS).unwrap().found()
    }

    fn key() -> Key {
        Key {
            position: GlobalPosition(77),
            part: 3,
        }
    }

    #[test]
    fn a_mark_is_found_again_and_a_torn_one_is_not_used() {
        let dir = tempfile::TempDir::new().unwrap();
        let mark = Mark::open(dir.path(), OURS).unwrap();
        assert_eq!(mark.found(), Found::Nothing);
        mark.put(key()).unwrap();
        assert_eq!(found(dir.path()), Found::Synced(key()));
        mark.file.write_all_at(b"x", 9).unwrap();
        assert_eq!(found(dir.path()), Found::Nothing);
        mark.put(key()).unwrap();
        for length in (1..MARK_BYTES as u64).rev() {
            mark.file.set_len(length).unwrap();
            assert_eq!(found(dir.path()), Found::Nothing, "cut to {length}");
        }
    }

    #[test]
    fn a_mark_of_another_log_is_known_and_one_of_format_1_is_any_logs() {
        let dir = tempfile::TempDir::new().unwrap();
        let theirs = Mark::open(dir.path(), [8; ID_BYTES]).unwrap();
        theirs.put(key()).unwrap();
        assert_eq!(found(dir.path()), Found::Foreign);
        let mut old = key().to_bytes().to_vec();
        old.extend(crc32c::crc32c(&old).to_be_bytes());
        std::fs::write(dir.path().join(MARK_FILE), old).unwrap();
        assert_eq!(found(dir.path()), Found::Synced(key()));
    }
}
