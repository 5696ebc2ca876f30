//! One person's bond with a part of a tree for a season. Stream `adoption-<AdoptionId>`.
//! It must not know about channels of payment or parcels.

use kernel::{
    AdoptionId, CampaignId, ContentHash, Decider, Grams, Money, PaymentId, PersonId, Sealed,
    Season, Timestamp, TreeId, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::{campaign::RiskClause, tree_share::Part};

mod rules;

pub use rules::REASON_CHARS_MAX;

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

/// What may be asked of an adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin an adoption. Quiet for the same adoption and agreement.
    StartAdoption {
        /// The adoption.
        adoption: AdoptionId,
        /// What is fixed now.
        agreement: Agreement,
    },
    /// The text was checked by `nameplate::NameplateText` and then sealed.
    ProposeNameplate {
        /// The sealed text.
        text: Sealed,
        /// When.
        at: Timestamp,
    },
    /// Let the proposed text hang on the tree. Quiet if approved.
    ApproveNameplate {
        /// When.
        at: Timestamp,
    },
    /// Refuse the proposed text; another may be proposed. Quiet if refused.
    RejectNameplate {
        /// Told to the buyer.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The buyer accepts contract and risk, and confirms that fresh fruit cannot be returned (D 6, 7). Quiet if
    /// accepted.
    AcceptContract {
        /// The contract that was shown.
        contract: ContentHash,
        /// The clause that was shown.
        risk_clause: RiskClause,
        /// Whether the buyer ticked that fresh fruit cannot be returned.
        no_return_confirmed: bool,
        /// When.
        at: Timestamp,
    },
    /// Before money may be asked for: the contract must be accepted (D 7). Quiet, it records nothing.
    CheckReadyToPay {
        /// The present moment.
        now: Timestamp,
    },
    /// The money is there and the part is taken. Quiet for the same payment. Revives an adoption whose hold
    /// had expired (D 16).
    ConfirmAdoption {
        /// The payment.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// End the adoption. Quiet if cancelled, whatever the reason; only `PaidTooLate` is noted once more after an
    /// expired hold, because it lets the money go back.
    CancelAdoption {
        /// Why.
        reason: CancelReason,
        /// When.
        at: Timestamp,
    },
    /// All that was promised is done. Quiet if completed.
    CompleteAdoption {
        /// When.
        at: Timestamp,
    },
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
    ];
}

/// The id part of an adoption's stream name.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// Why a wish about an adoption was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was started under this id.
    #[error("there is no such adoption")]
    AdoptionUnknown,
    /// Another adoption was started under this id.
    #[error("the adoption exists already")]
    AdoptionExists,
    /// The adoption has ended.
    #[error("the adoption was cancelled")]
    AdoptionCancelled {
        /// Why it ended.
        reason: CancelReason,
    },
    /// The adoption is fulfilled.
    #[error("the adoption is completed")]
    AdoptionCompleted,
    /// The adoption is paid.
    #[error("the adoption is confirmed already")]
    AdoptionAlreadyConfirmed,
    /// The adoption is not paid.
    #[error("the adoption is not confirmed")]
    AdoptionNotConfirmed,
    /// The adoption still stands, so there is nothing to give back.
    #[error("the adoption is not cancelled")]
    AdoptionNotCancelled,
    /// Nothing was proposed, or it was refused.
    #[error("no nameplate waits for a decision")]
    NameplateNotProposed,
    /// The plate may be made already.
    #[error("the nameplate is approved and can no longer be changed")]
    NameplateAlreadyApproved,
    /// The buyer is told why.
    #[error("a rejection needs a reason")]
    ReasonMissing,
    /// A reason of more than 200 characters.
    #[error("the reason is longer than {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`].
        max: usize,
    },
    /// The buyer saw another contract (D 6).
    #[error("the accepted contract is not the contract of the offer")]
    ContractDiffers {
        /// The contract of the offer.
        offered: ContentHash,
    },
    /// The buyer saw another clause (B 10).
    #[error("the accepted risk clause is not the clause of the offer")]
    RiskClauseDiffers {
        /// The clause of the offer.
        offered: RiskClause,
    },
    /// The law lets fresh goods be excluded from return only if the buyer confirms it (D 7).
    #[error("that fresh fruit cannot be returned must be confirmed")]
    NoReturnNotConfirmed,
    /// No charge without acceptance (D 7).
    #[error("the contract is not accepted")]
    ContractNotAccepted,
    /// It is too late to pay.
    #[error("the hold ended at {until}")]
    HoldEnded {
        /// When it ended.
        until: Timestamp,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AdoptionUnknown => "adoption-unknown",
            Self::AdoptionExists => "adoption-exists",
            Self::AdoptionCancelled { .. } => "adoption-cancelled",
            Self::AdoptionCompleted => "adoption-completed",
            Self::AdoptionAlreadyConfirmed => "adoption-already-confirmed",
            Self::AdoptionNotConfirmed => "adoption-not-confirmed",
            Self::AdoptionNotCancelled => "adoption-not-cancelled",
            Self::NameplateNotProposed => "nameplate-not-proposed",
            Self::NameplateAlreadyApproved => "nameplate-already-approved",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::ContractDiffers { .. } => "contract-differs",
            Self::RiskClauseDiffers { .. } => "risk-clause-differs",
            Self::NoReturnNotConfirmed => "no-return-not-confirmed",
            Self::ContractNotAccepted => "contract-not-accepted",
            Self::HoldEnded { .. } => "hold-ended",
        }
    }
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
