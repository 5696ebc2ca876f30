//! One record of a journal: the changes that one sync makes durable, all or none of them.
//! Byte layout only.
//!
//! | bytes | in the record |
//! |---|---|
//! | 0–3 | CRC32C over the log's id and bytes 4– without the padding, big-endian |
//! | 4–7 | length of the changes in bytes, big-endian |
//! | 8–15 | number of the journal, big-endian |
//! | 16–23 | number of the record in it, from 1, big-endian |
//! | 24 | 1: the last record, the next journal goes on; 0 otherwise |
//! | 25–31 | zeros |
//! | 32– | the changes: 1, key (10), length (2), value; or 0, key (10): nothing stands there any more |
//! | | zeros up to a multiple of 512 bytes |

use prost::bytes::Bytes;

use super::super::{Entry, Key};
use super::{BLOCK_BYTES, Identity};

const HEAD_BYTES: usize = 32;
const LENGTH_BYTES: usize = 2;
const PUT: u8 = 1;
const REMOVED: u8 = 0;

/// What becomes of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) key: Key,
    /// What stands there from now on; `None`: nothing.
    pub(crate) value: Option<Bytes>,
}

/// A record in the making.
#[derive(Debug)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    changes: Vec<Change>,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            bytes: vec![0; HEAD_BYTES],
            changes: Vec::new(),
        }
    }
}

impl Record {
    pub(crate) fn put(&mut self, entry: Entry) {
        let length = u16::try_from(entry.value.len()).unwrap_or(u16::MAX);
        self.bytes.push(PUT);
        self.bytes.extend_from_slice(&entry.key.to_bytes());
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(&entry.value);
        self.changes.push(Change {
            key: entry.key,
            value: Some(entry.value),
        });
    }

    pub(crate) fn remove(&mut self, key: Key) {
        self.bytes.push(REMOVED);
        self.bytes.extend_from_slice(&key.to_bytes());
        self.changes.push(Change { key, value: None });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The record's bytes, padded.
    pub(super) fn seal(&mut self, identity: Identity, number: u64, last: bool) -> &[u8] {
        let length = u32::try_from(self.bytes.len() - HEAD_BYTES).unwrap_or(u32::MAX);
        self.bytes[4..8].copy_from_slice(&length.to_be_bytes());
        self.bytes[8..16].copy_from_slice(&identity.number.to_be_bytes());
        self.bytes[16..24].copy_from_slice(&number.to_be_bytes());
        self.bytes[24] = u8::from(last);
        let checksum = checksum(identity, &self.bytes[4..]);
        self.bytes[..4].copy_from_slice(&checksum.to_be_bytes());
        let padded = self.bytes.len().next_multiple_of(BLOCK_BYTES);
        self.bytes.resize(padded, 0);
        &self.bytes
    }

    /// Empties the record, for the next, and returns its changes.
    pub(crate) fn take(&mut self) -> Vec<Change> {
        self.bytes.clear();
        self.bytes.resize(HEAD_BYTES, 0);
        std::mem::take(&mut self.changes)
    }
}

/// The id is never shown to anybody, so that no payload can pretend to be a record.
fn checksum(identity: Identity, bytes: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&identity.log), bytes)
}

/// A record as it was read back.
pub(super) struct Read {
    pub(super) number: u64,
    pub(super) last: bool,
    pub(super) changes: Vec<Change>,
    /// Bytes it takes in the file.
    pub(super) bytes: usize,
}

/// The record of this journal that begins these bytes; `None` when there is none.
pub(super) fn read(identity: Identity, bytes: &Bytes) -> Option<Read> {
    let head = bytes.first_chunk::<HEAD_BYTES>()?;
    let length = usize::try_from(u32::from_be_bytes([head[4], head[5], head[6], head[7]])).ok()?;
    let whole = bytes.get(..HEAD_BYTES.checked_add(length)?)?;
    let ours = head[8..16] == identity.number.to_be_bytes();
    if !ours || head[..4] != checksum(identity, &whole[4..]).to_be_bytes() {
        return None;
    }
    let mut number = [0; 8];
    number.copy_from_slice(&head[16..24]);
    Some(Read {
        number: u64::from_be_bytes(number),
        last: head[24] == 1,
        changes: changes(bytes.slice(HEAD_BYTES..whole.len()))?,
        bytes: whole.len().next_multiple_of(BLOCK_BYTES),
    })
}

fn changes(mut bytes: Bytes) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    while let Some(kind) = bytes.first().copied() {
        let key = Key::from_bytes(bytes.get(1..=Key::BYTES)?)?;
        let mut rest = bytes.slice(1 + Key::BYTES..);
        let value = match kind {
            PUT => {
                let length = usize::from(u16::from_be_bytes(*rest.first_chunk::<LENGTH_BYTES>()?));
                let end = LENGTH_BYTES + length;
                // A copy: the value would keep the whole file in memory.
                let value = Bytes::copy_from_slice(rest.get(LENGTH_BYTES..end)?);
                rest = rest.slice(end..);
                Some(value)
            }
            REMOVED => None,
            _ => return None,
        };
        changes.push(Change { key, value });
        bytes = rest;
    }
    Some(changes)
}
