//! Snapshots of long streams, one file each: what a stream was folded to at one of its events. Discardable: a file
//! that is missing, damaged, of another fold or of another history is passed over, and the stream is folded from its
//! first event. It must not know what a state means.
//!
//! | bytes | |
//! |---|---|
//! | 0–7 | `POMSNAP1` |
//! | 8–39 | SHA-256 of everything that follows |
//! | 40–47, 48–55 | version and position of the last event that is in it, big-endian |
//! | 56–87 | that event's commitment, which the log must still have there |
//! | 88–91 | length of what it is of: stream, a space, name and fold version of the state |
//! | … | that text, then the state |

use std::fs;
use std::io;
use std::path::PathBuf;

use eventlog::proof::Commitment;
use eventlog::{GlobalPosition, Log, RecordedEvent, StreamName, StreamVersion};
use kernel::Snapshot;
use sha2::{Digest, Sha256};

/// Events after which a stream's snapshot is written anew: what a start has to fold at most, a few milliseconds.
pub(crate) const SNAPSHOT_EVENTS: u64 = 500;

const MAGIC: &[u8; 8] = b"POMSNAP1";

/// A folder of snapshots.
pub(crate) struct Snapshots {
    folder: PathBuf,
}

/// A snapshot's file taken apart; its checksum holds, nothing else is known yet.
struct Found<'a> {
    version: StreamVersion,
    position: GlobalPosition,
    commitment: &'a [u8; 32],
    of: &'a [u8],
    state: &'a [u8],
}

impl Snapshots {
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The stream's state as it was kept, if it is of this fold and of the history the log has.
    pub(crate) fn find<S>(
        &self,
        log: &Log,
        stream: &StreamName,
        kind: &Snapshot<S>,
    ) -> Option<(StreamVersion, S)> {
        let file = fs::read(self.path(stream, kind)).ok()?;
        let found = parse(&file).filter(|found| found.of == of(stream, kind).as_bytes());
        let state = found
            .filter(|found| found.is_of(log, stream))
            .and_then(|found| Some((found.version, (kind.read)(found.state).ok()?)));
        if state.is_none() {
            tracing::warn!(%stream, "the snapshot of a stream is not used and will be written anew");
        }
        state
    }

    /// Keeps the state that the stream has after `last`. That it cannot be kept costs time at the next start only.
    pub(crate) fn keep<S>(&self, last: &RecordedEvent, state: &S, kind: &Snapshot<S>) {
        let Ok(state) = (kind.write)(state) else {
            return;
        };
        let path = self.path(&last.stream, kind);
        let draft = path.with_extension(format!("v{}.new", last.version));
        let bytes = bytes_of(last, &of(&last.stream, kind), &state);
        if let Err(cause) = write(&path, &draft, &bytes) {
            tracing::warn!(stream = %last.stream, %cause, "no snapshot of a long stream was kept");
        }
    }

    fn path<S>(&self, stream: &StreamName, kind: &Snapshot<S>) -> PathBuf {
        let folder = format!("{}.f{}", kind.name, kind.fold_version);
        self.folder.join(folder).join(stream.as_str())
    }
}

impl Found<'_> {
    /// Whether the log has the very event that the snapshot ends with.
    fn is_of(&self, log: &Log, stream: &StreamName) -> bool {
        let before = GlobalPosition(self.position.0.saturating_sub(1));
        let there = log.read_all(before, 1).unwrap_or_default();
        there.first().is_some_and(|event| {
            event.stream == *stream
                && event.version == self.version
                && Commitment::of(event).0 == *self.commitment
        })
    }
}

/// What a snapshot is of, so that a file under another name is found out.
fn of<S>(stream: &StreamName, kind: &Snapshot<S>) -> String {
    format!("{stream} {}.f{}", kind.name, kind.fold_version)
}

fn bytes_of(last: &RecordedEvent, of: &str, state: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(128 + of.len() + state.len());
    content.extend_from_slice(&last.version.0.to_be_bytes());
    content.extend_from_slice(&last.position.0.to_be_bytes());
    content.extend_from_slice(&Commitment::of(last).0);
    // Streams and names are short.
    content.extend_from_slice(&u32::try_from(of.len()).unwrap_or(u32::MAX).to_be_bytes());
    content.extend_from_slice(of.as_bytes());
    content.extend_from_slice(state);
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&Sha256::digest(&content));
    file.append(&mut content);
    file
}

fn parse(file: &[u8]) -> Option<Found<'_>> {
    let (checksum, content) = file.strip_prefix(MAGIC)?.split_first_chunk::<32>()?;
    if Sha256::digest(content).as_slice() != checksum {
        return None;
    }
    let (version, rest) = content.split_first_chunk()?;
    let (position, rest) = rest.split_first_chunk()?;
    let (commitment, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (of, state) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some(Found {
        version: StreamVersion(u64::from_be_bytes(*version)),
        position: GlobalPosition(u64::from_be_bytes(*position)),
        commitment,
        of,
        state,
    })
}

/// Whole or not at all for readers; not synced, because a torn file is found out.
fn write(path: &std::path::Path, draft: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(draft, bytes)?;
    fs::rename(draft, path)
}
