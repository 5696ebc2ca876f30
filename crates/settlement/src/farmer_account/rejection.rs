//! Why a wish about a farmer's account was refused, in facts. It must not know how a refusal is shown.

use kernel::{Money, PayoutId};
use serde::Serialize;

/// Why a wish about a farmer's account was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing is agreed with the farm for this season.
    #[error("no terms are agreed with the farm for this season")]
    FarmerTermsMissing,
    /// A part above one whole, or an advance above the farm's share.
    #[error("parts are at most 1000 thousandths, and no more is advanced than the farm's share")]
    FarmerTermsInvalid,
    /// Money was advanced or earned under the terms.
    #[error("the terms are in use and stay as they are for this season")]
    FarmerTermsInUse,
    /// Nothing or less than nothing.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// Another currency than the account's.
    #[error("the account is kept in another currency")]
    CurrencyDiffers,
    /// More than confirmed adoptions cover (D 17).
    #[error("only {available} can be advanced now")]
    AdvanceAboveLimit {
        /// Limit less what is advanced and not earned.
        available: Money,
    },
    /// The payout or charge stands for something else already.
    #[error("this was recorded with other facts")]
    RecordedOtherwise,
    /// The account knows no such payout.
    #[error("payout {payout} does not belong to this account")]
    PayoutUnknown {
        /// The payout.
        payout: PayoutId,
    },
    /// The payout ended in the other way.
    #[error("payout {payout} has ended")]
    PayoutOver {
        /// The payout.
        payout: PayoutId,
    },
    /// There is nothing to pay.
    #[error("nothing is payable; the balance is {balance}")]
    NothingPayable {
        /// Zero or what the farm owes.
        balance: Money,
    },
    /// No such proposal, or it was answered.
    #[error("settlement {number} is not open")]
    SettlementNotOpen {
        /// Its number.
        number: u32,
    },
    /// Less is payable now than was proposed.
    #[error("only {payable} is payable now; the settlement must be proposed anew")]
    SettlementOutdated {
        /// What is payable now.
        payable: Money,
    },
    /// A disagreement without a reason.
    #[error("a disagreement needs a reason")]
    ReasonMissing,
    /// A reason of more than 200 characters.
    #[error("the reason is longer than {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::REASON_CHARS_MAX).
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FarmerTermsMissing => "farmer-terms-missing",
            Self::FarmerTermsInvalid => "farmer-terms-invalid",
            Self::FarmerTermsInUse => "farmer-terms-in-use",
            Self::AmountNotPositive => "amount-not-positive",
            Self::CurrencyDiffers => "currency-differs",
            Self::AdvanceAboveLimit { .. } => "advance-above-limit",
            Self::RecordedOtherwise => "recorded-otherwise",
            Self::PayoutUnknown { .. } => "payout-unknown",
            Self::PayoutOver { .. } => "payout-over",
            Self::NothingPayable { .. } => "nothing-payable",
            Self::SettlementNotOpen { .. } => "settlement-not-open",
            Self::SettlementOutdated { .. } => "settlement-outdated",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
        }
    }
}
