//! The port to storage: numbered values, written in atomic batches, synced, read in order.
//! Knows nothing of events, commits or heads; a value is bytes.

mod durable;
mod folder;
mod journal;
mod mark;
mod memory;
mod merge;
mod mover;
mod recovery;
mod store;
mod tail;

use std::ops::ControlFlow;

use prost::bytes::Bytes;

use crate::error::EngineError;
use crate::position::GlobalPosition;

pub(crate) use self::durable::DurableEngine;
#[cfg(any(test, fuzzing))]
pub(crate) use self::journal::{Change, End, Found};
pub use self::memory::MemoryEngine;

/// Storage of one log. Public so that tests can wrap an engine and let it fail.
pub trait Engine: Send + Sync {
    /// Writes all entries or, should the machine stop meanwhile, none. Durable, and surely readable,
    /// only after [`Engine::sync`]. Called by one thread only.
    ///
    /// # Errors
    /// [`EngineError`] after which nothing is known about the entries.
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError>;

    /// Removes these keys and writes these entries: all of it or, should the machine stop
    /// meanwhile, nothing; readers see all or nothing too. A key may be in both. Called by the
    /// thread that writes.
    ///
    /// # Errors
    /// As [`Engine::write`].
    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError>;

    /// Makes all that was written survive a power cut. Never called again once it failed.
    ///
    /// # Errors
    /// [`EngineError`] after which nothing is known about what was written since the last sync.
    fn sync(&self) -> Result<(), EngineError>;

    /// Shows every entry from `from` on, in key order, until `visit` breaks.
    ///
    /// # Errors
    /// [`EngineError`] when an entry cannot be read.
    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError>;

    /// The greatest key that is not greater than `key`.
    ///
    /// # Errors
    /// [`EngineError`] when it cannot be read.
    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError>;

    /// A key that was synced before this engine was opened, by a record kept apart from the values:
    /// if it is gone now, the log was shortened. `None` when there is no such record.
    fn synced_before(&self) -> Option<Key> {
        None
    }

    /// What is free where the values go; `None` when nothing limits them.
    ///
    /// # Errors
    /// [`EngineError`] when the system does not tell.
    fn space(&self) -> Result<Option<Space>, EngineError> {
        Ok(None)
    }

    /// Counters of the storage itself.
    fn stats(&self) -> EngineStats {
        EngineStats::default()
    }
}

/// Room on a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes that may still be written.
    pub free_bytes: u64,
    /// Size of the whole, in bytes.
    pub total_bytes: u64,
}

/// What an engine with a journal in front of its store tells of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EngineStats {
    /// Bytes in the journal that is written now.
    pub journal_bytes: u64,
    /// Full journals that were moved into the store since the log was opened.
    pub journal_moves: u64,
    /// Bytes of values in the journal moved last.
    pub last_move_bytes: u64,
    /// How long moving it took, in microseconds.
    pub last_move_micros: u64,
}

/// What a scan does with each entry.
pub type Visit<'a> = &'a mut dyn FnMut(Key, Bytes) -> ControlFlow<()>;

/// One stored value under its key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it stands.
    pub key: Key,
    /// What is stored, at most [`crate::STORED_VALUE_BYTES_MAX`] bytes.
    pub value: Bytes,
}

/// Key of a stored value: the position of its first event, and which part of the value it is when
/// the value had to be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Position of the first event of the value.
    pub position: GlobalPosition,
    /// Number of the part, from 0.
    pub part: u16,
}

impl Key {
    /// Length of a key as bytes.
    pub const BYTES: usize = 10;

    /// The first key of the value that starts at `position`.
    pub const fn first(position: GlobalPosition) -> Self {
        Self { position, part: 0 }
    }

    /// The greatest key a value that starts at `position` could have.
    pub const fn last(position: GlobalPosition) -> Self {
        Self {
            position,
            part: u16::MAX,
        }
    }

    /// As bytes that sort as the keys do.
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..8].copy_from_slice(&self.position.0.to_be_bytes());
        bytes[8..].copy_from_slice(&self.part.to_be_bytes());
        bytes
    }

    /// Back from bytes; `None` when the length differs.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (position, part) = bytes.split_first_chunk::<8>()?;
        let part = <[u8; 2]>::try_from(part).ok()?;
        let position = GlobalPosition(u64::from_be_bytes(*position));
        Some(Self {
            position,
            part: u16::from_be_bytes(part),
        })
    }
}
