//! One expected payment for one adoption. Stream `payment-<PaymentId>`.

use kernel::{AdoptionId, Money, PaymentId, PersonId, RefundId, ShortCode, Timestamp};
use serde::{Deserialize, Serialize};

/// By which way money comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A bank transfer or cash that an operator records from a statement line.
    Manual,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    OpenPayment {
        payment: PaymentId,
        adoption: AdoptionId,
        payer: PersonId,
        amount: Money,
        channel: Channel,
        reference: ShortCode,
        expires_at: Timestamp,
    },
    /// A channel's fact: money arrived. By its value date it is in time or late (B 4, D 16). Quiet when this transaction is recorded already (D 14).
    RecordCapture {
        transaction: String,
        amount: Money,
        fee: Money,
        value_at: Timestamp,
    },
    RecordFailure {
        reason: String,
        at: Timestamp,
    },
    /// Refund reservations keep the sum of refunds within what was captured (D 12).
    ReserveRefund {
        refund: RefundId,
        amount: Money,
    },
    ReleaseRefund {
        refund: RefundId,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "settlement.payment-opened")]
    PaymentOpened {
        payment: PaymentId,
        adoption: AdoptionId,
        payer: PersonId,
        amount: Money,
        channel: Channel,
        reference: ShortCode,
        expires_at: Timestamp,
    },
    #[serde(rename = "settlement.payment-captured")]
    PaymentCaptured {
        payment: PaymentId,
        adoption: AdoptionId,
        channel: Channel,
        transaction: String,
        amount: Money,
        fee: Money,
        value_at: Timestamp,
    },
    #[serde(rename = "settlement.late-payment-received")]
    LatePaymentReceived {
        payment: PaymentId,
        adoption: AdoptionId,
        channel: Channel,
        transaction: String,
        amount: Money,
        fee: Money,
        value_at: Timestamp,
    },
    #[serde(rename = "settlement.payment-failed")]
    PaymentFailed { reason: String, at: Timestamp },
    #[serde(rename = "settlement.payment-refund-reserved")]
    RefundReserved { refund: RefundId, amount: Money },
    #[serde(rename = "settlement.payment-refund-released")]
    RefundReleased { refund: RefundId },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such payment")]
    PaymentUnknown,
    #[error("the payment exists already")]
    PaymentExists,
    #[error("the amount must be above zero")]
    AmountNotPositive,
    #[error("{expected} is expected, {actual} arrived")]
    AmountDiffers { expected: Money, actual: Money },
    #[error("a fee must not be negative or above the amount")]
    FeeInvalid,
    #[error("this payment was captured by transaction {transaction}")]
    PaymentAlreadyCaptured { transaction: String },
    #[error("a transaction id has 1 to 64 printable characters")]
    TransactionInvalid,
    #[error("nothing was captured")]
    PaymentNotCaptured,
    #[error("only {available} of the payment can still be refunded")]
    RefundAboveCaptured { available: Money },
    #[error("refund {refund} is not reserved here")]
    RefundUnknown { refund: RefundId },
}
