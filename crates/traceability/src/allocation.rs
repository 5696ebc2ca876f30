//! Who gets how much of a harvest: versioned pure functions (D 31, 35).
//!
//! It must not know prices, buyers or parcels, nor when it runs: grams, shares and a policy go in, grams come out.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AdoptionId, Grams, TreeId, split_evenly};
use serde::{Deserialize, Serialize};

use crate::lot::{Allocation, TreeYield};

/// An allocation policy with its version; a changed rule is a new variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// Each tree's fruit goes to the holders of its parts in proportion to the parts, up to what was promised in all
    /// (already allocated from other lots counts); the rest is surplus.
    #[serde(rename = "own-tree/1")]
    OwnTree1,
}

/// A confirmed share of a tree: `part` of `of`, what was promised and what other lots already gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareClaim {
    /// Whose share it is.
    pub adoption: AdoptionId,
    /// The adopted tree.
    pub tree: TreeId,
    /// Which part of the tree, from 1.
    pub part: u8,
    /// Into how many parts the tree is sold.
    pub of: u8,
    /// Grams promised to the adoption for the season.
    pub promised: Grams,
    /// Grams that other lots gave the adoption.
    pub already: Grams,
}

/// What came of dividing a lot. All grams are here: the allocations and the surplus sum to the yields (D 31).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Division {
    /// Who gets how much, by tree and adoption; nobody is named with nothing.
    pub allocations: Vec<Allocation>,
    /// What nobody has a claim to.
    pub surplus: Grams,
}

/// Divides what the trees gave. The order of yields and shares does not matter (D 35).
#[must_use]
pub fn allocate(policy: Policy, yields: &[TreeYield], shares: &[ShareClaim]) -> Division {
    match policy {
        Policy::OwnTree1 => own_tree_1(yields, shares),
    }
}

/// Part p of n of a tree gets the p-th of n even portions of that tree's grams (earlier parts take the remainder
/// grams), capped at what its adoption still misses. Portions of parts that nobody holds are surplus.
fn own_tree_1(yields: &[TreeYield], shares: &[ShareClaim]) -> Division {
    let harvested: Grams = yields.iter().map(|tree| tree.grams).sum();
    let mut left: BTreeMap<TreeId, Grams> = BTreeMap::new();
    for tree in yields {
        let sum = left.entry(tree.tree).or_default();
        *sum = sum.plus(tree.grams);
    }
    let totals = left.clone();
    let mut given: BTreeMap<AdoptionId, Grams> = BTreeMap::new();
    let mut served: BTreeSet<(TreeId, u8, u8)> = BTreeSet::new();
    let mut grants: BTreeMap<(TreeId, AdoptionId), Grams> = BTreeMap::new();
    for share in in_order(shares) {
        let total = totals.get(&share.tree).copied().unwrap_or_default();
        let rest = left.entry(share.tree).or_default();
        let had = given.entry(share.adoption).or_default();
        let missing = share
            .promised
            .minus_or_zero(share.already)
            .minus_or_zero(*had);
        // The sold parts of a tree never overlap (D 1). Should the caller hand in parts that do, then `served`
        // and `rest` keep a gram from being given twice.
        let first = served.insert((share.tree, share.of, share.part));
        let grams = portion(total, share).min(missing).min(*rest);
        if !first || grams == Grams::ZERO {
            continue;
        }
        *rest = rest.minus_or_zero(grams);
        *had = had.plus(grams);
        let grant = grants.entry((share.tree, share.adoption)).or_default();
        *grant = grant.plus(grams);
    }
    let surplus = harvested.minus_or_zero(grants.values().sum());
    let allocations = grants
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

/// How surplus is divided, with its version; a changed rule is a new variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TopUpPolicy {
    /// Who is first in line gets all that is missing before the next gets anything; trees in their order.
    #[serde(rename = "first-in-line/1")]
    FirstInLine1,
}

/// Fruit that an adoption misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// Whose it is.
    pub adoption: AdoptionId,
    /// How much.
    pub grams: Grams,
}

/// Divides what is free of a lot among those who miss something; nobody is named with nothing, and no gram is given
/// twice (D 31).
#[must_use]
pub fn top_up(
    policy: TopUpPolicy,
    free: &BTreeMap<TreeId, Grams>,
    wants: &[Want],
) -> Vec<Allocation> {
    let TopUpPolicy::FirstInLine1 = policy;
    let mut trees = free.iter().map(|(tree, grams)| (*tree, *grams));
    let mut on_hand = trees.next();
    let mut given = Vec::new();
    for want in wants {
        let mut missing = want.grams;
        while missing > Grams::ZERO
            && let Some((tree, left)) = on_hand
        {
            let grams = missing.min(left);
            if grams > Grams::ZERO {
                given.push(Allocation {
                    adoption: want.adoption,
                    tree,
                    grams,
                });
            }
            missing = missing.minus_or_zero(grams);
            let rest = left.minus_or_zero(grams);
            on_hand = if rest == Grams::ZERO {
                trees.next()
            } else {
                Some((tree, rest))
            };
        }
    }
    given
}

fn in_order(shares: &[ShareClaim]) -> Vec<&ShareClaim> {
    let mut shares: Vec<&ShareClaim> = shares.iter().collect();
    shares.sort_by_key(|share| {
        let place = (share.tree, share.of, share.part);
        (place, share.adoption, share.promised, share.already)
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

#[cfg(test)]
mod tests;
