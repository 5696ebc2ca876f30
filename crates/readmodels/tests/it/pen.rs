//! Writes events by hand into a log, and names ids and moments. No decider is asked: the read models must
//! tell what was recorded, whoever recorded it.

use eventlog::{
    Bytes, Commit, CommitId, EventType, ExpectedVersion, GlobalPosition, Log, NewEvent, StreamName,
    StreamWrite,
};
use kernel::codec::{Encoded, StoredEvent, encode};
use kernel::{ContentHash, Day, Sealed, ShortCode, Timestamp};

/// 2026-03-01T00:00:00Z in milliseconds.
const FIRST_MILLIS: i64 = 1_772_323_200_000;

/// So many minutes into the story.
pub(crate) fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(FIRST_MILLIS + minute * 60_000).unwrap()
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).unwrap()
}

/// An id of any kind: a number behind a letter that keeps kinds apart.
pub(crate) fn id<T>(kind: u8, number: u8, wrap: fn([u8; 16]) -> T) -> T {
    let mut bytes = [0; 16];
    bytes[0] = kind;
    bytes[15] = number;
    wrap(bytes)
}

pub(crate) fn hash(number: u8) -> ContentHash {
    ContentHash::from_bytes([number; 32])
}

pub(crate) fn code(number: u64) -> ShortCode {
    ShortCode::from_seed(number)
}

pub(crate) fn sealed(text: &str) -> Sealed {
    Sealed::new(format!("sealed:{text}"))
}

/// Appends one event a commit, a minute apart.
pub(crate) struct Pen {
    pub(crate) log: Log,
    written: u64,
}

impl Pen {
    pub(crate) fn new() -> Self {
        Self {
            log: Log::in_memory(),
            written: 0,
        }
    }

    pub(crate) fn write<E: StoredEvent>(&mut self, id: &str, event: &E) -> GlobalPosition {
        let stream = StreamName::new(E::CATEGORY, id).unwrap();
        self.append(stream, vec![new_event(encode(event).unwrap())])
    }

    /// An event that the codec would never write.
    pub(crate) fn write_raw(
        &mut self,
        stream: &str,
        type_name: &str,
        payload: &str,
    ) -> GlobalPosition {
        let event = NewEvent {
            type_name: EventType::parse(type_name).unwrap(),
            schema_version: 1,
            payload: Bytes::copy_from_slice(payload.as_bytes()),
            metadata: Bytes::new(),
        };
        self.append(StreamName::parse(stream).unwrap(), vec![event])
    }

    pub(crate) fn append(&mut self, stream: StreamName, events: Vec<NewEvent>) -> GlobalPosition {
        self.written += 1;
        let mut commit_id = [0; 16];
        commit_id[..8].copy_from_slice(&self.written.to_be_bytes());
        let commit = Commit {
            id: CommitId::from_bytes(commit_id),
            fingerprint: None,
            recorded_at_ms: at(i64::try_from(self.written).unwrap()).millis(),
            writes: vec![StreamWrite {
                stream,
                expected: ExpectedVersion::Any,
                events,
            }],
            conditions: Vec::new(),
        };
        self.log.append(commit).wait().unwrap().last_position
    }
}

pub(crate) fn new_event(encoded: Encoded) -> NewEvent {
    NewEvent {
        type_name: EventType::parse(encoded.type_name).unwrap(),
        schema_version: encoded.schema_version,
        payload: Bytes::from(encoded.payload.into_bytes()),
        metadata: Bytes::new(),
    }
}
