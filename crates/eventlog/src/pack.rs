//! Packs events into stored values of bounded size, compressed when that is shorter, and links the
//! hash chain on the way. Knows sizes and order, nothing of streams' meaning or of the disk.

use std::ops::Range;

use crate::batch::{self, Event, PART_BYTES_MAX, Part};
use crate::chain::{Chain, Link, Tail};
use crate::engine::Entry;
use crate::gather::Accepted;
use crate::position::GlobalPosition;
use crate::squeeze::Squeeze;
use crate::value;

/// Most bytes a batch takes besides its parts.
const START_BYTES_MAX: usize = 16;

/// Values in the making.
#[derive(Default)]
pub(crate) struct Packer {
    squeeze: Squeeze,
    chain: Chain,
    entries: Vec<Entry>,
    /// What is not in a value yet.
    open: Open,
    body: Vec<u8>,
}

/// Events on their way into the next value.
#[derive(Default)]
struct Open {
    /// Their commits; the fingerprints stand elsewhere.
    parts: Vec<(Part<'static>, Range<usize>)>,
    /// The fingerprints of the parts, one after the other.
    fingerprints: Vec<u8>,
    slots: Vec<Slot>,
    /// The encoded events, one after the other.
    frames: Vec<u8>,
}

impl Open {
    fn add_part(&mut self, part: &Part<'_>) {
        let start = self.fingerprints.len();
        self.fingerprints.extend_from_slice(part.fingerprint);
        let without = Part {
            fingerprint: &[],
            ..*part
        };
        self.parts.push((without, start..self.fingerprints.len()));
    }

    fn part(&self, number: usize) -> Option<Part<'_>> {
        let (part, fingerprint) = self.parts.get(number)?;
        let fingerprint = self.fingerprints.get(fingerprint.clone())?;
        Some(Part {
            fingerprint,
            ..*part
        })
    }

    /// Empty again, with the memory it had.
    fn clear(&mut self) {
        self.parts.clear();
        self.fingerprints.clear();
        self.slots.clear();
        self.frames.clear();
    }
}

/// One of them.
struct Slot {
    /// Number of its part.
    part: usize,
    index: u32,
    /// Where its frame ends.
    end: usize,
    /// The chain's link before it.
    before: Link,
}

impl Packer {
    pub(crate) fn after(tail: Tail) -> Self {
        let mut packer = Self::default();
        packer.go_on_after(tail);
        packer
    }

    /// Forgets what was added and not taken; what is added next follows this.
    pub(crate) fn go_on_after(&mut self, tail: Tail) {
        self.chain = Chain::from(tail);
        self.entries.clear();
        self.open.clear();
    }

    /// Adds all events of a commit.
    pub(crate) fn add(&mut self, accepted: &Accepted) {
        // At most COMMIT_EVENTS_MAX events, so the count fits.
        let event_total = u32::try_from(accepted.commit.event_count()).unwrap_or(u32::MAX);
        let part = Part {
            commit_id: accepted.commit.id,
            fingerprint: &accepted.fingerprint,
            recorded_at_ms: accepted.commit.recorded_at_ms,
            first_index: 0,
            event_total,
        };
        let mut index = 0;
        for (write, before) in accepted.commit.writes.iter().zip(&accepted.heads_before) {
            let (mut version, mut previous) = (before.version, before.position);
            for event in &write.events {
                version = version.next();
                let event = Event {
                    part: 0,
                    index,
                    stream: write.stream.as_str().as_bytes(),
                    version: version.0,
                    previous_position: previous.0,
                    type_name: event.type_name.as_str().as_bytes(),
                    schema_version: event.schema_version.into(),
                    payload: &event.payload,
                    metadata: &event.metadata,
                };
                self.push(&part, &event);
                previous = self.chain.tail.position;
                index += 1;
            }
        }
    }

    /// Where the log ends after all that was added.
    pub(crate) fn tail(&self) -> Tail {
        self.chain.tail
    }

    /// Adds the event that follows, of this commit.
    pub(crate) fn push(&mut self, part: &Part<'_>, event: &Event<'_>) {
        let texts = event.stream.len() + event.type_name.len();
        let bytes = texts + event.payload.len() + event.metadata.len();
        let parts = (self.open.parts.len() + 1) * PART_BYTES_MAX;
        let enough = self.squeeze.enough_bytes();
        if START_BYTES_MAX + parts + self.open.frames.len() + bytes > enough {
            self.close();
        }
        let before = self.chain.tail.link;
        self.chain.link(part, event);
        batch::encode_event(&mut self.open.frames, event);
        let last = self.open.parts.last();
        if last.is_none_or(|(known, _)| known.commit_id != part.commit_id) {
            self.open.add_part(part);
        }
        self.open.slots.push(Slot {
            part: self.open.parts.len() - 1,
            index: event.index,
            end: self.open.frames.len(),
            before,
        });
    }

    /// Makes values of all that is open.
    fn close(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        let end = self.chain.tail.position.0 + 1;
        let first = GlobalPosition(end - open.slots.len() as u64);
        self.values(&open, 0, &open.slots, first);
        open.clear();
        self.open = open;
    }

    /// Makes one value of these events, or more when they do not fit one. `start` is where the
    /// first of their frames begins.
    fn values(&mut self, open: &Open, start: usize, slots: &[Slot], first: GlobalPosition) {
        let Some(Slot { before, .. }) = slots.first() else {
            return;
        };
        let mut body = std::mem::take(&mut self.body);
        body.clear();
        encode_body(&mut body, open, start, slots, first);
        let (codec, packed) = self.squeeze.pack(&body);
        if packed.len() <= value::BODY_BYTES_MAX || slots.len() == 1 {
            value::encode(first, before, codec, packed, &mut self.entries);
            self.body = body;
            return;
        }
        self.body = body;
        let (left, right) = slots.split_at(slots.len() / 2);
        let middle = left.last().map_or(start, |slot| slot.end);
        let after_left = GlobalPosition(first.0 + left.len() as u64);
        self.values(open, start, left, first);
        self.values(open, middle, right, after_left);
    }

    /// All values since the last time.
    pub(crate) fn take(&mut self) -> Vec<Entry> {
        self.close();
        std::mem::take(&mut self.entries)
    }
}

fn encode_body(
    body: &mut Vec<u8>,
    open: &Open,
    mut start: usize,
    slots: &[Slot],
    first: GlobalPosition,
) {
    batch::encode_start(body, first.0);
    for run in slots.chunk_by(|a, b| a.part == b.part) {
        let (Some(head), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let events = open.frames.get(start..last.end);
        let (Some(part), Some(events)) = (open.part(head.part), events) else {
            continue;
        };
        let fingerprint = if head.index == 0 {
            part.fingerprint
        } else {
            &[]
        };
        let part = Part {
            first_index: head.index,
            fingerprint,
            ..part
        };
        batch::encode_part(body, &part, events);
        start = last.end;
    }
}
