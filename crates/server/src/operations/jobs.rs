//! What is done with an open log: checked, measured, written out. Knows nothing of who asked.

use std::ops::ControlFlow;

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

/// Hears `(done, total)`, and says whether anybody still waits for the result.
pub(super) type Tell<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Checks everything; nothing is found when nobody waits for it any more.
pub(super) fn verify(log: &Log, tell: Tell<'_>) -> Result<Option<Verified>, ReadError> {
    let report = log.verify_while(|done, total| tell(done.0, total.0))?;
    Ok(report.map(|report| Verified {
        events: report.events,
        commits: report.commits,
        streams: report.streams,
        end: LogPoint {
            position: report.last_position,
            link: report.chain,
        },
    }))
}

/// Measures; the root of the tree takes reading everything, and nothing is told when nobody waits for it any more.
pub(super) fn stat(log: &Log, with_root: bool, tell: Tell<'_>) -> Result<Option<Stat>, ReadError> {
    let (end, extent) = (log.end(), log.extent());
    let mut root = None;
    if with_root {
        root = proof::root_while(log, end.position.0, &mut |done, total| {
            tell(done.0, total.0)
        })?;
        if root.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(Stat {
        commits: extent.commits,
        streams: extent.streams,
        end,
        root: root.as_ref().map(TreeHash::to_string),
        epoch: log.epoch().as_ref().map(Epoch::to_string),
    }))
}
