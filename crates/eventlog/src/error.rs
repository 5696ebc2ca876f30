//! Everything that can go wrong, as closed enums that carry the facts.
//! Words for people beyond the one-line message are made elsewhere.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::commit::ExpectedVersion;
use crate::name::{CommitId, EventType, StreamName};
use crate::position::{GlobalPosition, StreamVersion};
use crate::space::LowSpace;

/// The command that tells more about damage.
pub const VERIFY_COMMAND: &str = "pomona log verify";

/// Why a commit was not acknowledged.
#[derive(Debug, Error)]
pub enum AppendError {
    /// A stream is not as the commit expects. `actual` is `None` when it has no events.
    #[error("stream {stream} is at {}, expected {expected:?}", Version(*.actual))]
    Conflict {
        /// The first stream, in the order of writes then conditions, that differs.
        stream: StreamName,
        /// What the commit expected.
        expected: ExpectedVersion,
        /// The stream's last version.
        actual: Option<StreamVersion>,
    },
    /// The id was used before for other content.
    #[error("commit id {commit_id} was used before for other content")]
    CommitIdReused {
        /// The id in question.
        commit_id: CommitId,
    },
    /// Payload and metadata of one event exceed the limit.
    #[error("event {type_name} of {size_bytes} bytes exceeds {limit_bytes}")]
    EventTooLarge {
        /// Type of the event.
        type_name: EventType,
        /// Payload and metadata, in bytes.
        size_bytes: usize,
        /// The limit, in bytes.
        limit_bytes: usize,
    },
    /// All events together exceed the limit.
    #[error("a commit of {size_bytes} bytes exceeds {limit_bytes}")]
    CommitTooLarge {
        /// Payloads and metadata of all events, in bytes.
        size_bytes: usize,
        /// The limit, in bytes.
        limit_bytes: usize,
    },
    /// Nothing to write: no writes, or a write without events.
    #[error("a commit, and each write in it, needs at least one event")]
    EmptyCommit,
    /// More events than one commit may have.
    #[error("a commit of {count} events exceeds {limit}")]
    TooManyEvents {
        /// Events in the commit.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// More streams than one commit may name.
    #[error("a commit that names {count} streams exceeds {limit}")]
    TooManyStreams {
        /// Streams written or named as a condition.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A stream is named twice, as a write or as a condition.
    #[error("stream {stream} is named twice in one commit")]
    DuplicateStream {
        /// The stream in question.
        stream: StreamName,
    },
    /// Too many commits wait for the disk; nothing was written, try again.
    #[error("{commits} commits of {bytes} bytes already wait for the disk")]
    Busy {
        /// How many wait.
        commits: usize,
        /// Payloads and metadata of those that wait, in bytes.
        bytes: usize,
    },
    /// The disk is nearly full; nothing was written, reading goes on.
    #[error(transparent)]
    LowSpace(#[from] LowSpace),
    /// The first result of a repeated commit could not be read back.
    #[error("the first result of a repeated commit cannot be read: {0}")]
    Read(#[from] ReadError),
    /// Writing or syncing failed; the log takes nothing more until it is opened again. Whether
    /// this commit survived is unknown: repeat it with the same id after opening.
    #[error("the log stopped after a failed write; open it again and repeat the commit")]
    Poisoned,
    /// The log was closed before the commit was taken up.
    #[error("the log is closed")]
    Closed,
}

/// Why reading failed.
#[derive(Debug, Error)]
pub enum ReadError {
    /// A stored byte is wrong.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// The storage engine refused.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The log was closed while a subscription waited for more.
    #[error("the log is closed")]
    Closed,
}

/// The log is not what was written. Never skipped, never repaired in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the log is damaged at position {position}: {what}; run `{run}`")]
pub struct Damaged {
    /// The first position that cannot be trusted.
    pub position: GlobalPosition,
    /// What was found.
    pub what: DamageKind,
    /// The command that tells more.
    pub run: &'static str,
}

impl Damaged {
    pub(crate) fn at(position: GlobalPosition, what: DamageKind) -> Self {
        Self {
            position,
            what,
            run: VERIFY_COMMAND,
        }
    }
}

/// What kind of damage was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// The CRC32C of a stored value differs: a byte changed.
    Checksum,
    /// A stored value is shorter than its header, or a part of it is missing.
    Truncated,
    /// A stored value has a format or codec this program does not know.
    UnknownFormat,
    /// The checksum holds, yet the content does not decode or breaks the naming rules.
    Undecodable,
    /// The event that must stand here is missing.
    MissingEvent,
    /// The hash chain does not fit: events before this position were changed or replaced.
    Chain,
    /// Versions or back references of a stream are not dense.
    StreamOrder,
    /// A commit is there in part only.
    TornCommit,
    /// The same commit id stands in the log twice.
    RepeatedCommitId,
    /// The storage engine itself found its file corrupt.
    Engine,
}

impl fmt::Display for DamageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Checksum => "the checksum differs",
            Self::Truncated => "a stored value is cut off",
            Self::UnknownFormat => "a stored value has an unknown format",
            Self::Undecodable => "a stored value does not decode",
            Self::MissingEvent => "an event is missing",
            Self::Chain => "the hash chain is broken",
            Self::StreamOrder => "the order within a stream is broken",
            Self::TornCommit => "a commit is incomplete",
            Self::RepeatedCommitId => "a commit stands there twice",
            Self::Engine => "the storage engine reports corruption",
        })
    }
}

/// The storage engine failed.
#[derive(Debug, Error)]
pub enum EngineError {
    /// Reading, writing or syncing a file failed.
    #[error("the disk failed: {0}")]
    Io(#[from] io::Error),
    /// sled failed in another way.
    #[error("the storage engine failed: {0}")]
    Sled(sled::Error),
    /// The thread that moves journals into the store ended in a panic, which its own message tells.
    #[error("the thread that moves journals into the store panicked")]
    MoverPanicked,
}

/// Why a log could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// A newer program wrote this folder.
    #[error("the log has format {found}, this program knows up to {known}; use a newer program")]
    NewerFormat {
        /// The folder's format.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// The folder holds something that is not a log of ours.
    #[error("{} holds something that is not a log", .folder.display())]
    NotALog {
        /// The folder in question.
        folder: PathBuf,
    },
    /// Another process, or another handle of this one, has the folder open.
    #[error("{} is in use by another process", .folder.display())]
    InUse {
        /// The folder in question.
        folder: PathBuf,
    },
    /// A file or folder could not be made, read or synced.
    #[error("{}: {cause}", .path.display())]
    Io {
        /// The file or folder in question.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file that says which life of the log this is holds something else.
    #[error("{} holds no epoch", .path.display())]
    Epoch {
        /// The file in question.
        path: PathBuf,
    },
    /// The stored content cannot be read whole.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A stream's version for a message.
struct Version(Option<StreamVersion>);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(version) => write!(f, "version {version}"),
            None => f.write_str("no events"),
        }
    }
}
