//! The tree itself: grows leaf by leaf and answers for any of its former sizes. Keeps the root of
//! every full tile and the leaves of the last, unfinished one: 32 bytes per 256 leaves (40 KB per
//! million with all levels). Leaves of finished tiles are asked for. Knows no event and no file.

use super::error::ProverError;
use super::hash::TreeHash;

/// Hashes in a full tile, as C2SP tlog-tiles sets it.
pub const TILE_HASHES: u64 = 256;
/// Rows of the tree in one tile: 2^8 hashes.
const TILE_HEIGHT: u32 = 8;
const WIDTH: usize = 256;

/// An RFC 6962 tree that only grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// `roots[level][n]` is the root of full tile `n` of `level`: hash `n` of level `level + 1`.
    roots: Vec<Vec<TreeHash>>,
    /// Leaf hashes after the last full tile, fewer than a tile.
    tail: Vec<TreeHash>,
}

/// Gives all leaf hashes of a full tile of level 0.
pub(crate) type LeafSource<'a> = &'a dyn Fn(u64) -> Result<Vec<TreeHash>, ProverError>;

/// Leaf hashes of full tiles, of which the last asked for is kept: a proof needs few tiles, each
/// several times.
struct Leaves<'a> {
    source: LeafSource<'a>,
    held: Option<(u64, Vec<TreeHash>)>,
}

impl Tree {
    /// The tree whose full tiles have these roots, without a tail.
    pub(crate) fn from_tile_roots(roots: &[TreeHash]) -> Self {
        let mut tree = Self::default();
        for root in roots {
            tree.push_root(*root);
        }
        tree
    }

    /// Leaves in the tree.
    pub(crate) fn size(&self) -> u64 {
        self.tile_roots().len() as u64 * TILE_HASHES + self.tail.len() as u64
    }

    /// Roots of all full tiles of level 0.
    pub(crate) fn tile_roots(&self) -> &[TreeHash] {
        self.roots.first().map_or(&[], Vec::as_slice)
    }

    /// Leaf hashes after the last full tile of level 0.
    pub(crate) fn tail(&self) -> &[TreeHash] {
        &self.tail
    }

    /// Adds a leaf.
    pub(crate) fn append(&mut self, leaf: TreeHash) {
        self.tail.push(leaf);
        if self.tail.len() == WIDTH {
            let root = TreeHash::root_of(&self.tail);
            self.tail.clear();
            self.push_root(root);
        }
    }

    fn push_root(&mut self, root: TreeHash) {
        let mut root = root;
        for level in 0.. {
            if self.roots.len() == level {
                self.roots.push(Vec::new());
            }
            let Some(row) = self.roots.get_mut(level) else {
                return;
            };
            row.push(root);
            if row.len() % WIDTH != 0 {
                return;
            }
            root = TreeHash::root_of(&row[row.len() - WIDTH..]);
        }
    }

    /// Root of the tree.
    pub(crate) fn root(&self) -> TreeHash {
        // The unfinished tile of each level goes on with the root of what is unfinished below it.
        let mut below = (!self.tail.is_empty()).then(|| TreeHash::root_of(&self.tail));
        for row in &self.roots {
            let mut unfinished = row[row.len() - row.len() % WIDTH..].to_vec();
            unfinished.extend(below);
            below = (!unfinished.is_empty()).then(|| TreeHash::root_of(&unfinished));
        }
        below.unwrap_or(TreeHash::EMPTY)
    }

    /// Path from leaf `index` to the root of the tree of `size` leaves, the leaf's sibling first.
    pub(crate) fn inclusion(
        &self,
        index: u64,
        size: u64,
        leaves: LeafSource<'_>,
    ) -> Result<Vec<TreeHash>, ProverError> {
        if index >= size || size > self.size() {
            return Err(self.outside(index));
        }
        let leaves = &mut Leaves::of(leaves);
        let (mut from, mut to) = (0, size);
        let mut path = Vec::new();
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.push(self.range(leaves, middle, to)?);
                to = middle;
            } else {
                path.push(self.range(leaves, from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// Path that shows the tree of `old` leaves to be the beginning of the tree of `new` leaves,
    /// RFC 6962, section 2.1.2. Empty when `old` is 0 or `new`.
    pub(crate) fn consistency(
        &self,
        old: u64,
        new: u64,
        leaves: LeafSource<'_>,
    ) -> Result<Vec<TreeHash>, ProverError> {
        if old > new || new > self.size() {
            return Err(self.outside(old));
        }
        let mut path = Vec::new();
        if old == 0 {
            return Ok(path);
        }
        let leaves = &mut Leaves::of(leaves);
        let (mut from, mut to) = (0, new);
        while to != old {
            let middle = from + split(to - from);
            if old <= middle {
                path.push(self.range(leaves, middle, to)?);
                to = middle;
            } else {
                path.push(self.range(leaves, from, middle)?);
                from = middle;
            }
        }
        // The old root itself is known to whoever checks.
        if from > 0 {
            path.push(self.range(leaves, from, to)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The first `width` hashes of tile `n` of `level`.
    pub(crate) fn tile(
        &self,
        level: usize,
        n: u64,
        width: usize,
        leaves: LeafSource<'_>,
    ) -> Result<Vec<TreeHash>, ProverError> {
        let hashes = match level.checked_sub(1) {
            None => self
                .leaves(&mut Leaves::of(leaves), n)?
                .get(..width)
                .map(<[_]>::to_vec),
            Some(below) => self.roots.get(below).and_then(|row| {
                let start = usize::try_from(n).ok()?.checked_mul(WIDTH)?;
                row.get(start..start.checked_add(width)?).map(<[_]>::to_vec)
            }),
        };
        hashes.ok_or(self.outside(n))
    }

    /// Root over leaves `from..to`, a range that splitting leads to: it starts at a multiple of the
    /// power of two that is not below its length.
    fn range(&self, leaves: &mut Leaves<'_>, from: u64, to: u64) -> Result<TreeHash, ProverError> {
        let length = to - from;
        if length.is_power_of_two() {
            return self.subtree(leaves, length.trailing_zeros(), from);
        }
        let middle = from + split(length);
        let left = self.range(leaves, from, middle)?;
        Ok(TreeHash::node(left, self.range(leaves, middle, to)?))
    }

    /// Root of the complete subtree of 2^`height` leaves that starts at leaf `from`.
    fn subtree(
        &self,
        leaves: &mut Leaves<'_>,
        height: u32,
        from: u64,
    ) -> Result<TreeHash, ProverError> {
        let level = height / TILE_HEIGHT;
        let (start, count) = (from >> (level * TILE_HEIGHT), 1 << (height % TILE_HEIGHT));
        let row = match level.checked_sub(1) {
            None => Some(self.leaves(leaves, start / TILE_HASHES)?),
            Some(below) => self.roots.get(below as usize).map(Vec::as_slice),
        };
        let start = if level == 0 {
            start % TILE_HASHES
        } else {
            start
        };
        let hashes = usize::try_from(start)
            .ok()
            .and_then(|start| row?.get(start..start + count));
        hashes.map(TreeHash::root_of).ok_or(self.outside(from))
    }

    /// Leaf hashes of tile `n`.
    fn leaves<'a>(
        &'a self,
        leaves: &'a mut Leaves<'_>,
        n: u64,
    ) -> Result<&'a [TreeHash], ProverError> {
        let full = self.tile_roots().len() as u64;
        if n == full {
            Ok(&self.tail)
        } else if n < full {
            leaves.tile(n)
        } else {
            Ok(&[])
        }
    }

    fn outside(&self, index: u64) -> ProverError {
        ProverError::OutsideTree {
            index,
            size: self.size(),
        }
    }
}

impl<'a> Leaves<'a> {
    fn of(source: LeafSource<'a>) -> Self {
        Self { source, held: None }
    }

    fn tile(&mut self, n: u64) -> Result<&[TreeHash], ProverError> {
        let held = match self.held.take() {
            Some((number, hashes)) if number == n => hashes,
            Some(_) | None => (self.source)(n)?,
        };
        Ok(&self.held.insert((n, held)).1)
    }
}

/// The largest power of two below `leaves`, which is at least 2.
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

#[cfg(test)]
mod tests;
