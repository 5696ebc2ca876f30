//! What the log gives back: recorded events and the receipt of a commit.
//! Plain values; how they are stored is `value.rs`.

use prost::bytes::Bytes;

use crate::name::{CommitId, EventType, StreamName};
use crate::position::{GlobalPosition, StreamVersion};

/// An event with the place the log gave it. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// The stream it belongs to.
    pub stream: StreamName,
    /// Its number in the stream, from 1, dense.
    pub version: StreamVersion,
    /// Its place in the whole log, from 1, dense.
    pub position: GlobalPosition,
    /// Place of the previous event of the same stream, [`GlobalPosition::START`] for the first.
    pub previous: GlobalPosition,
    /// The commit it came with.
    pub commit_id: CommitId,
    /// Time by the clock of whoever committed, UTC milliseconds since 1970.
    pub recorded_at_ms: i64,
    /// Literal name of the kind of event.
    pub type_name: EventType,
    /// Version of the payload's form.
    pub schema_version: u16,
    /// The fact, as JSON.
    pub payload: Bytes,
    /// Who, why, caused by what, as JSON; may be empty.
    pub metadata: Bytes,
}

/// Receipt: a commit is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The commit this is the receipt of.
    pub commit_id: CommitId,
    /// Position of its first event.
    pub first_position: GlobalPosition,
    /// Position of its last event.
    pub last_position: GlobalPosition,
    /// True when the commit had been written before and nothing was written now.
    pub repeated: bool,
    /// Last version of each written stream as this commit left it, in the order of the writes.
    pub versions: Vec<(StreamName, StreamVersion)>,
}

impl Appended {
    /// The version this commit gave to `stream`, if it wrote to it.
    pub fn version_of(&self, stream: &StreamName) -> Option<StreamVersion> {
        self.versions
            .iter()
            .find(|(name, _)| name == stream)
            .map(|(_, version)| *version)
    }
}
