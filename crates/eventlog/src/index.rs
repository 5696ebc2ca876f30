//! What is known without reading: each stream's head and where each commit starts. Derived from
//! the log, rebuilt on open; must never be the only place where something stands.

use std::collections::HashMap;

use crate::name::{CommitId, StreamName};
use crate::position::{GlobalPosition, StreamVersion};

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

#[derive(Debug, Default)]
pub(crate) struct Index {
    heads: HashMap<StreamName, Head>,
    commits: HashMap<CommitId, GlobalPosition>,
}

impl Index {
    pub(crate) fn head(&self, stream: &StreamName) -> Option<Head> {
        self.heads.get(stream).copied()
    }

    /// Position of the commit's first event.
    pub(crate) fn commit(&self, id: CommitId) -> Option<GlobalPosition> {
        self.commits.get(&id).copied()
    }

    /// Sets a stream's head and returns the one before. The first name that comes is kept, so a
    /// stream's text is held once.
    pub(crate) fn set_head(&mut self, stream: StreamName, head: Head) -> Option<Head> {
        self.heads.insert(stream, head)
    }

    /// Returns whether the commit is new.
    pub(crate) fn add_commit(&mut self, id: CommitId, first: GlobalPosition) -> bool {
        self.commits.insert(id, first).is_none()
    }

    pub(crate) fn stream_count(&self) -> usize {
        self.heads.len()
    }

    pub(crate) fn commit_count(&self) -> usize {
        self.commits.len()
    }
}
