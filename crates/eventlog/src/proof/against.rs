//! Checks a log against a checkpoint that somebody kept: all its events are read and hashed, and
//! nothing that was stored for proofs is believed.

use std::ops::ControlFlow;
use std::path::Path;

use super::checkpoint::{Checkpoint, SignedCheckpoint};
use super::commitment::Commitment;
use super::error::{AgainstError, ProverError};
use super::folder;
use super::hash::TreeHash;
use super::key::Vkey;
use super::tree::{TILE_HASHES, Tree};
use crate::error::{DamageKind, Damaged, ReadError};
use crate::log::Log;
use crate::position::GlobalPosition;

/// Most events read at once.
const READ_EVENTS: u64 = 4_096;

/// The log contains everything the checkpoint promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReport {
    /// What the checkpoint says.
    pub checkpoint: Checkpoint,
    /// Events in the log, at least as many as in the checkpoint.
    pub log_size: u64,
}

/// Does this log contain the history that the kept checkpoint promises? Reports `(done, total)`
/// as it reads.
///
/// # Errors
/// [`AgainstError`], which tells a checkpoint that is not to be trusted from a log that differs.
pub fn verify_against(
    note: &str,
    vkey: &Vkey,
    log: &Log,
    mut progress: impl FnMut(GlobalPosition, GlobalPosition),
) -> Result<KeptReport, AgainstError> {
    let checkpoint = SignedCheckpoint::open(note, vkey)?.checkpoint().clone();
    let log_size = log.durable_position().0;
    if log_size < checkpoint.size {
        return Err(AgainstError::LogShorter {
            promised: checkpoint.size,
            found: log_size,
        });
    }
    let found = root(log, checkpoint.size, &mut progress)?;
    if found == checkpoint.root {
        return Ok(KeptReport {
            checkpoint,
            log_size,
        });
    }
    Err(AgainstError::LogDiffers {
        size: checkpoint.size,
        promised: checkpoint.root,
        found,
    })
}

/// Root of the tree over the log's first `size` events, all of them read. Reports `(done, total)`.
///
/// # Errors
/// [`ReadError`] when one of them cannot be read, or is not there.
pub fn root(
    log: &Log,
    size: u64,
    progress: &mut dyn FnMut(GlobalPosition, GlobalPosition),
) -> Result<TreeHash, ReadError> {
    let tree = grown(log, size, &mut |done, total| {
        progress(done, total);
        ControlFlow::Continue(())
    });
    Ok(tree?.root())
}

/// As [`root`], until `progress` breaks; then nothing is said.
///
/// # Errors
/// [`ReadError`] when an event cannot be read, or is not there.
pub fn root_while(
    log: &Log,
    size: u64,
    progress: &mut dyn FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
) -> Result<Option<TreeHash>, ReadError> {
    let tree = grown(log, size, progress)?;
    Ok((tree.size() == size).then(|| tree.root()))
}

/// The tree over the first `size` events, or over fewer when `progress` broke.
fn grown(
    log: &Log,
    size: u64,
    progress: &mut dyn FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
) -> Result<Tree, ReadError> {
    let mut tree = Tree::default();
    let mut stopped = false;
    while tree.size() < size && !stopped {
        let from = tree.size();
        let to = from.saturating_add(READ_EVENTS).min(size);
        visit(log, from, to, &mut |commitment| {
            if stopped {
                return;
            }
            tree.append(commitment.leaf());
            let done = tree.size();
            if done.is_multiple_of(TILE_HASHES) || done == size {
                stopped = progress(GlobalPosition(done), GlobalPosition(size)).is_break();
            }
        })?;
    }
    Ok(tree)
}

/// Where a log begins to differ from what a prover signed, as far as the tile roots kept in its
/// folder tell: the first of 256 positions with a difference among them; `None` when every kept
/// root fits the log's first `size` events. The roots are only a hint: nothing protects them.
///
/// # Errors
/// [`ProverError`] when the roots or the log cannot be read.
pub fn first_difference(
    log: &Log,
    dir: &Path,
    size: u64,
) -> Result<Option<GlobalPosition>, ProverError> {
    let kept = folder::tile_roots_in(dir, size / TILE_HASHES)?;
    let full = log.durable_position().0 / TILE_HASHES;
    for (tile, promised) in (0..full).zip(kept) {
        let from = tile * TILE_HASHES;
        let mut leaves = Vec::new();
        visit(log, from, from + TILE_HASHES, &mut |commitment| {
            leaves.push(commitment.leaf());
        })?;
        if TreeHash::root_of(&leaves) != promised {
            return Ok(Some(GlobalPosition(from).next()));
        }
    }
    Ok(None)
}

/// Shows the commitments of leaves `from..to` in order.
pub(crate) fn visit(
    log: &Log,
    from: u64,
    to: u64,
    seen: &mut dyn FnMut(Commitment),
) -> Result<(), ReadError> {
    let mut after = from;
    while after < to {
        let count = usize::try_from((to - after).min(READ_EVENTS)).unwrap_or(usize::MAX);
        let events = log.read_all(GlobalPosition(after), count)?;
        if events.is_empty() {
            let missing = GlobalPosition(after).next();
            return Err(Damaged::at(missing, DamageKind::MissingEvent).into());
        }
        for event in &events {
            seen(Commitment::of(event));
        }
        after += events.len() as u64;
    }
    Ok(())
}
