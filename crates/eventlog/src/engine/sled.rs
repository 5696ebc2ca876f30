//! The engine over sled 0.34: one value per key in the default tree. Knows sled's habits:
//! its `flush` is not durable on Linux, so the file is synced through a handle of our own.

use std::fs::File;
use std::path::Path;

use parking_lot::Mutex;
use prost::bytes::Bytes;

use super::folder::Folder;
use super::mark::Mark;
use super::{Engine, Entry, Key, Visit};
use crate::error::{EngineError, OpenError};
use crate::position::GlobalPosition;
use crate::read;

/// sled collects garbage only while it flushes by itself, so it needs a period; durability does
/// not rest on it.
const FLUSH_EVERY_MS: u64 = 500;

pub(crate) struct SledEngine {
    db: sled::Db,
    /// sled's own file, for fdatasync.
    file: File,
    mark: Mark,
    /// Last key written, what the mark will say once it is synced.
    written: Mutex<Option<Key>>,
    /// Last, so that sled has let go of the folder before others may take it.
    _folder: Folder,
}

impl SledEngine {
    pub(crate) fn open(dir: &Path, cache_bytes: u64) -> Result<Self, OpenError> {
        let folder = Folder::enter(dir)?;
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(cache_bytes)
            .flush_every_ms(Some(FLUSH_EVERY_MS));
        let db = config.open().map_err(open_error)?;
        if !folder.has_format() && !db.is_empty() {
            return Err(OpenError::NotALog {
                folder: dir.to_owned(),
            });
        }
        db.flush().map_err(open_error)?;
        let mark = Mark::open(dir)?;
        folder.make_durable()?;
        let path = dir.join("db");
        let file = File::open(&path).map_err(|cause| OpenError::Io { path, cause })?;
        Ok(Self {
            db,
            file,
            mark,
            written: Mutex::new(None),
            _folder: folder,
        })
    }
}

fn open_error(cause: sled::Error) -> OpenError {
    // Nothing is known of any position when the file itself is refused.
    OpenError::Read(read::failed(GlobalPosition(1), engine_error(cause)))
}

fn engine_error(cause: sled::Error) -> EngineError {
    match cause {
        sled::Error::Io(cause) => EngineError::Io(cause),
        cause @ (sled::Error::CollectionNotFound(_)
        | sled::Error::Unsupported(_)
        | sled::Error::ReportableBug(_)
        | sled::Error::Corruption { .. }) => EngineError::Sled(cause),
    }
}

impl Engine for SledEngine {
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError> {
        self.replace(Vec::new(), entries)
    }

    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError> {
        let mut batch = sled::Batch::default();
        for key in removed {
            batch.remove(&key.to_bytes());
        }
        for entry in &entries {
            batch.insert(&entry.key.to_bytes(), &*entry.value);
        }
        self.db.apply_batch(batch).map_err(engine_error)?;
        let mut written = self.written.lock();
        *written = entries.last().map(|entry| entry.key).max(*written);
        Ok(())
    }

    fn sync(&self) -> Result<(), EngineError> {
        self.db.flush().map_err(engine_error)?;
        self.file.sync_data()?;
        let written = *self.written.lock();
        Ok(written.map_or(Ok(()), |key| self.mark.put(key))?)
    }

    fn synced_before(&self) -> Option<Key> {
        self.mark.found()
    }

    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError> {
        for entry in self.db.range(from.to_bytes()..) {
            let (key, value) = entry.map_err(engine_error)?;
            if visit(known_key(&key)?, Bytes::from_owner(value)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError> {
        match self.db.range(..=key.to_bytes()).next_back() {
            Some(entry) => known_key(&entry.map_err(engine_error)?.0).map(Some),
            None => Ok(None),
        }
    }
}

/// Only this engine writes keys, so another form means that the tree is not sound.
fn known_key(bytes: &[u8]) -> Result<Key, EngineError> {
    let corrupt = sled::Error::Corruption { at: None, bt: () };
    Key::from_bytes(bytes).ok_or(EngineError::Sled(corrupt))
}
