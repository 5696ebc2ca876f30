//! What tests start from: names, events, commits, the engines, a reproducible dice.

use std::sync::Arc;

use eventlog::{
    Bytes, Commit, CommitId, EventType, ExpectedVersion, Log, MemoryEngine, NewEvent, Options,
    StreamName, StreamWrite,
};
use tempfile::TempDir;

pub(crate) fn name(text: &str) -> StreamName {
    StreamName::parse(text).unwrap()
}

pub(crate) fn id(number: u128) -> CommitId {
    CommitId::from_bytes(number.to_be_bytes())
}

pub(crate) fn event(payload: impl Into<Bytes>) -> NewEvent {
    NewEvent {
        type_name: EventType::parse("orchard.tree-counted").unwrap(),
        schema_version: 1,
        payload: payload.into(),
        metadata: Bytes::from_static(b"{\"by\":\"test\"}"),
    }
}

pub(crate) fn write(stream: &str, expected: ExpectedVersion, events: usize) -> StreamWrite {
    let events = (0..events)
        .map(|n| event(format!("{{\"n\":{n}}}")))
        .collect();
    StreamWrite {
        stream: name(stream),
        expected,
        events,
    }
}

pub(crate) fn commit(number: u128, writes: Vec<StreamWrite>) -> Commit {
    let recorded_at_ms = 1_700_000_000_000;
    Commit {
        id: id(number),
        fingerprint: None,
        recorded_at_ms,
        writes,
        conditions: Vec::new(),
    }
}

/// A commit of `events` events to one stream, whatever it looks like.
pub(crate) fn simple(number: u128, stream: &str, events: usize) -> Commit {
    commit(number, vec![write(stream, ExpectedVersion::Any, events)])
}

/// A place a log lives in, which may be opened again after the log is dropped.
pub(crate) enum Home {
    Memory(Arc<MemoryEngine>),
    Sled(TempDir),
}

impl Home {
    /// One of each engine: every promise is kept by all of them.
    pub(crate) fn all() -> [Self; 2] {
        [
            Self::Memory(Arc::default()),
            Self::Sled(TempDir::new().unwrap()),
        ]
    }

    pub(crate) fn open(&self) -> Log {
        let opened = match self {
            Self::Memory(engine) => {
                Log::with_engine(Arc::<MemoryEngine>::clone(engine), Options::default())
            }
            Self::Sled(dir) => Log::open(dir.path(), Options::default()),
        };
        opened.unwrap()
    }
}

/// SplitMix64: small, and the same numbers on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() % bound as u64).unwrap()
    }
}
