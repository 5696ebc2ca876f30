//! The hash chain over events: each link is SHA-256 over the link before and one whole event.
//! Runs over events, not over stored values, so repacking values never changes a hash.

use sha2::{Digest, Sha256};

use crate::batch::{Event, Part};
use crate::position::GlobalPosition;

/// One link; the link before the first event is all zeros.
pub(crate) type Link = [u8; 32];

/// Where the log ends: its last position and the chain's link there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) position: GlobalPosition,
    pub(crate) link: Link,
}

/// Adds links; keeps one buffer so that an event costs one hash call and no allocation.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    pub(crate) tail: Tail,
    buffer: Vec<u8>,
}

impl Chain {
    pub(crate) fn from(tail: Tail) -> Self {
        Self {
            tail,
            buffer: Vec::new(),
        }
    }

    /// Links the event that follows the tail.
    pub(crate) fn link(&mut self, part: &Part<'_>, event: &Event<'_>) {
        self.tail.position = self.tail.position.next();
        let fingerprint: &[u8] = if event.index == 0 {
            part.fingerprint
        } else {
            &[]
        };
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.extend_from_slice(&self.tail.link);
        buffer.extend_from_slice(&self.tail.position.0.to_be_bytes());
        buffer.extend_from_slice(&event.version.to_be_bytes());
        buffer.extend_from_slice(&event.previous_position.to_be_bytes());
        buffer.extend_from_slice(&part.recorded_at_ms.to_be_bytes());
        buffer.extend_from_slice(&event.index.to_be_bytes());
        buffer.extend_from_slice(&part.event_total.to_be_bytes());
        buffer.extend_from_slice(&event.schema_version.to_be_bytes());
        for bytes in [
            part.commit_id.as_bytes(),
            fingerprint,
            event.stream,
            event.type_name,
            event.payload,
            event.metadata,
        ] {
            // Length first, so that no two events share their bytes.
            buffer.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
            buffer.extend_from_slice(bytes);
        }
        self.tail.link = Sha256::digest(&*buffer).into();
    }
}
