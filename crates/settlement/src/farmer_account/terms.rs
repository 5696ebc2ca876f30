//! The words of a farmer's account: how money is divided, why a farm is charged, where a season stands. It must not
//! decide anything.

use kernel::Money;
use serde::{Deserialize, Serialize};

/// One whole, in thousandths.
pub const PERMILLE: u16 = 1_000;

/// How a season's money is divided with the farm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The farm's part of the revenue, in thousandths.
    pub share_permille: u16,
    /// How much of what confirmed adoptions are still owed may be advanced, in thousandths; at most the share, or the
    /// farm could be advanced what it can never earn.
    pub cover_permille: u16,
    /// How much of what is earned and not recovered waits for claims, in thousandths.
    pub holdback_permille: u16,
}

/// Why a farm is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeCause {
    /// A buyer was compensated for fruit.
    Claim,
    /// A channel kept its fee although the money went back (B 22).
    LostFee,
    /// A dispute was lost.
    DisputeLost,
}

/// Where a farm's season stands, in the words of its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Delivered fruit at the buyers' prices.
    pub revenue: Money,
    /// The farm's part of it.
    pub earned: Money,
    /// Advanced, in flight included.
    pub advanced: Money,
    /// Of the earned, kept to pay back the advance.
    pub recovered: Money,
    /// Of the earned, waiting for claims.
    pub held_back: Money,
    /// Charged to the farm.
    pub charged: Money,
    /// Of the earned, waiting for disputes (D 20).
    pub frozen: Money,
    /// Paid by settlements before, in flight included.
    pub paid: Money,
    /// What can be paid now; negative if the farm owes.
    pub payable: Money,
}
