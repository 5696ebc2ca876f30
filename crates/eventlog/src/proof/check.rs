//! Checking proofs: RFC 9162, sections 2.1.3.2 and 2.1.4.2. Pure; what an outsider would run.

use super::error::ProofRefused;
use super::hash::TreeHash;

/// Checks that `leaf` is leaf number `index` (from 0) of the tree of `size` leaves with this root.
///
/// # Errors
/// [`ProofRefused`] when the path proves anything else.
pub fn verify_inclusion(
    leaf: TreeHash,
    index: u64,
    size: u64,
    path: &[TreeHash],
    root: TreeHash,
) -> Result<(), ProofRefused> {
    if index >= size {
        return Err(ProofRefused::OutsideTree { index, size });
    }
    let mut climb = Climb {
        node: index,
        last: size - 1,
    };
    let mut hash = leaf;
    for sibling in path {
        hash = match climb.step()? {
            Side::Left => TreeHash::node(*sibling, hash),
            Side::Right => TreeHash::node(hash, *sibling),
        };
    }
    climb.must_be_at_top()?;
    must_equal(hash, root)
}

/// Checks that the tree of `old_size` leaves with root `old_root` is the beginning of the tree of
/// `new_size` leaves with root `new_root`.
///
/// # Errors
/// [`ProofRefused`] when the path proves anything else.
pub fn verify_consistency(
    old_size: u64,
    old_root: TreeHash,
    new_size: u64,
    new_root: TreeHash,
    path: &[TreeHash],
) -> Result<(), ProofRefused> {
    if old_size > new_size {
        return Err(ProofRefused::Shrunk { old_size, new_size });
    }
    if old_size == 0 || old_size == new_size {
        let same = if old_size == 0 {
            TreeHash::EMPTY
        } else {
            new_root
        };
        must_equal(old_root, same)?;
        return if path.is_empty() {
            Ok(())
        } else {
            Err(ProofRefused::WrongLength)
        };
    }
    // A tree that is one complete subtree of the new one is its own first hash.
    let (first, path) = if old_size.is_power_of_two() {
        (old_root, path)
    } else {
        let (first, rest) = path.split_first().ok_or(ProofRefused::WrongLength)?;
        (*first, rest)
    };
    let below = (old_size - 1).trailing_ones();
    let mut climb = Climb {
        node: (old_size - 1) >> below,
        last: (new_size - 1) >> below,
    };
    let (mut old, mut new) = (first, first);
    for hash in path {
        match climb.step()? {
            Side::Left => {
                old = TreeHash::node(*hash, old);
                new = TreeHash::node(*hash, new);
            }
            Side::Right => new = TreeHash::node(new, *hash),
        }
    }
    climb.must_be_at_top()?;
    must_equal(old, old_root)?;
    must_equal(new, new_root)
}

/// A walk from a node to the root: the node's number and the last node's number in its row.
struct Climb {
    node: u64,
    last: u64,
}

/// On which side the next hash of the path stands.
enum Side {
    Left,
    Right,
}

impl Climb {
    fn step(&mut self) -> Result<Side, ProofRefused> {
        if self.last == 0 {
            return Err(ProofRefused::WrongLength);
        }
        let side = if self.node & 1 == 1 || self.node == self.last {
            // A node without a right sibling rises until it is a right child itself.
            let alone = if self.node == 0 {
                0
            } else {
                self.node.trailing_zeros()
            };
            self.node >>= alone;
            self.last >>= alone;
            Side::Left
        } else {
            Side::Right
        };
        self.node >>= 1;
        self.last >>= 1;
        Ok(side)
    }

    fn must_be_at_top(&self) -> Result<(), ProofRefused> {
        if self.last == 0 {
            Ok(())
        } else {
            Err(ProofRefused::WrongLength)
        }
    }
}

fn must_equal(found: TreeHash, root: TreeHash) -> Result<(), ProofRefused> {
    if found == root {
        Ok(())
    } else {
        Err(ProofRefused::RootDiffers)
    }
}
