//! The bytes inside a stored value: the protobuf `Batch` of `proto/pomona/log/v1/log.proto`, read
//! in place and written by hand, because a copy of every text of every event is what a scan would
//! spend most of its time on. `wire.rs`, generated from the same file, is what tests compare with.
//! Byte layout only: what the events mean and whether they follow each other is `walk.rs`.

use crate::name::CommitId;

/// Keys of the fields: the number of the .proto file, and how the value is written.
mod key {
    const fn number(field: u64) -> u64 {
        field << 3
    }

    const fn bytes(field: u64) -> u64 {
        field << 3 | 2
    }

    pub(super) const BATCH_FIRST_POSITION: u64 = number(1);
    pub(super) const BATCH_COMMITS: u64 = bytes(2);
    pub(super) const BATCH_FIELDS: u64 = 2;
    pub(super) const PART_COMMIT_ID: u64 = bytes(1);
    pub(super) const PART_FINGERPRINT: u64 = bytes(2);
    pub(super) const PART_RECORDED_AT_MS: u64 = number(3);
    pub(super) const PART_FIRST_INDEX: u64 = number(4);
    pub(super) const PART_EVENT_TOTAL: u64 = number(5);
    pub(super) const PART_EVENTS: u64 = bytes(6);
    pub(super) const PART_FIELDS: u64 = 6;
    pub(super) const EVENT_STREAM: u64 = bytes(1);
    pub(super) const EVENT_VERSION: u64 = number(2);
    pub(super) const EVENT_PREVIOUS_POSITION: u64 = number(3);
    pub(super) const EVENT_TYPE_NAME: u64 = bytes(4);
    pub(super) const EVENT_SCHEMA_VERSION: u64 = number(5);
    pub(super) const EVENT_PAYLOAD: u64 = bytes(6);
    pub(super) const EVENT_METADATA: u64 = bytes(7);
    pub(super) const EVENT_FIELDS: u64 = 7;
}

/// Most bytes the fields of a commit part take besides its events, its own frame included.
pub(crate) const PART_BYTES_MAX: usize = 96;

/// What an event takes at least, mostly; only to ask for memory once.
const EVENT_BYTES_TYPICAL: usize = 192;

/// A batch whose texts and payloads stay where they are.
#[derive(Debug, Default)]
pub(crate) struct Batch<'a> {
    pub(crate) first_position: u64,
    pub(crate) parts: Vec<Part<'a>>,
    /// The events of all parts, in log order; each knows its part.
    pub(crate) events: Vec<Event<'a>>,
}

/// What the events of one commit have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    pub(crate) commit_id: CommitId,
    /// Thirty-two bytes with the commit's first event, none otherwise.
    pub(crate) fingerprint: &'a [u8],
    pub(crate) recorded_at_ms: i64,
    pub(crate) first_index: u32,
    pub(crate) event_total: u32,
}

/// One event, borrowed from a stored value or from a commit on its way into one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Event<'a> {
    /// Number of its part in the batch.
    pub(crate) part: usize,
    /// Place in its commit, from 0.
    pub(crate) index: u32,
    pub(crate) stream: &'a [u8],
    pub(crate) version: u64,
    pub(crate) previous_position: u64,
    pub(crate) type_name: &'a [u8],
    pub(crate) schema_version: u32,
    pub(crate) payload: &'a [u8],
    pub(crate) metadata: &'a [u8],
}

/// Reads a batch; `None` when the bytes are not one. Unknown fields are skipped.
pub(crate) fn decode(bytes: &[u8]) -> Option<Batch<'_>> {
    let mut batch = Batch {
        first_position: 0,
        parts: Vec::with_capacity(bytes.len() / EVENT_BYTES_TYPICAL),
        events: Vec::with_capacity(bytes.len() / EVENT_BYTES_TYPICAL),
    };
    let mut cursor = Cursor(bytes);
    while let Some(key) = cursor.key()? {
        match key {
            key::BATCH_FIRST_POSITION => batch.first_position = cursor.varint()?,
            key::BATCH_COMMITS => decode_part(cursor.bytes()?, &mut batch)?,
            other => cursor.skip(other, key::BATCH_FIELDS)?,
        }
    }
    Some(batch)
}

fn decode_part<'a>(bytes: &'a [u8], batch: &mut Batch<'a>) -> Option<()> {
    let (mut id, first) = (None, batch.events.len());
    let mut part = Part {
        commit_id: CommitId::from_bytes([0; 16]),
        fingerprint: &[],
        recorded_at_ms: 0,
        first_index: 0,
        event_total: 0,
    };
    let mut cursor = Cursor(bytes);
    while let Some(key) = cursor.key()? {
        match key {
            key::PART_COMMIT_ID => id = Some(<[u8; 16]>::try_from(cursor.bytes()?).ok()?),
            key::PART_FINGERPRINT => part.fingerprint = cursor.bytes()?,
            key::PART_RECORDED_AT_MS => part.recorded_at_ms = unzigzag(cursor.varint()?),
            key::PART_FIRST_INDEX => part.first_index = cursor.narrow()?,
            key::PART_EVENT_TOTAL => part.event_total = cursor.narrow()?,
            key::PART_EVENTS => batch
                .events
                .push(decode_event(cursor.bytes()?, batch.parts.len())?),
            other => cursor.skip(other, key::PART_FIELDS)?,
        }
    }
    part.commit_id = CommitId::from_bytes(id?);
    // The first index may stand behind the events.
    for (index, event) in (part.first_index..).zip(batch.events.get_mut(first..)?) {
        event.index = index;
    }
    if batch.events.len() == first {
        return None;
    }
    batch.parts.push(part);
    Some(())
}

fn decode_event(bytes: &[u8], part: usize) -> Option<Event<'_>> {
    let mut event = Event {
        part,
        ..Event::default()
    };
    let mut cursor = Cursor(bytes);
    while let Some(key) = cursor.key()? {
        match key {
            key::EVENT_STREAM => event.stream = cursor.bytes()?,
            key::EVENT_VERSION => event.version = cursor.varint()?,
            key::EVENT_PREVIOUS_POSITION => event.previous_position = cursor.varint()?,
            key::EVENT_TYPE_NAME => event.type_name = cursor.bytes()?,
            key::EVENT_SCHEMA_VERSION => event.schema_version = cursor.narrow()?,
            key::EVENT_PAYLOAD => event.payload = cursor.bytes()?,
            key::EVENT_METADATA => event.metadata = cursor.bytes()?,
            other => cursor.skip(other, key::EVENT_FIELDS)?,
        }
    }
    Some(event)
}

/// Longest number, in bytes.
const VARINT_BYTES_MAX: usize = 10;

/// What is still to be read.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    /// The key of the next field, inner `None` at the end.
    #[inline(always)]
    fn key(&mut self) -> Option<Option<u64>> {
        if self.0.is_empty() {
            Some(None)
        } else {
            self.varint().map(Some)
        }
    }

    /// Most are one byte: keys, lengths, small numbers.
    #[inline(always)]
    fn varint(&mut self) -> Option<u64> {
        match self.0.split_first() {
            Some((byte, rest)) if *byte < 0x80 => {
                self.0 = rest;
                Some(u64::from(*byte))
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for (nth, byte) in self.0.iter().enumerate().take(VARINT_BYTES_MAX) {
            value |= u64::from(byte & 0x7f) << (7 * nth);
            if byte & 0x80 == 0 {
                self.0 = self.0.get(nth + 1..)?;
                return Some(value);
            }
        }
        None
    }

    fn narrow(&mut self) -> Option<u32> {
        u32::try_from(self.varint()?).ok()
    }

    #[inline(always)]
    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        self.take(length)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Passes over the field of this key, if it is one of a later version: `None` for one of the
    /// first `known` numbers, which is then written in another way than ours.
    #[cold]
    fn skip(&mut self, key: u64, known: u64) -> Option<()> {
        let number = u32::try_from(key >> 3).ok()?;
        if u64::from(number) <= known {
            return None;
        }
        match key & 7 {
            0 => self.varint().map(|_| ()),
            1 => self.take(8).map(|_| ()),
            2 => self.bytes().map(|_| ()),
            5 => self.take(4).map(|_| ()),
            _ => None,
        }
    }
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Appends the frame of a batch that starts at `first_position`; parts follow.
pub(crate) fn encode_start(out: &mut Vec<u8>, first_position: u64) {
    put_number(out, key::BATCH_FIRST_POSITION, first_position);
}

/// Appends a part that holds these encoded events.
pub(crate) fn encode_part(out: &mut Vec<u8>, part: &Part<'_>, events: &[u8]) {
    let recorded_at = zigzag(part.recorded_at_ms);
    let length = bytes_len(part.commit_id.as_bytes())
        + bytes_len(part.fingerprint)
        + number_len(recorded_at)
        + number_len(part.first_index.into())
        + number_len(part.event_total.into())
        + events.len();
    put_varint(out, key::BATCH_COMMITS);
    put_varint(out, length as u64);
    put_bytes(out, key::PART_COMMIT_ID, part.commit_id.as_bytes());
    put_bytes(out, key::PART_FINGERPRINT, part.fingerprint);
    put_number(out, key::PART_RECORDED_AT_MS, recorded_at);
    put_number(out, key::PART_FIRST_INDEX, part.first_index.into());
    put_number(out, key::PART_EVENT_TOTAL, part.event_total.into());
    out.extend_from_slice(events);
}

/// Appends an event as it stands in a part.
pub(crate) fn encode_event(out: &mut Vec<u8>, event: &Event<'_>) {
    let length = bytes_len(event.stream)
        + number_len(event.version)
        + number_len(event.previous_position)
        + bytes_len(event.type_name)
        + number_len(event.schema_version.into())
        + bytes_len(event.payload)
        + bytes_len(event.metadata);
    put_varint(out, key::PART_EVENTS);
    put_varint(out, length as u64);
    put_bytes(out, key::EVENT_STREAM, event.stream);
    put_number(out, key::EVENT_VERSION, event.version);
    put_number(out, key::EVENT_PREVIOUS_POSITION, event.previous_position);
    put_bytes(out, key::EVENT_TYPE_NAME, event.type_name);
    put_number(out, key::EVENT_SCHEMA_VERSION, event.schema_version.into());
    put_bytes(out, key::EVENT_PAYLOAD, event.payload);
    put_bytes(out, key::EVENT_METADATA, event.metadata);
}

/// As proto3 has it, a zero is not written.
fn put_number(out: &mut Vec<u8>, key: u64, value: u64) {
    if value != 0 {
        put_varint(out, key);
        put_varint(out, value);
    }
}

fn put_bytes(out: &mut Vec<u8>, key: u64, value: &[u8]) {
    if !value.is_empty() {
        put_varint(out, key);
        put_varint(out, value.len() as u64);
        out.extend_from_slice(value);
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(0x80 | (value & 0x7f) as u8);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

fn varint_len(value: u64) -> usize {
    // Seven bits a byte; zero takes one byte too.
    (70 - (value | 1).leading_zeros() as usize) / 7
}

/// All numbers of fields are below sixteen, so a key is one byte.
fn number_len(value: u64) -> usize {
    if value == 0 { 0 } else { 1 + varint_len(value) }
}

fn bytes_len(value: &[u8]) -> usize {
    if value.is_empty() {
        0
    } else {
        1 + varint_len(value.len() as u64) + value.len()
    }
}

#[cfg(test)]
mod tests;
