//! One person's bond with a part of a tree for a season. Stream `adoption-<AdoptionId>`.
//! It must not know about channels of payment or parcels.

use kernel::{
    AdoptionId, CampaignId, ContentHash, Decider, Grams, Money, PaymentId, PersonId, PlateBatchId,
    Sealed, Season, Timestamp, TreeId, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::{campaign::RiskClause, tree_share::Part};

mod command;
mod plate;
mod rejection;
mod rules;
mod sharing;

pub use command::Command;
pub use rejection::Rejection;
pub use rules::REASON_CHARS_MAX;
pub use sharing::SplitShare;

/// Why an adoption ended before its harvest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CancelReason {
    /// The hold ended without payment; a late payment may still revive it (D 16).
    HoldExpired,
    /// The buyer withdrew.
    Withdrawn,
    /// Paid too late and the share was gone; the money goes back (D 16).
    PaidTooLate,
    /// The operator cancelled.
    ByOperator,
    /// The campaign missed its goal and had promised all or nothing.
    GoalMissed,
}

/// What is fixed when an adoption starts; the offer's terms frozen for this buyer (D 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Under which offer.
    pub campaign: CampaignId,
    /// Who adopts.
    pub buyer: PersonId,
    /// Which tree.
    pub tree: TreeId,
    /// Which harvest.
    pub season: Season,
    /// Which part of the tree.
    pub part: Part,
    /// What it costs.
    pub price: Money,
    /// How much fruit is promised.
    pub promised_grams: Grams,
    /// In how many boxes.
    pub boxes: u8,
    /// What happens when the harvest falls short.
    pub risk_clause: RiskClause,
    /// The contract, by the hash of its text.
    pub contract: ContentHash,
    /// When the hold on the part ends.
    pub hold_until: Timestamp,
}

/// What may happen to an adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An adoption began; nothing is paid.
    #[serde(rename = "adoption.adoption-started")]
    AdoptionStarted {
        /// The adoption.
        adoption: AdoptionId,
        /// What was fixed.
        agreement: Agreement,
    },
    /// The buyer wishes this text on the tree.
    #[serde(rename = "adoption.nameplate-proposed")]
    NameplateProposed {
        /// The sealed text.
        text: Sealed,
        /// When.
        at: Timestamp,
    },
    /// The proposed text may hang on the tree; final.
    #[serde(rename = "adoption.nameplate-approved")]
    NameplateApproved {
        /// When.
        at: Timestamp,
    },
    /// The proposed text may not hang on the tree.
    #[serde(rename = "adoption.nameplate-rejected")]
    NameplateRejected {
        /// Told to the buyer.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The buyer accepted what was offered.
    #[serde(rename = "adoption.contract-accepted")]
    ContractAccepted {
        /// The contract that was shown.
        contract: ContentHash,
        /// The clause that was shown.
        risk_clause: RiskClause,
        /// The buyer ticked that fresh fruit cannot be returned.
        no_return_confirmed: bool,
        /// When.
        at: Timestamp,
    },
    /// The adoption is paid and counts.
    #[serde(rename = "adoption.adoption-confirmed")]
    AdoptionConfirmed {
        /// By this payment.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// From now on this fruit is owed.
    #[serde(rename = "adoption.entitlement-promised")]
    EntitlementPromised {
        /// How much.
        grams: Grams,
        /// In how many boxes.
        boxes: u8,
    },
    /// The adoption ended before its harvest.
    #[serde(rename = "adoption.adoption-cancelled")]
    AdoptionCancelled {
        /// Why.
        reason: CancelReason,
        /// When.
        at: Timestamp,
    },
    /// All that was promised is done.
    #[serde(rename = "adoption.adoption-completed")]
    AdoptionCompleted {
        /// When.
        at: Timestamp,
    },
    /// The approved words were printed.
    #[serde(rename = "adoption.nameplate-printed")]
    NameplatePrinted {
        /// With which others.
        batch: PlateBatchId,
        /// When.
        at: Timestamp,
    },
    /// The plate hangs on the tree.
    #[serde(rename = "adoption.nameplate-hung")]
    NameplateHung {
        /// What it looks like there.
        photo: ContentHash,
        /// When.
        at: Timestamp,
    },
    /// A paid adoption was divided; money, fruit and boxes of the parts sum to what it had.
    #[serde(rename = "adoption.adoption-split")]
    AdoptionSplit {
        /// Itself first, then the new ones.
        into: Vec<SplitShare>,
        /// When.
        at: Timestamp,
    },
    /// The adoption is another person's now.
    #[serde(rename = "adoption.adoption-transferred")]
    AdoptionTransferred {
        /// Whose it was.
        from: PersonId,
        /// Whose it is.
        to: PersonId,
        /// Whether it was a gift.
        gift: bool,
        /// The contract that the new holder accepted.
        contract: ContentHash,
        /// The clause that the new holder accepted.
        risk_clause: RiskClause,
        /// The new holder ticked that fresh fruit cannot be returned.
        no_return_confirmed: bool,
        /// The plate's words, sealed for the new holder; none if there were none or nobody can read them any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nameplate: Option<Sealed>,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "adoption";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.adoption-started", 1),
        ("adoption.nameplate-proposed", 1),
        ("adoption.nameplate-approved", 1),
        ("adoption.nameplate-rejected", 1),
        ("adoption.contract-accepted", 1),
        ("adoption.adoption-confirmed", 1),
        ("adoption.entitlement-promised", 1),
        ("adoption.adoption-cancelled", 1),
        ("adoption.adoption-completed", 1),
        ("adoption.nameplate-printed", 1),
        ("adoption.nameplate-hung", 1),
        ("adoption.adoption-split", 1),
        ("adoption.adoption-transferred", 1),
    ];
}

/// The id part of an adoption's stream name.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// How far an adoption has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// The part is held; nothing is paid.
    #[default]
    Started,
    /// Paid.
    Confirmed,
    /// Ended before its harvest.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// Fulfilled.
    Completed,
}

/// How far a nameplate has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Waits for a decision.
    Proposed,
    /// May hang on the tree.
    Approved,
    /// Is made.
    Printed,
    /// Hangs on the tree.
    Hung,
    /// May not; another may be proposed.
    Rejected,
}

/// The text that was proposed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameplate {
    /// The sealed text.
    pub text: Sealed,
    /// What was decided about it.
    pub verdict: Verdict,
}

/// What is remembered of an adoption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Which adoption and what was fixed; `None` before the start.
    pub started: Option<(AdoptionId, Agreement)>,
    /// How far the adoption has come.
    pub phase: Phase,
    /// When the contract was accepted, if it was.
    pub accepted_at: Option<Timestamp>,
    /// The payment that confirmed the adoption, if one did; stays when it is cancelled later.
    pub payment: Option<PaymentId>,
    /// The nameplate, if one was proposed.
    pub nameplate: Option<Nameplate>,
    /// Whether other words may be wished for although these were approved: once, after a transfer.
    pub may_renew_plate: bool,
    /// Who started it, and pays unless others do; stays when it becomes another person's.
    pub bought_by: Option<PersonId>,
    /// What it was divided into, itself first; empty if it was not.
    pub split_into: Vec<AdoptionId>,
}

/// The rules of an adoption.
#[derive(Debug, Clone, Copy)]
pub struct Adoption;

impl Decider for Adoption {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
