//! Places: where an event stands in the whole log and in its own stream.
//! Knows nothing of storage; both are plain counters that start at one.

use std::fmt;

/// Place of an event in the whole log: dense, the first event is 1, 0 means "before everything".
/// Opaque outside this crate, save for being kept, compared and handed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GlobalPosition(pub u64);

impl GlobalPosition {
    /// The place before the first event: reading after it reads everything.
    pub const START: Self = Self(0);

    /// The position that follows this one.
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for GlobalPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Number of an event in its stream, which is also how many events the stream had once it was
/// written: the first event makes it 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamVersion(pub u64);

impl StreamVersion {
    /// The version of the first event of every stream.
    pub const FIRST: Self = Self(1);

    /// The version that follows this one.
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for StreamVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
