//! What a caller asks to be written: one commit, its writes, its conditions, its limits.
//! Pure values; whether the expectations hold is the committer's business.

use prost::bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::error::AppendError;
use crate::name::{CommitId, EventType, StreamName};
use crate::position::StreamVersion;

/// Largest payload and metadata of one event together, in bytes.
pub const EVENT_BYTES_MAX: usize = 64 * 1024;
/// Most events in one commit.
pub const COMMIT_EVENTS_MAX: usize = 5_000;
/// Largest payload and metadata of one commit together, in bytes.
pub const COMMIT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most streams a commit may write or name as a condition.
pub const COMMIT_STREAMS_MAX: usize = 5_000;

/// A set of events that is written whole or not at all.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Chosen by the caller; a repeat of the same id answers with the first result, for ever.
    pub id: CommitId,
    /// What "same content" means for a repeat, usually a hash of the command. Without it, a hash
    /// of streams, expectations, types, schema versions and payloads is used; times and metadata
    /// never count.
    pub fingerprint: Option<[u8; 32]>,
    /// Time by the caller's clock, UTC milliseconds since 1970; the log has no clock of its own.
    pub recorded_at_ms: i64,
    /// What is written; each stream at most once.
    pub writes: Vec<StreamWrite>,
    /// Streams that must be as expected though nothing is written to them.
    pub conditions: Vec<Condition>,
}

/// Events for one stream.
#[derive(Clone, Debug)]
pub struct StreamWrite {
    /// Where the events go.
    pub stream: StreamName,
    /// What the stream must look like before.
    pub expected: ExpectedVersion,
    /// At least one event, in order.
    pub events: Vec<NewEvent>,
}

/// A stream that must be as expected for the commit to happen.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The stream that is looked at.
    pub stream: StreamName,
    /// What it must look like.
    pub expected: ExpectedVersion,
}

/// An event before the log gave it version and position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Literal name of the kind of event.
    pub type_name: EventType,
    /// Version of the payload's form, from 1.
    pub schema_version: u16,
    /// The fact, as JSON. The log does not look inside.
    pub payload: Bytes,
    /// Who, why, caused by what, as JSON. The log does not look inside; may be empty.
    pub metadata: Bytes,
}

impl NewEvent {
    fn size_bytes(&self) -> usize {
        self.payload.len() + self.metadata.len()
    }
}

/// Optimistic lock: what a stream must look like for a commit to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// Anything will do.
    Any,
    /// The stream has no events.
    NoStream,
    /// The stream has at least one event.
    Exists,
    /// The last event of the stream has this version.
    Exactly(StreamVersion),
}

impl ExpectedVersion {
    /// Whether a stream whose last version is `actual` (`None`: no events) is as expected.
    pub fn admits(self, actual: Option<StreamVersion>) -> bool {
        match self {
            Self::Any => true,
            Self::NoStream => actual.is_none(),
            Self::Exists => actual.is_some(),
            Self::Exactly(version) => actual == Some(version),
        }
    }
}

impl Commit {
    /// Everything that can be refused without looking at the log.
    pub(crate) fn check_form(&self) -> Result<(), AppendError> {
        if self.writes.is_empty() || self.writes.iter().any(|write| write.events.is_empty()) {
            return Err(AppendError::EmptyCommit);
        }
        if self.event_count() > COMMIT_EVENTS_MAX {
            return Err(AppendError::TooManyEvents {
                count: self.event_count(),
                limit: COMMIT_EVENTS_MAX,
            });
        }
        self.check_streams()?;
        for event in self.events() {
            let size = event.size_bytes();
            if size > EVENT_BYTES_MAX {
                return Err(AppendError::EventTooLarge {
                    type_name: event.type_name.clone(),
                    size_bytes: size,
                    limit_bytes: EVENT_BYTES_MAX,
                });
            }
        }
        let total = self.payload_bytes();
        if total > COMMIT_BYTES_MAX {
            return Err(AppendError::CommitTooLarge {
                size_bytes: total,
                limit_bytes: COMMIT_BYTES_MAX,
            });
        }
        Ok(())
    }

    fn check_streams(&self) -> Result<(), AppendError> {
        let mut names: Vec<&StreamName> = self.expectations().map(|(stream, _)| stream).collect();
        if names.len() > COMMIT_STREAMS_MAX {
            return Err(AppendError::TooManyStreams {
                count: names.len(),
                limit: COMMIT_STREAMS_MAX,
            });
        }
        names.sort_unstable();
        match names.array_windows().find(|[a, b]| a == b) {
            Some([twice, _]) => Err(AppendError::DuplicateStream {
                stream: (*twice).clone(),
            }),
            None => Ok(()),
        }
    }

    /// Number of events over all writes.
    pub fn event_count(&self) -> usize {
        self.writes.iter().map(|write| write.events.len()).sum()
    }

    /// Payload and metadata of all events, in bytes.
    pub(crate) fn payload_bytes(&self) -> usize {
        self.events().map(NewEvent::size_bytes).sum()
    }

    fn events(&self) -> impl Iterator<Item = &NewEvent> {
        self.writes.iter().flat_map(|write| &write.events)
    }

    /// Every stream the commit names, with what it must look like: writes first.
    pub(crate) fn expectations(&self) -> impl Iterator<Item = (&StreamName, ExpectedVersion)> {
        let written = self
            .writes
            .iter()
            .map(|write| (&write.stream, write.expected));
        written.chain(
            self.conditions
                .iter()
                .map(|named| (&named.stream, named.expected)),
        )
    }

    /// The given fingerprint, or the hash of the content.
    pub(crate) fn content_fingerprint(&self) -> [u8; 32] {
        self.fingerprint.unwrap_or_else(|| self.hash_content())
    }

    fn hash_content(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for write in &self.writes {
            hash_expectation(&mut hash, b'w', &write.stream, write.expected);
            for event in &write.events {
                hash.update(b"e");
                hash_bytes(&mut hash, event.type_name.as_str().as_bytes());
                hash.update(event.schema_version.to_be_bytes());
                hash_bytes(&mut hash, &event.payload);
            }
        }
        for named in &self.conditions {
            hash_expectation(&mut hash, b'c', &named.stream, named.expected);
        }
        hash.finalize().into()
    }
}

fn hash_expectation(hash: &mut Sha256, tag: u8, stream: &StreamName, expected: ExpectedVersion) {
    hash.update([tag]);
    hash_bytes(hash, stream.as_str().as_bytes());
    let (kind, version) = match expected {
        ExpectedVersion::Any => (0u8, 0),
        ExpectedVersion::NoStream => (1, 0),
        ExpectedVersion::Exists => (2, 0),
        ExpectedVersion::Exactly(version) => (3, version.0),
    };
    hash.update([kind]);
    hash.update(version.to_be_bytes());
}

/// Length first, so that two neighbouring fields can never be read as two others.
fn hash_bytes(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
