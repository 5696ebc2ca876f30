//! The written form of a folded state, for streams that grow long. A snapshot is never the truth: whatever it says
//! can be folded again from the stream. It must not know where snapshots are kept.

use serde::{Serialize, de::DeserializeOwned};

/// How states of one kind are written and read.
#[derive(Debug)]
pub struct Snapshot<S: 'static> {
    /// The kind of state: `traceability.tree`.
    pub name: &'static str,
    /// Which shape and which fold made it; a change of either is a new version, and older snapshots are not read.
    pub fold_version: u16,
    /// Writes a state.
    pub write: fn(&S) -> serde_json::Result<Vec<u8>>,
    /// Reads a state back.
    pub read: fn(&[u8]) -> serde_json::Result<S>,
}

impl<S: Serialize + DeserializeOwned> Snapshot<S> {
    /// States as JSON.
    #[must_use]
    pub const fn json(name: &'static str, fold_version: u16) -> Self {
        Self {
            name,
            fold_version,
            write: |state| serde_json::to_vec(state),
            read: |bytes| serde_json::from_slice(bytes),
        }
    }
}
