//! One journal: a file of records in front of the store, each written and synced before anybody is
//! told that it is durable. Its space is written with zeros before it is needed and used again and
//! again, so that a sync waits for the record alone, never for the file system's own records.
//! Knows records and a file, nothing of events.
//!
//! | bytes | in the file |
//! |---|---|
//! | 0–7 | `POMOJNL1` |
//! | 8–23 | id of the log |
//! | 24–31 | number of the journal, big-endian; every use of the file has another |
//! | 32–35 | CRC32C of bytes 0–31, big-endian |
//! | 512– | records (`record.rs`), each begins at a multiple of 512 bytes |

mod record;
mod replay;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

pub(crate) use self::record::Change;
pub(super) use self::record::Record;
pub(super) use self::replay::find;
pub(crate) use self::replay::{End, Found};

/// Names of the files begin with this; a number follows that says nothing of their order.
pub(super) const JOURNAL_PREFIX: &str = "JOURNAL.";
/// Everything in the file begins at a multiple of this: what a disk writes whole, so that a record
/// that was cut short never harms the one before.
const BLOCK_BYTES: usize = 512;
const MAGIC: &[u8; 8] = b"POMOJNL1";
const HEADER_BYTES: usize = 36;
/// The first journal of a log begins with this space and grows, so that small logs stay small.
pub(super) const JOURNAL_BYTES_MIN: u64 = 64 * 1024;
/// Space a journal grows by at most, in bytes.
const GROWTH_BYTES_MAX: u64 = 4 * 1024 * 1024;
static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

/// What tells one use of a journal file from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Random; every log has its own.
    pub(super) log: [u8; 16],
    /// From 1, in the order of writing.
    pub(super) number: u64,
}

/// A journal that takes records.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) identity: Identity,
    pub(super) path: PathBuf,
    file: File,
    /// Records written so far.
    records: u64,
    /// Where the next record begins.
    end: u64,
    /// Bytes of the file that were written before, if only with zeros.
    space: u64,
}

impl Journal {
    /// Makes the file ready, durably, for the records of this journal; what it held is gone. The
    /// folder that holds it must still be synced when the file is new.
    pub(super) fn begin(path: PathBuf, identity: Identity, space: u64) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        let there = file.metadata()?.len();
        if there > space {
            file.set_len(space)?;
        }
        let mut journal = Self {
            identity,
            path,
            file,
            records: 0,
            end: BLOCK_BYTES as u64,
            space: there.min(space),
        };
        journal.fill(space)?;
        journal.file.write_all_at(&header(identity), 0)?;
        journal.file.sync_all()?;
        Ok(journal)
    }

    /// Writes zeros up to `space`.
    fn fill(&mut self, space: u64) -> io::Result<()> {
        while self.space < space {
            let step = usize::try_from(space - self.space).unwrap_or(ZEROS.len());
            let zeros = &ZEROS[..step.min(ZEROS.len())];
            self.file.write_all_at(zeros, self.space)?;
            self.space += zeros.len() as u64;
        }
        Ok(())
    }

    /// Writes a record after the last one. `last` says that the next journal goes on.
    pub(super) fn append(&mut self, record: &mut Record, last: bool) -> io::Result<()> {
        let bytes = record.seal(self.identity, self.records + 1, last);
        let end = self.end + bytes.len() as u64;
        if end > self.space {
            let grown = self.space + self.space.min(GROWTH_BYTES_MAX);
            self.fill(grown.max(end.next_multiple_of(BLOCK_BYTES as u64)))?;
        }
        self.file.write_all_at(bytes, self.end)?;
        self.end = end;
        self.records += 1;
        Ok(())
    }

    /// Makes all records survive a power cut.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Bytes of all records.
    pub(super) fn bytes(&self) -> u64 {
        self.end - BLOCK_BYTES as u64
    }
}

fn header(identity: Identity) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..8].copy_from_slice(MAGIC);
    header[8..24].copy_from_slice(&identity.log);
    header[24..32].copy_from_slice(&identity.number.to_be_bytes());
    let checksum = crc32c::crc32c(&header[..32]);
    header[32..].copy_from_slice(&checksum.to_be_bytes());
    header
}

/// Whose journal the bytes are; `None` when the file was never made ready, or the header is wrong.
fn parse_header(bytes: &[u8]) -> Option<Identity> {
    let header = bytes.first_chunk::<HEADER_BYTES>()?;
    let (mut log, mut number) = ([0; 16], [0; 8]);
    log.copy_from_slice(&header[8..24]);
    number.copy_from_slice(&header[24..32]);
    let identity = Identity {
        log,
        number: u64::from_be_bytes(number),
    };
    (*header == self::header(identity)).then_some(identity)
}

/// The journal files of a folder, in the order of their names.
pub(super) fn paths(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(JOURNAL_PREFIX) {
            paths.push(entry.path());
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

#[cfg(test)]
mod tests;
