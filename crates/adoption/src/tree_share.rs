//! The shares of one tree in one season: who holds which part. Stream `tree-share-<TreeId>.<season>`.
//! One stream per tree and season, so that parts can never sum to more than the tree (D 1).
//! It must not know prices, payments or contracts.

use std::collections::BTreeMap;

use kernel::{
    AdoptionId, CampaignId, Decider, PersonId, Season, Timestamp, TreeId, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod rules;

/// Into how many equal parts a tree may be sold.
pub const DIVISIONS: [u8; 3] = [1, 2, 4];

/// Which part of a tree: part `number` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// Which one, from 1.
    pub number: u8,
    /// Of how many equal parts.
    pub of: u8,
}

impl Part {
    /// Whether a tree has such a part.
    #[must_use]
    pub fn exists(self) -> bool {
        DIVISIONS.contains(&self.of) && (1..=self.of).contains(&self.number)
    }
}

/// Why a part became free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseReason {
    /// The adoption was cancelled.
    Cancelled,
    /// The adoption was paid back.
    Refunded,
}

/// What may be asked of a tree's shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Hold a part until a fixed moment. The end of another's hold does not free it: only `ExpireHold` does (D 3).
    /// Quiet if this adoption has this part; its hold keeps its first expiry.
    HoldTreeShare {
        /// The tree.
        tree: TreeId,
        /// Whose harvest.
        season: Season,
        /// Which part.
        part: Part,
        /// Under which offer.
        campaign: CampaignId,
        /// For which adoption.
        adoption: AdoptionId,
        /// For whom.
        holder: PersonId,
        /// The hold's one expiry.
        until: Timestamp,
    },
    /// The holder has paid. Quiet if this adoption already took it. A hold that has ended but was not released
    /// yet may still be taken: the stream's version lets one of payment and expiry win (D 3).
    TakeTreeShare {
        /// For which adoption.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// A late payer asks for the part again: taken if nobody has it (D 16).
    RetakeTreeShare {
        /// Which part.
        part: Part,
        /// Under which offer.
        campaign: CampaignId,
        /// For which adoption.
        adoption: AdoptionId,
        /// For whom.
        holder: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Quiet if the hold is gone or taken already.
    ExpireHold {
        /// For which adoption.
        adoption: AdoptionId,
        /// The present moment.
        now: Timestamp,
    },
    /// Divide a whole tree that is paid among several adoptions of its holder. Quiet if it is divided so.
    SplitTreeShare {
        /// The adoption that has the whole tree.
        adoption: AdoptionId,
        /// Itself first, then the new ones: 2 or 4 in all.
        into: Vec<AdoptionId>,
        /// When.
        at: Timestamp,
    },
    /// A paid part becomes another person's. Quiet if it is theirs.
    TransferTreeShare {
        /// Of which adoption.
        adoption: AdoptionId,
        /// Whose it becomes.
        to: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Free a part. Quiet if this adoption has none.
    ReleaseTreeShare {
        /// For which adoption.
        adoption: AdoptionId,
        /// Why.
        reason: ReleaseReason,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a tree's shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A part is kept for a buyer who has not paid.
    #[serde(rename = "adoption.tree-share-held")]
    TreeShareHeld {
        /// The tree.
        tree: TreeId,
        /// Whose harvest.
        season: Season,
        /// Which part.
        part: Part,
        /// Under which offer.
        campaign: CampaignId,
        /// For which adoption.
        adoption: AdoptionId,
        /// For whom.
        holder: PersonId,
        /// The hold's one expiry.
        until: Timestamp,
    },
    /// A part is a buyer's for the season.
    #[serde(rename = "adoption.tree-share-taken")]
    TreeShareTaken {
        /// Which part.
        part: Part,
        /// Under which offer.
        campaign: CampaignId,
        /// For which adoption.
        adoption: AdoptionId,
        /// For whom.
        holder: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A hold ended without payment; the part is free.
    #[serde(rename = "adoption.tree-share-hold-expired")]
    HoldExpired {
        /// Which part.
        part: Part,
        /// For which adoption.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// A whole tree became equal parts of the same holder's adoptions.
    #[serde(rename = "adoption.tree-share-split")]
    TreeShareSplit {
        /// Under which offer.
        campaign: CampaignId,
        /// The adoption that had the whole tree.
        adoption: AdoptionId,
        /// Who gets which part, in order of the parts: itself first.
        into: Vec<AdoptionId>,
        /// For whom.
        holder: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A part is another person's now.
    #[serde(rename = "adoption.tree-share-transferred")]
    TreeShareTransferred {
        /// Which part.
        part: Part,
        /// Of which adoption.
        adoption: AdoptionId,
        /// For whom.
        holder: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A held or taken part is free again.
    #[serde(rename = "adoption.tree-share-released")]
    TreeShareReleased {
        /// Which part.
        part: Part,
        /// For which adoption.
        adoption: AdoptionId,
        /// Why.
        reason: ReleaseReason,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "tree-share";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.tree-share-held", 1),
        ("adoption.tree-share-taken", 1),
        ("adoption.tree-share-hold-expired", 1),
        ("adoption.tree-share-released", 1),
        ("adoption.tree-share-split", 1),
        ("adoption.tree-share-transferred", 1),
    ];
}

/// The id part of the stream name of a tree's shares.
#[must_use]
pub fn stream_id(tree: TreeId, season: Season) -> String {
    format!("{tree}.{season}")
}

/// Why a wish about a tree's shares was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// A tree has 1, 2 or 4 parts, counted from 1.
    #[error("part {} of {} does not exist", part.number, part.of)]
    PartInvalid {
        /// The part asked for.
        part: Part,
    },
    /// Somebody has a part of another division, so this part would overlap it (D 1).
    #[error("the tree is already sold in {of} parts this season")]
    TreeSoldInOtherParts {
        /// The division in use.
        of: u8,
    },
    /// Somebody else may still pay for it.
    #[error("this part is held by somebody until {until}")]
    TreeShareOnHold {
        /// When the hold ends.
        until: Timestamp,
    },
    /// Somebody else has paid for it.
    #[error("this part has been adopted")]
    TreeShareTaken,
    /// One adoption is about one part.
    #[error("this adoption already has part {} of {}", part.number, part.of)]
    AdoptionHasOtherPart {
        /// The part it has.
        part: Part,
    },
    /// The hold is gone, or never was.
    #[error("this adoption does not hold a part of the tree")]
    NotHeldByAdoption,
    /// Only what is paid can be divided or handed on.
    #[error("the part is held, not paid")]
    TreeShareNotPaid,
    /// Only a whole tree is divided, so that the parts of a tree are always equal.
    #[error("only a whole tree can be divided, into 2 or 4 parts")]
    TreeShareNotDivisible,
    /// It is too early to end the hold.
    #[error("the hold lasts until {until}")]
    HoldNotExpired {
        /// When the hold ends.
        until: Timestamp,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PartInvalid { .. } => "part-invalid",
            Self::TreeSoldInOtherParts { .. } => "tree-sold-in-other-parts",
            Self::TreeShareOnHold { .. } => "tree-share-on-hold",
            Self::TreeShareTaken => "tree-share-taken",
            Self::AdoptionHasOtherPart { .. } => "adoption-has-other-part",
            Self::NotHeldByAdoption => "not-held-by-adoption",
            Self::TreeShareNotPaid => "tree-share-not-paid",
            Self::TreeShareNotDivisible => "tree-share-not-divisible",
            Self::HoldNotExpired { .. } => "hold-not-expired",
        }
    }
}

/// How firmly somebody has a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Not paid yet.
    Held {
        /// When the hold ends.
        until: Timestamp,
    },
    /// Paid.
    Taken,
}

/// Who has a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Under which offer.
    pub campaign: CampaignId,
    /// For which adoption.
    pub adoption: AdoptionId,
    /// For whom.
    pub holder: PersonId,
    /// How firmly.
    pub claim: Claim,
}

/// What is remembered of a tree's shares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Who has which part now; a part that is not here is free.
    pub holdings: BTreeMap<Part, Holding>,
}

/// The rules of a tree's shares.
#[derive(Debug, Clone, Copy)]
pub struct TreeShare;

impl Decider for TreeShare {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, &command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
