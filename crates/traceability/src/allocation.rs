//! Who gets how much of a harvest: versioned pure functions (D 31, 35).

use kernel::{AdoptionId, Grams, TreeId};
use serde::{Deserialize, Serialize};

/// An allocation policy with its version; a changed rule is a new variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// Each tree's fruit goes to the holders of its parts in proportion to the parts, up to what was promised in all
    /// (already allocated from other lots counts); the rest is surplus.
    #[serde(rename = "own-tree/1")]
    OwnTree1,
}

/// A confirmed share of a tree: `parts` of `of`, what was promised and what other lots already gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareClaim {
    pub adoption: AdoptionId,
    pub tree: TreeId,
    pub part: u8,
    pub of: u8,
    pub promised: Grams,
    pub already: Grams,
}
