//! An append-only, tamper-evident event log: append, read, subscribe.

mod chain;
mod commit;
mod committer;
mod engine;
mod error;
mod event;
mod gather;
mod index;
mod log;
mod name;
mod pack;
mod pending;
mod position;
mod progress;
mod queue;
mod read;
mod stats;
mod subscription;
mod value;
mod walk;
#[expect(unreachable_pub, reason = "generated code makes everything public")]
mod wire;

/// Cheaply cloned bytes, as payloads and metadata are held.
pub use prost::bytes::Bytes;

pub use crate::commit::{
    COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX, COMMIT_STREAMS_MAX, Commit, Condition, EVENT_BYTES_MAX,
    ExpectedVersion, NewEvent, StreamWrite,
};
pub use crate::engine::{Engine, Entry, Key, MemoryEngine, Visit};
pub use crate::error::{
    AppendError, DamageKind, Damaged, EngineError, OpenError, ReadError, VERIFY_COMMAND,
};
pub use crate::event::{Appended, RecordedEvent};
pub use crate::log::{CACHE_BYTES_DEFAULT, Log, Options};
pub use crate::name::{
    CommitId, EVENT_TYPE_BYTES_MAX, EventType, InvalidEventType, InvalidStreamName,
    STREAM_NAME_BYTES_MAX, StreamName,
};
pub use crate::pending::Pending;
pub use crate::position::{GlobalPosition, StreamVersion};
pub use crate::queue::QUEUE_COMMITS_MAX;
pub use crate::read::READ_BYTES_MAX;
pub use crate::stats::{BATCH_EVENTS_BOUNDS, Histogram, LogStats, SYNC_MICROS_BOUNDS};
pub use crate::subscription::Subscription;
pub use crate::value::STORED_VALUE_BYTES_MAX;
pub use crate::walk::VerifyReport;
