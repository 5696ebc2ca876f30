//! The policies one by one. Each is a pure function of yields and shares whose order does not matter; all remainders
//! follow one rule: even portions give the odd grams to earlier parts, weighted ones to the largest remainder, ties to
//! the earlier share. It must not know what is surplus for.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AdoptionId, Grams, TreeId, split_by_weight, split_evenly};

use super::{Division, ShareClaim};
use crate::lot::{Allocation, TreeYield};

/// A number that every division a tree is sold in divides: 1 to 8 parts.
const WHOLE_TREE: u64 = 840;

/// Part p of n of a tree gets the p-th of n even portions of that tree's grams (earlier parts take the remainder
/// grams), capped at what its adoption still misses. Portions of parts that nobody holds are surplus.
pub(super) fn own_tree_1(yields: &[TreeYield], shares: &[ShareClaim]) -> Division {
    let mut pool = Pool::of(yields);
    pool.own_trees(shares);
    pool.divided()
}

/// See [`Policy::GuaranteedMinimum1`](super::Policy::GuaranteedMinimum1).
pub(super) fn guaranteed_minimum_1(yields: &[TreeYield], shares: &[ShareClaim]) -> Division {
    let mut pool = Pool::of(yields);
    pool.own_trees(shares);
    let shares = in_order(shares);
    let wanted: Vec<u64> = pool.missing(&shares, |share| share.guaranteed.min(share.promised));
    pool.give(&shares, &scarce(&wanted, pool.left_in_all()));
    pool.divided()
}

/// See [`Policy::ProRata1`](super::Policy::ProRata1).
pub(super) fn pro_rata_1(yields: &[TreeYield], shares: &[ShareClaim]) -> Division {
    let mut pool = Pool::of(yields);
    let shares = in_order(shares);
    let wanted: Vec<u64> = pool.missing(&shares, |share| share.promised);
    pool.give(&shares, &scarce(&wanted, pool.left_in_all()));
    pool.divided()
}

/// See [`Policy::PooledBlock1`](super::Policy::PooledBlock1).
pub(super) fn pooled_block_1(yields: &[TreeYield], shares: &[ShareClaim]) -> Division {
    let mut pool = Pool::of(yields);
    let shares = in_order(shares);
    let adopted = shares.iter().map(|share| share.tree);
    let trees: BTreeSet<TreeId> = yields.iter().map(|one| one.tree).chain(adopted).collect();
    let mut weights: Vec<u64> = shares
        .iter()
        .map(|share| WHOLE_TREE.checked_div(u64::from(share.of)).unwrap_or(0))
        .collect();
    let held: u64 = weights.iter().sum();
    let count = u64::try_from(trees.len()).unwrap_or(u64::MAX);
    // What the parts that nobody holds would get, as one more share behind all others.
    weights.push(WHOLE_TREE.saturating_mul(count).saturating_sub(held));
    let portions = split_by_weight(pool.left_in_all().0, &weights);
    let mut room: BTreeMap<AdoptionId, u64> = BTreeMap::new();
    let due: Vec<u64> = shares
        .iter()
        .zip(portions)
        .map(|(share, portion)| {
            let missing = share.promised.minus_or_zero(share.already).0;
            let room = room.entry(share.adoption).or_insert(missing);
            let grams = portion.min(*room);
            *room -= grams;
            grams
        })
        .collect();
    pool.give(&shares, &due);
    pool.divided()
}

/// Everybody gets what is wanted if there is enough, and otherwise in proportion to it.
fn scarce(wanted: &[u64], left: Grams) -> Vec<u64> {
    let sum: u64 = wanted.iter().fold(0, |sum, one| sum.saturating_add(*one));
    split_by_weight(sum.min(left.0), wanted)
}

/// Fruit by tree, and who got what of it so far.
struct Pool {
    harvested: Grams,
    left: BTreeMap<TreeId, Grams>,
    given: BTreeMap<AdoptionId, Grams>,
    grants: BTreeMap<(TreeId, AdoptionId), Grams>,
}

impl Pool {
    fn of(yields: &[TreeYield]) -> Self {
        let mut left: BTreeMap<TreeId, Grams> = BTreeMap::new();
        for tree in yields {
            let sum = left.entry(tree.tree).or_default();
            *sum = sum.plus(tree.grams);
        }
        Self {
            harvested: yields.iter().map(|tree| tree.grams).sum(),
            left,
            given: BTreeMap::new(),
            grants: BTreeMap::new(),
        }
    }

    fn left_in_all(&self) -> Grams {
        self.left.values().sum()
    }

    /// What each share still misses of a goal; an adoption with several shares misses it once.
    fn missing(&self, shares: &[&ShareClaim], goal: impl Fn(&ShareClaim) -> Grams) -> Vec<u64> {
        let mut counted: BTreeSet<AdoptionId> = BTreeSet::new();
        let missing = shares.iter().map(|share| {
            if !counted.insert(share.adoption) {
                return 0;
            }
            let had = self.given.get(&share.adoption).copied().unwrap_or_default();
            let rest = goal(share).minus_or_zero(share.already);
            rest.minus_or_zero(had).0
        });
        missing.collect()
    }

    /// Takes so much of a tree for an adoption, at most what is left of it. Returns what it took.
    fn take(&mut self, tree: TreeId, adoption: AdoptionId, grams: Grams) -> Grams {
        let rest = self.left.entry(tree).or_default();
        let grams = grams.min(*rest);
        if grams == Grams::ZERO {
            return grams;
        }
        *rest = rest.minus_or_zero(grams);
        let had = self.given.entry(adoption).or_default();
        *had = had.plus(grams);
        let grant = self.grants.entry((tree, adoption)).or_default();
        *grant = grant.plus(grams);
        grams
    }

    fn own_trees(&mut self, shares: &[ShareClaim]) {
        let totals = self.left.clone();
        let mut served: BTreeSet<(TreeId, u8, u8)> = BTreeSet::new();
        for share in in_order(shares) {
            let total = totals.get(&share.tree).copied().unwrap_or_default();
            let had = self.given.get(&share.adoption).copied().unwrap_or_default();
            let missing = share.promised.minus_or_zero(share.already);
            // The sold parts of a tree never overlap (D 1). Should the caller hand in parts that do, then `served`
            // and what is left of the tree keep a gram from being given twice.
            if served.insert((share.tree, share.of, share.part)) {
                let grams = portion(total, share).min(missing.minus_or_zero(had));
                self.take(share.tree, share.adoption, grams);
            }
        }
    }

    /// Gives each share its grams: first of its own tree, then of the others in their order.
    fn give(&mut self, shares: &[&ShareClaim], due: &[u64]) {
        let mut rests = Vec::with_capacity(due.len());
        for (share, grams) in shares.iter().zip(due) {
            let took = self.take(share.tree, share.adoption, Grams(*grams));
            rests.push(Grams(*grams).minus_or_zero(took));
        }
        let mut trees: Vec<TreeId> = self.left.keys().rev().copied().collect();
        for (share, mut rest) in shares.iter().zip(rests) {
            while rest > Grams::ZERO
                && let Some(tree) = trees.last().copied()
            {
                let took = self.take(tree, share.adoption, rest);
                rest = rest.minus_or_zero(took);
                if rest > Grams::ZERO {
                    trees.pop();
                }
            }
        }
    }

    fn divided(self) -> Division {
        let surplus = self.harvested.minus_or_zero(self.grants.values().sum());
        let allocations = self
            .grants
            .into_iter()
            .map(|((tree, adoption), grams)| Allocation {
                adoption,
                tree,
                grams,
            });
        Division {
            allocations: allocations.collect(),
            surplus,
        }
    }
}

fn in_order(shares: &[ShareClaim]) -> Vec<&ShareClaim> {
    let mut shares: Vec<&ShareClaim> = shares.iter().collect();
    shares.sort_by_key(|share| {
        let place = (share.tree, share.of, share.part);
        let grams = (share.promised, share.already, share.guaranteed);
        (place, share.adoption, grams)
    });
    shares
}

fn portion(total: Grams, share: &ShareClaim) -> Grams {
    let portions = split_evenly(total.0, u64::from(share.of));
    share
        .part
        .checked_sub(1)
        .and_then(|index| portions.get(usize::from(index)).copied())
        .map_or(Grams::ZERO, Grams)
}
