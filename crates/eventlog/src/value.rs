//! The stored value: a small header around one protobuf `Batch`, or around one part of it.
//! Byte layout only; what the events mean and whether they fit each other is `walk.rs`.
//!
//! | bytes | header field, format 1 |
//! |---|---|
//! | 0 | format version, 1 |
//! | 1 | codec of the body: 0 = the batch as it is, 1 = its length (4 bytes, big-endian), then one LZ4 block |
//! | 2–3 | number of parts the body is split into, big-endian |
//! | 4–7 | CRC32C over key, bytes 0–3, bytes 8–39 and the body, big-endian |
//! | 8–39 | hash chain link before the first event of the batch |

use prost::bytes::Bytes;

use crate::batch::{self, Batch, Event, Part};
use crate::chain::Link;
use crate::engine::{Entry, Key};
use crate::error::{DamageKind, Damaged};
use crate::event::RecordedEvent;
use crate::intern::Interned;
use crate::name::{EventType, StreamName};
use crate::position::{GlobalPosition, StreamVersion};
use crate::squeeze::{self, Codec};

/// Largest stored value, header included, in bytes: sixteen of them fit one sled page that stays
/// inside the synced file.
pub const STORED_VALUE_BYTES_MAX: usize = 6 * 1024;

const HEADER_BYTES: usize = 40;
/// Largest body of one stored value, in bytes.
pub(crate) const BODY_BYTES_MAX: usize = STORED_VALUE_BYTES_MAX - HEADER_BYTES;
const FORMAT: u8 = 1;

/// Puts a batch's body into one entry, or into several when it does not fit one.
pub(crate) fn encode(
    position: GlobalPosition,
    before: &Link,
    codec: Codec,
    body: &[u8],
    entries: &mut Vec<Entry>,
) {
    let chunks = body.chunks(BODY_BYTES_MAX);
    // One event of 64 KiB makes eleven parts, and only a lone event is ever split.
    let parts = u16::try_from(chunks.len()).unwrap_or(u16::MAX);
    for (part, chunk) in (0..parts).zip(chunks) {
        let key = Key { position, part };
        entries.push(Entry {
            key,
            value: seal(key, codec, parts, before, chunk),
        });
    }
}

fn seal(key: Key, codec: Codec, parts: u16, before: &Link, body: &[u8]) -> Bytes {
    let mut value = Vec::with_capacity(HEADER_BYTES + body.len());
    value.extend_from_slice(&[FORMAT, codec as u8]);
    value.extend_from_slice(&parts.to_be_bytes());
    value.extend_from_slice(&[0; 4]);
    value.extend_from_slice(before);
    value.extend_from_slice(body);
    let checksum = checksum(key, &value);
    value[4..8].copy_from_slice(&checksum.to_be_bytes());
    value.into()
}

fn checksum(key: Key, value: &[u8]) -> u32 {
    let sum = crc32c::crc32c(&key.to_bytes());
    let sum = crc32c::crc32c_append(sum, &value[..4]);
    crc32c::crc32c_append(sum, &value[8..])
}

struct Opened {
    codec: Codec,
    parts: u16,
    before: Link,
    body: Bytes,
}

fn open(key: Key, value: &Bytes) -> Result<Opened, DamageKind> {
    let Some((header, _)) = value.split_first_chunk::<HEADER_BYTES>() else {
        return Err(DamageKind::Truncated);
    };
    let codec = Codec::known(header[1]).filter(|_| header[0] == FORMAT);
    let codec = codec.ok_or(DamageKind::UnknownFormat)?;
    if header[4..8] != checksum(key, value).to_be_bytes() {
        return Err(DamageKind::Checksum);
    }
    let mut before = [0; 32];
    before.copy_from_slice(&header[8..]);
    let parts = u16::from_be_bytes([header[2], header[3]]);
    Ok(Opened {
        codec,
        parts,
        before,
        body: value.slice(HEADER_BYTES..),
    })
}

/// A value with all its parts and its batch unpacked, but not yet read.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) first: GlobalPosition,
    pub(crate) parts: u16,
    /// Bytes of all parts as they are stored.
    pub(crate) stored_bytes: usize,
    pub(crate) before: Link,
    body: Bytes,
}

impl Whole {
    /// Length of the batch, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.body.len()
    }

    /// Reads the batch; its events before `from` will not be shown again.
    pub(crate) fn decode(&self, from: GlobalPosition) -> Result<StoredValue<'_>, Damaged> {
        let undecodable = Damaged::at(self.first, DamageKind::Undecodable);
        let batch = batch::decode(&self.body).ok_or(undecodable)?;
        let count = batch.events.len() as u64;
        if batch.first_position != self.first.0 || self.first.0 == 0 || count == 0 {
            return Err(undecodable);
        }
        let last = batch.first_position.checked_add(count - 1);
        Ok(StoredValue {
            whole: self,
            last: GlobalPosition(last.ok_or(undecodable)?),
            from: from.max(self.first),
            batch,
        })
    }
}

/// A decoded value. Its events count up to `last` without a gap.
#[derive(Debug)]
pub(crate) struct StoredValue<'a> {
    pub(crate) whole: &'a Whole,
    pub(crate) last: GlobalPosition,
    /// The first event that is asked for.
    pub(crate) from: GlobalPosition,
    batch: Batch<'a>,
}

impl<'a> StoredValue<'a> {
    /// All events with their positions and the commit parts they belong to, in order.
    pub(crate) fn all_events(
        &self,
    ) -> impl DoubleEndedIterator<Item = (GlobalPosition, &Part<'a>, &Event<'a>)> {
        let first = self.whole.first.0;
        let parts = &self.batch.parts;
        let events = self.batch.events.iter().enumerate();
        events.filter_map(move |(number, event)| {
            let part = parts.get(event.part)?;
            Some((GlobalPosition(first + number as u64), part, event))
        })
    }

    /// Those of them that are asked for.
    pub(crate) fn events(
        &self,
    ) -> impl DoubleEndedIterator<Item = (GlobalPosition, &Part<'a>, &Event<'a>)> {
        let from = self.from;
        self.all_events().filter(move |(at, _, _)| *at >= from)
    }
}

/// Makes stored events what readers get.
#[derive(Default)]
pub(crate) struct Recorder {
    streams: Interned<StreamName>,
    types: Interned<EventType>,
}

impl Recorder {
    /// One stored event. Shares the payload's bytes with the stored value.
    pub(crate) fn recorded(
        &mut self,
        stored: &StoredValue<'_>,
        (position, part, event): (GlobalPosition, &Part<'_>, &Event<'_>),
    ) -> Result<RecordedEvent, Damaged> {
        let damaged = |what| Damaged::at(position, what);
        let undecodable = damaged(DamageKind::Undecodable);
        Ok(RecordedEvent {
            stream: self.streams.get(event.stream).map_err(damaged)?,
            version: StreamVersion(event.version),
            position,
            previous: GlobalPosition(event.previous_position),
            commit_id: part.commit_id,
            recorded_at_ms: part.recorded_at_ms,
            type_name: self.types.get(event.type_name).map_err(damaged)?,
            schema_version: u16::try_from(event.schema_version)
                .map_err(|_too_large| undecodable)?,
            payload: stored.whole.body.slice_ref(event.payload),
            metadata: stored.whole.body.slice_ref(event.metadata),
        })
    }
}

/// Puts parts together to values and sees that none is missing.
#[derive(Debug)]
pub(crate) struct Assembler {
    /// The position the next value must start with.
    pub(crate) next: GlobalPosition,
    parts_there: u16,
    body: Vec<u8>,
}

impl Assembler {
    pub(crate) fn starting_at(next: GlobalPosition) -> Self {
        Self {
            next,
            parts_there: 0,
            body: Vec::new(),
        }
    }

    /// Takes the next entry; returns a value once all its parts are there.
    pub(crate) fn push(&mut self, key: Key, value: &Bytes) -> Result<Option<Whole>, Damaged> {
        if key.position != self.next || key.part != self.parts_there {
            return Err(self.missing());
        }
        let opened = open(key, value).map_err(|what| Damaged::at(key.position, what))?;
        if opened.parts <= 1 {
            return complete(key, &opened, opened.body.clone()).map(Some);
        }
        self.body.extend_from_slice(&opened.body);
        self.parts_there += 1;
        if self.parts_there < opened.parts {
            return Ok(None);
        }
        self.parts_there = 0;
        let body = std::mem::take(&mut self.body).into();
        complete(key, &opened, body).map(Some)
    }

    /// What is wrong when nothing follows although something must.
    pub(crate) fn missing(&self) -> Damaged {
        let cut_off = self.parts_there > 0;
        let what = if cut_off {
            DamageKind::Truncated
        } else {
            DamageKind::MissingEvent
        };
        Damaged::at(self.next, what)
    }
}

fn complete(key: Key, opened: &Opened, body: Bytes) -> Result<Whole, Damaged> {
    let stored_bytes = usize::from(opened.parts.max(1)) * HEADER_BYTES + body.len();
    let body = squeeze::unpack(opened.codec, body)
        .ok_or_else(|| Damaged::at(key.position, DamageKind::Undecodable))?;
    Ok(Whole {
        first: key.position,
        parts: opened.parts,
        stored_bytes,
        before: opened.before,
        body,
    })
}
