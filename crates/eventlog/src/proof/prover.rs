//! The prover of one log: signs checkpoints, serves tiles, proves events and growth. Blocking:
//! whoever serves tasks moves the calls to a thread that may wait.
//!
//! It never signs two checkpoints that disagree. Only durable events are signed for; a checkpoint
//! is stored and synced before anybody sees it; the next one is signed only when it provably
//! continues the stored one; and at the first contradiction signing stops.

use std::path::Path;

use parking_lot::{Mutex, RwLock};

use super::against::visit;
use super::check::verify_consistency;
use super::checkpoint::{Checkpoint, SignedCheckpoint};
use super::error::ProverError;
use super::folder::{self, Folder};
use super::key::{KeyName, SignerKey, Vkey};
use super::tree::{TILE_HASHES, Tree};
use crate::log::Log;

mod answers;

/// Events added to the tree at once.
const GROW_EVENTS: u64 = 16 * TILE_HASHES;

/// Proves what stands in a log. Keeps the log open for as long as it lives.
pub struct Prover {
    log: Log,
    folder: Folder,
    key: SignerKey,
    vkey: Vkey,
    /// Held while a checkpoint is made; true once signing has stopped.
    stopped: Mutex<bool>,
    shown: RwLock<Shown>,
}

/// What others may see. The tree may already have leaves that the checkpoint does not count yet.
struct Shown {
    tree: Tree,
    checkpoint: Option<SignedCheckpoint>,
}

impl std::fmt::Debug for Prover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prover({})", self.vkey)
    }
}

impl Prover {
    /// Opens the prover of `log` in a folder of its own, which must be kept as the log is: it holds
    /// the signing key, made at the first opening, and the newest checkpoint, which the log must
    /// still contain. `origin` names the log to the world and never changes.
    ///
    /// Reads at most one tile of events, or all of them when the kept tile roots are damaged.
    ///
    /// # Errors
    /// [`ProverError`]; with [`ProverError::LogShorter`] and [`ProverError::LogDiffers`] the log is
    /// not the one that was signed.
    pub fn open(log: Log, dir: &Path, origin: KeyName) -> Result<Self, ProverError> {
        let folder = Folder::enter(dir)?;
        let note = folder.checkpoint()?;
        let seed = match (folder.seed()?, &note) {
            (Some(seed), _) => seed,
            (None, None) => folder.make_seed()?,
            (None, Some(_)) => {
                return Err(ProverError::KeyMissing {
                    path: folder.key_path(),
                });
            }
        };
        let key = SignerKey::from_seed(origin, &seed);
        let vkey = key.vkey();
        let opened = note
            .map(|note| SignedCheckpoint::open(&note, &vkey))
            .transpose();
        let checkpoint = opened.map_err(|cause| ProverError::StoredCheckpoint {
            path: folder.checkpoint_path(),
            cause,
        })?;
        let tree = match &checkpoint {
            Some(signed) => regrow(&log, &folder, signed.checkpoint())?,
            None => Tree::default(),
        };
        Ok(Self {
            log,
            folder,
            key,
            vkey,
            stopped: Mutex::new(false),
            shown: RwLock::new(Shown { tree, checkpoint }),
        })
    }

    /// The public key that a prover's folder signs with; `None` when it has none yet. Takes nothing
    /// and changes nothing.
    ///
    /// # Errors
    /// [`ProverError`] when the key cannot be read.
    pub fn vkey_in(dir: &Path, origin: KeyName) -> Result<Option<Vkey>, ProverError> {
        let seed = folder::seed_in(dir)?;
        Ok(seed.map(|seed| SignerKey::from_seed(origin, &seed).vkey()))
    }

    /// The public key, which others need beforehand to check anything.
    pub fn vkey(&self) -> &Vkey {
        &self.vkey
    }

    /// The newest checkpoint; `None` before the first was published.
    pub fn checkpoint(&self) -> Option<SignedCheckpoint> {
        self.shown.read().checkpoint.clone()
    }

    /// Signs, stores and shows a checkpoint of all durable events; the newest one again when
    /// nothing was added. The first time it reads the whole log, later what is new.
    ///
    /// # Errors
    /// [`ProverError::Read`] when new events cannot be read. Any later failure stops signing, above
    /// all [`ProverError::Contradiction`] when the log is not what it was; from then on the answer
    /// is [`ProverError::Stopped`].
    pub fn publish(&self) -> Result<SignedCheckpoint, ProverError> {
        let mut stopped = self.stopped.lock();
        if *stopped {
            return Err(ProverError::Stopped);
        }
        self.grow()?;
        let shown = self.shown.read();
        let size = shown.tree.size();
        if let Some(signed) = &shown.checkpoint
            && signed.checkpoint().size == size
        {
            return Ok(signed.clone());
        }
        *stopped = true;
        let signed = self.sign(&shown)?;
        self.folder.store_checkpoint(signed.note())?;
        *stopped = false;
        drop(shown);
        self.shown.write().checkpoint = Some(signed.clone());
        Ok(signed)
    }

    /// Adds all durable events to the tree, a batch at a time so that readers wait for none of it.
    fn grow(&self) -> Result<(), ProverError> {
        let to = self.log.durable_position().0;
        let mut from = self.shown.read().tree.size();
        while from < to {
            let end = to.min(from + GROW_EVENTS);
            let mut leaves = Vec::new();
            visit(&self.log, from, end, &mut |commitment| {
                leaves.push(commitment.leaf());
            })?;
            let mut shown = self.shown.write();
            let kept = shown.tree.tile_roots().len();
            for leaf in leaves {
                shown.tree.append(leaf);
            }
            let roots = shown.tree.tile_roots();
            self.folder
                .keep_tile_roots(kept, roots.get(kept..).unwrap_or_default());
            from = end;
        }
        Ok(())
    }

    /// Signs the tree as it is, once it is proven to continue the newest checkpoint.
    fn sign(&self, shown: &Shown) -> Result<SignedCheckpoint, ProverError> {
        let new = Checkpoint {
            origin: self.vkey.name().clone(),
            size: shown.tree.size(),
            root: shown.tree.root(),
        };
        if let Some(signed) = &shown.checkpoint {
            let old = signed.checkpoint();
            let leaves = |number| self.leaves(&shown.tree, number);
            let path = shown.tree.consistency(old.size, new.size, &leaves)?;
            verify_consistency(old.size, old.root, new.size, new.root, &path)
                .map_err(ProverError::Contradiction)?;
        }
        SignedCheckpoint::sign(&new, &self.key).map_err(ProverError::Contradiction)
    }
}

/// The tree of the stored checkpoint, from the kept tile roots if they fit it, else from the log.
/// The tile with the last event is always read from the log: a log whose end was exchanged shows.
fn regrow(log: &Log, folder: &Folder, stored: &Checkpoint) -> Result<Tree, ProverError> {
    let found = log.durable_position().0;
    if found < stored.size {
        return Err(ProverError::LogShorter {
            promised: stored.size,
            found,
        });
    }
    let kept = folder.tile_roots(stored.size.saturating_sub(1) / TILE_HASHES)?;
    for roots in [kept.as_slice(), &[]] {
        let mut tree = Tree::from_tile_roots(roots);
        let from = tree.size();
        visit(log, from, stored.size, &mut |commitment| {
            tree.append(commitment.leaf());
        })?;
        if tree.root() == stored.root {
            folder.keep_tile_roots(roots.len(), &tree.tile_roots()[roots.len()..]);
            return Ok(tree);
        }
        tracing::warn!(
            kept = roots.len(),
            "kept tile roots do not fit; reading the whole log"
        );
    }
    Err(ProverError::LogDiffers { size: stored.size })
}
