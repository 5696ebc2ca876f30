//! Who gets how much of a harvest: versioned pure functions (D 31, 35).
//!
//! It must not know prices, buyers or parcels, nor when it runs: grams, shares and a policy go in, grams come out.

use std::collections::BTreeMap;

use kernel::{AdoptionId, Grams, TreeId};
use serde::{Deserialize, Serialize};

use crate::lot::{Allocation, TreeYield};

mod policies;

/// An allocation policy with its version; a changed rule is a new variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// Each tree's fruit goes to the holders of its parts in proportion to the parts, up to what was promised in all
    /// (already allocated from other lots counts); the rest is surplus.
    #[serde(rename = "own-tree/1")]
    OwnTree1,
    /// All fruit of the lot is one pool. Every tree of the block that gave or is adopted counts the same, every part of
    /// it its part, up to what was promised; what parts that nobody holds would get is surplus.
    #[serde(rename = "pooled-block/1")]
    PooledBlock1,
    /// All fruit of the lot is one pool, divided in proportion to what each share still misses of its promise; with
    /// enough for all, everybody gets all and the rest is surplus.
    #[serde(rename = "pro-rata/1")]
    ProRata1,
    /// As `own-tree/1`; then whoever has less than was guaranteed gets the rest from the lot's surplus, in proportion
    /// to what is missing. The trees it comes from are named (B 11).
    #[serde(rename = "guaranteed-minimum/1")]
    GuaranteedMinimum1,
}

impl Policy {
    /// Whether shares of the whole block have a claim, or only those of the trees that gave.
    #[must_use]
    pub const fn is_pooled(self) -> bool {
        match self {
            Self::PooledBlock1 | Self::ProRata1 => true,
            Self::OwnTree1 | Self::GuaranteedMinimum1 => false,
        }
    }

    /// The name it is stored and told by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnTree1 => "own-tree/1",
            Self::PooledBlock1 => "pooled-block/1",
            Self::ProRata1 => "pro-rata/1",
            Self::GuaranteedMinimum1 => "guaranteed-minimum/1",
        }
    }
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
    /// Grams it gets at least, from other trees if its own gives less; nothing without such a promise.
    pub guaranteed: Grams,
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
        Policy::OwnTree1 => policies::own_tree_1(yields, shares),
        Policy::PooledBlock1 => policies::pooled_block_1(yields, shares),
        Policy::ProRata1 => policies::pro_rata_1(yields, shares),
        Policy::GuaranteedMinimum1 => policies::guaranteed_minimum_1(yields, shares),
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

#[cfg(test)]
mod tests;
