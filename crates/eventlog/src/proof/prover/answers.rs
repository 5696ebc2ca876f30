//! What the prover answers to others: tiles, bundles of entries, proofs. Whatever is read from the
//! log is compared with the tree first, so that no answer contradicts a checkpoint.

use std::cell::RefCell;
use std::collections::BTreeMap;

use prost::bytes::Bytes;

use super::Prover;
use crate::position::GlobalPosition;
use crate::proof::against::visit;
use crate::proof::check::verify_inclusion;
use crate::proof::checkpoint::SignedCheckpoint;
use crate::proof::commitment::Commitment;
use crate::proof::error::ProverError;
use crate::proof::event::EventProof;
use crate::proof::growth::GrowthProof;
use crate::proof::hash::TreeHash;
use crate::proof::path::{Tile, TilePath};
use crate::proof::tree::{TILE_HASHES, Tree};

impl Prover {
    /// The bytes of a tile or an entry bundle, given its path as C2SP tlog-tiles writes it; `None`
    /// when the newest checkpoint's tree has no such tile. The bytes of a path never change.
    ///
    /// # Errors
    /// [`ProverError::Path`] when this is not the path of a tile; [`ProverError::Read`] and
    /// [`ProverError::EventDiffers`] when the log is damaged.
    pub fn tile(&self, path: &str) -> Result<Option<Bytes>, ProverError> {
        let path = TilePath::parse(path)?;
        let shown = self.shown.read();
        let size = shown
            .checkpoint
            .as_ref()
            .map_or(0, |signed| signed.checkpoint().size);
        let Some(width) = path.width_in(size) else {
            return Ok(None);
        };
        match path.tile {
            Tile::Entries => {
                let commitments = self.commitments(&shown.tree, path.number)?;
                Ok(commitments.get(..width).map(bundle))
            }
            Tile::Hashes { level } => {
                let leaves = |number| self.leaves(&shown.tree, number);
                let hashes = shown.tree.tile(level.into(), path.number, width, &leaves)?;
                Ok(Some(hashes.iter().flat_map(|hash| hash.0).collect()))
            }
        }
    }

    /// The proof that the event at `position` stands in the log, against the newest checkpoint; a
    /// new one is published when the newest does not count the event yet.
    ///
    /// # Errors
    /// [`ProverError::OutsideTree`] when no event is durable there, otherwise as
    /// [`Prover::publish`] and [`Prover::tile`].
    pub fn prove_event(&self, position: GlobalPosition) -> Result<EventProof, ProverError> {
        let signed = self.counting(position.0)?;
        self.prove_event_in(position, &signed)
    }

    /// The proof that the event at `position` stands in the log, against a checkpoint this prover
    /// gave out: several proofs against one.
    ///
    /// # Errors
    /// [`ProverError::OutsideTree`] when the checkpoint does not count the event, otherwise as
    /// [`Prover::tile`].
    pub fn prove_event_in(
        &self,
        position: GlobalPosition,
        signed: &SignedCheckpoint,
    ) -> Result<EventProof, ProverError> {
        self.proof_of(position, signed, &mut BTreeMap::new())
    }

    /// The proofs of several events against one checkpoint: leaves that they share are read once, and held in memory
    /// until all are proven (8 KiB for each 256 events that one of them is among).
    ///
    /// # Errors
    /// As [`Prover::prove_event_in`], at the first event that cannot be proven.
    pub fn prove_events_in(
        &self,
        positions: impl IntoIterator<Item = GlobalPosition>,
        signed: &SignedCheckpoint,
    ) -> Result<Vec<EventProof>, ProverError> {
        let mut read = BTreeMap::new();
        let positions = positions.into_iter();
        positions
            .map(|position| self.proof_of(position, signed, &mut read))
            .collect()
    }

    /// One proof; `read` holds the leaves of tiles that were read already.
    fn proof_of(
        &self,
        position: GlobalPosition,
        signed: &SignedCheckpoint,
        read: &mut BTreeMap<u64, Vec<TreeHash>>,
    ) -> Result<EventProof, ProverError> {
        let tree = signed.checkpoint();
        let outside = ProverError::OutsideTree {
            index: position.0,
            size: tree.size,
        };
        let index = position.0.checked_sub(1).ok_or(outside)?;
        let shown = self.shown.read();
        let kept = RefCell::new(read);
        let leaves = |number: u64| {
            if let Some(leaves) = kept.borrow().get(&number) {
                return Ok(leaves.clone());
            }
            let leaves = self.leaves(&shown.tree, number)?;
            kept.borrow_mut().insert(number, leaves.clone());
            Ok(leaves)
        };
        let path = shown.tree.inclusion(index, tree.size, &leaves)?;
        // What was read of the log fits the tree; that the path fits it too is looked at for every proof.
        let own = leaves(index / TILE_HASHES)?;
        let leaf = usize::try_from(index % TILE_HASHES)
            .ok()
            .and_then(|nth| own.get(nth));
        let fits = leaf.is_some_and(|leaf| {
            verify_inclusion(*leaf, index, tree.size, &path, tree.root).is_ok()
        });
        if !fits {
            return Err(ProverError::EventDiffers { position });
        }
        Ok(EventProof {
            extra: None,
            index,
            path,
            checkpoint_note: signed.note().to_owned(),
        })
    }

    /// The proof that the log's tree of `old_size` leaves is the beginning of the newest
    /// checkpoint's.
    ///
    /// # Errors
    /// [`ProverError::OutsideTree`] when there were never so many events, otherwise as
    /// [`Prover::prove_event`].
    pub fn prove_growth(&self, old_size: u64) -> Result<GrowthProof, ProverError> {
        let signed = self.counting(old_size)?;
        let shown = self.shown.read();
        let leaves = |number| self.leaves(&shown.tree, number);
        let path = shown
            .tree
            .consistency(old_size, signed.checkpoint().size, &leaves)?;
        Ok(GrowthProof {
            old_size,
            path,
            checkpoint_note: signed.note().to_owned(),
        })
    }

    /// The proof that the log's tree of `old_size` leaves is the beginning of its tree of `new_size`,
    /// for whoever holds a checkpoint of each: it carries none.
    ///
    /// # Errors
    /// [`ProverError::OutsideTree`] when the newest checkpoint does not count so many, or `old_size`
    /// is above `new_size`; otherwise as [`Prover::tile`].
    pub fn prove_growth_between(
        &self,
        old_size: u64,
        new_size: u64,
    ) -> Result<GrowthProof, ProverError> {
        let shown = self.shown.read();
        let counted = shown.checkpoint.as_ref();
        let size = counted.map_or(0, |signed| signed.checkpoint().size);
        if new_size > size {
            return Err(ProverError::OutsideTree {
                index: new_size,
                size,
            });
        }
        let leaves = |number| self.leaves(&shown.tree, number);
        Ok(GrowthProof {
            old_size,
            path: shown.tree.consistency(old_size, new_size, &leaves)?,
            checkpoint_note: String::new(),
        })
    }

    /// A checkpoint of at least `size` leaves if there are so many; the newest if it will do.
    fn counting(&self, size: u64) -> Result<SignedCheckpoint, ProverError> {
        match self.checkpoint() {
            Some(signed) if signed.checkpoint().size >= size => Ok(signed),
            Some(_) | None => self.publish(),
        }
    }

    /// Leaf hashes of tile `number`, as many as the tree has of it.
    pub(super) fn leaves(&self, tree: &Tree, number: u64) -> Result<Vec<TreeHash>, ProverError> {
        let commitments = self.commitments(tree, number)?;
        Ok(commitments.into_iter().map(Commitment::leaf).collect())
    }

    /// Entries of tile `number`, as many as the tree has of it, which they were compared with.
    fn commitments(&self, tree: &Tree, number: u64) -> Result<Vec<Commitment>, ProverError> {
        let from = number.saturating_mul(TILE_HASHES);
        let to = from.saturating_add(TILE_HASHES).min(tree.size());
        let mut commitments = Vec::with_capacity(256);
        visit(&self.log, from, to, &mut |commitment| {
            commitments.push(commitment);
        })?;
        let leaves: Vec<TreeHash> = commitments.iter().map(|entry| entry.leaf()).collect();
        let same = match usize::try_from(number)
            .ok()
            .and_then(|n| tree.tile_roots().get(n))
        {
            Some(root) => TreeHash::root_of(&leaves) == *root,
            None => leaves == tree.tail(),
        };
        let position = GlobalPosition(from).next();
        if same {
            Ok(commitments)
        } else {
            Err(ProverError::EventDiffers { position })
        }
    }
}

/// Entries one after the other, each with its length in two bytes before it.
fn bundle(entries: &[Commitment]) -> Bytes {
    let length = Commitment::BYTES.to_be_bytes();
    let entries = entries.iter();
    entries
        .flat_map(|entry| length.into_iter().chain(entry.0))
        .collect()
}
