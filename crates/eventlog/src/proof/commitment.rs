//! What the tree's leaves are made of: the commitment of an event. Knows the event as readers get
//! it, so the way it is stored, packed or moved can never change a proof.
//!
//! A commitment hides the event only as far as nobody can guess all of it. Commit ids chosen at
//! random (122 bits) are what makes guessing hopeless; personal data is sealed besides.

use sha2::{Digest, Sha256};

use super::hash::TreeHash;
use crate::event::RecordedEvent;

/// First bytes of every record, so that it can never be taken for something else that is hashed.
pub(crate) const RECORD_TAG: &[u8] = b"pomona event v1\n";

/// SHA-256 of an event's record: the entry of the public tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Commitment(pub [u8; 32]);

impl Commitment {
    /// Length in bytes.
    pub const BYTES: u16 = 32;

    /// The commitment of an event.
    pub fn of(event: &RecordedEvent) -> Self {
        Self::of_record(&event_record(event))
    }

    /// The commitment of an event given as its record, see [`event_record`].
    pub fn of_record(record: &[u8]) -> Self {
        Self(Sha256::digest(record).into())
    }

    /// Hash of the tree's leaf that has this entry.
    pub fn leaf(self) -> TreeHash {
        TreeHash::leaf(&self.0)
    }
}

/// The bytes that are committed to. All numbers are big-endian; *text* is a length of four bytes
/// and that many bytes:
///
/// | bytes | what |
/// |---|---|
/// | 16 | `pomona event v1` and a line feed |
/// | 8 | position |
/// | text | stream |
/// | 8 | version in the stream |
/// | 16 | commit id |
/// | 8 | recorded at, milliseconds since 1970, two's complement |
/// | text | type name |
/// | 2 | schema version |
/// | text | payload |
/// | text | metadata |
pub fn event_record(event: &RecordedEvent) -> Vec<u8> {
    let mut record = Vec::with_capacity(256 + event.payload.len() + event.metadata.len());
    record.extend_from_slice(RECORD_TAG);
    record.extend_from_slice(&event.position.0.to_be_bytes());
    put_text(&mut record, event.stream.as_str().as_bytes());
    record.extend_from_slice(&event.version.0.to_be_bytes());
    record.extend_from_slice(event.commit_id.as_bytes());
    record.extend_from_slice(&event.recorded_at_ms.to_be_bytes());
    put_text(&mut record, event.type_name.as_str().as_bytes());
    record.extend_from_slice(&event.schema_version.to_be_bytes());
    put_text(&mut record, &event.payload);
    put_text(&mut record, &event.metadata);
    record
}

fn put_text(record: &mut Vec<u8>, text: &[u8]) {
    // No text of an event comes near 4 GiB: `EVENT_BYTES_MAX` is 64 KiB.
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    record.extend_from_slice(&length.to_be_bytes());
    record.extend_from_slice(text);
}
