//! The index as a file beside the log, so that opening need not read all events: derived, thrown
//! away when in doubt. Knows the tables' bytes, nothing of events or of the engine.
//!
//! The file is written while the log goes on, one shard at a time. So it may know events after the
//! place it says it was begun at ([`Checkpoint::index`]'s tail), but none after the place it was
//! ended at ([`Checkpoint::known_until`]), and whoever reads the events in between again finds
//! them known or not. All numbers are big-endian.
//!
//! | bytes | header, form 1 |
//! |---|---|
//! | 0–7 | `POMOIDX1` |
//! | 8–15, 16–47 | position and hash chain link where it was begun |
//! | 48–55 | position where it was ended |
//! | 56–63 | end of what is sealed |
//! | 64–67 | CRC32C of bytes 0–63 |
//!
//! Then, for each of the 256 shards: number of streams and of commits (4 bytes each); per stream
//! its key (16), version and position (8 each); per commit its id (16) and first position (8);
//! CRC32C of all that (4).

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::sync::RwLock;

use super::{Head, Index, SHARDS, Seed, Shard, StreamKey};
use crate::chain::Tail;
use crate::name::CommitId;
use crate::position::{GlobalPosition, StreamVersion};

/// Name of the file in the log's folder.
pub(crate) const CHECKPOINT_FILE: &str = "INDEX";
/// Name of the file while it is written.
pub(crate) const CHECKPOINT_DRAFT: &str = "INDEX.new";
const MAGIC: &[u8; 8] = b"POMOIDX1";
const HEADER_BYTES: usize = 68;
const STREAM_BYTES: usize = 32;
const COMMIT_BYTES: usize = 24;
const CHECKSUM_BYTES: usize = 4;
/// Most entries of one shard that a reader believes, so that a wrong length never allocates much.
const SHARD_ENTRIES_MAX: usize = 1 << 24;
const BUFFER_BYTES: usize = 1 << 20;

/// An index as it was read back.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    /// With its tail where the checkpoint was begun.
    pub(crate) index: Index,
    /// Where it was ended: nothing in the index is later.
    pub(crate) known_until: GlobalPosition,
}

/// Writes the index beside the log while others use it, and returns where it was begun.
pub(crate) fn save(dir: &Path, index: &RwLock<Index>) -> io::Result<GlobalPosition> {
    let (tail, sealed_until) = {
        let index = index.read();
        (index.tail, index.sealed_until)
    };
    let draft = dir.join(CHECKPOINT_DRAFT);
    let mut file = BufWriter::with_capacity(BUFFER_BYTES, File::create(&draft)?);
    file.write_all(&[0; HEADER_BYTES])?;
    let mut block = Vec::new();
    for number in 0..SHARDS {
        block.clear();
        if let Some(shard) = index.read().shards.get(number) {
            encode_shard(&mut block, shard);
        }
        let checksum = crc32c::crc32c(&block);
        block.extend_from_slice(&checksum.to_be_bytes());
        file.write_all(&block)?;
    }
    let known_until = index.read().tail.position;
    let mut header = Vec::with_capacity(HEADER_BYTES);
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&tail.position.0.to_be_bytes());
    header.extend_from_slice(&tail.link);
    header.extend_from_slice(&known_until.0.to_be_bytes());
    header.extend_from_slice(&sealed_until.0.to_be_bytes());
    let checksum = crc32c::crc32c(&header);
    header.extend_from_slice(&checksum.to_be_bytes());
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)?;
    file.into_inner()?.sync_data()?;
    fs::rename(&draft, dir.join(CHECKPOINT_FILE))?;
    Ok(tail.position)
}

/// Reads the index back; `None` when there is none that can be used.
pub(crate) fn load(dir: &Path) -> Option<Checkpoint> {
    let file = match File::open(dir.join(CHECKPOINT_FILE)) {
        Ok(file) => file,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return None,
        Err(cause) => {
            tracing::warn!(%cause, "the checkpoint of the log's index cannot be read");
            return None;
        }
    };
    let read = read(&mut BufReader::with_capacity(BUFFER_BYTES, file));
    read.inspect_err(|cause| {
        tracing::warn!(%cause, "the checkpoint of the log's index is not used");
    })
    .ok()
}

fn encode_shard(block: &mut Vec<u8>, shard: &Shard) {
    block.extend_from_slice(&count(shard.heads.len()));
    block.extend_from_slice(&count(shard.commits.len()));
    for (key, head) in &shard.heads {
        block.extend_from_slice(&key.0);
        block.extend_from_slice(&head.version.0.to_be_bytes());
        block.extend_from_slice(&head.position.0.to_be_bytes());
    }
    for (id, first) in &shard.commits {
        block.extend_from_slice(id.as_bytes());
        block.extend_from_slice(&first.0.to_be_bytes());
    }
}

/// A reader refuses a shard of that many entries, so a wrong count is never believed.
fn count(entries: usize) -> [u8; 4] {
    u32::try_from(entries).unwrap_or(u32::MAX).to_be_bytes()
}

fn read(file: &mut impl Read) -> io::Result<Checkpoint> {
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header)?;
    let (fields, checksum) = header.split_at(HEADER_BYTES - CHECKSUM_BYTES);
    if !fields.starts_with(MAGIC) || checksum != crc32c::crc32c(fields).to_be_bytes() {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut link = [0; 32];
    link.copy_from_slice(&fields[16..48]);
    let tail = Tail {
        position: GlobalPosition(number(&fields[8..])),
        link,
    };
    let mut index = Index {
        tail,
        sealed_until: GlobalPosition(number(&fields[56..])),
        ..Index::default()
    };
    let mut block = Vec::new();
    let seed = Seed::random();
    for shard in &mut index.shards {
        *shard = read_shard(file, &mut block, seed)?;
        index.streams += shard.heads.len();
        index.commits += shard.commits.len();
    }
    Ok(Checkpoint {
        index,
        known_until: GlobalPosition(number(&fields[48..])),
    })
}

fn read_shard(file: &mut impl Read, block: &mut Vec<u8>, seed: Seed) -> io::Result<Shard> {
    let mut counts = [0; 8];
    file.read_exact(&mut counts)?;
    let counted = u64::from_be_bytes(counts);
    let streams = usize::try_from(counted >> 32).unwrap_or(usize::MAX);
    let commits = usize::try_from(counted & u64::from(u32::MAX)).unwrap_or(usize::MAX);
    if streams > SHARD_ENTRIES_MAX || commits > SHARD_ENTRIES_MAX {
        return Err(ErrorKind::InvalidData.into());
    }
    let stream_bytes = streams * STREAM_BYTES;
    block.clear();
    let length = stream_bytes + commits * COMMIT_BYTES + CHECKSUM_BYTES;
    let whole = file.take(length as u64).read_to_end(block)? == length;
    let (entries, checksum) = block
        .split_last_chunk::<CHECKSUM_BYTES>()
        .filter(|_| whole)
        .ok_or(ErrorKind::UnexpectedEof)?;
    let sum = crc32c::crc32c_append(crc32c::crc32c(&counts), entries);
    if sum.to_be_bytes() != *checksum {
        return Err(ErrorKind::InvalidData.into());
    }
    let (heads, ids) = entries.split_at(stream_bytes);
    let mut shard = Shard::with_capacity(streams, commits, seed);
    for entry in heads.as_chunks::<STREAM_BYTES>().0 {
        let head = Head {
            version: StreamVersion(number(&entry[16..])),
            position: GlobalPosition(number(&entry[24..])),
        };
        shard.heads.insert(StreamKey(first_sixteen(entry)), head);
    }
    for entry in ids.as_chunks::<COMMIT_BYTES>().0 {
        let id = CommitId::from_bytes(first_sixteen(entry));
        let first = GlobalPosition(number(&entry[16..]));
        shard.commits.insert(id, first);
    }
    Ok(shard)
}

fn first_sixteen(bytes: &[u8]) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&bytes[..16]);
    first
}

/// The first eight bytes as a number.
fn number(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&bytes[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_index() -> Index {
        let mut index = Index::default();
        for number in 1..=3_000u64 {
            let id = CommitId::from_bytes(u128::from(number).to_be_bytes());
            index.add_commit(id, GlobalPosition(number));
            let head = Head {
                version: StreamVersion(number % 7),
                position: GlobalPosition(number),
            };
            let name = format!("tree-{}", number % 800);
            index.set_head(StreamKey::of_bytes(name.as_bytes()), head);
        }
        index.tail = Tail {
            position: GlobalPosition(3_000),
            link: [9; 32],
        };
        index.sealed_until = GlobalPosition(2_900);
        index
    }

    #[test]
    fn an_index_comes_back_as_it_was() {
        let dir = tempfile::TempDir::new().unwrap();
        assert!(load(dir.path()).is_none());
        let index = RwLock::new(some_index());
        assert_eq!(save(dir.path(), &index).unwrap().0, 3_000);
        let back = load(dir.path()).unwrap();
        let index = index.read();
        assert_eq!(back.known_until, index.tail.position);
        assert_eq!(back.index.tail, index.tail);
        assert_eq!(back.index.sealed_until, index.sealed_until);
        assert_eq!((back.index.streams, back.index.commits), (800, 3_000));
        for (back, shard) in back.index.shards.iter().zip(&index.shards) {
            assert_eq!((&back.heads, &back.commits), (&shard.heads, &shard.commits));
        }
    }

    #[test]
    fn a_wrong_byte_anywhere_or_a_missing_end_is_not_believed() {
        let dir = tempfile::TempDir::new().unwrap();
        save(dir.path(), &RwLock::new(some_index())).unwrap();
        let path = dir.path().join(CHECKPOINT_FILE);
        let sound = fs::read(&path).unwrap();
        for at in (0..HEADER_BYTES + 200).chain((0..sound.len()).step_by(97)) {
            let mut wrong = sound.clone();
            wrong[at] ^= 0x10;
            fs::write(&path, wrong).unwrap();
            assert!(load(dir.path()).is_none(), "byte {at}");
        }
        for length in [0, 7, HEADER_BYTES, sound.len() / 2, sound.len() - 1] {
            fs::write(&path, &sound[..length]).unwrap();
            assert!(load(dir.path()).is_none(), "cut to {length}");
        }
        fs::write(&path, &sound).unwrap();
        assert!(load(dir.path()).is_some());
    }
}
