//! Why a wish about a payment was refused, in facts. It must not know how a refusal is shown.

use kernel::{DisputeId, Money, RefundId, Timestamp};
use serde::Serialize;

use super::Channel;

/// Why a wish about a payment was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No payment was opened under this id.
    #[error("there is no such payment")]
    PaymentUnknown,
    /// A payment was opened under this id with other facts.
    #[error("the payment exists already")]
    PaymentExists,
    /// Nothing or less than nothing was asked for.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// The amount is not the one that belongs to the payment, the transaction or the refund.
    #[error("{expected} is expected, {actual} arrived")]
    AmountDiffers {
        /// What was agreed.
        expected: Money,
        /// What was said now.
        actual: Money,
    },
    /// The fee is negative, above the amount, or in another currency.
    #[error("a fee must not be negative or above the amount")]
    FeeInvalid,
    /// Money arrived for this payment by another transaction.
    #[error("this payment was captured by transaction {transaction}")]
    PaymentAlreadyCaptured {
        /// The transaction that was recorded.
        transaction: String,
    },
    /// The time to pay is over; what was begun in time may still be paid.
    #[error("the time to pay ended at {expires_at}")]
    PaymentExpired {
        /// When it ended.
        expires_at: Timestamp,
    },
    /// The channel was told to take no money by this way any more.
    #[error("the attempt by {} is over", channel.as_str())]
    AttemptOver {
        /// By which way.
        channel: Channel,
    },
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
    /// A refund needs captured money.
    #[error("nothing was captured")]
    PaymentNotCaptured,
    /// All refunds together would exceed what was captured (D 12).
    #[error("only {available} of the payment can still be refunded")]
    RefundAboveCaptured {
        /// Captured less all reservations.
        available: Money,
    },
    /// The refund never reserved anything here.
    #[error("refund {refund} is not reserved here")]
    RefundUnknown {
        /// The refund.
        refund: RefundId,
    },
    /// The lines do not make the amount, one of them is not positive, or there are too many.
    #[error("the lines of a payment are positive, at most {max}, and make its amount")]
    LinesInvalid {
        /// The limit, [`COUNT_MAX`](crate::payment::Line::COUNT_MAX).
        max: usize,
    },
    /// The parts of a refund do not make its amount, or name a line twice or one that does not exist.
    #[error("the parts of a refund name different lines and make its amount")]
    PartsInvalid,
    /// All refunds of a line together would exceed what was captured for it (D 12).
    #[error("only {available} of line {line} can still be refunded")]
    RefundAboveLine {
        /// Which line, from 0.
        line: u8,
        /// Captured for it less all reservations.
        available: Money,
    },
    /// Nothing was named that waits.
    #[error("refund {refund} does not wait here")]
    RefundNotQueued {
        /// The refund.
        refund: RefundId,
    },
    /// A batch of nothing.
    #[error("there is nothing to put together")]
    BatchEmpty,
    /// The dispute was never recorded here.
    #[error("dispute {dispute} is not known here")]
    DisputeUnknown {
        /// The dispute.
        dispute: DisputeId,
    },
    /// The dispute ended in another way.
    #[error("dispute {dispute} is over")]
    DisputeOver {
        /// The dispute.
        dispute: DisputeId,
    },
    /// While the dispute is open nothing more is shipped or paid out for this adoption (D 20).
    #[error("dispute {dispute} is open")]
    DisputeOpen {
        /// The dispute.
        dispute: DisputeId,
    },
    /// A released refund is over; trying again needs a refund of its own.
    #[error("refund {refund} was released and cannot be reserved again")]
    RefundWasReleased {
        /// The refund.
        refund: RefundId,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PaymentUnknown => "payment-unknown",
            Self::PaymentExists => "payment-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountDiffers { .. } => "amount-differs",
            Self::FeeInvalid => "fee-invalid",
            Self::PaymentAlreadyCaptured { .. } => "payment-already-captured",
            Self::PaymentExpired { .. } => "payment-expired",
            Self::AttemptOver { .. } => "attempt-over",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::TransactionInvalid => "transaction-invalid",
            Self::PaymentNotCaptured => "payment-not-captured",
            Self::RefundAboveCaptured { .. } => "refund-above-captured",
            Self::RefundUnknown { .. } => "refund-unknown",
            Self::LinesInvalid { .. } => "lines-invalid",
            Self::PartsInvalid => "parts-invalid",
            Self::RefundAboveLine { .. } => "refund-above-line",
            Self::RefundNotQueued { .. } => "refund-not-queued",
            Self::BatchEmpty => "batch-empty",
            Self::DisputeUnknown { .. } => "dispute-unknown",
            Self::DisputeOver { .. } => "dispute-over",
            Self::DisputeOpen { .. } => "dispute-open",
            Self::RefundWasReleased { .. } => "refund-was-released",
        }
    }
}
