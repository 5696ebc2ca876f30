//! The shares of one tree in one season: who holds which part. Stream `tree-share-<TreeId>.<season>`.
//! One stream per tree and season, so that parts can never sum to more than the tree (D 1).

use kernel::{AdoptionId, CampaignId, PersonId, Season, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

/// Which part of a tree: part `number` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    pub number: u8,
    pub of: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseReason {
    Cancelled,
    Refunded,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Hold a part until a fixed moment. `now` ≥ the expiry of another's hold does not free it: only `ExpireHold` does (D 3).
    HoldTreeShare {
        tree: TreeId,
        season: Season,
        part: Part,
        campaign: CampaignId,
        adoption: AdoptionId,
        holder: PersonId,
        until: Timestamp,
    },
    /// The holder has paid. Quiet if this adoption already took it.
    TakeTreeShare { adoption: AdoptionId, at: Timestamp },
    /// A late payer asks for the part again: taken if nobody has it (D 16).
    RetakeTreeShare {
        part: Part,
        campaign: CampaignId,
        adoption: AdoptionId,
        holder: PersonId,
        at: Timestamp,
    },
    /// Quiet if the hold is gone or taken already.
    ExpireHold {
        adoption: AdoptionId,
        now: Timestamp,
    },
    ReleaseTreeShare {
        adoption: AdoptionId,
        reason: ReleaseReason,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "adoption.tree-share-held")]
    TreeShareHeld {
        tree: TreeId,
        season: Season,
        part: Part,
        campaign: CampaignId,
        adoption: AdoptionId,
        holder: PersonId,
        until: Timestamp,
    },
    #[serde(rename = "adoption.tree-share-taken")]
    TreeShareTaken {
        part: Part,
        campaign: CampaignId,
        adoption: AdoptionId,
        holder: PersonId,
        at: Timestamp,
    },
    #[serde(rename = "adoption.tree-share-hold-expired")]
    HoldExpired {
        part: Part,
        adoption: AdoptionId,
        at: Timestamp,
    },
    #[serde(rename = "adoption.tree-share-released")]
    TreeShareReleased {
        part: Part,
        adoption: AdoptionId,
        reason: ReleaseReason,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("part {} of {} does not exist", part.number, part.of)]
    PartInvalid { part: Part },
    #[error("the tree is already sold in {of} parts this season")]
    TreeSoldInOtherParts { of: u8 },
    #[error("this part is held by somebody until {until}")]
    TreeShareOnHold { until: Timestamp },
    #[error("this part has been adopted")]
    TreeShareTaken,
    #[error("this adoption does not hold a part of the tree")]
    NotHeldByAdoption,
    #[error("the hold lasts until {until}")]
    HoldNotExpired { until: Timestamp },
}
