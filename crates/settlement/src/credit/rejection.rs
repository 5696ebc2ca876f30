//! Why a wish about a buyer's credit was refused, in facts. It must not know how a refusal is shown.

use kernel::Money;
use serde::Serialize;

/// Why a wish about a buyer's credit was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing or less than nothing was asked for.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// A credit was given under this id with other facts.
    #[error("the credit exists already")]
    CreditExists,
    /// More than there is.
    #[error("only {available} of credit is there")]
    CreditTooSmall {
        /// What there is.
        available: Money,
    },
    /// Another amount was spent on this adoption, or it came back.
    #[error("{spent} of credit was used for this adoption already")]
    CreditSpentAlready {
        /// What was spent.
        spent: Money,
    },
    /// More than was spent on this adoption and has not come back.
    #[error("only {spent} of credit was used for this adoption")]
    ReturnAboveSpent {
        /// What could come back.
        spent: Money,
    },
    /// Cash was asked for under this payout with another amount, or the payout is over.
    #[error("this payout of credit exists already")]
    CashExists,
    /// No cash was asked for under this payout.
    #[error("this payout of credit is not known")]
    CashUnknown,
    /// More than the adoption costs.
    #[error("the adoption costs {price}")]
    CreditAbovePrice {
        /// What it costs.
        price: Money,
    },
    /// The payment was opened over its whole price; it can no longer be paid in part with credit.
    #[error("the payment is open already")]
    PaymentOpenAlready,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive => "amount-not-positive",
            Self::CreditExists => "credit-exists",
            Self::CreditTooSmall { .. } => "credit-too-small",
            Self::CreditSpentAlready { .. } => "credit-spent-already",
            Self::ReturnAboveSpent { .. } => "credit-return-above-spent",
            Self::CashExists => "credit-cash-exists",
            Self::CashUnknown => "credit-cash-unknown",
            Self::CreditAbovePrice { .. } => "credit-above-price",
            Self::PaymentOpenAlready => "payment-open-already",
        }
    }
}
