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

/// Options under which values are merged, journals moved and checkpoints written after a few commits.
pub(crate) const BUSY: fn() -> Options = || Options {
    seal_values: 8,
    journal_bytes: 16 * 1024,
    checkpoint_events: 64,
    ..Options::default()
};

/// Options under which neither happens.
pub(crate) const IDLE: fn() -> Options = || Options {
    seal_values: usize::MAX,
    checkpoint_events: u64::MAX,
    ..Options::default()
};

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

    /// Opens the log; what happens in the background happens often.
    pub(crate) fn open(&self) -> Log {
        self.open_with(BUSY)
    }

    pub(crate) fn open_with(&self, options: fn() -> Options) -> Log {
        let options = options();
        let opened = match self {
            Self::Memory(engine) => Log::with_engine(Arc::<MemoryEngine>::clone(engine), options),
            Self::Sled(dir) => Log::open(dir.path(), options),
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

/// Bytes that no compression makes shorter.
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut dice = Dice(seed);
    let words = (0..length.div_ceil(8)).flat_map(|_| dice.roll().to_be_bytes());
    words.take(length).collect()
}
