//! One person's bond with a part of a tree for a season. Stream `adoption-<AdoptionId>`.
//! It must not know about channels of payment or parcels.

use kernel::{
    AdoptionId, CampaignId, ContentHash, Grams, Money, PaymentId, PersonId, Sealed, Season,
    Timestamp, TreeId,
};
use serde::{Deserialize, Serialize};

use crate::{campaign::RiskClause, tree_share::Part};

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
}

/// What is fixed when an adoption starts; the offer's terms frozen for this buyer (D 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    pub campaign: CampaignId,
    pub buyer: PersonId,
    pub tree: TreeId,
    pub season: Season,
    pub part: Part,
    pub price: Money,
    pub promised_grams: Grams,
    pub boxes: u8,
    pub risk_clause: RiskClause,
    pub contract: ContentHash,
    pub hold_until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    StartAdoption {
        adoption: AdoptionId,
        agreement: Agreement,
    },
    /// The text was checked by `nameplate::NameplateText` and then sealed.
    ProposeNameplate {
        text: Sealed,
        at: Timestamp,
    },
    ApproveNameplate {
        at: Timestamp,
    },
    RejectNameplate {
        reason: String,
        at: Timestamp,
    },
    AcceptContract {
        contract: ContentHash,
        risk_clause: RiskClause,
        no_return_confirmed: bool,
        at: Timestamp,
    },
    /// Before money may be asked for: the contract must be accepted (D 7). Quiet, it records nothing.
    CheckReadyToPay {
        now: Timestamp,
    },
    ConfirmAdoption {
        payment: PaymentId,
        at: Timestamp,
    },
    CancelAdoption {
        reason: CancelReason,
        at: Timestamp,
    },
    CompleteAdoption {
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "adoption.adoption-started")]
    AdoptionStarted {
        adoption: AdoptionId,
        agreement: Agreement,
    },
    #[serde(rename = "adoption.nameplate-proposed")]
    NameplateProposed { text: Sealed, at: Timestamp },
    #[serde(rename = "adoption.nameplate-approved")]
    NameplateApproved { at: Timestamp },
    #[serde(rename = "adoption.nameplate-rejected")]
    NameplateRejected { reason: String, at: Timestamp },
    #[serde(rename = "adoption.contract-accepted")]
    ContractAccepted {
        contract: ContentHash,
        risk_clause: RiskClause,
        no_return_confirmed: bool,
        at: Timestamp,
    },
    #[serde(rename = "adoption.adoption-confirmed")]
    AdoptionConfirmed { payment: PaymentId, at: Timestamp },
    #[serde(rename = "adoption.entitlement-promised")]
    EntitlementPromised { grams: Grams, boxes: u8 },
    #[serde(rename = "adoption.adoption-cancelled")]
    AdoptionCancelled { reason: CancelReason, at: Timestamp },
    #[serde(rename = "adoption.adoption-completed")]
    AdoptionCompleted { at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such adoption")]
    AdoptionUnknown,
    #[error("the adoption exists already")]
    AdoptionExists,
    #[error("the adoption was cancelled")]
    AdoptionCancelled { reason: CancelReason },
    #[error("the adoption is completed")]
    AdoptionCompleted,
    #[error("the adoption is confirmed already")]
    AdoptionAlreadyConfirmed,
    #[error("the adoption is not confirmed")]
    AdoptionNotConfirmed,
    #[error("no nameplate waits for a decision")]
    NameplateNotProposed,
    #[error("the nameplate is approved and can no longer be changed")]
    NameplateAlreadyApproved,
    #[error("a rejection needs a reason")]
    ReasonMissing,
    #[error("the accepted contract is not the contract of the offer")]
    ContractDiffers { offered: ContentHash },
    #[error("the accepted risk clause is not the clause of the offer")]
    RiskClauseDiffers { offered: RiskClause },
    #[error("that fresh fruit cannot be returned must be confirmed")]
    NoReturnNotConfirmed,
    #[error("the contract is not accepted")]
    ContractNotAccepted,
    #[error("the hold ended at {until}")]
    HoldEnded { until: Timestamp },
}
