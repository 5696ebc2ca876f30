//! What is done with an open log: checked, measured, written out. Knows nothing of who asked.

use eventlog::{
    Epoch, Log, ReadError,
    proof::{self, TreeHash},
    transfer::LogPoint,
};
use serde::{Deserialize, Serialize};

/// What a check of the whole log found. That it exists means nothing was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Events in the log.
    pub events: u64,
    /// Commits in the log.
    pub commits: u64,
    /// Streams with at least one event.
    pub streams: u64,
    /// Where it ends.
    pub end: LogPoint,
}

/// How much there is in a log, and which log it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stat {
    /// Commits in the log.
    pub commits: u64,
    /// Streams with at least one event.
    pub streams: u64,
    /// Where it ends; its position is the number of events.
    pub end: LogPoint,
    /// Root of the Merkle tree over all events, in base64, where it was asked for.
    pub root: Option<String>,
    /// Which life of the log it is, where it was ever said.
    pub epoch: Option<String>,
}

/// Checks everything; reports `(done, total)`.
pub(super) fn verify(log: &Log, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified, ReadError> {
    let report = log.verify(|done, total| progress(done.0, total.0))?;
    Ok(Verified {
        events: report.events,
        commits: report.commits,
        streams: report.streams,
        end: LogPoint {
            position: report.last_position,
            link: report.chain,
        },
    })
}

/// Measures; the root of the tree takes reading everything.
pub(super) fn stat(
    log: &Log,
    with_root: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Stat, ReadError> {
    let (end, extent) = (log.end(), log.extent());
    let root = if with_root {
        let root = proof::root(log, end.position.0, &mut |done, total| {
            progress(done.0, total.0);
        });
        Some(root?)
    } else {
        None
    };
    Ok(Stat {
        commits: extent.commits,
        streams: extent.streams,
        end,
        root: root.as_ref().map(TreeHash::to_string),
        epoch: log.epoch().as_ref().map(Epoch::to_string),
    })
}
