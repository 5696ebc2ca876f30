//! Why a wish about a refund was refused, in facts. It must not know how a refusal is shown.

use kernel::Money;
use serde::Serialize;

/// Why a wish about a refund was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No refund was requested under this id.
    #[error("there is no such refund")]
    RefundUnknown,
    /// A refund was requested under this id with other facts.
    #[error("the refund exists already")]
    RefundExists,
    /// Nothing or less than nothing was asked for.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// The channel paid back something else than was requested (B 16).
    #[error("{expected} is to be refunded, the channel says {actual}")]
    AmountDiffers {
        /// What was requested.
        expected: Money,
        /// What the channel says.
        actual: Money,
    },
    /// The money went back by another transaction, or cannot fail any more.
    #[error("the refund is settled already")]
    RefundAlreadySettled {
        /// The transaction that settled it.
        transaction: String,
    },
    /// A failed refund is over; trying again needs a refund of its own.
    #[error("the refund has failed")]
    RefundFailed,
    /// A person declined it; trying again needs a refund of its own.
    #[error("the refund was declined")]
    RefundDeclined,
    /// It needs another person's approval first.
    #[error("the refund is not approved yet")]
    RefundNotApproved,
    /// Enough persons approved, or nobody has to: it may be on its way.
    #[error("the refund is approved and may be on its way")]
    RefundApprovedAlready,
    /// Who asked for a refund cannot approve it.
    #[error("who asked for a refund cannot approve it")]
    ApproverIsRequester,
    /// Nothing of a fee comes back before the money does.
    #[error("the refund is not settled yet")]
    RefundNotSettled,
    /// The fee is negative, above the amount, or in another currency.
    #[error("a fee must not be negative or above the amount")]
    FeeInvalid,
    /// A failure without the channel's words.
    #[error("a failure needs a reason")]
    ReasonMissing,
    /// A reason of more than 200 characters.
    #[error("the reason is longer than {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::REASON_CHARS_MAX).
        max: usize,
    },
    /// Not 1–64 printable ASCII characters, or spaces at an end.
    #[error("a transaction id has 1 to 64 printable characters")]
    TransactionInvalid,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RefundUnknown => "refund-unknown",
            Self::RefundExists => "refund-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountDiffers { .. } => "amount-differs",
            Self::RefundAlreadySettled { .. } => "refund-already-settled",
            Self::RefundFailed => "refund-failed",
            Self::RefundDeclined => "refund-declined",
            Self::RefundNotApproved => "refund-not-approved",
            Self::RefundApprovedAlready => "refund-approved-already",
            Self::ApproverIsRequester => "approver-is-requester",
            Self::RefundNotSettled => "refund-not-settled",
            Self::FeeInvalid => "fee-invalid",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::TransactionInvalid => "transaction-invalid",
        }
    }
}
