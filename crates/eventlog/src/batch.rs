//! The bytes inside a stored value: the protobuf `Batch` of `proto/pomona/log/v1/log.proto`, read
//! in place and written by hand, because a copy of every text of every event is what a scan would
//! spend most of its time on. `wire.rs`, generated from the same file, is what tests compare with.
//! Byte layout only: what the events mean and whether they follow each other is `walk.rs`.

use crate::name::CommitId;

/// Numbers of the fields, as in the .proto file.
mod tag {
    pub(super) const BATCH_FIRST_POSITION: u32 = 1;
    pub(super) const BATCH_COMMITS: u32 = 2;
    pub(super) const PART_COMMIT_ID: u32 = 1;
    pub(super) const PART_FINGERPRINT: u32 = 2;
    pub(super) const PART_RECORDED_AT_MS: u32 = 3;
    pub(super) const PART_FIRST_INDEX: u32 = 4;
    pub(super) const PART_EVENT_TOTAL: u32 = 5;
    pub(super) const PART_EVENTS: u32 = 6;
    pub(super) const EVENT_STREAM: u32 = 1;
    pub(super) const EVENT_VERSION: u32 = 2;
    pub(super) const EVENT_PREVIOUS_POSITION: u32 = 3;
    pub(super) const EVENT_TYPE_NAME: u32 = 4;
    pub(super) const EVENT_SCHEMA_VERSION: u32 = 5;
    pub(super) const EVENT_PAYLOAD: u32 = 6;
    pub(super) const EVENT_METADATA: u32 = 7;
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
    while let Some((number, field)) = cursor.field()? {
        match number {
            tag::BATCH_FIRST_POSITION => batch.first_position = field.varint()?,
            tag::BATCH_COMMITS => decode_part(field.bytes()?, &mut batch)?,
            _ => {}
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
    while let Some((number, field)) = cursor.field()? {
        match number {
            tag::PART_COMMIT_ID => id = Some(<[u8; 16]>::try_from(field.bytes()?).ok()?),
            tag::PART_FINGERPRINT => part.fingerprint = field.bytes()?,
            tag::PART_RECORDED_AT_MS => part.recorded_at_ms = unzigzag(field.varint()?),
            tag::PART_FIRST_INDEX => part.first_index = field.narrow()?,
            tag::PART_EVENT_TOTAL => part.event_total = field.narrow()?,
            tag::PART_EVENTS => batch
                .events
                .push(decode_event(field.bytes()?, batch.parts.len())?),
            _ => {}
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
    while let Some((number, field)) = cursor.field()? {
        match number {
            tag::EVENT_STREAM => event.stream = field.bytes()?,
            tag::EVENT_VERSION => event.version = field.varint()?,
            tag::EVENT_PREVIOUS_POSITION => event.previous_position = field.varint()?,
            tag::EVENT_TYPE_NAME => event.type_name = field.bytes()?,
            tag::EVENT_SCHEMA_VERSION => event.schema_version = field.narrow()?,
            tag::EVENT_PAYLOAD => event.payload = field.bytes()?,
            tag::EVENT_METADATA => event.metadata = field.bytes()?,
            _ => {}
        }
    }
    Some(event)
}

/// One field as it stands in the bytes.
enum Field<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    Fixed,
}

impl<'a> Field<'a> {
    fn varint(&self) -> Option<u64> {
        match self {
            Self::Varint(value) => Some(*value),
            Self::Bytes(_) | Self::Fixed => None,
        }
    }

    fn narrow(&self) -> Option<u32> {
        self.varint().and_then(|value| u32::try_from(value).ok())
    }

    fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Varint(_) | Self::Fixed => None,
        }
    }
}

/// What is still to be read.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    /// The next field with its number, inner `None` at the end.
    #[inline(always)]
    fn field(&mut self) -> Option<Option<(u32, Field<'a>)>> {
        if self.0.is_empty() {
            return Some(None);
        }
        let key = self.varint()?;
        let number = u32::try_from(key >> 3).ok().filter(|number| *number > 0)?;
        let field = match key & 7 {
            0 => Field::Varint(self.varint()?),
            1 => self.skip(8)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Field::Bytes(self.take(length)?)
            }
            5 => self.skip(4)?,
            _ => return None,
        };
        Some(Some((number, field)))
    }

    /// Most are one byte: tags, lengths, small numbers.
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
        let (mut value, mut shift) = (0u64, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            shift += 7;
            if shift > 63 {
                return None;
            }
        }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn skip(&mut self, length: usize) -> Option<Field<'a>> {
        self.take(length).map(|_| Field::Fixed)
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
    put_number(out, tag::BATCH_FIRST_POSITION, first_position);
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
    put_varint(out, u64::from(tag::BATCH_COMMITS << 3 | 2));
    put_varint(out, length as u64);
    put_bytes(out, tag::PART_COMMIT_ID, part.commit_id.as_bytes());
    put_bytes(out, tag::PART_FINGERPRINT, part.fingerprint);
    put_number(out, tag::PART_RECORDED_AT_MS, recorded_at);
    put_number(out, tag::PART_FIRST_INDEX, part.first_index.into());
    put_number(out, tag::PART_EVENT_TOTAL, part.event_total.into());
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
    put_varint(out, u64::from(tag::PART_EVENTS << 3 | 2));
    put_varint(out, length as u64);
    put_bytes(out, tag::EVENT_STREAM, event.stream);
    put_number(out, tag::EVENT_VERSION, event.version);
    put_number(out, tag::EVENT_PREVIOUS_POSITION, event.previous_position);
    put_bytes(out, tag::EVENT_TYPE_NAME, event.type_name);
    put_number(out, tag::EVENT_SCHEMA_VERSION, event.schema_version.into());
    put_bytes(out, tag::EVENT_PAYLOAD, event.payload);
    put_bytes(out, tag::EVENT_METADATA, event.metadata);
}

/// As proto3 has it, a zero is not written.
fn put_number(out: &mut Vec<u8>, number: u32, value: u64) {
    if value != 0 {
        put_varint(out, u64::from(number << 3));
        put_varint(out, value);
    }
}

fn put_bytes(out: &mut Vec<u8>, number: u32, value: &[u8]) {
    if !value.is_empty() {
        put_varint(out, u64::from(number << 3 | 2));
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

/// All tags are below sixteen, so a tag is one byte.
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
