//! How far the file was synced, kept beside it: sled takes a wrong byte for the end of its log and
//! would shorten it in silence. Knows a key and a file, nothing of sled.
//!
//! The mark is written after each sync and not synced itself: after a power cut it may be older
//! than the log, which only means that less is checked. It is never newer.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::Key;
use crate::error::OpenError;

/// Name of the file in the log's folder.
pub(crate) const MARK_FILE: &str = "MARK";
const MARK_BYTES: usize = Key::BYTES + size_of::<u32>();

pub(crate) struct Mark {
    file: File,
    /// As it was found on opening.
    found: Option<Key>,
}

impl Mark {
    pub(crate) fn open(dir: &Path) -> Result<Self, OpenError> {
        let path = dir.join(MARK_FILE);
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path);
        let read = file.and_then(|file| read(&file).map(|found| Self { file, found }));
        read.map_err(|cause| OpenError::Io { path, cause })
    }

    pub(crate) fn found(&self) -> Option<Key> {
        self.found
    }

    /// Notes that everything up to `key` is synced.
    pub(crate) fn put(&self, key: Key) -> io::Result<()> {
        let mut bytes = [0; MARK_BYTES];
        let (place, checksum) = bytes.split_at_mut(Key::BYTES);
        place.copy_from_slice(&key.to_bytes());
        checksum.copy_from_slice(&crc32c::crc32c(place).to_be_bytes());
        self.file.write_all_at(&bytes, 0)
    }
}

fn read(file: &File) -> io::Result<Option<Key>> {
    if file.metadata()?.len() == 0 {
        return Ok(None);
    }
    let mut bytes = [0; MARK_BYTES];
    let whole = file.read_at(&mut bytes, 0)? == MARK_BYTES;
    let (place, checksum) = bytes.split_at(Key::BYTES);
    if whole && checksum == crc32c::crc32c(place).to_be_bytes() {
        return Ok(Key::from_bytes(place));
    }
    tracing::warn!("the mark of how far the log was synced is unreadable and is not used");
    Ok(None)
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

    #[test]
    fn a_mark_is_found_again_and_a_torn_one_is_not_used() {
        let dir = tempfile::TempDir::new().unwrap();
        let key = Key {
            position: GlobalPosition(77),
            part: 3,
        };
        let mark = Mark::open(dir.path()).unwrap();
        assert_eq!(mark.found(), None);
        mark.put(key).unwrap();
        assert_eq!(Mark::open(dir.path()).unwrap().found(), Some(key));
        mark.file.write_all_at(b"x", 9).unwrap();
        assert_eq!(Mark::open(dir.path()).unwrap().found(), None);
        mark.file.set_len(5).unwrap();
        assert_eq!(Mark::open(dir.path()).unwrap().found(), None);
    }
}
