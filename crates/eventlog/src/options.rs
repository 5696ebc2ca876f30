//! How a log is opened: memory, sizes and thresholds, with what they are unless told otherwise.

use crate::epoch::Epoch;
use crate::error::EngineError;

/// How a log is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Memory for the engine's page cache, in bytes.
    pub cache_bytes: u64,
    /// Called once when a write or sync failed, also one in the background, before the waiting
    /// commits are told. The default says so in the log and aborts the process: what reached the
    /// disk is unknown, and only opening again tells.
    pub on_poison: fn(&EngineError),
    /// Small stored values after which they are merged in the background.
    pub seal_values: usize,
    /// Size of the journal in front of the store, in bytes: once so much was appended, it is moved
    /// into the store in the background. Opening after a crash reads it back.
    pub journal_bytes: u64,
    /// Free space below which nothing more is appended, in bytes; `None`:
    /// [`crate::FREE_FLOOR_BYTES_DEFAULT`], or a twentieth of a smaller disk.
    pub free_floor_bytes: Option<u64>,
    /// Events after which a checkpoint of the index is written beside the log, so that opening
    /// need not read all events; also at least an eighth of the log.
    pub checkpoint_events: u64,
    /// Becomes the epoch of a log that has none yet: drawn at random, for the log has no randomness.
    pub new_epoch: Option<Epoch>,
}

/// Small stored values after which they are merged unless told otherwise: twice what fills one.
pub const SEAL_VALUES_DEFAULT: usize = 128;
/// Size of the journal unless told otherwise, in bytes: a tenth of a second of reading.
pub const JOURNAL_BYTES_DEFAULT: u64 = 16 * 1024 * 1024;
/// Events after which a checkpoint is written unless told otherwise: half a second of reading.
pub const CHECKPOINT_EVENTS_DEFAULT: u64 = 500_000;

/// Memory for the engine's page cache unless told otherwise, in bytes.
pub const CACHE_BYTES_DEFAULT: u64 = 64 * 1024 * 1024;

impl Default for Options {
    fn default() -> Self {
        Self {
            cache_bytes: CACHE_BYTES_DEFAULT,
            on_poison: abort_process,
            seal_values: SEAL_VALUES_DEFAULT,
            journal_bytes: JOURNAL_BYTES_DEFAULT,
            free_floor_bytes: None,
            checkpoint_events: CHECKPOINT_EVENTS_DEFAULT,
            new_epoch: None,
        }
    }
}

fn abort_process(cause: &EngineError) {
    tracing::error!(%cause, "the event log could not be made durable; the process ends");
    std::process::abort();
}
