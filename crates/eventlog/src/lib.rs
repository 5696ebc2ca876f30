//! An append-only, tamper-evident event log: append, read, subscribe.
//!
//! Callers hand in a [`Commit`]: events for one or more streams, each stream with what it must
//! look like before ([`ExpectedVersion`]). A committer takes all commits that wait, checks them,
//! gives every event its version and position, writes them together, makes them durable, and only
//! then answers; two of them work hand in hand, so that the disk has no pause. So one fdatasync
//! serves everybody who waited for it, commands on one hot stream follow each other instead of
//! colliding, and an answer means *durable*.
//!
//! ```
//! use eventlog::{Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent};
//! use eventlog::{StreamName, StreamVersion, StreamWrite};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let log = Log::in_memory(); // or Log::open(dir, Options::default())
//! let stream = StreamName::parse("campaign-cmp_1")?;
//! let opened = NewEvent {
//!     type_name: EventType::parse("adoption.campaign-opened")?,
//!     schema_version: 1,
//!     payload: br#"{"name":"Old pear trees, 2026"}"#.as_slice().into(),
//!     metadata: br#"{"by":"farmer"}"#.as_slice().into(),
//! };
//! let commit = Commit {
//!     id: CommitId::from_bytes([7; 16]),
//!     fingerprint: None,
//!     recorded_at_ms: 1_767_225_600_000,
//!     writes: vec![StreamWrite {
//!         stream: stream.clone(),
//!         expected: ExpectedVersion::NoStream,
//!         events: vec![opened],
//!     }],
//!     conditions: Vec::new(),
//! };
//! let appended = log.append(commit.clone()).wait()?; // or .await
//! assert_eq!(appended.version_of(&stream), Some(StreamVersion::FIRST));
//! assert!(log.append(commit).wait()?.repeated, "the same commit never happens twice");
//!
//! let events = log.read_all(GlobalPosition::START, 100)?;
//! assert_eq!(events, log.read_stream(&stream, StreamVersion::FIRST)?);
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! | | promise | kept by |
//! |---|---|---|
//! | L1 | a commit is written whole or not at all, over all its streams and conditions | `gather`, one engine batch |
//! | L2 | acknowledged is durable: survives `kill -9` and a power cut | `committer`, `engine::journal` |
//! | L3 | positions and versions are dense; readers see durable events only, in order, no gap | `gather`, `read` |
//! | L4 | a commit id counts once, for ever; same content: first result, other content: refused | `gather`, `index` |
//! | L5 | a conflict names what was expected and what is; accepted commits count | `gather` |
//! | L6 | every stored value has a checksum, every event is linked into a hash chain | `value`, `chain` |
//! | L6 | outsiders can check: a Merkle tree over all events, signed checkpoints, proofs | [`proof`] |
//! | L7 | damage is a typed error with its position; nothing is skipped or repaired in silence | `read`, `walk` |
//! | L8 | a failed write or sync poisons the log and ends the process; it is never tried again | `committer` |
//! | L9 | below a floor of free space appends are refused, reads go on | `space`, `gather` |
//! | L10 | a subscription catches up, then follows, holding one batch at most | `subscription` |
//!
//! # What it must not know
//!
//! What an event means: payloads are bytes. What time it is: times come with the commit. Who may
//! write: that is decided above. Positions are opaque to everybody else, to be kept and compared.
//!
//! # Where things are
//!
//! A commit goes `log` → `queue` → `committer` → `gather` (checks, positions) → `pack` (values,
//! chain, `squeeze`) → `engine` and comes back through `pending`. A read goes `log` → `read` →
//! `value` → `batch`, which leaves texts and payloads where they are. Verifying is one walk
//! (`walk`) that believes nothing it has not checked, with a thread beside it that computes the
//! chain; opening is the same walk, begun where the last checkpoint of the `index` ends. Beside it
//! all works the `keeper`: it merges small values (`seal`) and writes checkpoints; both are derived,
//! and nobody waits for either. Lines for backups and other places are made and read by
//! [`transfer`].

mod batch;
mod chain;
mod commit;
mod committer;
mod engine;
mod epoch;
mod error;
mod event;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod gather;
mod index;
mod intern;
mod keeper;
mod log;
mod name;
mod options;
mod pack;
mod pending;
mod position;
mod progress;
pub mod proof;
mod queue;
mod read;
mod seal;
mod space;
mod squeeze;
mod stats;
mod subscription;
mod sync;
pub mod transfer;
mod value;
mod walk;
#[cfg(any(test, fuzzing))] // what the bytes written by hand are compared with
#[rustfmt::skip] // as generated
#[expect(unreachable_pub, reason = "generated code makes everything public")]
mod wire;

/// Cheaply cloned bytes, as payloads and metadata are held.
pub use prost::bytes::Bytes;

pub use crate::commit::{
    COMMIT_BYTES_MAX, COMMIT_EVENTS_MAX, COMMIT_STREAMS_MAX, Commit, Condition, EVENT_BYTES_MAX,
    ExpectedVersion, NewEvent, StreamWrite,
};
pub use crate::engine::{Engine, EngineStats, Entry, Key, MemoryEngine, Space, Visit, Wake};
pub use crate::epoch::{Epoch, InvalidEpoch};
pub use crate::error::{
    AppendError, DamageKind, Damaged, EngineError, OpenError, ReadError, VERIFY_COMMAND,
};
pub use crate::event::{Appended, RecordedEvent};
pub use crate::log::Log;
pub use crate::name::{
    CommitId, EVENT_TYPE_BYTES_MAX, EventType, InvalidEventType, InvalidStreamName,
    STREAM_NAME_BYTES_MAX, StreamName,
};
pub use crate::options::{
    CACHE_BYTES_DEFAULT, CHECKPOINT_EVENTS_DEFAULT, JOURNAL_BYTES_DEFAULT, Options,
    SEAL_VALUES_DEFAULT,
};
pub use crate::pending::Pending;
pub use crate::position::{GlobalPosition, StreamVersion};
pub use crate::queue::{QUEUE_BYTES_MAX, QUEUE_COMMITS_MAX};
pub use crate::read::READ_BYTES_MAX;
pub use crate::space::{FREE_FLOOR_BYTES_DEFAULT, LowSpace};
pub use crate::stats::{BATCH_EVENTS_BOUNDS, Extent, Histogram, LogStats, SYNC_MICROS_BOUNDS};
pub use crate::subscription::Subscription;
pub use crate::value::STORED_VALUE_BYTES_MAX;
pub use crate::walk::VerifyReport;
