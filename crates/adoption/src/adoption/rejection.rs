//! Why a wish about an adoption was refused: one closed list with stable codes.

use kernel::{ContentHash, Grams, Timestamp};
use serde::Serialize;

use super::CancelReason;
use crate::campaign::RiskClause;

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
        /// The limit, [`REASON_CHARS_MAX`](super::REASON_CHARS_MAX).
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
    /// Only words that were approved are printed.
    #[error("the nameplate is not approved")]
    NameplateNotApproved,
    /// Only a plate that was printed is hung.
    #[error("the nameplate is not printed")]
    NameplateNotPrinted,
    /// What went back can no longer be divided.
    #[error("a part of the money went back already")]
    MoneyWentBack,
    /// Credit goes back to one adoption as one sum.
    #[error("an adoption that was paid with credit cannot be divided")]
    PaidWithCredit,
    /// What is missing is missing of the whole; nobody may choose for a part of it.
    #[error("a loss of fruit waits for a choice, until {choose_by}")]
    RemedyChoiceOpen {
        /// Until when the buyer may choose.
        choose_by: Timestamp,
    },
    /// Fruit of other trees was chosen for the whole and has not come.
    #[error("{grams} of other trees are still to come")]
    FruitAwaited {
        /// How much.
        #[serde(rename = "awaited_grams")]
        grams: Grams,
    },
    /// Picked fruit was given to the whole.
    #[error("{grams} of picked fruit were given to the adoption")]
    FruitGiven {
        /// How much.
        #[serde(rename = "given_grams")]
        grams: Grams,
    },
    /// Each part has to get at least one box.
    #[error("{boxes} boxes cannot be divided among {parts} parts")]
    BoxesTooFew {
        /// The boxes of the adoption.
        boxes: u8,
        /// The parts asked for.
        parts: usize,
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
            Self::NameplateNotApproved => "nameplate-not-approved",
            Self::NameplateNotPrinted => "nameplate-not-printed",
            Self::MoneyWentBack => "money-went-back",
            Self::PaidWithCredit => "paid-with-credit",
            Self::RemedyChoiceOpen { .. } => "remedy-choice-open",
            Self::FruitAwaited { .. } => "fruit-awaited",
            Self::FruitGiven { .. } => "fruit-given",
            Self::BoxesTooFew { .. } => "boxes-too-few",
        }
    }
}
