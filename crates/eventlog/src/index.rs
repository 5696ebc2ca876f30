//! What is known without reading: each stream's head and where each commit starts. Derived from
//! the log, rebuilt on open; must never be the only place where something stands.
//!
//! A stream is known by the first 128 bits of the SHA-256 of its name, so that two million streams
//! fit in memory. Two of ten million names share a key with a chance of one in 10^24, and making
//! two that do takes 2^64 hashes; should it happen all the same, reading either stream finds the
//! other's event and reports damage instead of mixing them. Commit ids are kept whole.
//!
//! Both tables are cut into shards: growing one moves a few thousand entries, not all, and a
//! checkpoint copies one at a time.

mod checkpoint;
mod hash;

use std::collections::HashMap;
use std::hint::black_box;

use sha2::{Digest, Sha256};

use crate::chain::Tail;
use crate::name::{CommitId, StreamName};
use crate::position::{GlobalPosition, StreamVersion};

#[cfg(any(test, fuzzing))]
pub(crate) use self::checkpoint::read as read_checkpoint;
pub(crate) use self::checkpoint::{CHECKPOINT_DRAFT, CHECKPOINT_FILE, Checkpoint, load, save};
use self::hash::Seed;

/// Number of shards; a key's first byte says which is its.
const SHARDS: usize = 256;

/// The last event of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) version: StreamVersion,
    pub(crate) position: GlobalPosition,
}

impl Head {
    /// The head of a stream that has no events.
    pub(crate) const NONE: Self = Self {
        version: StreamVersion(0),
        position: GlobalPosition::START,
    };
}

/// What a stream is known by: 128 bits of the hash of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StreamKey([u8; 16]);

impl StreamKey {
    pub(crate) fn of(stream: &StreamName) -> Self {
        Self::of_bytes(stream.as_str().as_bytes())
    }

    /// Key of the stream whose name has these bytes.
    pub(crate) fn of_bytes(name: &[u8]) -> Self {
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(name)[..16]);
        Self(key)
    }
}

#[derive(Debug)]
pub(crate) struct Index {
    shards: Vec<Shard>,
    streams: usize,
    commits: usize,
    /// Everything up to here is in the index.
    pub(crate) tail: Tail,
    /// Small values before this place were merged. Being wrong costs space or work, nothing else.
    pub(crate) sealed_until: GlobalPosition,
}

#[derive(Debug)]
struct Shard {
    heads: HashMap<StreamKey, Head, Seed>,
    commits: HashMap<CommitId, GlobalPosition, Seed>,
}

impl Default for Index {
    fn default() -> Self {
        Self::with_room(0, 0)
    }
}

impl Index {
    /// Empty, with room for about so many streams and commits: growing takes a walk a fifth of its
    /// time.
    pub(crate) fn with_room(streams: usize, commits: usize) -> Self {
        let seed = Seed::random();
        // Shards are not all as full.
        let share = |all: usize| all / SHARDS + all / SHARDS / 16;
        let shard = || Shard::with_capacity(share(streams), share(commits), seed);
        let mut shards = Vec::new();
        shards.resize_with(SHARDS, shard);
        Self {
            shards,
            streams: 0,
            commits: 0,
            tail: Tail::default(),
            sealed_until: GlobalPosition::START,
        }
    }

    pub(crate) fn head(&self, stream: StreamKey) -> Option<Head> {
        self.shard(stream.0[0])?.heads.get(&stream).copied()
    }

    /// Position of the commit's first event.
    pub(crate) fn commit(&self, id: CommitId) -> Option<GlobalPosition> {
        self.shard(commit_shard(id))?.commits.get(&id).copied()
    }

    /// Sets a stream's head and returns the one before.
    pub(crate) fn set_head(&mut self, stream: StreamKey, head: Head) -> Option<Head> {
        let shard = self.shards.get_mut(usize::from(stream.0[0]))?;
        let before = shard.heads.insert(stream, head);
        self.streams += usize::from(before.is_none());
        before
    }

    /// Notes where a commit starts and returns where it was known to start before.
    pub(crate) fn add_commit(
        &mut self,
        id: CommitId,
        first: GlobalPosition,
    ) -> Option<GlobalPosition> {
        let shard = self.shards.get_mut(usize::from(commit_shard(id)))?;
        let before = shard.commits.insert(id, first);
        self.commits += usize::from(before.is_none());
        before
    }

    /// Looks up what is about to be set. The tables are far larger than the processor's cache: asked
    /// for one after the other, with nothing in between, what is missing there comes at once for
    /// several, and a walk takes a third less.
    pub(crate) fn warm(&self, streams: &[StreamKey], commits: impl Iterator<Item = CommitId>) {
        for stream in streams {
            black_box(self.head(*stream));
        }
        for id in commits {
            black_box(self.commit(id));
        }
    }

    pub(crate) fn stream_count(&self) -> usize {
        self.streams
    }

    pub(crate) fn commit_count(&self) -> usize {
        self.commits
    }

    /// An empty one with room for as much.
    pub(crate) fn empty_of_its_size(&self) -> Self {
        Self::with_room(self.streams, self.commits)
    }

    fn shard(&self, number: u8) -> Option<&Shard> {
        self.shards.get(usize::from(number))
    }
}

impl Shard {
    fn with_capacity(streams: usize, commits: usize, seed: Seed) -> Self {
        Self {
            heads: HashMap::with_capacity_and_hasher(streams, seed),
            commits: HashMap::with_capacity_and_hasher(commits, seed),
        }
    }
}

/// Ids may be random, counted or dated; all their bytes are mixed.
fn commit_shard(id: CommitId) -> u8 {
    let mixed =
        u128::from_be_bytes(*id.as_bytes()).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    mixed.to_be_bytes()[0]
}
