//! Packs accepted commits into stored values of bounded size and links the hash chain on the way.
//! Knows sizes and order, nothing of streams' meaning or of the disk.

use prost::Message;

use crate::chain::{Chain, Link, Tail};
use crate::commit::NewEvent;
use crate::engine::Entry;
use crate::gather::Accepted;
use crate::index::Head;
use crate::name::StreamName;
use crate::value;
use crate::wire;

/// Most bytes the fields of a commit part take besides its events.
const PART_BYTES_MAX: usize = 96;
/// Most bytes that tag and length of one event take.
const FRAME_BYTES_MAX: usize = 5;

/// Values in the making.
pub(crate) struct Packer {
    entries: Vec<Entry>,
    chain: Chain,
    batch: wire::Batch,
    /// The chain's link before the batch.
    before: Link,
    /// Upper bound of the batch's encoded size.
    bytes: usize,
}

impl Packer {
    pub(crate) fn after(tail: Tail) -> Self {
        Self {
            entries: Vec::new(),
            chain: Chain::from(tail),
            batch: empty_batch(tail),
            before: tail.link,
            bytes: PART_BYTES_MAX,
        }
    }

    /// Adds all events of a commit.
    pub(crate) fn add(&mut self, accepted: &Accepted) {
        let mut part = empty_part(accepted);
        let mut index = 0;
        for (write, before) in accepted.commit.writes.iter().zip(&accepted.heads_before) {
            let mut before = *before;
            for event in &write.events {
                let event = wire_event(&write.stream, before, event);
                let bytes = event.encoded_len() + FRAME_BYTES_MAX;
                if self.bytes + PART_BYTES_MAX + bytes > value::BODY_BYTES_MAX {
                    self.turn_over(&mut part, index);
                }
                self.chain.link(&part, index, &event);
                before = Head {
                    version: before.version.next(),
                    position: self.chain.tail.position,
                };
                self.bytes += bytes;
                part.events.push(event);
                index += 1;
            }
        }
        self.bytes += PART_BYTES_MAX;
        self.batch.commits.push(part);
    }

    /// Closes the value at hand and lets the commit go on in the next one.
    fn turn_over(&mut self, part: &mut wire::CommitPart, index: u32) {
        let rest = wire::CommitPart {
            commit_id: part.commit_id.clone(),
            fingerprint: if index == 0 {
                part.fingerprint.clone()
            } else {
                Vec::new()
            },
            first_index: index,
            events: Vec::new(),
            ..*part
        };
        let full = std::mem::replace(part, rest);
        if !full.events.is_empty() {
            self.batch.commits.push(full);
        }
        self.close_value();
    }

    fn close_value(&mut self) {
        if !self.batch.commits.is_empty() {
            value::encode(&self.batch, &self.before, &mut self.entries);
        }
        self.batch = empty_batch(self.chain.tail);
        self.before = self.chain.tail.link;
        self.bytes = PART_BYTES_MAX;
    }

    /// All values, and where the log ends after them.
    pub(crate) fn finish(mut self) -> (Vec<Entry>, Tail) {
        self.close_value();
        (self.entries, self.chain.tail)
    }
}

fn empty_batch(tail: Tail) -> wire::Batch {
    wire::Batch {
        first_position: tail.position.next().0,
        commits: Vec::new(),
    }
}

fn empty_part(accepted: &Accepted) -> wire::CommitPart {
    // At most COMMIT_EVENTS_MAX events, so the count fits.
    let event_total = u32::try_from(accepted.commit.event_count()).unwrap_or(u32::MAX);
    wire::CommitPart {
        commit_id: accepted.commit.id.as_bytes().to_vec(),
        fingerprint: accepted.fingerprint.to_vec(),
        recorded_at_ms: accepted.commit.recorded_at_ms,
        first_index: 0,
        event_total,
        events: Vec::new(),
    }
}

fn wire_event(stream: &StreamName, before: Head, event: &NewEvent) -> wire::Event {
    wire::Event {
        stream: stream.as_str().to_owned(),
        version: before.version.next().0,
        previous_position: before.position.0,
        type_name: event.type_name.as_str().to_owned(),
        schema_version: u32::from(event.schema_version),
        payload: event.payload.clone(),
        metadata: event.metadata.clone(),
    }
}
