//! The stored value: a small header around one protobuf `Batch`, or around one part of it.
//! Byte layout only; what the events mean and whether they fit each other is `walk.rs`.
//!
//! | bytes | header field, format 1 |
//! |---|---|
//! | 0 | format version, 1 |
//! | 1 | codec of the body, 0 = raw |
//! | 2–3 | number of parts the batch is split into, big-endian |
//! | 4–7 | CRC32C over key, bytes 0–3, bytes 8–39 and the body, big-endian |
//! | 8–39 | hash chain link before the first event of the batch |

use prost::Message;
use prost::bytes::Bytes;

use crate::chain::Link;
use crate::engine::{Entry, Key};
use crate::error::{DamageKind, Damaged};
use crate::event::RecordedEvent;
use crate::name::{CommitId, EventType, StreamName};
use crate::position::{GlobalPosition, StreamVersion};
use crate::wire;

/// Largest stored value, header included, in bytes: sixteen of them fit one sled page that stays
/// inside the synced file.
pub const STORED_VALUE_BYTES_MAX: usize = 6 * 1024;

const HEADER_BYTES: usize = 40;
/// Largest body of one stored value, in bytes.
pub(crate) const BODY_BYTES_MAX: usize = STORED_VALUE_BYTES_MAX - HEADER_BYTES;
const FORMAT: u8 = 1;
const CODEC_RAW: u8 = 0;

/// Encodes a batch as one entry, or as several when it does not fit one value.
pub(crate) fn encode(batch: &wire::Batch, before: &Link, entries: &mut Vec<Entry>) {
    let body = batch.encode_to_vec();
    let position = GlobalPosition(batch.first_position);
    let chunks = body.chunks(BODY_BYTES_MAX);
    // One event of 64 KiB makes eleven parts, and only a lone event is ever split.
    let parts = u16::try_from(chunks.len()).unwrap_or(u16::MAX);
    for (part, chunk) in (0..parts).zip(chunks) {
        let key = Key { position, part };
        entries.push(Entry {
            key,
            value: seal(key, parts, before, chunk),
        });
    }
}

fn seal(key: Key, parts: u16, before: &Link, body: &[u8]) -> Bytes {
    let mut value = Vec::with_capacity(HEADER_BYTES + body.len());
    value.extend_from_slice(&[FORMAT, CODEC_RAW]);
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
    parts: u16,
    before: Link,
    body: Bytes,
}

fn open(key: Key, value: &Bytes) -> Result<Opened, DamageKind> {
    let Some((header, _)) = value.split_first_chunk::<HEADER_BYTES>() else {
        return Err(DamageKind::Truncated);
    };
    if header[0] != FORMAT || header[1] != CODEC_RAW {
        return Err(DamageKind::UnknownFormat);
    }
    if header[4..8] != checksum(key, value).to_be_bytes() {
        return Err(DamageKind::Checksum);
    }
    let mut before = [0; 32];
    before.copy_from_slice(&header[8..]);
    let parts = u16::from_be_bytes([header[2], header[3]]);
    Ok(Opened {
        parts,
        before,
        body: value.slice(HEADER_BYTES..),
    })
}

/// A decoded value. Its events count up from `first` to `last` without a gap.
#[derive(Debug)]
pub(crate) struct StoredValue {
    pub(crate) before: Link,
    pub(crate) first: GlobalPosition,
    pub(crate) last: GlobalPosition,
    pub(crate) commits: Vec<wire::CommitPart>,
}

impl StoredValue {
    fn decode(key: Key, before: Link, body: Bytes) -> Result<Self, Damaged> {
        let undecodable = Damaged::at(key.position, DamageKind::Undecodable);
        let batch = wire::Batch::decode(body).map_err(|_malformed| undecodable)?;
        let empty = batch.commits.iter().any(|part| part.events.is_empty());
        let count: usize = batch.commits.iter().map(|part| part.events.len()).sum();
        if batch.first_position != key.position.0 || count == 0 || empty {
            return Err(undecodable);
        }
        let last = GlobalPosition(batch.first_position + count as u64 - 1);
        Ok(Self {
            before,
            first: key.position,
            last,
            commits: batch.commits,
        })
    }

    /// The events with their positions and the commit parts they belong to, in order.
    pub(crate) fn events(
        &self,
    ) -> impl Iterator<Item = (GlobalPosition, &wire::CommitPart, &wire::Event)> {
        let pairs = self.commits.iter();
        let pairs = pairs.flat_map(|part| part.events.iter().map(move |event| (part, event)));
        let first = self.first.0;
        (first..)
            .zip(pairs)
            .map(|(at, (part, event))| (GlobalPosition(at), part, event))
    }
}

/// One stored event as readers get it. Shares the payload's bytes with the stored value.
pub(crate) fn recorded(
    position: GlobalPosition,
    part: &wire::CommitPart,
    event: &wire::Event,
) -> Result<RecordedEvent, Damaged> {
    let undecodable = Damaged::at(position, DamageKind::Undecodable);
    Ok(RecordedEvent {
        stream: StreamName::parse(&event.stream).map_err(|_malformed| undecodable)?,
        version: StreamVersion(event.version),
        position,
        previous: GlobalPosition(event.previous_position),
        commit_id: commit_id(position, part)?,
        recorded_at_ms: part.recorded_at_ms,
        type_name: EventType::parse(&event.type_name).map_err(|_malformed| undecodable)?,
        schema_version: u16::try_from(event.schema_version).map_err(|_too_large| undecodable)?,
        payload: event.payload.clone(),
        metadata: event.metadata.clone(),
    })
}

/// The id of the commit a part belongs to.
pub(crate) fn commit_id(
    position: GlobalPosition,
    part: &wire::CommitPart,
) -> Result<CommitId, Damaged> {
    let bytes = <[u8; 16]>::try_from(&part.commit_id[..]);
    bytes
        .map(CommitId::from_bytes)
        .map_err(|_length| Damaged::at(position, DamageKind::Undecodable))
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
    pub(crate) fn push(&mut self, key: Key, value: &Bytes) -> Result<Option<StoredValue>, Damaged> {
        if key.position != self.next || key.part != self.parts_there {
            return Err(self.missing());
        }
        let opened = open(key, value).map_err(|what| Damaged::at(key.position, what))?;
        if opened.parts <= 1 {
            return self.complete(key, opened.before, opened.body).map(Some);
        }
        self.body.extend_from_slice(&opened.body);
        self.parts_there += 1;
        if self.parts_there < opened.parts {
            return Ok(None);
        }
        self.parts_there = 0;
        let body = std::mem::take(&mut self.body).into();
        self.complete(key, opened.before, body).map(Some)
    }

    fn complete(&mut self, key: Key, before: Link, body: Bytes) -> Result<StoredValue, Damaged> {
        let value = StoredValue::decode(key, before, body)?;
        self.next = value.last.next();
        Ok(value)
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
