//! Journals of any content, read after a crash: what comes back is what was written, record by record,
//! whole or not at all. The layout is stated here a second time, and checksums are made right.

use std::path::PathBuf;

use prost::bytes::Bytes;

use crate::engine::{Change, End, Found};

const BLOCK_BYTES: usize = 512;
const LOG_ID: [u8; 16] = [7; 16];
const NUMBER: u64 = 3;
/// Records of one journal; more show nothing new.
const RECORDS_MAX: usize = 8;

/// Bit of a record's first byte: the next journal goes on.
const LAST: u8 = 1;
/// Its checksum is wrong.
const HARMED: u8 = 2;
/// It was left by an earlier use of the file.
const STALE: u8 = 4;
/// One number is left out before it.
const SKIPS: u8 = 8;

/// A record that was put into the journal.
struct Written<'a> {
    at: usize,
    number: u64,
    last: bool,
    /// It is one of this journal, and whole.
    sound: bool,
    changes: &'a [u8],
}

/// The file as it is; and up to eight records of one byte of flags, two of length, and changes, in a
/// file that is cut where the first two bytes say.
pub fn journal(data: &[u8]) {
    let found = Found::of(PathBuf::new(), Bytes::copy_from_slice(data));
    found.replay(|changes| assert!(bytes_of(&changes).len() <= data.len()));
    let Some((cut, mut rest)) = data.split_first_chunk::<2>() else {
        return;
    };
    let mut file = header();
    let (mut records, mut number) = (Vec::new(), 0);
    while records.len() < RECORDS_MAX
        && let Some(([flags, high, low], bytes)) = rest.split_first_chunk::<3>()
    {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(bytes.len());
        let (changes, others) = bytes.split_at(length);
        number += if flags & SKIPS == 0 { 1 } else { 2 };
        records.push(put(&mut file, *flags, number, changes));
        rest = others;
    }
    let (shown, end) = replayed(&file);
    assert_eq!((&shown, end), (&expected(&records).0, expected(&records).1));
    let cut = usize::from(u16::from_be_bytes(*cut)) % (file.len() + 1);
    let (shown_of_cut, _) = replayed(&file[..cut]);
    assert_eq!(shown_of_cut, shown[..shown_of_cut.len()]);
    let whole = records.iter().filter(|record| record.end() <= cut).count();
    assert!(shown_of_cut.len() >= whole.min(shown.len()), "cut at {cut}");
}

impl Written<'_> {
    /// After its last byte.
    fn end(&self) -> usize {
        self.at + 32 + self.changes.len()
    }
}

fn header() -> Vec<u8> {
    let mut header = b"POMOJNL1".to_vec();
    header.extend_from_slice(&LOG_ID);
    header.extend_from_slice(&NUMBER.to_be_bytes());
    header.extend_from_slice(&crc32c::crc32c(&header).to_be_bytes());
    header.resize(BLOCK_BYTES, 0);
    header
}

fn put<'a>(file: &mut Vec<u8>, flags: u8, number: u64, changes: &'a [u8]) -> Written<'a> {
    let (at, last) = (file.len(), flags & LAST != 0);
    let length = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    let journal = if flags & STALE == 0 { NUMBER } else { 1 };
    let mut summed = LOG_ID.to_vec();
    summed.extend_from_slice(&length.to_be_bytes());
    summed.extend_from_slice(&journal.to_be_bytes());
    summed.extend_from_slice(&number.to_be_bytes());
    summed.extend_from_slice(&[u8::from(last), 0, 0, 0, 0, 0, 0, 0]);
    summed.extend_from_slice(changes);
    let harm = u32::from(flags & HARMED != 0);
    let checksum = crc32c::crc32c(&summed) ^ harm;
    file.extend_from_slice(&checksum.to_be_bytes());
    file.extend_from_slice(&summed[LOG_ID.len()..]);
    file.resize(file.len().next_multiple_of(BLOCK_BYTES), 0);
    Written {
        at,
        number,
        last,
        sound: flags & (HARMED | STALE) == 0 && are_changes(changes),
        changes,
    }
}

/// What must be shown of these records, and how the journal must be found to end.
fn expected(records: &[Written<'_>]) -> (Vec<Vec<u8>>, End) {
    let mut shown = Vec::new();
    for (record, number) in records.iter().zip(1..) {
        if !record.sound || record.number != number {
            // Whatever was written after it was written once it was durable.
            let mut others = records.iter().filter(|other| other.at >= record.at);
            let follows = others.any(|other| other.sound && other.number > number);
            let at = record.at;
            return (
                shown,
                if follows {
                    End::Broken { at }
                } else {
                    End::Open
                },
            );
        }
        shown.push(record.changes.to_vec());
        if record.last {
            return (shown, End::Continued);
        }
    }
    (shown, End::Open)
}

fn replayed(file: &[u8]) -> (Vec<Vec<u8>>, End) {
    let found = Found::of(PathBuf::new(), Bytes::copy_from_slice(file));
    let mut shown = Vec::new();
    let end = found.replay(|changes| shown.push(bytes_of(&changes)));
    (shown, end)
}

/// Changes as they are written.
fn bytes_of(changes: &[Change]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for change in changes {
        bytes.push(u8::from(change.value.is_some()));
        bytes.extend_from_slice(&change.key.to_bytes());
        if let Some(value) = &change.value {
            let length = u16::try_from(value.len()).expect("a value has a length of two bytes");
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(value);
        }
    }
    bytes
}

/// Whether the bytes are changes from the first to the last.
fn are_changes(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [0, rest @ ..] if rest.len() >= 10 => &rest[10..],
            [1, rest @ ..] if rest.len() >= 12 => {
                let length = usize::from(u16::from_be_bytes([rest[10], rest[11]]));
                let Some(after) = rest.get(12 + length..) else {
                    return false;
                };
                after
            }
            _ => return false,
        };
    }
}
