//! sled 0.34 behind the journals: one value per key in the default tree, and beside it how far the
//! journals have been moved here. Knows sled's habits: its `flush` is not durable on Linux, so the
//! file is synced through a handle of our own, and it panics where its file contradicts itself.

use std::fs::File;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use prost::bytes::Bytes;

use super::Key;
use super::journal::Change;
use crate::error::{EngineError, OpenError};
use crate::position::GlobalPosition;
use crate::read::failed;

/// sled collects garbage only while it flushes by itself, so it needs a period; durability does
/// not rest on it.
const FLUSH_EVERY_MS: u64 = 500;
/// The tree, and the key in it, of [`Moved`].
const JOURNALS_TREE: &[u8] = b"journals";
const MOVED_KEY: &[u8] = b"moved";
const MOVED_BYTES: usize = 32;

/// Which journals the store needs beside it to be whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// Id of the log, which its journals bear.
    pub(super) log: [u8; 16],
    /// All journals up to this number are in the store.
    pub(super) until: u64,
    /// All journals up to this number were begun. There may be later ones, each announced by the
    /// one before.
    pub(super) begun: u64,
}

pub(super) struct Store {
    db: sled::Db,
    journals: sled::Tree,
    /// sled's own file, for fdatasync.
    file: File,
}

impl Store {
    /// Opens sled's files.
    pub(super) fn open(dir: &Path, cache_bytes: u64) -> Result<Self, OpenError> {
        // Before sled: a failed sync is told once to every handle that is open, and sled passes
        // over what its own is told in the background.
        let path = dir.join("db");
        let mut options = File::options();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|cause| OpenError::Io { path, cause })?;
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(cache_bytes)
            .flush_every_ms(Some(FLUSH_EVERY_MS));
        let opened = unless_it_panics(|| {
            let db = config.open()?;
            let journals = db.open_tree(JOURNALS_TREE)?;
            db.flush()?;
            Ok((db, journals))
        });
        // Where sled gives up, nothing of what it holds can be trusted.
        let (db, journals) =
            opened.map_err(|cause| OpenError::Read(failed(GlobalPosition(1), cause)))?;
        Ok(Self { db, journals, file })
    }

    /// How far the journals were moved here; `None` in a log that never had any.
    pub(super) fn moved(&self) -> Result<Option<Moved>, EngineError> {
        let stored = unless_it_panics(|| self.journals.get(MOVED_KEY))?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        let bytes = <[u8; MOVED_BYTES]>::try_from(&*stored).map_err(|_other| corrupt())?;
        let (mut log, mut until, mut begun) = ([0; 16], [0; 8], [0; 8]);
        log.copy_from_slice(&bytes[..16]);
        until.copy_from_slice(&bytes[16..24]);
        begun.copy_from_slice(&bytes[24..]);
        Ok(Some(Moved {
            log,
            until: u64::from_be_bytes(until),
            begun: u64::from_be_bytes(begun),
        }))
    }

    /// Notes durably how far the journals were moved; what was applied before is durable first.
    pub(super) fn set_moved(&self, moved: Moved) -> Result<(), EngineError> {
        let mut bytes = [0; MOVED_BYTES];
        bytes[..16].copy_from_slice(&moved.log);
        bytes[16..24].copy_from_slice(&moved.until.to_be_bytes());
        bytes[24..].copy_from_slice(&moved.begun.to_be_bytes());
        self.sync()?;
        unless_it_panics(|| self.journals.insert(MOVED_KEY, &bytes))?;
        self.sync()
    }

    /// Makes these changes; durable only after [`Store::sync`].
    pub(super) fn apply(&self, changes: &[Change]) -> Result<(), EngineError> {
        let mut batch = sled::Batch::default();
        for change in changes {
            match &change.value {
                Some(value) => batch.insert(&change.key.to_bytes(), &**value),
                None => batch.remove(&change.key.to_bytes()),
            }
        }
        unless_it_panics(|| self.db.apply_batch(batch))
    }

    pub(super) fn sync(&self) -> Result<(), EngineError> {
        unless_it_panics(|| self.db.flush())?;
        Ok(self.file.sync_data()?)
    }

    /// Shows what stands from `from` on and before `until`, in key order, until `visit` breaks.
    pub(super) fn scan(
        &self,
        from: Key,
        until: Option<Key>,
        visit: &mut dyn FnMut(Key, Bytes) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, EngineError> {
        let mut entries = self.db.range(from.to_bytes()..);
        while let Some((key, value)) = unless_it_panics(|| entries.next().transpose())? {
            let key = known_key(&key)?;
            if until.is_some_and(|until| key >= until) {
                break;
            }
            if visit(key, Bytes::from_owner(value)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The greatest key up to `key` that `wanted` admits.
    pub(super) fn floor(
        &self,
        key: Key,
        mut wanted: impl FnMut(Key) -> bool,
    ) -> Result<Option<Key>, EngineError> {
        let mut entries = self.db.range(..=key.to_bytes());
        while let Some((key, _)) = unless_it_panics(|| entries.next_back().transpose())? {
            let key = known_key(&key)?;
            if wanted(key) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.db.is_empty()
    }
}

/// sled ends with a panic where its own file contradicts itself: damage like any other.
fn unless_it_panics<T>(ask: impl FnOnce() -> sled::Result<T>) -> Result<T, EngineError> {
    match catch_unwind(AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(engine_error),
        Err(_panic) => Err(corrupt()),
    }
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

fn corrupt() -> EngineError {
    EngineError::Sled(sled::Error::Corruption { at: None, bt: () })
}

/// Only this engine writes keys, so another form means that the tree is not sound.
fn known_key(bytes: &[u8]) -> Result<Key, EngineError> {
    Key::from_bytes(bytes).ok_or_else(corrupt)
}
