//! One refund: requested, accepted by the channel, settled or failed. Stream `refund-<RefundId>`.
//! Only a channel's fact settles it (D 15).

use kernel::{AdoptionId, Money, PaymentId, RefundId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundReason {
    PaidTooLate,
    Withdrawn,
    ByOperator,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    RequestRefund {
        refund: RefundId,
        payment: PaymentId,
        adoption: AdoptionId,
        channel: Channel,
        amount: Money,
        reason: RefundReason,
        at: Timestamp,
    },
    RecordAcceptance {
        at: Timestamp,
    },
    RecordSettlement {
        transaction: String,
        amount: Money,
        at: Timestamp,
    },
    RecordFailure {
        reason: String,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "settlement.refund-requested")]
    RefundRequested {
        refund: RefundId,
        payment: PaymentId,
        adoption: AdoptionId,
        channel: Channel,
        amount: Money,
        reason: RefundReason,
        at: Timestamp,
    },
    #[serde(rename = "settlement.refund-accepted")]
    RefundAccepted { at: Timestamp },
    #[serde(rename = "settlement.refund-settled")]
    RefundSettled {
        refund: RefundId,
        payment: PaymentId,
        adoption: AdoptionId,
        channel: Channel,
        transaction: String,
        amount: Money,
        at: Timestamp,
    },
    #[serde(rename = "settlement.refund-failed")]
    RefundFailed {
        refund: RefundId,
        payment: PaymentId,
        adoption: AdoptionId,
        amount: Money,
        reason: String,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such refund")]
    RefundUnknown,
    #[error("the refund exists already")]
    RefundExists,
    #[error("the amount must be above zero")]
    AmountNotPositive,
    #[error("{expected} is to be refunded, the channel says {actual}")]
    AmountDiffers { expected: Money, actual: Money },
    #[error("the refund is settled already")]
    RefundAlreadySettled { transaction: String },
    #[error("the refund has failed")]
    RefundFailed,
    #[error("a transaction id has 1 to 64 printable characters")]
    TransactionInvalid,
}
